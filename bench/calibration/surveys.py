"""Answers on a scale, shares, amounts: the week or wave is the unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import numpy as np
from scipy.signal import lfilter
from scipy.special import ndtr
from scipy.stats import norm, ttest_ind

from bench.calibration.cells import Cell, Means, cell
from einlass.stats.amounts import compare_amounts
from einlass.stats.means import MeanStep
from einlass.stats.scores import cliffs_delta
from einlass.stats.series import FloatArray, Interval
from einlass.stats.shares import share

CUTS = np.array([-1.4, -0.6, 0.3, 1.2])
"""Thresholds of the five answers on a standard normal scale: mean about 3.2."""
WAVE_SD = 0.2
EFFECT = 0.35
LEVELS = (-0.5, 0.5)
"""Two offices that always answer differently: asked 9 : 1 before and 1 : 9 after, nothing has changed."""
MIX = 0.9
HOURS = ((40.0, 2.0, 52), (80.0, 4.0, 56), (200.0, 10.0, 60))
"""Three offices' weekly hours, their spread, and the week of their start."""
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
    return scores + _dependent_cells() + shares + amounts + _office_cells()


def _dependent_cells() -> list[Cell]:
    """Weekly asking and separate waves that depend on each other; swing = spread of the weeks' mood."""
    spans = ((8, 8), (16, 16), (26, 26), (52, 16), (52, 26))
    weekly = [
        cell("weekly", before=b, after=a, rho=rho, answers=n, swing=swing, effect=0.0)
        for (b, a), rho, (n, swing) in product(
            spans, (0.0, 0.3, 0.6, 0.8), ((10, WAVE_SD), (40, WAVE_SD), (40, 2 * WAVE_SD))
        )
    ]
    seen = [
        cell("weekly", before=b, after=a, rho=rho, answers=20, swing=WAVE_SD, effect=EFFECT)
        for (b, a), rho in product(spans, (0.0, 0.6))
    ]
    waves = [
        cell("waves", before=b, after=a, rho=rho, answers=n, swing=WAVE_SD, effect=effect)
        for (b, a), rho, n, effect in product(((4, 3), (6, 5), (8, 8)), (0.0, 0.3), (30, 100), (0.0, EFFECT))
    ]
    return weekly + seen + waves


def _office_cells() -> list[Cell]:
    """Offices asked in another mix, with one start or two; hours by open days; hours of three offices."""
    mix = [
        cell("mix", before=b, after=a, answers=n, is_staggered=late, rho=rho, effect=effect)
        for (b, a, n), late, rho, effect in product(
            ((6, 5, 100), (52, 16, 20)), (0, 1), (0.0, 0.3), (0.0, EFFECT)
        )
    ]
    days = [
        cell("open_days", rho=rho, before=b, after=a)
        for rho, (b, a) in product((0.0, 0.3, 0.6), ((26, 16), (52, 16), (52, 26)))
    ]
    return (
        mix
        + days
        + [cell("hours", rho=rho, shared=part) for rho, part in product((0.0, 0.3, 0.6), (0.0, 0.5))]
    )


def measure(setting: Cell, size: int) -> dict[str, float]:
    """One cell of any of these studies."""
    return _MEASURES[setting.study](setting, size)


def _probabilities(middle: float | FloatArray, spread: float) -> FloatArray:
    """Share of each answer; middle a number, or of shape (…, 1)."""
    below = ndtr((CUTS - middle) / spread)
    ends = np.zeros_like(below[..., :1])
    shares: FloatArray = np.diff(np.concatenate([ends, below, ends + 1], axis=-1))
    return shares


def true_delta(effect: float, swing: float = WAVE_SD, level: float = 0.0) -> float:
    """Cliff's delta between the marginal distributions after and before, at an office's level."""
    spread = math.sqrt(1 + swing**2)
    before, after = _probabilities(level, spread), _probabilities(level + effect, spread)
    below = np.cumsum(before) - before
    return float(after @ below - after @ (1 - below - before))


def _tables(rng: np.random.Generator, middles: FloatArray, asked: float) -> FloatArray:
    """Answers (series, waves, values) around the middles (series, waves), on average so many a wave."""
    sizes = np.maximum(rng.poisson(asked, middles.shape), 1)
    return rng.multinomial(sizes, _probabilities(middles[..., None], 1.0)).astype(np.float64)


def _ar1(rng: np.random.Generator, shape: tuple[int, ...], rho: float) -> FloatArray:
    """Noise of variance 1 and autocorrelation rho along the last axis."""
    noise = rng.standard_normal(shape)
    noise[..., 1:] *= math.sqrt(1 - rho * rho)
    smooth: FloatArray = lfilter([1.0], [1.0, -rho], noise, axis=-1)
    return smooth


def _record(means: Means, name: str, found: MeanStep, truth: float = 0.0) -> None:
    """Claims at the 95, 90 and 80 % level in any direction, and upwards; coverage, bias."""
    p, difference = found.p_value, found.difference
    sign = 0 if difference is None or p is None else int(np.sign(difference))
    chance = 1.0 if p is None else p
    means.claim(name, sign if chance <= 0.05 else 0)
    for label, least in (("_90", 0.10), ("_80", 0.20)):
        means.add(**{f"{name}.claim{label}": sign != 0 and chance <= least})
        means.add(**{f"{name}.down{label}": sign < 0 and chance <= least})
    means.add(**{f"{name}.covers": not found.interval_95.excludes(truth)})
    means.add(**{f"{name}.bias": (difference or 0.0) - truth})


def _scores(setting: Cell, size: int) -> dict[str, float]:
    """L* and the rank test that takes every answer for itself."""
    means, rng = Means(), setting.rng()
    before, after = int(setting.number("waves_before")), int(setting.number("waves_after"))
    step = np.repeat([0.0, 1.0], [before, after])
    truth = true_delta(setting.number("effect"))
    middles = rng.normal(0, WAVE_SD, (size, before + after)) + setting.number("effect") * step
    for table in _tables(rng, middles, setting.number("answers")):
        _record(means, "l_star", cliffs_delta(table, step, is_weekly=before > 20), truth)
        means.claim("rank_test_of_answers", _rank_test(table[step == 0].sum(0), table[step == 1].sum(0)))
    return means.result()


def _dependent(setting: Cell, size: int) -> dict[str, float]:
    """L* where the mood of a week, or of a wave, depends on the last."""
    means, rng = Means(), setting.rng()
    before, after = int(setting.number("before")), int(setting.number("after"))
    step = np.repeat([0.0, 1.0], [before, after])
    swing, effect = setting.number("swing"), setting.number("effect")
    middles = swing * _ar1(rng, (size, before + after), setting.number("rho")) + effect * step
    for table in _tables(rng, middles, setting.number("answers")):
        found = cliffs_delta(table, step, is_weekly=setting.study == "weekly")
        _record(means, "l_star", found, true_delta(effect, swing))
    return means.result()


def _mix(setting: Cell, size: int) -> dict[str, float]:
    """L* by office, and L* of all answers together, when another office is asked after the start."""
    means, rng = Means(), setting.rng()
    before, after = int(setting.number("before")), int(setting.number("after"))
    n, is_weekly = before + after, before > 20
    late = int(setting.number("is_staggered")) * after // 3
    step = (np.arange(n) >= np.array([[before], [before + late]])).astype(np.float64)
    city, own = (_ar1(rng, (size, offices, n), setting.number("rho")) for offices in (1, 2))
    middles = (
        np.array(LEVELS)[:, None] + WAVE_SD * (city + own) / math.sqrt(2) + setting.number("effect") * step
    )
    share = np.array([[MIX], [1 - MIX]]) * (1 - step) + np.array([[1 - MIX], [MIX]]) * step
    sizes = rng.poisson(setting.number("answers") * share, middles.shape)
    tables = rng.multinomial(sizes, _probabilities(middles[..., None], 1.0)).astype(np.float64)
    times, office = np.tile(np.arange(n), 2), np.repeat([0, 1], n)
    sides = (share * (1 - step)).sum(axis=1), (share * step).sum(axis=1)
    deltas = [true_delta(setting.number("effect"), level=level) for level in LEVELS]
    truth = float(np.average(deltas, weights=sides[0] * sides[1] / (sides[0] + sides[1])))
    for table in tables:
        found = cliffs_delta(table.reshape(2 * n, -1), step.ravel(), times, is_weekly, office)
        _record(means, "by_office", found, truth)
        _record(means, "all_together", cliffs_delta(table.sum(axis=0), step[0], is_weekly=is_weekly), truth)
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
    for values in _ar1(rng, (size, before + after), rho):
        _record(means, "amounts", compare_amounts(values, step).step)
        test = ttest_ind(values[step > 0], values[step == 0], equal_var=False)
        means.claim("welch_t", int(np.sign(test.statistic)) if test.pvalue < 0.05 else 0)
    return means.result()


def _open_days(setting: Cell, size: int) -> dict[str, float]:
    """Amounts per open day, weeks weighted by their 1 to 5 open days: mood of the week and of each day."""
    means, rng = Means(), setting.rng()
    before, after = int(setting.number("before")), int(setting.number("after"))
    step = np.repeat([0.0, 1.0], [before, after])
    days = rng.choice([1.0, 3.0, 4.0, 5.0], (size, before + after), p=[0.05, 0.05, 0.2, 0.7])
    noise = rng.standard_normal(days.shape) / np.sqrt(days)
    weeks = 0.5 * _ar1(rng, days.shape, setting.number("rho")) + noise
    for values, weights in zip(weeks, days, strict=True):
        _record(means, "weighted", compare_amounts(values, step, weights=weights).step)
    return means.result()


def _hours(setting: Cell, size: int) -> dict[str, float]:
    """Hours of three offices that differ in size and start: their sum, their average, and the summed series."""
    means, rng, part = Means(), setting.rng(), setting.number("shared")
    level, spread, start = np.array(HOURS).T[:, :, None]
    n = int(start.max()) + 16
    city, own = (_ar1(rng, (size, offices, n), setting.number("rho")) for offices in (1, 3))
    hours = level + spread * (math.sqrt(part) * city + math.sqrt(1 - part) * own)
    step, times = (np.arange(n) >= start).astype(np.float64).ravel(), np.tile(np.arange(n), 3)
    office = np.repeat([0, 1, 2], n)
    for values in hours.reshape(size, -1):
        for combine in ("sum", "average"):
            _record(means, combine, compare_amounts(values, step, times, strata=office, combine=combine).step)
    return means.result()


_MEASURES: dict[str, Callable[[Cell, int], dict[str, float]]] = {
    "scores": _scores,
    "weekly": _dependent,
    "waves": _dependent,
    "mix": _mix,
    "shares": _shares,
    "amounts": _amounts,
    "open_days": _open_days,
    "hours": _hours,
}
