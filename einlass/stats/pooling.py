"""Many offices, one answer: random-effects pooling of log ratios, and Holm for the offices one by one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from einlass.stats.series import FloatArray, Interval, Reason, vector
from einlass.stats.step import LEVELS, StepFit, finite_ratio

Pair = tuple[float, float]
"""A log ratio and its standard error."""
LEAST_OFFICES = 5
"""Below this, pooled D* is used instead."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Pooled ratio; tau2 = variance between offices (log scale), factor = Hartung–Knapp's q, at least 1."""

    ratio: float | None = None
    interval_80: Interval = field(default=Interval(LEVELS[0], None, None))
    interval_95: Interval = field(default=Interval(LEVELS[1], None, None))
    log_ratio: float | None = None
    standard_error: float | None = None
    p_value: float | None = None
    tau2: float | None = None
    factor: float | None = None
    offices: int = 0
    reason: Reason | None = None

    @property
    def effect(self) -> Pair | None:
        """Log ratio and its standard error."""
        if self.log_ratio is None or self.standard_error is None:
            return None
        return self.log_ratio, self.standard_error


def pool(
    log_ratios: npt.ArrayLike,
    errors: npt.ArrayLike,
    least_offices: int = LEAST_OFFICES,
    least_error: float = 0.0,
) -> Pooled:
    """DerSimonian–Laird with Hartung–Knapp's variance, its factor at least 1, t(G − 1).

    log_ratios, errors: shape (G,), log scale. least_error: of the pooled log ratio, known otherwise to be possible.
    Raises ValueError if shapes differ or an error is not positive.
    Source: DerSimonian and Laird 1986; Hartung and Knapp 2001; factor ≥ 1: Röver, Knapp and Friede 2015.
    """
    theta = vector(log_ratios, "log_ratios")
    sigma = vector(errors, "errors", len(theta))
    if np.any(~(sigma > 0)) or np.any(~np.isfinite(theta)):
        raise ValueError("errors must be positive and log ratios finite")
    offices = len(theta)
    if offices < max(2, least_offices):
        return Pooled(offices=offices, reason=Reason.TOO_FEW_OFFICES)
    tau2 = _tau2(theta, sigma)
    weight = 1.0 / (sigma**2 + tau2)
    mean = float(weight @ theta / weight.sum())
    factor = max(1.0, float(weight @ (theta - mean) ** 2) / (offices - 1))
    return _pooled(mean, max(math.sqrt(factor / weight.sum()), least_error), offices, tau2, factor)


def pool_fits(
    fits: tuple[StepFit, ...], least_offices: int = LEAST_OFFICES, least_error: float = 0.0
) -> Pooled:
    """Pool offices' fits; an office without events on one side enters with Peto's one-step estimate."""
    pairs = [found for found in map(pair, fits) if found is not None]
    return pool([p[0] for p in pairs], [p[1] for p in pairs], least_offices, least_error)


def quantile(offices: int, level: float = 0.95) -> float:
    """t quantile of a pooled estimate over so many offices."""
    return float(stdtrit(offices - 1, (1 + level) / 2))


def holm(p_values: npt.ArrayLike) -> FloatArray:
    """Holm's adjusted p-values in the given order; nan stays nan and is not counted. Source: Holm 1979."""
    p = vector(p_values, "p_values")
    known = np.isfinite(p)
    order = np.argsort(p[known], kind="stable")
    count = len(order)
    stepped = np.maximum.accumulate(p[known][order] * (count - np.arange(count)))
    adjusted = np.full(len(p), np.nan)
    adjusted[np.flatnonzero(known)[order]] = np.minimum(stepped, 1.0)
    return adjusted


def pair(fit: StepFit) -> Pair | None:
    """Log ratio and its error, if there is any."""
    if fit.log_ratio is not None and fit.standard_error is not None:
        return fit.log_ratio, fit.standard_error
    return fit.one_step


def _tau2(theta: FloatArray, sigma: FloatArray) -> float:
    """Variance between offices by the method of moments."""
    weight = sigma**-2
    mean = weight @ theta / weight.sum()
    excess = float(weight @ (theta - mean) ** 2) - (len(theta) - 1)
    return max(0.0, excess / float(weight.sum() - (weight**2).sum() / weight.sum()))


def _pooled(mean: float, error: float, offices: int, tau2: float, factor: float) -> Pooled:
    def interval(level: float) -> Interval:
        reach = quantile(offices, level) * error
        return Interval(level, finite_ratio(mean - reach), finite_ratio(mean + reach))

    p_value = float(2 * stdtr(offices - 1, -abs(mean) / error))
    narrow, wide = map(interval, LEVELS)
    return Pooled(finite_ratio(mean), narrow, wide, mean, error, p_value, tau2, factor, offices)
