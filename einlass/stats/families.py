"""Distributions of counts for the log-linear models: Poisson, binomial, and Poisson given the sums of weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import expit, xlogy

from einlass.stats.series import FloatArray, IntArray


class Family(Protocol):
    """A distribution with its canonical link; eta and mean have shape (n, fits)."""

    def mean(self, eta: FloatArray) -> FloatArray:
        """Expected counts."""

    def weight(self, mean: FloatArray) -> FloatArray:
        """Variance of the counts = weight of the working response."""

    def deviance(self, eta: FloatArray, mean: FloatArray, /) -> FloatArray:
        """Deviance of each fit, shape (fits,)."""

    @property
    def counts(self) -> FloatArray:
        """Observed counts, shape (n, 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Poisson:
    """Counts y, shape (n, 1); log link."""

    counts: FloatArray
    saturated: float

    @classmethod
    def of(cls, counts: FloatArray) -> Poisson:
        """From counts of shape (n,)."""
        return cls(counts[:, None], float(np.sum(xlogy(counts, counts) - counts)))

    def mean(self, eta: FloatArray) -> FloatArray:
        return np.exp(np.minimum(eta, 300.0))

    def weight(self, mean: FloatArray) -> FloatArray:
        return mean

    def deviance(self, eta: FloatArray, mean: FloatArray, /) -> FloatArray:
        dev: FloatArray = 2.0 * (self.saturated + np.add.reduce(mean - self.counts * eta, axis=0))
        return dev


@dataclass(frozen=True, slots=True, eq=False)
class Binomial:
    """Counts y out of totals m, both of shape (n, 1); logit link."""

    counts: FloatArray
    totals: FloatArray
    saturated: float

    @classmethod
    def of(cls, counts: FloatArray, totals: FloatArray) -> Binomial:
        """From counts and totals of shape (n,); totals > 0."""
        y, m = counts, totals
        return cls(y[:, None], m[:, None], float(np.sum(xlogy(y, y / m) + xlogy(m - y, (m - y) / m))))

    def mean(self, eta: FloatArray) -> FloatArray:
        return self.totals * expit(eta)

    def weight(self, mean: FloatArray) -> FloatArray:
        return mean * (1.0 - mean / self.totals)

    def deviance(self, eta: FloatArray, _mean: FloatArray, /) -> FloatArray:
        y, m = self.counts, self.totals
        likelihood = np.add.reduce((y - m) * eta - m * np.logaddexp(0.0, -eta), axis=0)
        dev: FloatArray = 2.0 * (self.saturated - likelihood)
        return dev


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Counts y, shape (n, 1), given their sums over each week: a Poisson model with an effect for every week.

    week: number of each row's week, shape (n,); order: rows by week, starts: where each week begins in that order;
    totals, shape (weeks, 1), > 0. Source: conditioning on totals, McCullagh and Nelder 1989, section 7.3.
    """

    counts: FloatArray
    week: IntArray
    order: IntArray
    starts: IntArray
    totals: FloatArray
    saturated: float

    @classmethod
    def of(cls, counts: FloatArray, times: FloatArray) -> Shared:
        """From counts and numbers of weeks of shape (n,); no week may have a sum of 0."""
        _, week = np.unique(times, return_inverse=True)
        order = np.argsort(week, kind="stable")
        starts = np.concatenate([[0], np.flatnonzero(np.diff(week[order])) + 1])
        totals = np.add.reduceat(counts[order], starts)[:, None]
        return cls(counts[:, None], week, order, starts, totals, float(np.sum(xlogy(counts, counts))))

    def sums(self, values: FloatArray) -> FloatArray:
        """Values (n, …) added within each week, (weeks, …)."""
        added: FloatArray = np.add.reduceat(values[self.order], self.starts, axis=0)
        return added

    def _log_mean(self, eta: FloatArray) -> FloatArray:
        high = np.maximum.reduceat(eta[self.order], self.starts, axis=0)
        part = eta - high[self.week]
        return part + np.log(self.totals / self.sums(np.exp(part)))[self.week]

    def mean(self, eta: FloatArray) -> FloatArray:
        return np.exp(self._log_mean(eta))

    def weight(self, mean: FloatArray) -> FloatArray:
        return mean

    def deviance(self, eta: FloatArray, _mean: FloatArray, /) -> FloatArray:
        fitted = np.add.reduce(self.counts * self._log_mean(eta), axis=0)
        dev: FloatArray = 2.0 * (self.saturated - fitted)
        return dev

    def between(self, mean: FloatArray, design: FloatArray) -> FloatArray:
        """What the effects of the weeks take from the information of each fit, (fits, p, p)."""
        sums = self.sums(mean[:, :, None] * design[:, None, :]) / np.sqrt(self.totals)[:, :, None]
        taken: FloatArray = np.einsum("wfi,wfj->fij", sums, sums)
        return taken

    def centred(self, mean: FloatArray, columns: FloatArray) -> FloatArray:
        """Columns (n, k) less their mean of the week, weighted with mean (n,)."""
        return np.asarray(columns - (self.sums(mean[:, None] * columns) / self.totals)[self.week])
