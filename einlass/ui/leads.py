"""What lies under a point of a chart: the page that counts the reports of its days by kind and level."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from einlass.findings import data_window
from einlass.indicators import indicator
from einlass.measures import Window
from einlass.topics.incidents import INDICATORS
from einlass.ui.chart import Leads
from einlass.ui.state import View, current_view
from einlass.warehouse import DataVersion

DAY = timedelta(days=1)


def to_reports(
    version: DataVersion, code: str, offices: Iterable[str], periods: Iterable[Window]
) -> Leads | None:
    """Where the points of these periods lead; None for an indicator that counts no reports."""
    levels = {one: level for level, one in INDICATORS.items()}
    if code not in levels:
        return None
    data = data_window(version, indicator(INDICATORS["all"]))
    cut = [Window(max(one.first, data.first), min(one.until, data.until)) for one in periods]
    days = tuple(f"{one.first}..{one.until - DAY}" for one in cut if one.days > 0)
    here = View(lang=current_view().lang, city=current_view().city)
    href = here.href("incidents", offices=tuple(offices), level=levels[code])
    return Leads(f"{href}{'&' if '?' in href else '?'}period=", days)
