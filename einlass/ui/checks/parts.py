"""What charts and tables of the page share: series, drawings, names of files and weekdays."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date, timedelta

from babel.dates import format_date

from einlass.charts import Figure
from einlass.export import file_stem
from einlass.topics.checks import Group, PeriodRate, by_period, failed_days, outages
from einlass.ui import show
from einlass.ui.chart import Drawing
from einlass.ui.checks.texts import origin, place
from einlass.warehouse import DataVersion
from einlass.words import Words


def rates_of(version: DataVersion, group: Group) -> tuple[PeriodRate, ...]:
    """Each week or month of a group; those with a failure are marked."""
    return by_period(version, group, failed_days(outages(version, group)))


def kept(of: Hashable, build: Callable[[], Figure], w: Words) -> Drawing:
    """A drawing built once for all readers; of: what decides it besides language and theme."""
    (drawing,) = show.kept(("checks", of), lambda: [build()], w)
    assert drawing is not None
    return drawing


def stem(version: DataVersion, group: Group, what: str, w: Words) -> str:
    """What a file is called: what it shows, offices, period, Stand."""
    days = f"{group.period.first.isoformat()}-{group.period.until.isoformat()}"
    return file_stem([what, place(group, version, w), days], origin(version).stand.date())


def weekday(number: int, w: Words, *, is_short: bool = False) -> str:
    """The name of an ISO weekday."""
    day = date(2024, 1, 1) + timedelta(days=number - 1)
    return str(format_date(day, "EEEEEE" if is_short else "EEEE", locale=w.language)).rstrip(".")
