"""Bars with their ranges: what a figure compares, or its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from einlass.paper import draw
from einlass.release.bundle import cells
from einlass.release.bundle.charts.lettering import text_width, wrapped
from einlass.release.bundle.charts.look import (
    BAR,
    EDGE,
    GAP,
    MOST_ROWS,
    USUAL,
    Drawn,
    Inks,
    number_text,
    text_lines,
)
from einlass.release.records import Amount, Figure, Side, Texts
from einlass.words import Words


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its amount, what is said beside it, its colour by role."""

    name: str
    amount: Amount
    said: str
    role: str


def bars(figure: Figure, texts: Texts, w: Words) -> list[Bar]:
    """What is compared: the sides of a comparison, else the rows of the table, else the figure alone."""
    if len(figure.sides) > 1:
        return _rates(figure, texts, w) or [_side_bar(one, figure, w) for one in figure.sides]
    rows = [row for row in figure.table.rows if row.label != figure.table.total and row.cells]
    if 1 < len(rows) <= MOST_ROWS:
        place = _drawn_column(figure)
        digits = cells.column_decimals(figure, place)
        return [
            Bar(
                cells.label(row.label, texts.labels),
                row.cells[place],
                cells.cell(row.cells[place], digits, w).text,
                "accent",
            )
            for row in rows
        ]
    if figure.sides:
        return [_side_bar(figure.sides[0], figure, w)]
    return [Bar(w("bundle.phase.period"), figure.headline, cells.shown(figure.headline, figure, w), "accent")]


def _side_bar(side: Side, figure: Figure, w: Words) -> Bar:
    return Bar(w(f"bundle.phase.{side.phase}"), side.amount, cells.shown(side.amount, figure, w), _role(side))


def _drawn_column(figure: Figure) -> int:
    """The column that the headline sums up; where none does, the first."""
    table = figure.table
    whole = next((row for row in table.rows if row.label == table.total), None)
    if whole is None or figure.headline.value is None:
        return 0
    sums = [cells.number_of(one) for one in whole.cells]
    return sums.index(figure.headline.value) if figure.headline.value in sums else 0


def _rates(figure: Figure, texts: Texts, w: Words) -> list[Bar]:
    """Counts of periods of different length are drawn as rates, which their table holds; none: it holds none."""
    if figure.kind != "count":
        return []
    made = [_rate_bar(one, figure, side, texts, w) for side in figure.sides for one in _rate_of(figure, side)]
    return made if len(made) == len(figure.sides) else []


def _rate_of(figure: Figure, side: Side) -> list[tuple[Amount, int]]:
    """The rate of a side of all rows together and the column it stands in; nothing where there is none."""
    rows = figure.table.rows
    whole = next(
        (row for row in rows if row.label == figure.table.total), rows[0] if len(rows) == 1 else None
    )
    own = next((row for row in rows if row.label == f"phase.{side.phase}"), None)
    for place, key in enumerate(figure.table.columns):
        phase = key.rpartition(".")[0]
        row = whole if phase == side.phase else own if not phase else None
        if row is not None and cells.is_rate(key):
            return [(row.cells[place], place)]
    return []


def _rate_bar(found: tuple[Amount, int], figure: Figure, side: Side, texts: Texts, w: Words) -> Bar:
    amount, place = found
    value = cells.cell(amount, cells.column_decimals(figure, place), w).text
    part, whole = cells.number_of(side.amount, "numerator"), cells.number_of(amount, "denominator")
    phase, unit = w(f"bundle.phase.{side.phase}"), cells.label(figure.table.columns[place], texts.labels)
    unit = unit.removesuffix(f", {phase}")
    if part is None or whole is None:
        return Bar(f"{phase} ({unit})", amount, value, _role(side))
    name = w("bundle.chart.rate", phase=phase, count=w.number(part), whole=w.number(whole), unit=unit)
    return Bar(name, amount, value, _role(side))


def _role(side: Side) -> str:
    return "before" if side.phase == "before" else "accent"


def drawn_bars(shown: Sequence[Bar], figure: Figure, width: int, inks: Inks) -> Drawn:
    """Every bar with its name above it and its number beside it."""
    tops = [top for one in shown for top in (_number(one, "value"), _number(one, "high")) if top is not None]
    highest = max([*tops, 0.0])
    end = 100.0 if cells.is_percent(figure) and highest <= 100 else highest or 1.0
    room = width - max(text_width(one.said, USUAL, True) for one in shown) - 20
    parts: list[str] = []
    y = 0.0
    for one in shown:
        y = text_lines(parts, wrapped(one.name, width - 8, USUAL), y, USUAL, inks("text"))
        parts += _bar(one, inks, y + 4, room / end)
        y += 4 + BAR + GAP
    return Drawn(y, tuple(parts))


def _bar(one: Bar, inks: Inks, y: float, scale: float) -> list[str]:
    value = _number(one, "value")
    base = draw.vertical(EDGE, y - 2, y + BAR + 2, inks("text"), 1.5)
    if value is None:
        return [base, number_text(EDGE + 8, y + BAR * 0.7, one.said, None, inks("muted"))]
    parts = [draw.bar(EDGE, EDGE + value * scale, y, BAR, inks(one.role)), base]
    low, high = _number(one, "low"), _number(one, "high")
    x = EDGE + value * scale
    if low is not None and high is not None:
        left, right, middle = EDGE + low * scale, EDGE + high * scale, y + BAR / 2
        parts += [
            draw.horizontal(left, right, middle, inks("ground"), 5),
            draw.horizontal(left, right, middle, inks("text"), 1.6),
            draw.vertical(left, middle - 5, middle + 5, inks("text"), 1.6),
            draw.vertical(right, middle - 5, middle + 5, inks("text"), 1.6),
        ]
        x = max(x, right)
    return [*parts, number_text(x + 8, y + BAR * 0.7, one.said, value, inks("text"), is_strong=True)]


def _number(one: Bar, part: cells.Part) -> float | None:
    return cells.number_of(one.amount, part)
