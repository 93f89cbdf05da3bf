"""Totals of checks in one regime: the figures of the indicators, and the same by week or month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from einlass import config
from einlass.findings import Phase
from einlass.findings.days import Days, days_of, grid_of, merged
from einlass.findings.phases import phase_by_office
from einlass.measures import Window
from einlass.remembered import remembered
from einlass.stats import shares
from einlass.topics.checks.rows import Group, check_days, checked_days, is_open_somewhere
from einlass.warehouse import DataVersion

FINDS, SHARE, REFUSED = "persons_with_find", "checked_share", "refused_checks"
COUNTED = {FINDS: "persons_with_find_count", SHARE: "checked_count", REFUSED: "refused_count"}
MOST_WEEKS = 110  # drawn one by one; beyond, months
COMPARED = 6  # periods at the beginning and at the end
LEAST_FOR_COURSE = 2 * COMPARED
THOUSAND = 1000
DAY = timedelta(days=1)


@dataclass(frozen=True)
class PeriodRate:
    """Persons with a find among those checked in one week or month. value, low, high: per 1,000; None: nobody checked.

    low, high: of this period alone (Wilson), as if all persons were independent of each other.

    is_whole: whether all its opening days lie in the period looked at. has_outage: a scanner failed for long.
    """

    start: date
    until: date
    checked: int
    persons: int
    value: float | None
    low: float | None
    high: float | None
    is_whole: bool
    has_outage: bool

    @property
    def middle(self) -> date:
        """The day in the middle, where it is drawn."""
        return self.start + (self.until - self.start) / 2


@dataclass(frozen=True)
class Course:
    """The first and the last periods of a series, each put together: persons with a find and persons checked."""

    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def values(self) -> tuple[float, float]:
        """Per 1,000 checked."""
        first, last = (THOUSAND * persons / checked for persons, checked in (self.first, self.last))
        return first, last


def spans(version: DataVersion, group: Group) -> dict[str, tuple[Window, list[Window]]]:
    """For each office its window, and the days in it on which it was checked in another way only."""
    rows = check_days(version)
    other = rows[rows["regime"].notna() & (rows["regime"] != group.regime) & ~rows["is_mixed"]]
    found = {}
    for office in group.offices:
        days = other.loc[other["office_id"] == office, "day"]
        gaps = merged([Window(day, day + DAY) for day in days if day in group.period])
        found[office] = (group.period, gaps)
    return found


@remembered(256)
def total(version: DataVersion, code: str, group: Group) -> Phase:
    """The figure of an indicator of the checks, the same as on every other page.

    Where an office was checked in both ways on one day, only those checks of that day that were of the group's way.
    """
    return phase_by_office(version, code, spans(version, group), _own_days(version, code, group))


def _own_days(version: DataVersion, code: str, group: Group) -> Days | None:
    """An indicator's days with the group's own checks on days on which there were others too; None where none were."""
    rows = check_days(version)
    own = rows[rows["is_mixed"] & (rows["regime"] == group.regime) & rows["office_id"].isin(group.offices)]
    if own.empty:
        return None
    grid, days = grid_of(version), days_of(version, code)
    numerator, denominator = days.numerator.copy(), days.denominator.copy()
    office = [grid.offices.index(one) for one in own["office_id"]]
    day = [grid.place(one) for one in own["day"]]
    numerator[office, day] = own[COUNTED[code]]
    if code != SHARE:
        denominator[office, day] = own["checked_count"]
    return Days(numerator, denominator)


@remembered(128)
def without(version: DataVersion, group: Group, left_out: tuple[Window, ...]) -> Phase:
    """Persons with a find among those checked, some stretches of days left out."""
    return phase_by_office(
        version,
        FINDS,
        {one: (window, [*gaps, *left_out]) for one, (window, gaps) in spans(version, group).items()},
        _own_days(version, FINDS, group),
    )


def step_of(group: Group) -> str:
    """The step in which the course is drawn: weeks, of a long time months."""
    return "week" if group.period.days <= 7 * MOST_WEEKS else "month"


@remembered(64)
def by_period(version: DataVersion, group: Group, failed: frozenset[date]) -> tuple[PeriodRate, ...]:
    """Each week or month with checks; failed: days on which a scanner failed for long."""
    days = checked_days(version, group)
    known = days[days["checked_count"].notna() & days["persons_with_find_count"].notna()]
    if known.empty:
        return ()
    frequency = "W-SUN" if step_of(group) == "week" else "M"
    period = pd.PeriodIndex(pd.to_datetime(known["day"]), freq=frequency)
    sums = known.groupby(period)[["checked_count", "persons_with_find_count"]].sum()
    return tuple(
        _rate(version, group, failed, one, int(checked), int(persons))
        for one, checked, persons in sums.itertuples()
    )


def _rate(
    version: DataVersion,
    group: Group,
    failed: frozenset[date],
    period: pd.Period,
    checked: int,
    persons: int,
) -> PeriodRate:
    start, until = period.start_time.date(), period.end_time.date() + DAY
    days = [start + timedelta(days=number) for number in range((until - start).days)]
    outside = [day for day in days if day not in group.period]
    limits = shares.of_one_sample(persons, checked)
    low, high = (None if end is None else THOUSAND * end for end in (limits.low, limits.high))
    return PeriodRate(
        start,
        until,
        checked,
        persons,
        THOUSAND * persons / checked if checked else None,
        low,
        high,
        is_whole=not any(is_open_somewhere(version, group, day) for day in outside),
        has_outage=bool(failed & set(days)),
    )


def course(rates: tuple[PeriodRate, ...]) -> Course | None:
    """The first and the last six whole periods without a failure, where they hold enough."""
    usable = [one for one in rates if one.is_whole and not one.has_outage and one.checked]
    if len(usable) < LEAST_FOR_COURSE:
        return None
    ends = [
        (sum(one.persons for one in part), sum(one.checked for one in part))
        for part in (usable[:COMPARED], usable[-COMPARED:])
    ]
    return Course(*ends) if min(persons for persons, _ in ends) >= config.thresholds().course_least else None
