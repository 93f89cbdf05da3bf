"""Which counts are not for publication by themselves. The numbers stand in the settings of the city.

Source: the project's rules of disclosure control (docs/disclosure.md), in the usual form of a minimum frequency rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from einlass import config
from einlass.topics.sentiment import STAFF
from einlass.topics.small import SENSITIVE

# Topics that are sensitive as a whole: reports of the two highest levels.
SENSITIVE_TOPICS = {"serious_incidents": "3"}
# Why a cell is hidden: text key `disclosure.ground.<code>`. computable: to protect another, all others by a rule.
Ground = Literal["small", "sensitive", "complement", "few_answers", "everyone", "computable"]


@dataclass(frozen=True, kw_only=True)
class Count:
    """So many of so many. code: kind, level or consequence counted. is_share: the others are people or reports, too.

    audience: who was asked, empty where nobody was.
    """

    part: float | None
    whole: float | None = None
    code: str = ""
    is_share: bool = False
    audience: str = ""


def least(code: str = "") -> int:
    """The smallest count of this kind that may be published (beside nothing)."""
    told = config.thresholds()
    return told.hidden_below_sensitive if code in SENSITIVE else told.hidden_below


def is_few(count: float | None, code: str = "") -> bool:
    """Whether a count is too small to be published; nothing is not."""
    return count is not None and 0 < count < least(code)


def ground(count: Count) -> Ground | None:
    """Why a count must be hidden, or None."""
    told = config.thresholds()
    if count.audience and count.whole and count.whole < told.hidden_answers_below:
        return "few_answers"
    if is_few(count.part, count.code):
        return "sensitive" if count.code in SENSITIVE else "small"
    if not count.is_share or not count.whole or count.part is None:
        return None
    if is_few(count.whole - count.part, count.code):
        return "complement"
    is_group = count.audience == STAFF and count.whole < told.small_staff_below
    return "everyone" if is_group and count.part in (0, count.whole) else None


def is_unreliable(count: Count) -> bool:
    """Whether a share rests on so few that it is marked with a stroke; the counts stay."""
    return count.is_share and count.whole is not None and 0 < count.whole < config.thresholds().share_least
