"""Bytes of an XLSX or ODS file → the lines of its sheets as text, and what is hidden in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce

import python_calamine as calamine

from einlass.errors import ImportRefused
from einlass.ingest import ods
from einlass.ingest.merges import Merge
from einlass.ingest.report import Note
from einlass.ingest.text import Lines, Row

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_UNPACKED = 1024**3
LARGEST_RATIO = 200  # a sheet of empty rows packs 1:150, a bomb 1:1000
SMALL = 50 * 1024**2  # below this any ratio is harmless
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_VALUE = re.compile(rb"<c [^>]*?>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_CELL_PLACE = re.compile(rb'r="([A-Z]+\d+)"')
_ERROR_CELL = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*?>')
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*?>')
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_MERGE = re.compile(rb'<mergeCell [^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass
class Page:
    """One sheet of a workbook: its lines, and whether it is hidden."""

    name: str
    lines: Lines
    is_hidden: bool = False
    notes: list[Note] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def pages(file: str, content: bytes) -> list[Page]:
    """The sheets of a workbook.

    Raises ImportRefused when it is broken, locked, of the old kind, or unpacks to far more than it holds.
    """
    if content.startswith(OLD_WORKBOOK):
        raise ImportRefused("refused.locked" if _ENCRYPTED in content else "refused.old_workbook", file=file)
    parts = _parts(file, content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = {
            sheet.name: sheet.visible is calamine.SheetVisibleEnum.Visible for sheet in book.sheets_metadata
        }
        found = [Page(name, _lines(book, name), not visible.get(name, True)) for name in book.sheet_names]
    except (calamine.CalamineError, zipfile.BadZipFile, ValueError, OSError):
        raise ImportRefused("refused.broken_workbook", file=file) from None
    things = _odd_things(content, parts, [len(page.lines) for page in found])
    for page, (notes, merges) in zip(found, things, strict=True):
        page.notes, page.merges = notes, merges
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


def _lines(book: calamine.CalamineWorkbook, name: str) -> Lines:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
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


def _odd_things(
    content: bytes, parts: list[str], heights: list[int]
) -> Iterator[tuple[list[Note], list[Merge]]]:
    """Notes about hidden rows and formulas without a value, and merges, sheet by sheet (none where the parts are
    unusual)."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if "content.xml" in parts:
            yield from ods.odd_things(package.read("content.xml"), heights)
            return
        sheets = _sheet_parts(package, parts)
        for index in range(len(heights)):
            xml = package.read(sheets[index]) if index < len(sheets) else b""
            yield _notes_of_xlsx(xml), list(_merges_of_xlsx(xml))


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
    hidden = [int(match[1]) for tag in _HIDDEN_ROW.findall(xml) if (match := _ROW_NUMBER.search(tag))]
    if hidden:
        notes.append(Note("note.hidden_rows", {"count": len(hidden), "rows": hidden[:20]}))
    errors = [match[1].decode() for tag in _ERROR_CELL.findall(xml) if (match := _CELL_PLACE.search(tag))]
    if errors:
        notes.append(Note("note.error_cells", {"count": len(errors), "cells": errors[:20]}))
    if b"<f" in xml:
        empty = [match[1].decode() for tag in _NO_VALUE.findall(xml) if (match := _CELL_PLACE.search(tag))]
        if empty:
            notes.append(Note("note.formula_without_value", {"count": len(empty), "cells": empty[:20]}))
    return notes


def _merges_of_xlsx(xml: bytes) -> Iterator[Merge]:
    for left, top, right, bottom in _MERGE.findall(xml):
        yield Merge(int(top), _column_number(left), int(bottom), _column_number(right))


def _column_number(letters: bytes) -> int:
    """The number of a column from 0."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters, 0) - 1
