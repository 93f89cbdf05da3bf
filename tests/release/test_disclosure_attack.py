"""An attacker who tries every whole filling of small random tables never pins what is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from bench.disclosure.ways import whole_rows
from einlass.release.disclosure.audit import exposed, small_regions
from einlass.release.disclosure.linear import Attacker, Cell, Link, System, merged
from einlass.release.disclosure.suppress import everything, hide
from release.two_way import cell_of, every_filling, possible, two_way

MOST = 9  # of an atom in a filling that is tried
K = 3


def too_few(system: System, hidden: Iterable[str], fillings: list[tuple[int, ...]]) -> list[str]:
    """Hidden slots with fewer possible values than wanted."""
    return [
        cell.slot
        for cell in system.cells
        if cell.slot in set(hidden) and len(possible(fillings, cell)) < max(cell.need, system.least)
    ]


def random_table(seed: int) -> System:
    rng = np.random.default_rng(seed)
    shape = ((2, 3), (3, 3), (2, 4))[seed % 3]
    return two_way(rng.poisson((1.2, 2.5)[seed % 2], shape).tolist(), K)


@pytest.mark.parametrize("seed", range(12))
def test_bounds_hold_the_truth_and_are_those_of_every_filling(seed: int) -> None:
    system = random_table(seed)
    hidden = set(system.sensitive)
    fillings = every_filling(system, hidden, 40)
    attacker = Attacker(system, hidden)
    for cell in system.cells:
        found = attacker.range(dict.fromkeys(cell.atoms, 1.0))
        values = possible(fillings, cell)
        assert found.low <= (cell.value or 0) <= found.high
        assert (found.low, found.high) == (min(values), max(values))


@pytest.mark.parametrize("seed", range(12))
def test_the_audit_lets_pass_what_has_enough_values_and_nothing_else(seed: int) -> None:
    system = random_table(seed)
    hidden = set(system.sensitive) | {"0/0", "1/1"}
    fillings = every_filling(system, hidden, 40)
    failed = {one.cell.slot for one in exposed(system, hidden)}
    for cell in system.cells:
        values = possible(fillings, cell)
        is_safe = len(values) >= K and max(values) - min(values) >= K and max(values) >= K
        assert (cell.slot in failed) == (cell.slot in hidden and not is_safe)


@pytest.mark.parametrize("seed", range(24))
def test_nothing_is_pinned_after_suppression(seed: int) -> None:
    system = random_table(seed)
    pattern = hide(system)
    assert pattern.hidden >= system.sensitive and not pattern.exposed
    fillings = every_filling(system, pattern.hidden, MOST)
    assert fillings and not too_few(system, pattern.hidden, fillings)
    assert not everything(system, system.sensitive, ()).exposed


@pytest.mark.parametrize("seed", range(8))
def test_a_second_release_gives_nothing_away_of_the_first(seed: int) -> None:
    """Months of two offices first, their quarter and the city afterwards: the first can be hidden no more."""
    values = np.random.default_rng(100 + seed).poisson(2.0, 6).tolist()
    months = [
        cell_of(f"month {office}/{month}", [3 * office + month], values, K)
        for office in (0, 1)
        for month in range(3)
    ]
    first = System(atom_count=6, cells=tuple(months), least=K)
    hidden = hide(first).hidden
    assert hidden == first.sensitive
    late = [cell_of(f"quarter {office}", range(3 * office, 3 * office + 3), values, K) for office in (0, 1)]
    late += [cell_of(f"city {month}", [month, 3 + month], values, K) for month in range(3)]
    fixed = [replace(cell, is_fixed=True, need=0) for cell in months]
    second = System(atom_count=6, cells=(*fixed, *late), least=K)
    regions = small_regions(second, [cell.slot for cell in late])
    pattern = hide(second, hidden, regions)
    assert pattern.hidden >= hidden and not pattern.exposed
    fillings = every_filling(second, pattern.hidden, MOST)
    assert fillings and not too_few(second, pattern.hidden, fillings)


def test_two_of_three_months_and_their_quarter_tell_the_third() -> None:
    """No table shows March, and nothing is small but March: the quarter may not be shown."""
    values = (7, 9, 2)
    shown = [replace(cell_of(str(month), [month], values), is_fixed=True) for month in (0, 1)]
    quarter = cell_of("quarter", range(3), values)
    system = System(atom_count=3, cells=(*shown, quarter), least=K)
    regions = small_regions(system, ["quarter"])
    assert [one.cell.atoms for one in exposed(system, (), regions)] == [frozenset({2})]
    assert hide(system, (), regions).hidden == {"quarter"}


def test_what_new_tables_leave_over_of_an_older_sum_is_looked_at_too() -> None:
    """Three and nothing give away the three, and with the older five the two that no new table touches."""
    values = (3, 2, 0)
    older = replace(cell_of("both", [0, 1], values), is_fixed=True)
    new = [cell_of("first and third", [0, 2], values), cell_of("third", [2], values)]
    system = System(atom_count=3, cells=(older, *new), least=K)
    regions = small_regions(system, ["first and third", "third"])
    assert [one.cell.atoms for one in exposed(system, (), regions)] == [frozenset({1})]
    assert hide(system, (), regions).hidden
    assert not exposed(system, hide(system, (), regions).hidden, regions)


def test_a_longer_period_is_held_back_where_it_tells_a_small_rest() -> None:
    shorter = replace(cell_of("until 17 March", [0], (11, 1)), is_fixed=True)
    longer = cell_of("until 24 March", [0, 1], (11, 1))
    system = System(atom_count=2, cells=(shorter, longer), least=K)
    assert hide(system, (), small_regions(system, ["until 24 March"])).hidden == {"until 24 March"}
    even = replace(longer, value=11.0)
    system = System(atom_count=2, cells=(shorter, even), least=K)
    assert not hide(system, (), small_regions(system, ["until 24 March"])).hidden


def test_what_is_known_before_is_told_and_the_rest_protected() -> None:
    """An earlier release shows all but one small count of its total: nothing helps there any more."""
    values = (2, 5, 6, 1, 4, 8)
    first = [cell_of(str(atom), [atom], values) for atom in range(3)]
    first.append(cell_of("+", range(3), values))
    fixed = [replace(cell, is_fixed=True, need=0) for cell in first]
    late = [cell_of(str(atom), [atom], values) for atom in range(3, 6)]
    late.append(cell_of("++", range(3, 6), values, weight=5.0))
    system = System(atom_count=6, cells=(*fixed, *late), least=K)
    pattern = hide(system, {"0"})
    assert [one.cell.slot for one in pattern.exposed] == ["0"]
    assert pattern.hidden in ({"0", "3", "4"}, {"0", "3", "5"})


def test_links_between_states_of_the_data_are_used_by_the_attacker() -> None:
    """A hidden count of the original follows from the corrected one when all changes in between are known."""
    original = [cell_of(str(atom), [atom], (2, 5)) for atom in range(2)]
    corrected = [replace(cell_of(f"new {atom}", [2 + atom], (0, 0, 3, 5)), need=0) for atom in range(2)]
    changes = tuple(
        Link({2 + atom: 1.0, atom: -1.0, 4 + 2 * atom: -1.0, 5 + 2 * atom: 1.0}, 0.0) for atom in range(2)
    )
    cells: tuple[Cell, ...] = (*original, *corrected)
    limit = Link(dict.fromkeys(range(4, 8), 1.0), 1.0)
    system = System(atom_count=8, cells=cells, equal=changes, at_most=(limit,), least=K)
    found = Attacker(system, {"0"}).range({0: 1.0})
    assert (found.low, found.high) == (2, 4)
    assert [one.cell.slot for one in exposed(system, {"0"})] == ["0"]


def test_merging_atoms_changes_no_bound() -> None:
    system = System(
        atom_count=6,
        cells=(cell_of("a", [0, 1], (1, 1, 0, 2, 2, 0)), cell_of("all", range(5), (1, 1, 0, 2, 2, 0))),
        equal=(Link({4: 1.0}, 2.0),),
        least=K,
    )
    small = merged(system)
    assert small.atom_count == 3
    for one in (system, small):
        found = Attacker(one, {"a"}).range(dict.fromkeys(one.slots["a"][0].atoms, 1.0))
        assert (found.low, found.high) == (0, 4)


def test_the_plain_approach_hides_rows_whole() -> None:
    system = two_way([[2, 5, 6], [4, 7, 5], [8, 9, 4]])
    rows = {slot: slot[0] for slot in system.slots}
    hidden = whole_rows(system, rows)
    assert {slot[0] for slot in hidden} == {"0", "1"} and len(hidden) == 8
    assert not exposed(system, hidden)
    assert len(hide(system).hidden) == 4
