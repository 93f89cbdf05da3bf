"""One cell of an export: text in, value out, or a reason why not. Types are declared, never guessed.

What one cell cannot tell (point or comma) is decided by its whole column, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import time
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from einlass import config
from einlass.city.codes import SURVEY_ITEMS
from einlass.formulas import MARKED
from einlass.ingest.clean.days import Hints, Reading, days_of, read_day, read_moment
from einlass.ingest.clean.numbers import (
    GERMAN,
    LARGEST_DECIMAL,
    Notation,
    Range,
    decimal_of,
    integer_of,
    notation_of,
    plain,
    reader,
)
from einlass.ingest.clean.opening import opening_of
from einlass.ingest.report import CellError

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?: ?Uhr)?", re.ASCII)
_END_OF_DAY = re.compile(r"24:00(?::00)?(?: ?Uhr)?", re.ASCII)
# What German tables write for "not known"; never a zero.
_SIGNS = ("-", "–", "—", ".", "..", "...", "…", "/")
MISSING = frozenset(
    (*_SIGNS, "k.A.", "k.a.", "kA", "n.v.", "n.a.", "n/a", "N/A", "NULL", "null", "#NV", "#N/A")
) | frozenset(("NA", "NaN", "nan", "<NA>", "None"))  # as R and pandas write it
_YES, _NO = {"j", "ja", "1", "x", "wahr", "true", "y", "yes"}, {"n", "nein", "0", "falsch", "false", "no"}


@dataclass(frozen=True)
class Kind:
    """A declared cell type: its name, its Arrow type, the function that reads it, and what its numbers may be."""

    name: str
    arrow: pa.DataType
    read: Callable[[str], object]
    codes: tuple[str, ...] = field(default=())
    range: Range | None = None


def _text(cell: str) -> str:
    return cell


def _clock(cell: str) -> time:
    match = _CLOCK.fullmatch(cell)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise CellError("reason.clock", "07:30")
    return time(int(match[1]), int(match[2]))


_END_OF_DAY = re.compile(r"24:00(?::00)?(?: ?Uhr)?", re.ASCII)


def _end_of_shift(cell: str) -> time:
    """A time at which something ends; 24:00 is midnight at the end of the day, held as 00:00 as every such end is."""
    return time() if _END_OF_DAY.fullmatch(cell) else _clock(cell)


def _flag(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise CellError("reason.code", "J, N")
    return cell.lower() in _YES


def _code_from(codes: tuple[str, ...]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in codes:
            raise CellError("reason.code", ", ".join(codes))
        return cell

    return read


def _codes_from(codes: tuple[str, ...]) -> Callable[[str], str]:
    one = _code_from(codes)
    return lambda cell: "|".join(sorted({one(part.strip()) for part in cell.split("|")}))


def _level(cell: str) -> str:
    """A level of severity as the city writes it: one that its settings map onto a level of the model."""
    severity = config.city().severity
    if (code := severity.code_of(cell)) is None:
        raise CellError("reason.level", ", ".join(severity.codes))
    return code


def _item(cell: str) -> str:
    """A question of a survey: one that every city has, or one of the settings."""
    known = dict.fromkeys((*SURVEY_ITEMS, *(one.code for one in config.city().survey_items)))
    if cell not in known:
        raise CellError("reason.item", ", ".join(known))
    return cell


TEXT = Kind("text", pa.string(), _text)
DAY = Kind("day", pa.date32(), read_day)
MOMENT = Kind("moment", pa.timestamp("us"), read_moment)
CLOCK = Kind("clock", pa.time64("us"), _clock)
END_OF_SHIFT = Kind("clock", pa.time64("us"), _end_of_shift)
_ANY_DECIMAL = Range(0, LARGEST_DECIMAL, is_whole=False)
DECIMAL = Kind("decimal", pa.float64(), partial(decimal_of, allowed=_ANY_DECIMAL), range=_ANY_DECIMAL)
FLAG = Kind("flag", pa.bool_(), _flag)
LEVEL = Kind("level", pa.string(), _level)
ITEM = Kind("code", pa.string(), _item, SURVEY_ITEMS)
WEEKDAYS = Kind("weekdays", pa.string(), opening_of)


def integer(low: int = 0, high: int = 1_000_000) -> Kind:
    """A whole number from `low` to `high`."""
    allowed = Range(low, high, is_whole=True)
    return Kind("integer", pa.int32(), partial(integer_of, allowed=allowed), range=allowed)


def code(*codes: str) -> Kind:
    """One of the codes."""
    return Kind("code", pa.string(), _code_from(codes), codes)


def several(*codes: str) -> Kind:
    """One or more of the codes, separated by `|`; stored sorted and once each."""
    return Kind("codes", pa.string(), _codes_from(codes), codes)


def integer_like(kind: Kind) -> bool:
    """Whether the cells of a column can be added up."""
    return kind.name in ("integer", "decimal")


def plain_number(cell: str, notation: str = GERMAN) -> float:
    """A number in a notation, negative ones included. Raises CellError when it is none."""
    sign = -1 if cell.startswith(("-", "−")) else 1
    return sign * plain(cell.lstrip("-−"), notation)


def reading_of(
    kind: Kind, cells: Collection[str], file: str, header: str, hints: Hints | None = None
) -> Reading:
    """How the cells of a column of anything but numbers are read.

    Raises ImportRefused when its days can be read in two ways.
    """
    if kind in (DAY, MOMENT):
        known = [cell for cell in cells if not is_missing(cell)]
        return _or_missing(days_of(known, file, header, hints or Hints(), with_time=kind is MOMENT))
    return kind.read if kind is TEXT else _or_missing(kind.read)


def notation_among(cells: Collection[str], allowed: Range) -> Notation:
    """The notation of a column of numbers."""
    return notation_of([cell for cell in cells if not is_missing(cell)], allowed)


def numbers_read(cells: Collection[str], allowed: Range, notation: Notation) -> Reading:
    """How the cells of a column of numbers are read."""
    return _or_missing(reader([cell for cell in cells if not is_missing(cell)], allowed, notation))


def is_missing(cell: str) -> bool:
    """Whether a cell says that nothing is known."""
    return cell in MISSING or cell.replace(" ", "") in MISSING


def _or_missing(read: Reading) -> Reading:
    return lambda cell: None if is_missing(cell) else read(cell)


def restored(texts: pa.Array) -> pa.Array:
    """Texts without the apostrophe that marks them as text."""
    if not pc.any(pc.match_substring(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, MARKED, r"\1\2\3")
