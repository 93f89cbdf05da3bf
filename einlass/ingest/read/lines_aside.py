"""A row of data in a single cell, because of another separator or quotes around the whole line: it is no note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.clean.cells import TEXT
from einlass.ingest.read.delimited import SEPARATORS
from einlass.ingest.read.headers import Header
from einlass.ingest.report import CellError, Note


def is_row(cell: str, header: Header) -> bool:
    """Whether a cell cut at some separator is as long as the header, with a fitting value in its first typed column."""
    columns = [header.source.headers.get(name or "") for name in header.columns]
    typed = [(at, column.kind) for at, column in enumerate(columns) if column and column.kind is not TEXT]
    if not typed:
        return False
    at, kind = typed[0]
    for separator in SEPARATORS:
        parts = [part.strip(' "') for part in cell.split(separator)]
        if len(parts) >= len(columns):
            try:
                kind.read(parts[at])
            except CellError:
                continue
            return True
    return False


if TYPE_CHECKING:
    from einlass.ingest.read.sheet import Grid, Sheet


def name_dropped(sheet: Sheet, headers: list[tuple[int, Header]], grid: Grid) -> None:
    """List what each header drops from its position on; a column without a name by its number, if it holds any."""
    ends = [position for position, _ in headers[1:]] + [len(grid.numbers)]
    dropped: dict[str, None] = {}
    unnamed = set(grid.beside)
    for (start, header), end in zip(headers, ends, strict=True):
        dropped |= {
            name: None
            for name, column in zip(header.names, header.columns, strict=True)
            if name and column is None
        }
        for at, cells in enumerate(grid.columns):
            is_named = at < len(header.names) and header.names[at]
            if not is_named and _is_filled(cells[start:end], np.isin(grid.numbers[start:end], sheet.numbers)):
                unnamed.add(at + 1)
    sheet.dropped_headers = [*dropped, *(f"({number})" for number in sorted(unnamed))]
    if unnamed:
        sheet.notes.append(Note("note.unnamed_columns", {"columns": sorted(unnamed)}))


def _is_filled(cells: pa.DictionaryArray, is_data: np.ndarray) -> bool:
    return bool(pc.any(pc.not_equal(cells.cast(pa.string()), "").filter(pa.array(is_data))).as_py())
