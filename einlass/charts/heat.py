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

from einlass.charts.look import Look, framed
from einlass.findings import Point
from einlass.words import Words

CELL_HEIGHT = 15  # px
GAP = 2  # rows between two years
ROWS = 7
WEEKS = 53
STEPS = 4  # colours above zero
LABELLED_WEEKDAYS = (0, 2, 4, 6)


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
    if is_count:
        return tuple(float(math.ceil(highest / STEPS) or 1) * number for number in range(1, STEPS + 1))
    return tuple(highest * number / STEPS for number in range(1, STEPS + 1))


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
    figure = go.Figure()
    for place, (year, days) in enumerate(years):
        _draw_cells(figure, [one for one in days if one.amount is not None], place, edges, look)
        _draw_missing(figure, [one for one in days if one.amount is None], place, look)
        _name_months(figure, year, place, look, w)
    rows = len(years) * (ROWS + GAP)
    framed(figure, look, w, title=title, sub=sub, foot=foot, height=rows * CELL_HEIGHT + 30)
    figure.update_layout(barmode="overlay", bargap=0, margin={"t": 6, "b": 18, "l": 64})
    figure.update_xaxes(
        type="linear", range=[-0.6, WEEKS + 0.1], showticklabels=False, showgrid=False, showline=False
    )
    figure.update_yaxes(type="linear", range=[rows - 0.5, -GAP + 0.3], showgrid=False, **_weekdays(years, w))
    return figure


def _weekdays(years: Sequence[tuple[int, list[DayCell]]], w: Words) -> dict[str, object]:
    """Labels of the rows: weekdays, and the year at the Monday."""
    monday = date(2024, 1, 1)
    values, texts = [], []
    for place, (year, _) in enumerate(years):
        for number in LABELLED_WEEKDAYS:
            name = format_date(monday + timedelta(days=number), "EEEEEE", w.language)
            values.append(place * (ROWS + GAP) + number)
            texts.append(f"<b>{year}</b>  {name}" if number == 0 else name)
    return {"tickmode": "array", "tickvals": values, "ticktext": texts}


def _place(day: date, place: int) -> tuple[int, float]:
    """The column of a day and the upper edge of its cell."""
    _, week, weekday = day.isocalendar()
    return week - 1, place * (ROWS + GAP) + weekday - 1 - 0.46


def _draw_cells(
    figure: go.Figure, cells: list[DayCell], place: int, edges: Sequence[float], look: Look
) -> None:
    colors = [look.palette.heat[_step(one.amount or 0.0, edges)] for one in cells]
    _bars(figure, cells, place, {"color": colors, "line": {"width": 1, "color": look.grid}})


def _step(amount: float, edges: Sequence[float]) -> int:
    """The number of the colour of an amount; zero has its own."""
    if not amount:
        return 0
    return 1 + next((place for place, edge in enumerate(edges) if amount <= edge), len(edges) - 1)


def _draw_missing(figure: go.Figure, cells: list[DayCell], place: int, look: Look) -> None:
    pattern = {"shape": "/", "fgcolor": look.palette.left_out, "size": 5, "solidity": 0.3}
    _bars(figure, cells, place, {"color": look.ground, "line": {"width": 0}, "pattern": pattern})


def _bars(figure: go.Figure, cells: list[DayCell], place: int, marker: dict[str, object]) -> None:
    where = [_place(one.day, place) for one in cells]
    figure.add_bar(
        x=[column for column, _ in where],
        base=[edge for _, edge in where],
        y=[0.92] * len(cells),
        width=0.92,
        marker=marker,
        customdata=[one.text for one in cells],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _name_months(figure: go.Figure, year: int, place: int, look: Look, w: Words) -> None:
    """The name of each month above the week in which its first day lies."""
    for month in range(1, 13):
        first = date(year, month, 1)
        column = first.isocalendar().week - 1 if first.isocalendar().year == year else 0
        figure.add_annotation(
            x=column - 0.5,
            y=place * (ROWS + GAP) - 0.6,
            text=w.month(first).rstrip("."),
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            font={"size": 11, "color": look.muted},
        )
