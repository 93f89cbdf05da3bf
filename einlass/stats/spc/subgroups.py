"""Plain x̄, R and S charts of measured subgroups, with their constants. The product draws none of them."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from einlass.stats.series import BoolArray, FloatArray
from einlass.stats.spc.textbook import Limits, around, baseline_points


def _from_two(printed: str) -> FloatArray:
    """A table that begins with subgroups of two, indexed by their size."""
    return np.array([np.nan, np.nan, *map(float, printed.split())])


MEAN_RANGE = _from_two(
    "1.128 1.693 2.059 2.326 2.534 2.704 2.847 2.970 3.078 3.173 3.258 3.336 3.407 3.472 3.532 3.588 3.640 3.689"
    " 3.735 3.778 3.819 3.858 3.895 3.931"
)
"""d2 of subgroups of 2 to 25: mean range of so many standard normal values. Three decimals, as published
limits rest on them (Montgomery, table of factors; qcc)."""
RANGE_ERROR = _from_two(
    "0.8525025 0.8883680 0.8798082 0.8640819 0.8480397 0.8332053 0.8198315 0.8078343 0.7970507 0.7873146"
    " 0.7784783 0.7704162 0.7630231 0.7562114 0.7499081 0.7440518 0.7385909 0.7334815 0.7286863 0.7241733"
    " 0.7199148 0.7158867 0.7120682 0.7084408"
)
"""d3 of subgroups of 2 to 25: standard deviation of that range. Those of qcc are too large from the sixth
decimal on (0.8525033 for two values, where √(2 − 4/π) = 0.8525025)."""


class Spread(StrEnum):
    """What tells the standard deviation within subgroups: their ranges, or their standard deviations."""

    RANGE = "range"
    DEVIATION = "deviation"


def xbar_chart(
    groups: npt.ArrayLike, spread: Spread = Spread.RANGE, baseline: npt.ArrayLike | None = None
) -> Limits:
    """Means of subgroups with limits x̿ ± 3·σ/√n_i; x̿ = mean of all values, σ as in within_sigma.

    groups (k, n): one subgroup per row, nan = no value; baseline (k,) bool: the subgroups that make the
    limits, None = all (phase I). Raises ValueError for another shape, an infinite value, a subgroup of fewer
    than two values, with ranges also of more than 25, and a baseline without subgroups.
    Source: Montgomery, Introduction to Statistical Quality Control, on charts for variables; agrees with
    qcc(type = "xbar").
    """
    x, n, part = _inputs(groups, baseline)
    centre = np.full(len(x), np.nanmean(x[part]) if len(x) else 0.0)
    return around(np.nansum(x, axis=1) / n, centre, _sigma(x[part], spread) / np.sqrt(n), least=-np.inf)


def r_chart(groups: npt.ArrayLike, baseline: npt.ArrayLike | None = None) -> Limits:
    """Ranges of subgroups with limits σ·(d2 ± 3·d3), cut at 0: R̄·D3 and R̄·D4 of the tables.

    Arguments and errors as in xbar_chart. The centre is d2·σ for each subgroup's own size; qcc(type = "R")
    agrees where all have one size and else keeps one centre for all.
    """
    x, n, part = _inputs(groups, baseline)
    sigma = _sigma(x[part], Spread.RANGE)
    return around(_ranges(x), sigma * _factor(MEAN_RANGE, n), sigma * _factor(RANGE_ERROR, n))


def s_chart(groups: npt.ArrayLike, baseline: npt.ArrayLike | None = None) -> Limits:
    """Standard deviations of subgroups with limits σ·(c4 ± 3·√(1 − c4²)), cut at 0: S̄·B3 and S̄·B4.

    Arguments and errors as in xbar_chart, centre as in r_chart.
    """
    x, n, part = _inputs(groups, baseline)
    sigma, c4 = _sigma(x[part], Spread.DEVIATION), mean_deviation(n)
    return around(_deviations(x), sigma * c4, sigma * np.sqrt(1 - c4 * c4))


def within_sigma(groups: npt.ArrayLike, spread: Spread = Spread.RANGE) -> float:
    """Standard deviation within subgroups: mean of R_i/d2, or of S_i/c4; 0 without subgroups.

    groups and errors as in xbar_chart. Source: as xbar_chart; qcc's UWAVE-R and UWAVE-SD.
    """
    return _sigma(_inputs(groups, None)[0], spread)


def mean_deviation(size: npt.ArrayLike) -> FloatArray:
    """c4: mean standard deviation of so many standard normal values (2 and more), any shape."""
    n = np.asarray(size, dtype=np.float64)
    return np.asarray(np.sqrt(2 / (n - 1)) * np.exp(gammaln(n / 2) - gammaln((n - 1) / 2)))


def _inputs(
    groups: npt.ArrayLike, baseline: npt.ArrayLike | None
) -> tuple[FloatArray, npt.NDArray[np.intp], BoolArray]:
    """Values (k, n), the size of each subgroup, the subgroups that make the limits."""
    x = np.asarray(groups, dtype=np.float64)
    if x.ndim != 2:
        raise ValueError(f"groups must have shape (k, n), they have {x.shape}")
    sizes = (~np.isnan(x)).sum(axis=1)
    if np.any(sizes < 2) or np.isinf(x).any():
        raise ValueError("each subgroup needs two values or more, all of them finite")
    return x, sizes, baseline_points(baseline, len(x))


def _sigma(x: FloatArray, spread: Spread) -> float:
    sizes = (~np.isnan(x)).sum(axis=1)
    if len(x) == 0:
        return 0.0
    if spread is Spread.DEVIATION:
        return float((_deviations(x) / mean_deviation(sizes)).mean())
    return float((_ranges(x) / _factor(MEAN_RANGE, sizes)).mean())


def _factor(table: FloatArray, sizes: npt.NDArray[np.intp]) -> FloatArray:
    if len(sizes) and sizes.max() >= len(table):
        raise ValueError(f"ranges serve subgroups of up to {len(table) - 1}: use standard deviations")
    return np.asarray(table[sizes])


def _ranges(x: FloatArray) -> FloatArray:
    return np.asarray(np.nanmax(x, axis=1) - np.nanmin(x, axis=1))


def _deviations(x: FloatArray) -> FloatArray:
    return np.asarray(np.nanstd(x, axis=1, ddof=1))
