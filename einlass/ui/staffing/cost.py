"""What the guards cost: since the start, onwards to a day, and in relation to visits, persons checked and finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from einlass.charts import CostLine, cost_chart
from einlass.charts.look import Frame
from einlass.export import file_stem, series_csv
from einlass.findings import Phase, series
from einlass.indicators import indicator
from einlass.measures import Window, events
from einlass.topics import plans, staffing
from einlass.ui import show, style
from einlass.ui.overview.cells import projected as decided_cost
from einlass.ui.staffing.asking import horizon
from einlass.ui.staffing.texts import (
    NONE,
    about,
    alt,
    euro_range,
    euros,
    hours,
    name_of,
    origin,
    short_name,
    source_foot,
)
from einlass.warehouse import DataVersion
from einlass.words import Words, places
from einlass.words.catalogue import last_day

MOST_LINES = 6  # as many as the palette tells apart
THOUSAND = 1000


def cost(version: DataVersion, w: Words) -> None:
    """The chart: cost since the start, and onwards if each week costs what it did so far."""
    found = staffing.spent(version)
    last = max(horizon(version), last_day(max(one.cost.window.until for one in found)))
    lines = [_line(version, one, last, w) for one in found[:MOST_LINES]]
    whole = [plans.projected(one, last, staffing.rates(version, one.measure)) for one in found]
    told = euro_range(sum(one[1] for one in whole), sum(one[2] for one in whole), w)
    heading = w("staffing.cost.title", day=w.date(last), range=told)
    breaks = _breaks(version, found, last, w)
    sub = w("staffing.cost.sub") + "".join(
        " " + w("staffing.cost.break", label=label, day=w.date(days.first)) for days, label in breaks
    )
    frame = Frame(heading, sub, source_foot(version, w))
    (figure,) = show.kept(
        ("staffing-cost", version, last),
        lambda: [
            cost_chart(lines, _days(found, last, w), breaks[0][0] if breaks else None, show.look(), w, frame)
        ],
        w,
    )
    assert figure is not None
    spoken = [f"{line.name}. {line.spoken[-1]}. {line.end_spoken}" for line in lines]
    file = file_stem([w("page.staffing.title"), last.isoformat()], origin(version).stand.date())
    show.chart(figure, alt(version, w, heading, *spoken), "staffing-cost", w, stem=file)
    if len(found) > MOST_LINES:
        style.small(w("staffing.cost.most", count=w.number(MOST_LINES), all=w.number(len(found))))


def _line(version: DataVersion, one: staffing.Spent, last: date, w: Words) -> CostLine:
    course = staffing.course(version, one.measure)
    known = last_day(one.cost.window.until)
    days = [one.cost.window.first, *(day for day, _ in course)]
    sums = [0.0, *(total for _, total in course)]
    if days[-1] < known:
        days.append(known)
        sums.append(sums[-1])
    name = short_name(version, one.measure, w)
    ends = plans.projected(one, last, staffing.rates(version, one.measure))
    later = w("staffing.cost.later", day=w.date(last), range=euro_range(ends[1], ends[2], w))
    spoken = [
        w("staffing.cost.day", day=w.date(day), euros=euros(total, w))
        for day, total in zip(days, sums, strict=True)
    ]
    label = w("staffing.cost.legend", name=name, euros=euros(sums[-1], w))
    return CostLine(label, days, sums, spoken, known, last, ends, later)


def _breaks(
    version: DataVersion, found: Sequence[staffing.Spent], last: date, w: Words
) -> list[tuple[Window, str]]:
    """Times behind the end of the data that are not like those before, e.g. emergency operation."""
    known = max(one.cost.window.until for one in found)
    everywhere = {office for one in found for office in one.measure.offices}
    told = {
        (Window(one.first, min(one.until or last, last)), places.event_name(one, w))
        for one in events(version)
        if one.is_break and one.concerns(tuple(everywhere)) and one.first <= last
    }
    return sorted(pair for pair in told if pair[0].until > known and pair[0].days > 0)


def _days(found: Sequence[staffing.Spent], last: date, w: Words) -> list[tuple[date, str]]:
    """The Stand, and the day of decision where all have the same."""
    known = last_day(max(one.cost.window.until for one in found))
    days = [(known, w("staffing.mark.known", day=w.day_and_month(known)))]
    decided = {one.measure.decided_on for one in found if one.measure.decided_on}
    days += [
        (day, w("staffing.mark.decision", day=w.day_and_month(day)))
        for day in sorted(decided)[-1:]
        if known < day <= last
    ]
    return days


def relations(version: DataVersion, w: Words) -> None:
    """The table: hours, cost to date, cost in relation."""
    found = staffing.spent(version)
    head = [w(f"staffing.column.{name}") for name in ("measure", "hours", "cost", "week")]
    head += [w(f"staffing.column.{name}") for name in ("decided", "visits", "checked", "finds")]
    rows = [_row(version, one, w) for one in found]
    if len(found) > 1:
        rows.append(_together(found, w))
    style.section(w("staffing.relations"))
    with st.container(key="staffing-relations"):
        style.html_table(
            w("staffing.relations"), head, rows, numeric=range(1, 8), hide_caption=True, stacks=True
        )
    counts = [_counts(version, one, w) for one in found]
    style.notes([w("staffing.relations.note"), *counts])
    table = show.Table(w("staffing.relations"), head, lambda: rows, range(1, 8))
    show.file_buttons("staffing-cost", table, files(version, staffing.COST, counts, w), w)


def files(version: DataVersion, code: str, notes: Sequence[str], w: Words) -> show.Files:
    """The files of a table: itself, and the weeks behind it for a program."""
    data = origin(version)
    shown = {
        name_of(version, one.measure, w): series(version, code, one.measure.offices, "week")
        for one in staffing.spent(version)
    }
    stem = file_stem([w("page.staffing.title"), w(f"indicator.{code}.short")], data.stand.date())
    said = [w("staffing.foot"), *notes, source_foot(version, w)]
    return show.Files(stem, said, lambda: series_csv(indicator(code), shown, data, w, {}))


def _row(version: DataVersion, one: staffing.Spent, w: Words) -> list[str]:
    later = decided_cost(one.cost, one.measure.decided_on, one.measure.ended)
    # Money of some days is not divided by the visits of others: both have to cover the same period.
    visits, finds = (
        told if told and told.window == one.cost.window else None for told in (one.visits, one.finds)
    )
    return [
        name_of(version, one.measure, w),
        w("staffing.of_hours", done=hours(one.hours.numerator, w), planned=hours(one.planned_hours, w)),
        euros(one.cost.numerator, w),
        euros(one.per_week, w),
        NONE if later is None else about(later, w),
        _per(one, visits and visits.numerator, THOUSAND, w),
        _per(one, finds and finds.denominator, THOUSAND, w),
        _per(one, finds and finds.numerator, 1, w),
    ]


def _per(one: staffing.Spent, amount: float | Phase | None, each: int, w: Words) -> str:
    """Euros for each so many; none where there were none."""
    if not isinstance(amount, float | int) or not amount:
        return NONE
    return euros(each * one.cost.numerator / amount, w)


def _together(found: Sequence[staffing.Spent], w: Words) -> list[str]:
    done, planned = sum(one.hours.numerator for one in found), sum(one.planned_hours for one in found)
    whole = sum(one.cost.numerator for one in found)
    later = [decided_cost(one.cost, one.measure.decided_on, one.measure.ended) for one in found]
    known = [one for one in later if one is not None]
    return [
        w("staffing.together"),
        w("staffing.of_hours", done=hours(done, w), planned=hours(planned, w)),
        euros(whole, w),
        euros(sum(one.per_week for one in found if one.measure.ended is None), w),
        about(sum(known), w) if len(known) == len(found) else NONE,
        *["x"] * 3,
    ]


def _counts(version: DataVersion, one: staffing.Spent, w: Words) -> str:
    """What the relations of a measure rest on."""
    parts = []
    if one.visits:
        parts.append(
            w(
                "staffing.counts.visits",
                visits=w.number(one.visits.numerator),
                days=w.number(one.visits.day_count),
            )
        )
    if one.finds:
        parts.append(
            w(
                "staffing.counts.checked",
                checked=w.number(one.finds.denominator),
                finds=w.number(one.finds.numerator),
            )
        )
    told = w.join(parts) if parts else w("staffing.counts.none")
    return w("staffing.counts", name=name_of(version, one.measure, w), told=told)
