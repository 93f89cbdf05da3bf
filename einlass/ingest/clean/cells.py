"""One cell of an export: text in, value out, or a reason why not. Types are declared, never guessed.

What one cell cannot tell (point or comma) is decided by its whole column, or not at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import time

import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.clean.days import WEEKDAY_NUMBERS, Hints, Reading, days_of, read_day, read_moment
from einlass.ingest.report import CellError

_GROUPED = r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+"
_INTEGER = re.compile(rf"(?:{_GROUPED}|\d+)(?:,0{{1,2}})?", re.ASCII)
_DECIMAL = re.compile(rf"(?:{_GROUPED}|\d+)(?:,\d+)?", re.ASCII)
_UNIT = re.compile(r" ?(?:€|EUR|Euro)$", re.IGNORECASE)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?: ?Uhr)?", re.ASCII)
_END_OF_DAY = re.compile(r"24:00(?::00)?(?: ?Uhr)?", re.ASCII)
_LARGEST_DECIMAL = 100_000_000  # more than any hours, minutes or euros of a row
# What German tables write for "not known"; never a zero.
_SIGNS = ("-", "–", "—", ".", "..", "...", "…", "/")
MISSING = frozenset(
    (*_SIGNS, "k.A.", "k.a.", "kA", "n.v.", "n.a.", "n/a", "N/A", "NULL", "null", "#NV", "#N/A")
)
_YES, _NO = {"j", "ja", "1", "x", "wahr", "true", "y", "yes"}, {"n", "nein", "0", "falsch", "false", "no"}
# A decimal point or a thousands comma: a column with one of them is not written the German way.
_ENGLISH = re.compile(r"\d+\.\d{1,2}|\d+\.\d{4,}|0\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+|,\d{3})", re.ASCII)
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


@dataclass(frozen=True)
class Kind:
    """A declared cell type: its name, its Arrow type and the function that reads it."""

    name: str
    arrow: pa.DataType
    read: Callable[[str], object]
    codes: tuple[str, ...] = field(default=())


def _text(cell: str) -> str:
    return cell


def _clock(cell: str) -> time:
    match = _CLOCK.fullmatch(cell)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise CellError("reason.clock", "07:30")
    return time(int(match[1]), int(match[2]))


def _end_of_shift(cell: str) -> time:
    """A time at which something ends; 24:00 is midnight at the end of the day, held as 00:00 as every such end is."""
    return time() if _END_OF_DAY.fullmatch(cell) else _clock(cell)


def _number(cell: str) -> str:
    return _UNIT.sub("", cell.translate(_SPACES))


def _float(cell: str) -> float:
    number = _number(cell)
    if not _DECIMAL.fullmatch(number):
        raise CellError("reason.decimal", "1.234,5")
    return float(number.replace(".", "").replace(" ", "").replace(",", "."))


def _decimal(cell: str) -> float:
    value = _float(cell)
    if value > _LARGEST_DECIMAL:
        raise CellError("reason.out_of_range", f"0 – {_LARGEST_DECIMAL}")
    return value


def _flag(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise CellError("reason.code", "J, N")
    return cell.lower() in _YES


def _weekdays(cell: str) -> str:
    """`Mo-Do` or `Mo, Di, Fr` as ISO weekday numbers: `1,2,3,4`."""
    days: set[int] = set()
    for part in cell.lower().replace("–", "-").split(","):
        ends = [WEEKDAY_NUMBERS.get(name.strip()) for name in part.split("-")]
        if None in ends or len(ends) > 2 or (ends[0] or 0) > (ends[-1] or 0):
            raise CellError("reason.weekdays", "Mo-Fr")
        days.update(range(ends[0] or 0, (ends[-1] or 0) + 1))
    return ",".join(map(str, sorted(days)))


def _integer_between(low: int, high: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        text = _number(cell)
        if not _INTEGER.fullmatch(text):
            raise CellError("reason.integer", f"{low} – {high}")
        number = int(text.split(",")[0].replace(".", "").replace(" ", ""))
        if not low <= number <= high:
            raise CellError("reason.out_of_range", f"{low} – {high}")
        return number

    return read


def _code_from(codes: tuple[str, ...]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in codes:
            raise CellError("reason.code", ", ".join(codes))
        return cell

    return read


def _codes_from(codes: tuple[str, ...]) -> Callable[[str], str]:
    one = _code_from(codes)
    return lambda cell: "|".join(sorted({one(part.strip()) for part in cell.split("|")}))


TEXT = Kind("text", pa.string(), _text)
DAY = Kind("day", pa.date32(), read_day)
MOMENT = Kind("moment", pa.timestamp("us"), read_moment)
CLOCK = Kind("clock", pa.time64("us"), _clock)
END_OF_SHIFT = Kind("clock", pa.time64("us"), _end_of_shift)
DECIMAL = Kind("decimal", pa.float64(), _decimal)
FLAG = Kind("flag", pa.bool_(), _flag)
WEEKDAYS = Kind("weekdays", pa.string(), _weekdays)


def integer(low: int = 0, high: int = 1_000_000) -> Kind:
    """A whole number from `low` to `high`."""
    return Kind("integer", pa.int32(), _integer_between(low, high))


def code(*codes: str) -> Kind:
    """One of the codes."""
    return Kind("code", pa.string(), _code_from(codes), codes)


def several(*codes: str) -> Kind:
    """One or more of the codes, separated by `|`; stored sorted and once each."""
    return Kind("codes", pa.string(), _codes_from(codes), codes)


def integer_like(kind: Kind) -> bool:
    """Whether the cells of a column can be added up."""
    return kind.name in ("integer", "decimal")


def plain_number(cell: str) -> float:
    """A number in German notation, negative ones included. Raises CellError when it is none."""
    sign = -1 if cell.startswith(("-", "−")) else 1
    return sign * _float(cell.lstrip("-−"))


def reading_of(
    kind: Kind, cells: Collection[str], file: str, header: str, hints: Hints | None = None
) -> Reading:
    """How the cells of a column are read. Raises ImportRefused when its days can be read in two ways."""
    if kind in (DAY, MOMENT):
        return _or_missing(days_of(cells, file, header, hints or Hints(), with_time=kind is MOMENT))
    if kind.name in ("decimal", "integer"):
        return _or_missing(_numbers_of(kind, cells))
    return kind.read if kind is TEXT else _or_missing(kind.read)


def _or_missing(read: Reading) -> Reading:
    return lambda cell: None if cell in MISSING or cell.replace(" ", "") in MISSING else read(cell)


def _numbers_of(kind: Kind, cells: Collection[str]) -> Reading:
    """Numbers of a column; what its other cells make doubtful is refused.

    Beside an English number that is one that could be either. In a column of whole numbers it is one with other
    decimals than most: between 40 and 35 a 4,0 is rather a damaged 40 than a four.
    """
    is_english = any(_ENGLISH.fullmatch(_number(cell)) for cell in cells)
    usual = _usual_decimals(cells) if kind.name == "integer" else None

    def read(cell: str) -> object:
        if is_english and _TWO_READINGS.fullmatch(_number(cell)):
            raise CellError("reason.two_readings", "1.234,5")
        value = kind.read(cell)
        if usual is not None and _decimals(cell) != usual:
            raise CellError("reason.other_decimals", "1.234" + ",00"[: usual + 1 if usual else 0])
        return value

    return read


def _decimals(cell: str) -> int:
    return len(_number(cell).partition(",")[2])


def _usual_decimals(cells: Collection[str]) -> int:
    """How many decimals most of the distinct whole numbers of a column are written with; at a draw, the fewest."""
    counts = Counter(_decimals(cell) for cell in cells if _INTEGER.fullmatch(_number(cell)))
    return min(counts, key=lambda decimals: (-counts[decimals], decimals), default=0)


_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKED = r"^'([=+\-@\t\r])"


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain sign or number stays as it is."""
    is_number = cell.lstrip("+-").replace(".", "").replace(",", "").isdigit()
    return f"'{cell}" if cell.startswith(_STARTS) and not is_number and cell != "-" else cell


def restored(texts: pa.Array) -> pa.Array:
    """Texts without the apostrophe that marks them as text."""
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, _MARKED, r"\1")
