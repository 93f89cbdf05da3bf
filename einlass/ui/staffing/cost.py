"""What the guards cost: since the start, onwards to a day, and in relation to visits, persons checked and finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from einlass.charts import CostLine, cost_chart
from einlass.charts.look import Frame
from einlass.export import file_stem, records_csv
from einlass.findings import under_any_in_both_ways
from einlass.findings.headlines import FINDS
from einlass.indicators import indicator
from einlass.measures import Window, events, offices
from einlass.remembered import remembered
from einlass.topics import outlook, staffing
from einlass.ui import show, style
from einlass.ui.staffing.asking import horizon
from einlass.ui.staffing.texts import (
    NONE,
    alt,
    name_of,
    origin,
    short_name,
    source_foot,
)
from einlass.warehouse import DataVersion
from einlass.words import Words, places
from einlass.words.catalogue import last_day
from einlass.words.money import about, euro_range, euros, hours

LONGEST_NAME = 72  # signs in the legend; the table tells the names as they are
MOST_LINES = 6  # as many as the palette tells apart
THOUSAND = 1000


def cost(version: DataVersion, w: Words) -> None:
    """The chart: cost since the start, and onwards if each week costs what it did so far."""
    found = staffing.spent(version)
    last = max(horizon(version), last_day(max(one.cost.window.until for one in found)))
    lines = [_line(version, one, last, w) for one in found[:MOST_LINES]]
    whole = outlook.projected(version, staffing.all_episodes(version), last)
    told = euro_range(whole.low, whole.high, w)
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
    told = alt(version, w, heading, *spoken)
    show.chart(figure, told, "staffing-cost", w, numbers=lambda: relation_numbers(version, w))
    if len(found) > MOST_LINES:
        style.small(w("staffing.cost.most", count=w.number(MOST_LINES), all=w.number(len(found))))


@remembered(128, key=lambda version, one, last, w: (version, one.measure.key, last, w.language))
def _line(version: DataVersion, one: staffing.Spent, last: date, w: Words) -> CostLine:
    course = staffing.course(version, one.measure)
    known = last_day(one.cost.window.until)
    days = [one.cost.window.first, *(day for day, _ in course)]
    sums = [0.0, *(total for _, total in course)]
    if days[-1] < known:
        days.append(known)
        sums.append(sums[-1])
    name = short_name(version, one.measure, w)
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME].rstrip()}…"
    ends = outlook.projected(version, one.measure.episodes, last)
    later = w("staffing.cost.later", day=w.date(last), range=euro_range(ends.low, ends.high, w))
    spoken = [
        w("staffing.cost.day", day=w.date(day), euros=euros(total, w))
        for day, total in zip(days, sums, strict=True)
    ]
    label = w("staffing.cost.legend", name=name, euros=euros(sums[-1], w))
    return CostLine(label, name, days, sums, spoken, known, last, (ends.mean, ends.low, ends.high), later)


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
    table = _relations(version, w)
    style.section(w("staffing.relations"))
    with st.container(key="staffing-relations"):
        style.html_table(
            table.caption, table.head, table.rows(), numeric=table.numeric, hide_caption=True, stacks=True
        )
    style.notes([w("staffing.relations.note"), *_relation_notes(version, w)])
    show.save_menu("staffing-relations", table.caption, lambda: relation_numbers(version, w), w)


def relation_numbers(version: DataVersion, w: Words) -> show.Numbers:
    """The table with its files, which hold every week and post behind it."""
    notes = [w("staffing.relations.note"), *_relation_notes(version, w)]
    return show.Numbers(_relations(version, w), files(version, staffing.COST, notes, w))


def _relations(version: DataVersion, w: Words) -> show.Table:
    """A row a measure, and one for all together."""
    head = [w(f"staffing.column.{name}") for name in ("measure", "hours", "cost", "week")]
    head += [w(f"staffing.column.{name}") for name in ("decided", "visits", "checked", "finds")]
    return show.Table(w("staffing.relations"), head, lambda: _relation_rows(version, w), range(1, 8))


def _relation_rows(version: DataVersion, w: Words) -> list[list[str]]:
    found, whole = staffing.spent(version), staffing.together(version)
    rows = [_row(version, one, w) for one in found]
    return [*rows, _together(version, whole, w)] if len(found) > 1 or whole.trials else rows


def _relation_notes(version: DataVersion, w: Words) -> list[str]:
    notes = [
        *_sum_notes(version, staffing.together(version), w),
        *_missing(version, w),
        *_both_ways(version, w),
    ]
    return notes + [_counts(version, one, w) for one in staffing.spent(version) if one.visits or one.finds]


def _both_ways(version: DataVersion, w: Words) -> list[str]:
    """Offices of which full and spot checks stand in one figure."""
    found = [one for one in staffing.spent(version) if one.finds]
    both = under_any_in_both_ways(version, FINDS, [one.measure for one in found])
    return places.both_ways(both, offices(version), w)


def files(version: DataVersion, code: str, notes: Sequence[str], w: Words) -> show.Files:
    """The files of a table: itself, and the weeks and posts behind it for a program."""
    data = origin(version)
    stem = file_stem([w("page.staffing.title"), w(f"indicator.{code}.short")], data.stand.date())
    said = [w("staffing.foot"), *notes, source_foot(version, w)]
    return show.Files(stem, said, lambda: machine_csv(version, code, w))


def machine_csv(version: DataVersion, code: str, w: Words) -> bytes:
    """Every week of every post since the start of a measure; each shift once, also where two measures hold."""
    asked, data = indicator(code), origin(version)
    return records_csv([(asked, data, _record(version, one, w)) for one in staffing.post_weeks(version)], w)


def _record(version: DataVersion, one: staffing.PostWeek, w: Words) -> dict[str, object]:
    post = one.of
    return {
        "measures": "|".join(name_of(version, each, w) for each in one.measures) or w("staffing.trial"),
        "office": offices(version)[post.office_id].name,
        "post": post.post,
        "period_start": one.days.first.isoformat(),
        "period_end": last_day(one.days.until).isoformat(),
        "shifts": post.shifts,
        "shifts_short": post.short,
        "planned_hours": post.planned,
        "done_hours": post.done,
        "cost_eur": one.cost,
        "absence_reasons": "|".join(post.reasons),
    }


def _row(version: DataVersion, one: staffing.Spent, w: Words) -> list[str]:
    later = outlook.until_decision(version, one.measure)
    return [
        name_of(version, one.measure, w),
        w("staffing.of_hours", done=hours(one.hours.numerator, w), planned=hours(one.planned_hours, w)),
        euros(one.cost.numerator, w),
        euros(one.per_week, w),
        NONE if later is None else about(later, w),
        *(
            NONE if part is None else euros(THOUSAND * part.cost / part.of, w)
            for part in (one.visits, one.finds)
        ),
        NONE if one.finds is None or not one.finds.count else euros(one.finds.cost / one.finds.count, w),
    ]


def _together(version: DataVersion, whole: staffing.Together, w: Words) -> list[str]:
    later = outlook.all_until_decision(version)
    return [
        w("staffing.together"),
        w("staffing.of_hours", done=hours(whole.hours, w), planned=hours(whole.planned_hours, w)),
        euros(whole.cost, w),
        euros(whole.per_week, w),
        NONE if later is None else about(later, w),
        *["x"] * 3,
    ]


def _sum_notes(version: DataVersion, whole: staffing.Together, w: Words) -> list[str]:
    """Why the last row is not the sum of the others, where it is not."""
    until = staffing.known_until(version)
    has_ended = any(
        each.until is not None and each.until <= until
        for one in staffing.spent(version)
        for each in one.measure.episodes
    )
    return [
        *([w("staffing.together.twice", euros=euros(whole.twice, w))] if whole.twice else []),
        *([w("staffing.together.trials", euros=euros(whole.trials, w))] if whole.trials else []),
        *([w("staffing.together.week", day=w.date(last_day(until)))] if has_ended else []),
    ]


def _missing(version: DataVersion, w: Words) -> list[str]:
    """Open days of which no roster tells, so that their cost is not in the sums."""
    lacking = staffing.without_roster(version)
    if not lacking:
        return []
    where = places.place(tuple(sorted(lacking)), offices(version), w)
    return [w.plural("staffing.missing", sum(lacking.values()), place=where)]


def _counts(version: DataVersion, one: staffing.Spent, w: Words) -> str:
    """What the relations of a measure rest on: euros and counts of the same offices and days."""
    parts = []
    if one.visits:
        parts.append(
            w(
                "staffing.counts.visits",
                euros=euros(one.visits.cost, w),
                visits=w.number(one.visits.count),
                days=w.number(one.visits.day_count),
            )
            + _without(version, one, one.visits, w)
        )
    if one.finds:
        parts.append(
            w(
                "staffing.counts.checked",
                euros=euros(one.finds.cost, w),
                checked=w.number(one.finds.of),
                finds=w.number(one.finds.count),
            )
            + _without(version, one, one.finds, w)
        )
    return w("staffing.counts", name=name_of(version, one.measure, w), told=w.join(parts))


def _without(version: DataVersion, one: staffing.Spent, part: staffing.Shared, w: Words) -> str:
    """Offices of a measure that roster and counts do not both tell of."""
    names = [offices(version)[key].short_name for key in one.measure.offices if key not in part.offices]
    return " " + w("staffing.counts.without", offices=w.join(names)) if names else ""
