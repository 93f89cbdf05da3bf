"""A row of data in a single cell, because of another separator or quotes around the whole line: it is no note."""

from __future__ import annotations

from einlass.ingest.cells import TEXT
from einlass.ingest.headers import Header
from einlass.ingest.report import CellError
from einlass.ingest.text import SEPARATORS


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
