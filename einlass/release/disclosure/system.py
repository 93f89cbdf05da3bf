"""All released figures and a new one as one system of equations.

An atom is an office on the days between two dates that any figure names, one kind, one outcome. Figures whose numbers
contradict each other (a correction, late reports) rest on different data: each such state has atoms of its own, and an
attacker is taken to believe that no more has changed than must have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product

from einlass.release.disclosure.cells import RATED, UNRATED, Block, Periods, Region, Shown, need_of, shown
from einlass.release.disclosure.linear import Attacker, Cell, Link, System, merged, total
from einlass.release.disclosure.rules import least
from einlass.release.disclosure.topics import part_of
from einlass.release.records import Figure

DAY = timedelta(days=1)
# Tables whose rows add up to their total, where the numbers do not say otherwise.
ADDITIVE = ("offices", "kinds", "disposals", "acts", "months", "quarters")
OTHER = "*"  # an office, kind or outcome that no figure names


@dataclass(frozen=True)
class Release:
    """The system of a new figure among those released. hidden: slots that are hidden already, of all of them.

    counts: of the new figure, by slot. prefix: how the slots of the new figure begin.
    """

    system: System
    hidden: frozenset[str]
    counts: dict[str, tuple[Shown, ...]]
    prefix: str


def release(figure: Figure, published: Sequence[Figure]) -> Release:
    """The system of everything that counts the same as this figure, or parts of it."""
    family = part_of(figure).family
    others = sorted(
        (one for one in published if part_of(one).family == family),
        key=lambda one: one.data_version,
    )
    figures = [*others, figure]
    read = [shown(one, periods(one, figures)) for one in figures]
    named = [
        (f"{number}|", one, counts) for number, (one, counts) in enumerate(zip(figures, read, strict=True))
    ]
    prefix = named[-1][0]
    hidden = frozenset(
        f"{before}{one.slot}" for before, _, counts in named for one in counts if one.value is None
    )
    slots: dict[str, list[Shown]] = {}
    for one in read[-1]:
        slots.setdefault(f"{prefix}{one.slot}", []).append(one)
    regions = [one.region for counts in read for one in counts]
    system = _system(named, _Atoms(regions), prefix) if slots else System(atom_count=0, cells=())
    return Release(system, hidden, {slot: tuple(counts) for slot, counts in slots.items()}, prefix)


def periods(figure: Figure, figures: Iterable[Figure]) -> Periods:
    """The days that a phase means at an office.

    The offices of a measure have windows of their own. Figures of before November 2026 do not name them one by one;
    those of the same data took the same window for the same office and phase, so all are read as the longest named.
    """
    same = [
        side
        for one in figures
        if one.data_version == figure.data_version
        for side in one.sides
        if side.phase in ("before", "since") and not side.stretches
    ]
    longest = {
        phase: (
            min(side.first for side in same if side.phase == phase),
            max(s.last for s in same if s.phase == phase),
        )
        for phase in {side.phase for side in same}
    }
    return lambda phase, office, own: longest.get(phase, own)  # type: ignore[call-overload]


class _Atoms:
    """Numbers of atoms by office, days, kind and outcome."""

    def __init__(self, regions: Sequence[Region]) -> None:
        blocks = {block for region in regions for block in region.blocks}
        cuts = sorted({first for _, first, _ in blocks} | {last + DAY for _, _, last in blocks})
        self.days = tuple(pairwise(cuts))
        self.offices = sorted({office for office, _, _ in blocks})
        self.kinds = _named(region.kinds for region in regions)
        outcomes = _named(region.outcomes for region in regions)
        self.outcomes = tuple(UNRATED if RATED in outcomes and one == OTHER else one for one in outcomes)
        every = product(self.offices, self.days, self.kinds, self.outcomes)
        self.number = {atom: number for number, atom in enumerate(every)}

    def of(self, region: Region) -> frozenset[int]:
        """The atoms of a region."""
        return frozenset(
            self.number[office, days, kind, outcome]
            for block in region.blocks
            for office, days in self._parts(block)
            for kind in region.kinds or self.kinds
            for outcome in region.outcomes or self.outcomes
        )

    def _parts(self, block: Block) -> list[tuple[str, tuple[date, date]]]:
        office, first, last = block
        offices = self.offices if office == OTHER else [office]
        return [
            (one, days) for one in offices for days in self.days if first <= days[0] and days[1] <= last + DAY
        ]


def _named(groups: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """Every name in the groups, and one for all others where a group names none."""
    groups = list(groups)
    names = sorted(frozenset().union(*groups))
    return (*names, OTHER) if not names or not all(groups) else tuple(names)


def _system(named: Sequence[tuple[str, Figure, tuple[Shown, ...]]], atoms: _Atoms, prefix: str) -> System:
    """The cells of all figures on shared atoms, then on as many states of the data as their numbers need."""
    cells = [
        (number, _cell(before, one, atoms, is_new=before == prefix))
        for number, (before, _, counts) in enumerate(named)
        for one in counts
        if atoms.of(one.region)
    ]
    flat = tuple(cell for _, cell in cells)
    closed = [
        (number, rest)
        for number, (_, one, _) in enumerate(named)
        for rest in _closed(one, [cell for of, cell in cells if of == number])
    ]
    whole = merged(
        System(
            atom_count=len(atoms.number),
            cells=flat,
            equal=tuple(Link(dict.fromkeys(rest, 1.0), 0.0) for _, rest in closed),
            least=least(),
            mute=frozenset(number for atom, number in atoms.number.items() if atom[3] == UNRATED),
        )
    )
    owners = [number for number, _ in cells], [number for number, _ in closed]
    return in_states(whole, owners, len(named))


def _cell(before: str, one: Shown, atoms: _Atoms, *, is_new: bool) -> Cell:
    return Cell(
        key=(before, one.slot, one.region),
        atoms=atoms.of(one.region),
        value=one.value,
        slot=f"{before}{one.slot}",
        need=need_of(one) if is_new else 0,
        least=least(one.code),
        weight=one.weight,
        is_fixed=not is_new or one.is_free,
        is_aside=one.is_aside,
    )


def _closed(figure: Figure, cells: Sequence[Cell]) -> list[frozenset[int]]:
    """What is in a sum of a table and in none of its parts: nothing, as far as the numbers do not say otherwise."""
    table, found = figure.table, list[frozenset[int]]()
    labels = [row.label for row in table.rows]
    by_place: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        if (place := cell.slot.partition("|")[2].split(".", 2))[0] == "row":
            by_place.setdefault((place[1], place[2]), []).append(cell)
    if table.total in labels and table.dimension in ADDITIVE:
        last = str(labels.index(table.total))
        for (row, column), sums in by_place.items():
            if row == last:
                found += _rests(sums, [by_place[at] for at in by_place if at[0] != last and at[1] == column])
    for (row, column), sums in by_place.items():
        if not column:
            found += _rests(sums, [by_place[at] for at in by_place if at[0] == row and at[1]])
    return found


def _rests(sums: Sequence[Cell], groups: Sequence[Sequence[Cell]]) -> Iterator[frozenset[int]]:
    """What each sum holds beside its parts, where the parts are of the same kind and add up to it."""
    for position, whole in enumerate(sums):
        parts = [group[position] for group in groups if len(group) == len(sums)]
        if not parts or len(parts) < len(groups) or not all(part.atoms < whole.atoms for part in parts):
            continue
        values = [part.value for part in parts if part.value is not None]
        is_known = len(values) == len(parts) and whole.value is not None
        if (not is_known or sum(values) == whole.value) and (
            rest := whole.atoms - frozenset().union(*(part.atoms for part in parts))
        ):
            yield rest


def in_states(system: System, owners: tuple[Sequence[int], Sequence[int]], figures: int) -> System:
    """The system on one set of atoms where all its numbers agree, else on several, linked by the least change."""
    if _agree(system, owners, range(figures)):
        return system
    states = [0] * figures
    for number in range(figures):
        states[number] = states[number - 1] if number else 0
        now = [one for one in range(number + 1) if states[one] == states[number]]
        if not _agree(system, owners, now):
            states[number] += 1
    return _linked(system, owners, states)


def _agree(system: System, owners: tuple[Sequence[int], Sequence[int]], figures: Sequence[int]) -> bool:
    """Whether some filling gives these figures."""
    part = replace(
        system,
        cells=tuple(cell for cell, of in zip(system.cells, owners[0], strict=True) if of in figures),
        equal=tuple(link for link, of in zip(system.equal, owners[1], strict=True) if of in figures),
    )
    return Attacker(part, frozenset(), knows_hidden=True).filling() is not None


def _linked(system: System, owners: tuple[Sequence[int], Sequence[int]], states: Sequence[int]) -> System:
    """Atoms for every state of the data, and how much one differs from the next: in all as little as can be.

    An attacker is taken to know how much was changed in all (a correction tells its size), and that late reports only
    add, where the numbers allow it.
    """
    return _changed(system, owners, states, signs=1) or _changed(system, owners, states, signs=2) or system


def _changed(
    system: System, owners: tuple[Sequence[int], Sequence[int]], states: Sequence[int], *, signs: int
) -> System | None:
    """The states with changes that only add (signs 1) or also take away (2); None where that explains nothing."""
    count, last = system.atom_count, states[-1]

    def moved(atoms: Iterable[int], figure: int) -> frozenset[int]:
        return frozenset(atom + count * states[figure] for atom in atoms)

    cells = tuple(
        replace(cell, atoms=moved(cell.atoms, of)) for cell, of in zip(system.cells, owners[0], strict=True)
    )
    equal = [
        Link(dict.fromkeys(moved(link.weights, of), 1.0), 0.0)
        for link, of in zip(system.equal, owners[1], strict=True)
    ]
    changes = range(count * (last + 1), count * (last + 1) + signs * count * last)
    for number in range(count * last):
        own = {changes[signs * number + sign]: (-1.0, 1.0)[sign] for sign in range(signs)}
        equal.append(Link({number + count: 1.0, number: -1.0} | own, 0.0))
    mute = frozenset(atom + count * state for atom in system.mute for state in range(last + 1))
    joined = replace(system, atom_count=changes.stop, cells=cells, equal=tuple(equal), mute=mute)
    size = _least_change(joined, changes)
    if size is None:
        return None
    return replace(joined, equal=(*equal, Link(dict.fromkeys(changes, 1.0), size)))


def _least_change(system: System, changes: range) -> float | None:
    """The least number of changes with which all numbers can be explained, or None."""
    weights = dict.fromkeys(changes, 1.0)
    found = Attacker(system, frozenset(), knows_hidden=True).lowest(weights)
    return None if found is None else total(weights, found)
