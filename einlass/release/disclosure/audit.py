"""The audit: for every hidden cell, over all released tables together, which values an attacker is left with.

Why linear programs alone do not do: the linear relaxation of the whole numbers is the wrong side. Its range contains
the range of the whole numbers, so a cell that looks safe in fractions may have one whole value only (as in tables of
three dimensions, whose corners are fractions). And a wide range may have gaps. So nothing is believed here but
fillings: whole tables that agree with all that is visible. A cell passes when the fillings found give it at least
`need` different values, at least `need` apart, the largest at least `need`. Linear programs only lead to them: their
corners are whole in one-way and two-way tables with one hierarchy, and where they are not, a search for whole numbers
follows. When no proof is found the cell fails, so an error or a time limit of the solver hides too much, never too
little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from einlass.release.disclosure.linear import Attacker, Cell, Filling, System, total

# How far above the needed value a larger one is looked for.
BEYOND = 3


@dataclass(frozen=True)
class Exposed:
    """A cell that too few values are possible for, and between which two they lie."""

    cell: Cell
    low: float
    high: float


def exposed(system: System, hidden: Collection[str], regions: Iterable[Cell] = ()) -> tuple[Exposed, ...]:
    """Hidden cells that fail, and regions that can be told to be small though no table shows them, with their ends."""
    attacker = Attacker(system, hidden)
    return tuple(_ends(cell, attacker) for cell in failures(system, hidden, regions))


def failures(
    system: System, hidden: Collection[str], regions: Iterable[Cell] = (), known: list[Filling] | None = None
) -> Iterator[Cell]:
    """Hidden cells and regions that fail, one by one.

    regions: sums that nobody printed and that must not be told to be small either (`small_regions`). known: whole
    fillings that agree with what is visible, as a start; those that are found join them.
    """
    attacker = Attacker(system, hidden)
    fillings = [] if known is None else known
    yield from (
        cell for cell in _to_check(system, hidden) if not _is_safe(cell, system.least, attacker, fillings)
    )
    yield from (region for region in regions if not _is_vague(region, attacker, fillings))


def _to_check(system: System, hidden: Collection[str]) -> Iterator[Cell]:
    """Hidden cells, the same sum of atoms once, with the largest need."""
    found: dict[frozenset[int], Cell] = {}
    for cell in system.cells:
        if cell.slot in hidden and cell.atoms and (cell.need or not cell.is_aside):
            other = found.get(cell.atoms)
            if other is None or cell.need > other.need:
                found[cell.atoms] = cell
    yield from found.values()


def _is_safe(cell: Cell, least: int, attacker: Attacker, fillings: list[Filling]) -> bool:
    """Whether fillings prove that enough values are possible; those that are found join the others."""
    need = max(cell.need, least)
    values = _values(cell, fillings)
    if _is_enough(values, need):
        return True
    weights = dict.fromkeys(cell.atoms, 1.0)
    values |= _join(fillings, weights, attacker.lowest(weights))
    if not values:
        return False
    values |= _join(fillings, weights, attacker.highest(weights, min(values) + BEYOND * need))
    if max(values) - min(values) < need or max(values) < need:
        return False
    for value in range(int(min(values)) + 1, int(max(values))):
        if len(values) >= need:
            break
        if value not in values:
            values |= _join(fillings, weights, attacker.with_value(weights, value))
    return _is_enough(values, need)


def _is_enough(values: set[float], need: int) -> bool:
    return len(values) >= need and max(values) - min(values) >= need and max(values) >= need


def _is_vague(region: Cell, attacker: Attacker, fillings: list[Filling]) -> bool:
    """Whether a filling proves that the sum may be nothing, or too large to be hidden."""
    weights = dict.fromkeys(region.atoms, 1.0)
    values = _values(region, fillings)
    if not _are_vague(values, region.need):
        values |= _join(fillings, weights, attacker.lowest(weights))
    if values and not _are_vague(values, region.need):
        values |= _join(fillings, weights, attacker.highest(weights, BEYOND * region.need))
    return _are_vague(values, region.need)


def _are_vague(values: set[float], need: int) -> bool:
    return any(value == 0 or value >= need for value in values)


def _join(fillings: list[Filling], weights: Mapping[int, float], found: Filling | None) -> set[float]:
    """Keep a filling that was found, and say which value it proves."""
    if found is None:
        return set()
    fillings.append(found)
    return {total(weights, found)}


def _values(cell: Cell, fillings: Iterable[Filling]) -> set[float]:
    atoms = list(cell.atoms)
    return {float(round(filling[atoms].sum())) for filling in fillings}


def _ends(cell: Cell, attacker: Attacker) -> Exposed:
    found = attacker.range(dict.fromkeys(cell.atoms, 1.0))
    return Exposed(cell, found.low, found.high)


def small_regions(system: System, new: Collection[str]) -> tuple[Cell, ...]:
    """Sums that tables of the slots `new` may give away though none shows them: single atoms, and what is left of a
    cell when another is taken away (a quarter less two of its months, a correction's longer period less the shorter).
    """
    shown = {cell.atoms for cell in system.cells}
    needs = _needs(system)
    fresh = {cell.atoms for cell in system.cells if cell.slot in new}
    touched = frozenset().union(*fresh)
    # Of an older cell that the new ones touch, the part that they do not touch may be what is left over.
    found = {frozenset([atom]) for cell in shown if cell & touched for atom in cell}
    found |= {one - other for one in shown for other in fresh if other < one}
    found |= {one - other for one in fresh for other in shown if other < one}
    return tuple(
        Cell(
            key=("region", *sorted(atoms)),
            atoms=atoms,
            value=None,
            slot="",
            need=int(needs[list(atoms)].max()),
        )
        for atoms in sorted(found - shown, key=sorted)
        if atoms - system.mute
    )


def _needs(system: System) -> NDArray[np.int_]:
    """The largest `least` of the cells that an atom is part of: a part of what is sensitive is sensitive."""
    needs = np.full(system.atom_count, system.least)
    for cell in system.cells:
        atoms = list(cell.atoms)
        needs[atoms] = np.maximum(needs[atoms], cell.least)
    return needs
