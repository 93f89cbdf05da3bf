"""How much wider than the textbook an interval must be: over-dispersion, dependence, the worst of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from einlass.stats.series import FloatArray

HAC_LAGS = 4
"""Weeks of dependence that the Bartlett weights reach, tuned on the calibration grid."""
AR_LAGS = 3
"""Autocorrelations that are averaged into one level."""
AR_FIT_DECAY = 0.6
AR_DECAY = 0.7
"""Assumed decay of the autocorrelation per week when levelling the three, and when extrapolating them."""
AR_REACH = 60
AR_LIMIT = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A fit at its weights: residuals y − μ, other terms (n, q) with ridge (q,), step and times (n,)."""

    residual: FloatArray
    weight: FloatArray
    others: FloatArray
    ridge: FloatArray
    step: FloatArray
    times: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """value = max(dispersion, HAC ratio, dispersion × AR inflation); information about the step."""

    value: float
    dispersion: float
    hac_ratio: float
    ar_inflation: float
    autocorrelation: float
    information: float
    step_residual: FloatArray


def lagged_sums(values: FloatArray, times: FloatArray, lags: int) -> FloatArray:
    """Sums of v(t)·v(t−k) for k = 0..lags over pairs of weeks that are exactly k apart; shape (lags + 1,)."""
    grid = values
    if times[-1] - times[0] + 1 != len(times):
        place = (times - times[0]).astype(np.intp)
        grid = np.zeros(place[-1] + 1)
        grid[place] = values
    sums = np.zeros(lags + 1)
    reach = min(lags, len(grid) - 1)
    sums[: reach + 1] = np.correlate(grid, grid, "full")[len(grid) - 1 : len(grid) + reach]
    return sums


def residualised(work: Work) -> FloatArray:
    """The step minus its weighted (ridge) regression on the other terms: D̃, shape (n,)."""
    weighted = work.others.T * work.weight
    gram = weighted @ work.others + np.diag(work.ridge)
    beta: FloatArray = np.linalg.solve(gram, weighted @ work.step)
    return work.step - work.others @ beta


def dispersion_of(work: Work, least: float = 1.0) -> float:
    """Pearson's φ: sum of squared residuals over their variance, per degree of freedom; not below least."""
    n, p = len(work.residual), work.others.shape[1] + 1
    pearson = _pearson(work)
    return max(least, float(pearson @ pearson) / float(n - p))


def _pearson(work: Work) -> FloatArray:
    """(y − μ)/√weight, 0 where the weight is 0."""
    root = np.sqrt(work.weight)
    pearson: FloatArray = np.divide(work.residual, root, out=np.zeros(len(root)), where=root > 0)
    return pearson


def scale_of(work: Work, least: float = 1.0) -> Scale:
    """The scale s; least = smallest dispersion allowed. Needs more weeks than coefficients."""
    n, p = len(work.residual), work.others.shape[1] + 1
    step = residualised(work)
    information = float(work.weight @ (step * step))
    dispersion = dispersion_of(work, least)
    hac = _hac_variance(step * work.residual, work.times) * n / (n - p) / information
    level = _autocorrelation(work)
    inflation = _inflation(level, step * np.sqrt(work.weight), work.times, information)
    value = max(dispersion, hac, dispersion * inflation)
    return Scale(value, dispersion, hac, inflation, level, information, step)


def _hac_variance(scores: FloatArray, times: FloatArray) -> float:
    """Bartlett-weighted variance of the summed scores (Newey and West 1987)."""
    sums = lagged_sums(scores, times, HAC_LAGS)
    weights = 1.0 - np.arange(1, HAC_LAGS + 1) / (HAC_LAGS + 1.0)
    return float(sums[0]) + 2.0 * float(weights @ sums[1:])


def _autocorrelation(work: Work) -> float:
    """Level r of the autocorrelation at lags 1–3, each less the bias that fitting the terms brings."""
    sums = lagged_sums(_pearson(work), work.times, AR_LAGS)
    if sums[0] <= 0:
        return 0.0
    root = np.sqrt(work.weight)[:, None]
    basis = np.linalg.qr(np.column_stack([work.others, work.step]) * root)[0]
    hat = np.sum([lagged_sums(column, work.times, AR_LAGS) for column in basis.T], axis=0)
    bias = -hat[1:] / (len(root) - hat[0])
    shape = AR_FIT_DECAY ** np.arange(AR_LAGS)
    level = float(shape @ (sums[1:] / sums[0] - bias) / (shape @ shape))
    return min(max(level, 0.0), AR_LIMIT)


def _inflation(level: float, pattern: FloatArray, times: FloatArray, information: float) -> float:
    """How much an autocorrelation r·0.7^(k−1) inflates the variance of the step's score; at least 1."""
    if level == 0.0:
        return 1.0
    sums = lagged_sums(pattern, times, AR_REACH)
    decay = level * AR_DECAY ** np.arange(AR_REACH)
    return max(1.0, 1.0 + 2.0 * float(decay @ sums[1:]) / information)
