"""Rows of a sheet → columns of text, many rows at a time: each distinct value becomes text once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.columns import Cells, compact, distinct, joined, spread
from einlass.ingest.headers import Header, filled
from einlass.ingest.sheet import Grid
from einlass.ingest.text import Lines, Row

_AT_ONCE = 5_000

CellRows = Iterator[list[object]]


def columns_of(rows: CellRows, as_text: Callable[[object], str]) -> list[Cells]:
    """The columns of rows that are as wide as each other."""
    parts: list[tuple[pa.Array, ...]] = []
    while some := list(islice(rows, _AT_ONCE)):
        parts.append(tuple(_cells(column, as_text) for column in zip(*some, strict=True)))
    return [joined(list(column)) for column in zip(*parts, strict=True)]


def put_together(pieces: list[list[Cells]]) -> list[Cells]:
    """The columns of pieces that follow each other; what one lacks at the right is empty there."""
    width = max(map(len, pieces))
    even = [[*columns, *[_empty(len(columns[0]))] * (width - len(columns))] for columns in pieces]
    return [joined(list(parts)) for parts in zip(*even, strict=True)]


def grid_of_columns(columns: list[Cells], header: Header) -> Grid:
    """The lines below a header; those with more than the header are ragged. No fewer columns than the header has."""
    first = header.index + header.height
    width = len(header.names)
    below = [column[first:] for column in columns]
    is_wide = _is_filled(below[width:], len(below[0]))
    ragged = [_row(below, int(at), first + 1) for at in np.flatnonzero(is_wide)]
    keep = pa.array(~is_wide)
    return Grid(
        first + 1 + np.flatnonzero(~is_wide),
        [compact(column.filter(keep) if ragged else column) for column in below[:width]],
        ragged,
    )


def lines_of(columns: list[Cells], first: int, end: int | None = None) -> Lines:
    """Rows of columns as lines, from row `first` on (from 0), before row `end`."""
    cells = [column[first:end].to_pylist() for column in columns]
    return [Row(number, list(row)) for number, row in enumerate(zip(*cells, strict=True), first + 1)]


def _row(columns: list[Cells], at: int, first: int) -> Row:
    """A row up to its last filled cell; the row at 0 has the number `first`."""
    cells = [column[at].as_py() for column in columns]
    return Row(first + at, cells[: filled(cells)])


def _empty(height: int) -> Cells:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(height, dtype=np.int32)), pa.array([""]))


def _cells(column: tuple[object, ...], as_text: Callable[[object], str]) -> pa.DictionaryArray:
    kinds = set(map(type, column))
    if kinds == {str}:
        return pa.array(column, pa.string()).dictionary_encode()
    if kinds == {float}:
        numbers = pa.array(column, pa.float64()).dictionary_encode()
        texts = pa.array(map(as_text, numbers.dictionary.to_pylist()), pa.string()).dictionary_encode()
        return pa.DictionaryArray.from_arrays(texts.indices.take(numbers.indices), texts.dictionary)
    if bool in kinds:  # True equals 1 and would be taken for it
        return pa.array(map(as_text, column), pa.string()).dictionary_encode()
    text_of = {cell: as_text(cell) for cell in set(column)}
    return pa.array(map(text_of.__getitem__, column), pa.string()).dictionary_encode()


def _is_filled(columns: list[Cells], height: int) -> np.ndarray:
    """Marks the rows in which one of the columns holds something."""
    filled = np.zeros(height, dtype=bool)
    for cells in columns:
        filled |= spread(pc.not_equal(distinct(cells), ""), cells).to_numpy(zero_copy_only=False)
    return filled
