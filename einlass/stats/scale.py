"""How much wider than the textbook an interval must be: over-dispersion, dependence, the worst of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dgeqrf, dorgqr

from einlass.stats.series import BoolArray, FloatArray

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
    """A fit at its weights: residuals y − μ, other terms (N, q) with ridge (q,), step and times (N,).

    A row is a week of an office; times: number of its week, which offices share; office: number of its office,
    rows in the order of office and week (None: one office). For a model conditional on the sums of weeks: terms and
    step less their weighted mean of the week, absorbed = number of weeks, is_summed = the rows whose residuals are
    added within a week (the others hold the same with the opposite sign), spread (weeks,) = variance of these sums.
    """

    residual: FloatArray
    weight: FloatArray
    others: FloatArray
    ridge: FloatArray
    step: FloatArray
    times: FloatArray
    office: FloatArray | None = None
    absorbed: int = 0
    is_summed: BoolArray | None = None
    spread: FloatArray | None = None

    @property
    def df(self) -> int:
        """Rows less everything that was fitted."""
        rows, terms = self.others.shape
        return int(rows - terms - 1 - self.absorbed)


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """value = max(dispersion, HAC ratio, dispersion × AR inflation); information about the step.

    dispersion: the larger of that of single rows and that of the sums of weeks, which shows shocks that offices share.
    """

    value: float
    dispersion: float
    hac_ratio: float
    ar_inflation: float
    autocorrelation: float
    information: float
    step_residual: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Weeks:
    """Residuals summed over offices within a week, standardised; their share of the fitted space; the weeks."""

    pearson: FloatArray
    basis: FloatArray
    times: FloatArray


def lagged_sums(values: FloatArray, times: FloatArray, lags: int) -> FloatArray:
    """Sums of v(t)·v(t−k) for k = 0..lags over pairs of weeks that are exactly k apart; shape (lags + 1,).

    values: (n,), or (n, columns), which are added up.
    """
    grid = _without_gaps(values, times)
    sums = np.zeros(lags + 1)
    reach = min(lags, len(grid) - 1)
    sums[0] = np.vdot(grid, grid)
    for lag in range(1, reach + 1):
        sums[lag] = np.vdot(grid[lag:], grid[:-lag])
    return sums


def _without_gaps(values: FloatArray, times: FloatArray) -> FloatArray:
    """Values (n, …) on all weeks from the first to the last, 0 where there is none."""
    if times[-1] - times[0] + 1 == len(times):
        return values
    place = (times - times[0]).astype(np.intp)
    grid = np.zeros((place[-1] + 1, *values.shape[1:]))
    grid[place] = values
    return grid


def residualised(work: Work) -> FloatArray:
    """The step minus its weighted (ridge) regression on the other terms: D̃, shape (N,)."""
    weighted = work.others.T * work.weight
    gram = weighted @ work.others + np.diag(work.ridge)
    beta: FloatArray = np.linalg.solve(gram, weighted @ work.step)
    return work.step - work.others @ beta


def dispersion_of(residual: FloatArray, weight: FloatArray, df: int, least: float = 1.0) -> float:
    """Pearson's φ: sum of squared residuals (N,) over their variance (N,), per degree of freedom; not below least."""
    squares = np.divide(residual**2, weight, out=np.zeros(len(weight)), where=weight > 0)
    return max(least, float(squares.sum()) / df)


def scale_of(work: Work, least: float = 1.0, margin: float = 0.0) -> Scale:
    """The scale s; least = smallest dispersion allowed. Needs more rows than coefficients.

    margin: what the level of autocorrelation may be higher than the few weeks show, added before it inflates.
    """
    free = work.df
    step = residualised(work)
    information = float(work.weight @ (step * step))
    weeks = _in_weeks(work)
    dispersion = max(dispersion_of(work.residual, work.weight, free, least), _dispersion_of_weeks(weeks))
    scores, times = _week_sums(step * work.residual, work.times)
    hac = _hac_variance(scores, times) * (1 + (work.others.shape[1] + 1) / free) / information
    level = _autocorrelation(weeks)
    inflation = _inflation(min(level + margin, AR_LIMIT), step * np.sqrt(work.weight), work, information)
    value = max(dispersion, hac, dispersion * inflation)
    return Scale(value, dispersion, hac, inflation, level, information, step)


def _week_sums(values: FloatArray, times: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Values (N,) or (N, k) added within each week, and the weeks in order."""
    if (times[1:] > times[:-1]).all():
        return values, times
    order = np.argsort(times, kind="stable")
    ordered = times[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    sums: FloatArray = np.add.reduceat(values[order], starts, axis=0)
    return sums, ordered[starts]


def _in_weeks(work: Work) -> _Weeks:
    root = np.sqrt(work.weight)[:, None]
    reflectors, factors = dgeqrf(np.column_stack([work.others, work.step]) * root)[:2]
    basis = dorgqr(reflectors, factors)[0] * root
    rows = slice(None) if work.is_summed is None else work.is_summed
    stacked = np.column_stack([work.residual, work.weight, basis])[rows]
    sums, times = _week_sums(stacked, work.times[rows])
    spread = sums[:, 1] if work.spread is None else work.spread
    standard = np.sqrt(spread)[:, None]
    parts = np.divide(sums, standard, out=np.zeros_like(sums), where=standard > 0)
    return _Weeks(parts[:, 0], parts[:, 2:], times)


def _dispersion_of_weeks(weeks: _Weeks) -> float:
    """Pearson's φ of the sums of weeks; 0 where nothing is left to tell it from."""
    free = len(weeks.times) - float((weeks.basis**2).sum())
    return float(weeks.pearson @ weeks.pearson) / free if free >= 1 else 0.0


def _hac_variance(scores: FloatArray, times: FloatArray) -> float:
    """Bartlett-weighted variance of the summed scores (Newey and West 1987)."""
    sums = lagged_sums(scores, times, HAC_LAGS)
    weights = 1.0 - np.arange(1, HAC_LAGS + 1) / (HAC_LAGS + 1.0)
    return float(sums[0]) + 2.0 * float(weights @ sums[1:])


def _autocorrelation(weeks: _Weeks) -> float:
    """Level r of the autocorrelation at lags 1–3, each less the bias that fitting the terms brings."""
    sums = lagged_sums(weeks.pearson, weeks.times, AR_LAGS)
    if sums[0] <= 0:
        return 0.0
    hat = lagged_sums(weeks.basis, weeks.times, AR_LAGS)
    bias = -hat[1:] / (len(weeks.times) - hat[0])
    shape = AR_FIT_DECAY ** np.arange(AR_LAGS)
    level = float(shape @ (sums[1:] / sums[0] - bias) / (shape @ shape))
    return min(max(level, 0.0), AR_LIMIT)


def _inflation(level: float, pattern: FloatArray, work: Work, information: float) -> float:
    """How much an autocorrelation r·0.7^(k−1) within offices inflates the variance of the step's score; at least 1."""
    if level == 0.0:
        return 1.0
    times = work.times
    if work.office is not None:  # offices one behind the other, further apart than any lag
        length = float(np.ptp(times)) + AR_REACH + 1
        times = times - times.min() + work.office * length
    grid = _without_gaps(pattern, times)
    reached = np.convolve(grid[:-1], level * AR_DECAY ** np.arange(AR_REACH))[: len(grid) - 1]
    return max(1.0, 1.0 + 2.0 * float(grid[1:] @ reached) / information)
