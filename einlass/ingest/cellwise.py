"""Rows of a long sheet → columns of text, many rows at a time: each distinct value becomes text once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.columns import Cells, distinct, joined, spread
from einlass.ingest.headers import Header
from einlass.ingest.lines import Grid
from einlass.ingest.text import Lines, Row

_AT_ONCE = 20_000

CellRows = Iterator[list[object]]


def grid_of_cells(rows: CellRows, first: int, header: Header, as_text: Callable[[object], str]) -> Grid:
    """The lines below a header, the first of them with the number `first`; those with more than the header are ragged.

    The rows are as wide as each other and no narrower than the header.
    """
    width = len(header.names)
    parts: list[list[pa.Array]] = [[] for _ in range(width)]
    numbers: list[np.ndarray] = []
    ragged: Lines = []
    while some := list(islice(rows, _AT_ONCE)):
        columns = [_cells(column, as_text) for column in zip(*some, strict=True)]
        is_wide = _is_filled(columns[width:], len(some))
        for at in np.flatnonzero(is_wide):
            ragged.append(Row(first + int(at), [column[int(at)].as_py() for column in columns]))
        keep = pa.array(~is_wide)
        for part, column in zip(parts, columns, strict=False):
            part.append(column.filter(keep) if is_wide.any() else column)
        numbers.append(first + np.flatnonzero(~is_wide))
        first += len(some)
    nothing = pa.array([], pa.string()).dictionary_encode()
    return Grid(
        np.concatenate([np.array([], dtype=np.int64), *numbers]),
        [joined(part or [nothing]) for part in parts],
        ragged,
    )


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
        texts = pc.utf8_trim_whitespace(distinct(cells))
        filled |= spread(pc.not_equal(texts, ""), cells).to_numpy(zero_copy_only=False)
    return filled
