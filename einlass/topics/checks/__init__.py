"""Checks and finds: rates within one regime, items, waiting, the choice of spot checks, failures of scanners."""

from einlass.topics.checks.items import COUNTED_BY, DISPOSALS, Items, Kind, items
from einlass.topics.checks.outages import LONG_OUTAGE_MINUTES, Outage, failed_days, outages
from einlass.topics.checks.rates import (
    COMPARED,
    FINDS,
    REFUSED,
    SHARE,
    THOUSAND,
    Course,
    PeriodRate,
    by_period,
    course,
    step_of,
    total,
    without,
)
from einlass.topics.checks.rows import (
    REGIMES,
    Group,
    checked_offices,
    default_period,
    groups,
    whole_period,
)
from einlass.topics.checks.spots import Part, Spots, spots
from einlass.topics.checks.waiting import Block, Waiting, waiting

__all__ = [
    "COMPARED",
    "COUNTED_BY",
    "DISPOSALS",
    "FINDS",
    "LONG_OUTAGE_MINUTES",
    "REFUSED",
    "REGIMES",
    "SHARE",
    "THOUSAND",
    "Block",
    "Course",
    "Group",
    "Items",
    "Kind",
    "Outage",
    "Part",
    "PeriodRate",
    "Spots",
    "Waiting",
    "by_period",
    "checked_offices",
    "course",
    "default_period",
    "failed_days",
    "groups",
    "items",
    "outages",
    "spots",
    "step_of",
    "total",
    "waiting",
    "whole_period",
    "without",
]
