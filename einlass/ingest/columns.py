"""A column of text: each distinct text once and where it stands, or the texts as they come where most differ."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Cells: TypeAlias = pa.DictionaryArray | pa.StringArray


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
