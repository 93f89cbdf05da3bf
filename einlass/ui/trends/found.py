"""What there is to show of each office."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from einlass.findings import Latest, Point, Series, closed_days, data_window, latest, series
from einlass.measures import Window, offices
from einlass.ui.trends.asking import Choice
from einlass.warehouse import DataVersion

LONG_WEEKEND = 4  # days; a line joins what lies before and after it, a longer closure is a gap


@dataclass(frozen=True)
class Office:
    """One office with its periods. By day, weekends and holidays of which nothing is told are no periods."""

    office_id: str
    name: str
    rows: Series
    newest: Latest | None


Found = dict[str, Office]  # by identifier


def found_by_office(version: DataVersion, choice: Choice) -> Found:
    """The offices with a single value or more; calendars are headed by their latest month."""
    names = offices(version)
    step = "month" if choice.is_calendar else choice.step
    found = {}
    for one in choice.shown:
        rows = _open(version, one, series(version, choice.indicator.code, (one,), choice.step), choice)
        if any(point.count is not None for point in rows):
            newest = latest(version, choice.indicator.code, one, step)
            found[one] = Office(one, names[one].short_name, rows, newest)
    return found


def _open(version: DataVersion, office: str, rows: Series, choice: Choice) -> Series:
    if choice.step != "day":
        return rows
    closed = closed_days(version).get(office, frozenset())
    found: list[Point] = []
    for is_empty, run in groupby(rows, key=lambda row: row.start in closed and not row.count):
        stretch = tuple(run)
        found += [] if is_empty and len(stretch) <= LONG_WEEKEND else stretch
    return tuple(found)


def span_of(version: DataVersion, choice: Choice, found: Found) -> Window:
    """From the first to the last value shown; marks just behind the end still fit."""
    shown = [point for one in found.values() for point in one.rows if point.count is not None]
    data = data_window(version, choice.indicator)
    return Window(
        max(min(one.start for one in shown), data.first), max(max(one.until for one in shown), data.until)
    )


def newest_by_name(found: Found) -> dict[str, Latest]:
    """The latest period of each office that has one, by its name."""
    return {one.name: one.newest for one in found.values() if one.newest is not None}
