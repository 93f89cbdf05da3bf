"""What every rule may look at: who asks, when, and what the figure would be if it were built now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from einlass.errors import Reason
from einlass.release.desk.cases import Desk, Proposal
from einlass.release.desk.people import plain
from einlass.release.events import Who
from einlass.release.records import Figure, Sheet, Subject

MOST_SIGNS = 1000
MOST_NAMED = 30  # who was told, who had seen it before
MOST_SIGNS_NAMED = 80

Rebuild: TypeAlias = Callable[[Subject], Figure | None]
# Why a figure may not be published beside those that are, such as what disclosure control finds.
Objections: TypeAlias = Callable[[Desk, Proposal], Sequence[Reason]]


# What else keeps an answer sheet from going out, such as its words and its length.
Remarks: TypeAlias = Callable[[Desk, Sheet, datetime], Sequence[Reason]]


def no_remarks(_desk: Desk, _sheet: Sheet, _now: datetime) -> Sequence[Reason]:
    """Nothing keeps it."""
    return ()


def no_objections(_desk: Desk, _proposal: Proposal) -> Sequence[Reason]:
    """Nothing speaks against it."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asks and when. prefix: of ids. rebuild: the figure of now; None where nobody can build one here."""

    who: Who
    now: datetime
    prefix: str
    rebuild: Rebuild | None = None
    objections: Objections = no_objections
    remarks: Remarks = no_remarks


def lacking(text: str, key: str) -> Iterator[Reason]:
    """Why a text will not do: there is none, or it is too long."""
    if not plain(text):
        yield Reason(key)
    yield from too_long(text)


def too_long(text: str) -> Iterator[Reason]:
    """Why a text that may be lacking will not do."""
    if len(plain(text)) > MOST_SIGNS:
        yield Reason("release.long_text", {"most": MOST_SIGNS, "found": len(plain(text))})


def names(typed: Sequence[str]) -> tuple[str, ...]:
    """Names of offices as they are kept: each once, none empty."""
    return tuple(dict.fromkeys(name for one in typed if (name := plain(one))))


def too_many(typed: Sequence[str]) -> Iterator[Reason]:
    """Why names will not do."""
    kept = names(typed)
    if len(kept) > MOST_NAMED or any(len(one) > MOST_SIGNS_NAMED for one in kept):
        yield Reason("release.too_many_names", {"most": MOST_NAMED, "signs": MOST_SIGNS_NAMED})
