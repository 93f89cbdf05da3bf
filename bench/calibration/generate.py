"""Weekly office counts: a gamma factor with serial dependence, season, visitors, an effect, a trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from einlass.stats.counts import WEEKS_A_YEAR
from einlass.stats.series import FloatArray

FACTOR_VARIANCE = 0.5
SEASON = 0.2
VISITOR_SD = 0.15
"""Week-to-week variation of visits, log scale."""


@dataclass(frozen=True, slots=True)
class Truth:
    """rho: autocorrelation of the gamma factor; base: events a week at ratio 1; trend: log, a year."""

    rho: float
    base: float
    before: int
    after: int
    ratio: float = 1.0
    trend: float = 0.0

    @property
    def weeks(self) -> int:
        """Length of the series."""
        return self.before + self.after

    @property
    def step(self) -> FloatArray:
        """0 before, 1 after."""
        return (np.arange(self.weeks) >= self.before).astype(np.float64)


def gamma_factor(rng: np.random.Generator, series: int, weeks: int, rho: float) -> FloatArray:
    """Stationary gamma factors with mean 1, variance 0.5 and autocorrelation rho^k; (series, weeks).

    Beta-gamma autoregression, Lewis, McKenzie and Hugus 1989: thin the last value by a beta, add a gamma.
    """
    shape = 1.0 / FACTOR_VARIANCE
    factor = np.empty((series, weeks))
    factor[:, 0] = rng.gamma(shape, 1 / shape, series)
    for week in range(1, weeks):
        fresh = rng.gamma(shape * (1 - rho), 1 / shape, series)
        kept = rng.beta(shape * rho, shape * (1 - rho), series) if rho > 0 else 0.0
        factor[:, week] = kept * factor[:, week - 1] + fresh
    return factor


def visits(rng: np.random.Generator, series: int, weeks: int) -> FloatArray:
    """Visits in units of a usual week, (series, weeks)."""
    return np.exp(rng.normal(0.0, VISITOR_SD, (series, weeks)))


def season(rng: np.random.Generator, series: int, weeks: int) -> FloatArray:
    """1 ± 20 % over the year, its peak anywhere; (series, weeks)."""
    phase = rng.uniform(0, 2 * np.pi, (series, 1))
    return 1 + SEASON * np.sin(2 * np.pi * np.arange(weeks) / WEEKS_A_YEAR + phase)


def rates(rng: np.random.Generator, truth: Truth, series: int) -> FloatArray:
    """Expected events per unit of visits, (series, weeks); the trend is 1 at the start of the measure."""
    years = (np.arange(truth.weeks) - truth.before) / WEEKS_A_YEAR
    path: FloatArray = truth.base * np.exp(truth.trend * years + np.log(truth.ratio) * truth.step)
    return path * season(rng, series, truth.weeks) * gamma_factor(rng, series, truth.weeks, truth.rho)


def counts(rng: np.random.Generator, truth: Truth, series: int) -> tuple[FloatArray, FloatArray]:
    """Events and visits, both (series, weeks)."""
    attended = visits(rng, series, truth.weeks)
    events = rng.poisson(rates(rng, truth, series) * attended)
    return np.asarray(events, dtype=np.float64), attended
