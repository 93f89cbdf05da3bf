"""The course of the finds, what was found, and how long people waited."""

from __future__ import annotations

from functools import partial

import streamlit as st

from einlass.charts import Mark, finds, marks_of, number_of
from einlass.charts import checks as drawn
from einlass.charts.look import Frame
from einlass.findings import Phase
from einlass.measures import events, measures, offices
from einlass.topics.checks import (
    COMPARED,
    DISPOSALS,
    FINDS,
    Group,
    Items,
    PeriodRate,
    Waiting,
    course,
    items,
    step_of,
    total,
    waiting,
)
from einlass.topics.small import is_small
from einlass.ui import quiet, show, style
from einlass.ui.checks import tables
from einlass.ui.checks.asking import Choice
from einlass.ui.checks.parts import kept, rates_of
from einlass.ui.checks.texts import (
    alt,
    counted_kind,
    period,
    place,
    rate,
    source_foot,
)
from einlass.warehouse import DataVersion
from einlass.words import Words, trends

LEAST_PERIODS = 12  # fewer are no course


def rates(version: DataVersion, choice: Choice, w: Words) -> None:
    """Full and spot checks side by side, never together, on the same scales."""
    series = [(group, rates_of(version, group), total(version, FINDS, group)) for group in choice.groups]
    series = [one for one in series if one[1]]
    if not series:
        return
    ends = drawn.ends_of([(own, whole) for _, own, whole in series])
    columns = st.columns([7, 4], gap="large") if len(series) > 1 else [st.container()]
    for column, (group, own, whole) in zip(columns, series, strict=False):
        with column:
            _rates_chart(version, group, own, whole, ends, w)
    for group, _, _ in series:
        tables.table(version, group, "rates", w)


def _marks(version: DataVersion, group: Group, w: Words) -> list[Mark]:
    """What happened in these days, without the start of these very checks at their beginning."""
    found = marks_of(
        measures(version).values(), events(version), group.offices, offices(version), group.period, w
    )
    return [one for one in found if one.day != group.period.first]


def _rates_chart(
    version: DataVersion,
    group: Group,
    own: tuple[PeriodRate, ...],
    whole: Phase,
    ends: tuple[float, float],
    w: Words,
) -> None:
    step, marks = step_of(group), _marks(version, group, w)
    title = rates_title(group, own, whole, w)
    sub = w(
        f"checks.rates.sub.{step}",
        place=place(group, version, w),
        period=period(group, w),
        checked=quiet.number(whole.denominator, w),
    )
    figure = kept(
        (version, group, ends),
        lambda: drawn.rates_chart(
            own,
            whole,
            [rate_text(one, step, w) for one in own],
            group.period,
            ends,
            marks,
            show.look(),
            w,
            Frame(title, sub, source_foot(version, w)),
        ),
        w,
    )
    show.chart(
        figure,
        alt(version, w, title, sub, w("checks.rates.alt", count=w.number(len(own)))),
        f"checks-rates-{group.regime}",
        w,
        numbers=partial(tables.numbers, version, group, "rates", w),
        notes=[*_explained(marks), w("checks.ranges")],
    )
    entries = "".join(f"<li>{style.rich(one)}</li>" for one in _explained(marks))
    if entries:
        st.html(
            f'<ul class="em-marks" aria-label="{style.attribute(w("trends.marks_label"))}">{entries}</ul>'
        )


def _explained(marks: list[Mark]) -> list[str]:
    """What the numbers above a chart stand for."""
    return [f"{number_of(place)} {one.label}" for place, one in enumerate(marks)]


def rates_title(group: Group, own: tuple[PeriodRate, ...], whole: Phase, w: Words) -> str:
    """How the rate began and how it is now, where both hold enough; else the mean, or that these are too few."""
    name = w(f"checks.regime.{group.regime}.heading")
    found = course(own)
    if found is not None:
        first, last = (w.number(value) for value in found.values)
        return w(
            f"checks.rates.course.{step_of(group)}",
            regime=name,
            count=w.few(COMPARED),
            first=first,
            last=last,
        )
    if len(own) < LEAST_PERIODS or whole.rated < 2 * COMPARED:
        return w("checks.rates.few", regime=name)
    return w("checks.rates.mean", regime=name, value=w.number(whole.value or 0.0, 1))


def rate_text(one: PeriodRate, step: str, w: Words) -> str:
    """A period in words: when, how many of how many, how much that is, what is special."""
    days = trends.period_name(one.start, step, w)
    said = [
        w(
            "checks.rates.spoken",
            period=days,
            persons=w.number(one.persons),
            checked=w.number(one.checked),
            rate=rate(one.persons, one.checked, w),
            low=w.number(one.low or 0.0, 1),
            high=w.number(one.high or 0.0, 1),
        )
    ]
    said += [w("checks.rates.outage")] if one.has_outage else []
    said += [] if one.is_whole else [w("chart.incomplete")]
    said += [quiet.note(is_small(one.persons), is_small(one.checked), w=w)]
    return "; ".join(filter(None, said))


def found(version: DataVersion, group: Group, w: Words) -> None:
    """What was found beside how long people waited."""
    listed, waited = items(version, group), waiting(version, group)
    columns = st.columns([1, 1], gap="large") if listed.count and waited.count else None
    with columns[0] if columns else st.container():
        _items(version, group, listed, w)
    with columns[1] if columns else st.container():
        _waiting(version, group, waited, w)
    for name in ("items", "waiting"):
        tables.table(version, group, name, w)


def _items(version: DataVersion, group: Group, listed: Items, w: Words) -> None:
    if not listed.count:
        style.small(w("checks.items.none"))
        return
    title = items_title(listed, w)
    sub = quiet.signed(w.plural("checks.items.sub", listed.count, period=period(group, w)), listed.count, w)
    names = [w(f"checks.kind.{one.code}") for one in listed.kinds]
    told = [counted_kind(one.code, one.count, w) for one in listed.kinds]
    figure = kept(
        ("items", version, group),
        lambda: finds.items_chart(
            listed,
            names,
            [w(f"checks.disposal.{one}") for one in DISPOSALS],
            [quiet.number(one.count, w) for one in listed.kinds],
            show.look(),
            w,
            Frame(title, sub, source_foot(version, w)),
        ),
        w,
    )
    below = items_notes(listed, w)
    show.chart(
        figure,
        alt(version, w, title, w.join(told)),
        "checks-items",
        w,
        numbers=partial(tables.numbers, version, group, "items", w),
        notes=below,
    )
    style.small(" ".join(below))


def items_title(listed: Items, w: Words) -> str:
    """What became of most items."""
    most = max(range(len(DISPOSALS)), key=lambda place: listed.disposals[place])
    code, count = DISPOSALS[most], listed.disposals[most]
    if listed.count == 1:
        return quiet.signed(w(f"checks.items.title.only.{code}"), 1, w)
    told = w.plural(f"checks.items.title.{code}", count, all=w.number(listed.count))
    return quiet.marked(told, any(map(is_small, (count, listed.count, listed.count - count))), w)


def items_notes(listed: Items, w: Words) -> list[str]:
    """That a find is no offence, what falls under the weapons act, and what was not listed."""
    said = [w("checks.items.no_offence")]
    own = [(one.code, one.weapons_act, one.count) for one in listed.kinds if one.weapons_act]
    told = w.join(
        [
            w("checks.items.act_of", counted=counted_kind(code, act, w), all=quiet.number(count, w))
            for code, act, count in own
        ]
    )
    none = w("checks.items.act.open" if listed.unclear else "checks.items.act.none")
    said.append(w("checks.items.act", items=told) if told else none)
    further = {"unclear": listed.unclear, "unlisted": listed.unlisted}
    said += [
        quiet.signed(w.plural(f"checks.items.{name}", count), count, w)
        for name, count in further.items()
        if count
    ]
    return said


def _waiting(version: DataVersion, group: Group, waited: Waiting, w: Words) -> None:
    if not waited.count:
        style.small(w("checks.waiting.none"))
        return
    title = waiting_title(waited, w)
    sub = w.plural("checks.waiting.sub", waited.count)
    figure = kept(
        ("waiting", version, group),
        lambda: finds.waiting_chart(waited, show.look(), w, Frame(title, sub, source_foot(version, w))),
        w,
    )
    show.chart(
        figure,
        alt(version, w, title, sub),
        "checks-waiting",
        w,
        numbers=partial(tables.numbers, version, group, "waiting", w),
        notes=[w("checks.waiting.note")],
    )
    style.small(w("checks.waiting.note"))


def waiting_title(waited: Waiting, w: Words) -> str:
    """The waiting time in the busiest and in the calmest quarter of the blocks."""
    if waited.calm is None or waited.busy is None:
        return w("checks.waiting.few")
    return w("checks.waiting.title", busy=w.number(waited.busy, 1), calm=w.number(waited.calm, 1))
