"""The same key twice in one file with different values: the last row counts, but somebody should know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from einlass.ingest.report import Question
from einlass.ingest.sources import Source

_LISTED = 20


def replaced_with_other_values(
    file: str, source: Source, rows: pd.DataFrame, kept: pd.DataFrame, replaced: list[int]
) -> Iterator[Question]:
    """A question if rows were replaced by a later one of the file (of `kept`) that says something else."""
    if not replaced:
        return
    is_of_many = rows.duplicated(list(source.key), keep=False)
    last = {
        key: (number, values)
        for number, key, values in _by_key(source, kept[is_of_many.loc[kept.index].to_numpy()])
    }
    headers = {column.name: column.header for column in source.columns}
    found: list[tuple[int, int]] = []
    columns: set[str] = set()
    for number, key, values in _by_key(source, rows.loc[replaced]):
        later, other = last[key]
        changed = [header for name, header in headers.items() if values.get(name) != other.get(name)]
        if changed:
            found.append((number, later))
            columns.update(changed)
    if found:
        yield Question(
            f"{file}:twice",
            "question.twice",
            {
                "count": len(found),
                "row": found[0][0],
                "later": found[0][1],
                "rows": [number for number, _ in found[:_LISTED]],
                "columns": sorted(columns),
            },
        )


def _by_key(source: Source, rows: pd.DataFrame) -> Iterator[tuple[int, tuple[Any, ...], dict[str, Any]]]:
    """Number, key and other values of each row; what is missing equals what is missing."""
    plain = rows.astype(object).where(rows.notna(), None)
    for number, values in zip(plain.index, plain.to_dict("records"), strict=True):
        named = {str(name): value for name, value in values.items()}
        yield int(number), tuple(named.pop(name) for name in source.key), named
