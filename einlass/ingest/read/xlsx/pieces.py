"""A long sheet of XLSX in pieces, read by two processes side by side."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, repeat

from einlass.ingest.processes import Failed, beside
from einlass.ingest.read.columns import Cells, columns_of, put_together
from einlass.ingest.read.library_cells import UnreadableCells, as_text, opened, rows_of, sheet_of
from einlass.ingest.read.package import Package, plain_name
from einlass.ingest.read.xlsx.book import SheetPart

LONG = 8 * 1024**2  # bytes of XML from which a sheet is read by two processes
LONGEST = 200 * 1024**2  # above that two processes would hold more than one that reads it in one
MOST_ROWS = 1_048_576  # of a sheet
PIECE = 48 * 1024**2  # the reader of cells needs several times as much memory for them at once
_NEXT_ROW = re.compile(rb'</row>\s*(?=<row [^>]*?\br="(\d+)")')
_BEGIN, _END = b"<sheetData>", b"</sheetData>"


@dataclass
class Piece:
    """Some rows of a sheet as a workbook of its own: from row `first` on (from 0), before row `end` if it has one."""

    content: io.BytesIO
    first: int
    end: int | None


class _UnusualPiece(Exception):
    """A piece without a cell, or with one that says that it stands in a row of another piece."""


def is_long(xml: bytes) -> bool:
    """Whether a sheet is read in pieces."""
    return LONG <= len(xml) <= LONGEST


def pieces_of(package: Package, part: str, xml: bytes) -> list[Piece]:
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


def _alone(package: Package, part: str, head: memoryview, rows: memoryview) -> io.BytesIO:
    """A workbook in which the sheet holds these rows alone, and no other sheet anything."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as alone:
        for name, info in package.infos.items():
            if not name.startswith("xl/worksheets/"):
                alone.writestr(info.filename, package.read(name))
        with alone.open(package.infos[plain_name(part)].filename, "w") as sheet:
            for some in (head, rows, _END, b"</worksheet>"):
                sheet.write(some)
    content.seek(0)
    return content


def cells_of_pieces(sheet: SheetPart, pieces: list[Piece]) -> list[Cells] | None:
    """The columns of a long sheet, read by two processes. None if it has to be read in one."""
    middle = len(pieces) // 2
    lower = beside(partial(_columns_of, sheet.name, pieces[middle:], pieces[:middle]))
    try:
        upper = _columns_of(sheet.name, pieces[:middle], pieces[middle:])
        return put_together([*upper, *lower()])
    except (_UnusualPiece, UnreadableCells, Failed):
        return None


def _columns_of(name: str, ours: list[Piece], others: list[Piece]) -> list[list[Cells]]:
    """The columns of each of our pieces. Memory is dear here: what is done with, or the other process's, is let go."""
    for piece in others:
        piece.content.close()
    return [_columns_of_piece(name, piece) for piece in ours]


def _columns_of_piece(name: str, piece: Piece) -> list[Cells]:
    sheet = sheet_of(opened(piece.content), name)
    piece.content.close()
    if not sheet.start or not sheet.end or sheet.start[0] < piece.first:
        raise _UnusualPiece
    last, right = sheet.end
    end = last + 1 if piece.end is None else piece.end
    if last >= end:
        raise _UnusualPiece
    rows = islice(rows_of(sheet), piece.first, None)
    below: list[object] = [""] * (right + 1)
    return columns_of(chain(rows, repeat(below, end - last - 1)), as_text)
