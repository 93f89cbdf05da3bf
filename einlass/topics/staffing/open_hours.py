"""In which hours of opening no guard was present, where the export of the offices tells hours.

A shift in which anybody was present counts from its planned start to its planned end: the roster tells how many of its
hours fell out, not which.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from einlass.measures import Episode
from einlass.remembered import remembered
from einlass.topics.staffing.cover import covered_days
from einlass.topics.staffing.roster import EPSILON, shifts_under
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

HOUR, NIGHT = 60, 24 * 60
Span = tuple[int, int]  # minutes since midnight, half-open


@dataclass(frozen=True)
class OpenHour:
    """One clock hour of one weekday (1 Monday) at one office: hours open on all days, and those without a guard.

    days: those that a roster covers; 0: the office is open then, and no roster tells of it.
    """

    office_id: str
    weekday: int
    hour: int
    days: int
    open: float
    without: float


@remembered(4)
def told_hours(version: DataVersion) -> dict[str, dict[int, tuple[Span, ...]]]:
    """The hours of opening by office and weekday; no entry for an office of which only weekdays are told."""
    found: dict[str, dict[int, tuple[Span, ...]]] = defaultdict(dict)
    for row in open_snapshot(version).rows("views/staffing_opening_hours"):
        own = found[row.office_id]
        own[row.iso_weekday] = (*own.get(row.iso_weekday, ()), (row.from_minute, row.until_minute))
    return dict(found)


@remembered(64)
def hour_cover(version: DataVersion, episodes: tuple[Episode, ...]) -> tuple[OpenHour, ...]:
    """The hours of opening of some episodes on days that a roster covers; each day of an office counts once."""
    told = told_hours(version)
    days: dict[str, set[date]] = defaultdict(set)
    for one in episodes:
        if one.office_id in told:
            days[one.office_id] |= set(covered_days(version, one))
    present = _present(version, episodes)
    return tuple(
        one
        for office, own in sorted(days.items())
        for one in _of_office(office, told[office], own, present[office])
    )


def _of_office(
    office: str,
    told: dict[int, tuple[Span, ...]],
    days: Iterable[date],
    present: dict[date, tuple[Span, ...]],
) -> Iterator[OpenHour]:
    """Days on which the same hours were guarded are counted together; a weekday without a roster counts none."""
    alike = Counter((day.isoweekday(), present.get(day, ())) for day in days)
    alike.update({(weekday, ()): 0 for weekday in told})
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (weekday, guarded), count in alike.items():
        by_hour: dict[int, list[Span]] = defaultdict(list)
        for span in told.get(weekday, ()):
            for hour in range(span[0] // HOUR, -(-span[1] // HOUR)):
                by_hour[hour].append((max(span[0], HOUR * hour), min(span[1], HOUR * (hour + 1))))
        for hour, parts in by_hour.items():
            own = sums[weekday, hour]
            own[0] += count
            own[1] += count * sum(until - first for first, until in parts)
            own[2] += count * sum(_uncovered(part, guarded) for part in parts)
    for (weekday, hour), (day_count, minutes, without) in sorted(sums.items()):
        yield OpenHour(office, weekday, hour, day_count, minutes / HOUR, without / HOUR)


def _uncovered(part: Span, guarded: Sequence[Span]) -> int:
    """Minutes of a stretch that lie in none of the others, which come in order."""
    reached, minutes = part[0], 0
    for first, until in guarded:
        minutes += max(0, min(first, part[1]) - reached)
        reached = max(reached, until)
    return minutes + max(0, part[1] - reached)


def _present(version: DataVersion, episodes: tuple[Episode, ...]) -> dict[str, dict[date, tuple[Span, ...]]]:
    """When guards were present, by office and day; a shift over midnight stands on both of its days."""
    found: dict[str, dict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
    rows = shifts_under(version, episodes)
    for row in rows[rows["actual_hours"] > EPSILON].itertuples():
        own = found[row.office_id]
        if row.until_minute > row.from_minute:
            own[row.day].append((row.from_minute, row.until_minute))
        else:
            own[row.day].append((row.from_minute, NIGHT))
            own[row.day + timedelta(days=1)].append((0, row.until_minute))
    return defaultdict(
        dict,
        {office: {day: tuple(sorted(spans)) for day, spans in own.items()} for office, own in found.items()},
    )


@remembered(4)
def lacking_hours(version: DataVersion, episodes: tuple[Episode, ...]) -> float:
    """Hours that were missing from shifts in which somebody was present."""
    rows = shifts_under(version, episodes)
    rows = rows[rows["office_id"].isin(set(told_hours(version))) & (rows["actual_hours"] > EPSILON)]
    return float((rows["planned_hours"] - rows["actual_hours"]).clip(lower=0).sum())
