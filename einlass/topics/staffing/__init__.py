"""Guards: what a measure costs, which planned hours were done, which days had none.

Sums since the start of a measure are those of `einlass.findings`; here stands what they do not tell: course, gaps,
kinds of guards.
"""

from einlass.topics.staffing.cover import WeekdayCover, cover, without_roster
from einlass.topics.staffing.hours import (
    FEW_MONTHS,
    Filled,
    Gap,
    Kind,
    Post,
    PostWeek,
    Week,
    filled,
    gaps,
    kinds,
    post_weeks,
    posts,
    rates,
    shift_counts,
    surcharge_hours,
    weeks,
)
from einlass.topics.staffing.open_hours import OpenHour, hour_cover, lacking_hours, told_hours
from einlass.topics.staffing.roster import (
    COST,
    FULFILMENT,
    HOURS,
    all_episodes,
    days_of,
    holidays,
    known_until,
    shifts_of,
)
from einlass.topics.staffing.spent import Shared, Spent, Together, course, spent, spent_on, together

__all__ = [
    "COST",
    "FEW_MONTHS",
    "FULFILMENT",
    "HOURS",
    "Filled",
    "Gap",
    "Kind",
    "OpenHour",
    "Post",
    "PostWeek",
    "Shared",
    "Spent",
    "Together",
    "Week",
    "WeekdayCover",
    "all_episodes",
    "course",
    "cover",
    "days_of",
    "filled",
    "gaps",
    "holidays",
    "hour_cover",
    "kinds",
    "known_until",
    "lacking_hours",
    "post_weeks",
    "posts",
    "rates",
    "shift_counts",
    "shifts_of",
    "spent",
    "spent_on",
    "surcharge_hours",
    "together",
    "told_hours",
    "weeks",
    "without_roster",
]
