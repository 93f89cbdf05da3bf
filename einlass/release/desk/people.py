"""Who is who, as long as names are typed: the same name is the same person, however it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from einlass.errors import Reason
from einlass.release.events import Role, Who

MOST_SIGNS = 40


def plain(text: str) -> str:
    """A typed text without signs that cannot be seen and without needless blanks; line breaks are blanks too."""
    visible = (
        sign if unicodedata.category(sign)[0] != "C" else " " if sign in "\t\n\r" else "" for sign in text
    )
    return " ".join("".join(visible).split())


def is_same_person(name: str, other: str) -> bool:
    """Whether two typed names are the same: capitals, blanks and the way of encoding do not count."""
    return folded(name) == folded(other)


def folded(name: str) -> str:
    """A name as it is compared."""
    return plain(unicodedata.normalize("NFKC", plain(name)).casefold())


def against(who: Who, role: Role) -> Iterator[Reason]:
    """Why somebody may not take a step of this role."""
    if not folded(who.name):
        yield Reason("release.no_name")
    elif len(who.name) > MOST_SIGNS:
        yield Reason("release.long_name", {"most": MOST_SIGNS})
    if who.role != role:
        yield Reason(f"release.role_{role}")
