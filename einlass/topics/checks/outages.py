"""Weeks in which scanners failed for long."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from einlass.measures import Window, monday_until
from einlass.remembered import remembered
from einlass.topics.checks.rows import Group, checked_days
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

LONG_OUTAGE_MINUTES = 60.0  # in a week, at some offices together


@dataclass(frozen=True)
class Outage:
    """A week with a failure: its first and last day, how long, and what was checked and found in the week.

    unchecked_blocks: blocks in which nobody could be checked. entrances: the most that were open on one of its days.
    """

    week: Window
    days: tuple[date, ...]
    minutes: int
    unchecked_blocks: int
    entrances: int
    checked: int
    persons: int


@remembered(128)
def outages(version: DataVersion, group: Group) -> tuple[Outage, ...]:
    """The weeks of a group in which its scanners failed for an hour or more."""
    rows: dict[date, list[Any]] = defaultdict(list)
    for row in open_snapshot(version).rows("views/checks_outages"):
        if row.office_id in group.offices and row.regime == group.regime and row.day in group.period:
            rows[monday_until(row.day)].append(row)
    found = [_outage(version, group, monday, own) for monday, own in sorted(rows.items())]
    return tuple(one for one in found if one.minutes >= LONG_OUTAGE_MINUTES)


def _outage(version: DataVersion, group: Group, monday: date, rows: list[Any]) -> Outage:
    week = Window(monday, monday + timedelta(days=7))
    days = checked_days(version, group)
    days = days[days["persons_with_find_count"].notna()]
    inside = days[(days["day"] >= week.first) & (days["day"] < week.until)]
    return Outage(
        week,
        tuple(sorted({row.day for row in rows})),
        sum(row.outage_minutes for row in rows),
        sum(row.unchecked_block_count for row in rows),
        max(row.entrance_count for row in rows),
        int(inside["checked_count"].sum()),
        int(inside["persons_with_find_count"].sum()),
    )


def failed_days(found: tuple[Outage, ...]) -> frozenset[date]:
    """The days of failures."""
    return frozenset(day for one in found for day in one.days)
