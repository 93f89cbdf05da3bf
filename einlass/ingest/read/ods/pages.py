"""The tables of an OpenDocument package as pages; copies of other workbooks are none."""

from __future__ import annotations

from functools import partial

from einlass.ingest.read.columns import Cells, Lines, lines_of
from einlass.ingest.read.look import Look
from einlass.ingest.read.ods.book import tables_of
from einlass.ingest.read.ods.tables import Table
from einlass.ingest.read.package import Package
from einlass.ingest.read.page import HEAD, Page


def pages_of(file: str, package: Package) -> tuple[list[Page], int]:
    """The sheets of a workbook, and how many copies of other workbooks it holds.

    Raises ImportRefused, BrokenPackage, BrokenMarkup, BadValue.
    """
    tables = tables_of(file, package)
    own = [table for table in tables if not table.is_linked]
    return [_page(table) for table in own], len(tables) - len(own)


def _page(table: Table) -> Page:
    return Page(
        table.name,
        table.is_hidden,
        table.height,
        partial(_head, table),
        table.columns,
        partial(_look, table),
        has_marks=bool(table.look.refused),
    )


def _head(table: Table) -> Lines:
    columns: list[Cells] = table.columns()
    return lines_of(columns, 0, HEAD)


def _look(table: Table) -> Look:
    return table.look
