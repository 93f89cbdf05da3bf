"""Public holidays: those of a state, and those that a data version was built with."""

from __future__ import annotations

from datetime import date

import holidays

from einlass import config
from einlass.remembered import remembered
from einlass.warehouse.snapshot import open_snapshot
from einlass.warehouse.versions import DataVersion


def holidays_of(state: str) -> frozenset[date]:
    """The public holidays of a state in all years of the calendar; of no state: the nationwide ones."""
    years = range(config.CALENDAR_FROM.year, config.CALENDAR_UNTIL.year)
    return frozenset(holidays.country_holidays("DE", subdiv=state or None, years=years))


@remembered(4)
def is_built_for(version: DataVersion, state: str) -> bool:
    """Whether a data version counts the public holidays of this state."""
    return {row.day for row in open_snapshot(version).rows("views/holidays")} == holidays_of(state)
