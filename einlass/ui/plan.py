"""What a reader wants to try out with guards, and how it stands in the address.

`plan=extend,2020-04-01..2020-06-30,14,5.5,2,15.90-19.50` and, behind a further comma each, the offices: purpose, first
and last day, weekdays (1 Monday), hours a day and post, posts an office, lowest and highest rate in euros.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast
from urllib.parse import unquote

from einlass import config

Purpose = Literal["extend", "end", "copy"]
PURPOSES: tuple[Purpose, ...] = ("extend", "end", "copy")
LONGEST = timedelta(days=3 * 366)
MOST_HOURS, MOST_POSTS, MOST_RATE = 12.0, 12, 100.0


@dataclass(frozen=True)
class Setting:
    """A setting of the what-if; both days are included. offices: where the measure is copied to."""

    purpose: Purpose
    first: date
    last: date
    weekdays: tuple[int, ...]
    hours: float
    posts: int
    low_rate: float
    high_rate: float
    offices: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it can be computed."""
        return (
            self.purpose in PURPOSES
            and config.CALENDAR_FROM <= self.first <= self.last < config.CALENDAR_UNTIL
            and self.last - self.first <= LONGEST
            and set(self.weekdays) <= set(range(1, 8))
            and 0 < self.hours <= MOST_HOURS
            and 0 < self.posts <= MOST_POSTS
            and 0 <= self.low_rate <= self.high_rate <= MOST_RATE
        )


def read(text: str) -> Setting | None:
    """The setting of an address; None where it cannot be read."""
    try:
        purpose, days, weekdays, hours, posts, rates, *offices = text.split(",")
        first, last = map(date.fromisoformat, days.split(".."))
        low, high = map(float, rates.split("-"))
        setting = Setting(
            cast(Purpose, purpose),
            first,
            last,
            tuple(sorted({int(one) for one in weekdays})),
            float(hours),
            int(posts),
            low,
            high,
            tuple(dict.fromkeys(unquote(one) for one in offices if one)),
        )
    except (ValueError, OverflowError):
        return None
    return setting if setting.is_sound else None


def write(setting: Setting | None) -> str:
    """The text of the address."""
    if setting is None:
        return ""
    parts = [
        setting.purpose,
        f"{setting.first}..{setting.last}",
        "".join(map(str, setting.weekdays)),
        f"{setting.hours:g}",
        str(setting.posts),
        f"{setting.low_rate:.2f}-{setting.high_rate:.2f}",
        *(one.replace("%", "%25").replace(",", "%2C") for one in setting.offices),
    ]
    return ",".join(parts)
