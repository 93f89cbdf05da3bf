"""What happened at the press desk, as the ledger keeps it: records of the past that nobody changes.

An event carries all it needs, so that the desk of any day can be computed from the events alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from einlass.release.records import Figure, Reason, Severity, Sheet, Texts

# Until sign-in exists, whoever sits at the desk says which of the two they are. `desk`: the product itself.
Role = Literal["prepare", "release", "desk"]
Change = Literal["first", "correction", "revision", "notice"]


class Who(msgspec.Struct, frozen=True):
    """Who did something: the short name that was typed, and the role."""

    name: str
    role: Role


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag=str.lower, tag_field="event"):
    """The name of its class, in small letters, tells an event from the others."""


class Entered(_Event, frozen=True):
    """Somebody took a role. Who and which stand with every entry."""


class Drafted(_Event, frozen=True):
    """A figure was drawn up as the first version of a case, or as what changes its published one.

    case: number of the figure at this desk, from 1. text: what a correction, revision or notice says. severity,
    reason, tell: of a correction only. figure: as it may be published. raw: as it was counted, where something is
    hidden in the other; it never leaves the ledger.
    """

    case: int
    figure: Figure
    texts: dict[str, Texts]
    raw: Figure | None = None
    change: Change = "first"
    text: str = ""
    text_en: str = ""
    severity: Severity | None = None
    reason: Reason | None = None
    tell: tuple[str, ...] = ()


class Submitted(_Event, frozen=True):
    """A draft was laid before the second person. id: what the figure is called from now on and for ever."""

    case: int
    id: str
    seen_before_by: tuple[str, ...] = ()


class Returned(_Event, frozen=True):
    """The second person gave it back."""

    case: int
    reason: str


class Dropped(_Event, frozen=True):
    """A draft was given up. Its number and id stay taken."""

    case: int


class Released(_Event, frozen=True):
    """The second person released what was submitted. correction: its number, where it is one. date: in the calendar."""

    case: int
    correction: int = 0
    date: str = ""
    seen_before_by: tuple[str, ...] = ()


class Withdrawn(_Event, frozen=True):
    """A published figure no longer stands. is_secret: what it told may not be read any longer."""

    case: int
    reason: str
    reason_en: str = ""
    is_secret: bool = False


class Compared(_Event, frozen=True):
    """Published figures were built anew: which now differ, and which are final, because their day has come."""

    data_version: int
    data_sha256: str
    differing: tuple[int, ...] = ()
    final: tuple[int, ...] = ()


class Announced(_Event, frozen=True):
    """A date was entered into the release calendar. case: the figure that is meant, or 0."""

    date: str
    title: dict[str, str]
    planned_at: datetime
    case: int = 0


class Confirmed(_Event, frozen=True):
    """A date of the calendar is certain from now on."""

    date: str


class Moved(_Event, frozen=True):
    """A date of the calendar was moved; a certain one with its reason."""

    date: str
    planned_at: datetime
    reason: str = ""


class Cancelled(_Event, frozen=True):
    """A date of the calendar will not take place."""

    date: str
    reason: str


class Answered(_Event, frozen=True):
    """An answer sheet was kept; under a number that is known it replaces what stood there."""

    sheet: Sheet


class SheetApproved(_Event, frozen=True):
    """The second person approved an answer sheet as it was kept last."""

    number: str


Event: TypeAlias = (
    Entered
    | Drafted
    | Submitted
    | Returned
    | Dropped
    | Released
    | Withdrawn
    | Compared
    | Announced
    | Confirmed
    | Moved
    | Cancelled
    | Answered
    | SheetApproved
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the ledger. number: from 1. at: local time. previous: SHA-256 of the line before it."""

    number: int
    at: datetime
    who: Who
    event: Event
    previous: str
