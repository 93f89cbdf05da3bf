"""What the warehouse knows of an indicator, as arrays of offices × days and offices × weeks; and who covers which days.

Every array of a version lies on one grid of whole weeks. nan: no row, or not known; never zero.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from einlass.findings.records import Provenance
from einlass.indicators import Indicator, indicator
from einlass.measures import Window, monday_from, monday_until, offices
from einlass.remembered import remembered
from einlass.stats.series import BoolArray, FloatArray
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

WEEK = 7


@dataclass(frozen=True)
class Grid:
    """All weeks of a version: the first Monday and how many; and the offices in order."""

    first: date
    weeks: int
    offices: tuple[str, ...]

    @property
    def days(self) -> int:
        """Number of days."""
        return self.weeks * WEEK

    def monday(self, week: int) -> date:
        """The first day of a week."""
        return self.first + timedelta(weeks=week)

    def place(self, day: date) -> int:
        """Number of a day; days outside lie below 0 or beyond the end."""
        return (day - self.first).days

    def week(self, day: date) -> float:
        """Running number of a day, in weeks."""
        return self.place(day) / WEEK

    def rows(self, office_ids: tuple[str, ...]) -> list[int]:
        """Rows of some offices."""
        return [self.offices.index(one) for one in office_ids]

    def mask(self, windows: list[Window]) -> BoolArray:
        """The days inside any of the windows."""
        inside = np.zeros(self.days, dtype=bool)
        for one in windows:
            inside[max(0, self.place(one.first)) : max(0, self.place(one.until))] = True
        return inside

    def whole_weeks(self, days: BoolArray) -> BoolArray:
        """The weeks of which all days are marked."""
        return np.asarray(days.reshape(self.weeks, WEEK).all(axis=1))

    def touched_weeks(self, days: BoolArray) -> BoolArray:
        """The weeks of which any day is marked."""
        return np.asarray(days.reshape(self.weeks, WEEK).any(axis=1))


@dataclass(frozen=True, eq=False)
class Days:
    """Numerators and denominators of an indicator, (offices, days)."""

    numerator: FloatArray
    denominator: FloatArray


@dataclass(frozen=True, eq=False)
class Weeks:
    """The same by week, (offices, weeks): on days where both are known; all reports; days with a report or none.

    count, exposure: nan where a week has no day with both. reported, day_count: whether or not there is a denominator.
    """

    count: FloatArray
    exposure: FloatArray
    reported: FloatArray
    day_count: FloatArray


@remembered(4)
def grid_of(version: DataVersion) -> Grid:
    """The weeks from the first to the last covered day."""
    spans = [row for row in open_snapshot(version).rows("views/coverage") if row.period_from is not None]
    today = version.created_at.date()
    first = monday_until(min((row.period_from for row in spans), default=today))
    until = monday_from(max((row.period_until for row in spans), default=today))
    return Grid(first, max(1, (until - first).days // WEEK), tuple(offices(version)))


@remembered(64)
def indicator_rows(version: DataVersion, code: str) -> pd.DataFrame:
    """All rows of an indicator in one version; not to be changed by the caller."""
    return indicator(code).days(open_snapshot(version))


@remembered(64)
def days_of(version: DataVersion, code: str) -> Days:
    """An indicator's rows as arrays. Not for scores."""
    grid, rows = grid_of(version), indicator_rows(version, code)
    row = _office_places(rows, grid)
    epoch = rows["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    day = epoch - (grid.first - date(1970, 1, 1)).days
    inside = (day >= 0) & (day < grid.days)
    found = []
    for name in ("numerator", "denominator"):
        array = np.full((len(grid.offices), grid.days), np.nan)
        array[row[inside], day[inside]] = rows[name].to_numpy(dtype=np.float64)[inside]
        found.append(array)
    return Days(*found)


def _office_places(rows: pd.DataFrame, grid: Grid) -> np.ndarray:
    """Row of the office of each row; rows come in the order of offices."""
    office = rows["office_id"].to_numpy(dtype=object)
    starts = np.flatnonzero(np.append(True, office[1:] != office[:-1])[: len(office)])
    places = [grid.offices.index(str(office[start])) for start in starts]
    return np.repeat(np.array(places, dtype=np.intp), np.diff(np.append(starts, len(office))))


@remembered(64)
def weeks_of(version: DataVersion, code: str) -> Weeks:
    """An indicator's sums by week."""
    days = days_of(version, code)
    shape = (days.numerator.shape[0], -1, WEEK)
    numerator, denominator = days.numerator.reshape(shape), days.denominator.reshape(shape)
    is_told = np.isfinite(numerator)
    is_known = is_told & np.isfinite(denominator)
    has_both = is_known.any(axis=2)
    sums = [
        np.where(has_both, np.where(is_known, values, 0.0).sum(axis=2), np.nan)
        for values in (numerator, denominator)
    ]
    has_any = is_told.any(axis=2)
    reported = np.where(has_any, np.where(is_told, numerator, 0.0).sum(axis=2), np.nan)
    return Weeks(sums[0], sums[1], reported, is_told.sum(axis=2).astype(np.float64))


@remembered(4)
def _stretches(version: DataVersion) -> dict[tuple[str, str], list[Window]]:
    """Covered stretches by export and office, merged."""
    found: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for row in open_snapshot(version).rows("views/coverage_offices"):
        found[row.source_table, row.office_id].append(Window(row.period_from, row.period_until))
    return {key: merged(windows) for key, windows in found.items()}


def merged(windows: list[Window]) -> list[Window]:
    """Stretches of days in order, those that touch or overlap as one."""
    found: list[Window] = []
    for one in sorted(windows):
        if found and one.first <= found[-1].until:
            found[-1] = Window(found[-1].first, max(found[-1].until, one.until))
        else:
            found.append(one)
    return found


def covered(version: DataVersion, asked: Indicator, office: str) -> list[Window]:
    """The days of an office that every export behind an indicator's counts covers; of surveys, from wave to wave."""
    if asked.kind == "score":
        return _asked(version, asked, office)
    known = _stretches(version)
    common: list[Window] | None = None
    for source in asked.count_sources:
        stretches = known.get((source, office))
        if stretches is None:
            if any(table == source for table, _ in known):
                return []
            continue  # an export without days, such as answers: its rows speak for themselves
        common = stretches if common is None else _in_both(common, stretches)
    return common or []


def _asked(version: DataVersion, asked: Indicator, office: str) -> list[Window]:
    """From the first to the last day on which somebody was asked at an office."""
    return _asked_spans(version, asked.code).get(office, [])


@remembered(64)
def _asked_spans(version: DataVersion, code: str) -> dict[str, list[Window]]:
    rows = indicator_rows(version, code)
    by_office = rows.groupby("office_id").agg({"day": "min", "day_until": "max"})
    return {
        str(office): [Window(first.date(), last.date() + timedelta(days=1))]
        for office, first, last in by_office.itertuples()
    }


def _in_both(left: list[Window], right: list[Window]) -> list[Window]:
    pairs = [(one, other) for one in left for other in right if one.overlaps(other)]
    return [Window(max(one.first, other.first), min(one.until, other.until)) for one, other in pairs]


@remembered(512)
def data_window(version: DataVersion, asked: Indicator, office_ids: tuple[str, ...] = ()) -> Window:
    """From the first to the last day that the exports of an indicator cover at any of some offices (none: all)."""
    spans = [
        one for office in office_ids or tuple(offices(version)) for one in covered(version, asked, office)
    ]
    if not spans:
        today = version.created_at.date()
        return Window(today, today)
    return Window(min(one.first for one in spans), max(one.until for one in spans))


@remembered(64)
def provenance(version: DataVersion, asked: Indicator) -> Provenance:
    """Where the figures of an indicator come from."""
    data = data_window(version, asked)
    return Provenance(
        version_number=version.number,
        version_sha256=version.sha256,
        stand=version.created_at,
        data_until=data.until - timedelta(days=1) if data.days else None,
        sources=asked.sources,
        definition_version=asked.version,
        is_sample=version.is_sample,
    )
