"""By how much did a weekly mean move at the step: weighted least squares on the careful scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.special import stdtr

from einlass.stats.scale import Scale, Work, scale_of
from einlass.stats.series import BoolArray, FloatArray, Interval, Reason
from einlass.stats.step import LEVELS, quantiles


@dataclass(frozen=True, slots=True, eq=False)
class MeanStep:
    """Difference after − before of a (weighted) mean, with t(n − 2) intervals."""

    difference: float | None = None
    interval_80: Interval = field(default=Interval(LEVELS[0], None, None))
    interval_95: Interval = field(default=Interval(LEVELS[1], None, None))
    standard_error: float | None = None
    p_value: float | None = None
    before: float | None = None
    after: float | None = None
    scale: Scale | None = None
    df: int = 0
    reason: Reason | None = None


def mean_step(
    values: FloatArray, weights: FloatArray, step: FloatArray, times: FloatArray, floor: float = 0.0
) -> MeanStep:
    """Regress values on before/after with weights; all of shape (n,), finite, weights > 0.

    Scale = max(residual variance, HAC ratio, residual variance × AR inflation, floor); its unit is
    values² × weight. Raises nothing for reasons of data: one side empty or n < 3 gives a reason.
    """
    after = step > 0
    before_mean, after_mean = _mean(values, weights, ~after), _mean(values, weights, after)
    reason = _hindrance(len(values), before_mean, after_mean)
    if before_mean is None or after_mean is None or reason is not None:
        return MeanStep(before=before_mean, after=after_mean, reason=reason)
    residual = weights * (values - np.where(after, after_mean, before_mean))
    n = len(values)
    work = Work(residual, weights, np.ones((n, 1)), np.zeros(1), after.astype(np.float64), times)
    scale = scale_of(work, least=0.0)
    difference = after_mean - before_mean
    error = math.sqrt(max(scale.value, floor) / scale.information)
    if not error > 1e-12 * (1.0 + abs(before_mean)):
        return MeanStep(
            difference, before=before_mean, after=after_mean, df=n - 2, reason=Reason.NO_VARIATION
        )
    reach = quantiles(n - 2) * error
    narrow, wide = (
        Interval(level, difference - float(r), difference + float(r))
        for level, r in zip(LEVELS, reach, strict=True)
    )
    p_value = float(2 * stdtr(n - 2, -abs(difference) / error))
    return MeanStep(difference, narrow, wide, error, p_value, before_mean, after_mean, scale, n - 2, reason)


def _mean(values: FloatArray, weights: FloatArray, side: BoolArray) -> float | None:
    """Weighted mean of one side; None if it is empty."""
    return float(values[side] @ weights[side] / weights[side].sum()) if side.any() else None


def _hindrance(n: int, before: float | None, after: float | None) -> Reason | None:
    if before is None:
        return Reason.NO_WEEKS_BEFORE
    if after is None:
        return Reason.NO_WEEKS_AFTER
    return Reason.TOO_FEW_WEEKS if n < 3 else None
