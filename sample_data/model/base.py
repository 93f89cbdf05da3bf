"""Rows, random streams, days: what every part of the model needs."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import parameters as p

Row = dict[str, Any]
Visits = dict[tuple[date, str], int]
PARTS = ("visits", "spot_days", "checks", "incidents", "surveys", "shifts", "faults")


def stream(part: str) -> np.random.Generator:
    """A stream of its own for each part, so that changing one part leaves the others alone."""
    return np.random.default_rng([p.SEED, PARTS.index(part)])


def pick(rng: np.random.Generator, percent: dict[str, float]) -> str:
    shares = np.array(list(percent.values()), float)
    return str(rng.choice(list(percent), p=shares / shares.sum()))


def flag(happens: bool) -> str:
    return "J" if happens else "N"


def days(first: date = p.FIRST_DAY, last: date = p.LAST_DAY) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def easter(year: int) -> date:
    """Easter Sunday by Gauss's rule, valid 1900-2099."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    late = d + e - (7 if (d == 29 and e == 6) or (d == 28 and e == 6 and year % 19 > 10) else 0)
    return date(year, 3, 22) + timedelta(late)


@cache
def holidays(year: int) -> frozenset[date]:
    """Public holidays in North Rhine-Westphalia."""
    fixed = {date(year, *md) for md in ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))}
    return frozenset(fixed | {easter(year) + timedelta(n) for n in (-2, 1, 39, 50, 60)})


def is_open(office: p.Office, day: date) -> bool:
    closed = any(first <= day <= last for first, last in p.CLOSURES)
    return day.weekday() < len(office.volumes) and day not in holidays(day.year) and not closed


def open_days(office: p.Office, first: date = p.FIRST_DAY, last: date = p.LAST_DAY) -> list[date]:
    return [day for day in days(first, last) if is_open(office, day)]
