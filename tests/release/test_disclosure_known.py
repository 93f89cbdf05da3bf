"""Disclosure control against answers known from the literature; tables rebuilt from their numbers, no code copied."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.optimize import linprog

from einlass.release.disclosure.audit import exposed
from einlass.release.disclosure.linear import Attacker, System
from einlass.release.disclosure.suppress import hide
from release.two_way import cell_of, inner, two_way

# 4 offices × 4 kinds, 45 reports: seven small counts that lie on one path, so that each follows from the margins.
OFFICES = [[1, 2, 4, 3], [5, 1, 2, 0], [6, 3, 1, 2], [7, 4, 3, 1]]
# sdcTools/sdcTable 0.32.7, tests/testthat/test-simpleheuristic.R: rows w x y z, columns a b c d.
HEURISTIC = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]]
NINE = {"0/0", "0/1", "0/2", "1/0", "1/2", "2/1", "2/3", "3/1", "3/3"}
# statisticsnorway/GaussSuppression, SSBtoolsData("z1"): regions A to H; other, work, social assistance, insurance.
Z1 = [
    [11, 11, 55, 36],
    [7, 1, 29, 18],
    [5, 8, 35, 25],
    [13, 2, 17, 13],
    [9, 14, 63, 52],
    [12, 9, 24, 22],
    [6, 4, 22, 8],
    [9, 3, 38, 15],
]
# sdcTools/checkTauArgus, inst/tests/Batch/ex1/tabdata_ex1.tab: regions A to D, male and female; (A, female) unsafe.
ARGUS = [[895, 137], [753, 973], [569, 486], [540, 793]]


def bounds(system: System, hidden: set[str], slot: str) -> tuple[float, float]:
    atoms = dict.fromkeys(system.slots[slot][0].atoms, 1.0)
    found = Attacker(system, hidden).range(atoms)
    return found.low, found.high


def test_small_counts_alone_hidden_leak_every_one_of_them() -> None:
    system = two_way(OFFICES)
    assert sum(map(sum, OFFICES)) == 45
    assert len(system.sensitive) == 7
    leaked = exposed(system, system.sensitive)
    assert {(one.cell.slot, one.low, one.high) for one in leaked} == {
        (slot, system.slots[slot][0].value, system.slots[slot][0].value) for slot in system.sensitive
    }
    pattern = hide(system)
    assert pattern.hidden > system.sensitive and not pattern.exposed
    assert not exposed(system, pattern.hidden)


def test_two_hidden_cells_in_every_row_and_column_pin_one_at_47() -> None:
    system = two_way(HEURISTIC)
    for line in range(4):
        assert len([slot for slot in NINE if slot[0] == str(line)]) >= 2
        assert len([slot for slot in NINE if slot[2] == str(line)]) >= 2
    assert [(one.cell.slot, one.low, one.high) for one in exposed(system, NINE)] == [("0/1", 47, 47)]


def test_one_more_hidden_cell_frees_it() -> None:
    system = two_way(HEURISTIC)
    assert bounds(system, NINE | {"1/1"}, "0/1") == (0, 141)
    asked = replace(
        system, cells=tuple(replace(cell, need=3 if cell.slot in NINE else 0) for cell in system.cells)
    )
    pattern = hide(asked)
    assert len(pattern.hidden) == 10 and pattern.hidden > NINE and not pattern.exposed


def test_two_tables_that_are_safe_each_reveal_a_cell_together() -> None:
    """sdcTools/sdcTable 0.32.7, tests/testthat/test-linked-tables.r: counties and sizes of the same eight regions."""
    regions = dict(zip("ABIJKLMN", (2, 2, 8, 8, 3, 3, 3, 7), strict=True))
    names, values = list(regions), list(regions.values())

    def sums(key: str, of: str) -> object:
        return cell_of(key, [names.index(one) for one in of], values, 4, 20.0)

    own = [sums(name, name) for name in names]
    total = sums("total", "ABIJKLMN")
    counties = [sums("county 1", "ABIJ"), sums("county 2", "KLMN")]
    sizes = [sums("big", "LM"), sums("small", "ABIJKN")]

    def system(*cells: object) -> System:
        return System(atom_count=8, cells=(*own, total, *cells), least=1)  # type: ignore[arg-type]

    def pinned(one: System, hidden: frozenset[str]) -> set[str]:
        return {slot for slot in hidden if len(set(bounds(one, set(hidden), slot))) == 1}

    five = system(*counties).sensitive
    assert five == set("ABKLM")
    assert not pinned(system(*counties), five) and not pinned(system(*sizes), five)
    assert pinned(system(*counties, *sizes), five) == {"K"}
    pattern = hide(replace(system(*counties, *sizes), least=3))
    assert not pattern.exposed and not pinned(system(*counties, *sizes), pattern.hidden)
    assert pattern.hidden == five | {"N"}


def test_gauss_suppression_z1() -> None:
    """Up to 3 is small there: B, D and H with work hidden, and beside each the other of its row."""
    system = two_way(Z1, 4)
    assert system.sensitive == {"1/1", "3/1", "7/1"}
    pattern = hide(system)
    assert not pattern.exposed
    assert inner(pattern.hidden) == pattern.hidden
    assert len(pattern.hidden) == 6
    assert {slot[0] for slot in pattern.hidden} == {"1", "3", "7"}


def test_tau_argus_table_with_its_protection_of_a_fifth() -> None:
    system = two_way(ARGUS, 3, total_weight=5000.0)
    needed = replace(
        system,
        cells=tuple(
            replace(
                cell,
                need=27 if cell.slot == "0/1" else 0,
                weight=float(cell.value or 0) if "+" not in cell.slot else cell.weight,
            )
            for cell in system.cells
        ),
    )
    pattern = hide(needed)
    assert pattern.hidden == {"0/0", "0/1", "2/0", "2/1"}
    low, high = bounds(needed, set(pattern.hidden), "0/1")
    assert low == 0 and high == 137 + 486


@pytest.mark.parametrize("size", [1, 1_000, 1_000_000])
def test_a_safe_pattern_is_found_however_large_the_other_cells_are(size: int) -> None:
    """With a bound as large as the cells, SciPy's `milp` calls hiding nothing optimal from 100,000 on."""
    rows = [[2, 40 * size, 30 * size], [50 * size, 60 * size, 20 * size], [10 * size, 70 * size, 80 * size]]
    system = two_way(rows)
    pattern = hide(system)
    assert len(pattern.hidden) == 4 and not pattern.exposed
    assert not exposed(system, pattern.hidden)


def test_fractions_make_a_cell_look_safe_that_has_one_whole_value() -> None:
    """x + y + u, y + z + u and x + z + u are 1: with halves u may be anything up to 1, in whole numbers it is 1."""
    values = (0, 0, 0, 1)
    cells = [
        replace(cell_of(str(atoms), atoms, values), need=0) for atoms in ((0, 1, 3), (1, 2, 3), (0, 2, 3))
    ]
    system = System(atom_count=4, cells=(*cells, cell_of("u", [3], values)), least=3)
    matrix = [[1, 1, 0, 1], [0, 1, 1, 1], [1, 0, 1, 1]]
    relaxed = linprog([0, 0, 0, 1], A_eq=matrix, b_eq=[1, 1, 1])
    assert relaxed.fun == pytest.approx(0)
    assert bounds(system, {"u"}, "u") == (1, 1)
    assert [(one.cell.slot, one.low, one.high) for one in exposed(system, {"u"})] == [("u", 1, 1)]
