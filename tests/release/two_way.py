"""Small tables as systems, and an attacker that tries every whole filling. No product code but the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from einlass.release.disclosure.linear import Cell, System

Rows = Sequence[Sequence[int]]


def cell_of(key: str, atoms: Iterable[int], values: Sequence[int], k: int = 3, weight: float = 1.0) -> Cell:
    """A cell whose count is sensitive where it is below k and not nothing."""
    atoms = frozenset(atoms)
    value = sum(values[atom] for atom in atoms)
    return Cell(key=key, atoms=atoms, value=value, slot=key, need=k if 0 < value < k else 0, weight=weight)


def two_way(rows: Rows, k: int = 3, total_weight: float = 5.0) -> System:
    """A table with its margins; a cell's slot is `row/column`, the total `+`."""
    height, width = len(rows), len(rows[0])
    values = [value for row in rows for value in row]
    down = {str(row): [row] for row in range(height)} | {"+": list(range(height))}
    across = {str(column): [column] for column in range(width)} | {"+": list(range(width))}
    cells = tuple(
        cell_of(
            f"{row}/{column}",
            [one * width + other for one in down[row] for other in across[column]],
            values,
            k,
            total_weight if "+" in (row, column) else 1.0,
        )
        for row in down
        for column in across
    )
    return System(atom_count=height * width, cells=cells, least=k)


def inner(hidden: Iterable[str]) -> set[str]:
    """Those of the slots that are no totals."""
    return {slot for slot in hidden if "+" not in slot}


def every_filling(system: System, hidden: Iterable[str], most: int) -> list[tuple[int, ...]]:
    """All whole fillings with atoms up to `most` that agree with the visible cells."""
    hidden = set(hidden)
    visible = [(sorted(cell.atoms), int(cell.value or 0)) for cell in system.cells if cell.slot not in hidden]
    ends: dict[int, list[tuple[list[int], int]]] = {}
    for atoms, value in visible:
        ends.setdefault(atoms[-1], []).append((atoms, value))
    least = [
        min([most, *(value for atoms, value in visible if atom in atoms)])
        for atom in range(system.atom_count)
    ]
    found: list[tuple[int, ...]] = []

    def fill(done: list[int]) -> None:
        if len(done) == system.atom_count:
            found.append(tuple(done))
            return
        for value in range(least[len(done)] + 1):
            now = [*done, value]
            if all(sum(now[atom] for atom in atoms) == sums for atoms, sums in ends.get(len(done), [])):
                fill(now)

    fill([])
    return found


def possible(fillings: Iterable[Sequence[int]], cell: Cell) -> set[int]:
    """The values that a cell has in these fillings."""
    return {sum(one[atom] for atom in cell.atoms) for one in fillings}
