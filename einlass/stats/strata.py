"""Rows of several offices, each compared with itself: what the step of a mean is fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from einlass.stats.scale import Work
from einlass.stats.series import BoolArray, FloatArray, vector

Combine = Literal["average", "sum"]
"""average: one step that the strata share; sum: their own steps added up (hours, euros)."""
Labels = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """The rows of one stratum: where they are among the rows used, and their means and weights by side."""

    rows: BoolArray
    before: float
    after: float
    weight_before: float
    weight_after: float

    @property
    def step(self) -> float:
        """By how much after differs from before."""
        return self.after - self.before

    @property
    def information(self) -> float:
        """Σ w D̃² of its own step."""
        return self.weight_before * self.weight_after / (self.weight_before + self.weight_after)


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of strata with both sides, in the order of stratum and time; place: number of the stratum."""

    values: FloatArray
    weights: FloatArray
    after: BoolArray
    times: FloatArray
    place: Labels
    combine: Combine

    @cached_property
    def strata(self) -> list[Stratum]:
        """Each stratum's means and weights."""
        return [self._one(self.place == number) for number in range(int(self.place[-1]) + 1)]

    def _one(self, rows: BoolArray) -> Stratum:
        sides = [rows & side for side in (~self.after, self.after)]
        means = [mean_of(self.values, self.weights, side) for side in sides]
        return Stratum(rows, *means, *(float(self.weights[side].sum()) for side in sides))

    @cached_property
    def shares(self) -> FloatArray:
        """Weight of each stratum's information (average) or variance (sum) in the whole; shape (strata,)."""
        information = np.array([one.information for one in self.strata])
        parts = information if self.combine == "average" else 1.0 / information
        shares: FloatArray = parts / parts.sum()
        return shares

    def together(self, values: list[float]) -> float:
        """A number of each stratum as the steps are put together: average by information, or sum."""
        return float(self.shares @ np.array(values)) if self.combine == "average" else float(np.sum(values))

    @cached_property
    def difference(self) -> float:
        """By how much after differs from before, all strata together."""
        return self.together([one.step for one in self.strata])

    @property
    def fitted(self) -> FloatArray:
        """Means of the strata's sides; for an average with the step that all share; shape (N,)."""
        per_row = np.array([(one.before, one.after) for one in self.strata])[self.place]
        fitted: FloatArray = np.where(self.after, per_row[:, 1], per_row[:, 0])
        if self.combine == "sum":
            return fitted
        apart = np.array([one.step for one in self.strata]) - self.difference
        middle = np.array([one.information / one.weight_before for one in self.strata])  # mean of the step
        shared: FloatArray = fitted + apart[self.place] * (middle[self.place] - self.after)
        return shared

    @property
    def work(self) -> Work:
        """The fit at its weights; the coefficient of its step is the difference.

        A sum needs a step per stratum: their sum Σ d is the coefficient of Σ share·D beside the contrasts
        of the strata's steps, from which it is orthogonal.
        """
        step = self.after.astype(np.float64)
        others = (self.place[:, None] == np.arange(len(self.strata))).astype(np.float64)
        if self.combine == "sum":
            own = others * step[:, None]
            others = np.column_stack([others, own[:, 1:] - own[:, :1]])
            step = self.shares[self.place] * step
        residual = self.weights * (self.values - self.fitted)
        office = self.place.astype(np.float64) if len(self.strata) > 1 else None
        return Work(residual, self.weights, others, np.zeros(others.shape[1]), step, self.times, office)

    def only(self, stratum: Stratum) -> Rows:
        """One stratum on its own."""
        rows = stratum.rows
        return Rows(
            self.values[rows],
            self.weights[rows],
            self.after[rows],
            self.times[rows],
            np.zeros_like(self.place[rows]),
            self.combine,
        )

    @cached_property
    def weeks(self) -> int:
        """Number of different times."""
        return len(np.unique(self.times))

    @property
    def df(self) -> int:
        """Those of the rows, at most those of the weeks: the week is the unit."""
        terms = len(self.strata) * (2 if self.combine == "sum" else 1) + (self.combine == "average")
        return min(len(self.values) - terms, self.weeks - 2)


def rows_in_order(
    n: int, times: npt.ArrayLike | None, strata: npt.ArrayLike | None
) -> tuple[FloatArray, Labels]:
    """Times and stratum of each row, both of shape (n,); without times the row's number, for one stratum.

    Raises ValueError for other shapes, for strata without times, and for rows that are not in the order of
    stratum and time, each once.
    """
    if times is None and strata is not None:
        raise ValueError("several strata need times: which rows are of the same week")
    when = np.arange(n, dtype=np.float64) if times is None else vector(times, "times", n)
    names = np.zeros(n) if strata is None else vector(strata, "strata", n)
    later = (np.diff(names) > 0) | ((np.diff(names) == 0) & (np.diff(when) > 0))
    if not later.all():
        raise ValueError("rows must ascend by stratum and time, each once")
    return when, names.astype(np.intp)


def both_sides(step: FloatArray | BoolArray, strata: npt.ArrayLike | None = None) -> BoolArray:
    """Which rows belong to strata that have rows on both sides of the step; shape (N,)."""
    after = step > 0
    if strata is None:
        return np.full(len(step), bool(after.any() and not after.all()))
    place = np.unique(strata, return_inverse=True)[1]
    sides = np.bincount(place, after), np.bincount(place, ~after)
    both: BoolArray = ((sides[0] > 0) & (sides[1] > 0))[place]
    return both


def mean_of(values: FloatArray, weights: FloatArray, side: BoolArray) -> float:
    """Weighted mean of one side."""
    return float(values[side] @ weights[side] / weights[side].sum())
