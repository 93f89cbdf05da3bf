"""Several offices: D* and its rivals, pooling, and many verdicts at once."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from scipy.special import stdtrit

from bench.calibration.cells import Cell, Means, cell
from bench.calibration.generate import Truth, gamma_factor, season, visits
from bench.calibration.grid import add_fit, truth_of
from einlass.stats.control import fit_share, own_ratio
from einlass.stats.counts import fit_step
from einlass.stats.pooling import holm, pool_fits
from einlass.stats.series import FloatArray, Series, stacked

SHOCK_SD, SHOCK_RHO = 0.25, 0.9
"""City-wide shocks: a log-normal factor that all offices share, slowly changing."""
SPREAD = 0.4
"""Offices differ in their rates by a factor exp(N(0, 0.4²))."""


def cells() -> list[Cell]:
    """All cells of these studies."""
    share = [
        cell(
            "control", rho=rho, base=2.0, before=104, after=16, ratio=ratio, compared=compared, shocks=shocks
        )
        for rho, ratio, compared, shocks in product((0.0, 0.4, 0.8), (1.0, 0.5), (3, 9), (0, 1))
    ]
    pooled = [
        cell("pooled", rho=rho, base=2.0, before=104, after=16, ratio=ratio, treated=6, compared=4)
        for rho, ratio in product((0.0, 0.4, 0.8), (1.0, 0.7, 0.5))
    ]
    many = [cell("many", rho=rho, base=2.0, before=104, after=16, treated=8) for rho in (0.0, 0.4)]
    return share + pooled + many


def measure(setting: Cell, size: int) -> dict[str, float]:
    """One cell of any of these studies."""
    return {"control": _control, "pooled": _pooled, "many": _many}[setting.study](setting, size)


def _city(
    rng: np.random.Generator, truth: Truth, offices: int, has_shocks: bool
) -> tuple[FloatArray, FloatArray]:
    """Events without effect as expected means, and visits; (offices, weeks) each."""
    level = truth.base * np.exp(rng.normal(0, SPREAD, (offices, 1)))
    level[0] = truth.base
    attended = visits(rng, offices, truth.weeks)
    mean = level * season(rng, offices, truth.weeks) * gamma_factor(rng, offices, truth.weeks, truth.rho)
    return mean * attended * (shocks(rng, truth.weeks) if has_shocks else 1.0), attended


def shocks(rng: np.random.Generator, weeks: int) -> FloatArray:
    """A factor that all offices share, (weeks,)."""
    path = np.empty(weeks)
    path[0] = rng.normal()
    for week in range(1, weeks):
        path[week] = SHOCK_RHO * path[week - 1] + math.sqrt(1 - SHOCK_RHO**2) * rng.normal()
    return np.exp(SHOCK_SD * path)


def untreated(counts: FloatArray, visits: FloatArray) -> Series:
    """Offices without the measure, (offices, weeks) each, every one its own stratum."""
    return stacked([Series.of(y, np.zeros(len(y)), v) for y, v in zip(counts, visits, strict=True)])


def _control(setting: Cell, size: int) -> dict[str, float]:
    """One treated office: E*pt, D*, and difference in differences clustered by office."""
    means, rng, truth = Means(), setting.rng(), truth_of(setting)
    offices = 1 + int(setting.number("compared"))
    for _ in range(size):
        mean, attended = _city(rng, truth, offices, bool(setting.number("shocks")))
        mean[0] *= np.where(truth.step > 0, truth.ratio, 1.0)
        y = rng.poisson(mean).astype(np.float64)
        treated = Series.of(y[0], truth.step, attended[0])
        compared = untreated(y[1:], attended[1:])
        add_fit(means, "e_star_pt", fit_step(treated), truth.ratio)
        add_fit(means, "d_star", fit_share(treated, compared).fit, truth.ratio)
        means.claim("did_clustered", _did(y / attended, truth.step))
        means.add(comparison_moved=own_ratio(treated, compared).interval_80.excludes(1))
    return means.result()


def _did(rate: FloatArray, step: FloatArray) -> int:
    """Two-way fixed effects, one treated office (the first), errors clustered by office, HC1, t(G − 1)."""
    offices, weeks = rate.shape
    on = np.zeros_like(rate)
    on[0] = step
    y, x = (a - a.mean(0) - a.mean(1, keepdims=True) + a.mean() for a in (rate, on))
    estimate = float((x * y).sum() / (x * x).sum())
    scores = (x * (y - estimate * x)).sum(axis=1)
    n, k = rate.size, offices + weeks
    factor = offices / (offices - 1) * (n - 1) / (n - k)
    error = math.sqrt(factor * float((scores**2).sum())) / float((x * x).sum())
    reach = float(stdtrit(offices - 1, 0.975)) * error
    return int(estimate - reach > 0) - int(estimate + reach < 0)


def _pooled(setting: Cell, size: int) -> dict[str, float]:
    """Six offices pooled at random; D* of three of them; one of them alone."""
    means, rng, truth = Means(), setting.rng(), truth_of(setting)
    treated, compared = int(setting.number("treated")), int(setting.number("compared"))
    for _ in range(size):
        mean, attended = _city(rng, truth, treated + compared, False)
        mean[:treated] *= np.where(truth.step > 0, truth.ratio, 1.0)
        y = rng.poisson(mean).astype(np.float64)
        offices = tuple(
            Series.of(a, truth.step, v) for a, v in zip(y[:treated], attended[:treated], strict=True)
        )
        fits = tuple(fit_step(office) for office in offices)
        city = pool_fits(fits)
        wide = city.interval_95
        means.claim("pooled", int(wide.is_above(1)) - int(wide.is_below(1)))
        means.add(**{"pooled.covers": not wide.excludes(truth.ratio)})
        add_fit(means, "one_office", fits[0], truth.ratio)
        others = untreated(y[treated:], attended[treated:])
        add_fit(means, "pooled_d_star", fit_share(stacked(offices[:3]), others).fit, truth.ratio)
    return means.result()


def _many(setting: Cell, size: int) -> dict[str, float]:
    """Eight offices without effect: is any called changed, with and without Holm."""
    means, rng, truth = Means(), setting.rng(), truth_of(setting)
    for _ in range(size):
        mean, attended = _city(rng, truth, int(setting.number("treated")), False)
        y = rng.poisson(mean).astype(np.float64)
        fits = [fit_step(Series.of(a, truth.step, v)) for a, v in zip(y, attended, strict=True)]
        p = np.array([np.nan if fit.p_value is None else fit.p_value for fit in fits])
        means.add(**{"uncorrected.any": bool((p <= 0.05).any()), "holm.any": bool((holm(p) <= 0.05).any())})
    return means.result()
