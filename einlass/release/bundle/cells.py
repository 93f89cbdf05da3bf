"""An amount as text: how many decimals, which sign in its place or beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from einlass.release.records import Amount, Figure
from einlass.words import Words

Part = Literal["numerator", "denominator", "value", "low", "high"]
PARTS: tuple[Part, ...] = ("value", "numerator", "denominator", "low", "high")
NOTHING, SECRET, UNRELIABLE, MEANINGLESS = "–", ".", "/", "x"
HIDING = (SECRET, UNRELIABLE, MEANINGLESS, "…")  # signs that stand for no value at all
INSTEAD = (NOTHING, *HIDING)  # signs that are read in the place of a value
BESIDE = ("|", "p", "r", "s", "( )")  # signs that stand beside one
# Decimals by what a column holds: the last part of its key. Of others as few as are needed.
DECIMALS = {
    "percent": 0,
    "euros": 0,
    "per_day": 0,
    "visits_per_open_day": 0,
    "rate": 1,
    "minutes": 1,
    "score": 1,
}


@dataclass(frozen=True)
class Cell:
    """A number as it is read. value: what stands behind it, None for a sign in its place."""

    text: str
    value: float | None
    sign: str


def number_of(amount: Amount, part: Part = "value") -> float | None:
    """A part of an amount that may be read, None where a sign stands for it; what there is nothing of is 0."""
    if amount.sign == SECRET or (part in ("value", "low", "high") and amount.sign in HIDING):
        return None
    number: float | None = getattr(amount, part)
    return None if number is None else float(number)


def sign_of(amount: Amount) -> str:
    """The sign of an amount; without a value there is always one: nothing to divide by, or too little to tell."""
    if amount.sign or amount.value is not None:
        return amount.sign
    return UNRELIABLE if amount.numerator is not None and amount.denominator else MEANINGLESS


def column_decimals(figure: Figure, place: int) -> int:
    """The decimals of a column, the same in all of its rows."""
    values = [number_of(row.cells[place]) for row in figure.table.rows]
    return _decimals(figure.table.columns[place].rpartition(".")[2], values)


def decimals(figure: Figure) -> int:
    """The decimals of the headline and of what it is compared with."""
    values = [number_of(one) for one in (figure.headline, *(side.amount for side in figure.sides))]
    return _decimals("percent" if is_percent(figure) else _named(figure), values)


def _named(figure: Figure) -> str:
    return "rate" if figure.kind == "rate" else figure.unit


def _decimals(name: str, values: Sequence[float | None]) -> int:
    """As many as the name wants; else as few, two at most, as show all of them as they are."""
    enough = (digits for digits in (0, 1) if all(one is None or round(one, digits) == one for one in values))
    return DECIMALS["rate"] if is_rate(name) else DECIMALS.get(name, next(enough, 2))


def is_rate(key: str) -> bool:
    """Whether a column or unit is events by exposure: `rate`, `per_1000`, `before.per_10000`, …"""
    name = key.rpartition(".")[2]
    return name == "rate" or name.startswith("per_1")


def is_percent(figure: Figure) -> bool:
    """Whether the headline is a value in per cent."""
    return figure.kind == "share" or figure.unit.startswith("percent")


def cell(amount: Amount, digits: int, w: Words) -> Cell:
    """The value of an amount as it is read in a table; its unit stands in the head."""
    sign, number = sign_of(amount), number_of(amount)
    if number is None or sign == NOTHING:
        return Cell(sign, number, sign)
    return Cell(_with_sign(w.number(number, digits), sign), number, sign)


def _with_sign(text: str, sign: str) -> str:
    if sign == "( )":
        return f"({text})"
    return f"{text}\u202f{sign}" if sign else text


def shown(amount: Amount, figure: Figure, w: Words, digits: int | None = None) -> str:
    """A value beside a bar, in per cent where the figure is, or what stands in its place."""
    sign, number = sign_of(amount), number_of(amount)
    if number is None or sign == NOTHING:
        return counted(amount, w) if sign == UNRELIABLE else sign
    digits = decimals(figure) if digits is None else digits
    text = w.percent(number / 100, digits) if is_percent(figure) else w.number(number, digits)
    return _with_sign(text, sign)


def counted(amount: Amount, w: Words) -> str:
    """How many of how many, or the sign where that is not to be told either."""
    part, whole = number_of(amount, "numerator"), number_of(amount, "denominator")
    if part is None or whole is None:
        return sign_of(amount)
    return w("bundle.of", part=w.number(part), whole=w.number(whole))


def amounts_of(figure: Figure) -> Iterable[Amount]:
    """Every amount of a figure."""
    yield figure.headline
    yield from (side.amount for side in figure.sides)
    yield from (one for row in figure.table.rows for one in row.cells)


def signs(figure: Figure) -> list[str]:
    """The signs that a reader meets, in the order of their list."""
    met = {sign_of(one) for one in amounts_of(figure)}
    return [one for one in (*INSTEAD, *BESIDE) if one in met]


def label(key: str, labels: dict[str, str]) -> str:
    """The name of a row or column; a key without one is its own name."""
    return labels.get(key, key)
