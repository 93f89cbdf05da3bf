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
        fitted = np.add.reduce(mean, axis=0) - self.counts[:, 0] @ eta
        dev: FloatArray = 2.0 * (self.saturated + fitted)
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

    week: number of each row's week, shape (n,); totals, shape (weeks, 1), > 0. place: where each row stands in a table
    of as many lines as the fullest week has rows, a column for each week; None: in the rows' own order, none missing.
    Source: conditioning on totals, McCullagh and Nelder 1989, section 7.3.
    """

    counts: FloatArray
    week: IntArray
    place: IntArray | None
    lines: int
    totals: FloatArray
    saturated: float

    @classmethod
    def of(cls, counts: FloatArray, times: FloatArray) -> Shared:
        """From counts and numbers of weeks of shape (n,); no week may have a sum of 0."""
        weeks, week, rows = np.unique(times, return_inverse=True, return_counts=True)
        order = np.argsort(week, kind="stable")
        line = np.empty(len(week), dtype=np.intp)
        line[order] = np.arange(len(week)) - np.repeat(np.cumsum(rows) - rows, rows)
        place = line * len(weeks) + week
        is_full = bool((place == np.arange(len(week))).all()) and bool((rows == rows[0]).all())
        totals: FloatArray = np.bincount(week, counts).astype(np.float64)[:, None]
        saturated = float(np.sum(xlogy(counts, counts)))
        return cls(counts[:, None], week, None if is_full else place, int(rows.max()), totals, saturated)

    def _by_week(self, values: FloatArray, missing: float = 0.0) -> FloatArray:
        """Values (n, k) as a table (lines, weeks, k)."""
        shape = self.lines, len(self.totals), values.shape[1]
        if self.place is None:
            return values.reshape(shape)
        table = np.full((shape[0] * shape[1], shape[2]), missing)
        table[self.place] = values
        return table.reshape(shape)

    def _by_row(self, table: FloatArray) -> FloatArray:
        """The way back."""
        rows: FloatArray = table.reshape(-1, table.shape[2])
        return rows if self.place is None else rows[self.place]

    def sums(self, values: FloatArray) -> FloatArray:
        """Values (n, k) added within each week, (weeks, k)."""
        added: FloatArray = np.add.reduce(self._by_week(values), axis=0)
        return added

    def mean(self, eta: FloatArray) -> FloatArray:
        table = self._by_week(eta, -np.inf)
        part = np.exp(table - np.maximum.reduce(table, axis=0))
        return self._by_row(part * (self.totals / np.add.reduce(part, axis=0)))

    def weight(self, mean: FloatArray) -> FloatArray:
        return mean

    def deviance(self, _eta: FloatArray, mean: FloatArray, /) -> FloatArray:
        dev: FloatArray = 2.0 * (self.saturated - np.add.reduce(xlogy(self.counts, mean), axis=0))
        return dev

    def between(self, mean: FloatArray, design: FloatArray) -> FloatArray:
        """What the effects of the weeks take from the information of each fit, (fits, p, p)."""
        (n, fits), p = mean.shape, design.shape[1]
        sums = self.sums((mean[:, :, None] * design[:, None, :]).reshape(n, fits * p))
        scaled = (sums / np.sqrt(self.totals)).reshape(-1, fits, p).transpose(1, 2, 0)
        taken: FloatArray = scaled @ scaled.transpose(0, 2, 1)
        return taken

    def centred(self, mean: FloatArray, columns: FloatArray) -> FloatArray:
        """Columns (n, k) less their mean of the week, weighted with mean (n,)."""
        return np.asarray(columns - (self.sums(mean[:, None] * columns) / self.totals)[self.week])
