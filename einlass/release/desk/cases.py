"""What holds at the desk, as records: figures on their way and released, dates of the calendar, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from einlass.release.events import Change
from einlass.release.records import (
    Figure,
    Move,
    Notice,
    Reason,
    Severity,
    Sheet,
    State,
    Subject,
    Texts,
    Version,
    Withdrawal,
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is on its way to become a version or a notice. prepared_by: names as they are compared.

    figure: as it may be published; raw: as it was counted, where that is another. reason_returned: why the second
    person gave it back.
    """

    change: Change
    figure: Figure
    raw: Figure | None = None
    texts: Mapping[str, Texts]
    state: Literal["draft", "submitted", "returned"] = "draft"
    text: str = ""
    text_en: str = ""
    severity: Severity | None = None
    reason: Reason | None = None
    tell: tuple[str, ...] = ()
    prepared_by: frozenset[str] = frozenset()
    drafted_at: datetime
    submitted_at: datetime | None = None
    submitted_by: str = ""
    returned_at: datetime | None = None
    reason_returned: str = ""

    @property
    def counted(self) -> Figure:
        """The figure with nothing hidden."""
        return self.raw or self.figure


@dataclass(frozen=True, kw_only=True)
class Case:
    """A figure at the desk. dates: of the calendar, on which each version appears; empty: it appeared at once.

    way: the proposal that became the latest version. has_newer_data: the last data that were looked at tell another
    figure. is_dropped: given up before it was released.
    """

    number: int
    subject: Subject
    id: str = ""
    proposal: Proposal | None = None
    versions: tuple[Version, ...] = ()
    dates: tuple[str, ...] = ()
    way: Proposal | None = None
    notices: tuple[Notice, ...] = ()
    withdrawal: Withdrawal | None = None
    has_newer_data: bool = False
    seen_before_by: tuple[str, ...] = ()
    is_dropped: bool = False

    @property
    def state(self) -> State:
        """Where it stands; a change on its way to a published figure has a state of its own."""
        if self.withdrawal:
            return "withdrawn"
        if self.versions or self.proposal is None:
            return "released"
        return self.proposal.state

    @property
    def counted(self) -> Figure | None:
        """The latest version with nothing hidden, as later data are compared with it."""
        return self.way.counted if self.way else None

    @property
    def is_closed(self) -> bool:
        """Whether the same may be counted anew under another id."""
        return self.withdrawal is not None or self.is_dropped


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A date of the release calendar. case: the figure that is meant or was released on it, or 0."""

    key: str
    title: Mapping[str, str]
    at: datetime
    state: Literal["provisional", "confirmed", "cancelled"] = "provisional"
    moves: tuple[Move, ...] = ()
    case: int = 0
    is_released: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptSheet:
    """An answer sheet at the desk. edition: how often it was kept. prepared_by: everybody who wrote on it."""

    sheet: Sheet
    saved_at: datetime
    edition: int = 1
    prepared_by: frozenset[str] = frozenset()
    approved_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that holds: figures and answer sheets by number, dates by key.

    compared: data (hash) and day of the last comparison.
    """

    cases: Mapping[int, Case] = field(default_factory=dict)
    dates: Mapping[str, Planned] = field(default_factory=dict)
    correction_count: int = 0
    ids: tuple[str, ...] = ()
    compared: tuple[str, date] | None = None
    sheets: Mapping[str, KeptSheet] = field(default_factory=dict)

    def case_of(self, subject: Subject) -> Case | None:
        """The latest case of what is counted; one that was given up is none."""
        found = [one for one in self.cases.values() if one.subject.is_same(subject) and not one.is_dropped]
        return found[-1] if found else None

    def case_with(self, name: str) -> Case | None:
        """The case with an id."""
        return next((one for one in self.cases.values() if name and one.id == name), None)
