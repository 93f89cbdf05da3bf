"""What the plan of the reader comes to, beside what else could be, on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from einlass.charts import PlanRow, plans_chart
from einlass.charts.look import Frame
from einlass.export import file_stem, records_csv
from einlass.indicators import indicator
from einlass.measures import offices
from einlass.topics import plans, staffing
from einlass.ui import show, style
from einlass.ui.staffing.asking import Choice
from einlass.ui.staffing.texts import alt, origin, source_foot
from einlass.warehouse import DataVersion
from einlass.words import Words, places
from einlass.words.money import about, euro_range


def result(version: DataVersion, choice: Choice, w: Words) -> None:
    """Euros and hours from low to high, then all variants."""
    share = staffing.filled(version, choice.measure)
    free = staffing.holidays(version)
    own = plans.outcome(choice.plan, free, share)
    if choice.setting.purpose == "copy" and not choice.setting.offices:
        style.answer_box("open", w("staffing.result.where"), [])
        return
    if choice.setting.purpose == "end":
        style.answer_box("plain", w("staffing.result.end", day=w.date(choice.setting.first)), [])
    elif not choice.setting.weekdays:
        style.answer_box("open", w("staffing.result.no_day"), [])
    else:
        style.answer_box("plain", euro_range(own.low_cost, own.high_cost, w), _told(choice, own, share, w))
    _variants(version, choice, share, w)


def _told(choice: Choice, own: plans.Outcome, share: staffing.Filled | None, w: Words) -> list[str]:
    low, high = (w.number(one) for one in (own.low_hours, own.high_hours))
    hours = low if low == high else w("format.range", low=low, high=high)
    return [
        w(
            "staffing.result.hours",
            hours=hours,
            planned=w.number(own.planned_hours),
            days=w.number(own.days),
        ),
        _range(share, w),
        *([w("staffing.result.differing")] if choice.plan.usual_on else []),
        *_changing(choice.plan, w),
        w.plural("staffing.result.holidays", own.holidays),
    ]


def _changing(plan: plans.Plan, w: Words) -> list[str]:
    """That guards came on changing weekdays, and how often."""
    if not plan.days_a_week:
        return []
    return [w("staffing.result.changing", days=w.number(plan.days_a_week, 1))]


def _range(share: staffing.Filled | None, w: Words) -> str:
    """Where the range comes from: rates, and the weakest and best month where there are several whole ones."""
    if share is None:
        return w("staffing.result.range.rates")
    low, high = w.percent(share.low), w.percent(share.high)
    if share.months < staffing.FEW_MONTHS:
        return w("staffing.result.range.whole", share=low)
    return w("staffing.result.range", low=low, high=high, count=w.number(share.months))


def _variants(version: DataVersion, choice: Choice, share: staffing.Filled | None, w: Words) -> None:
    rows = [_row(label, plan, version, share, w) for label, plan in _plans(version, choice, w)]
    rows.append(
        PlanRow(
            w("staffing.variant.end", day=w.date(choice.setting.first)), w("staffing.variant.nothing"), 0, 0
        )
    )
    rows[0] = replace(rows[0], is_strong=True)
    where = places.place(choice.places, offices(version), w)
    days = w("format.period", first=w.date(choice.setting.first), last=w.date(choice.setting.last))
    title = w("staffing.variants", place=where)
    frame = Frame(title, w("staffing.variants.sub", days=days), source_foot(version, w))
    (figure,) = show.kept(
        ("staffing-plans", version, choice), lambda: [plans_chart(rows, show.look(), w, frame)], w
    )
    assert figure is not None
    spoken = [f"{row.label} {row.told}" for row in rows]

    def numbers() -> show.Numbers:
        head = [w("staffing.variant.column.plan"), w("staffing.variant.column.told")]
        table = show.Table(title, head, lambda: [[row.label, row.told] for row in rows], ())
        file = file_stem([w("staffing.whatif"), where], origin(version).stand.date())
        notes = [_range(share, w), w("staffing.foot"), source_foot(version, w)]
        return show.Numbers(table, show.Files(file, notes, partial(_machine, rows, version, w)))

    show.chart(figure, alt(version, w, title, *spoken), "staffing-plans", w, numbers=numbers)


def _machine(rows: Sequence[PlanRow], version: DataVersion, w: Words) -> bytes:
    """A row a plan: euros from low to high."""
    told = [{"plan": row.label, "cost_low": row.low, "cost_high": row.high} for row in rows]
    return records_csv([(indicator(staffing.COST), origin(version), one) for one in told], w)


def _plans(version: DataVersion, choice: Choice, w: Words) -> list[tuple[str, plans.Plan]]:
    """The reader's plan, as before, and on all days of opening; each once."""
    before = choice.as_before
    open_days = tuple(sorted({one.weekday for one in staffing.cover(version, choice.measure)}))
    every = [
        (w("staffing.variant.own"), choice.plan),
        (_as_before(before, w), before),
        (w("staffing.variant.open"), replace(before, weekdays=open_days, days_a_week=0.0)),
    ]
    if choice.setting.purpose == "end" or not choice.setting.weekdays or choice.plan == before:
        every = every[1:]
    return [pair for place, pair in enumerate(every) if pair[1] not in [one for _, one in every[:place]]]


def _as_before(plan: plans.Plan, w: Words) -> str:
    if plan.days_a_week:
        return w("staffing.variant.changing", days=w.number(plan.days_a_week, 1))
    return w("staffing.variant.before", days=w.join([w.weekday(one) for one in plan.weekdays]))


def _row(
    label: str, plan: plans.Plan, version: DataVersion, share: staffing.Filled | None, w: Words
) -> PlanRow:
    made = plans.outcome(plan, staffing.holidays(version), share)
    told = w(
        "staffing.variant.told",
        range=euro_range(made.low_cost, made.high_cost, w),
        hours=w.number(made.planned_hours),
    )
    ends = (
        w("staffing.variant.low", amount=about(made.low_cost, w)),
        w("staffing.variant.high", amount=about(made.high_cost, w)),
    )
    return PlanRow(label, told, made.low_cost, made.high_cost, ends if made.low_cost < made.high_cost else ())
