"""The roster: its shifts, the days that it tells of, and which of them lie under a measure."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from einlass.findings import data_window
from einlass.findings.days import covered
from einlass.indicators import indicator
from einlass.measures import Episode, Measure, Window, history
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

HOURS, COST, FULFILMENT = "guard_hours", "guard_cost", "roster_fulfilment"
WEEK = 7
EPSILON = 1e-9


@remembered(4)
def shifts(version: DataVersion) -> pd.DataFrame:
    """All shifts; not to be changed by the caller."""
    rows = open_snapshot(version).run("views/staffing_shifts")
    for name in ("day", "week_start"):
        rows[name] = pd.to_datetime(rows[name]).dt.date
    return rows


@remembered(4)
def holidays(version: DataVersion) -> frozenset[date]:
    """Public holidays."""
    return frozenset(row.day for row in open_snapshot(version).rows("views/staffing_holidays"))


@remembered(4)
def all_episodes(version: DataVersion) -> tuple[Episode, ...]:
    """Every episode of every measure, trials and earlier rounds among them."""
    return tuple(one for each in history(version).values() for one in each.episodes)


def known_until(version: DataVersion) -> date:
    """The day behind the last one that any roster covers."""
    return data_window(version, indicator(COST)).until


@remembered(256)
def stretches(version: DataVersion, episode: Episode) -> tuple[Window, ...]:
    """The days of an episode that the rosters of its office cover."""
    own = episode.window(data_window(version, indicator(COST), (episode.office_id,)).until)
    return tuple(overlap(own, one) for one in covered(version, indicator(COST), episode.office_id))


def overlap(one: Window, other: Window) -> Window:
    """The days of both; of no length where there are none."""
    first = max(one.first, other.first)
    return Window(first, max(first, min(one.until, other.until)))


@remembered(64)
def shifts_under(version: DataVersion, episodes: tuple[Episode, ...]) -> pd.DataFrame:
    """The shifts of the days of some episodes, each once; not to be changed by the caller."""
    rows = shifts(version)
    inside = pd.Series(False, index=rows.index)
    for one in episodes:
        window = one.window(date.max)
        inside |= (
            (rows["office_id"] == one.office_id)
            & (rows["day"] >= window.first)
            & (rows["day"] < window.until)
        )
    return rows[inside]


def shifts_of(version: DataVersion, measure: Measure) -> pd.DataFrame:
    """The shifts at a measure's offices, each from its own start to its end."""
    return shifts_under(version, measure.episodes)


def short(rows: pd.DataFrame) -> pd.Series:
    """Whether a shift was shorter than planned or fell out."""
    return rows["actual_hours"] < rows["planned_hours"] - EPSILON


def days_of(window: Window) -> list[date]:
    """The days of a window."""
    return [window.first + timedelta(days=place) for place in range(max(0, window.days))]
