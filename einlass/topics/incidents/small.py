"""What is shown inside and would be hidden outside: small counts, and smaller ones of what is sensitive.

Source: disclosure rules of the project (primary suppression below 3; below 5 for level 3, injuries, sexual offences).
"""

from __future__ import annotations

LEAST, LEAST_SENSITIVE = 3, 5
SENSITIVE = frozenset({"SEX", "3", "injured", "unfit"})


def is_small(count: float, code: str = "") -> bool:
    """Whether a count is not for publication; code: the kind, level or consequence that it counts."""
    return 0 < count < (LEAST_SENSITIVE if code in SENSITIVE else LEAST)
