"""What a plan for guards would come to: arithmetic on what was so far, with its range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from einlass import config
from einlass.measures import Measure, Window, measures
from einlass.remembered import remembered
from einlass.topics.staffing import Filled, days_of, rates, shifts_of, spent
from einlass.warehouse import DataVersion

RECENT = timedelta(weeks=4)
DAY = timedelta(days=1)
LENGTH = timedelta(weeks=13)  # how long a plan lasts until somebody says otherwise
LAST_HOLIDAY = config.CALENDAR_UNTIL - DAY  # up to here public holidays are known


def first_day(version: DataVersion, measure: Measure | None = None) -> date:
    """The first day of a plan: behind the day of decision, and never before the end of the rosters.

    Of one measure, else of all together. A decision too late for the calendar of public holidays is none to plan from.
    """
    every = [measure] if measure else list(measures(version).values())
    keys = {one.key for one in every}
    rosters = [one.cost.window.until for one in spent(version) if one.measure.key in keys]
    known = max(rosters, default=version.created_at.date())
    decided = [day for one in every if (day := one.decided_on)]
    behind = [day + DAY for day in decided if day + LENGTH < config.CALENDAR_UNTIL]
    return min(max([known, *behind]), LAST_HOLIDAY)


@dataclass(frozen=True)
class Plan:
    """What shall be: guards at some offices from a day to a day (both included) on some weekdays (1 to 7).

    usual_on: offices with the weekdays on which they have guards, where these differ. A weekday that some of them have
    counts there alone; one that none has counts at all of them. days_a_week: where guards come on changing weekdays, on
    how many of these weekdays a week at each office; 0: on all of them.
    """

    first: date
    last: date
    weekdays: tuple[int, ...]
    hours: float
    posts: int
    low_rate: float
    high_rate: float
    offices: tuple[str, ...]
    usual_on: tuple[tuple[str, tuple[int, ...]], ...] = ()
    days_a_week: float = 0.0

    def offices_on(self, weekday: int) -> int:
        """At how many offices guards are on a weekday."""
        if weekday not in self.weekdays:
            return 0
        own = dict(self.usual_on)
        having = [one for one in self.offices if weekday in own.get(one, ())]
        return len(having or self.offices)


@dataclass(frozen=True)
class Outcome:
    """What a plan comes to: days with guards over all offices, planned hours, hours done and euros from low to high."""

    days: int
    holidays: int
    planned_hours: float
    low_hours: float
    high_hours: float
    low_cost: float
    high_cost: float


@remembered(64)
def usual(version: DataVersion, measure: Measure, first: date, last: date) -> Plan:
    """The measure as it has been lately: the offices, weekdays, hours and posts of its last four weeks with guards."""
    rows = shifts_of(version, measure)
    recent = rows[rows["day"] > rows["day"].max() - RECENT]
    by_day = recent.groupby(["office_id", "day"])["planned_hours"].agg(["size", "sum"])
    posts = max(1, round(float(by_day["size"].mean())))
    hours = float((by_day["sum"] / by_day["size"]).mean())
    low, high = rates(version, measure.episodes) or (0.0, 0.0)
    seen = {
        str(office): (set(part["day"]), _recent_days(rows[rows["office_id"] == office], rows))
        for office, part in recent.groupby("office_id")
    }
    often = {office: _often(*days) for office, days in seen.items()}
    offices = tuple(one for one in measure.offices if one in seen)
    hours = round(2 * hours) / 2
    if not any(often.values()):
        return _changing(rows, Plan(first, last, (), hours, posts, low, high, offices))
    own = {office: days or _frequent(*seen[office]) for office, days in often.items()}
    weekdays = tuple(sorted({day for days in own.values() for day in days}))
    differing = tuple(own.items()) if len(set(own.values())) > 1 else ()
    return Plan(first, last, weekdays, hours, posts, low, high, offices, differing)


def _changing(rows: pd.DataFrame, plan: Plan) -> Plan:
    """Guards on changing weekdays: all weekdays they came on, and how often a week since the first of these days."""
    own = rows[rows["office_id"].isin(plan.offices)]
    until = rows["day"].max() + DAY
    rates = [
        7 * part["day"].nunique() / (until - part["day"].min()).days for _, part in own.groupby("office_id")
    ]
    weekdays = tuple(sorted({day.isoweekday() for day in own["day"]}))
    return replace(plan, weekdays=weekdays, days_a_week=sum(rates) / len(rates))


def _recent_days(own: pd.DataFrame, rows: pd.DataFrame) -> list[date]:
    """The days of the last four weeks of a measure, at an office that began later those since then."""
    until = rows["day"].max() + timedelta(days=1)
    return days_of(Window(max(own["day"].min(), until - RECENT), until))


def _often(guarded: set[date], recent: Sequence[date]) -> tuple[int, ...]:
    """The weekdays with guards in at least half of the weeks: an exceptional Saturday is not usual."""
    count, chance = (Counter(day.isoweekday() for day in days) for days in (guarded, recent))
    return tuple(day for day in sorted(count) if 2 * count[day] >= chance[day])


def _frequent(guarded: set[date], recent: Sequence[date]) -> tuple[int, ...]:
    """As many of the most frequent weekdays as there were a week, at an office beside others with fixed ones."""
    count = Counter(day.isoweekday() for day in guarded)
    a_week = max(1, round(7 * len(guarded) / len(recent)))
    return tuple(sorted(sorted(count, key=lambda day: (-count[day], day))[:a_week]))


def outcome(plan: Plan, free: frozenset[date], share: Filled | None) -> Outcome:
    """Hours and euros of a plan; the range is that of rates and of how much is filled.

    Holidays are taken out; where guards come on changing weekdays a holiday only moves them.
    """
    inside = days_of(Window(plan.first, plan.last + DAY))
    asked = [day for day in inside if plan.offices_on(day.isoweekday())]
    worked = [day for day in asked if day not in free]
    days = float(sum(plan.offices_on(day.isoweekday()) for day in worked))
    if plan.days_a_week:
        a_week = min(plan.days_a_week, len(plan.weekdays))
        days, worked = a_week * len(plan.offices) * len(inside) / 7, asked
    planned = days * plan.posts * plan.hours
    low, high = (planned * share.low, planned * share.high) if share else (planned, planned)
    return Outcome(
        round(days), len(asked) - len(worked), planned, low, high, low * plan.low_rate, high * plan.high_rate
    )
