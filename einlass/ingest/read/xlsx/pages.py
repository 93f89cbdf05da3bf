"""The sheets of an XLSX package as pages: the cells by the library, a long sheet in pieces, the look by a parser."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import python_calamine as calamine

from einlass.ingest.read.columns import lines_of
from einlass.ingest.read.fork import Failed, beside
from einlass.ingest.read.library_cells import UnreadableCells, cells_of, head_of, height_of, opened, sheet_of
from einlass.ingest.read.look import Look
from einlass.ingest.read.package import Package
from einlass.ingest.read.page import HEAD, Page
from einlass.ingest.read.xlsx.book import Book, SheetPart, book_of
from einlass.ingest.read.xlsx.look import look_at
from einlass.ingest.read.xlsx.pieces import Piece, cells_of_pieces, is_long, pieces_of
from einlass.ingest.read.xlsx.plain import is_usual, is_usual_package, spelled_plainly


@dataclass
class _Workbook:
    package: Package
    book: Book
    library: calamine.CalamineWorkbook | None  # None: it would not find the sheets


def pages_of(package: Package) -> list[Page]:
    """The sheets of a workbook. Raises BrokenPackage, BrokenMarkup, UnreadableCells."""
    with ThreadPoolExecutor(1) as aside:
        opening = aside.submit(opened, io.BytesIO(package.content))
        book = book_of(package)
        is_usual_one = is_usual_package(package, book)
    workbook = _Workbook(package, book, _library(opening) if is_usual_one else None)
    return [_page(workbook, sheet) for sheet in book.sheets]


def _library(opening: Future[calamine.CalamineWorkbook]) -> calamine.CalamineWorkbook | None:
    try:
        return opening.result()
    except UnreadableCells:
        return None


def _page(workbook: _Workbook, sheet: SheetPart) -> Page:
    xml = workbook.package.read(sheet.part)
    is_plain = workbook.library is not None and is_usual(xml)
    has_marks = bool(workbook.book.strings) or b"vertAlign" in xml or b"strike" in xml
    page = None
    if is_plain and is_long(xml):
        looking = beside(partial(look_at, xml, workbook.book))
        pieces = pieces_of(workbook.package, sheet.part, xml)
        del xml  # whoever is forked from here on would hold it once more
        page = _long_page(sheet, pieces, _result(looking, workbook, sheet))
    if page is None:
        cells = _cells(workbook, sheet, is_plain=is_plain)
        page = Page(
            sheet.name,
            sheet.is_hidden,
            height_of(cells),
            partial(head_of, cells, HEAD),
            partial(cells_of, cells),
            partial(_look, workbook, sheet),
        )
    page.has_marks = has_marks
    return page


def _cells(workbook: _Workbook, sheet: SheetPart, *, is_plain: bool) -> calamine.CalamineSheet:
    if workbook.library is not None and is_plain:
        with suppress(UnreadableCells):
            return sheet_of(workbook.library, sheet.name)
    return sheet_of(opened(spelled_plainly(workbook.package, workbook.book, [sheet])), "1")


def _look(workbook: _Workbook, sheet: SheetPart) -> Look:
    return look_at(workbook.package.read(sheet.part), workbook.book)


def _long_page(sheet: SheetPart, pieces: list[Piece], look: Look) -> Page | None:
    """A long sheet, its pieces read side by side. None if it has to be read in one."""
    columns = cells_of_pieces(sheet, pieces) if pieces else None
    if columns is None:
        return None
    return Page(
        sheet.name,
        sheet.is_hidden,
        len(columns[0]),
        lambda: lines_of(columns, 0, HEAD),
        lambda: columns,
        lambda: look,
    )


def _result(looking: Callable[[], Look], workbook: _Workbook, sheet: SheetPart) -> Look:
    try:
        return looking()
    except Failed:  # for want of memory: with less at a time there may be enough
        return _look(workbook, sheet)
