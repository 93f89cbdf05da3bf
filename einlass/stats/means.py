"""By how much did a weekly mean move at the step: weighted least squares on the careful scale.

Offices are strata: each is compared with itself, so that asking or counting elsewhere is not a change.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from einlass.stats.scale import AR_FIT_DECAY, AR_LAGS, AR_LIMIT, Scale, scale_of
from einlass.stats.series import BoolArray, FloatArray, Interval, Reason
from einlass.stats.step import LEVELS, quantiles
from einlass.stats.strata import Combine, Labels, Rows, both_sides, mean_of

LEVEL_ERROR = float(np.sum(AR_FIT_DECAY ** (2 * np.arange(AR_LAGS)))) ** -0.5
"""Standard error of the level of autocorrelation times √n, each of its lags having 1/√n (Bartlett 1946)."""


@dataclass(frozen=True, slots=True, eq=False)
class MeanStep:
    """Difference after − before of a (weighted) mean with t intervals, n − 2 degrees for n weeks.

    before, after: for an average the weighted means of all rows used, whatever the strata's mix; for a sum
    the strata's means added up. With one stratum their difference is the difference.
    balanced_before, balanced_after: the strata's means put together as their steps are, so that their
    difference is always the difference. strata_left_out: how many lack one side of the step.
    """

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
    balanced_before: float | None = None
    balanced_after: float | None = None
    strata_used: int = 0
    strata_left_out: int = 0


def mean_step(
    values: FloatArray,
    weights: FloatArray,
    step: FloatArray | BoolArray,
    times: FloatArray,
    floor: float | FloatArray = 0.0,
    strata: npt.ArrayLike | None = None,
    combine: Combine = "average",
    level_limit: float = 0.5,
) -> MeanStep:
    """Regress values on before/after with weights and a mean per stratum; all of shape (N,), finite, weights > 0.

    A row is a week of a stratum; strata: whole numbers (N,), None = one; rows in the order of stratum and
    time; starts may differ. Strata without both sides are left out. combine "average": one step for all,
    weighted by information; "sum": the strata's own steps added up. Scale = max(residual variance, HAC
    ratio, residual variance × AR inflation, floor), residuals and scores summed over strata within a week;
    for a sum also not below the strata's own scales added up. Its unit is values² × weight. floor: a number,
    or one per row (N,) that is the same within a stratum. level_limit: confidence (0.5–1) of the upper limit of the
    autocorrelation that is reckoned with; 0.5 = the estimate. Raises nothing for reasons of data.
    """
    after = step > 0
    used = both_sides(step, strata)
    names = np.zeros(len(values)) if strata is None else np.asarray(strata)
    place: Labels = np.unique(names[used], return_inverse=True)[1]
    left_out = 0 if used.all() else len(np.unique(names[~used]))
    if not used.any():
        return _one_sided(values, weights, after, left_out)
    rows = Rows(values[used], weights[used], after[used], times[used], place, combine)
    found = MeanStep(
        before=_phase(rows, ~rows.after, [one.before for one in rows.strata]),
        after=_phase(rows, rows.after, [one.after for one in rows.strata]),
        balanced_before=rows.together([one.before for one in rows.strata]),
        balanced_after=rows.together([one.after for one in rows.strata]),
        strata_used=len(rows.strata),
        strata_left_out=left_out,
    )
    if rows.weeks < 3 or rows.df < 1:
        return replace(found, reason=Reason.TOO_FEW_WEEKS)
    least = _least(rows, np.broadcast_to(floor, len(values))[used])
    return _with_interval(found, rows, _scale(rows, level_limit), least)


def _least(rows: Rows, floor: FloatArray) -> float:
    """The floor of the scale, the strata's put together."""
    return float(rows.shares @ np.array([floor[one.rows][0] for one in rows.strata]))


def _with_interval(found: MeanStep, rows: Rows, scale: Scale, least: float) -> MeanStep:
    """Error, intervals and p on the careful scale, which is not below the least."""
    difference, df = rows.difference, rows.df
    error = math.sqrt(max(scale.value, least) / scale.information)
    if not error > 1e-12 * (1.0 + abs(found.before or 0.0)):
        return replace(found, difference=difference, df=df, reason=Reason.NO_VARIATION)
    narrow, wide = (
        Interval(level, difference - float(r), difference + float(r))
        for level, r in zip(LEVELS, quantiles(df) * error, strict=True)
    )
    return replace(
        found,
        difference=difference,
        interval_80=narrow,
        interval_95=wide,
        standard_error=error,
        p_value=float(2 * stdtr(df, -abs(difference) / error)),
        scale=scale,
        df=df,
    )


def _scale(rows: Rows, level_limit: float) -> Scale:
    """The careful scale; for a sum not below that of strata that do not know of each other.

    A sum is as uncertain as its least certain strata, which one residual variance for all would hide.
    """
    scale = scale_of(rows.work, 0.0, _margin(rows, level_limit))
    if rows.combine == "average" or len(rows.strata) == 1:
        return scale
    apart = [rows.only(one) for one in rows.strata]
    own = [  # a stratum with one week a side has no scale of its own
        scale_of(one.work, 0.0, _margin(one, level_limit)).value if one.df >= 1 else scale.value
        for one in apart
    ]
    return replace(scale, value=max(scale.value, float(rows.shares @ np.array(own))))


def _margin(rows: Rows, level_limit: float) -> float:
    """How far the upper limit of the autocorrelation lies above its estimate; two means and the lags cost weeks."""
    if level_limit == 0.5:
        return 0.0
    free = rows.weeks - 2 - AR_LAGS
    return float(stdtrit(free, level_limit)) * LEVEL_ERROR / math.sqrt(free) if free > 0 else AR_LIMIT


def _phase(rows: Rows, side: BoolArray, means: list[float]) -> float:
    """The value of one side: mean of its rows, or sum of the strata's means."""
    return mean_of(rows.values, rows.weights, side) if rows.combine == "average" else rows.together(means)


def _one_sided(values: FloatArray, weights: FloatArray, after: BoolArray, strata: int) -> MeanStep:
    """No stratum has both sides: the means, as far as they go, and why there is no difference."""
    before_mean, after_mean = (
        mean_of(values, weights, side) if side.any() else None for side in (~after, after)
    )
    reason = Reason.NO_STRATUM_BOTH
    if before_mean is None:
        reason = Reason.NO_WEEKS_BEFORE
    elif after_mean is None:
        reason = Reason.NO_WEEKS_AFTER
    return MeanStep(before=before_mean, after=after_mean, strata_left_out=strata, reason=reason)
