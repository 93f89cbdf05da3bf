"""Bytes of an XLSX or ODS file → the lines of its sheets as text, and what is hidden in them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial, reduce
from itertools import islice
from typing import cast

import python_calamine as calamine

from einlass.errors import ImportRefused
from einlass.ingest import ods
from einlass.ingest.cellwise import CellRows, grid_of_cells
from einlass.ingest.headers import HEADER_WITHIN, TALLEST, Header
from einlass.ingest.lines import Grid, grid_of
from einlass.ingest.merges import Merge, Spread, spread
from einlass.ingest.report import Note
from einlass.ingest.text import Lines, Row

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_UNPACKED = 1024**3
LARGEST_RATIO = 200  # a sheet of empty rows packs 1:150, a bomb 1:1000
LONG = 5_000  # rows from which a sheet is read column by column
SMALL = 50 * 1024**2  # below this any ratio is harmless
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_VALUE = re.compile(rb"<c [^>]*?>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_CELL_PLACE = re.compile(rb'r="([A-Z]+\d+)"')
_ERROR_CELL = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*?>')
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*?>')
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_FROM_1904 = re.compile(rb'<workbookPr [^>]*?date1904="(?:1|true)"')
_MERGE = re.compile(rb'<mergeCell [^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


Things = tuple[list[Note], list[Merge]]  # what is hidden or lacks a value, and merged cells


@dataclass
class Page:
    """One sheet of a workbook: its lines (of a long sheet the first ones), its rows, and whether it is hidden."""

    name: str
    lines: Lines
    height: int
    rows: Callable[[], CellRows]
    is_hidden: bool = False
    notes: list[Note] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    counts_from_1904: bool = False

    def below(self, header: Header) -> tuple[Grid, Spread]:
        """The lines below the header, and what became of merged cells there."""
        first = header.index + header.height
        if self.height > LONG and not any(merge.bottom > first for merge in self.merges):
            rows = islice(self.rows(), first, None)
            return grid_of_cells(rows, first + 1, header, as_text), Spread([], {})
        lines = self.lines if len(self.lines) == self.height else _lines(self.rows())
        body = lines[first:]
        merged = spread(body, header, self.merges)
        return grid_of(body, header), merged


def pages(file: str, content: bytes) -> list[Page]:
    """The sheets of a workbook.

    Raises ImportRefused when it is broken, locked, of the old kind, or unpacks to far more than it holds.
    """
    if content.startswith(OLD_WORKBOOK):
        raise ImportRefused("refused.locked" if _ENCRYPTED in content else "refused.old_workbook", file=file)
    parts = _parts(file, content)
    try:
        with ThreadPoolExecutor(1) as aside:
            things = aside.submit(_things_of_xlsx, content, parts)
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
            visible = {sheet.name: sheet.visible for sheet in book.sheets_metadata}
            found = [_page(book.get_sheet_by_name(name), visible.get(name)) for name in book.sheet_names]
        odd = things.result() if "content.xml" not in parts else _things_of_ods(content, found)
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, ValueError, OSError):
        raise ImportRefused("refused.broken_workbook", file=file) from None
    counts_from_1904 = _counts_from_1904(content, parts)
    for page, (notes, merges) in zip(found, odd, strict=False):
        page.notes, page.merges = notes, merges
        page.counts_from_1904 = counts_from_1904
    return found


def _parts(file: str, content: bytes) -> list[str]:
    """Names of the parts of the package, after a look at how much they unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sizes = {info.filename: info.file_size for info in package.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ImportRefused("refused.broken_workbook", file=file) from None
    unpacked = sum(sizes.values())
    if unpacked > LARGEST_UNPACKED or (unpacked > SMALL and unpacked > LARGEST_RATIO * len(content)):
        raise ImportRefused("refused.bomb", file=file, megabytes=unpacked // 1024**2)
    if not any(name.startswith("xl/") for name in sizes) and "content.xml" not in sizes:
        raise ImportRefused("refused.archive", file=file)
    return list(sizes)


def _page(sheet: calamine.CalamineSheet, visible: calamine.SheetVisibleEnum | None) -> Page:
    rows = partial(_rows, sheet)
    height = sheet.end[0] + 1 if sheet.end else 0
    lines = _lines(islice(rows(), HEADER_WITHIN + TALLEST) if height > LONG else rows())
    return Page(sheet.name, lines, height, rows, visible is not calamine.SheetVisibleEnum.Visible)


def _rows(sheet: calamine.CalamineSheet) -> CellRows:
    """The rows from A1 on; the library leaves out empty columns at the left."""
    rows = cast("CellRows", sheet.iter_rows())
    left = [""] * (sheet.start[1] if sheet.start else 0)
    return ([*left, *row] for row in rows) if left else rows


def _lines(rows: CellRows) -> Lines:
    seen: dict[object, str] = {}
    return [Row(number, [_text_of(cell, seen) for cell in row]) for number, row in enumerate(rows, 1)]


def _text_of(cell: object, seen: dict[object, str]) -> str:
    if type(cell) is str:
        return cell.strip()
    key = (type(cell), cell)  # 1, 1.0 and True are equal, but not the same
    text = seen.get(key)
    if text is None:
        text = seen[key] = as_text(cell)
    return text


def as_text(cell: object) -> str:
    """A typed cell of a workbook as the text a CSV of the same table would hold."""
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell).strip() if not isinstance(cell, timedelta) else str(cell)


def _things_of_ods(content: bytes, found: list[Page]) -> list[Things]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return list(ods.odd_things(package.read("content.xml"), [page.height for page in found]))


def _things_of_xlsx(content: bytes, parts: list[str]) -> list[Things]:
    """Notes about hidden rows and formulas without a value, and merges, of each sheet; none where the parts are
    unusual."""
    things = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in _sheet_parts(package, parts):
            xml = package.read(part)
            things.append((_notes_of_xlsx(xml), list(_merges_of_xlsx(xml))))
    return things


def _counts_from_1904(content: bytes, parts: list[str]) -> bool:
    """Whether the days of the workbook are counted from 1904, as old Macintoshes do."""
    if "xl/workbook.xml" not in parts:
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return bool(_FROM_1904.search(package.read("xl/workbook.xml")))


def _sheet_parts(package: zipfile.ZipFile, parts: list[str]) -> list[str]:
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
    return wanted if all(name in parts for name in wanted) else []


def _notes_of_xlsx(xml: bytes) -> list[Note]:
    notes = []
    hidden_rows = _HIDDEN_ROW.findall(xml) if b" hidden=" in xml else []
    hidden = [int(match[1]) for tag in hidden_rows if (match := _ROW_NUMBER.search(tag))]
    if hidden:
        notes.append(Note("note.hidden_rows", {"count": len(hidden), "rows": hidden[:20]}))
    error_cells = _ERROR_CELL.findall(xml) if b't="e"' in xml else []
    errors = [match[1].decode() for tag in error_cells if (match := _CELL_PLACE.search(tag))]
    if errors:
        notes.append(Note("note.error_cells", {"count": len(errors), "cells": errors[:20]}))
    if b"<f" in xml:
        empty = [match[1].decode() for tag in _NO_VALUE.findall(xml) if (match := _CELL_PLACE.search(tag))]
        if empty:
            notes.append(Note("note.formula_without_value", {"count": len(empty), "cells": empty[:20]}))
    return notes


def _merges_of_xlsx(xml: bytes) -> Iterator[Merge]:
    for left, top, right, bottom in _MERGE.findall(xml) if b"<mergeCell " in xml else ():
        yield Merge(int(top), _column_number(left), int(bottom), _column_number(right))


def _column_number(letters: bytes) -> int:
    """The number of a column from 0."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters, 0) - 1
