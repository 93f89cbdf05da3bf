"""What can be released: a figure with everything it rests on, its texts, its versions, and what happened to them.

All records are frozen and made of plain values, so that the ledger can keep them as JSON and the static pages can be
written from the ledger alone, in three years, without the warehouse. Numbers and codes stand in `Figure`; what is
read stands in `Texts`, one a language, frozen with the version.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

Kind = Literal["share", "count", "rate", "score", "amount"]
Phase = Literal["before", "since", "period"]
Status = Literal["provisional", "final", "corrected", "withdrawn"]
State = Literal["draft", "submitted", "returned", "released", "withdrawn"]
Severity = Literal["formal", "minor", "serious"]
Asker = Literal["press", "council", "citizens"]
Reason = Literal["data", "late_reports", "definition", "calculation"]
# The signs of German official statistics; empty: the value itself may be read.
Sign = Literal["", "–", ".", "/", "x", "…", "|", "p", "r", "s", "( )"]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is counted: where, when, by which definition.

    topic: an indicator's code, `items.<kind>` or `cost`. measure: its key, or empty. offices: in order; empty: all.
    before: first and last day of what it is compared with; None without, and in ledgers of before November 2026.
    """

    topic: str
    measure: str = ""
    offices: tuple[str, ...] = ()
    first: date
    last: date
    before: tuple[date, date] | None = None

    def is_same(self, other: Subject) -> bool:
        """Whether both count the same; what an old ledger does not tell is no difference."""
        if self.before is None or other.before is None:
            return replace(self, before=None) == replace(other, before=None)
        return self == other


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number with what it rests on; `value` is in the figure's unit, None where it is hidden or cannot be told.

    low, high: 95 % interval. sign: what stands in its place or beside it.
    """

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    sign: Sign = ""


@dataclass(frozen=True, kw_only=True)
class Side:
    """A period of the figure. distribution: answers of value 1 to 5. waves: surveys in it.

    stretches: which days count at which office (first and last), where that is known.
    """

    phase: Phase
    first: date
    last: date
    amount: Amount
    day_count: int = 0
    wave_count: int = 0
    distribution: tuple[int, ...] = ()
    stretches: tuple[tuple[str, date, date], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the figure's table: a key of `Texts.labels`, and one amount a column."""

    label: str
    cells: tuple[Amount, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The figure's table. columns, labels: keys of `Texts.labels`. total: key of the row that sums up, or empty.

    dimension: what the rows are (offices | answers | kinds | months | quarters | phases), for disclosure control.
    """

    dimension: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: str = ""


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What Pressekodex 2.1 wants of a survey, and its response."""

    respondents: int
    asked: int
    first: date
    last: date
    client: str
    wording: str
    is_representative: bool
    selection: str
    modes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A citable figure. headline: the number a sentence leads with; sides: what it is compared with, in order.

    verdict: code of the finding behind it, or empty. caveats: codes of what breaks comparability. data_sha256: the
    snapshot it was read from; stand: when that was loaded. late_until: from this day it is final.
    """

    subject: Subject
    kind: Kind
    unit: str
    headline: Amount
    sides: tuple[Side, ...]
    table: Table
    verdict: str = ""
    caveats: tuple[str, ...] = ()
    survey: Survey | None = None
    definition_version: str
    sources: tuple[str, ...]
    data_version: int
    data_sha256: str
    stand: datetime
    late_until: date
    is_sample: bool


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What is read of a figure in one language.

    title: the finding. sentence: long. short. plain: easy words. chart_*: heading and alternative text of the picture.
    facts: term and text in order (period, counts, interval, definition, comparability, source). survey: the same for
    the survey's items. not_to_conclude: quotation and answer. labels: names of rows and columns. of: what `value`
    counts, beside it; counts: what it rests on and when, below it.
    """

    title: str
    sentence: str
    short: str
    plain: str
    value: str
    chart_title: str
    chart_subtitle: str
    chart_alt: str
    facts: tuple[tuple[str, str], ...]
    survey: tuple[tuple[str, str], ...] = ()
    not_to_conclude: tuple[tuple[str, str], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    source: str = ""
    of: str = ""
    counts: str = ""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Why a version replaces another. number: of all corrections of the city, from 1. tell: who must be told.

    text_en: the same in English, or empty. old, new: the headline before and after, in the figure's unit.
    """

    number: int
    severity: Severity
    reason: Reason
    text: str
    tell: tuple[str, ...] = ()
    old: float | None = None
    new: float | None = None
    text_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A remark on a published figure that changes no number."""

    at: datetime
    text: str
    text_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Version:
    """One frozen version. texts: by language. final_on: when provisional becomes final unless newer data differ.

    revision: what a planned replacement of a provisional figure says; it is no correction.
    """

    number: int
    status: Status
    figure: Figure
    texts: dict[str, Texts]
    released_at: datetime
    final_on: date | None = None
    correction: Correction | None = None
    revision: str = ""
    revision_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """Why a figure no longer stands. Its page stays and says so.

    is_secret: what it told may not be read any longer, not even struck.
    """

    at: datetime
    reason: str
    reason_en: str = ""
    is_secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A figure under one id, with all versions, oldest first. has_newer_data: the latest import changes it."""

    id: str
    versions: tuple[Version, ...]
    withdrawal: Withdrawal | None = None
    has_newer_data: bool = False
    seen_before_by: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def latest(self) -> Version:
        """The version that stands."""
        return self.versions[-1]


@dataclass(frozen=True)
class Passage:
    """What somebody at the desk wrote for readers, and in which language it is."""

    text: str
    language: str


def passage(german: str, english: str, language: str) -> Passage:
    """What is read in a language: the German words where nobody wrote English ones."""
    return Passage(english, "en") if language == "en" and english else Passage(german, "de")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An answer to one enquiry: own text around released figures. number: its id, empty until it was kept.

    kind: who asked. due: day by which the answer is wanted. figures: id and version of each, in order. between: own
    text right above a figure, by its id; sheets kept before November 2026 have none. before, after: around them all.
    """

    number: str = ""
    subject: str
    kind: Asker = "press"
    due: date | None = None
    before: str = ""
    after: str = ""
    figures: tuple[tuple[str, int], ...] = ()
    language: str = "de"
    between: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Move:
    """A date that was moved: from when, and why."""

    was: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """An entry of the release calendar. moves: of a confirmed date, oldest first. figure: id, once it is known."""

    key: str
    title: dict[str, str]
    state: Literal["provisional", "confirmed", "published", "cancelled"]
    at: datetime
    moves: tuple[Move, ...] = ()
    figure: str = ""
    reason: str = ""
