"""The calendar: each day a cell, weekday by week, one picture an office with the same colours."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import streamlit as st
from babel.dates import format_date

from einlass.charts import DayCell, day_cells, edges_of, heat_chart, swatch
from einlass.findings import Point, closed_days
from einlass.indicators import Indicator
from einlass.ui import show, style
from einlass.ui.trends.asking import Choice
from einlass.ui.trends.found import Found, Office
from einlass.ui.trends.tables import amount, week_numbers
from einlass.ui.trends.texts import marked_alt, notes, source_foot
from einlass.warehouse import DataVersion
from einlass.words import Words, points, sentences, trends

WEEK = 7


def calendar(version: DataVersion, choice: Choice, found: Found, w: Words) -> None:
    """The days of each office as a heat map, the key of its colours, the table."""
    cells = {one.office_id: _cells(version, choice, one, w) for one in found.values()}
    highest = max((cell.amount or 0.0 for own in cells.values() for cell in own), default=0.0)
    is_count = choice.indicator.kind == "rate"
    edges = edges_of(highest, is_count=is_count)
    sub = _counted(choice.indicator, w)
    foot = source_foot(version, choice, w)
    titles = [
        w("trends.calendar.title", place=one.name, busiest=_busiest(choice, cells[key], w))
        for key, one in found.items()
    ]
    figures = show.kept(
        ("calendar", version, choice),
        lambda: [
            heat_chart(own, edges, show.look(), w, title=title, sub=sub, foot=foot)
            for title, own in zip(titles, cells.values(), strict=True)
        ],
        w,
    )
    for number, (one, title, figure) in enumerate(zip(found.values(), titles, figures, strict=True)):
        assert figure is not None
        alt = marked_alt(version, f"{title}. {sub}", w)
        own = partial(_numbers, version, choice, {one.office_id: one}, w)
        below = [w("trends.calendar.key", steps="; ".join(_steps(choice, edges, w)))]
        show.chart(figure, alt, f"trends-days-{number}", w, numbers=own, notes=below)
    _key(choice, edges, w)
    show.table_switch(lambda: _numbers(version, choice, found, w), w)
    if said := notes(version, choice, found, w):
        style.notes(said)


def _numbers(version: DataVersion, choice: Choice, found: Found, w: Words) -> show.Numbers:
    rows = partial(_rows, version, choice, found, w)
    return week_numbers(version, choice, found, _weekdays(w), rows, w)


def _counted(indicator: Indicator, w: Words) -> str:
    """What a cell shows: of rates the count of the day, as the rate of a single day says nothing."""
    if indicator.kind == "rate":
        return w("trends.calendar.per_day", counted=sentences.numerator_name(indicator, w))
    return sentences.unit_name(indicator, w)


def _amount(indicator: Indicator, row: Point) -> float | None:
    return row.count if indicator.kind == "rate" else row.value


def _cells(version: DataVersion, choice: Choice, one: Office, w: Words) -> list[DayCell]:
    closed = closed_days(version).get(one.office_id, frozenset())
    return day_cells(
        one.rows,
        closed,
        lambda row: _amount(choice.indicator, row),
        lambda row: _text(choice.indicator, row, w),
    )


def _text(indicator: Indicator, row: Point, w: Words) -> str:
    day = format_date(row.start, "EEEE", w.language)
    told = sentences.point_in_words(indicator, row, w)
    return points.told(f"{day}, {w.date(row.start)}", told, [], w)


def _busiest(choice: Choice, cells: list[DayCell], w: Words) -> str:
    """The day with most, in words."""
    known = [one for one in cells if one.amount]
    if not known:
        return w("trends.calendar.nothing")
    top = max(known, key=lambda one: one.amount or 0.0)
    told = amount(top.amount, w)
    if choice.indicator.kind == "rate":
        told = trends.counted(choice.indicator, top.amount or 0.0, w)
    elif top.amount is not None:
        told = sentences.quantity(choice.indicator, top.amount, w)
    return w("trends.calendar.busiest", told=told, day=w.date(top.day))


def _steps(choice: Choice, edges: tuple[float, ...], w: Words) -> list[str]:
    """The names of the colours: zero, then from where to where."""
    is_count = choice.indicator.kind == "rate"
    digits = 0 if is_count else choice.indicator.decimals
    names = [w.number(0)]
    low = 0.0
    for edge in edges:
        first = low + 1 if is_count else low
        text = w.number(edge, digits)
        names.append(
            text if first == edge else w("trends.calendar.step", low=w.number(first, digits), high=text)
        )
        low = edge
    return names


def _key(choice: Choice, edges: tuple[float, ...], w: Words) -> None:
    look = show.look()
    marks = [(swatch(step, look), name) for step, name in enumerate(_steps(choice, edges, w))]
    marks.append((swatch(None, look), w("trends.calendar.missing")))
    items = "".join(f"<li>{style.picture(svg, '')} {style.rich(name)}</li>" for svg, name in marks)
    st.html(f'<ul class="em-key" aria-label="{style.attribute(_counted(choice.indicator, w))}">{items}</ul>')


def _weekdays(w: Words) -> list[str]:
    monday = date(2024, 1, 1)
    return [str(format_date(monday + timedelta(days=day), "EEEEEE", w.language)) for day in range(WEEK)]


def _rows(version: DataVersion, choice: Choice, found: Found, w: Words) -> list[list[str]]:
    """A row a week; closed days stay empty."""
    rows = []
    for one in found.values():
        closed = closed_days(version).get(one.office_id, frozenset())
        by_week: dict[date, list[str]] = {}
        for row in one.rows:
            monday = row.start - timedelta(days=row.start.weekday())
            cells = by_week.setdefault(monday, ["–"] * WEEK)
            told = _amount(choice.indicator, row)
            if told or row.start not in closed:
                cells[row.start.weekday()] = amount(told, w)
        rows += [
            [one.name, trends.period_name(monday, "week", w), *cells] for monday, cells in by_week.items()
        ]
    return rows
