"""Answers on a scale, shares, amounts: the week or wave is the unit."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from scipy.signal import lfilter
from scipy.special import ndtr
from scipy.stats import norm, ttest_ind

from bench.calibration.cells import Cell, Means, cell
from einlass.stats.amounts import compare_amounts
from einlass.stats.scores import compare_scores
from einlass.stats.series import FloatArray, Interval
from einlass.stats.shares import share

CUTS = np.array([-1.4, -0.6, 0.3, 1.2])
"""Thresholds of the five answers on a standard normal scale: mean about 3.2."""
WAVE_SD = 0.2
EFFECT = 0.35
FIND_SHARE, FIND_RHO = 0.013, 0.002
"""Persons with a find per person checked, and its beta-binomial correlation (domain)."""


def cells() -> list[Cell]:
    """All cells of these studies."""
    scores = [
        cell("scores", waves_before=b, waves_after=a, answers=n, effect=effect)
        for (b, a, n), effect in product(((4, 3, 100), (6, 5, 100), (6, 5, 30), (52, 16, 10)), (0.0, EFFECT))
    ]
    shares = [
        cell("shares", weeks=weeks, checked=checked)
        for weeks, checked in product((8, 16, 26), (100, 400, 1200))
    ]
    amounts = [
        cell("amounts", rho=rho, before=before, after=16)
        for rho, before in product((0.0, 0.4, 0.8), (26, 52, 104))
    ]
    return scores + shares + amounts


def measure(setting: Cell, size: int) -> dict[str, float]:
    """One cell of any of these studies."""
    return {"scores": _scores, "shares": _shares, "amounts": _amounts}[setting.study](setting, size)


def _probabilities(middle: float, spread: float) -> FloatArray:
    """Share of each answer."""
    return np.diff(np.concatenate([[0.0], ndtr((CUTS - middle) / spread), [1.0]]))


def true_delta(effect: float) -> float:
    """Cliff's delta between the marginal distributions after and before."""
    spread = math.sqrt(1 + WAVE_SD**2)
    before, after = _probabilities(0.0, spread), _probabilities(effect, spread)
    below = np.cumsum(before) - before
    return float(after @ below - after @ (1 - below - before))


def _scores(setting: Cell, size: int) -> dict[str, float]:
    """L* and the rank test that takes every answer for itself."""
    means, rng = Means(), setting.rng()
    before, after = int(setting.number("waves_before")), int(setting.number("waves_after"))
    step = np.repeat([0.0, 1.0], [before, after])
    truth = true_delta(setting.number("effect"))
    for _ in range(size):
        middles = rng.normal(0, WAVE_SD, before + after) + setting.number("effect") * step
        asked = rng.poisson(setting.number("answers"), before + after) + 1
        table = np.array(
            [rng.multinomial(n, _probabilities(m, 1.0)) for n, m in zip(asked, middles, strict=True)]
        )
        found = compare_scores(table, step, is_weekly=before > 20).delta
        wide = found.interval_95
        means.claim("l_star", int(wide.is_above(0)) - int(wide.is_below(0)))
        means.add(
            **{"l_star.covers": not wide.excludes(truth), "l_star.bias": (found.difference or 0.0) - truth}
        )
        means.claim("rank_test_of_answers", _rank_test(table[step == 0].sum(0), table[step == 1].sum(0)))
    return means.result()


def _rank_test(before: FloatArray, after: FloatArray) -> int:
    """Mann–Whitney with ties, normal approximation."""
    both = before + after
    n0, n1, n = float(before.sum()), float(after.sum()), float(both.sum())
    ranks = np.cumsum(both) - both + (both + 1) / 2
    u = float(after @ ranks) - n1 * (n + 1) / 2
    ties = 1 - float((both**3 - both).sum()) / (n**3 - n)
    z = u / math.sqrt(n0 * n1 * (n + 1) / 12 * ties)
    return int(np.sign(z)) if abs(z) > 1.959964 else 0


def _shares(setting: Cell, size: int) -> dict[str, float]:
    """Coverage of Wilson on the effective n, and of the plain Wald interval."""
    means, rng = Means(), setting.rng()
    strength = 1 / FIND_RHO - 1
    for _ in range(size):
        checked = rng.poisson(setting.number("checked"), int(setting.number("weeks"))) + 1
        weekly = rng.beta(FIND_SHARE * strength, (1 - FIND_SHARE) * strength, len(checked))
        found = rng.binomial(checked, weekly)
        means.add(**{"wilson_effective.covers": not share(found, checked).interval_95.excludes(FIND_SHARE)})
        p, n = found.sum() / checked.sum(), checked.sum()
        reach = norm.ppf(0.975) * math.sqrt(p * (1 - p) / n)
        means.add(**{"wald.covers": not Interval(0.95, p - reach, p + reach).excludes(FIND_SHARE)})
    return means.result()


def _amounts(setting: Cell, size: int) -> dict[str, float]:
    """False alarms for a difference of weekly means under AR(1), and of Welch's t test."""
    means, rng, rho = Means(), setting.rng(), setting.number("rho")
    before, after = int(setting.number("before")), int(setting.number("after"))
    step = np.repeat([0.0, 1.0], [before, after])
    for _ in range(size):
        noise = rng.standard_normal(before + after)
        noise[1:] *= math.sqrt(1 - rho * rho)
        values = lfilter([1.0], [1.0, -rho], noise)
        wide = compare_amounts(values, step).step.interval_95
        means.claim("amounts", int(wide.is_above(0)) - int(wide.is_below(0)))
        test = ttest_ind(values[step > 0], values[step == 0], equal_var=False)
        means.claim("welch_t", int(np.sign(test.statistic)) if test.pvalue < 0.05 else 0)
    return means.result()
