"""How the cells of a file are held: as lines, or as columns of text.

A column holds each distinct text once and where it stands, or the texts as they come where most differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Cells: TypeAlias = pa.DictionaryArray | pa.StringArray
_AT_ONCE = 5_000

CellRows = Iterator[list[object]]


@dataclass(frozen=True)
class Row:
    """One line of the file: where it stands and its cells."""

    number: int
    cells: list[str]


Lines = list[Row]


def distinct(cells: Cells) -> pa.StringArray:
    """The texts of a column: each once, or (identifiers) one a row."""
    return cells.dictionary if isinstance(cells, pa.DictionaryArray) else cells


def spread(values: pa.Array, cells: Cells) -> pa.Array:
    """One value a row from one value a distinct text."""
    return values.take(cells.indices) if isinstance(cells, pa.DictionaryArray) else values


def compact(cells: Cells) -> Cells:
    """The column without texts that stand in none of its rows."""
    if not isinstance(cells, pa.DictionaryArray):
        return cells
    indices = cells.indices.to_numpy()
    is_used = np.zeros(len(cells.dictionary), dtype=bool)
    is_used[indices] = True
    if is_used.all():
        return cells
    places = (np.cumsum(is_used) - 1).astype(np.int32)
    return pa.DictionaryArray.from_arrays(
        pa.array(places[indices]), cells.dictionary.filter(pa.array(is_used))
    )


def matching(texts: pa.StringArray, pattern: str) -> pa.BooleanArray:
    """Marks the texts that a pattern matches which no code does: ASCII letters and digits with a digit among them.

    Millions of identifiers are such codes, and to tell that is far cheaper than to search them.
    """
    is_code = pc.and_not(pc.ascii_is_alnum(texts), pc.ascii_is_alpha(texts))
    others = texts.filter(pc.invert(is_code))
    nothing = pa.array(np.zeros(len(texts), dtype=bool))
    if not len(others):
        return nothing
    return pc.replace_with_mask(nothing, pc.invert(is_code), pc.match_substring_regex(others, pattern))


def joined(parts: list[pa.Array]) -> Cells:
    """Parts of one column, each in either form, as one array without spaces at the ends of its texts."""
    if any(isinstance(part, pa.StringArray) for part in parts):
        return pc.utf8_trim_whitespace(pa.concat_arrays([part.cast(pa.string()) for part in parts]))
    array = pa.chunked_array(parts).unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0)
    stripped = pc.utf8_trim_whitespace(array.dictionary)
    if stripped.equals(array.dictionary):
        return array
    encoded = stripped.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(array.indices), encoded.dictionary)


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


def lines_of(columns: list[Cells], first: int, end: int | None = None) -> Lines:
    """Rows of columns as lines, from row `first` on (from 0), before row `end`."""
    cells = [column[first:end].to_pylist() for column in columns]
    return [Row(number, list(row)) for number, row in enumerate(zip(*cells, strict=True), first + 1)]


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
