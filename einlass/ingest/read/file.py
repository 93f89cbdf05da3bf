"""Bytes of an export → its header, its rows as columns of text, and every line that is neither.

A file that fits no declared export is refused. Large plain texts are cut by Arrow, the others line by line.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from einlass.errors import ImportRefused
from einlass.ingest.read import delimited, large_text, ods, xlsx
from einlass.ingest.read.columns import Lines
from einlass.ingest.read.delimited import SEPARATORS
from einlass.ingest.read.headers import (
    HEADER_WITHIN,
    TALLEST,
    Header,
    Reach,
    Spelling,
    header_among,
    nearest,
    of_other_meaning,
)
from einlass.ingest.read.lines import sorted_lines
from einlass.ingest.read.look import put_look
from einlass.ingest.read.package import Package, package_of
from einlass.ingest.read.page import Page
from einlass.ingest.read.sheet import Grid, Sheet, grid_of
from einlass.ingest.report import Note, Question
from einlass.ingest.sources import SOURCES, Source

_SAMPLE = 4096
_BLANK = b"\0 \r\n\t"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path, sources: Sequence[Source] = SOURCES, spellings: Sequence[Spelling] = ()) -> Sheet:
    """The sheet of an export file (CSV, XLSX, ODS).

    Raises ImportRefused when the file is missing, empty, cut off, undecodable or fits no declared source.
    """
    before = state_of(path)
    content = _content(path)
    if content[:_SAMPLE].startswith((b"PK", OLD_WORKBOOK)):
        sheet = _from_workbook(path.name, bytes(content), sources, spellings)
    else:
        sheet = _from_text(path.name, content, sources, spellings)
    if state_of(path) != before:
        raise ImportRefused("refused.still_written", file=path.name)
    return sheet


def state_of(path: Path) -> tuple[int, int]:
    """Size and time of the last change. Raises ImportRefused when there is no such file."""
    try:
        stat = path.stat()
    except OSError:
        raise ImportRefused("refused.unreadable", file=path.name) from None
    return stat.st_size, stat.st_mtime_ns


def _content(path: Path) -> bytes | mmap.mmap:
    """The bytes of a file; those of a large one stay on the disk until they are needed."""
    try:
        with path.open("rb") as opened:
            size = path.stat().st_size
            content = (
                opened.read()
                if size < large_text.FROM_BYTES
                else mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            )
    except OSError:
        raise ImportRefused("refused.unreadable", file=path.name) from None
    if not bytes(content[:_SAMPLE]).strip(_BLANK) and not bytes(content).strip(_BLANK):
        raise ImportRefused("refused.empty", file=path.name)
    return content


# --- Workbooks ------------------------------------------------------------------------------------------


def _from_workbook(
    file: str, content: bytes, sources: Sequence[Source], spellings: Sequence[Spelling]
) -> Sheet:
    book = workbook_of(file, content)
    pages = book.pages
    reaches = [Reach(page.head, sources, spellings) for page in pages]
    found = [
        (page, header)
        for page, reach in zip(pages, reaches, strict=True)
        if (header := header_among(page.head, sources, spellings, reach)) is not None
    ]
    shown = [entry for entry in found if not entry[0].is_hidden] or found
    if len(shown) > 1:
        raise ImportRefused("refused.several_tables", file=file, sheets=[page.name for page, _ in shown])
    if not shown:
        raise _no_source(file, [page.head for page in pages], sources, reaches)
    page, header = shown[0]
    grid, merged = page.below(header)
    sheet = sorted_lines(file, header, page.head[: header.index], grid)
    sheet.name, sheet.encoding = page.name, book.format
    put_look(file, sheet, header, page.look, merged, page.height)
    hidden = [other.name for other in pages if other.is_hidden]
    if hidden:
        sheet.notes.append(Note("note.hidden_sheets", {"sheets": hidden, "used": page.name}))
    if book.linked:
        sheet.notes.append(Note("note.linked_sheets", {"count": book.linked, "used": page.name}))
    return sheet


# --- Text -----------------------------------------------------------------------------------------------


def _from_text(
    file: str, content: bytes | mmap.mmap, sources: Sequence[Source], spellings: Sequence[Spelling]
) -> Sheet:
    delimited.refuse_other_files(file, content)
    if len(content) >= large_text.FROM_BYTES:
        head = delimited.utf8_head(content)
        found = list(_fitting(file, head, False, sources, spellings)) if head else []
        if len(found) == 1 and (sheet := _in_bulk(file, content, *found[0])):
            sheet.encoding = "utf-8"
            return sheet
    decoded, encoding = delimited.decode(file, bytes(content))
    found = list(_fitting(file, *_head(decoded), sources, spellings))
    if len(found) > 1:
        raise ImportRefused("refused.several_tables", file=file, sheets=["CSV"] * len(found))
    if not found:
        raise _no_source(file, [delimited.cut(decoded, separator)[0] for separator in SEPARATORS], sources)
    sheet = _in_bulk(file, decoded.encode(), *found[0]) if encoding != "utf-8" else None
    sheet = sheet or _line_by_line(file, decoded, *found[0])
    sheet.encoding = encoding
    return sheet


def _in_bulk(file: str, raw: bytes | mmap.mmap, separator: str, lines: Lines, header: Header) -> Sheet | None:
    """The sheet of a large and plain UTF-8 text; None where it has to be read line by line."""
    above = lines[: header.index + header.height]
    start = delimited.end_of_line(raw, len(above))
    if delimited.cut(raw[:start].decode("utf-8-sig", "replace"), separator)[0] != above:
        return None
    grid = large_text.cut_in_bulk(raw, start, len(above) + 1, separator, header)
    if grid is None:
        return None
    return _sheet(file, separator, lines, header, grid, is_ended=raw[-1:] == b"\n")


def _line_by_line(file: str, decoded: str, separator: str, lines: Lines, header: Header) -> Sheet:
    grid = _slow_grid(file, decoded, separator, header)
    return _sheet(file, separator, lines, header, grid, is_ended=decoded.endswith(("\n", "\r")))


def _sheet(file: str, separator: str, lines: Lines, header: Header, grid: Grid, *, is_ended: bool) -> Sheet:
    sheet = sorted_lines(file, header, lines[: header.index], grid)
    _refuse_cut_off(file, sheet, is_ended)
    sheet.separator = separator
    return sheet


def _head(decoded: str) -> tuple[str, bool]:
    """The beginning of a text, whole lines, and whether that is all of it."""
    if len(decoded) <= delimited.HEAD_SIZE:
        return decoded, True
    head = decoded[: delimited.HEAD_SIZE]
    return head[: max(head.rfind("\n"), head.rfind("\r")) + 1], False


def _fitting(
    file: str, head: str, is_whole: bool, sources: Sequence[Source], spellings: Sequence[Spelling]
) -> Iterator[tuple[str, Lines, Header]]:
    """The separators with which the beginning of the text holds a declared header."""
    for separator in SEPARATORS:
        lines, broken = delimited.cut(head, separator, most=HEADER_WITHIN + TALLEST)
        header = header_among(lines, sources, spellings)
        if header:
            if broken and is_whole:
                raise _broken(file, broken)
            yield separator, lines, header


def _broken(file: str, broken: delimited.Break) -> ImportRefused:
    return ImportRefused(broken.key, file=file, row=broken.row, limit=delimited.LONGEST_CELL)


def _slow_grid(file: str, decoded: str, separator: str, header: Header) -> Grid:
    lines, broken = delimited.cut(decoded, separator)
    if broken:
        raise _broken(file, broken)
    return grid_of(lines[header.index + header.height :], header)


def _refuse_cut_off(file: str, sheet: Sheet, is_ended: bool) -> None:
    """A file that ends inside a line is refused; one whose last line is whole but has no line end is asked about."""
    last = max([0, *sheet.numbers[-1:], *sheet.sum_rows, *sheet.note_rows, *sheet.blank_rows])
    if sheet.ragged_rows and sheet.ragged_rows[-1].number > last:
        raise ImportRefused("refused.cut_off", file=file, row=sheet.ragged_rows[-1].number)
    if not is_ended and len(sheet.numbers) and sheet.numbers[-1] == last:
        sheet.questions.append(
            Question(f"{file}:line_end", "question.line_end", {"row": int(last), "cell": ""})
        )


def _no_source(
    file: str, cuts: list[Lines], sources: Sequence[Source], reaches: Sequence[Reach | None] = ()
) -> ImportRefused:
    """Why a file fits no source: the nearest header and what it lacks, or none."""
    looked_up = zip(cuts, reaches or [None] * len(cuts), strict=True)
    near = [(lines, *entry) for lines, reach in looked_up if (entry := nearest(lines, sources, reach))]
    if not near:
        return ImportRefused("refused.no_source", file=file)
    lines, number, source, missing = min(near, key=lambda entry: len(entry[3]) / len(entry[2].columns))
    if names := of_other_meaning(lines, number, source):
        return ImportRefused("refused.header_words", file=file, row=number, table=source.table, names=names)
    return ImportRefused(
        "refused.columns_missing", file=file, row=number, table=source.table, missing=missing
    )


@dataclass
class Workbook:
    """The sheets of a workbook, its format, and how many copies of other workbooks it keeps."""

    format: str
    pages: list[Page]
    linked: int = 0


def workbook_of(file: str, content: bytes) -> Workbook:
    """The sheets of a workbook.

    Raises ImportRefused when it is broken, locked, of the old or the binary kind, or unpacks to far more than it holds.
    """
    if content.startswith(OLD_WORKBOOK):
        raise ImportRefused("refused.locked" if _ENCRYPTED in content else "refused.old_workbook", file=file)
    package = package_of(file, content)
    try:
        return _workbook(file, package)
    except (ValueError, OSError):  # of markup, package, cells
        raise ImportRefused("refused.broken_workbook", file=file) from None


def _workbook(file: str, package: Package) -> Workbook:
    if xlsx.is_binary(package):
        raise ImportRefused("refused.binary_workbook", file=file)
    if ods.is_ods(package):
        return Workbook("ods", *ods.pages_of(file, package))
    if not xlsx.is_xlsx(package):
        raise ImportRefused("refused.archive", file=file)
    if package.is_locked:
        raise ImportRefused("refused.locked", file=file)
    return Workbook("xlsx", xlsx.pages_of(package))
