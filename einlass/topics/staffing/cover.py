"""On which open days no guard was present, as far as there is a roster to tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from einlass.findings import closed_days
from einlass.measures import Episode, Measure
from einlass.remembered import remembered
from einlass.topics.staffing.roster import WEEK, days_of, known_until, shifts_of, stretches
from einlass.topics.staffing.spent import spent
from einlass.warehouse import DataVersion


@dataclass(frozen=True)
class WeekdayCover:
    """Open days of an office since the start on one weekday (1 Monday), and on how many no guard was present.

    open_days: those that a roster covers; 0: the office is open on this weekday and no roster tells of it.
    """

    office_id: str
    weekday: int
    open_days: int
    without: int


@remembered(64)
def cover(version: DataVersion, measure: Measure) -> tuple[WeekdayCover, ...]:
    """For each office and weekday of opening: days since the start that a roster covers, those without a guard."""
    rows = shifts_of(version, measure)
    present = {
        (office, day)
        for office, day, done in zip(rows["office_id"], rows["day"], rows["actual_hours"], strict=True)
        if done > 0
    }
    return tuple(
        each
        for one in measure.episodes
        for each in _of_office(version, one, {day for office, day in present if office == one.office_id})
    )


def _of_office(version: DataVersion, episode: Episode, present: set[date]) -> list[WeekdayCover]:
    open_days, covered = _days(version, episode)
    found = []
    for weekday in range(1, WEEK + 1):
        if on_weekday(open_days, weekday):
            own = on_weekday(covered, weekday)
            without = sum(day not in present for day in own)
            found.append(WeekdayCover(episode.office_id, weekday, len(own), without))
    return found


@remembered(4)
def without_roster(version: DataVersion) -> dict[str, int]:
    """Offices with the number of their open days under a measure with guards that no roster tells of; not 0."""
    found: dict[str, set[date]] = defaultdict(set)
    for one in spent(version):
        for episode in one.measure.episodes:
            open_days, covered = _days(version, episode)
            found[episode.office_id] |= set(open_days) - set(covered)
    return {office: len(days) for office, days in found.items() if days}


def _days(version: DataVersion, episode: Episode) -> tuple[list[date], list[date]]:
    """The open days of an episode, and those of them that a roster covers."""
    closed = closed_days(version).get(episode.office_id, frozenset())
    open_days = [day for day in days_of(episode.window(known_until(version))) if day not in closed]
    parts = stretches(version, episode)
    return open_days, [day for day in open_days if any(day in part for part in parts)]


def covered_days(version: DataVersion, episode: Episode) -> list[date]:
    """The open days of an episode that a roster covers."""
    return _days(version, episode)[1]


def on_weekday(days: Sequence[date], weekday: int) -> list[date]:
    """The days on a weekday."""
    return [day for day in days if day.isoweekday() == weekday]
