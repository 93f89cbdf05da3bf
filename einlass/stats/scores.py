"""L*: did the answers on a scale move; the wave or week is the unit, not the single answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from einlass.stats.means import MeanStep, mean_step
from einlass.stats.series import BoolArray, FloatArray, Interval, Reason, vector

WAVES_WANTED = (4, 3)
WEEKS_WANTED = (8, 8)
"""Waves, or weeks of continuous asking, before and after below which there is no verdict."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Share (0–1) of each value of the scale, with the two best and the two worst values summed."""

    answers: int
    shares: FloatArray
    top: float | None
    bottom: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ScoreFit:
    """Cliff's delta (−1 to 1) and difference of means with intervals, all shares, what the answer rests on.

    reason: why there is no verdict; the numbers are there all the same as far as they go.
    """

    delta: MeanStep
    mean: MeanStep
    before: Shares
    after: Shares
    top: MeanStep
    bottom: MeanStep
    waves_before: int
    waves_after: int
    reason: Reason | None


def compare_scores(
    answers: npt.ArrayLike,
    step: npt.ArrayLike,
    times: npt.ArrayLike | None = None,
    is_weekly: bool = False,
) -> ScoreFit:
    """Compare answers before and after, repeated cross-sections.

    answers: counts of shape (waves, values), values ascending (1 … 5); step 0/1 (waves,); times: running
    number of the wave or week. Mean mid-rank per wave regressed on before/after with weights n; scale =
    max(residual variance, HAC ratio, residual variance × AR inflation, variance of one answer's rank);
    t(G − 2); Cliff's delta = 2b/N. Raises ValueError if shapes differ, nothing for reasons of data.
    Source: Cliff 1993; Brunner and Munzel 2000 (mid-ranks); scale: methods page.
    """
    table = np.asarray(answers, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"answers must have shape (waves, values), it has {table.shape}")
    side = vector(step, "step", len(table)) > 0
    when = np.arange(len(table), dtype=np.float64) if times is None else vector(times, "times", len(table))
    asked = table.sum(axis=1) > 0
    rows, after, when = table[asked], side[asked], when[asked]
    total = float(rows.sum())
    points = np.arange(1.0, table.shape[1] + 1)
    delta = _step(rows, _mid_ranks(rows) * (2 / total if total else 0.0), after, when)
    width = min(2, table.shape[1] // 2)
    return ScoreFit(
        _clipped(delta),
        _step(rows, points, after, when),
        _shares(rows[~after], width),
        _shares(rows[after], width),
        _step(rows, (points > len(points) - width).astype(np.float64), after, when),
        _step(rows, (points <= width).astype(np.float64), after, when),
        int((~after).sum()),
        int(after.sum()),
        _hindrance(int((~after).sum()), int(after.sum()), is_weekly),
    )


def _mid_ranks(rows: FloatArray) -> FloatArray:
    """Mid-rank of each value among all answers, shape (values,)."""
    counts = rows.sum(axis=0)
    ranks: FloatArray = np.cumsum(counts) - counts + (counts + 1) / 2
    return ranks


def _step(rows: FloatArray, points: FloatArray, after: BoolArray, times: FloatArray) -> MeanStep:
    """The step of the mean of points per wave; its scale at least the variance of a single answer."""
    size = rows.sum(axis=1)
    means = rows @ points / size
    spread = float((rows * (points[None, :] - means[:, None]) ** 2).sum())
    answers, waves = float(size.sum()), len(size)
    floor = spread / (answers - waves) if answers > waves else 0.0
    return mean_step(means, size, after.astype(np.float64), times, floor)


def _clipped(delta: MeanStep) -> MeanStep:
    """Limits within −1 … 1, where Cliff's delta lives."""

    def clip(interval: Interval) -> Interval:
        if interval.low is None or interval.high is None:
            return interval
        return Interval(interval.level, max(interval.low, -1.0), min(interval.high, 1.0))

    return MeanStep(
        delta.difference,
        clip(delta.interval_80),
        clip(delta.interval_95),
        delta.standard_error,
        delta.p_value,
        scale=delta.scale,
        df=delta.df,
        reason=delta.reason,
    )


def _shares(rows: FloatArray, width: int) -> Shares:
    """Shares over all answers of one side."""
    counts = rows.sum(axis=0)
    total = counts.sum()
    if total == 0:
        return Shares(0, np.full(len(counts), np.nan), None, None)
    shares = counts / total
    return Shares(int(total), shares, float(shares[-width:].sum()), float(shares[:width].sum()))


def _hindrance(before: int, after: int, is_weekly: bool) -> Reason | None:
    """The wave rules."""
    wanted = WEEKS_WANTED if is_weekly else WAVES_WANTED
    if before == 0 or after == 0:
        return Reason.NO_ANSWERS
    if before == 1 and after == 1:
        return Reason.ONE_WAVE_EACH
    return Reason.TOO_FEW_WAVES if before < wanted[0] or after < wanted[1] else None
