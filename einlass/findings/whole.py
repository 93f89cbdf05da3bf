"""Which periods are told as a whole: covered by every export, but for days on which the office was closed anyway."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from einlass.findings.days import covered, indicator_rows, merged
from einlass.indicators import Indicator
from einlass.measures import Window
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

DAY = timedelta(days=1)


@remembered(4)
def closed_days(version: DataVersion) -> dict[str, frozenset[date]]:
    """The days on which each office was closed: weekends, holidays, declared closures."""
    found: dict[str, set[date]] = defaultdict(set)
    for row in open_snapshot(version).rows("views/closed_days"):
        found[row.office_id].add(row.day)
    return {office: frozenset(days) for office, days in found.items()}


@remembered(512)
def told(version: DataVersion, asked: Indicator, office: str) -> tuple[Window, ...]:
    """The covered stretches of an office, each with the closed days around it: an export need not name a weekend.

    So a week is complete with its last open day, and a month whose last days are a weekend too.
    """
    closed = closed_days(version).get(office, frozenset())
    return tuple(merged([_widened(one, closed) for one in covered(version, asked, office)]))


def _widened(stretch: Window, closed: frozenset[date]) -> Window:
    first, until = stretch.first, stretch.until
    while first - DAY in closed:
        first -= DAY
    while until in closed:
        until += DAY
    return Window(first, until)


def finished_waves(
    version: DataVersion, code: str, office_ids: tuple[str, ...], frequency: str
) -> list[Window]:
    """The periods in which waves began that have all left the field before the day of the data."""
    rows = indicator_rows(version, code)
    rows = rows[rows["office_id"].isin(office_ids)]
    last_days = rows.groupby(rows["day"].dt.to_period(frequency))["day_until"].max()
    return [
        Window(period.start_time.date(), period.end_time.date() + DAY)
        for period, last in last_days.items()
        if last.date() < version.created_at.date()
    ]
