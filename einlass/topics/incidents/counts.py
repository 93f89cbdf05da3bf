"""Plain counts of reports: by month and reporter, kind, level, place, consequence, weekday and hour, delay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from einlass.findings import data_window, indicator_rows, series
from einlass.findings.make import LATE_REPORT_DAYS
from einlass.indicators import indicator
from einlass.measures import Window
from einlass.topics.incidents.reports import INDICATORS, Report
from einlass.warehouse import DataVersion

REPORTERS = ("BESCH", "ALARM", "SIDI", "POL")
OFFICE_HOURS = (8, 15)  # the hours that a map shows at least


@dataclass(frozen=True)
class Month:
    """A month with its reports by who reported; open: it is not over, not covered, or reports of it may still come."""

    window: Window
    by_reporter: Mapping[str, int]
    is_open: bool

    @property
    def count(self) -> int:
        """All its reports."""
        return sum(self.by_reporter.values())


@dataclass(frozen=True)
class Hours:
    """Reports by weekday (0 = Monday) and hour. unknown: those that tell no hour, by weekday."""

    counts: Mapping[tuple[int, int], int]
    unknown: Mapping[int, int]
    weekdays: tuple[int, ...]
    hours: tuple[int, ...]

    @property
    def highest(self) -> int:
        """The highest count of a cell."""
        return max(self.counts.values(), default=0)

    def of_weekday(self, weekday: int) -> int:
        """All reports of a weekday, those without an hour among them."""
        told = sum(count for (day, _), count in self.counts.items() if day == weekday)
        return told + self.unknown.get(weekday, 0)


@dataclass(frozen=True)
class Delays:
    """How many reports had come in so many days after the incident; only days of which all have come in count.

    by_day: (days, how many until then), at each day on which some came. left_out: younger reports.
    """

    by_day: tuple[tuple[int, int], ...]
    count: int
    left_out: int

    def within(self, days: int) -> int:
        """How many had come in within so many days."""
        return max((count for day, count in self.by_day if day <= days), default=0)


def final_until(version: DataVersion, offices: Iterable[str]) -> dict[str, date]:
    """For each office of which there are reports the day up to which (not included) late ones have come in."""
    late = timedelta(days=LATE_REPORT_DAYS)
    return {office: data.until - late for office, data in _covered(version, offices).items()}


def _covered(version: DataVersion, offices: Iterable[str]) -> dict[str, Window]:
    """The days from the first to the last that reports cover, of offices of which there are any."""
    asked = indicator(INDICATORS["all"])
    windows = {office: data_window(version, asked, (office,)) for office in offices}
    return {office: data for office, data in windows.items() if data.days > 0}


def months(
    version: DataVersion, level: str, offices: tuple[str, ...], period: Window, found: Iterable[Report]
) -> tuple[Month, ...]:
    """The months of a period, with the reports that were found in it."""
    by_month = Counter((one.day.replace(day=1), one.reporter) for one in found)
    late = timedelta(days=LATE_REPORT_DAYS)
    covered = _covered(version, offices).values()
    points = series(version, INDICATORS[level], offices, "month")
    data = data_window(version, indicator(INDICATORS[level]), offices)
    return tuple(
        Month(
            Window(point.start, point.until),
            {one: by_month[point.start, one] for one in REPORTERS},
            not point.is_complete
            or any(one.until - late < point.until and point.start < one.until for one in covered)
            or not period.holds(Window(max(point.start, data.first), min(point.until, data.until))),
        )
        for point in points
        if period.overlaps(Window(point.start, point.until))
    )


def reporters(found: Iterable[Report]) -> dict[str, int]:
    """Reports by who reported, in fixed order."""
    counted = Counter(one.reporter for one in found)
    return {code: counted[code] for code in REPORTERS if counted[code]}


def kinds(found: Iterable[Report]) -> dict[str, int]:
    """Reports by kind, the most frequent first; one report may be of several kinds."""
    return _ranked(kind for one in found for kind in one.kinds)


def places(found: Iterable[Report]) -> dict[str, int]:
    """Reports by place, the most frequent first."""
    return _ranked(one.place for one in found)


def consequences(found: Iterable[Report]) -> dict[str, int]:
    """Reports by consequence, the most frequent first; one report may have several."""
    return _ranked(code for one in found for code in one.consequences)


def levels(found: Iterable[Report]) -> dict[str, int]:
    """Reports by level, from 1 to 3."""
    counted = Counter(one.level for one in found)
    return {str(level): counted[level] for level in (1, 2, 3)}


def _ranked(codes: Iterable[str]) -> dict[str, int]:
    counted = Counter(codes)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def hours(found: Collection[Report]) -> Hours:
    """Reports by weekday and hour: Monday to Friday and the office hours at least."""
    told = Counter((one.day.weekday(), one.hour) for one in found if one.hour is not None)
    unknown = Counter(one.day.weekday() for one in found if one.hour is None)
    seen = [hour for _, hour in told if hour is not None]
    first, last = min([*seen, OFFICE_HOURS[0]]), max([*seen, OFFICE_HOURS[1]])
    last_weekday = max([*(one.day.weekday() for one in found), 4])
    return Hours(
        {(day, hour): count for (day, hour), count in told.items() if hour is not None},
        unknown,
        tuple(range(last_weekday + 1)),
        tuple(range(first, last + 1)),
    )


def visits_by_weekday(version: DataVersion, offices: Collection[str], period: Window) -> dict[int, int]:
    """Visits by weekday (0 = Monday) on days that reports cover; empty where none were counted."""
    rows = indicator_rows(version, INDICATORS["all"])
    days = rows["day"]
    inside = (
        rows["office_id"].isin(list(offices))
        & (days >= np.datetime64(period.first))
        & (days < np.datetime64(period.until))
        & rows["denominator"].notna()
    )
    own = rows[inside]
    sums = own["denominator"].groupby(own["day"].dt.day_of_week).sum()
    return {int(str(weekday)): int(visits) for weekday, visits in sums.items() if visits > 0}


def delays(found: Iterable[Report], final: Mapping[str, date]) -> Delays:
    """Days from incident to report, of incidents of which late reports have come in."""
    every = list(found)
    settled = sorted(one.delay for one in every if one.day < final.get(one.office_id, one.day))
    counted = Counter(settled)
    total, by_day = 0, []
    for days in sorted(counted):
        total += counted[days]
        by_day.append((days, total))
    return Delays(tuple(by_day), len(settled), len(every) - len(settled))
