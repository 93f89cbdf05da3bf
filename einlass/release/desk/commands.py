"""What somebody at the desk wants. A figure is named by what it counts: its subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from einlass.release.events import Change
from einlass.release.records import Figure, Reason, Severity, Sheet, Subject, Texts


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Draw up a figure: the first version of it, or what changes the published one.

    text: what readers will be told of a correction, revision or notice; text_en: in English. severity, reason, tell:
    of a correction. figure: as it may be published. raw: as it was counted, where that is another.
    """

    figure: Figure
    raw: Figure | None = None
    texts: Mapping[str, Texts]
    change: Change = "first"
    text: str = ""
    text_en: str = ""
    severity: Severity | None = None
    reason: Reason | None = None
    tell: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """What it counts."""
        return self.figure.subject

    @property
    def counted(self) -> Figure:
        """The figure with nothing hidden."""
        return self.raw or self.figure


@dataclass(frozen=True, kw_only=True)
class Submit:
    """Lay the draft before the second person. seen_before_by: offices that know the figure already."""

    subject: Subject
    seen_before_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Return:
    """Give it back, with a reason."""

    subject: Subject
    reason: str


@dataclass(frozen=True, kw_only=True)
class Drop:
    """Give up a draft or what was returned. What is published stays."""

    subject: Subject


@dataclass(frozen=True, kw_only=True)
class Release:
    """Release what was submitted. date: key of the calendar's date it belongs to, or empty: at once."""

    subject: Subject
    date: str = ""
    seen_before_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """Say that a published figure no longer stands. Nothing published is ever deleted.

    is_secret: what it told may not be read any longer, because it discloses something.
    """

    subject: Subject
    reason: str
    reason_en: str = ""
    is_secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Announce:
    """Enter a date into the calendar, provisional at first. subject: the figure that is meant, where one is."""

    title: Mapping[str, str] = field(default_factory=dict)
    planned_at: datetime
    subject: Subject | None = None


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """Make a date certain."""

    date: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """Move a date; a certain one with a reason, which stays visible."""

    date: str
    planned_at: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """Say that a date will not take place, with a reason."""

    date: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Keep an answer sheet: a new one without a number, or what takes the place of one.

    seen: the edition of it that was before the writer's eyes.
    """

    sheet: Sheet
    seen: int = 0


@dataclass(frozen=True, kw_only=True)
class Approve:
    """Approve an answer sheet in the edition that was read."""

    number: str
    seen: int


FigureCommand: TypeAlias = Draft | Submit | Return | Drop | Release | Withdraw
CalendarCommand: TypeAlias = Announce | Confirm | Move | Cancel
SheetCommand: TypeAlias = Answer | Approve
Command: TypeAlias = FigureCommand | CalendarCommand | SheetCommand
