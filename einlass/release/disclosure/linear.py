"""Everything that is released as one system of equations, and what an attacker can work out from it.

An atom is a count that no table divides any further (one office, one month, one kind). A cell adds atoms up. What is
visible fixes sums of atoms; atoms are whole and never negative. That is all an attacker is taken to know, beside the
links of `System.equal` and `System.at_most`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from einlass.release.disclosure.stray import without_stray_lines

Filling = NDArray[np.float64]
Kinds = NDArray[np.int_]
Bounded = tuple[Mapping[int, float], float, float]  # weights of a sum, and between what it lies
# How far a solution of the solver may lie from a whole number (HiGHS keeps equations to 1e-7 of their size).
WHOLE = 1e-6
SECONDS = 20.0  # of one search for whole numbers


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A count in a released table. value: None where it is not known here, as it was hidden when it was released.

    slot: cells of one slot are shown or hidden together. need: so many values an attacker must be left with, since the
    count is not for publication (0: it may be read). least: counts of this kind are small below it (0: below that of
    the system). is_fixed: released, so that its slot can be hidden no more. is_aside: hidden only along with its slot,
    no secret of its own.
    """

    key: Hashable
    atoms: frozenset[int]
    value: float | None
    slot: str
    need: int = 0
    least: int = 0
    weight: float = 1.0
    is_fixed: bool = False
    is_aside: bool = False


@dataclass(frozen=True)
class Link:
    """A weighted sum of atoms, and what it equals or is at most."""

    weights: Mapping[int, float]
    bound: float


@dataclass(frozen=True, kw_only=True)
class System:
    """All cells of all released tables. least: values that must be possible for a cell hidden to protect another.

    mute: atoms whose count alone says nothing of people.
    """

    atom_count: int
    cells: tuple[Cell, ...]
    equal: tuple[Link, ...] = ()
    at_most: tuple[Link, ...] = ()
    least: int = 3
    mute: frozenset[int] = frozenset()

    @cached_property
    def slots(self) -> dict[str, tuple[Cell, ...]]:
        """Cells by slot."""
        found: dict[str, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.slot, []).append(cell)
        return {slot: tuple(cells) for slot, cells in found.items()}

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """Slots that must be hidden."""
        return frozenset(cell.slot for cell in self.cells if cell.need)


def merged(system: System) -> System:
    """The same system with atoms put together that no cell and no link tells apart."""
    signs: list[list[Hashable]] = [[] for _ in range(system.atom_count)]
    for number, cell in enumerate(system.cells):
        for atom in cell.atoms:
            signs[atom].append(number)
    for number, link in enumerate((*system.equal, *system.at_most)):
        for atom, weight in link.weights.items():
            signs[atom].append((number, weight))
    new: dict[tuple[Hashable, ...], int] = {}
    place = [new.setdefault(tuple(sign), len(new)) if sign else -1 for sign in signs]
    cells = tuple(replace(cell, atoms=frozenset(place[atom] for atom in cell.atoms)) for cell in system.cells)
    equal, at_most = (
        tuple(
            Link({place[atom]: weight for atom, weight in link.weights.items()}, link.bound) for link in links
        )
        for links in (system.equal, system.at_most)
    )
    mute = {place[atom] for atom in system.mute} - {
        place[a] for a in range(system.atom_count) if a not in system.mute
    }
    return replace(
        system, atom_count=len(new), cells=cells, equal=equal, at_most=at_most, mute=frozenset(mute) - {-1}
    )


@dataclass(frozen=True)
class Range:
    """From least to most a sum of atoms can be."""

    low: float
    high: float


@dataclass(frozen=True)
class Attacker:
    """What can be worked out of a system whose slots `hidden` are not shown.

    knows_hidden: also the values of hidden cells, to find a filling to start from. Every filling that comes back is a
    proof, as it is whole and agrees with everything known; that none comes back may also mean that time was up.
    """

    system: System
    hidden: Collection[str]
    knows_hidden: bool = False

    @cached_property
    def constraints(self) -> tuple[csr_array, Filling, Filling]:
        """Matrix of everything known, lower and upper bounds of its rows."""
        rows: list[Bounded] = [
            (dict.fromkeys(cell.atoms, 1.0), cell.value, cell.value)
            for cell in self.system.cells
            if cell.value is not None and (self.knows_hidden or cell.slot not in self.hidden)
        ]
        rows += [(link.weights, link.bound, link.bound) for link in self.system.equal]
        rows += [(link.weights, -np.inf, link.bound) for link in self.system.at_most]
        return _matrix(rows, self.system.atom_count)

    def filling(self) -> Filling | None:
        """Whole numbers that agree with everything known, or None where there are none."""
        return self._best(np.zeros(self.system.atom_count), ())

    def range(self, weights: Mapping[int, float]) -> Range:
        """From least to most the sum can be in whole numbers."""
        low, high = self.lowest(weights), self.highest(weights)
        return Range(
            -np.inf if low is None else total(weights, low), np.inf if high is None else total(weights, high)
        )

    def lowest(self, weights: Mapping[int, float]) -> Filling | None:
        """A whole filling in which the sum is least."""
        return self._best(self._goal(weights), ())

    def highest(self, weights: Mapping[int, float], cap: float = np.inf) -> Filling | None:
        """A whole filling in which the sum is largest, but not above `cap`; None also where it has no limit."""
        return self._best(-self._goal(weights), ((weights, -np.inf, cap),) if np.isfinite(cap) else ())

    def with_value(self, weights: Mapping[int, float], value: float) -> Filling | None:
        """A whole filling in which the sum is just this, or None."""
        return self._best(np.zeros(self.system.atom_count), ((weights, value, value),))

    def _goal(self, weights: Mapping[int, float]) -> Filling:
        goal = np.zeros(self.system.atom_count)
        goal[list(weights)] = list(weights.values())
        return goal

    def _best(self, goal: Filling, limit: Iterable[Bounded]) -> Filling | None:
        """The whole filling with the least goal: by a linear program, where its corner is not whole by a search."""
        limit = tuple(limit)
        found = self._solve(goal, limit, None)
        if found is None or np.abs(found - np.round(found)).max(initial=0) <= WHOLE:
            return None if found is None else np.round(found)
        return self._whole(goal, limit)

    def _whole(self, goal: Filling, limit: tuple[Bounded, ...]) -> Filling | None:
        found = self._solve(goal, limit, np.ones(self.system.atom_count, np.int_))
        return None if found is None else np.round(found)

    def _solve(
        self,
        goal: Filling,
        limit: tuple[Bounded, ...],
        integrality: Kinds | None,
    ) -> Filling | None:
        constraints = [LinearConstraint(*self.constraints)]
        if limit:
            constraints.append(LinearConstraint(*_matrix(limit, self.system.atom_count)))
        with nullcontext() if integrality is None else without_stray_lines():
            found = milp(
                goal,
                constraints=constraints,
                bounds=Bounds(0, np.inf),
                integrality=integrality,
                options={"time_limit": SECONDS},
            )
        solution: Filling | None = found.x
        return solution


def total(weights: Mapping[int, float], filling: Filling) -> float:
    """The weighted sum of atoms in a filling, as the whole number that it is."""
    return float(round(sum(weight * filling[atom] for atom, weight in weights.items())))


def _matrix(rows: Iterable[Bounded], width: int) -> tuple[csr_array, Filling, Filling]:
    """Rows of weights with their bounds as a sparse matrix."""
    rows = list(rows)
    places = [0, *np.cumsum([len(weights) for weights, _, _ in rows])]
    columns = [atom for weights, _, _ in rows for atom in weights]
    values = [float(weight) for weights, _, _ in rows for weight in weights.values()]
    matrix = csr_array((values, columns, places), shape=(len(rows), width))
    return matrix, np.array([low for _, low, _ in rows]), np.array([high for _, _, high in rows])
