"""The tables of an OpenDocument package as pages; copies of other workbooks are none."""

from __future__ import annotations

import io
from functools import partial

from einlass.ingest.read.columns import Lines, lines_of
from einlass.ingest.read.library_cells import UnreadableCells, cells_of, head_of, height_of, opened, sheet_of
from einlass.ingest.read.look import Look
from einlass.ingest.read.ods.book import CONTENT, styles_of
from einlass.ingest.read.ods.plain import is_plain_content
from einlass.ingest.read.ods.tables import Reader, Table
from einlass.ingest.read.package import Package
from einlass.ingest.read.page import HEAD, Page


def pages_of(file: str, package: Package) -> tuple[list[Page], int]:
    """The sheets of a workbook, and how many copies of other workbooks it holds.

    Raises ImportRefused, BrokenPackage, BrokenMarkup, BadValue.
    """
    styles = styles_of(file, package)
    content = package.read(CONTENT)
    if is_plain_content(content, styles):
        try:
            return _plain_pages(package), 0
        except UnreadableCells:
            pass  # spelled in a way that the library does not know
    tables = Reader(styles).read(content)
    own = [table for table in tables if not table.is_linked]
    return [_page(table) for table in own], len(tables) - len(own)


def _page(table: Table) -> Page:
    return Page(
        table.name,
        table.is_hidden,
        table.height,
        partial(_head, table),
        table.columns,
        lambda: table.look,
        has_marks=bool(table.look.refused),
    )


def _head(table: Table) -> Lines:
    return lines_of(table.columns(), 0, HEAD)


def _plain_pages(package: Package) -> list[Page]:
    library = opened(io.BytesIO(package.content))
    pages = []
    for name in library.sheet_names:
        cells = sheet_of(library, name)
        head, columns = partial(head_of, cells, HEAD), partial(cells_of, cells)
        pages.append(Page(name, False, height_of(cells), head, columns, Look))
    return pages
