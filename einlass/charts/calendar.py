"""Half a year as a calendar, one square a day: what is there, lacking, odd or missing. SVG text.

A state differs by shape and not only by colour: full square, half square, diamond, crossed empty square.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from einlass.charts.look import Look
from einlass.design import FONT
from einlass.words import Words

STATES = ("present", "partial", "suspicious", "missing")
PITCH, CELL = 12, 10
LEFT, TOP = 26, 18
WEEKS = 27  # half a year touches at most 27 weeks
LABELLED_WEEKDAYS = (0, 2, 4)  # Monday, Wednesday, Friday


def half_years(year: int) -> tuple[tuple[date, date], tuple[date, date]]:
    """The two halves of a year, half-open."""
    return (date(year, 1, 1), date(year, 7, 1)), (date(year, 7, 1), date(year + 1, 1, 1))


def calendar(states: Mapping[date, str], first: date, until: date, look: Look, w: Words) -> str:
    """The days from `first` to before `until`, a column a week; a day without state is a dot."""
    days = [first + timedelta(days=number) for number in range((until - first).days)]
    monday = first - timedelta(days=first.weekday())
    parts = [
        _text(0, TOP + number * PITCH + 9, format_date(monday + timedelta(days=number), "EEEEEE", w.language))
        for number in LABELLED_WEEKDAYS
    ]
    for day in days:
        x, y = LEFT + (day - monday).days // 7 * PITCH, TOP + day.weekday() * PITCH
        parts.append(_mark(states.get(day), x, y, look))
        if day.day == 1:
            parts.append(_text(x + (PITCH if day.weekday() else 0), 11, _month(day, w)))
    return _svg(LEFT + WEEKS * PITCH, TOP + 7 * PITCH, parts, look)


def legend_mark(state: str, look: Look) -> str:
    """The mark of a state alone; any other word gives the dot of a day of which nothing is expected."""
    return _svg(CELL + 2, CELL + 2, [_mark(state, 1, 1, look)], look)


def _month(day: date, w: Words) -> str:
    return str(format_skeleton("MMM", day, locale=w.language))


def _mark(state: str | None, x: int, y: int, look: Look) -> str:
    middle_x, middle_y, end_x, end_y = x + CELL / 2, y + CELL / 2, x + CELL, y + CELL
    box = f'<rect x="{x + 0.75}" y="{y + 0.75}" width="{CELL - 1.5}" height="{CELL - 1.5}" fill="none"'
    if state == "present":
        return f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{look.before}"/>'
    if state == "partial":
        half = f'<path d="M{x} {y}V{end_y}H{end_x}Z" fill="{look.before}"/>'
        return f'{box} stroke="{look.before}" stroke-width="1.5"/>{half}'
    if state == "suspicious":
        shape = (
            f"M{middle_x} {y - 0.5}L{end_x + 0.5} {middle_y}L{middle_x} {end_y + 0.5}L{x - 0.5} {middle_y}Z"
        )
        return f'<path d="{shape}" fill="{look.series[3]}"/>'
    if state == "missing":
        cross = f"M{x + 2.5} {y + 2.5}L{end_x - 2.5} {end_y - 2.5}M{end_x - 2.5} {y + 2.5}L{x + 2.5} {end_y - 2.5}"
        ink = f'stroke="{look.series[2]}" stroke-width="1.5"'
        return f'{box} {ink}/><path d="{cross}" {ink}/>'
    return f'<circle cx="{middle_x}" cy="{middle_y}" r="1" fill="{look.outside}"/>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x}" y="{y}">{text}</text>'


def _svg(width: int, height: int, parts: list[str], look: Look) -> str:
    font = FONT.replace('"', "'")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{font}" font-size="11" fill="{look.muted}">{"".join(parts)}</svg>'
    )
