"""What became of a file: an import report that adds up, and what somebody must decide before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

GONE_LISTED = 200  # a report lists so many vanished rows and counts the others
WAITS_LISTED = 200  # and so many offices, checks or waves that its rows wait for
CHANGED_LISTED = 200  # and so many changed cells


_WITH_EXAMPLE = frozenset(
    f"reason.{name}"
    for name in (
        "wrong_weekday", "date", "no_such_day", "clock", "decimal", "weekdays", "opening_some", "opening_hours",
        "two_readings", "other_decimals", "serial_of_1904",
    )
)  # fmt: skip


class CellError(ValueError):
    """A cell that cannot be read; `reason` is a text key, `expected` what would be accepted."""

    def __init__(self, reason: str, expected: str = "") -> None:
        self.reason, self.expected = reason, expected
        super().__init__(reason)


MANY_REJECTS = 500  # refused cells of a file that a page holds at once


@dataclass(frozen=True)
class Reject:
    """Why a row was refused: where it stands, what was found, what would be accepted. `reason` is a text key."""

    row: int
    column: str
    value: str
    reason: str
    expected: str = ""

    @property
    def is_example(self) -> bool:
        """Whether `expected` shows how a value may look, and not the values that are allowed."""
        return self.reason in _WITH_EXAMPLE

    def values(self) -> dict[str, Any]:
        """For a sentence about it."""
        return {
            "row": self.row,
            "column": self.column or "–",
            "value": self.value or "–",
            "reason": self.reason,
            "expected": self.expected or "–",
        }


@dataclass(frozen=True)
class Wait:
    """Rows that wait for an office, check or wave that is not there: its identifier, and how many rows.

    `table` is the one in which it is to come; `detail` what the file says of it besides: the group or office of a wave;
    `nearest` an office of nearly that identifier, `known` the first of those that are there.
    """

    table: str
    column: str
    value: str
    count: int
    detail: str = ""
    nearest: str = ""
    known: str = ""

    @property
    def awaited(self) -> str:
        """The identifier, with what else is said of it."""
        return f"{self.value} ({self.detail})" if self.detail else self.value


@dataclass(frozen=True)
class ChangedCell:
    """A cell that gets another value: its row in the file, the key of the row, header, old and new value."""

    row: int
    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Note:
    """Something worth knowing about a file; nothing has to be done. `key` is a text key with `values`."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """Something doubtful. A required question must be accepted by its `id` before the file is published.

    `remember` says what a yes means for later files of the same kind: topic → answer. Where there are `others`, the
    question may be answered with one of them (`id=answer`) before the file is read again. `answered_on` is the day on
    which the last file of its kind came with the same answer: it is proposed, and still has to be confirmed.
    """

    id: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    is_required: bool = True
    remember: dict[str, str] = field(default_factory=dict)
    others: Sequence[str] = ()
    answered_on: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "others", tuple(self.others))  # a list, when it comes out of JSON


@dataclass(frozen=True)
class FileReport:
    """One file of an import. Every line of the file is counted in exactly one of the fields.

    `outcome` is imported, known (this very file was imported before), asked (a required question is open; nothing
    was changed), left_out (somebody took it out of a preview) or refused (`error` says why).

    `offices` are those of which the file speaks; none: of all. `declared_offices` is how its title names them,
    `means_all_offices` whether somebody said that its rows of one office mean that there was nothing at the others.
    `declared_audience` is the group that the title of a file of answers names. `answers` (topic → answer) were given
    with this file and hold for later ones of its kind.
    """

    file: str
    outcome: str
    error: str = ""
    error_values: dict[str, Any] = field(default_factory=dict)
    table: str = ""
    batch_id: str = ""
    sha256: str = ""
    is_sample: bool = False
    period_from: date | None = None
    period_until: date | None = None
    is_period_declared: bool = False
    declared_offices: str = ""
    offices: tuple[str, ...] = ()
    means_all_offices: bool = False
    declared_audience: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    separator: str = ""
    title_rows: int = 0
    header_rows: int = 0
    blank_rows: int = 0
    sum_rows: int = 0
    note_rows: int = 0
    data_rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: int = 0
    waiting: int = 0
    gone_count: int = 0
    dropped_columns: tuple[str, ...] = ()
    changed_columns: dict[str, int] = field(default_factory=dict)
    changed_cells: tuple[ChangedCell, ...] = ()
    waits: tuple[Wait, ...] = ()
    gone: tuple[tuple[str, ...], ...] = ()
    gaps: tuple[tuple[date, date], ...] = ()
    first_columns: tuple[str, ...] = ()
    first_rows: tuple[dict[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()
    rejects: tuple[Reject, ...] = ()
    refused_rows: tuple[
        tuple[str, ...], ...
    ] = ()  # number and declared cells, without what looks like a person

    reject_count: int = 0  # of all, where `rejects` holds the first ones only, and `refused_rows` none

    def brief(self) -> FileReport:
        """The report without most of its refusals, where there are so many that a page cannot hold them all."""
        if len(self.rejects) <= MANY_REJECTS:
            return self
        first = self.rejects[:MANY_REJECTS]
        return replace(self, rejects=first, refused_rows=(), reject_count=len(self.rejects))

    @property
    def accepted(self) -> int:
        """Rows that stand in the warehouse in the version of this file."""
        return self.new + self.changed + self.unchanged

    @property
    def adds_up(self) -> bool:
        """Whether every data row was accepted, replaced by a later row of the file, rejected, or waits."""
        return self.data_rows == self.accepted + self.duplicates + self.rejected + self.waiting

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        plain = _fields(self) | {"accepted": self.accepted, "adds_up": self.adds_up}
        for name in ("period_from", "period_until"):
            plain[name] = getattr(self, name) and getattr(self, name).isoformat()
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> FileReport:
        """The report read back from JSON; a report of an older version lacks the newer fields."""
        values = {name: _lively(plain[name]) for name in cls.__dataclass_fields__ if name in plain}
        for name in ("period_from", "period_until"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        for name in ("offices", "dropped_columns", "first_columns", "first_rows"):
            values[name] = tuple(values.get(name, ()))
        for name in ("gone", "gaps", "refused_rows"):
            values[name] = tuple(tuple(entry) for entry in values.get(name, ()))
        for name, kind in _LISTS.items():
            values[name] = tuple(kind(**entry) for entry in values.get(name, ()))
        return cls(**values)


_LISTS: dict[str, Any] = {
    "notes": Note,
    "questions": Question,
    "rejects": Reject,
    "waits": Wait,
    "changed_cells": ChangedCell,
}


def _fields(record: FileReport | Note | Question | Reject | Wait | ChangedCell) -> dict[str, Any]:
    return {name: _plain(getattr(record, name)) for name in record.__dataclass_fields__}


def _plain(value: Any) -> Any:
    """Days and moments as marked text, so that they come back as what they were."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Note | Question | Reject | Wait | ChangedCell):
        return _fields(value)
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def _lively(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$day"}:
            return date.fromisoformat(value["$day"])
        if value.keys() == {"$moment"}:
            return datetime.fromisoformat(value["$moment"])
        return {name: _lively(entry) for name, entry in value.items()}
    return [_lively(entry) for entry in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Progress:
    """How far an import is: which file (from 1) of how many is being read or merged, or that tables are rebuilt."""

    step: str
    file: str = ""
    number: int = 0
    count: int = 0


@dataclass(frozen=True)
class Effect:
    """What becomes of the rows of an export at an office: how many leave, come (back), change, and wait more or less.

    Rows without an office of their own, such as finds, stand under none. Those that leave and wait count as both.
    """

    table: str
    office_id: str
    leaving: int = 0
    coming: int = 0
    changed: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class UndoPreview:
    """What taking a batch back would do."""

    batch_id: str
    file: str
    table: str
    effects: tuple[Effect, ...]
