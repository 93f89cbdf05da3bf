"""Days and times of an export: text in, day out, or a reason why not.

What one cell cannot tell (day before month) is decided by its whole column, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from einlass import config
from einlass.errors import ImportRefused
from einlass.ingest.report import CellError

if TYPE_CHECKING:
    pass

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
WEEKDAY_NUMBERS = {"mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7}
_EXCEL_EPOCH = date(1899, 12, 30)
_CENTURY = 2000
MONTHS = 12
_DAY_EXAMPLE = "23.01.2020"

Reading = Callable[[str], object]


def read_day(cell: str) -> date:
    """A day such as 23.01.2020 or 2020-01-23; a midnight behind it is ignored, another time is not."""
    moment = read_moment(cell)
    if moment.time() != time():
        raise CellError("reason.date", _DAY_EXAMPLE)
    return moment.date()


def read_moment(cell: str) -> datetime:
    """German or ISO day, with or without a time of day."""
    return _moment_ordered(cell, is_month_first=False)


def weekday_of(cell: str) -> int:
    """The ISO weekday of a name such as Mo or Montag; 0 for anything else."""
    name = cell.lower().rstrip(".")
    if not _WEEKDAY.fullmatch(name):
        return 0
    return 6 if name == "sonnabend" else WEEKDAY_NUMBERS[name[:2]]


@dataclass(frozen=True)
class Hints:
    """What else a file says about its days: a column of weekdays beside them, and the period it declares."""

    weekdays: Mapping[str, Set[int]] = field(
        default_factory=dict
    )  # cell of the day column → ISO weekdays beside it
    period: tuple[date, date] | None = None
    counts_from_1904: bool = False  # a workbook of an old Macintosh: a bare number is another day there


def days_of(cells: Collection[str], file: str, header: str, hints: Hints, *, with_time: bool) -> Reading:
    """How the days of a column are read. Raises ImportRefused when they can be read in two ways."""
    forms = _by_form(cells)
    orders = {form: _is_month_first(form, forms[form], hints) for form in forms}
    doubtful = next((form for form, order in orders.items() if order is None), None) or _half_turned(
        forms, orders
    )
    if doubtful:
        example = next(filter(_could_be_turned, forms[doubtful]), next(iter(forms[doubtful])))
        raise ImportRefused("refused.ambiguous_days", file=file, column=header, example=example)
    read = _reader_of_days(with_time, any(orders.values()))
    return _without_serials(read) if hints.counts_from_1904 else read


def _by_form(cells: Collection[str]) -> dict[str, list[str]]:
    """The cells of a column that are days, by how they are written: with dots, slashes, dashes, as ISO or a number."""
    forms: dict[str, list[str]] = {}
    for cell in cells:
        plain = _plain(cell)
        if _GERMAN_DAY.fullmatch(plain):
            form = "."
        elif match := _SLASHED_DAY.fullmatch(plain):
            form = plain[match.end(1)]
        elif _ISO_DAY.fullmatch(plain):
            form = "iso"
        elif _SERIAL_DAY.fullmatch(plain):
            form = "number"
        else:
            continue
        forms.setdefault(form, []).append(cell)
    return forms


def _is_month_first(form: str, cells: list[str], hints: Hints) -> bool | None:
    """Whether the month comes first in the cells of one form; None where that cannot be told.

    What a form shows counts before a weekday beside it, and that before the declared period.
    """
    if form == "iso":
        turned = sum(int(match[2]) > MONTHS >= int(match[3]) for match in _iso_parts(cells))
        return None if turned > sum(int(match[3]) > MONTHS for match in _iso_parts(cells)) else False
    turned_cells = [cell for cell in cells if _could_be_turned(cell)]
    if not turned_cells:
        return False
    if form == ".":
        return _is_month_before_a_dot(turned_cells, hints)
    for view in (Hints(), Hints(hints.weekdays), hints):
        day_first, month_first = (_fit(order, turned_cells, view) for order in (False, True))
        if view == Hints() and day_first - month_first and month_first - day_first:
            return None
        if len(day_first) != len(month_first):
            return len(day_first) < len(month_first)
    return None


def _is_month_before_a_dot(cells: list[str], hints: Hints) -> bool | None:
    """Days with dots are German; where all of them would fit better the other way round, nothing is certain."""
    for view in (Hints(), Hints(hints.weekdays)):
        day_first, month_first = (len(_fit(order, cells, view)) for order in (False, True))
        if day_first != month_first:
            return False if day_first > month_first else None
    is_of_another_period = _fit(False, cells, hints) != set(cells) == _fit(True, cells, hints)
    return None if is_of_another_period else False


def _half_turned(forms: Mapping[str, list[str]], orders: Mapping[str, bool | None]) -> str:
    """The form that a spreadsheet left as text when it turned the other days: those it could not be wrong about.

    It takes the days up to the 12th for days of its own and turns them; the others stay as they were written.
    """
    if len(forms) == 1:
        return ""
    for form, cells in forms.items():
        others = [cell for name in forms if name != form for cell in forms[name]]
        if orders[form]:
            return form
        stayed = form in ("/", "-", ".") and not any(map(_could_be_either, cells))
        if (
            stayed
            and all(map(_could_be_either, others))
            and (form != "." or min(len(cells), len(others)) > 1)
        ):
            return form
    return ""


def _could_be_either(cell: str) -> bool:
    """Whether day and month of a cell could change places."""
    plain = _plain(cell)
    match = _SLASHED_DAY.fullmatch(plain) or _GERMAN_DAY.fullmatch(plain)
    if match:
        return int(match[1]) <= MONTHS and int(match[2]) <= MONTHS
    return _parts(plain, is_month_first=False)[2] <= MONTHS


def _iso_parts(cells: list[str]) -> Iterator[re.Match[str]]:
    return filter(None, (_ISO_DAY.fullmatch(_plain(cell)) for cell in cells))


def _plain(cell: str) -> str:
    """A day without the weekday before it."""
    weekday = _WEEKDAY_BEFORE.match(cell)
    return cell[weekday.end() :] if weekday else cell


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
        year, month, day, hour, minute = parts
        moment = datetime(year, month, day, hour, minute)
    except ValueError:
        raise CellError("reason.no_such_day", _DAY_EXAMPLE) from None
    if not config.CALENDAR_FROM <= moment.date() < config.CALENDAR_UNTIL:
        raise CellError(
            "reason.day_out_of_range", f"{config.CALENDAR_FROM.year} – {config.CALENDAR_UNTIL.year - 1}"
        )
    return moment


def _without_serials(read: Reading) -> Reading:
    def day(cell: str) -> object:
        if _SERIAL_DAY.fullmatch(cell):
            raise CellError("reason.serial_of_1904", _DAY_EXAMPLE)
        return read(cell)

    return day


def _reader_of_days(with_time: bool, is_month_first: bool) -> Reading:
    def day(cell: str) -> object:
        moment = _moment_ordered(cell, is_month_first=is_month_first)
        if with_time:
            return moment
        if moment.time() != time():
            raise CellError("reason.date", _DAY_EXAMPLE)
        return moment.date()

    return day


def _could_be_turned(cell: str) -> bool:
    plain = _plain(cell)
    match = _SLASHED_DAY.fullmatch(plain) or _GERMAN_DAY.fullmatch(plain)
    return match is not None and int(match[1]) != int(match[2])


def _fit(is_month_first: bool, cells: Collection[str], hints: Hints) -> set[str]:
    """The cells that can be read in an order and agree with the weekdays and the period."""
    read = _reader_of_days(with_time=True, is_month_first=is_month_first)
    return {cell for cell in cells if _agrees(read, cell, hints)}


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
