"""Bytes of a text file → its text, and the text cut into lines of cells.

Nothing is sniffed: the encoding is decided by strict decoding, the separator by the one that gives a declared header.
"""

from __future__ import annotations

import csv
import io
import mmap
import re
from dataclasses import dataclass
from itertools import islice

from einlass.errors import ImportRefused
from einlass.ingest.broken import (
    refuse_broken_utf_8,
    refuse_control_sign,
    refuse_other_encoding,
    refuse_strange_letters,
    row_of,
)

SEPARATORS = (";", ",", "\t", "|")
LONGEST_CELL = 131_072  # characters; no declared column is nearly as long
_CONTROLS = bytes([*range(9), *range(0x0E, 0x20), 0x7F])
_HIGH_CONTROL = re.compile("[\x80-\x9f]")
# UTF-8 taken for Windows-1252 or Latin-1: a capital A with tilde or circumflex before a sign, or "\u00e2\u20ac".
_TWICE_ENCODED = re.compile(
    "\u00c3[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|\u00c2[\u00a0-\u00bf]|\u00e2(?:\u20ac|\u201a\u00ac|\u0080|\u0082\u00ac)"
)
_EURO_IN_8859_15, _C1 = re.compile(b"\xa4"), re.compile(b"[\x80-\x9f]")
_SAMPLE = 4096
HEAD_SIZE = 256 * 1024  # within it the header is found
_OTHER_FILES = (
    (re.compile(rb"\s*(?:<!doctype|<html|<head|<\?xml|<table|<div|<!--)", re.IGNORECASE), "refused.web_page"),
    (re.compile(rb"%PDF"), "refused.pdf"),
    (re.compile(rb"\{\\rtf"), "refused.other_document"),
    (re.compile(rb"\s*[{\[]\s*[\"\[{]"), "refused.other_document"),
)


@dataclass(frozen=True)
class Row:
    """One line of the file: where it stands and its cells."""

    number: int
    cells: list[str]


Lines = list[Row]


def refuse_other_files(file: str, content: bytes | mmap.mmap) -> None:
    """Raises ImportRefused for a web page or a document that bears the name of a table."""
    for pattern, key in _OTHER_FILES:
        if pattern.match(content[:_SAMPLE].removeprefix(b"\xef\xbb\xbf")):
            raise ImportRefused(key, file=file)


def utf8_head(content: bytes | mmap.mmap) -> str:
    """The first whole lines of a UTF-8 text; nothing where they are none."""
    end = content.rfind(b"\n", 0, HEAD_SIZE) + 1
    try:
        return content[:end].decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def end_of_line(content: bytes | mmap.mmap, number: int) -> int:
    """The position behind the given number of lines, the whole length where there are fewer."""
    end = 0
    for _ in range(number):
        end = content.find(b"\n", end) + 1
        if not end:
            return len(content)
    return end


def decode(file: str, content: bytes) -> tuple[str, str]:
    """The text of a file and its encoding. Raises ImportRefused when it is no text, or was decoded wrongly before."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig":
                refuse_broken_utf_8(file, content, error)
            continue
        text = text.removeprefix("\ufeff")
        if _has_control(text):
            if encoding == "utf-8-sig":
                refuse_control_sign(file, text)
            continue
        _refuse_damaged(file, text)
        if encoding == "utf-8-sig":
            refuse_strange_letters(file, content, text)
        elif not encoding.startswith("utf"):
            refuse_other_encoding(file, text)
        return text, encoding.removesuffix("-sig")
    raise ImportRefused("refused.not_text", file=file)


def _candidates(content: bytes) -> list[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\0" in content[:_SAMPLE]:
        return [_utf_16_without_mark(content[:_SAMPLE])]
    if _EURO_IN_8859_15.search(content) and not _C1.search(content):
        return ["utf-8-sig", "iso-8859-15"]
    return ["utf-8-sig", "cp1252"]


def _utf_16_without_mark(sample: bytes) -> str:
    """Which half of the pairs is zero says which byte comes first: nearly all of a German table is ASCII."""
    return "utf-16-be" if sample[0::2].count(0) > sample[1::2].count(0) else "utf-16-le"


def _has_control(text: str) -> bool:
    """Whether a sign stands there that no table holds; looked for in bytes, which is ten times as fast."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        return True
    return b"\xc2" in raw and bool(_HIGH_CONTROL.search(text))


def _refuse_damaged(file: str, text: str) -> None:
    looks_damaged = "\u00c3" in text or "\u00c2" in text or "\u00e2" in text
    for key, found in (
        ("refused.twice_encoded", _TWICE_ENCODED.search(text) if looks_damaged else None),
        ("refused.lost_characters", re.search("\ufffd", text) if "\ufffd" in text else None),
    ):
        if found:
            raise ImportRefused(key, file=file, row=row_of(text[: found.start()]))


@dataclass(frozen=True)
class Break:
    """Where a text stops fitting a separator, and why: a text key."""

    row: int
    key: str


def cut(text: str, separator: str, most: int | None = None) -> tuple[Lines, Break | None]:
    """Lines (at most so many) cut at `separator`, as far as its quotes and the length of its cells allow."""
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    seen: dict[str, str] = {}
    cut_lines: Lines = []
    before = 0
    try:
        for cells in islice(lines, most):
            cut_lines.append(Row(before + 1, [seen.setdefault(cell, cell) for cell in map(str.strip, cells)]))
            before = lines.line_num
    except csv.Error as error:
        is_long = "limit" in str(error)
        return cut_lines, Break(before + 1, "refused.long_cell" if is_long else "refused.broken_quotes")
    return cut_lines, None
