"""Which weeks had unusually many events: negative binomial probability limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom, poisson

from einlass.stats.series import BoolArray, FloatArray, Reason, vector

TAIL = 0.00135
"""Probability beyond each limit: what three sigma leave out of a normal distribution."""


@dataclass(frozen=True, slots=True, eq=False)
class CountChart:
    """Expected count and limits per week, shape (n,), in counts; rate = events per unit of exposure."""

    rate: float | None
    overdispersion: float | None
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    is_unusual: BoolArray
    reason: Reason | None = None


def probability_limits(
    counts: npt.ArrayLike, exposure: npt.ArrayLike | None = None, baseline: npt.ArrayLike | None = None
) -> CountChart:
    """0.135 % and 99.865 % limits around the rate of the baseline weeks.

    counts (n,); exposure (n,) >= 0, None = 1; baseline (n,) bool, None = all weeks. Variance μ + αμ² with α
    by moments, 0 if there is none. At few events a week the lower limit is 0: no single week can show a
    decrease. Raises ValueError if shapes differ, nothing for reasons of data.
    Source: probability limits instead of sigma limits, Xie and Goh 1997; α by moments, Böhning 1994.
    """
    y = vector(counts, "counts")
    n = len(y)
    v = np.ones(n) if exposure is None else vector(exposure, "exposure", n)
    chosen = np.ones(n, dtype=bool) if baseline is None else np.asarray(baseline, dtype=bool)
    usable = chosen & np.isfinite(y) & np.isfinite(v) & (v > 0)
    if usable.sum() < 2:
        return _empty(n, Reason.TOO_FEW_WEEKS)
    if y[usable].sum() == 0:
        return _empty(n, Reason.NO_EVENTS)
    rate = float(y[usable].sum() / v[usable].sum())
    alpha = _overdispersion(y[usable], rate * v[usable])
    mean = np.where(np.isfinite(v) & (v > 0), rate * v, np.nan)
    low, high = _quantile(TAIL, mean, alpha), _quantile(1 - TAIL, mean, alpha)
    with np.errstate(invalid="ignore"):
        unusual = (y < low) | (y > high)
    return CountChart(rate, alpha, mean, low, high, unusual)


def _overdispersion(y: FloatArray, mean: FloatArray) -> float:
    """α of Var = μ + αμ², by moments with n/(n − 1) for the estimated rate."""
    n = len(y)
    return max(0.0, float(np.sum((y - mean) ** 2) * n / (n - 1) - mean.sum()) / float(np.sum(mean**2)))


def _quantile(tail: float, mean: FloatArray, alpha: float) -> FloatArray:
    if alpha < 1e-8:
        return np.asarray(poisson.ppf(tail, mean), dtype=np.float64)
    size = 1.0 / alpha
    return np.asarray(nbinom.ppf(tail, size, size / (size + mean)), dtype=np.float64)


def _empty(n: int, reason: Reason) -> CountChart:
    blank = np.full(n, np.nan)
    return CountChart(None, None, blank, blank, blank, np.zeros(n, dtype=bool), reason)
