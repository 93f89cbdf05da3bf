"""The grid of 324 cells: false alarms, power, coverage and bias of E*, E*pt and the shift test; verdicts."""

from __future__ import annotations

import math
from itertools import product

from bench.calibration.cells import Cell, Means, cell
from bench.calibration.generate import Truth, counts
from bench.calibration.naive import NAIVE
from einlass.stats.counts import E_STAR, E_STAR_PT, Model, fit_step
from einlass.stats.series import Series
from einlass.stats.shift import shift_test
from einlass.stats.step import StepFit
from einlass.stats.verdict import Evidence, Verdict, judge

RHO, BASE, BEFORE, AFTER, RATIO = (
    (0.0, 0.2, 0.4, 0.8),
    (0.5, 2.0, 6.0),
    (26, 52, 104),
    (8, 16, 26),
    (1.0, 0.7, 0.5),
)
TRENDS = (-0.30, -0.15, 0.0, 0.15, 0.30)


def cells() -> list[Cell]:
    """The grid, and the trend cells."""
    grid = [
        cell("grid", rho=rho, base=base, before=before, after=after, ratio=ratio)
        for rho, base, before, after, ratio in product(RHO, BASE, BEFORE, AFTER, RATIO)
    ]
    trends = [
        cell("trend", rho=rho, base=base, before=before, after=after, ratio=1.0, change_a_year=change)
        for rho, base, before, after, change in product((0.0, 0.4), (2.0, 6.0), (52, 104), (16, 26), TRENDS)
    ]
    return grid + trends


def measure(setting: Cell, size: int) -> dict[str, float]:
    """One cell of either study."""
    truth = truth_of(setting)
    events, attended = counts(setting.rng(), truth, size)
    means = Means()
    for y, v in zip(events, attended, strict=True):
        series = Series.of(y, truth.step, v)
        _honest(means, series, truth.ratio)
        if setting.study == "trend":
            add_fit(means, "free_trend", fit_step(series, Model(trend_sd=math.inf)), truth.ratio)
        elif truth.ratio == 1.0:
            for name, method in NAIVE.items():
                means.claim(name, method(series))
    return means.result()


def truth_of(setting: Cell) -> Truth:
    """The process of a cell."""
    return Truth(
        setting.number("rho"),
        setting.number("base"),
        int(setting.number("before")),
        int(setting.number("after")),
        setting.number("ratio", 1.0),
        math.log1p(setting.number("change_a_year")),
    )


def add_fit(means: Means, name: str, fit: StepFit, ratio: float) -> None:
    """Claim, decrease, coverage of the truth and bias of a fit."""
    wide, narrow = fit.interval_95, fit.interval_80
    means.claim(name, int(wide.is_above(1)) - int(wide.is_below(1)))
    means.add(**{f"{name}.covers": not wide.excludes(ratio), f"{name}.covers_80": not narrow.excludes(ratio)})
    if fit.log_ratio is not None:
        means.add(**{f"{name}.bias": fit.log_ratio - math.log(ratio)})


def add_verdict(means: Means, verdict: Verdict) -> None:
    """Share of each word of the scale."""
    means.add(**{f"verdict.{word}": verdict is word for word in Verdict})


def _honest(means: Means, series: Series, ratio: float) -> None:
    """E*, E*pt, both shift tests, the verdict."""
    plain, default = fit_step(series, E_STAR), fit_step(series, E_STAR_PT)
    add_fit(means, "e_star", plain, ratio)
    add_fit(means, "e_star_pt", default, ratio)
    p_plain, p = shift_test(series, E_STAR).p_value, shift_test(series, E_STAR_PT).p_value
    means.add(**{"shift.claim": (p_plain or 1) <= 0.05, "shift_pt.claim": (p or 1) <= 0.05})
    evidence = Evidence(
        default.interval_80, default.interval_95, default.tally, shift_p=p_plain, reason=default.reason
    )
    add_verdict(means, judge(evidence).verdict)
