"""What a dashboard or a textbook would claim: each method answers −1 (decrease), 0 or +1 (increase)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.stats import ttest_ind

from einlass.stats.counts import WEEKS_A_YEAR
from einlass.stats.regression.exact import exact_ratio
from einlass.stats.regression.linear import least_squares, newey_west
from einlass.stats.regression.rates import (
    RateFit,
    negative_binomial,
    poisson,
    quasi_poisson,
)
from einlass.stats.series import BoolArray, FloatArray, Interval, Series

ARROW = 0.10


def arrow(series: Series) -> int:
    """The mean rate moved by 10 %."""
    after = series.step > 0
    return _moved(_rate(series, ~after), _rate(series, after))


def last_four(series: Series) -> int:
    """The last four weeks against the four before, by 10 %."""
    n = len(series.counts)
    week = np.arange(n)
    return _moved(_rate(series, (week >= n - 8) & (week < n - 4)), _rate(series, week >= n - 4))


def exact(series: Series) -> int:
    """Exact conditional ratio of the totals."""
    after = series.step > 0
    sides = [(float(series.counts[s].sum()), float(series.exposure[s].sum())) for s in (~after, after)]
    return _outside(exact_ratio(sides[0], sides[1]).interval, 1.0)


def welch(series: Series) -> int:
    """Welch's t test of weekly rates."""
    rate, after = series.counts / series.exposure, series.step > 0
    if np.ptp(rate[~after]) == 0 and np.ptp(rate[after]) == 0:
        return 0
    test = ttest_ind(rate[after], rate[~after], equal_var=False)
    return int(np.sign(test.statistic)) if test.pvalue < 0.05 else 0


def newey_west_default(series: Series) -> int:
    """Newey–West on weekly rates with season; lags = 4(n/100)^(2/9), the usual default."""
    n = len(series.counts)
    lags = math.floor(4 * (n / 100) ** (2 / 9))
    fit = newey_west(least_squares(series.counts / series.exposure, _design(series)), lags)
    return 0 if fit.errors[1] == 0 else _outside(fit.interval(1), 0.0)


def _glm(fit: Callable[..., RateFit]) -> Callable[[Series], int]:
    def claim(series: Series) -> int:
        found = fit(series.counts, _design(series), series.exposure)
        return _outside(found.ratio(1)[1], 1.0)

    return claim


NAIVE: dict[str, Callable[[Series], int]] = {
    "arrow_10_percent": arrow,
    "last_4_weeks": last_four,
    "exact_poisson": exact,
    "welch_t": welch,
    "newey_west": newey_west_default,
    "poisson_regression": _glm(poisson),
    "quasi_poisson": _glm(quasi_poisson),
    "negative_binomial": _glm(negative_binomial),
}


def _design(series: Series) -> FloatArray:
    """Intercept, step, sine, cosine."""
    angle = 2 * np.pi * series.times / WEEKS_A_YEAR
    return np.column_stack([np.ones(len(angle)), series.step, np.sin(angle), np.cos(angle)])


def _rate(series: Series, side: BoolArray) -> float:
    return float(series.counts[side].sum() / series.exposure[side].sum())


def _moved(before: float, after: float) -> int:
    if before == 0:
        return int(after > 0)
    change = after / before - 1
    return int(np.sign(change)) if abs(change) >= ARROW else 0


def _outside(interval: Interval, value: float) -> int:
    return int(interval.is_above(value)) - int(interval.is_below(value))
