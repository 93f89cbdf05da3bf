"""Ways to protect a history, release by release: the product's, its optimum without audit, whole rows, tau-ARGUS."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.disclosure.town import TOTAL_WEIGHT, Count, History, Table
from einlass.release.disclosure.audit import failures, small_regions
from einlass.release.disclosure.linear import Attacker, Cell, Filling, System, merged
from einlass.release.disclosure.suppress import cheapest, hide, hideable
from einlass.release.disclosure.system import in_states

K = 3
Hidden = frozenset[str]
Way = Callable[[System, Hidden, dict[str, str], Sequence[str]], Hidden]


def protected(history: History, way: Way) -> Hidden:
    """Everything that is hidden when each release is protected beside those before it."""
    hidden: Hidden = frozenset()
    kept: tuple[Table, ...] = ()
    rows = {one.name: one.row for table in history.tables for one in table.counts}
    for table in history.tables:
        tables = (*kept, table)
        new = [one.name for one in table.counts]
        known = {one.name: rows[one.name] for each in tables for one in each.counts}
        found = way(_system(tables), hidden & known.keys(), known, new)
        hidden |= found
        if not found.issuperset(new):  # else it is held back, and nobody ever sees it
            kept = tables
    return hidden


def _system(tables: Sequence[Table]) -> System:
    cells = [
        (number, _cell(one, is_fixed=number < len(tables) - 1))
        for number, table in enumerate(tables)
        for one in table.counts
    ]
    width = 1 + max(max(cell.atoms) for _, cell in cells)
    whole = merged(System(atom_count=width, cells=tuple(cell for _, cell in cells), least=K))
    return in_states(whole, ([number for number, _ in cells], []), len(tables))


def _cell(one: Count, *, is_fixed: bool) -> Cell:
    return Cell(
        key=one.name,
        atoms=one.atoms,
        value=float(one.value),
        slot=one.name,
        need=K if 0 < one.value < K and not is_fixed else 0,
        weight=TOTAL_WEIGHT if one.is_total else 1.0,
        is_fixed=is_fixed,
    )


def product(system: System, hidden: Hidden, rows: dict[str, str], new: Sequence[str]) -> Hidden:
    """What the product hides; where an earlier release cannot be kept safe, the new one is held back whole."""
    found = hide(system, hidden, small_regions(system, new))
    return frozenset(hidden) | frozenset(new) if found.exposed else found.hidden


def optimum(system: System, hidden: Hidden, rows: dict[str, str], new: Sequence[str]) -> Hidden:
    """The cheapest set that protects the small counts of the new table, once, without any audit."""
    must = hidden | system.sensitive
    start = Attacker(system, frozenset(), knows_hidden=True).filling()
    small = [cell for cell in system.cells if cell.need]
    if start is None or not small:
        return must
    return cheapest(system, must, small, start) or must


def plain(system: System, hidden: Hidden, rows: dict[str, str], new: Sequence[str]) -> Hidden:
    """Rows hidden whole, until the audit passes; as in the product a new table may be held back."""
    regions = small_regions(system, new)
    found = whole_rows(system, rows, hidden, regions)
    return frozenset(hidden) | frozenset(new) if any(failures(system, found, regions)) else found


class Ended(Exception):
    """tau-ARGUS ended by itself, twice, on a table: its history tells nothing of it."""


class TauArgus:
    """tau-ARGUS in its own environment: each two-way table by itself, as it knows nothing of the others."""

    def __init__(self, python: Path) -> None:
        self.python = python
        self.process = self._started()
        self.seconds, self.failed = 0.0, 0

    def _started(self) -> subprocess.Popen[str]:
        script = Path(__file__).with_name("tauargus.py")
        return subprocess.Popen(
            [self.python, "-B", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _answer(self, asked: str) -> dict[str, Any]:
        """What it says; a process that ended is started anew once. Raises Ended."""
        for _ in range(2):
            assert self.process.stdin and self.process.stdout
            self.process.stdin.write(asked + "\n")
            self.process.stdin.flush()
            if line := self.process.stdout.readline():
                return dict(json.loads(line))
            self.process.wait()
            self.process = self._started()
        raise Ended

    def table(self, table: Table) -> Hidden:
        """Names of the counts it hides in a two-way table; in others the small ones. Raises Ended."""
        small = frozenset(one.name for one in table.counts if 0 < one.value < K)
        if not table.rows or not small:
            return small
        answer = self._answer(json.dumps({"rows": table.rows, "k": K}))
        if "error" in answer:
            self.failed += 1
            return small
        self.seconds += answer["seconds"]
        height, width = len(table.rows), len(table.rows[0])
        before = table.counts[0].name.partition("|")[0]
        return small | {
            f"{before}|{'+' if row == height else row}/{'+' if column == width else column}"
            for row, column in answer["hidden"]
        }

    def history(self, history: History) -> Hidden:
        """All tables of a history. Raises Ended."""
        return frozenset().union(*(self.table(one) for one in history.tables))

    def close(self) -> None:
        """End its process."""
        self.process.communicate()


def whole_rows(
    system: System, rows: Mapping[str, str], hidden: Collection[str] = (), regions: Sequence[Cell] = ()
) -> frozenset[str]:
    """The plain approach, for comparison: rows with a count that must be hidden are hidden whole, and further rows, the
    lightest first, as long as something is exposed. rows: the row of each slot.
    """
    free = hideable(system, system.slots)
    weight = dict.fromkeys(rows.values(), 0.0)
    for slot in free:
        weight[rows[slot]] += sum(cell.weight for cell in system.slots[slot])
    struck = {rows[slot] for slot in system.sensitive}
    others = sorted(weight.keys() - struck, key=lambda row: (weight[row], row))
    known: list[Filling] = []  # what agrees with more that is visible agrees with less
    while True:
        found = frozenset(hidden) | {slot for slot in free if rows[slot] in struck}
        if not others or not any(failures(system, found, regions, known)):
            return found
        struck.add(others.pop(0))
