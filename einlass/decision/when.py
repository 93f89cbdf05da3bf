"""How far the data reach, and the day on which it must be decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from einlass.findings import data_window
from einlass.findings.headlines import ALL_REPORTS, COST, FINDS
from einlass.indicators import indicator
from einlass.measures import Measure, offices
from einlass.warehouse import DataVersion


def data_until(version: DataVersion) -> date:
    """The day behind the last one that reports, rosters or checks tell of; what is not there tells nothing."""
    everywhere = tuple(offices(version))
    windows = [data_window(version, indicator(code), everywhere) for code in (ALL_REPORTS, COST, FINDS)]
    return max((one.until for one in windows if one.days > 0), default=version.created_at.date())


def decision_day(all_measures: Collection[Measure]) -> date | None:
    """The day on which it must be decided: the last day as planned or extended of the measures that still last."""
    lasting = [one for one in all_measures if one.ended is None]
    return max((day for one in lasting if (day := one.decided_on)), default=None)
