"""Styles of an OpenDocument workbook: which texts are marked, which rows and tables are hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from einlass.ingest.read.package import Attributes
from einlass.ingest.read.texts import LOWERED, RAISED, STRUCK

_URN = "urn:oasis:names:tc:opendocument:xmlns"
STYLE, TABLE, TEXT, OFFICE = (f"{_URN}:{name}:1.0 " for name in ("style", "table", "text", "office"))
_NUMBER = f"{_URN}:datastyle:1.0 "
_FORMAT = f"{_NUMBER}number-style"
_NUMBERS = {f"{_NUMBER}{name}" for name in ("number", "scientific-number", "fraction")}
_STYLE, _TEXT_LOOK, _ROW_LOOK, _TABLE_LOOK = (
    f"{STYLE}{name}" for name in ("style", "text-properties", "table-row-properties", "table-properties")
)
_NO_HEIGHT = re.compile(r"0*\.?0*[a-z%]*")
_NOT_MOVED = re.compile(r"(?:0*\.?0*%)(?: .*)?")
Name = tuple[str, str]  # family and name


@dataclass
class Styles:
    """What the styles say, by family and name; a style that says nothing goes by its parent."""

    marks: dict[Name, str] = field(default_factory=dict)
    parents: dict[Name, Name] = field(default_factory=dict)
    hidden: set[Name] = field(default_factory=set)
    has_marks: bool = False  # whether any style marks texts
    formats_without_number: set[str] = field(default_factory=set)  # they show words alone
    _current: Name = ("", "")
    _format: str = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take in the start of an element of the styles."""
        if name == _FORMAT:
            self._format = attributes.get(f"{STYLE}name", "")
            self.formats_without_number.add(self._format)
        elif name in _NUMBERS:
            self.formats_without_number.discard(self._format)
        elif name == _STYLE:
            family = attributes.get(f"{STYLE}family", "")
            self._current = family, attributes.get(f"{STYLE}name", "")
            if parent := attributes.get(f"{STYLE}parent-style-name"):
                self.parents[self._current] = family, parent
        elif name == _TEXT_LOOK:
            mark = _mark(attributes)
            if mark is not None:
                self.marks[self._current] = mark
                self.has_marks = self.has_marks or bool(mark)
        elif (name == _ROW_LOOK and _NO_HEIGHT.fullmatch(attributes.get(f"{STYLE}row-height", "1"))) or (
            name == _TABLE_LOOK and attributes.get(f"{TABLE}display") == "false"
        ):
            self.hidden.add(self._current)

    def mark(self, family: str, name: str | None) -> str:
        """How texts of a style are marked; nothing for most."""
        style: Name | None = (family, name or "")
        for _ in range(20):  # parents may be named in a circle
            if style is None or style in self.marks:
                break
            style = self.parents.get(style)
        return self.marks.get(style, "") if style else ""


def _mark(attributes: Attributes) -> str | None:
    """The mark that properties of text give, nothing for plain text; None where they do not speak of it."""
    line = attributes.get(f"{STYLE}text-line-through-style") or attributes.get(
        f"{STYLE}text-line-through-type"
    )
    place = attributes.get(f"{STYLE}text-position")
    if line not in (None, "none"):
        return STRUCK
    if place is not None and not _NOT_MOVED.fullmatch(place.strip()):
        return LOWERED if place.lstrip().startswith(("sub", "-")) else RAISED
    return None if line is None and place is None else ""
