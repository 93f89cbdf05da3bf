"""Rows of weeks as a log-linear model with a step: what is fitted, and the fit at its weights for the scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from einlass.stats import glm
from einlass.stats.families import Family, Shared
from einlass.stats.scale import Work, dispersion_of
from einlass.stats.series import BoolArray, FloatArray, count_of


@dataclass(frozen=True, eq=False)
class StepModel:
    """n rows, weeks of one or more offices: family, other terms (n, q), step, offset, times, office.

    ridge (q,): per unit of dispersion. levels: how many terms come first that are levels of offices under the measure.
    is_treated: the rows of these offices, where others stand beside them (family Shared only).
    """

    family: Family
    others: FloatArray
    ridge: FloatArray
    step: FloatArray
    offset: FloatArray
    times: FloatArray
    office: FloatArray
    levels: int = 1
    is_treated: BoolArray | None = None
    least_dispersion: float = 1.0

    @cached_property
    def df(self) -> int:
        """Weeks minus coefficients; offices share their weeks, so each further one takes no week of its own."""
        shared = int(self.others.shape[1]) - self.levels + 1
        if self.is_treated is not None:  # levels of the compared offices
            shared = 1
        return count_of(self.times) - shared - 1

    @cached_property
    def design(self) -> FloatArray:
        """The other terms and the step, (n, q + 1)."""
        return np.column_stack([self.others, self.step])

    @cached_property
    def is_after(self) -> BoolArray:
        """Rows of weeks in which the measure is in force at an office."""
        return self.step > 0 if self.is_treated is None else np.isin(self.times, self.times[self.step > 0])

    def spread(self, weight: FloatArray, rows: BoolArray) -> float:
        """Variance of the events in some rows of offices under the measure, added up, at the weights of a fit."""
        if self.is_treated is None:
            return float(weight[rows].sum())
        assert isinstance(self.family, Shared)
        shown = np.where(rows, weight, 0.0)
        sides = np.column_stack(
            [np.where(self.is_treated, shown, 0.0), np.where(self.is_treated, 0.0, shown)]
        )
        own, other = self.family.sums(sides).T
        return float((own * other / self.family.totals[:, 0]).sum())

    def problem(self, dispersion: float) -> glm.Problem:
        """With the step as last coefficient."""
        return self._stepped.with_ridge(np.append(self.ridge, 0.0) * dispersion)

    def held(self, log_ratio: float, dispersion: float) -> glm.Problem:
        """With the step held at a value."""
        return self._plain.moved(self.offset + log_ratio * self.step, self.ridge * dispersion)

    @cached_property
    def _stepped(self) -> glm.Problem:
        return glm.Problem.of(self.family, self.design, self.offset, np.append(self.ridge, 0.0))

    @cached_property
    def _plain(self) -> glm.Problem:
        return glm.Problem.of(self.family, self.others, self.offset, self.ridge)

    def dispersion(self, solution: glm.Solution) -> float:
        """Pearson's φ of a fit."""
        rows, terms = self.others.shape
        absorbed = len(self.family.totals) if isinstance(self.family, Shared) else 0
        residual = self.family.counts[:, 0] - solution.mean
        return dispersion_of(residual, solution.weight, rows - terms - 1 - absorbed, self.least_dispersion)

    def work(self, solution: glm.Solution, dispersion: float) -> Work:
        """The fit at its weights, for the scale."""
        residual = self.family.counts[:, 0] - solution.mean
        ridge = self.ridge * dispersion
        office = None if self.office[0] == self.office[-1] else self.office
        work = Work(residual, solution.weight, self.others, ridge, self.step, self.times, office)
        return work if self.is_treated is None else self._given_sums(work)

    def _given_sums(self, work: Work) -> Work:
        """The same when the sums of weeks are given: terms less their mean of the week."""
        family = self.family
        assert isinstance(family, Shared) and self.is_treated is not None
        centred = family.centred(work.weight, self.design)
        own = family.sums(np.where(self.is_treated, work.weight, 0.0)[:, None])[:, 0]
        totals = family.totals[:, 0]
        return replace(
            work,
            others=centred[:, :-1],
            step=centred[:, -1],
            absorbed=len(totals),
            is_summed=self.is_treated,
            spread=own * (1.0 - own / totals),
        )
