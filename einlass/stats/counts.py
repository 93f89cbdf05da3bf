"""E* and E*pt: by how much did the rate of events change at the step; weekly counts of one office or several."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf

from einlass.stats import step
from einlass.stats.families import Poisson
from einlass.stats.series import BoolArray, FloatArray, Reason, Series, Tally, tally
from einlass.stats.step import Baseline, Border, StepFit
from einlass.stats.step_model import StepModel

WEEKS_A_YEAR = 365.25 / 7
LEAST_SINE = 1e-3
"""Of a column's angle to the columns before it, above which it is none of their combinations."""
TREND_SD = 0.2
"""Prior standard deviation of the log rate's drift per year, tuned on the calibration grid."""


@dataclass(frozen=True, slots=True)
class Model:
    """What the rate may do besides stepping: harmonics of a period, and a drift per period.

    period: in units of Series.times. trend_sd: None = no trend; a number = normal prior N(0, sd²) on the
    change of the log rate per period; math.inf = free trend. least_dispersion: 1 = never under-dispersed.
    """

    harmonics: int = 1
    period: float = WEEKS_A_YEAR
    trend_sd: float | None = None
    least_dispersion: float = 1.0


E_STAR = Model()
E_STAR_PT = Model(trend_sd=TREND_SD)
"""The default of the product: E* with a drift that is free to be small."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number of events with its 95 % range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Counts to expect without the step, per row of a series: mean (n,), and what their range is made from."""

    mean: FloatArray
    times: FloatArray
    terms: FloatArray
    baseline: Baseline

    def total(self, rows: BoolArray) -> Range | None:
        """The sum over some rows; None for none. The range is that of the rate, not of the counts around it."""
        value = float(self.mean[rows].sum())
        if not value > 0:
            return None
        slope = self.mean[rows] @ self.terms[rows] / value
        error = float(np.sqrt(slope @ self.baseline.covariance @ slope)) * self.baseline.quantile
        return Range(value, value * math.exp(-error), value * math.exp(error))

    def by_week(self, rows: BoolArray) -> dict[int, Range]:
        """The same for each week that has a row."""
        weeks, place = np.unique(self.times[rows], return_inverse=True)
        value = np.bincount(place, self.mean[rows])
        slope = np.zeros((len(weeks), self.terms.shape[1]))
        np.add.at(slope, place, self.mean[rows, None] * self.terms[rows])
        variance = np.einsum("ij,jk,ik->i", slope, self.baseline.covariance, slope)
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = np.exp(np.sqrt(variance) / value * self.baseline.quantile)
        return {
            int(week): Range(float(one), float(one / times), float(one * times))
            for week, one, times in zip(weeks, value, reach, strict=True)
            if one > 0
        }


def fit_step(
    series: Series, model: Model = E_STAR_PT, *, is_brief: bool = False, like: StepFit | None = None
) -> StepFit:
    """Scaled quasi-Poisson: rate ratio after : before with profile-deviance intervals at 80 and 95 %.

    series: n weeks of one office, or of several (see `stacked`): each office has its own level and its own step
    from its own start, the ratio is one for all; season and trend are shared. Weeks without count or exposure are
    left out. Log link, offset log(exposure), intercepts, harmonics, trend, further columns, step; fitted by Newton's
    method (the same as IRLS here). On the scale s the interval holds all log ratios b with
    (dev(b) − dev_min)/s ≤ t²(n − p); a trend prior joins the deviance as s·trend²/sd².
    is_brief: estimate and intervals only; like: a fit of nearly the same data to begin from.
    Raises nothing for reasons of data: see StepFit.reason.
    Source: McCullagh and Nelder 1989, ch. 9 (quasi-likelihood); scale and prior: methods page and
    bench/calibration.
    """
    used = with_events(series.usable())
    sums, weeks = tally(used), step_model(used, model)
    reason = hindrance(series, sums, weeks)
    if reason is not None:
        return StepFit(sums, reason=reason)
    border = _border(sums)
    if border and model.harmonics and np.count_nonzero(used.counts) == 1:
        # Waves that peak in that week fit the better the higher they are: there is no best one.
        return StepFit(sums, reason=border.reason, df=weeks.df)
    return step.fit(weeks, sums, start_of(used, model), border, is_brief=is_brief, like=like)


def with_events(series: Series) -> Series:
    """Without offices that have no event at all: they say nothing about a ratio; one office alone stays."""
    if len(series.offices) < 2:
        return series
    place = series.place
    some = np.bincount(place, series.counts) > 0
    return series if some.all() or not some.any() else series.where(some[place])


def expected_without_step(series: Series, fit: StepFit, model: Model = E_STAR_PT) -> Expected | None:
    """Counts that the rate before the step would have given, at the weeks and exposure of the series.

    The series may hold more weeks than the fit used (left-out ones), not other columns or offices; an office without
    any event is expected to have none. None without a fit.
    """
    if fit.baseline is None:
        return None
    known = np.isin(series.office, fit.baseline.offices)
    rows = series.where(known)
    terms = np.zeros((len(known), len(fit.baseline.coef)))
    terms[known] = nuisance(rows, model, fit.baseline.offices)
    mean = np.zeros(len(known))
    mean[known] = np.exp(terms[known] @ fit.baseline.coef) * rows.exposure
    return Expected(mean, series.times, terms, fit.baseline)


def hindrance(series: Series, sums: Tally, weeks: StepModel) -> Reason | None:
    """What forbids a fit altogether, or None; sums, weeks: of what is used of the series."""
    if len(series.counts) and not np.any(series.exposure > 0):
        return Reason.NO_EXPOSURE
    if sums.weeks_before == 0:
        return Reason.NO_WEEKS_BEFORE
    if sums.weeks_after == 0:
        return Reason.NO_WEEKS_AFTER
    if sums.events_before + sums.events_after == 0:
        return Reason.NO_EVENTS
    rows, terms = weeks.design.shape
    return Reason.TOO_FEW_WEEKS if rows < terms + 2 or not _is_independent(weeks.design) else None


def _is_independent(design: FloatArray) -> bool:
    """Whether no column is a combination of the others; only where the sines of their angles leave a doubt, by rank."""
    gram = design.T @ design
    root, failed = dpotrf(gram)
    if not failed and (root.diagonal() > LEAST_SINE * np.sqrt(gram.diagonal())).all():
        return True
    return int(np.linalg.matrix_rank(design)) == int(design.shape[1])


def nuisance(series: Series, model: Model, offices: FloatArray | None = None) -> FloatArray:
    """Design without the step, (n, q): an intercept an office, harmonics, trend if any, further columns."""
    period = series.times / model.period
    levels = levels_of(series.office, series.offices if offices is None else offices)
    angles = [2.0 * np.pi * k * period for k in range(1, model.harmonics + 1)]
    waves = [f(angle) for angle in angles for f in (np.sin, np.cos)]
    trend = [] if model.trend_sd is None else [period]
    return np.column_stack([levels, *waves, *trend, series.columns])


def levels_of(office: FloatArray, numbers: FloatArray) -> FloatArray:
    """An intercept for each of some offices, (n, offices)."""
    levels: FloatArray = (office[:, None] == numbers).astype(np.float64)
    return levels


def trend_ridge(terms: int, offices: int, model: Model) -> FloatArray:
    """Prior precision of each nuisance coefficient; shape (terms,)."""
    ridge = np.zeros(terms)
    if model.trend_sd is not None and math.isfinite(model.trend_sd):
        ridge[offices + 2 * model.harmonics] = model.trend_sd**-2
    return ridge


def step_model(series: Series, model: Model) -> StepModel:
    """The series as a log-linear model with a step."""
    others = nuisance(series, model)
    return StepModel(
        Poisson.of(series.counts),
        others,
        trend_ridge(others.shape[1], len(series.offices), model),
        series.step,
        np.log(series.exposure),
        series.times,
        series.office,
        levels=len(series.offices),
        least_dispersion=model.least_dispersion,
    )


def start_of(series: Series, model: Model) -> FloatArray:
    """First guess of the nuisance coefficients: each office's overall rate, nothing else."""
    rates = np.bincount(series.place, series.counts) / np.bincount(series.place, series.exposure)
    others = 2 * model.harmonics + (model.trend_sd is not None) + series.columns.shape[1]
    return np.append(np.log(rates), np.zeros(others))


def _border(sums: Tally) -> Border | None:
    """Whether the ratio is zero or infinite for want of events on one side."""
    if sums.events_after == 0:
        return Border(-1, Reason.NO_EVENTS_AFTER, is_after=True)
    if sums.events_before == 0:
        return Border(1, Reason.NO_EVENTS_BEFORE, is_after=False)
    return None
