"""Which further cells to hide, at the least weight, so that nobody can compute what must be hidden.

A program in whole numbers looks for the cheapest set of slots such that for every cell to protect there are two other
fillings (one larger, one smaller, one of them may be as it is) that change hidden cells only. How far a cell may be
changed is bounded by the protection wanted, not by its size: with a large bound the solver's tolerance for whole
numbers (1e-6 of 100,000 visits) lets it call a set optimal that hides nothing. It always is followed by the audit;
what fails there is protected in the next round, and where no round helps everything that can be hidden is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from einlass.release.disclosure.audit import Exposed, exposed, failures
from einlass.release.disclosure.linear import Attacker, Cell, Filling, System
from einlass.release.disclosure.stray import without_stray_lines

ROUNDS = 12
SECONDS = 20.0


@dataclass(frozen=True)
class Pattern:
    """Slots to hide, and what stays exposed even when everything is hidden that can be (empty: it is safe)."""

    hidden: frozenset[str]
    exposed: tuple[Exposed, ...] = ()


def hide(system: System, hidden: Collection[str] = (), regions: Sequence[Cell] = ()) -> Pattern:
    """The cheapest safe pattern. hidden: slots that were released hidden. regions: see `audit.small_regions`.

    What stays exposed even when everything is hidden can be computed from what is fixed; no pattern helps there, so
    the rest is protected, and what is a secret of it is told.
    """
    start = Attacker(system, frozenset(), knows_hidden=True).filling()
    must = frozenset(hidden) | hideable(system, system.sensitive)
    found = _search(system, must, regions, start)
    if found is not None:
        return Pattern(found)
    most = everything(system, must, regions)
    if not most.exposed:
        return most
    lost = frozenset(one.cell.atoms for one in most.exposed)
    secrets = tuple(one for one in most.exposed if one.cell.slot in must or not one.cell.slot)
    return Pattern(_search(system, must, regions, start, lost) or most.hidden, secrets)


def _search(
    system: System,
    must: frozenset[str],
    regions: Sequence[Cell],
    start: Filling | None,
    lost: frozenset[frozenset[int]] = frozenset(),
) -> frozenset[str] | None:
    """Program and audit in turn until nothing is exposed (beside what is lost anyway); None where that fails."""
    pattern, protect = must, dict[frozenset[int], Cell]()
    for _ in range(ROUNDS):
        known = [] if start is None else [start]
        failed = failures(system, pattern, regions, known)
        open_cells = {cell.atoms: cell for cell in failed if cell.atoms not in lost}
        if not open_cells:
            return pattern
        if start is None or protect.keys() >= open_cells.keys():
            return None
        protect |= open_cells
        found = cheapest(system, must, protect.values(), start)
        if found is None:
            return None
        pattern = found
    return None


def everything(system: System, must: Collection[str], regions: Sequence[Cell] = ()) -> Pattern:
    """The pattern that hides all that can be hidden, and what stays exposed nevertheless."""
    pattern = frozenset(must) | hideable(system, system.slots)
    return Pattern(pattern, exposed(system, pattern, regions))


def cheapest(
    system: System, must: Collection[str], protect: Iterable[Cell], start: Filling, *, room: float = 1.0
) -> frozenset[str] | None:
    """Slots of least weight, with `must` among them, that protect these cells; None where there are none.

    start: a whole filling. room: how many times the protection wanted a cell may be changed.
    """
    slots = sorted(hideable(system, system.slots) - set(must))
    program = _Program(system, frozenset(must), slots, start, room)
    for cell in protect:
        program.protect(cell)
    found = program.solve()
    if found is None and room == 1.0:
        return cheapest(system, must, protect, start, room=4.0)
    return found


class _Program:
    """The program in whole numbers: one choice a slot, then for every cell to protect two fillings and their gains."""

    def __init__(
        self, system: System, must: frozenset[str], slots: Sequence[str], start: Filling, room: float
    ) -> None:
        self.system, self.must, self.start, self.room = system, must, start, room
        self.choice = {slot: number for number, slot in enumerate(slots)}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.low, self.high = [0.0] * len(slots), [1.0] * len(slots)

    def protect(self, cell: Cell) -> None:
        """Ask for fillings in which the cell is so much larger and smaller that enough values are possible."""
        need = max(cell.need, self.system.least)
        value = float(self.start[list(cell.atoms)].sum())
        more, less = self._variable(0, need), self._variable(0, min(need, value))
        self._copy(cell, need, {more: -1.0})
        if value:
            self._copy(cell, need, {less: 1.0})
        self.rows.append(({more: 1.0, less: 1.0}, need, np.inf))
        self.rows.append(({more: 1.0}, need - value, np.inf))

    def _copy(self, cell: Cell, need: int, gain: dict[int, float]) -> None:
        """Another filling: the start and a change of every atom."""
        change = [self._variable(-value, np.inf) for value in self.start]
        self.rows.append(({change[atom]: 1.0 for atom in cell.atoms} | gain, 0.0, 0.0))
        for link in self.system.equal:
            self.rows.append(({change[atom]: weight for atom, weight in link.weights.items()}, 0.0, 0.0))
        for link in self.system.at_most:
            now = sum(weight * self.start[atom] for atom, weight in link.weights.items())
            weights = {change[atom]: weight for atom, weight in link.weights.items()}
            self.rows.append((weights, -np.inf, link.bound - now))
        for other in self.system.cells:
            self._bound(other, {change[atom]: 1.0 for atom in other.atoms}, need * self.room)

    def _bound(self, cell: Cell, change: dict[int, float], room: float) -> None:
        """A visible cell stays as it is, a hidden one may change."""
        if cell.slot in self.must or not change:
            return
        choice = self.choice.get(cell.slot)
        if choice is None:
            self.rows.append((change, 0.0, 0.0))
            return
        self.rows.append((change | {choice: -room}, -np.inf, 0.0))
        self.rows.append((change | {choice: room}, 0.0, np.inf))

    def _variable(self, low: float, high: float) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def solve(self) -> frozenset[str] | None:
        """The slots to hide, or None where nothing protects."""
        goal = np.zeros(len(self.low))
        for slot, number in self.choice.items():
            goal[number] = sum(cell.weight for cell in self.system.slots[slot])
        whole = np.zeros(len(self.low), np.int_)
        whole[: len(self.choice)] = 1
        places = [0, *np.cumsum([len(weights) for weights, _, _ in self.rows])]
        columns = [number for weights, _, _ in self.rows for number in weights]
        values = [weight for weights, _, _ in self.rows for weight in weights.values()]
        matrix = csr_array((values, columns, places), shape=(len(self.rows), len(self.low)))
        bounds = [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
        with without_stray_lines():
            found = milp(
                goal,
                constraints=LinearConstraint(matrix, *bounds),
                bounds=Bounds(self.low, self.high),
                integrality=whole,
                options={"time_limit": SECONDS},
            )
        if found.x is None:
            return None
        return self.must | {slot for slot, number in self.choice.items() if found.x[number] > 0.5}


def hideable(system: System, slots: Iterable[str]) -> frozenset[str]:
    """Those of the slots that can still be hidden."""
    return frozenset(slot for slot in slots if not any(cell.is_fixed for cell in system.slots[slot]))
