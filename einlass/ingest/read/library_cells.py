"""The cells of sheets by python-calamine, as texts; it reads the usual spelling of each format alone."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import cast

import python_calamine as calamine

from einlass.ingest.read.columns import CellRows, Cells, Lines, Row, columns_of
from einlass.ingest.read.texts import clock_text, duration_text, moment_text, number_text


class UnreadableCells(ValueError):
    """The reader of cells does not understand the workbook."""


def opened(content: io.BytesIO) -> calamine.CalamineWorkbook:
    """A workbook, opened. Raises UnreadableCells."""
    with _quiet():
        return calamine.CalamineWorkbook.from_filelike(content)


def sheet_of(book: calamine.CalamineWorkbook, name: str) -> calamine.CalamineSheet:
    """A sheet with all its cells. Raises UnreadableCells."""
    with _quiet():
        return book.get_sheet_by_name(name)


@contextmanager
def _quiet() -> Iterator[None]:
    """The library ends some broken files in a trace of its own on standard error: nobody there can use it."""
    kept = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    except calamine.CalamineError as error:
        raise UnreadableCells(str(error)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableCells("panic") from None
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def head_of(sheet: calamine.CalamineSheet, count: int) -> Lines:
    """The first rows as lines."""
    rows = islice(rows_of(sheet), count)
    return [
        Row(number, [cell.strip() if type(cell) is str else as_text(cell) for cell in row])
        for number, row in enumerate(rows, 1)
    ]


def cells_of(sheet: calamine.CalamineSheet) -> list[Cells]:
    """All cells as columns."""
    return columns_of(rows_of(sheet), as_text)


def height_of(sheet: calamine.CalamineSheet) -> int:
    """The number of the last row with a cell."""
    return sheet.end[0] + 1 if sheet.end else 0


def rows_of(sheet: calamine.CalamineSheet) -> CellRows:
    """The rows from A1 on; the library leaves out empty columns at the left."""
    rows = cast("CellRows", sheet.iter_rows())
    left = [""] * (sheet.start[1] if sheet.start else 0)
    return ([*left, *row] for row in rows) if left else rows


def as_text(cell: object) -> str:
    """A typed cell of a workbook as the text a CSV of the same table would hold."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime):
        return moment_text(cell)
    if isinstance(cell, time):
        return clock_text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return duration_text(cell) if isinstance(cell, timedelta) else str(cell).strip()
