"""D*: did the treated office's share of all incidents change, compared with offices without the measure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from einlass.stats import glm, step
from einlass.stats.counts import E_STAR_PT, Model, fit_step
from einlass.stats.series import FloatArray, Reason, Series, Tally, tally
from einlass.stats.step import Border, StepFit, StepModel

LEAST_OFFICES = 3
"""Untreated offices below which D* is not offered as a verdict."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Untreated offices in the weeks of the treated series: counts and exposure of shape (n, offices)."""

    counts: FloatArray
    exposure: FloatArray

    @classmethod
    def of(cls, counts: npt.ArrayLike, exposure: npt.ArrayLike | None = None) -> Comparison:
        """From anything array-like; exposure None = 1. Raises ValueError if the shapes differ."""
        y = np.asarray(counts, dtype=np.float64)
        y = y[:, None] if y.ndim == 1 else y
        v = (
            np.ones_like(y)
            if exposure is None
            else np.asarray(exposure, dtype=np.float64).reshape(len(y), -1)
        )
        if y.shape != v.shape:
            raise ValueError(f"counts have shape {y.shape}, exposure has {v.shape}")
        return cls(y, v)

    def without(self, office: int) -> Comparison:
        """All comparison offices but one."""
        return Comparison(np.delete(self.counts, office, axis=1), np.delete(self.exposure, office, axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class ControlFit:
    """Treated rate ratio divided by the comparison's; plain sums of the comparison offices."""

    fit: StepFit
    comparison: Tally
    offices: int


def fit_share(treated: Series, comparison: Comparison, least_offices: int = LEAST_OFFICES) -> ControlFit:
    """Treated share of the week's incidents, before against after, with the scale and intervals of E*.

    treated: n weeks (its further columns are ignored; step may be a fraction where only some pooled
    offices have started). Conditional binomial with offset log(visits treated / visits compared),
    intercept and step, t(n − 2), n = weeks with any incident. Equal to a Poisson model with office and
    week effects. Comparison offices are summed: their mix of visits should not shift. Raises ValueError
    if the shapes differ, nothing for reasons of data.
    Source: conditioning on totals, McCullagh and Nelder 1989, section 7.3; scale: methods page.
    """
    pooled = pooled_comparison(treated, comparison)
    offices = comparison.counts.shape[1]
    weeks = treated.usable()
    both = np.isin(weeks.times, pooled.usable().times)
    own = weeks.where(both)
    other = pooled.where(np.isin(pooled.times, own.times))
    sums, others = tally(own), tally(other)
    reason = _hindrance(sums, others, offices, least_offices)
    fitted = StepFit(sums, reason=reason) if reason else _fit(own, other, sums, others)
    return ControlFit(fitted, others, offices)


def pooled_comparison(treated: Series, comparison: Comparison) -> Series:
    """The comparison offices summed, with the weeks and the step of the treated series."""
    if len(comparison.counts) != len(treated.counts):
        raise ValueError(f"comparison has {len(comparison.counts)} weeks, the series {len(treated.counts)}")
    return Series.of(
        comparison.counts.sum(axis=1), treated.step, comparison.exposure.sum(axis=1), treated.times
    )


def own_ratio(treated: Series, comparison: Comparison, model: Model = E_STAR_PT) -> StepFit:
    """E*pt of the comparison offices at the treated office's step: they should not have moved."""
    return fit_step(pooled_comparison(treated, comparison), model)


def leave_one_out(treated: Series, comparison: Comparison) -> tuple[ControlFit, ...]:
    """D* without each comparison office in turn, in their order."""
    offices = range(comparison.counts.shape[1])
    return tuple(fit_share(treated, comparison.without(office), least_offices=1) for office in offices)


def pooled_treated(offices: tuple[Series, ...]) -> Series:
    """Treated offices summed over shared weeks; step = share of their visits already under the measure."""
    times = offices[0].times
    for office in offices[1:]:
        times = np.intersect1d(times, office.times)
    rows = [office.where(np.isin(office.times, times)) for office in offices]
    visits = np.array([row.exposure for row in rows])
    begun = np.array([row.step * row.exposure for row in rows]).sum(axis=0)
    total = visits.sum(axis=0)
    share = np.divide(begun, total, out=np.zeros_like(total), where=total > 0)
    return Series.of(np.sum([row.counts for row in rows], axis=0), share, total, times)


def _hindrance(own: Tally, other: Tally, offices: int, least: int) -> Reason | None:
    """What forbids a fit altogether, or None."""
    checks = (
        (offices < least, Reason.TOO_FEW_OFFICES),
        (own.exposure_before + own.exposure_after == 0, Reason.NO_EXPOSURE),
        (own.weeks_before == 0, Reason.NO_WEEKS_BEFORE),
        (own.weeks_after == 0, Reason.NO_WEEKS_AFTER),
        (own.events_before + own.events_after == 0, Reason.NO_EVENTS),
        (own.events_before + other.events_before == 0, Reason.NO_EVENTS_BEFORE),
        (own.events_after + other.events_after == 0, Reason.NO_EVENTS_AFTER),
        (other.events_before + other.events_after == 0, Reason.NO_EVENTS_COMPARED),
    )
    return next((reason for is_hit, reason in checks if is_hit), None)


def _border(own: Tally, other: Tally) -> Border | None:
    """Whether one side has events of only one kind."""
    checks = (
        (own.events_after == 0, Border(-1, Reason.NO_EVENTS_AFTER, is_after=True)),
        (own.events_before == 0, Border(1, Reason.NO_EVENTS_BEFORE, is_after=False)),
        (other.events_after == 0, Border(1, Reason.NO_EVENTS_COMPARED, is_after=True)),
        (other.events_before == 0, Border(-1, Reason.NO_EVENTS_COMPARED, is_after=False)),
    )
    return next((border for is_hit, border in checks if is_hit), None)


def _fit(own: Series, other: Series, sums: Tally, others: Tally) -> StepFit:
    """The conditional binomial in the weeks with any incident."""
    total = own.counts + other.counts
    some = total > 0
    if some.sum() < 4 or np.ptp(own.step[some]) == 0:
        return StepFit(sums, reason=Reason.TOO_FEW_WEEKS)
    model = StepModel(
        glm.Binomial.of(own.counts[some], total[some]),
        np.ones((int(some.sum()), 1)),
        np.zeros(1),
        own.step[some],
        np.log(own.exposure[some] / other.exposure[some]),
        own.times[some],
    )
    share = (own.counts.sum() + 0.5) / (total.sum() + 1.0)
    start = np.array([np.log(share / (1 - share)) - model.offset.mean()])
    return step.fit(model, sums, start, _border(sums, others))
