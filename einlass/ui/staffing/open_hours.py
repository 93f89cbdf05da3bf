"""Opening hours without a guard: a map of weekday and hour for each measure, for offices whose export tells hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from einlass.export import file_stem, records_csv
from einlass.indicators import indicator
from einlass.measures import Episode, offices
from einlass.topics import staffing
from einlass.ui import show, style
from einlass.ui.staffing.cost import files
from einlass.ui.staffing.texts import NONE, origin, short_name
from einlass.warehouse import DataVersion
from einlass.words import Words
from einlass.words.money import hours

MOST_MAPS = 12
STEPS = 4  # colours above none
WORKING_WEEK = 5
CLOSED = "·"
LEAST_ROOM, SIGN_ROOM = 1.3, 0.45  # rem of a column, and of a sign in it


def hour_maps(version: DataVersion, w: Words) -> None:
    """A map a measure, with its hours without a guard in words; nothing where no export tells hours."""
    found = [one for one in staffing.spent(version) if _cover(version, one)]
    if not found:
        return
    every = tuple(each for one in found for each in one.measure.episodes)
    whole = staffing.hour_cover(version, every)
    title = w("staffing.open_hours.title", **_told(whole, w))
    style.section(title, w("staffing.open_hours.sub"))
    columns = range(min(one.hour for one in whole), max(one.hour for one in whole) + 1)
    with st.container(key="staffing-open-hours"):
        for one in found[:MOST_MAPS]:
            st.html(_map(version, one, columns, w))
    left_out = len(found) - MOST_MAPS
    more = [w.plural("staffing.open_hours.more", left_out)] if left_out > 0 else []
    notes = [
        *more,
        w("staffing.open_hours.note"),
        *_lacking(version, every, w),
        *_without_hours(version, found, w),
    ]
    for note in notes:
        style.small(note)
    label = w("staffing.open_hours.caption")
    show.save_menu("staffing-open-hours", label, lambda: _numbers(version, found, notes, w), w)


def _cover(version: DataVersion, one: staffing.Spent) -> tuple[staffing.OpenHour, ...]:
    return staffing.hour_cover(version, one.measure.episodes)


def _told(cover: Sequence[staffing.OpenHour], w: Words) -> dict[str, str]:
    return {
        "without": hours(sum(one.without for one in cover), w),
        "open": hours(sum(one.open for one in cover), w),
    }


def _lacking(version: DataVersion, every: tuple[Episode, ...], w: Words) -> list[str]:
    """How many hours are missing from shifts that count as present."""
    lacking = staffing.lacking_hours(version, every)
    return [w("staffing.open_hours.lacking", hours=hours(lacking, w))] if lacking else []


def _without_hours(version: DataVersion, found: Sequence[staffing.Spent], w: Words) -> list[str]:
    """The offices of these measures of which only weekdays are told."""
    told = staffing.told_hours(version)
    keys = dict.fromkeys(office for one in found for office in one.measure.offices if office not in told)
    names = [offices(version)[key].short_name for key in keys]
    return [w("staffing.open_hours.lacks", offices=w.join(names))] if names else []


def _map(version: DataVersion, one: staffing.Spent, columns: Sequence[int], w: Words) -> str:
    cover = _cover(version, one)
    title = short_name(version, one.measure, w)
    told = w("staffing.open_hours.told", **_told(cover, w))
    if never := _never(cover):
        told += " " + w("staffing.open_hours.never", weekdays=w.join([w.weekday(day) for day in never]))
    by_cell: dict[tuple[int, int], list[staffing.OpenHour]] = {}
    for each in cover:
        by_cell.setdefault((each.weekday, each.hour), []).append(each)
    head = "".join(f'<th scope="col">{hour}</th>' for hour in columns)
    corner = f'<th scope="col"><span class="em-hidden">{escape(w("incidents.hours.weekday"))}</span></th>'
    weekdays = sorted({each.weekday for each in cover} | set(range(1, WORKING_WEEK + 1)))
    widest = max(len(_short(sum(each.without for each in own), w)) for own in by_cell.values())
    room = (len(columns) + 1) * max(LEAST_ROOM, SIGN_ROOM * (widest + 1))
    rows = "".join(
        f'<tr><th scope="row">{escape(w.weekday(day))}</th>'
        + "".join(_cell(by_cell.get((day, hour), []), w) for hour in columns)
        + "</tr>"
        for day in weekdays
    )
    return (
        f'<section><h3 class="em-part em-joint">{style.rich(title)}</h3><p class="em-sub">{style.rich(told)}</p>'
        f'<div class="em-table em-open-hours" tabindex="0" role="region" aria-label="{style.attribute(title)}">'
        f'<table style="min-width:{room:.1f}rem">'
        f'<caption class="em-hidden">{style.rich(f"{title}: {told}")}</caption>'
        f"<thead><tr>{corner}{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _never(cover: Sequence[staffing.OpenHour]) -> list[int]:
    """The weekdays of opening on which no guard was present in any hour."""
    days = sorted({one.weekday for one in cover if one.open})
    return [day for day in days if all(one.without == one.open for one in cover if one.weekday == day)]


def _cell(own: Sequence[staffing.OpenHour], w: Words) -> str:
    """Hours without a guard, darker with their share; what is heard says of how many."""
    whole, without = sum(one.open for one in own), sum(one.without for one in own)
    if not whole:
        sign, said = (NONE, "staffing.cover.no_roster") if own else (CLOSED, "staffing.open_hours.closed")
        return (
            f'<td class="em-closed"><span aria-hidden="true">{sign}</span>'
            f'<span class="em-hidden">{escape(w(said))}</span></td>'
        )
    look, step = show.look(), step_of(without, whole)
    ink = look.ground if step > STEPS / 2 else look.ink
    kind = "em-heat" if step else "em-heat-none"
    rest = " " + w("staffing.open_hours.of", open=_short(whole, w))
    return (
        f'<td class="{kind}" style="background:{look.palette.heat[step]};color:{ink}" '
        f'title="{style.attribute(_short(without, w) + rest)}">{escape(_short(without, w))}'
        f'<span class="em-hidden">{escape(rest)}</span></td>'
    )


def _short(amount: float, w: Words) -> str:
    return w.number(amount, 0 if amount == round(amount) else 1)


def step_of(without: float, whole: float) -> int:
    """The colour of a share: 0 for none, 1 to 4 for its quarter."""
    return -int(-STEPS * without // whole) if without else 0


def _numbers(
    version: DataVersion, found: Sequence[staffing.Spent], notes: Sequence[str], w: Words
) -> show.Numbers:
    """A row a weekday of an office under a measure; for programs a row an hour."""
    head = [
        w("staffing.gap.office"),
        w("incidents.hours.weekday"),
        w("staffing.open_hours.column.days"),
        w("staffing.open_hours.column.hours"),
    ]
    table = show.Table(w("staffing.open_hours.caption"), head, lambda: _rows(version, found, w), (2, 3))
    said = [w("staffing.open_hours.sub"), *notes]
    own = replace(
        files(version, staffing.HOURS, said, w),
        stem=file_stem([w("page.staffing.title"), table.caption], origin(version).stand.date()),
        machine=lambda: _machine(version, found, w),
    )
    return show.Numbers(table, own)


def _rows(version: DataVersion, found: Sequence[staffing.Spent], w: Words) -> list[list[str]]:
    rows = []
    for one in found:
        cover = _cover(version, one)
        days = {(each.office_id, each.weekday): each for each in staffing.cover(version, one.measure)}
        for office, weekday in dict.fromkeys((each.office_id, each.weekday) for each in cover if each.days):
            own = [each for each in cover if (each.office_id, each.weekday) == (office, weekday)]
            day = days[office, weekday]
            rows.append(
                [
                    w(
                        "staffing.cover.row",
                        office=offices(version)[office].short_name,
                        measure=w(f"measure.{one.measure.regime}"),
                    ),
                    w.weekday(weekday),
                    w("staffing.cover.some", without=w.number(day.without), days=w.number(day.open_days)),
                    w("staffing.open_hours.some", **_told(own, w)),
                ]
            )
    return rows


def _machine(version: DataVersion, found: Sequence[staffing.Spent], w: Words) -> bytes:
    asked, data = indicator(staffing.HOURS), origin(version)
    return records_csv(
        [
            (
                asked,
                data,
                {
                    "measure": short_name(version, one.measure, w),
                    "office": offices(version)[each.office_id].name,
                    "iso_weekday": each.weekday,
                    "hour": each.hour,
                    "open_days": each.days,
                    "open_hours": each.open,
                    "hours_without_guard": each.without,
                },
            )
            for one in found
            for each in _cover(version, one)
        ],
        w,
    )
