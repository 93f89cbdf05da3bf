"""A cell of the calibration grid, run anew: the rates promised on the methods page hold."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from bench.calibration import grid, penalty, towns
from bench.calibration.__main__ import RESULTS, STUDIES, main, read
from bench.calibration.cells import cell
from bench.calibration.generate import FACTOR_VARIANCE, gamma_factor
from einlass import calibration

SIZE = 150
SETTINGS = {"base": 2.0, "before": 104, "after": 16}


def _most(share: float) -> float:
    """99.9 % point of the share in SIZE series when the true one is this: what Monte-Carlo error explains."""
    return float(binom.ppf(0.999, SIZE, share)) / SIZE


def test_no_effect_is_seldom_called_one_and_naive_methods_do_often() -> None:
    found = grid.measure(cell("grid", rho=0.4, ratio=1.0, **SETTINGS), SIZE)
    assert found["e_star.claim"] <= _most(0.062)  # 6.2 % over the grid at this dependence
    assert found["e_star_pt.covers"] >= 1 - _most(0.064)  # 93.6 %, the worst promised coverage
    assert found["shift.claim"] <= _most(0.058)
    assert found["verdict.clear_decrease"] <= _most(0.027)
    assert found["arrow_10_percent.claim"] > 0.5 > found["exact_poisson.claim"] > 0.1


def test_a_halving_is_seen_more_often_than_luck() -> None:
    found = grid.measure(cell("grid", rho=0.0, ratio=0.5, **SETTINGS), SIZE)
    assert found["e_star.down"] > 0.35 and found["verdict.no_large_change"] <= _most(0.01)
    assert abs(found["e_star.bias"]) < 0.15


def test_an_office_without_visits_is_a_change_only_where_offices_are_added_up() -> None:
    setting = cell("towns", kind="missing_6", treated=2, compared=0, rho=0.4, ratio=1.0)
    found = towns.measure(setting, SIZE)
    assert found["rule.clear_down"] <= _most(0.03) and found["rule.any_down"] <= _most(0.10)
    assert found["rule.covers"] >= 1 - _most(0.07)
    assert found["before.any_down"] > found["rule.any_down"]


def test_comparison_offices_that_double_make_no_decrease() -> None:
    setting = cell("towns", kind="comparison_moves", treated=2, compared=4, rho=0.0, ratio=1.0)
    found = towns.measure(setting, 60)
    assert found["rule.by_comparison"] > 0.9 and found["rule.any_down"] < 0.25


def test_both_places_of_the_trend_s_prior_are_measured_on_the_same_series() -> None:
    setting = cell("penalty", rho=0.4, base=2.0, before=104, after=26, ratio=1.0, change_a_year=0.0)
    found = penalty.measure(setting, 30)
    assert found["on_scale.width"] < found["on_dispersion.width"] < 1.2 * found["on_scale.width"]
    assert found["on_scale.bias"] == pytest.approx(found["on_dispersion.bias"], abs=0.1)


def test_the_page_reads_means_and_worst_cells_of_towns() -> None:
    table = calibration.rows("towns")
    none = [values for key, (_, values) in read(RESULTS).items() if key.startswith("towns|kind=shocks")]
    assert none and {row.settings["kind"] for row in table} >= {*towns.KINDS, *towns.COMPARED_KINDS}
    worst = calibration.worst(table, "rule.covers", kind="shocks")
    assert worst == pytest.approx(min(values["rule.covers"] for values in none), abs=1e-4)
    highest = calibration.worst(table, "rule.any_down", kind="shocks")
    assert highest == pytest.approx(max(values["rule.any_down"] for values in none), abs=1e-4)
    assert calibration.worst(table, "rule.covers", kind="unknown") is None


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.8])
def test_the_process_is_the_one_stated(rho: float) -> None:
    """Mean 1, variance 0.5, autocorrelation rho; 4,000 series give about ±0.02."""
    factor = gamma_factor(np.random.default_rng(1), 4000, 12, rho)
    assert factor.mean() == pytest.approx(1.0, abs=0.03)
    assert factor.var() == pytest.approx(FACTOR_VARIANCE, abs=0.04)
    for lag in (1, 3):
        pairs = np.corrcoef(factor[:, :-lag].ravel(), factor[:, lag:].ravel())[0, 1]
        assert pairs == pytest.approx(rho**lag, abs=0.04)


def test_the_committed_table_holds_every_cell_of_every_study() -> None:
    table = read(RESULTS)
    missing = [c.key for cells, _ in STUDIES for c in cells() if c.key not in table]
    assert not missing
    assert all(math.isfinite(value) for _, values in table.values() for value in values.values())


def test_a_stopped_run_takes_up_where_it_stopped(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs of the chart study into one file: the second measures nothing and changes nothing."""
    path = f"{tmp_path}/results.csv"
    monkeypatch.setattr("sys.argv", ["calibration", "--series", "2", "--study", "shares", "--results", path])
    main()
    with Path(path).open(encoding="utf-8") as lines:
        first = list(csv.DictReader(lines))
    assert len(first) == 9 and {row["series"] for row in first} == {"2"}
    main()
    with Path(path).open(encoding="utf-8") as lines:
        assert list(csv.DictReader(lines)) == first
