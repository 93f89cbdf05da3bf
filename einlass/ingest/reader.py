"""Bytes of an export → its header, its rows as text, and every line that is neither.

Nothing is sniffed: the encoding is decided by strict decoding, the separator by the one declared header that
fits, and a file that fits none is refused.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from einlass.errors import ImportRefused
from einlass.ingest.cells import CellError, read_day
from einlass.ingest.sources import SOURCES, Source

SEPARATORS = (";", ",", "\t")
HEADER_WITHIN = 30  # a title block is never longer
_SUM_ROW = re.compile(r"(zwischen|gesamt)?summe\b.*|gesamt\b.*|insgesamt\b.*", re.IGNORECASE)
_PERIOD = re.compile(r"zeitraum\D*?([\d.-]{8,10})\s*(?:bis|–|-)\s*([\d.-]{8,10})", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One line of the file: where it stands and its cells."""

    number: int
    cells: list[str]


@dataclass
class Sheet:
    """What one file holds: its source, its rows, and what was put aside. Every line is counted once."""

    source: Source
    name: str
    header: list[str]
    header_row: int
    rows: list[Row] = field(default_factory=list)
    title_rows: list[int] = field(default_factory=list)
    blank_rows: list[int] = field(default_factory=list)
    sum_rows: list[int] = field(default_factory=list)
    ragged_rows: list[Row] = field(default_factory=list)
    period: tuple[date, date] | None = None

    @property
    def dropped_headers(self) -> list[str]:
        """Columns of the file that the source does not declare; they are never imported."""
        return [name for name in self.header if name and name not in self.source.headers]


def read(path: Path) -> Sheet:
    """The sheet of an export file (CSV or XLSX).

    Raises ImportRefused when the file is missing, empty, cut off, undecodable or fits no declared source.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise ImportRefused("refused.unreadable", file=path.name) from None
    if not content.strip(b"\0 \r\n\t"):
        raise ImportRefused("refused.empty", file=path.name)
    if content.startswith(b"PK"):
        return _recognise(path.name, list(_workbook(path.name, content)))
    return _recognise(path.name, [("", _delimited(path.name, content))])


Lines = list[Row]


def _workbook(file: str, content: bytes) -> Iterator[tuple[str, list[Lines]]]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield (
                name,
                [[Row(number, [_as_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]],
            )
    except (calamine.CalamineError, zipfile.BadZipFile, ValueError, OSError):
        raise ImportRefused("refused.broken_workbook", file=file) from None


def _as_text(cell: object) -> str:
    """A typed cell of a workbook as the text a CSV of the same table would hold."""
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell).strip() if not isinstance(cell, timedelta) else str(cell)


def _delimited(file: str, content: bytes) -> list[Lines]:
    """The same text cut at each separator in turn."""
    text = _decode(file, content)
    if not text.endswith(("\n", "\r")):
        raise ImportRefused("refused.cut_off", file=file, row=text.count("\n") + 1)
    return [lines for separator in SEPARATORS if (lines := list(_cut(file, text, separator)))]


def _decode(file: str, content: bytes) -> str:
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if is_utf_16 else ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f]", text):
            return text
    raise ImportRefused("refused.not_text", file=file)


def _cut(file: str, text: str, separator: str) -> Iterator[Row]:
    """Lines cut at `separator`. A file whose quotes do not fit it yields nothing with that separator."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cut: list[Row] = []
    before = 0
    try:
        for cells in lines:
            cut.append(Row(before + 1, [cell.strip() for cell in cells]))
            before = lines.line_num
    except csv.Error:
        if _header_among(cut):
            raise ImportRefused("refused.broken_quotes", file=file, row=before + 1) from None
        return
    yield from cut


def _header_among(lines: Lines) -> tuple[int, Source] | None:
    for index, row in enumerate(lines[:HEADER_WITHIN]):
        for source in SOURCES:
            if set(source.headers) <= set(row.cells):
                return index, source
    return None


def _recognise(file: str, sheets: list[tuple[str, list[Lines]]]) -> Sheet:
    found = [
        (name, lines, *header)
        for name, cuts in sheets
        for lines in cuts
        if (header := _header_among(lines)) is not None
    ]
    if len(found) > 1:
        raise ImportRefused("refused.several_tables", file=file, sheets=[name or "CSV" for name, *_ in found])
    if not found:
        raise _no_source(file, [lines for _, cuts in sheets for lines in cuts])
    name, lines, index, source = found[0]
    return _sort_lines(file, Sheet(source, name, lines[index].cells, lines[index].number), lines, index)


def _no_source(file: str, cuts: list[Lines]) -> ImportRefused:
    """Why a file fits no source: the nearest header (by its share of columns found) and what it lacks, or none."""
    near = [
        (len(set(source.headers) & set(row.cells)), row, source)
        for lines in cuts
        for row in lines[:HEADER_WITHIN]
        for source in SOURCES
    ]
    near = [entry for entry in near if entry[0] >= 2]
    if not near:
        return ImportRefused("refused.no_source", file=file)
    _, row, source = max(near, key=lambda entry: entry[0] / len(entry[2].headers))
    missing = [header for header in source.headers if header not in row.cells]
    return ImportRefused(
        "refused.columns_missing", file=file, row=row.number, table=source.table, missing=missing
    )


def _sort_lines(file: str, sheet: Sheet, lines: Lines, header_index: int) -> Sheet:
    for row in lines[:header_index]:
        sheet.title_rows.append(row.number)
        sheet.period = sheet.period or _period(" ".join(row.cells))
    doubled = sorted({name for name in sheet.header if name and sheet.header.count(name) > 1})
    if doubled:
        raise ImportRefused("refused.doubled_columns", file=file, row=sheet.header_row, columns=doubled)
    for row in lines[header_index + 1 :]:
        _sort_line(sheet, row)
    if not sheet.rows and not sheet.ragged_rows:
        raise ImportRefused("refused.no_rows", file=file, table=sheet.source.table)
    if sheet.ragged_rows and sheet.ragged_rows[-1].number == lines[-1].number:
        raise ImportRefused("refused.cut_off", file=file, row=lines[-1].number)
    return sheet


def _sort_line(sheet: Sheet, row: Row) -> None:
    filled = [cell for cell in row.cells if cell]
    if not filled:
        sheet.blank_rows.append(row.number)
    elif _SUM_ROW.fullmatch(filled[0]):
        sheet.sum_rows.append(row.number)
    elif len(row.cells) != len(sheet.header):
        sheet.ragged_rows.append(row)
    else:
        sheet.rows.append(row)


def _period(title: str) -> tuple[date, date] | None:
    """The period that a title line declares, first day to last day."""
    match = _PERIOD.search(title)
    if not match:
        return None
    try:
        first, last = read_day(match[1]), read_day(match[2])
    except CellError:
        return None
    return (first, last) if first <= last else None
