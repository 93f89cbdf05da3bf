"""The circular-shift test: would a start in any other week look as striking as the real one?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from einlass.stats import glm
from einlass.stats.counts import E_STAR, Model, hindrance, start_of, step_model, with_events
from einlass.stats.series import FloatArray, Reason, Series, tally
from einlass.stats.step import settled
from einlass.stats.step_model import StepModel

TIE = 1e-9
"""Relative difference below which two shifted scores count as equal: rounding, not data."""


@dataclass(frozen=True, slots=True, eq=False)
class ShiftTest:
    """p = share of the n shifts with a standardised score at least as large as the real one; scores (n,)."""

    p_value: float | None
    scores: FloatArray
    reason: Reason | None = None


def shift_test(series: Series, model: Model = E_STAR) -> ShiftTest:
    """Compare the real start with every circular shift of the step along the weeks in use.

    The starts of several offices move together, so that what they share stays together.
    The model is fitted without the step; the score of a shift is |Σ D̃(y − μ)|/√(Σ μD̃²) with D̃ the
    shifted step minus its weighted regression on the other terms. Keeps its level under serial
    dependence, because shifting keeps the series as it is. p cannot be smaller than 1/n. Raises nothing
    for reasons of data: see ShiftTest.reason.
    The model has no drift by default: the trend is E*pt's to answer for, and a penalised drift here only
    costs power (bench/calibration: shift and shift_pt).
    Source: circular shifts as in randomisation tests for time series, Edgington and Onghena 2007.
    """
    used = with_events(series.usable())
    weeks = step_model(used, model)
    reason = hindrance(series, tally(used), weeks)
    if reason is not None:
        return ShiftTest(None, np.empty(0), reason)
    null = settled(weeks, start_of(used, model), with_step=False)
    if null is None:
        return ShiftTest(None, np.empty(0), Reason.FIT_FAILED)
    scores = np.abs(_scores(weeks, *null))
    return ShiftTest(float(np.mean(scores >= scores[0] * (1 - TIE))), scores)


def _scores(weeks: StepModel, null: glm.Solution, dispersion: float) -> FloatArray:
    """Standardised score of every circular shift, the real start first; shape (n,)."""
    shifted = _shifted(weeks.step, weeks.office)
    weighted = weeks.others.T * null.weight
    gram = weighted @ weeks.others + np.diag(weeks.ridge * dispersion)
    apart = shifted - weeks.others @ np.linalg.solve(gram, weighted @ shifted)
    residual = weeks.family.counts[:, 0] - null.mean
    scores: FloatArray = residual @ apart / np.sqrt(null.weight @ (apart * apart))
    return scores


def _shifted(step: FloatArray, office: FloatArray) -> FloatArray:
    """The step moved round by 0, 1, … weeks, a column each; all offices move together, each round its own weeks."""
    sizes = [int((office == number).sum()) for number in np.unique(office)]
    longest = max(sizes)
    columns = []
    for size, end in zip(sizes, np.cumsum(sizes), strict=True):
        moved = np.arange(longest) * size // longest
        columns.append(step[end - size : end][(np.arange(size)[:, None] - moved[None, :]) % size])
    return np.concatenate(columns)
