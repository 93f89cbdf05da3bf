"""Numbers of an export: what one says in German and in English notation, and in which of them a column is written.

One decision for a column, from all of its cells and what its numbers may be at most. English notation is never taken
for granted: somebody must say so.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from einlass.ingest.report import CellError

GERMAN, ENGLISH = "german", "english"
LARGEST_DECIMAL = 100_000_000  # more than any hours, minutes or euros of a row
_SHOWN = 3
_GROUPED = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+"
_PATTERNS = {
    GERMAN: re.compile(rf"(?:{_GROUPED.format('[.]')}|\d+)(?:,\d+)?", re.ASCII),
    ENGLISH: re.compile(rf"(?:{_GROUPED.format(',')}|\d+)(?:\.\d+)?", re.ASCII),
}
_DECIMAL_SIGN = {GERMAN: ",", ENGLISH: "."}
_EXAMPLES = {GERMAN: "1.234,5", ENGLISH: "1,234.5"}
_UNIT = re.compile(r" ?(?:€|EUR|Euro)$", re.IGNORECASE)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})
_OTHER = str.maketrans({".": ",", ",": "."})


@dataclass(frozen=True)
class Range:
    """What a number may be: from `low` to `high`, with decimals or without, after it was brought to its unit."""

    low: float
    high: float
    is_whole: bool
    factor: float = 1.0

    @property
    def expected(self) -> str:
        """The range in words of a report."""
        return f"{self.low:g} – {self.high:.0f}"


def number(cell: str) -> str:
    """A cell without the unit of its number and with plain spaces."""
    return _UNIT.sub("", cell.translate(_SPACES))


def plain(cell: str, notation: str = GERMAN) -> float:
    """The number that a cell says in a notation. Raises CellError when it is none."""
    text = number(cell)
    if not _PATTERNS[notation].fullmatch(text):
        raise CellError("reason.decimal", _EXAMPLES[notation])
    whole, _, decimals = text.partition(_DECIMAL_SIGN[notation])
    return float(f"{re.sub('[., ]', '', whole)}.{decimals or 0}")


def decimal_of(cell: str, allowed: Range, notation: str = GERMAN) -> float:
    """A number with decimals within its range. Raises CellError."""
    value = plain(cell, notation) * allowed.factor
    if value > allowed.high:
        raise CellError("reason.out_of_range", allowed.expected)
    return value


def integer_of(cell: str, allowed: Range, notation: str = GERMAN) -> int:
    """A whole number within its range; one of another unit must be whole in its own. Raises CellError."""
    try:
        value = plain(cell, notation)
    except CellError:
        raise CellError("reason.integer", allowed.expected) from None
    value = value if allowed.factor == 1 else round(value * allowed.factor, 9)
    if not value.is_integer():
        raise CellError("reason.integer", allowed.expected)
    if not allowed.low <= value <= allowed.high:
        raise CellError("reason.out_of_range", allowed.expected)
    return int(value)


@dataclass(frozen=True)
class Notation:
    """How the numbers of a column are written: as `name` says; where `others` could be, too, or it is not the German
    way, somebody must say so. `is_mixed`: some cells are German, others English. `examples` are cells that tell."""

    name: str = GERMAN
    others: tuple[str, ...] = ()
    is_mixed: bool = False
    is_certain: bool = False  # cells show it that can be read in no other way
    examples: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody has to say how the column is written."""
        return self.name != GERMAN or bool(self.others)


def notation_of(cells: Collection[str], allowed: Range) -> Notation:
    """The notation of a column by its cells (each once, without those that say that nothing is known)."""
    telling = sorted(cell for cell in cells if "." in cell or "," in cell)
    fits = {name: {cell for cell in telling if _fits(cell, allowed, name)} for name in _PATTERNS}
    only_german, only_english = fits[GERMAN] - fits[ENGLISH], fits[ENGLISH] - fits[GERMAN]
    examples = tuple(_telling_most(fits[GERMAN] | fits[ENGLISH]))
    shows = {name: any(_matching(cell) == {name} for cell in telling) for name in _PATTERNS}
    if (only_german or shows[GERMAN]) and (only_english or shows[ENGLISH]):
        return Notation(is_mixed=True)
    if only_english:
        return Notation(ENGLISH, examples=examples)
    if only_german or not fits[GERMAN]:
        return Notation(is_certain=shows[GERMAN])
    return _of_two(cells, fits[GERMAN], allowed, examples)


def _of_two(
    cells: Collection[str], telling: Collection[str], allowed: Range, examples: tuple[str, ...]
) -> Notation:
    """Every number could be read in both ways; whole numbers beside it that have no decimals show what groups."""
    has_plain = any(cell.isdecimal() and int(cell) for cell in cells)
    signs = {"." if "." in cell else "," for cell in telling}
    if not (allowed.is_whole and has_plain and len(signs) == 1):
        return Notation(GERMAN, (ENGLISH,), examples=examples)
    return Notation() if signs == {"."} else Notation(ENGLISH, (GERMAN,), examples=examples)


def _fits(cell: str, allowed: Range, notation: str) -> bool:
    """Whether a cell can be read; two numbers of decimals that are far apart never fit both."""
    try:
        (integer_of if allowed.is_whole and allowed.factor == 1 else decimal_of)(cell, allowed, notation)
    except CellError:
        return False
    return True


def _telling_most(cells: Collection[str]) -> Sequence[str]:
    """A few cells in which the notations differ, those that can be read in both first."""
    by_readings = sorted(
        cells, key=lambda cell: (-len(_matching(cell)), cell.endswith("000"), len(cell), cell)
    )
    return by_readings[:_SHOWN]


def reader(cells: Collection[str], allowed: Range, notation: Notation) -> Callable[[str], object]:
    """How the cells of a column are read; what its other cells make doubtful is refused.

    In a column of two notations that is a number with a reading in each. In one of whole numbers it is one with other
    decimals than most: between 40 and 35 a 4,0 is rather a damaged 40 than a four.
    """
    is_integer = allowed.is_whole and allowed.factor == 1
    usual = _usual_decimals(cells, allowed, notation.name) if is_integer else None
    value_of = partial(
        integer_of if allowed.is_whole else decimal_of, allowed=allowed, notation=notation.name
    )

    def read(cell: str) -> object:
        if notation.is_mixed and len(_matching(cell)) == 2 and ("." in cell or "," in cell):
            raise CellError("reason.two_readings", _EXAMPLES[GERMAN])
        value = value_of(cell)
        if usual is not None and _decimals(cell, notation.name) != usual:
            raise CellError("reason.other_decimals", _with_decimals(usual, notation.name))
        return value

    return read


def _matching(cell: str) -> set[str]:
    """The notations in which a cell is a number, whatever it may be at most."""
    text = number(cell)
    return {name for name, pattern in _PATTERNS.items() if pattern.fullmatch(text)}


def _with_decimals(count: int, notation: str) -> str:
    example = "1.234" + ",00"[: count + 1 if count else 0]
    return example if notation == GERMAN else example.translate(_OTHER)


def _decimals(cell: str, notation: str) -> int:
    return len(number(cell).partition(_DECIMAL_SIGN[notation])[2])


def _usual_decimals(cells: Collection[str], allowed: Range, notation: str) -> int:
    """How many decimals most of the distinct whole numbers of a column are written with; at a draw, the fewest."""
    fitting = [cell for cell in cells if _fits(cell, allowed, notation)]
    counts = Counter(_decimals(cell, notation) for cell in fitting)
    return min(counts, key=lambda decimals: (-counts[decimals], decimals), default=0)


def shown(cell: str, notation: str, allowed: Range) -> str:
    """A number as it would be stored, in German notation."""
    value = plain(cell, notation) * allowed.factor
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if math.isfinite(value) else "…"
    return text.replace(",", "\u202f").replace(".", ",")
