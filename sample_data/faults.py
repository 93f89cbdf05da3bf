"""The faults that real exports have: repeated rows, missing counts, impossible counts."""

from typing import Any

import numpy as np
import parameters as p

Row = dict[str, Any]


def some(rng: np.random.Generator, among: list[int], count: int) -> list[int]:
    return sorted(int(n) for n in rng.choice(among, count, replace=False))


def repeat_rows(rng: np.random.Generator, rows: list[Row], among: list[int]) -> list[Row]:
    """Repeat a share of the rows directly below themselves."""
    twice = set(some(rng, among, round(p.DUPLICATE_SHARE * len(rows))))
    return [copy for n, row in enumerate(rows) for copy in ([row, row] if n in twice else [row])]


def spoil_visits(rng: np.random.Generator, rows: list[Row]) -> list[Row]:
    """Of the missing counts half are empty cells and half are rows that never came."""
    missing = rng.permutation(some(rng, list(range(len(rows))), round(p.MISSING_SHARE * len(rows))))
    empty, gone = set(missing[::2].tolist()), set(missing[1::2].tolist())
    kept = [row | {"besucher": None} if n in empty else row for n, row in enumerate(rows) if n not in gone]
    return repeat_rows(rng, kept, [n for n, row in enumerate(kept) if row["besucher"] is not None])


def spoil_checks(rng: np.random.Generator, rows: list[Row]) -> list[Row]:
    """In some blocks persons checked and persons with a find were typed into each other's column."""
    with_find = [
        n for n, row in enumerate(rows) if 0 < row["personen_mit_fund"] < row["personen_kontrolliert"]
    ]
    swapped = set(some(rng, with_find, round(p.IMPOSSIBLE_SHARE * len(rows))))
    spoilt = [swap(row) if n in swapped else row for n, row in enumerate(rows)]
    return repeat_rows(rng, spoilt, [n for n in range(len(rows)) if n not in swapped])


def swap(row: Row) -> Row:
    checked, found = row["personen_kontrolliert"], row["personen_mit_fund"]
    return row | {"personen_kontrolliert": found, "personen_mit_fund": checked}
