"""What a council paper holds: plain records in one language. PDF, DOCX and OParl wear them and add nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, Literal

from einlass.words import unmarked

Kind = Literal["beschluss", "mitteilung", "anfrage"]
KINDS: tuple[Kind, ...] = ("beschluss", "mitteilung", "anfrage")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Open:
    """A place that only the city can fill in, with what is wanted there, e.g. "[bitte eintragen: …]"."""

    text: str


Text = str | Open


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a numbered section) to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. is_strong: the finding that the ones below explain. is_note: small print."""

    text: Text
    is_strong: bool = False
    is_note: bool = False


@dataclass(frozen=True)
class Listing:
    """A list, with numbers or with dots."""

    items: tuple[Text, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names it. numeric: columns with numbers. shares: widths of the columns."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    foot: str = ""
    numeric: tuple[int, ...] = ()
    shares: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture as SVG, with what it shows in words."""

    svg: str
    alt: str
    caption: str
    foot: str = ""


@dataclass(frozen=True)
class Way:
    """One of several ways to decide: its letter and name, what it means, what speaks for and against it."""

    title: str
    lines: tuple[Text, ...]
    reasons_for: tuple[str, ...] = ()
    reasons_against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ways:
    """The ways to decide on one matter, alternatives to each other."""

    about: str
    ways: tuple[Way, ...]
    label_for: str
    label_against: str


Block = Heading | Paragraph | Listing | Table | Chart | Ways


@dataclass(frozen=True)
class Consultation:
    """One meeting on the way of the paper."""

    body: Text
    meets_on: Text
    role: Text


@dataclass(frozen=True)
class Head:
    """What stands above a paper, each with its label."""

    subject: str
    number: tuple[str, Text]
    kind: tuple[str, str]
    status: tuple[str, Text]
    file_reference: tuple[str, Text]
    lead_office: tuple[str, Text]
    stand: tuple[str, str]
    consultations: Table

    @property
    def lines(self) -> tuple[tuple[str, Text], ...]:
        """The fields below the subject, in order."""
        return self.number, self.kind, self.status, self.file_reference, self.lead_office, self.stand


@dataclass(frozen=True)
class Logo:
    """The city's picture above a paper: png or svg, what it is in words."""

    kind: str
    content: bytes
    alt: str


@dataclass(frozen=True)
class Paper:
    """A council paper. mark, watermark: what every page of sample data says, else empty.

    page: with {page} and {count}.
    """

    kind: Kind
    language: str
    head: Head
    blocks: tuple[Block, ...]
    mark: str
    watermark: str
    page: str
    foot: str
    made_at: datetime
    logo: Logo | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables with figures, in order."""
        return tuple(one for one in self.blocks if isinstance(one, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The pictures, in order."""
        return tuple(one for one in self.blocks if isinstance(one, Chart))


def readable(text: str) -> str:
    """A text without the marks of our own markup and without signs that no file may hold."""
    return _CONTROL.sub("", unmarked(text))


def plain(value: Any) -> Any:
    """A record as plain data: each with its kind, each text readable, each open place marked as such."""
    if isinstance(value, Open):
        return {"open": readable(value.text)}
    if is_dataclass(value):
        named = {one.name: plain(getattr(value, one.name)) for one in fields(value)}
        return {"block": type(value).__name__.lower()} | named
    if isinstance(value, tuple | list | bytes):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return readable(value) if isinstance(value, str) else value
