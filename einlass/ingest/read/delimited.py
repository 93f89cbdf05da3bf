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
from einlass.ingest.clean.cells import TEXT
from einlass.ingest.read.columns import Lines, Row
from einlass.ingest.read.headers import Header
from einlass.ingest.report import CellError

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


_MARK = b"\xef\xbb\xbf"
# Letters and signs of European texts in UTF-8, by kinds of bytes (a pattern would take ten times as long). In
# Windows-1252 they say capital A with an accent before a sign, or a with a circumflex before the euro sign: nobody
# writes that.
_UTF_8 = (b"\xc3\x80", b"\xe2\x80\x80", b"a\xc4\x80a")
_KINDS = bytes.maketrans(
    bytes([*range(0x80, 0xC0), 0xC2, 0xC5, *range(0x41, 0x5B), *range(0x61, 0x7B)]),
    b"\x80" * 64 + b"\xc3\xc4" + b"a" * 52,
)
# Umlauts and sharp s of Windows-1252 before a quote or a dash can be a letter of UTF-8, but of no European script.
_STRANGE_LEADS = (b"\xd6", b"\xdc", b"\xdf")
_STRANGE = re.compile("[\u0580-\u05bf\u0700-\u073f\u07c0-\u07ff]")
_CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f]")
# Umlauts and sharp s of DOS (code page 850) and of old Macintoshes, read as Windows-1252: signs amid a word.
_SIGNS = "\u201e\u201d\u2122\u00a7\u2020\u2026\u20ac\u017d\u0178\u0161\u00e1"
_SIGN_IN_WORD = re.compile(
    "[A-Za-z\u0161\u00df-\u00ff][\u201e\u201d\u2122\u00a7\u2020\u2026\u20ac\u017d\u0178][a-z\u00df-\u00ff]"
    "|\u2122[a-z]|[aeiou]\u00e1e|[b-df-hj-np-tv-z]\u0161[b-df-hj-np-tv-z]"
)


def refuse_broken_utf_8(file: str, content: bytes, error: UnicodeDecodeError) -> None:
    """Refuse a file that cannot be decoded at one place but is UTF-8 at others. Raises ImportRefused."""
    kinds = content.translate(_KINDS)
    if content.startswith(_MARK) or any(letter in kinds for letter in _UTF_8):
        broken = error.object  # without the mark
        raise ImportRefused(
            "refused.broken_utf8",
            file=file,
            row=row_of(broken[: error.start].decode()),
            found=f"{broken[error.start]:02X}",
        )


def refuse_strange_letters(file: str, content: bytes, text: str) -> None:
    """Refuse a file that is UTF-8 only if it holds letters of scripts that no export is written in.

    Raises ImportRefused.
    """
    if any(lead in content for lead in _STRANGE_LEADS) and (found := _STRANGE.search(text)):
        raise ImportRefused(
            "refused.strange_letters", file=file, row=row_of(text[: found.start()]), found=found[0]
        )


def refuse_control_sign(file: str, text: str) -> None:
    """Refuse a text with a sign that no table holds; other encodings would read it wrongly. Raises ImportRefused."""
    if found := _CONTROL.search(text):
        raise ImportRefused(
            "refused.control_sign",
            file=file,
            row=row_of(text[: found.start()]),
            found=f"U+{ord(found[0]):04X}",
        )


def refuse_other_encoding(file: str, text: str) -> None:
    """Refuse a text read as Windows-1252 that was written in another encoding of eight bits. Raises ImportRefused."""
    if any(sign in text for sign in _SIGNS) and (found := _SIGN_IN_WORD.search(text)):
        row = row_of(text[: found.start()])
        raise ImportRefused("refused.other_encoding", file=file, row=row, found=found[0])


def row_of(before: str) -> int:
    """The line that follows a text, whichever way lines end."""
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def is_row(cell: str, header: Header) -> bool:
    """Whether a cell cut at some separator is as long as the header, with a fitting value in its first typed column.

    Another separator, or quotes around a whole line, made one cell of it: it is no note.
    """
    columns = [header.source.headers.get(name or "") for name in header.columns]
    typed = [(at, column.kind) for at, column in enumerate(columns) if column and column.kind is not TEXT]
    if not typed:
        return False
    at, kind = typed[0]
    for separator in SEPARATORS:
        parts = [part.strip(' "') for part in cell.split(separator)]
        if len(parts) >= len(columns):
            try:
                kind.read(parts[at])
            except CellError:
                continue
            return True
    return False
