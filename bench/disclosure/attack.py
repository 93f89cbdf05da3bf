"""The attacker, written without the product: what is visible of a history in, what he can tell out.

He knows every visible count, that counts are whole and not negative, that late reports only add, and how many there
were. He looks at every hidden count, at every single atom that nothing tells apart, and at every difference of two
sums that anybody ever printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bench.disclosure.town import History

Sum = frozenset[int]


@dataclass(frozen=True)
class Told:
    """What the attacker can tell: a hidden count that is left fewer than k values, or a small sum nobody printed."""

    what: str
    values: tuple[int, ...]
    is_hidden_count: bool


class Prober:
    """Sums of classes of atoms, as far as visible counts fix them."""

    def __init__(
        self, rows: list[tuple[Sum, float]], width: int, links: list[tuple[dict[int, float], float]]
    ) -> None:
        known = [dict.fromkeys(atoms, 1.0) for atoms, _ in rows] + [weights for weights, _ in links]
        self.width = width
        dense = [[row.get(atom, 0.0) for atom in range(width)] for row in known]
        self.matrix = csr_array(np.array(dense).reshape(-1, width))
        self.right = np.array([value for _, value in rows] + [value for _, value in links])
        self.found: list[np.ndarray] = []

    def values(self, atoms: Sum, enough: int) -> set[int]:
        """Whole values that the sum can have: all there are below a limit, or at least `enough` of them."""
        place = sorted(atoms)
        values = {round(one[place].sum()) for one in self.found}
        if len(values) >= enough:
            return values
        low = self._end(place, 1.0, None)
        if low is None:
            raise ValueError("what is visible contradicts itself")
        values.add(low)
        high = self._end(place, -1.0, low + 4 * enough)
        values.add(low if high is None else high)
        for value in range(min(values), max(values)):
            if (
                len(values) < enough
                and value not in values
                and self._end(place, 1.0, value, value) is not None
            ):
                values.add(value)
        return values

    def small(self, atoms: Sum, k: int) -> set[int]:
        """The values of a sum that can be told to be small; none where it may be nothing or large."""
        place = sorted(atoms)
        if any(not 0 < round(one[place].sum()) < k for one in self.found):
            return set()
        low = self._end(place, 1.0, None)
        if low is None or not 0 < low < k:
            return set()
        values = self.values(atoms, k)
        return values if all(value < k for value in values) else set()

    def _end(self, place: list[int], sign: float, cap: int | None, least: int = 0) -> int | None:
        goal = np.zeros(self.width)
        goal[place] = sign
        limits = [LinearConstraint(self.matrix, self.right, self.right)] if len(self.right) else []
        if cap is not None:
            limits.append(LinearConstraint(np.abs(goal)[None, :], least, cap))
        for whole in (0, 1):
            kinds = np.full(self.width, whole)
            found = milp(goal, constraints=limits, bounds=Bounds(0, np.inf), integrality=kinds)
            if found.x is None:
                return None
            if whole or np.abs(found.x - np.round(found.x)).max() < 1e-6:
                break
        self.found.append(np.round(found.x))
        return round(self.found[-1][place].sum())


def attack(history: History, hidden: Collection[str], k: int) -> list[Told]:
    """Everything that can be told of a history; a table of which nothing is shown was not released."""
    seen = tuple(table for table in history.tables if any(one.name not in hidden for one in table.counts))
    if not seen:
        return []
    history = replace(history, tables=seen)
    states = _states(history)
    kinds = _classes(history)
    count = len(set(kinds.values()))
    last = max(states)

    def of(atoms: Iterable[int], state: int) -> Sum:
        return frozenset(kinds[atom] + count * state for atom in atoms)

    counts = [
        (one, of(one.atoms, state))
        for table, state in zip(history.tables, states, strict=True)
        for one in table.counts
    ]
    rows = [(atoms, float(one.value)) for one, atoms in counts if one.name not in hidden]
    prober = Prober(rows, count * (1 + 2 * last), _links(history, count, last))
    told = []
    for one, atoms in counts:
        if one.name in hidden and len(values := prober.values(atoms, k)) < k:
            told.append(Told(one.name, tuple(sorted(values)), True))
    printed = {atoms for _, atoms in counts}
    for region in _regions(printed):
        if values := prober.small(region, k):
            told.append(Told(str(sorted(region)), tuple(sorted(values)), False))
    return told


def _states(history: History) -> list[int]:
    """0 until the correction, 1 from then on."""
    corrected = [number for number, table in enumerate(history.tables) if "correction" in table.name]
    return [int(bool(corrected) and number >= corrected[0]) for number in range(len(history.tables))]


def _classes(history: History) -> dict[int, int]:
    """Atoms that no count tells apart are one."""
    counts = [one.atoms for table in history.tables for one in table.counts]
    signs = {atom: tuple(atom in atoms for atoms in counts) for atom in frozenset().union(*counts)}
    numbers = {sign: number for number, sign in enumerate(dict.fromkeys(signs.values()))}
    return {atom: numbers[sign] for atom, sign in signs.items()}


def _links(history: History, count: int, last: int) -> list[tuple[dict[int, float], float]]:
    """Late reports: each class is what it was and what was added, in all as many as the correction says."""
    if not last:
        return []
    old, new = history.tables[-1].name.partition("correction of ")[2], history.tables[-1]
    before = next((one for one in history.tables if one.name == old), None)
    links = [({atom + count: 1.0, atom: -1.0, atom + 2 * count: -1.0}, 0.0) for atom in range(count)]
    if before is None:  # the original was held back, so nobody knows how much was changed
        return links
    size = max(one.value for one in new.counts) - max(one.value for one in before.counts)
    return [*links, (dict.fromkeys(range(2 * count, 3 * count), 1.0), float(size))]


def _regions(printed: set[Sum]) -> list[Sum]:
    """Single classes, and what is left when one printed sum is taken from another."""
    found = {frozenset([atom]) for atoms in printed for atom in atoms}
    found |= {one - other for one in printed for other in printed if other < one}
    return sorted(found - printed, key=sorted)
