"""What a plan for guards would come to: arithmetic on what was so far, with its range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from einlass.measures import Measure, Window
from einlass.topics.staffing import WEEK, Spent, days_of, rates, shifts_of
from einlass.warehouse import DataVersion


@dataclass(frozen=True)
class Plan:
    """What shall be: guards at some offices from a day to a day (both included) on some weekdays (1 to 7)."""

    first: date
    last: date
    weekdays: tuple[int, ...]
    hours: float
    posts: int
    low_rate: float
    high_rate: float
    offices: tuple[str, ...]


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


def usual(version: DataVersion, measure: Measure, first: date, last: date) -> Plan:
    """The measure as it has been lately: the weekdays, hours and posts of its last four weeks with guards."""
    rows = shifts_of(version, measure)
    recent = rows[rows["day"] > rows["day"].max() - timedelta(weeks=4)]
    by_day = recent.groupby(["office_id", "day"])["planned_hours"].agg(["size", "sum"])
    posts = max(1, round(float(by_day["size"].mean())))
    hours = float((by_day["sum"] / by_day["size"]).mean())
    weekdays = tuple(sorted({day.isoweekday() for day in recent["day"]}))
    low, high = rates(version, measure) or (0.0, 0.0)
    return Plan(first, last, weekdays, round(2 * hours) / 2, posts, low, high, measure.offices)


def outcome(plan: Plan, free: frozenset[date], share: tuple[float, float]) -> Outcome:
    """Hours and euros of a plan; holidays are taken out; the range is that of rates and of how much is filled."""
    inside = days_of(Window(plan.first, plan.last + timedelta(days=1)))
    asked = [day for day in inside if day.isoweekday() in plan.weekdays]
    worked = [day for day in asked if day not in free]
    days = len(worked) * len(plan.offices)
    planned = days * plan.posts * plan.hours
    low, high = planned * share[0], planned * share[1]
    return Outcome(
        days, len(asked) - len(worked), planned, low, high, low * plan.low_rate, high * plan.high_rate
    )


def projected(one: Spent, last: date, rate: tuple[float, float] | None) -> tuple[float, float, float]:
    """Net cost at the end of a day if each week costs what it did so far: at the mean, lowest and highest rate paid.

    A measure that ended costs no more.
    """
    if one.measure.ended is not None and one.measure.ended < last:
        last = max(one.measure.ended, one.cost.window.until - timedelta(days=1))
    days = max(0, (last + timedelta(days=1) - one.cost.window.until).days)
    more = one.per_week * days / WEEK
    low, high = rate if rate and one.mean_rate else (1.0, 1.0)
    mean = one.mean_rate or 1.0
    if not rate:
        low = high = mean
    so_far = one.cost.numerator
    return so_far + more, so_far + more * low / mean, so_far + more * high / mean
