"""Bytes of an XLSX or ODS file → the lines of its sheets as text, and what is hidden in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain, islice, repeat
from typing import cast

import python_calamine as calamine

from einlass.errors import ImportRefused
from einlass.ingest.read import ods, xlsx
from einlass.ingest.read.columns import CellRows, Cells, Lines, Row, columns_of, lines_of, put_together
from einlass.ingest.read.fork import Failed, beside
from einlass.ingest.read.headers import HEADER_WITHIN, TALLEST, Header
from einlass.ingest.read.look import Merge, Spread, spread
from einlass.ingest.read.sheet import Grid, grid_of, grid_of_columns
from einlass.ingest.read.xlsx import Piece
from einlass.ingest.report import Note

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_UNPACKED = 1024**3
LARGEST_RATIO = 200  # a sheet of empty rows packs 1:150, a bomb 1:1000
SMALL = 50 * 1024**2  # below this any ratio is harmless
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Page:
    """One sheet of a workbook: its first lines, its columns when they are asked for, and whether it is hidden."""

    name: str
    head: Lines
    columns: Callable[[], list[Cells]]
    height: int
    is_hidden: bool = False
    notes: list[Note] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    counts_from_1904: bool = False

    def below(self, header: Header) -> tuple[Grid, Spread]:
        """The lines below the header, and what became of merged cells there."""
        first = header.index + header.height
        columns = self.columns()
        if not any(merge.bottom > first for merge in self.merges):
            return grid_of_columns(columns, header), Spread([], {})
        body = lines_of(columns, first)
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
        found = list(_pages(content, parts))
        if "content.xml" in parts:
            for page, (notes, merges) in zip(found, _things_of_ods(content, found), strict=False):
                page.notes, page.merges = notes, merges
        return found
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, ValueError, OSError):
        raise ImportRefused("refused.broken_workbook", file=file) from None


def _pages(content: bytes, parts: list[str]) -> Iterator[Page]:
    is_xlsx = "xl/workbook.xml" in parts
    with ThreadPoolExecutor(1) as aside:
        opening = aside.submit(calamine.CalamineWorkbook.from_filelike, io.BytesIO(content))
        looks = xlsx.looks(content) if is_xlsx else []
    book = opening.result()
    from_1904 = is_xlsx and xlsx.counts_from_1904(content)
    shown = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible is calamine.SheetVisibleEnum.Visible
    ]
    if len(looks) != len(book.sheet_names):  # parts or names of an unusual kind
        looks = [xlsx.Look() for _ in book.sheet_names]
    for name, look in zip(book.sheet_names, looks, strict=True):
        page = _page_of_pieces(name, look.pieces) or _page(book.get_sheet_by_name(name))
        page.is_hidden, page.counts_from_1904 = name not in shown, from_1904
        page.notes, page.merges = look.notes, look.merges
        yield page


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


def _page(sheet: calamine.CalamineSheet) -> Page:
    head = _lines(islice(_rows(sheet), HEADER_WITHIN + TALLEST))
    height = sheet.end[0] + 1 if sheet.end else 0
    return Page(sheet.name, head, lambda: columns_of(_rows(sheet), as_text), height)


def _page_of_pieces(name: str, pieces: list[Piece]) -> Page | None:
    """A long sheet; its pieces are read side by side. None if it has to be read in one."""
    if not pieces:
        return None
    middle = len(pieces) // 2
    lower = beside(partial(_columns_of, name, pieces[middle:], pieces[:middle]))
    try:
        columns = put_together([*_columns_of(name, pieces[:middle], pieces[middle:]), *lower()])
    except (_UnusualPiece, Failed):
        return None
    return Page(name, lines_of(columns, 0, HEADER_WITHIN + TALLEST), lambda: columns, len(columns[0]))


class _UnusualPiece(Exception):
    """A piece without a cell, or with one that says that it stands in a row of another piece."""


def _columns_of(name: str, ours: list[Piece], others: list[Piece]) -> list[list[Cells]]:
    """The columns of each of our pieces. Memory is dear here: what is done with, or the other process's, is let go."""
    for piece in others:
        piece.content.close()
    return [_columns_of_piece(name, piece) for piece in ours]


def _columns_of_piece(name: str, piece: Piece) -> list[Cells]:
    sheet = calamine.CalamineWorkbook.from_filelike(piece.content).get_sheet_by_name(name)
    piece.content.close()
    if not sheet.start or not sheet.end or sheet.start[0] < piece.first:
        raise _UnusualPiece
    last, right = sheet.end
    end = last + 1 if piece.end is None else piece.end
    if last >= end:
        raise _UnusualPiece
    rows = islice(_rows(sheet), piece.first, None)
    below: list[object] = [""] * (right + 1)
    return columns_of(chain(rows, repeat(below, end - last - 1)), as_text)


def _rows(sheet: calamine.CalamineSheet) -> CellRows:
    """The rows from A1 on; the library leaves out empty columns at the left."""
    rows = cast("CellRows", sheet.iter_rows())
    left = [""] * (sheet.start[1] if sheet.start else 0)
    return ([*left, *row] for row in rows) if left else rows


def _lines(rows: CellRows) -> Lines:
    return [Row(number, [as_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]


def as_text(cell: object) -> str:
    """A typed cell of a workbook as the text a CSV of the same table would hold."""
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell).strip() if not isinstance(cell, timedelta) else str(cell)


def _things_of_ods(content: bytes, found: list[Page]) -> Iterator[tuple[list[Note], list[Merge]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        yield from ods.odd_things(package.read("content.xml"), [page.height for page in found])
