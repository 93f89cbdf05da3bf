"""From a model with a step to a ratio with intervals: estimate, scale, profile limits, borders."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypedDict

import numpy as np
from scipy.special import stdtr, stdtrit

from einlass.stats import glm
from einlass.stats.scale import Scale, residualised, scale_of
from einlass.stats.series import BoolArray, FloatArray, Interval, Reason, Tally, count_of
from einlass.stats.step_model import StepModel

LEVELS = (0.80, 0.95)
FAR = 30.0
"""A log ratio that is infinite for every purpose: e^30 is ten million million."""
SETTLED, ROUGH = 1e-5, 1e-3
"""Relative change of the dispersion at which it stands still: for a finding, and for its variants."""
FIRST_MOVE = 5.0
"""Largest first guess of a limit's distance from the estimate, log scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The rate without the step: coefficients (q,), their covariance (q, q), t quantile of the 95 % level.

    offices: numbers of the offices whose levels come first.
    """

    coef: FloatArray
    covariance: FloatArray
    quantile: float
    offices: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StepFit:
    """Rate ratio after : before with intervals. What the data cannot give is None, and reason says why."""

    tally: Tally
    ratio: float | None = None
    interval_80: Interval = field(default=Interval(LEVELS[0], None, None))
    interval_95: Interval = field(default=Interval(LEVELS[1], None, None))
    log_ratio: float | None = None
    standard_error: float | None = None
    """Of the log ratio, on the scale s (Wald)."""
    p_value: float | None = None
    """Two-sided, from the same profile deviance as the intervals; for Holm."""
    one_step: tuple[float, float] | None = None
    """Peto's one-step log ratio and error: finite even without events on one side; for pooling only."""
    null_information: float | None = None
    """Information about the log ratio where it is 0, before the scale: what the design could see."""
    scale: Scale | None = None
    df: int = 0
    baseline: Baseline | None = None
    deviance: float | None = None
    """Penalised deviance at the estimate."""
    side: int = 0
    """−1: the ratio is zero, +1: infinite, for want of events; 0: neither."""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """Why the ratio has no finite maximum: side −1 = zero, +1 = infinite; which weeks lack the events."""

    side: int
    reason: Reason
    is_after: bool


def fit(
    model: StepModel,
    tally: Tally,
    start: FloatArray,
    border: Border | None,
    *,
    is_brief: bool = False,
    like: StepFit | None = None,
) -> StepFit:
    """Estimate, scale, limits. start: (q,) first guess of the other terms.

    is_brief: estimate and intervals only, without what pooling, Holm and planning need. like: a fit of nearly the same
    data, from which to begin.
    """
    if border is not None:
        return _at_border(model, tally, start, border, is_brief)
    first, dispersion = math.log(tally.crude_ratio or 1.0), 1.0
    if like is not None and like.scale and like.baseline and len(like.baseline.coef) == len(start):
        start, first, dispersion = like.baseline.coef, like.log_ratio or 0.0, like.scale.dispersion
    found = settled(model, start, True, first, dispersion, ROUGH if is_brief else SETTLED)
    if found is None:
        return StepFit(tally, reason=Reason.FIT_FAILED)
    solution, dispersion = found
    scale = scale_of(model.work(solution, dispersion), model.least_dispersion)
    best = _inside(model, tally, solution, scale)
    if is_brief or best.log_ratio is None:
        return best
    assert best.deviance is not None and best.baseline is not None
    null = glm.maximise(model.held(0.0, scale.value), best.baseline.coef)
    if null is None:
        return StepFit(tally, reason=Reason.FIT_FAILED, scale=scale, df=model.df)
    p_value = _p_value(null, best.deviance, scale, model.df)
    return replace(best, p_value=p_value, **_at_one(model, null, scale))


def settled(
    model: StepModel,
    start: FloatArray,
    with_step: bool,
    first: float = 0.0,
    dispersion: float = 1.0,
    tolerance: float = SETTLED,
) -> tuple[glm.Solution, float] | None:
    """A fit and the dispersion of its ridge, the ridge following the dispersion until both agree.

    start: (q,) first guess of the other terms; first: of the step; dispersion: of the ridge; tolerance: on its relative
    change.
    """
    coef = np.append(start, first) if with_step else start
    problem = model.problem(1.0) if with_step else model.held(0.0, 1.0)
    ridge = problem.ridge
    solution = glm.maximise(problem.with_ridge(ridge * dispersion), coef)
    for _ in range(20):
        if solution is None:
            return None
        new = model.dispersion(solution)
        if not model.ridge.any() or abs(new - dispersion) < tolerance * new:
            return solution, dispersion
        solution, dispersion = glm.maximise_again(problem.with_ridge(ridge * new), solution), new
    return None


@lru_cache(maxsize=1024)
def quantiles(df: int) -> FloatArray:
    """t quantiles of the two levels, shape (2,); not to be changed."""
    found: FloatArray = stdtrit(df, (1 + np.array(LEVELS)) / 2)
    found.flags.writeable = False
    return found


def _inside(model: StepModel, tally: Tally, first: glm.Solution, scale: Scale) -> StepFit:
    """Events on both sides: a finite ratio, four finite limits."""
    problem = model.problem(scale.value)
    best = glm.maximise_again(problem, first)
    if best is None:
        return StepFit(tally, reason=Reason.FIT_FAILED, scale=scale, df=model.df)
    covariance = np.linalg.inv(best.information) * scale.value
    error = float(np.sqrt(covariance[-1, -1]))
    wanted = np.concatenate([-quantiles(model.df), quantiles(model.df)])
    direction = covariance[:, -1] / error * min(1.0, FIRST_MOVE / (error * wanted.max()))
    start = best.coef + wanted[:, None] * direction
    ends = glm.profile_limits(problem, start, best.deviance, wanted * np.sqrt(scale.value))
    return StepFit(
        tally,
        ratio=finite_ratio(best.coef[-1]),
        **_intervals(ends),
        log_ratio=float(best.coef[-1]),
        standard_error=error,
        deviance=best.deviance,
        scale=scale,
        df=model.df,
        baseline=_baseline(best.coef[:-1], covariance[:-1, :-1], model),
        reason=None if np.isfinite(ends).all() else Reason.FIT_FAILED,
    )


def _at_border(model: StepModel, tally: Tally, start: FloatArray, border: Border, is_brief: bool) -> StepFit:
    """No events on one side: the ratio is 0 or infinite, the interval open on that side."""
    side, empty = border.side, model.is_after == border.is_after
    without = StepFit(tally, reason=border.reason, df=model.df)
    far = glm.maximise(model.held(side * FAR, 1.0), _held_at(model, start, border, 0.0, side * FAR))
    scale = None if far is None else _border_scale(model, far, border, empty)
    best = far and scale and glm.maximise_again(model.held(side * FAR, scale.value), far)
    if not best or not scale:
        return without
    rise = quantiles(model.df) ** 2 * scale.value
    near = side * (FAR + np.log(2 * model.spread(best.weight, empty) / rise))
    first = [np.append(_held_at(model, best.coef, border, side * FAR, at), at) for at in near]
    targets = -side * np.sqrt(rise)
    found = glm.profile_limits(model.problem(scale.value), np.array(first), best.deviance, targets)
    open_side = np.full(2, np.nan)
    ends = np.concatenate([open_side, found] if side < 0 else [found, open_side])
    fitted = replace(without, **_intervals(ends), side=side, scale=scale)
    if is_brief:
        return fitted
    null = glm.maximise(model.held(0.0, scale.value), start)
    if null is None:
        return without
    covariance = np.linalg.inv(best.information) * scale.value
    return replace(
        fitted,
        **_at_one(model, null, scale),
        p_value=_p_value(null, best.deviance, scale, model.df),
        baseline=_baseline(best.coef, covariance, model) if border.is_after else None,
    )


def _held_at(model: StepModel, coef: FloatArray, border: Border, before: float, now: float) -> FloatArray:
    """First guess of the other terms with the log ratio held at `now`, from where it was held at `before`.

    Where only the weeks after have events, the levels make up for the ratio.
    """
    moved = coef.copy()
    moved[: model.levels] += 0.0 if border.is_after else before - now
    return moved


def _border_scale(model: StepModel, far: glm.Solution, border: Border, empty: BoolArray) -> Scale | None:
    """The scale where half an event would be expected on the empty side.

    The dispersion is that of the other side alone: empty weeks would water it down. None: too few weeks.
    """
    side = border.side
    absorbed = 0 if model.is_treated is None else count_of(model.times[~empty])
    df = int((~empty).sum()) - model.others.shape[1] - absorbed
    half = side * (FAR + float(np.log(2 * model.spread(far.weight, empty))))
    start = _held_at(model, far.coef, border, side * FAR, half)
    solution = glm.maximise(model.held(half, 1.0), start) if df > 0 else None
    if solution is None:
        return None
    scale = scale_of(model.work(solution, 1.0), model.least_dispersion)
    pearson = (model.family.counts[~empty, 0] - solution.mean[~empty]) ** 2 / solution.weight[~empty]
    dispersion = max(model.least_dispersion, float(pearson.sum()) / df)
    value = max(dispersion * scale.ar_inflation, scale.hac_ratio)
    return replace(scale, dispersion=dispersion, value=value)


def _intervals(ends: FloatArray) -> _Intervals:
    """Log limits (low 80, low 95, high 80, high 95) as intervals of the ratio, nan as open."""
    narrow, wide = (
        Interval(level, finite_ratio(ends[i]), finite_ratio(ends[i + 2])) for i, level in enumerate(LEVELS)
    )
    return _Intervals(interval_80=narrow, interval_95=wide)


def finite_ratio(log_ratio: float) -> float | None:
    """The ratio, or None for what is as good as zero, infinite or not a number."""
    return float(np.exp(log_ratio)) if np.isfinite(log_ratio) and abs(log_ratio) < FAR else None


def _p_value(null: glm.Solution, least: float, scale: Scale, df: int) -> float:
    """Two-sided p of ratio 1 from the rise of the deviance on the scale s."""
    root = np.sqrt(max(null.deviance - least, 0.0) / scale.value)
    return float(2 * stdtr(df, -root))


class _AtOne(TypedDict):
    one_step: tuple[float, float] | None
    null_information: float | None


def _at_one(model: StepModel, null: glm.Solution, scale: Scale) -> _AtOne:
    """Information, and score over information, at ratio 1 (Yusuf, Peto et al. 1985)."""
    work = model.work(null, scale.value)
    apart = residualised(work)
    information = float((work.weight * apart) @ work.step)  # = Σ wD̃² without a ridge, more with one
    if not information > 0:
        return _AtOne(one_step=None, null_information=None)
    estimate = float(work.step @ work.residual) / information, float(np.sqrt(scale.value / information))
    return _AtOne(one_step=estimate, null_information=information)


class _Intervals(TypedDict):
    interval_80: Interval
    interval_95: Interval


def _baseline(coef: FloatArray, covariance: FloatArray, model: StepModel) -> Baseline:
    offices = model.office[:1] if model.levels == 1 else np.unique(model.office)[: model.levels]
    return Baseline(coef, covariance, float(quantiles(model.df)[1]), offices)
