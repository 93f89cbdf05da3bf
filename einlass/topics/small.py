"""What is shown inside and would be hidden outside: small counts, and larger ones of what is sensitive.

Source: disclosure rules of the project (primary suppression); the numbers stand in the settings.
"""

from __future__ import annotations

from einlass import config
from einlass.topics.sentiment import STAFF

SENSITIVE = frozenset({"SEX", "3", "injured", "unfit"})


def is_small(count: float | None, code: str = "") -> bool:
    """Whether a count is not for publication; code: the kind, level or consequence that it counts."""
    told = config.thresholds()
    return count is not None and 0 < count < (
        told.hidden_below_sensitive if code in SENSITIVE else told.hidden_below
    )


def is_small_agreement(agreeing: float, answers: float, audience: str) -> bool:
    """Whether these answers are not for publication: few people, nearly none or nearly all, a small group of staff."""
    if not answers:
        return False
    told, rest = config.thresholds(), answers - agreeing
    if answers < told.hidden_answers_below or is_small(agreeing) or is_small(rest):
        return True
    return audience == STAFF and answers < told.small_staff_below and 0 in (agreeing, rest)
