"""Planned and done by week, what fell out and why, days of opening without a guard, providers and qualifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import streamlit as st

from einlass.charts import weeks_chart
from einlass.charts.look import Frame
from einlass.export import file_stem
from einlass.measures import Window, monday_from, monday_until, offices
from einlass.topics import staffing
from einlass.ui import show, style
from einlass.ui.staffing.cost import files
from einlass.ui.staffing.texts import (
    NONE,
    alt,
    origin,
    reason_name,
    short_name,
    source_foot,
)
from einlass.warehouse import DataVersion
from einlass.words import Words
from einlass.words.money import euros, hours

MOST_CHARTS = 12
WORKING_WEEK = 5


def by_week(version: DataVersion, w: Words) -> None:
    """A small chart a measure on one scale, then what fell out."""
    found = staffing.spent(version)
    count, short = staffing.shift_counts(version)
    style.section(
        w("staffing.weeks.title", short=w.number(short), count=w.number(count)), w("staffing.weeks.sub")
    )
    weeks = {one.measure.key: staffing.weeks(version, one.measure) for one in found[:MOST_CHARTS]}
    span = Window(
        monday_until(min(one.cost.window.first for one in found)),
        monday_from(max(one.cost.window.until for one in found)),
    )
    top = max((max(week.planned, week.done) for own in weeks.values() for week in own), default=0.0)
    with st.container(key="staffing-weeks"):
        for one in found[:MOST_CHARTS]:
            _week_chart(version, one, weeks[one.measure.key], span, top, w)
    _gaps(version, w)


def _week_chart(
    version: DataVersion,
    one: staffing.Spent,
    weeks: Sequence[staffing.Week],
    span: Window,
    top: float,
    w: Words,
) -> None:
    title = short_name(version, one.measure, w)
    told = w("staffing.of_hours", done=hours(one.hours.numerator, w), planned=hours(one.planned_hours, w))
    frame = Frame(title, w("staffing.weeks.told", told=told), source_foot(version, w))
    (figure,) = show.kept(
        ("staffing-weeks", version, one.measure.key),
        lambda: [weeks_chart(weeks, [_spoken(week, w) for week in weeks], span, top, show.look(), w, frame)],
        w,
    )
    assert figure is not None
    name = f"staffing-weeks-{one.measure.key}"
    make = partial(_week_numbers, version, title, weeks, w)
    show.chart(figure, alt(version, w, title, frame.sub), name, w, numbers=make)


def _week_numbers(version: DataVersion, title: str, weeks: Sequence[staffing.Week], w: Words) -> show.Numbers:
    """A row a week of a measure."""
    head = [w("staffing.gap.week"), w("staffing.weeks.done"), w("staffing.weeks.planned")]
    table = show.Table(
        w("staffing.weeks.caption", measure=title),
        [*head, w("staffing.gap.reason")],
        lambda: [_week_row(week, w) for week in weeks],
        (1, 2),
    )
    stem = file_stem([w("staffing.weeks.file"), title], origin(version).stand.date())
    own = files(version, staffing.HOURS, [w("staffing.weeks.sub")], w)
    return show.Numbers(table, replace(own, stem=stem))


def _week_row(week: staffing.Week, w: Words) -> list[str]:
    days = w.period(week.start, week.start + timedelta(weeks=1))
    reasons = w.join([reason_name(one, w) for one in week.reasons])
    return [days, hours(week.done, w), hours(week.planned, w), reasons or NONE]


def _spoken(week: staffing.Week, w: Words) -> str:
    days = w.period(week.start, week.start + timedelta(weeks=1))
    told = w("staffing.of_hours", done=hours(week.done, w), planned=hours(week.planned, w))
    reasons = w.join([reason_name(one, w) for one in week.reasons])
    text = w("staffing.weeks.week", days=days, told=told)
    return w("staffing.weeks.why", text=text, reasons=reasons) if reasons else text


def _gaps(version: DataVersion, w: Words) -> None:
    """What fell out, by week and post, behind its switch."""
    names = offices(version)
    head = [w(f"staffing.gap.{name}") for name in ("week", "office", "post", "hours", "reason")]

    def rows() -> list[list[str]]:
        return [
            [
                w.period(gap.start, gap.start + timedelta(weeks=1)),
                names[gap.office_id].short_name,
                gap.post or NONE,
                w("staffing.of_hours", done=hours(gap.done, w), planned=hours(gap.planned, w)),
                reason_name(gap.reason, w),
            ]
            for gap in staffing.gaps(version)
        ]

    caption = w("staffing.gap.caption")
    shown = show.Table(caption, head, rows, (3,))
    show.table_and_files(
        "staffing-weeks",
        caption,
        lambda: show.Numbers(shown, files(version, staffing.HOURS, [w("staffing.weeks.sub")], w)),
        w,
    )


def cover_by_weekday(version: DataVersion, w: Words) -> None:
    """Open days without a guard by office and weekday, where the offices' export tells no hours to map."""
    told = staffing.told_hours(version)
    found = [one for one in staffing.spent(version) if set(one.measure.offices) - set(told)]
    if not found:
        return
    covers = {one.measure.key: staffing.cover(version, one.measure) for one in found}
    weekdays = sorted(
        {each.weekday for own in covers.values() for each in own} | set(range(1, WORKING_WEEK + 1))
    )
    rows = [row for one in found for row in _cover_rows(version, one, covers[one.measure.key], weekdays, w)]
    style.section(w("staffing.cover.title"), w("staffing.cover.sub"))
    head = [w("staffing.gap.office"), *(w.weekday(one) for one in weekdays)]
    with st.container(key="staffing-cover"):
        style.html_table(
            w("staffing.cover.title"), head, rows, numeric=range(1, len(head)), hide_caption=True, stacks=True
        )
    style.small(w("staffing.cover.hours"))
    table = show.Table(w("staffing.cover.title"), head, lambda: rows, ())
    _menu(version, "cover", table, [w("staffing.cover.sub"), w("staffing.cover.hours")], w)


def _menu(version: DataVersion, name: str, table: show.Table, notes: Sequence[str], w: Words) -> None:
    """The menu of a table; the weeks and posts behind it are its data for programs."""

    def numbers() -> show.Numbers:
        stem = file_stem([w("page.staffing.title"), table.caption], origin(version).stand.date())
        return show.Numbers(table, replace(files(version, staffing.HOURS, notes, w), stem=stem))

    show.save_menu(f"staffing-{name}", table.caption, numbers, w)


def _cover_rows(
    version: DataVersion,
    one: staffing.Spent,
    own: Sequence[staffing.WeekdayCover],
    weekdays: Sequence[int],
    w: Words,
) -> list[list[str]]:
    names = offices(version)
    found = []
    for office in (each for each in one.measure.offices if each not in staffing.told_hours(version)):
        told = {each.weekday: each for each in own if each.office_id == office}
        cells = [_cover_cell(told.get(weekday), w) for weekday in weekdays]
        name = w(
            "staffing.cover.row", office=names[office].short_name, measure=w(f"measure.{one.measure.regime}")
        )
        found.append([name, *cells])
    return found


def _cover_cell(one: staffing.WeekdayCover | None, w: Words) -> str:
    """So many of so many open days without a guard; all of them in bold."""
    if one is None:
        return NONE
    if not one.open_days:
        return w("staffing.cover.no_roster")
    key = "staffing.cover.all" if one.without == one.open_days else "staffing.cover.some"
    return w(key, without=w.number(one.without), days=w.number(one.open_days))


def by_post(version: DataVersion, w: Words) -> None:
    """Planned and done hours by office and post, how many shifts were short, and why."""
    names = offices(version)
    head = [w(f"staffing.gap.{name}") for name in ("office", "post", "hours")]
    head += [w("staffing.post.short"), w("staffing.gap.reason")]
    rows = [
        [
            names[one.office_id].short_name,
            one.post or NONE,
            w("staffing.of_hours", done=hours(one.done, w), planned=hours(one.planned, w)),
            w("staffing.cover.some", without=w.number(one.short), days=w.number(one.shifts)),
            w.join([reason_name(each, w) for each in one.reasons]) or NONE,
        ]
        for one in staffing.posts(version)
    ]
    style.section(w("staffing.post.title"))
    style.html_table(w("staffing.post.title"), head, rows, numeric=(2, 3), hide_caption=True, stacks=True)
    _menu(version, "posts", show.Table(w("staffing.post.title"), head, lambda: rows, (2, 3)), [], w)


def guards(version: DataVersion, w: Words) -> None:
    """Hours, net cost and rates by provider and qualification."""
    head = [w(f"staffing.kind.{name}") for name in ("provider", "qualification", "hours", "cost", "rate")]
    rows = [
        [
            one.provider or NONE,
            qualification(one.qualification, w),
            hours(one.hours, w),
            euros(one.cost, w),
            _rates(one, w),
        ]
        for one in staffing.kinds(version)
    ]
    style.section(w("staffing.kind.title"))
    style.html_table(w("staffing.kind.title"), head, rows, numeric=(2, 3, 4), hide_caption=True, stacks=True)
    _menu(version, "kinds", show.Table(w("staffing.kind.title"), head, lambda: rows, (2, 3, 4)), [], w)


def qualification(code: str, w: Words) -> str:
    """What a qualification is called."""
    key = f"staffing.qualification.{code or 'none'}"
    return w(key) if w.has(key) else code


def _rates(one: staffing.Kind, w: Words) -> str:
    low, high = w.number(one.low_rate, 2), w.number(one.high_rate, 2)
    return w("format.euros", amount=low if low == high else w("format.range", low=low, high=high))
