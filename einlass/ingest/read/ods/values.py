"""One cell of an OpenDocument sheet: its text, its value, and whether it can be taken as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from einlass.ingest.read.ods.styles import OFFICE, TABLE
from einlass.ingest.read.package import Attributes
from einlass.ingest.read.texts import (
    Refusal,
    duration_text,
    moment_text,
    number_text,
    percent_text,
    refusal_of,
)

_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_KIND, _CALC_KIND = f"{OFFICE}value-type", f"{_CALC}value-type"
_NUMBER, _DAY, _TIME, _FLAG, _TEXT = (
    f"{OFFICE}{name}" for name in ("value", "date-value", "time-value", "boolean-value", "string-value")
)
_FORMULA = f"{TABLE}formula"
_SPECIAL = {_FORMULA, f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"}
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(\.\d+)?S)?)?")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NV|NAME\?|REF!|VALUE!|NUM!|NULL!|BEZUG!|WERT!|ZAHL!)|(?:Err|Fehler):\d+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?", re.ASCII)
_DIGIT = re.compile(r"\d")
_IN_ERROR = "error"
_NUMBERS = ("float", "currency", "percentage")


class Paragraphs:
    """Gathers the text of one cell after the other."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []  # text and mark
        self._marks: list[str] = []
        self._depth = 0
        self._is_marked = False

    def start(self) -> None:
        """A paragraph begins."""
        if self._parts:
            self._parts.append(("\n", ""))
        self._depth += 1

    def end(self) -> None:
        """A paragraph ends."""
        self._depth -= 1

    def start_span(self, mark: str) -> None:
        """A part in another style begins; one without a mark of its own takes that around it."""
        self._marks.append(mark or (self._marks[-1] if self._marks else ""))
        self._is_marked = self._is_marked or bool(mark)

    def end_span(self) -> None:
        """That part ends."""
        self._marks.pop()

    def add(self, text: str) -> None:
        """Text; outside paragraphs it only sets the markup apart."""
        if self._depth:
            self._parts.append((text, self._marks[-1] if self._marks else ""))

    def take(self) -> tuple[str, Refusal | None]:
        """The text of the cell that ends, and why it cannot be taken."""
        if not self._parts:
            return "", None
        parts, self._parts = self._parts, []
        text = "".join(part for part, _ in parts).strip()
        if not self._is_marked:
            return text, None
        self._is_marked = False
        return text, refusal_of(parts)


class BadValue(ValueError):
    """A value that is none of its kind."""


class Value(NamedTuple):
    """The attributes of a cell, and the text it shows."""

    attributes: Attributes
    shown: str

    @property
    def is_plain(self) -> bool:
        """Whether nothing is to be said of the cell but its value."""
        return _SPECIAL.isdisjoint(self.attributes) and self.attributes.get(_CALC_KIND) != _IN_ERROR

    @property
    def is_text(self) -> bool:
        """Whether the cell holds what it shows."""
        return bool(self.shown) and self.attributes.get(_KIND) == "string"

    @property
    def is_formula(self) -> bool:
        """Whether the cell is computed."""
        return _FORMULA in self.attributes

    @property
    def is_error(self) -> bool:
        """Whether it holds an error instead of a value."""
        if self.attributes.get(_CALC_KIND) == _IN_ERROR:
            return True
        if not self.is_formula or self.attributes.get(_KIND) not in (None, "string", "float"):
            return False
        return bool(_ERROR.fullmatch(self.shown))

    @property
    def is_moment(self) -> bool:
        """Whether it is a day with a time."""
        return "T" in self.attributes.get(_DAY, "") and self.attributes.get(_KIND) == "date"

    @property
    def shows_time_alone(self) -> bool:
        """Whether a moment shows nothing but its time."""
        return bool(_CLOCK.fullmatch(self.shown))

    @property
    def shows_day_alone(self) -> bool:
        """Whether a moment shows nothing but its day."""
        return bool(self.shown) and ":" not in self.shown

    @property
    def shows_words_alone(self) -> bool:
        """Whether a number shows a text instead; signs for a column that is too narrow are none."""
        return bool(self.shown.strip("#")) and not _DIGIT.search(self.shown)

    @property
    def has_value(self) -> bool:
        """Whether a computed cell has a value, be it an empty text."""
        return bool(self.shown) or _KIND in self.attributes

    @property
    def is_zero(self) -> bool:
        """Whether the value is the number 0."""
        try:
            return float(self.attributes.get(_NUMBER, "1")) == 0
        except ValueError:
            return False


class Values:
    """Values as texts; each distinct one is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[str, Refusal | None]] = {}

    def text_of(self, value: Value) -> tuple[str, Refusal | None]:
        """The text of a cell, and why it cannot be taken. Raises BadValue."""
        kind = value.attributes.get(_KIND, "string")
        if kind not in _READ:
            return value.shown or value.attributes.get(_TEXT, "").strip(), None
        name, read = _READ[kind]
        try:
            key = kind, value.attributes[name]
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = read(key[1])
        except (KeyError, ValueError, OverflowError):
            raise BadValue(value.shown) from None
        if found[1] and kind == "boolean":
            return value.shown, Refusal(found[1].reason, f"{value.shown} ({key[1]})")
        if kind in _NUMBERS and value.shows_words_alone and not value.is_zero:
            return found[0], Refusal("reason.hidden_number", f"{value.shown} ({found[0]})")
        return found


def _number(value: str) -> tuple[str, None]:
    return number_text(float(value)), None


def _share(value: str) -> tuple[str, None]:
    return percent_text(float(value)), None


def _day(value: str) -> tuple[str, None]:
    return (moment_text(datetime.fromisoformat(value.replace(",", "."))) if "T" in value else value), None


def _time(value: str) -> tuple[str, Refusal | None]:
    match = _DURATION.fullmatch(value)
    if not match:
        raise ValueError(value)
    days, hours, minutes, seconds = (int(part or 0) for part in match.group(2, 3, 4, 5))
    fraction = float(match[6] or 0)
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds + fraction)
    if match[1] and duration:
        text = duration_text(-duration)
        return text, Refusal("reason.below_zero", text)
    return duration_text(duration, is_clock=True), None


def _flag(value: str) -> tuple[str, Refusal | None]:
    if value in ("true", "false"):
        return "J" if value == "true" else "N", None
    return value, Refusal("reason.odd_flag", value)


_READ: dict[str, tuple[str, Callable[[str], tuple[str, Refusal | None]]]] = {
    "float": (_NUMBER, _number),
    "currency": (_NUMBER, _number),
    "percentage": (_NUMBER, _share),
    "date": (_DAY, _day),
    "time": (_TIME, _time),
    "boolean": (_FLAG, _flag),
}
