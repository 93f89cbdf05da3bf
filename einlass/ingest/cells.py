"""One cell of an export: text in, value out, or a reason why not. Types are declared, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

import pyarrow as pa

from einlass import config

_GROUPED = r"\d{1,3}(?:\.\d{3})+"
_INTEGER = re.compile(rf"(?:{_GROUPED}|\d+)(?:,0+)?")
_DECIMAL = re.compile(rf"(?:{_GROUPED}|\d+)(?:,\d+)?")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_WEEKDAYS = {"mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7}


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
    german, iso = _GERMAN_DAY.fullmatch(cell), _ISO_DAY.fullmatch(cell)
    if german:
        day, month, year = (int(part) for part in german.groups()[:3])
    elif iso:
        year, month, day = (int(part) for part in iso.groups()[:3])
    else:
        raise CellError("reason.date", "23.01.2020, 2020-01-23")
    hour, minute = (german or iso).groups()[3:]  # type: ignore[union-attr]
    try:
        moment = datetime(year, month, day, int(hour or 0), int(minute or 0))
    except ValueError:
        raise CellError("reason.no_such_day", "23.01.2020, 2020-01-23") from None
    if not config.CALENDAR_FROM <= moment.date() < config.CALENDAR_UNTIL:
        raise CellError(
            "reason.day_out_of_range", f"{config.CALENDAR_FROM.year} – {config.CALENDAR_UNTIL.year - 1}"
        )
    return moment


def read_day(cell: str) -> date:
    """A day such as 23.01.2020 or 2020-01-23; a midnight behind it is ignored, another time is not."""
    moment = _moment(cell)
    if moment.time() != time():
        raise CellError("reason.date", "23.01.2020, 2020-01-23")
    return moment.date()


def _clock(cell: str) -> time:
    match = _CLOCK.fullmatch(cell)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise CellError("reason.clock", "07:30")
    return time(int(match[1]), int(match[2]))


def _decimal(cell: str) -> float:
    if not _DECIMAL.fullmatch(cell):
        raise CellError("reason.decimal", "1.234,5")
    return float(cell.replace(".", "").replace(",", "."))


def _flag(cell: str) -> bool:
    if cell not in ("J", "N"):
        raise CellError("reason.code", "J, N")
    return cell == "J"


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
        if not _INTEGER.fullmatch(cell):
            raise CellError("reason.integer", f"{low} – {high}")
        number = int(cell.split(",")[0].replace(".", ""))
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
