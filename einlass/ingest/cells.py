"""One cell of an export: text in, value out, or a reason why not. Types are declared, never guessed.

What one cell cannot tell (day before month, point or comma) is decided by its whole column, or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pyarrow as pa

from einlass import config
from einlass.errors import ImportRefused

_GROUPED = r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+"
_INTEGER = re.compile(rf"(?:{_GROUPED}|\d+)(?:,0{{1,2}})?", re.ASCII)
_DECIMAL = re.compile(rf"(?:{_GROUPED}|\d+)(?:,\d+)?", re.ASCII)
_UNIT = re.compile(r" ?(?:€|EUR|Euro)$", re.IGNORECASE)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})
_GERMAN_DAY = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?", re.ASCII
)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?", re.ASCII)
_SLASHED_DAY = re.compile(
    r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?", re.ASCII
)
_SERIAL_DAY = re.compile(r"\d{5}", re.ASCII)
_WEEKDAY = re.compile(
    r"(mo(?:ntag)?|di(?:enstag)?|mi(?:ttwoch)?|do(?:nnerstag)?|fr(?:eitag)?|sa(?:mstag)?|sonnabend|so(?:nntag)?)\.?",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE = re.compile(rf"{_WEEKDAY.pattern},? +", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?: ?Uhr)?", re.ASCII)
_WEEKDAYS = {"mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7}
_EXCEL_EPOCH = date(1899, 12, 30)
_CENTURY = 2000
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


_DAY_EXAMPLE = "23.01.2020"


class CellError(ValueError):
    """A cell that cannot be read; `reason` is a text key, `expected` what would be accepted."""

    def __init__(self, reason: str, expected: str = "") -> None:
        self.reason, self.expected = reason, expected
        super().__init__(reason)


@dataclass(frozen=True)
class Kind:
    """A declared cell type: its name, its Arrow type and the function that reads it."""

    name: str
    arrow: pa.DataType
    read: Callable[[str], object]
    codes: tuple[str, ...] = field(default=())


def _text(cell: str) -> str:
    return cell


def _moment(cell: str) -> datetime:
    """German or ISO day, with or without a time of day."""
    return _moment_ordered(cell, is_month_first=False)


def _moment_ordered(cell: str, *, is_month_first: bool) -> datetime:
    weekday = _WEEKDAY_BEFORE.match(cell)
    plain = cell[weekday.end() :] if weekday else cell
    moment = _checked(_parts(plain, is_month_first))
    if weekday and weekday_of(weekday[1]) != moment.isoweekday():
        raise CellError("reason.wrong_weekday", _DAY_EXAMPLE)
    return moment


def _parts(cell: str, is_month_first: bool) -> tuple[int, ...]:
    """Year, month, day, hour, minute."""
    if iso := _ISO_DAY.fullmatch(cell):
        return tuple(int(part or 0) for part in iso.groups())
    if _SERIAL_DAY.fullmatch(cell):
        serial = _EXCEL_EPOCH + timedelta(days=int(cell))
        return serial.year, serial.month, serial.day, 0, 0
    match = _GERMAN_DAY.fullmatch(cell) or _SLASHED_DAY.fullmatch(cell)
    if not match:
        raise CellError("reason.date", _DAY_EXAMPLE)
    first, second, year, hour, minute = (int(part or 0) for part in match.groups())
    day, month = (second, first) if is_month_first else (first, second)
    return year + _CENTURY if len(match[3]) == 2 else year, month, day, hour, minute


def _checked(parts: tuple[int, ...]) -> datetime:
    try:
        moment = datetime(*parts)  # type: ignore[arg-type]
    except ValueError:
        raise CellError("reason.no_such_day", _DAY_EXAMPLE) from None
    if not config.CALENDAR_FROM <= moment.date() < config.CALENDAR_UNTIL:
        raise CellError(
            "reason.day_out_of_range", f"{config.CALENDAR_FROM.year} – {config.CALENDAR_UNTIL.year - 1}"
        )
    return moment


def read_day(cell: str) -> date:
    """A day such as 23.01.2020 or 2020-01-23; a midnight behind it is ignored, another time is not."""
    moment = _moment(cell)
    if moment.time() != time():
        raise CellError("reason.date", _DAY_EXAMPLE)
    return moment.date()


def _clock(cell: str) -> time:
    match = _CLOCK.fullmatch(cell)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise CellError("reason.clock", "07:30")
    return time(int(match[1]), int(match[2]))


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
        ends = [_WEEKDAYS.get(name.strip()) for name in part.split("-")]
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
MOMENT = Kind("moment", pa.timestamp("us"), _moment)
CLOCK = Kind("clock", pa.time64("us"), _clock)
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


def weekday_of(cell: str) -> int:
    """The ISO weekday of a name such as Mo or Montag; 0 for anything else."""
    name = cell.lower().rstrip(".")
    if not _WEEKDAY.fullmatch(name):
        return 0
    return 6 if name == "sonnabend" else _WEEKDAYS[name[:2]]


Reading = Callable[[str], object]


@dataclass(frozen=True)
class Hints:
    """What else a file says about its days: a column of weekdays beside them, and the period it declares."""

    weekdays: Mapping[str, Set[int]] = field(
        default_factory=dict
    )  # cell of the day column → ISO weekdays beside it
    period: tuple[date, date] | None = None
    counts_from_1904: bool = False  # a workbook of an old Macintosh: a bare number is another day there


def reading_of(
    kind: Kind, cells: Collection[str], file: str, header: str, hints: Hints | None = None
) -> Reading:
    """How the cells of a column are read. Raises ImportRefused when its days can be read in two ways."""
    if kind in (DAY, MOMENT):
        read = _days_of(kind, cells, file, header, hints or Hints())
        return _or_missing(_without_serials(read) if hints and hints.counts_from_1904 else read)
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


def _days_of(kind: Kind, cells: Collection[str], file: str, header: str, hints: Hints) -> Reading:
    orders = {is_month_first: _reader_of_days(kind, is_month_first) for is_month_first in (False, True)}
    turned = [cell for cell in cells if _could_be_turned(cell)]
    if not turned:
        return orders[False]
    fits = {order: _fit(read, turned, hints) for order, read in orders.items()}
    if any("/" in cell or "-" in cell for cell in turned):
        if fits[False] == fits[True]:
            raise ImportRefused("refused.ambiguous_days", file=file, column=header, example=turned[0])
        return orders[fits[True] > fits[False]]
    if fits[True] > fits[False]:  # written with dots, but not a German day
        raise ImportRefused("refused.ambiguous_days", file=file, column=header, example=turned[0])
    return orders[False]


def _without_serials(read: Reading) -> Reading:
    def day(cell: str) -> object:
        if _SERIAL_DAY.fullmatch(cell):
            raise CellError("reason.serial_of_1904", _DAY_EXAMPLE)
        return read(cell)

    return day


def _reader_of_days(kind: Kind, is_month_first: bool) -> Reading:
    def day(cell: str) -> object:
        moment = _moment_ordered(cell, is_month_first=is_month_first)
        if kind is MOMENT:
            return moment
        if moment.time() != time():
            raise CellError("reason.date", _DAY_EXAMPLE)
        return moment.date()

    return day


def _could_be_turned(cell: str) -> bool:
    match = _SLASHED_DAY.fullmatch(cell) or _GERMAN_DAY.fullmatch(cell)
    return bool(match) and match[1] != match[2]  # type: ignore[index]


def _fit(read: Reading, cells: Collection[str], hints: Hints) -> int:
    """How many cells can be read in an order and agree with the weekdays and the period."""
    return sum(_agrees(read, cell, hints) for cell in cells)


def _agrees(read: Reading, cell: str, hints: Hints) -> bool:
    try:
        value = read(cell)
    except CellError:
        return False
    day = value.date() if isinstance(value, datetime) else value
    assert isinstance(day, date)
    beside = hints.weekdays.get(cell)
    is_inside = hints.period is None or hints.period[0] <= day <= hints.period[1]
    return is_inside and (not beside or beside == {day.isoweekday()})
