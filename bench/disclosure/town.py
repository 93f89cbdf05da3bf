"""Random histories of a made-up town: what is released one after the other, as sums of atoms (office, month, kind)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

OFFICES, MONTHS, KINDS = 4, 6, 3
BUSY, SHARES = (2.5, 1.5, 0.8, 0.4), (0.6, 0.3, 0.1)  # reports a month, and of which kind
TOTAL_WEIGHT = 3.0
Place = tuple[int, int, int]
EVERY = [
    (office, month, kind) for office in range(OFFICES) for month in range(MONTHS) for kind in range(KINDS)
]
NUMBER = {place: number for number, place in enumerate(EVERY)}


@dataclass(frozen=True)
class Count:
    """A count of a table: which atoms it adds up, how large it is, in which row it stands, whether it is a total."""

    name: str
    atoms: frozenset[int]
    value: int
    row: str
    is_total: bool


@dataclass(frozen=True)
class Table:
    """A release. rows: the inner counts of a two-way table, for who protects it by itself."""

    name: str
    counts: tuple[Count, ...]
    rows: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class History:
    """Tables in the order of their release."""

    seed: int
    tables: tuple[Table, ...]


class Town:
    """Draws a history."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        mean = [BUSY[office] * SHARES[kind] for office, _, kind in EVERY]
        self.values = self.rng.poisson(mean)

    def history(self, seed: int) -> History:
        """Three to five tables; one time in two a correction among them, after late reports."""
        tables = [self.draw(number) for number in range(int(self.rng.integers(2, 5)))]
        if self.rng.random() < 0.5:
            old = int(self.rng.integers(len(tables)))
            self._late(sorted(frozenset().union(*(one.atoms for one in tables[old][1]))))
            tables.append(
                (f"correction of {old} {tables[old][0]}", self._again(tables[old][1]), tables[old][2])
            )
            return History(seed, tuple(self._table(number, *one) for number, one in enumerate(tables)))
        tables.append(self.draw(len(tables)))
        return History(seed, tuple(self._table(number, *one) for number, one in enumerate(tables)))

    def draw(self, number: int) -> tuple[str, tuple[Count, ...], tuple[int, int]]:
        """Name, counts, and rows × columns without totals (1 × 0: one number) of a table of any sort."""
        sort = self.rng.choice(["months", "quarters", "kinds", "offices", "city", "one", "longer"])
        first, last = (0, 3) if self.rng.random() < 0.5 else (3, 6)
        offices, kinds = range(OFFICES), range(KINDS)
        if sort == "months":
            return self._two_way(
                sort, [self._of([o], range(MONTHS), kinds) for o in offices], self._months(first, last)
            )
        if sort == "quarters":
            return self._two_way(
                sort, [self._of([o], range(MONTHS), kinds) for o in offices], self._quarters()
            )
        if sort == "kinds":
            return self._two_way(
                sort, [self._of(offices, range(MONTHS), [k]) for k in kinds], self._months(first, last)
            )
        if sort == "offices":
            until = int(self.rng.integers(2, MONTHS + 1))
            rows = [self._of([o], range(until), kinds) for o in offices]
            return self._two_way(sort, rows, [self._of(offices, range(until), [k]) for k in kinds])
        if sort == "city":
            return self._two_way(sort, [self._of(offices, range(MONTHS), kinds)], self._months(0, MONTHS))
        span = range(int(self.rng.integers(1, MONTHS + 1)))
        own = [int(self.rng.integers(OFFICES))] if sort == "one" else offices
        return sort, (self._count("number", self._of(own, span, kinds), "0"),), (1, 0)

    def _months(self, first: int, last: int) -> list[frozenset[int]]:
        return [self._of(range(OFFICES), [month], range(KINDS)) for month in range(first, last)]

    def _quarters(self) -> list[frozenset[int]]:
        return [self._of(range(OFFICES), range(start, start + 3), range(KINDS)) for start in (0, 3)]

    @staticmethod
    def _of(offices: Iterable[int], months: Iterable[int], kinds: Iterable[int]) -> frozenset[int]:
        months, kinds = list(months), list(kinds)
        return frozenset(
            NUMBER[office, month, kind] for office in offices for month in months for kind in kinds
        )

    def _two_way(
        self, name: str, rows: list[frozenset[int]], columns: list[frozenset[int]]
    ) -> tuple[str, tuple[Count, ...], tuple[int, int]]:
        """Every row with every column, and the margins."""
        scope = frozenset().union(*rows) & frozenset().union(*columns)
        down = [(str(number), row & scope) for number, row in enumerate(rows)]
        down += [("+", scope)] if len(rows) > 1 else []
        across = [(str(number), column & scope) for number, column in enumerate(columns)] + [("+", scope)]
        counts = tuple(
            self._count(f"{row}/{column}", one & other, row, is_total="+" in (row, column))
            for row, one in down
            for column, other in across
        )
        return name, counts, (len(rows), len(columns))

    def _count(self, name: str, atoms: frozenset[int], row: str, *, is_total: bool = False) -> Count:
        return Count(name, atoms, int(self.values[sorted(atoms)].sum()), row, is_total)

    def _again(self, counts: tuple[Count, ...]) -> tuple[Count, ...]:
        return tuple(self._count(one.name, one.atoms, one.row, is_total=one.is_total) for one in counts)

    def _late(self, atoms: list[int]) -> None:
        """One to three late reports among the atoms of the table that is corrected."""
        for atom in self.rng.choice(atoms, int(self.rng.integers(1, 4))):
            self.values[atom] += 1

    @staticmethod
    def _table(number: int, name: str, counts: tuple[Count, ...], shape: tuple[int, int]) -> Table:
        inner = {one.name: one.value for one in counts}
        rows = tuple(tuple(inner[f"{row}/{column}"] for column in range(shape[1])) for row in range(shape[0]))
        named = tuple(
            Count(f"{number}|{one.name}", one.atoms, one.value, f"{number}|{one.row}", one.is_total)
            for one in counts
        )
        return Table(f"{number} {name}", named, rows if min(shape) > 1 else ())


def history(seed: int) -> History:
    """The history of a number."""
    return Town(seed).history(seed)
