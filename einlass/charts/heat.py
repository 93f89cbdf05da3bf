"""Days as a heat map, a row of weeks a year, Monday on top: each day a cell, darker with more.

Cells are bars, so they take the width there is, and the keyboard walks them in order. A zero is a cell with an edge;
an open day of which nothing is recorded is hatched; a closed one is left blank.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import plotly.graph_objects as go
from babel.dates import format_date

from einlass.charts.heard import SILENT, heard
from einlass.charts.look import Look, framed
from einlass.findings import Point
from einlass.words import Words

CELL_HEIGHT = 15  # px
GAP = 2  # rows between two years
NARROW = 600  # px; a narrower chart names every third month
WEEKS = 53
STEPS = 4  # colours above zero


@dataclass(frozen=True)
class DayCell:
    """One day: how much (None: not recorded), and what is said of it."""

    day: date
    amount: float | None
    text: str


def day_cells(
    rows: Sequence[Point],
    closed: Collection[date],
    amount: Callable[[Point], float | None],
    text: Callable[[Point], str],
) -> list[DayCell]:
    """The days to draw; a closed day of which nothing is told has no cell, nor has a zero on one."""
    return [
        DayCell(row.start, amount(row), text(row))
        for row in rows
        if row.start not in closed or (amount(row) or 0) > 0
    ]


def edges_of(highest: float, *, is_count: bool) -> tuple[float, ...]:
    """Up to which amount each colour above zero goes; whole numbers where things are counted."""
    width = float(math.ceil(highest / STEPS) or 1) if is_count else _round_up(highest / STEPS)
    edges = [width * number for number in range(1, STEPS + 1)]
    needed = next((place for place, edge in enumerate(edges) if edge >= highest), STEPS - 1)
    return tuple(edges[: needed + 1])


def _round_up(amount: float) -> float:
    """The next number that is read easily: 1, 2, 2.5, 4, 5 or 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(amount)) if amount > 0 else 1.0
    return next(power * step for step in (1, 2, 2.5, 4, 5, 10) if power * step >= amount * (1 - 1e-9))


def swatch(step: int | None, look: Look) -> str:
    """The cell of a colour alone, as SVG; None: the one of a day of which nothing is recorded."""
    fill = look.ground if step is None else look.palette.heat[step]
    lines = "M0 12L12 0M-3 3L3 -3M9 15L15 9" if step is None else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" width="12" height="12">'
        f'<rect x="0.5" y="0.5" width="11" height="11" fill="{fill}" stroke="{look.palette.left_out}"/>'
        f'<path d="{lines}" stroke="{look.palette.left_out}"/></svg>'
    )


def heat_chart(
    cells: Sequence[DayCell],
    edges: Sequence[float],
    look: Look,
    w: Words,
    *,
    title: str,
    sub: str,
    foot: str,
) -> go.Figure:
    """The days of one office. edges: up to which amount each colour goes, the same for all offices."""
    years = [(year, list(days)) for year, days in groupby(cells, key=lambda one: one.day.isocalendar().year)]
    pitch = max((one.day.weekday() for one in cells), default=4) + 1 + GAP
    figure, months = go.Figure(), []
    for place, (year, days) in enumerate(years):
        _draw_cells(figure, [one for one in days if one.amount is not None], place * pitch, edges, look)
        _draw_missing(figure, [one for one in days if one.amount is None], place * pitch, look)
        months += _months(year, days[-1].day, place * pitch, look, w)
    rows = len(years) * pitch
    framed(figure, look, w, title=title, sub=sub, foot=foot, height=rows * CELL_HEIGHT + 30)
    hidden = {"showgrid": False, "showline": False, "zeroline": False}
    figure.update_layout(
        barmode="overlay",
        bargap=0,
        margin={"t": 6, "b": 18, "l": 64},
        annotations=[label for _, label in months],
        meta=figure.layout.meta
        | {
            "narrow": {
                "below": NARROW,
                "layout": {"annotations": [a for number, a in months if number % 3 == 1]},
            }
        },
    )
    figure.update_xaxes(type="linear", range=[-0.6, WEEKS + 0.1], showticklabels=False, **hidden)
    ticks = _weekdays([(place * pitch, year) for place, (year, _) in enumerate(years)], pitch - GAP, w)
    figure.update_yaxes(type="linear", range=[rows - GAP, -GAP + 0.3], **hidden, **ticks)
    return figure


def _weekdays(years: Sequence[tuple[int, int]], rows: int, w: Words) -> dict[str, object]:
    """Labels of the rows: weekdays, and the year at the Monday. years: the first row of each, and its name."""
    monday = date(2024, 1, 1)
    values, texts = [], []
    for first_row, year in years:
        for number in range(0, rows, 2):
            name = format_date(monday + timedelta(days=number), "EEEEEE", w.language)
            values.append(first_row + number)
            texts.append(f"<b>{year}</b>  {name}" if number == 0 else name)
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def _place(day: date, first_row: int) -> tuple[int, float]:
    """The column of a day and the upper edge of its cell."""
    _, week, weekday = day.isocalendar()
    return week - 1, first_row + weekday - 1 - 0.46


def _draw_cells(
    figure: go.Figure, cells: list[DayCell], first_row: int, edges: Sequence[float], look: Look
) -> None:
    colors = [look.palette.heat[_step(one.amount or 0.0, edges)] for one in cells]
    amounts = heard(values={number: one.amount for number, one in enumerate(cells)}, top=edges[-1])
    _bars(figure, cells, first_row, {"color": colors, "line": {"width": 1, "color": look.grid}}, amounts)


def _step(amount: float, edges: Sequence[float]) -> int:
    """The number of the colour of an amount; zero has its own."""
    if not amount:
        return 0
    return 1 + next((place for place, edge in enumerate(edges) if amount <= edge), len(edges) - 1)


def _draw_missing(figure: go.Figure, cells: list[DayCell], first_row: int, look: Look) -> None:
    pattern = {"shape": "/", "fgcolor": look.palette.left_out, "size": 5, "solidity": 0.3}
    marker: dict[str, object] = {"color": look.ground, "line": {"width": 0}, "pattern": pattern}
    _bars(figure, cells, first_row, marker, heard(SILENT))


def _bars(
    figure: go.Figure,
    cells: list[DayCell],
    first_row: int,
    marker: dict[str, object],
    sounding: dict[str, object],
) -> None:
    where = [_place(one.day, first_row) for one in cells]
    figure.add_bar(
        x=[column for column, _ in where],
        base=[edge for _, edge in where],
        y=[0.92] * len(cells),
        width=0.92,
        marker=marker,
        meta=sounding,
        customdata=[one.text for one in cells],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _months(
    year: int, last: date, first_row: int, look: Look, w: Words
) -> list[tuple[int, dict[str, object]]]:
    """The number and the name of each month, above the week in which its first day lies."""
    found = []
    for month in range(1, 13):
        first = date(year, month, 1)
        if first > last:
            break
        found.append(
            (
                month,
                {
                    "x": (first.isocalendar().week - 1 if first.isocalendar().year == year else 0) - 0.5,
                    "y": first_row - 0.6,
                    "text": w.month(first).rstrip("."),
                    "showarrow": False,
                    "xanchor": "left",
                    "yanchor": "bottom",
                    "font": {"size": 11, "color": look.muted},
                },
            )
        )
    return found
