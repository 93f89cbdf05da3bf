"""The XML of the sheets of an XLSX file: what the reader of cells does not tell, and a long sheet in pieces."""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial, reduce

from einlass.ingest.read.fork import Failed, beside
from einlass.ingest.read.look import Merge
from einlass.ingest.report import Note

LONG = 8 * 1024**2  # bytes of XML from which a sheet is read by two processes
LONGEST = 200 * 1024**2  # above that two processes would hold more than one that reads it in one
MOST_ROWS = 1_048_576  # of a sheet
PIECE = 48 * 1024**2  # the reader of cells needs several times as much memory for them at once
_NO_VALUE = re.compile(rb"<c [^>]*?>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_CELL_PLACE = re.compile(rb'r="([A-Z]+\d+)"')
_ERROR_CELL = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*?>')
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*?>')
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_FROM_1904 = re.compile(rb'<workbookPr [^>]*?date1904="(?:1|true)"')
_MERGE = re.compile(rb'<mergeCell [^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_NEXT_ROW = re.compile(rb'</row>\s*(?=<row [^>]*?\br="(\d+)")')
_HEADER, _LENGTHS, _ENCRYPTED = 30, (26, 28), 1  # of a part of a ZIP: its size, two lengths in it, a flag
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_LISTED = 20


@dataclass
class Piece:
    """Some rows of a sheet as a workbook of its own: from row `first` on (from 0), before row `end` if it has one."""

    content: io.BytesIO
    first: int
    end: int | None


@dataclass
class Look:
    """What the XML of a sheet says: notes, merged cells, and its pieces if it is long and plain enough."""

    notes: list[Note] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def looks(content: bytes) -> list[Look]:
    """A look at each sheet in the order of the workbook; none where the parts are unusual."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [_look(content, package, part) for part in _sheet_parts(package)]


def counts_from_1904(content: bytes) -> bool:
    """Whether the days of the workbook are counted from 1904, as old Macintoshes do."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return bool(_FROM_1904.search(package.read("xl/workbook.xml")))


def _sheet_parts(package: zipfile.ZipFile) -> list[str]:
    """The parts of the sheets in the order of the workbook, by its relations."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return []
    targets = {}
    for tag in re.findall(r"<Relationship [^>]*>", relations):
        values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[values.get("Id", "")] = values.get("Target", "").lstrip("/").removeprefix("xl/")
    wanted = [f"xl/{targets.get(key, '')}" for key in re.findall(r'<sheet [^>]*r:id="([^"]+)"', book)]
    return wanted if set(wanted) <= set(package.namelist()) else []


def _look(content: bytes, package: zipfile.ZipFile, part: str) -> Look:
    xml = _unpacked(content, package, part)
    if not LONG <= len(xml) <= LONGEST:
        return Look(_notes(xml), list(_merges(xml)))
    notes = beside(partial(_notes, xml))
    look = Look(merges=list(_merges(xml)), pieces=_pieces(package, part, xml))
    try:
        look.notes = notes()
    except Failed:  # for want of memory: with less at a time there may be enough
        look.notes = _notes(xml)
    return look


def _unpacked(content: bytes, package: zipfile.ZipFile, part: str) -> bytes:
    """A part of the package; a large one in one step, which takes half the time. Raises BadZipFile, zlib.error."""
    info = package.getinfo(part)
    if info.file_size < LONG or info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & _ENCRYPTED:
        return package.read(part)
    header = content[info.header_offset : info.header_offset + _HEADER]
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in _LENGTHS)
    start = info.header_offset + _HEADER + name + extra
    packed = memoryview(content)[start : start + info.compress_size]
    xml = zlib.decompress(packed, -zlib.MAX_WBITS, bufsize=info.file_size)
    if zlib.crc32(xml) != info.CRC:
        raise zipfile.BadZipFile(part)
    return xml


def _notes(xml: bytes) -> list[Note]:
    notes = []
    hidden_rows = _HIDDEN_ROW.findall(xml) if b" hidden=" in xml else []
    hidden = [int(match[1]) for tag in hidden_rows if (match := _ROW_NUMBER.search(tag))]
    if hidden:
        notes.append(Note("note.hidden_rows", {"count": len(hidden), "rows": hidden[:_LISTED]}))
    error_cells = _ERROR_CELL.findall(xml) if b't="e"' in xml else []
    errors = [match[1].decode() for tag in error_cells if (match := _CELL_PLACE.search(tag))]
    if errors:
        notes.append(Note("note.error_cells", {"count": len(errors), "cells": errors[:_LISTED]}))
    if b"<f" in xml:
        empty = [match[1].decode() for tag in _NO_VALUE.findall(xml) if (match := _CELL_PLACE.search(tag))]
        if empty:
            notes.append(Note("note.formula_without_value", {"count": len(empty), "cells": empty[:_LISTED]}))
    return notes


def _merges(xml: bytes) -> Iterator[Merge]:
    for left, top, right, bottom in _MERGE.findall(xml, max(0, xml.rfind(_END))):
        yield Merge(int(top), _column_number(left), int(bottom), _column_number(right))


def _column_number(letters: bytes) -> int:
    """The number of a column from 0."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters, 0) - 1


def _pieces(package: zipfile.ZipFile, part: str, xml: bytes) -> list[Piece]:
    """An even number of pieces, each cut before a row that tells its number.

    None where what looks like the end of a row may be none.
    """
    start, end = xml.find(_BEGIN) + len(_BEGIN), xml.rfind(_END)
    if start < len(_BEGIN) or end < start or (b"!" in xml and b"<!" in xml):  # comments
        return []
    count = 2 * math.ceil(len(xml) / (2 * PIECE))
    borders = [_NEXT_ROW.search(xml, start + (end - start) * at // count) for at in range(1, count)]
    cuts = [(border.end(), int(border[1]) - 1) for border in borders if border and border.end() < end]
    if len(set(cuts)) != count - 1 or any(row >= MOST_ROWS for _, row in cuts):
        return []
    whole = memoryview(xml)
    return [
        Piece(_alone(package, part, whole[:start], whole[here:there]), first, below)
        for (here, first), (there, below) in zip([(start, 0), *cuts], [*cuts, (end, None)], strict=True)
    ]


def _alone(package: zipfile.ZipFile, part: str, head: memoryview, rows: memoryview) -> io.BytesIO:
    """A workbook in which the sheet holds these rows alone, and no other sheet anything."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as alone:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/"):
                alone.writestr(name, package.read(name))
        with alone.open(part, "w") as sheet:
            for some in (head, rows, _END, b"</worksheet>"):
                sheet.write(some)
    content.seek(0)
    return content
