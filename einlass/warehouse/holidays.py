"""Public holidays: those of a state, and those that a data version was built with."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays

from einlass import config
from einlass.warehouse.snapshot import Snapshot


@cache
def holidays_of(state: str) -> frozenset[date]:
    """The public holidays of a state in all years of the calendar; of no state: the nationwide ones."""
    years = range(config.CALENDAR_FROM.year, config.CALENDAR_UNTIL.year)
    return frozenset(holidays.country_holidays("DE", subdiv=state or None, years=years))


def is_built_for(snapshot: Snapshot, state: str) -> bool:
    """Whether a snapshot counts the public holidays of this state."""
    return {row.day for row in snapshot.rows("views/holidays")} == holidays_of(state)
