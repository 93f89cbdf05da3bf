"""The markup of one sheet of an XLSX workbook → the look at it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce

from einlass.ingest.read.look import Area, Look, Merge
from einlass.ingest.read.package import Attributes, BrokenMarkup, feed, is_plain, parser_of
from einlass.ingest.read.texts import DAY as ONE_DAY
from einlass.ingest.read.texts import Refusal, duration_text, number_text, percent_text
from einlass.ingest.read.xlsx.book import Book
from einlass.ingest.read.xlsx.styles import CLOCK, DAY, ELAPSED, PERCENT, WORDS, Runs, is_on, local_name

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_HAIR = 1e-8  # of a day: less than a millisecond
_REFERENCE = re.compile(r"\$?([A-Za-z]+)\$?(\d+)(?::\$?([A-Za-z]+)\$?(\d+))?")
_SPECIAL = re.compile(
    rb"mergeCell|hidden\s*=\s*[\"']\s*(?:1|t)|<(?:\w+:)?f[ \s/>]|t\s*=\s*[\"'][eb][\"']|vertAlign|strike|&#"
)
_NO_SIZE = re.compile(rb"\s(?:ht|width)\s*=\s*[\"']\s*0*\.?0*[\"']")
# A sheet has up to 200 MB. Where attributes are spelled as they nearly always are, the same is found in a fifth of the
# time by looking for plain words first and then for patterns that begin with them.
_RARE_CHARACTERS = (b"'", b"\t", b"\r", b" =", b"= ")
_WORDS = (b"mergeCell", b"vertAlign", b"strike", b'"e"', b'"b"')
_PERHAPS = {
    b"&": re.compile(rb"&#"),
    b"hidden": re.compile(rb'hidden="\s*(?:1|t)'),
    b"<f": re.compile(rb"<f[ />]"),
    b":f": re.compile(rb":f[ />]"),
    b" ht": re.compile(rb' ht="\s*0*\.?0*"'),
    b"width": re.compile(rb'width="\s*0*\.?0*"'),
}
_ODD_VALUE = rb"[^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(?:%s)"
_ODD = {CLOCK: rb"[-+1-9]", ELAPSED: rb"-", DAY: rb"\d*\.", PERCENT: rb"", WORDS: rb""}


def look_at(xml: bytes, book: Book) -> Look:
    """The look at a sheet; one that cannot be made says so."""
    look = Look(counts_from_1904=book.counts_from_1904, wants_computing=book.wants_computing)
    look.is_whole = book.is_whole
    if not _needs_parsing(xml, book):
        return look
    reader = SheetReader(look, book)
    try:
        feed(reader.parser, xml)
    except (BrokenMarkup, ValueError, OverflowError):
        return Look(counts_from_1904=book.counts_from_1904, is_whole=False)
    look.merges.sort(key=lambda merge: (merge.top, merge.left))
    return look


def _needs_parsing(xml: bytes, book: Book) -> bool:
    """Whether there may be something to tell: nothing can be where none of its names stands in the bytes."""
    is_usual = _is_spelled_as_usual(xml)
    if not is_plain(xml) or (_has_words(xml) if is_usual else _SPECIAL.search(xml) or _NO_SIZE.search(xml)):
        return True
    if book.strings or (book.styles.marks and _uses(xml, book.styles.marks, rb"", is_usual=is_usual)):
        return True
    for kind, odd in _ODD.items():
        numbers = [number for number, of in book.styles.kinds.items() if of == kind]
        if numbers and _uses(xml, numbers, _ODD_VALUE % odd, is_usual=is_usual):
            return True
    return False


def _is_spelled_as_usual(xml: bytes) -> bool:
    """Whether every attribute stands behind one blank, in double quotes, as writers of workbooks but few spell it."""
    is_in_lines = xml.find(b"\n", len(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n\n")) >= 0
    return not is_in_lines and not any(one in xml for one in _RARE_CHARACTERS)


def _has_words(xml: bytes) -> bool:
    if any(word in xml for word in _WORDS):
        return True
    return any(word in xml and pattern.search(xml) for word, pattern in _PERHAPS.items())


def _uses(xml: bytes, styles: Iterable[int], behind: bytes, *, is_usual: bool) -> bool:
    numbers = b"|".join(str(number).encode() for number in styles)
    spelled = rb' s="(?:%s)"' if is_usual else rb"\ss\s*=\s*[\"'](?:%s)[\"']"
    return bool(re.search(spelled % numbers + behind, xml))


class SheetReader:
    """Takes in the markup of a sheet; what it says besides the plain values goes into the look."""

    def __init__(self, look: Look, book: Book) -> None:
        self._look, self._book = look, book
        self._row, self._column = 0, -1
        self._cell: Attributes = {}
        self._is_formula = self._has_inline = self._wants_text = False
        self._value: list[str] | None = None
        self._runs = Runs()
        self.parser = parser_of(self._start, self._end)
        self._starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "f": self._start_formula,
            "is": self._start_inline,
            "col": self._start_column,
            "mergeCell": self._start_merge,
        }

    def _start(self, full_name: str, attributes: Attributes) -> None:
        name = local_name(full_name)
        if self._has_inline:
            self._runs.start(name, attributes)
        elif name in self._starts:
            self._starts[name](attributes)

    def _end(self, full_name: str) -> None:
        name = local_name(full_name)
        if name == "c":
            self._end_cell()
        elif name == "v":
            self.parser.CharacterDataHandler = None
        elif name == "is":
            self._has_inline = False
            self.parser.CharacterDataHandler = None
        elif self._has_inline:
            self._runs.end(name)

    # --- Rows and columns

    def _start_row(self, attributes: Attributes) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = -1
        is_hidden = "hidden" in attributes and is_on(attributes, "hidden")
        if is_hidden or float(attributes.get("ht", 1)) == 0:
            self._look.hidden_rows.append(range(self._row, self._row + 1))

    def _start_column(self, attributes: Attributes) -> None:
        is_hidden = "hidden" in attributes and is_on(attributes, "hidden")
        if is_hidden or float(attributes.get("width", 1)) == 0:
            self._look.hidden_columns.append(range(int(attributes["min"]) - 1, int(attributes["max"])))

    def _start_merge(self, attributes: Attributes) -> None:
        match = _REFERENCE.fullmatch(attributes.get("ref", ""))
        if not match:
            raise BrokenMarkup("merge")
        left, top, right, bottom = match.groups()
        last = _column_number(right or left)
        self._look.merges.append(Merge(int(top), _column_number(left), int(bottom or top), last))

    # --- Cells

    def _start_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        self._column += 1
        if place:
            match = _REFERENCE.fullmatch(place)
            if not match or match[3]:
                raise BrokenMarkup("cell")
            self._column, self._row = _column_number(match[1]), int(match[2])
        self._cell, self._is_formula, self._value = attributes, False, None
        style = int(attributes.get("s", 0))
        kind = attributes.get("t", "n")
        self._wants_text = (
            kind == "b"
            or (kind == "s" and bool(self._book.strings))
            or style in self._book.styles.kinds
            or style in self._book.styles.marks
        )

    def _start_formula(self, _: Attributes) -> None:
        self._is_formula = self._wants_text = True

    def _start_value(self, _: Attributes) -> None:
        self._value = []
        if self._wants_text:
            self.parser.CharacterDataHandler = self._value.append

    def _start_inline(self, _: Attributes) -> None:
        self._has_inline = True
        self.parser.CharacterDataHandler = self._runs.text

    def _end_cell(self) -> None:
        kind = self._cell.get("t", "n")
        area = Area(self._row, self._column)
        value = "".join(self._value or ()).strip()
        if kind == "e":
            self._look.errors.append(area)
            return
        if self._is_formula:
            has_value = bool(value) or (kind == "str" and self._value is not None)
            self._look.add_formula(area, has_value=has_value, is_zero=kind == "n" and _is_zero(value))
        inline, refusal = self._runs.take() if kind == "inlineStr" else ("", None)
        refusal = self._refusal(kind, value, inline) or refusal
        if refusal:
            self._look.refused[(self._row, self._column)] = refusal
        elif kind == "n" and value:
            self._note_shown(value)

    def _refusal(self, kind: str, value: str, inline: str) -> Refusal | None:
        mark = self._book.styles.marks.get(int(self._cell.get("s", 0)), "")
        if mark and (value or inline):
            return Refusal(mark, "")  # the reader of cells knows how it looks
        if kind == "s":
            return self._book.strings.get(int(value)) if self._book.strings and value else None
        if kind == "b" and value not in ("", "0", "1", "true", "false"):
            return Refusal("reason.odd_flag", value)
        return None

    def _note_shown(self, value: str) -> None:
        """What a number shows as a time, a day or a share, where that is not what the reader of cells makes of it."""
        kind = self._book.styles.kinds.get(int(self._cell.get("s", 0)))
        place = self._row, self._column
        number = float(value) if kind else 0.0
        if kind == WORDS:
            words = self._book.styles.words.get(int(self._cell.get("s", 0)), "")
            self._look.refused[place] = Refusal(
                "reason.hidden_number", f"{words} ({number_text(number)})".strip()
            )
        elif kind == PERCENT:
            self._look.shown[place] = percent_text(number)
        elif kind in (CLOCK, ELAPSED) and number < 0:
            text = duration_text(number * ONE_DAY)
            self._look.refused[place] = Refusal("reason.below_zero", text)
        elif kind == CLOCK and number >= 1:
            part = number % 1 if number != 1 else 1
            self._look.shown[place] = duration_text(part * ONE_DAY, is_clock=True)
        elif kind == DAY and number % 1 and number >= 1:
            epoch = _EPOCH_1904 if self._book.counts_from_1904 else _EPOCH
            self._look.days[place] = (epoch + timedelta(days=int(number + _HAIR))).isoformat()


def _is_zero(value: str) -> bool:
    try:
        return float(value) == 0
    except ValueError:
        return False


def _column_number(letters: str) -> int:
    """The number of a column from 0."""
    return reduce(lambda number, letter: number * 26 + ord(letter) - ord("A") + 1, letters.upper(), 0) - 1
