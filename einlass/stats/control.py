"""D*: did the share of all incidents that offices under a measure have change, compared with offices without one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from einlass.stats import step
from einlass.stats.counts import E_STAR_PT, Model, fit_step, levels_of, with_events
from einlass.stats.families import Shared
from einlass.stats.series import BoolArray, FloatArray, Reason, Series, Tally, stacked, tally
from einlass.stats.step import Border, StepFit
from einlass.stats.step_model import StepModel

LEAST_OFFICES = 3
"""Untreated offices below which D* is not offered as a verdict."""
MIX_SHIFT = 0.02
"""Change of the sum's rate, log scale, that the mix of visits may bring: little beside any interval."""


@dataclass(frozen=True, slots=True, eq=False)
class ControlFit:
    """Treated rate ratio divided by the comparison's; plain sums of the comparison offices."""

    fit: StepFit
    comparison: Tally
    offices: int


def fit_share(
    treated: Series, compared: Series, least_offices: int = LEAST_OFFICES, *, like: StepFit | None = None
) -> ControlFit:
    """Treated share of the week's incidents, before against after, with the scale and intervals of E*.

    treated: offices with their own steps; compared: offices without the measure in the same numbering of weeks (both
    as `stacked` gives them; further columns are ignored). Poisson model with office and week effects, fitted given
    the sums of weeks (one office against one: conditional binomial with offset log(visits treated / visits
    compared)); t(n − 2), n = weeks with incidents on both lists. A compared office without some weeks is missing in
    these only; those with all weeks are added up, unless their mix of visits shifts. Raises nothing for reasons of
    data. Source: conditioning on totals, McCullagh and Nelder 1989, section 7.3; scale: methods page.
    """
    offices = len(compared.offices)
    own, other = _in_common(with_events(treated.usable()), compared.usable())
    sums, others = tally(own), _tally_at(other, own)
    reason = _hindrance(sums, others, offices, least_offices)
    fitted = StepFit(sums, reason=reason) if reason else _fit(own, other, (sums, others), like)
    return ControlFit(fitted, others, offices)


def own_ratio(treated: Series, compared: Series, model: Model = E_STAR_PT) -> StepFit:
    """E*pt of the comparison offices at the treated offices' steps: they should not have moved."""
    _, other = _in_common(treated.usable(), compared.usable())
    weeks, begun = _share_begun(treated.usable())
    moved = begun[np.searchsorted(weeks, other.times)]
    return fit_step(other.with_step(moved), model, is_brief=True)


def is_added_up(treated: Series, compared: Series) -> bool:
    """Whether comparison offices with all weeks enter as one."""
    _, other = _in_common(with_events(treated.usable()), compared.usable())
    return len(other.offices) < len(compared.usable().offices)


def leave_one_out(treated: Series, compared: Series, like: StepFit | None = None) -> tuple[ControlFit, ...]:
    """D* without each comparison office in turn, in their order; like: D* with all of them."""
    return tuple(
        fit_share(treated, compared.where(compared.office != office), least_offices=1, like=like)
        for office in compared.offices
    )


def _in_common(own: Series, other: Series) -> tuple[Series, Series]:
    """Both in the weeks that both have; complete comparison offices added up where that changes nothing."""
    weeks = np.unique(other.times[_is_among(other.times, np.unique(own.times))])
    own, other = (one.where(_is_among(one.times, weeks)) for one in (own, other))
    parts = other.apart()
    whole = [part for part in parts if len(part.times) == len(weeks)]
    rest = [part for part in parts if len(part.times) < len(weeks)]
    begun = _is_among(weeks, np.unique(own.times[own.step > 0]))
    return own, stacked([*_added_up(whole, begun), *rest]) if parts else other


def _is_among(times: FloatArray, weeks: FloatArray) -> BoolArray:
    """Which times are among some weeks, which ascend."""
    if not len(weeks):
        return np.zeros(len(times), dtype=bool)
    found: BoolArray = weeks[np.minimum(np.searchsorted(weeks, times), len(weeks) - 1)] == times
    return found


def _added_up(offices: list[Series], begun: BoolArray) -> list[Series]:
    """Offices with the same weeks as one, unless their mix of visits alone would move the sum's rate at the start."""
    if len(offices) < 2:
        return offices
    counts, exposure = (np.array([getattr(one, name) for one in offices]) for name in ("counts", "exposure"))
    usual = counts.sum(axis=1) / exposure.sum(axis=1) @ exposure
    visits = exposure.sum(axis=0)
    before, after = (
        usual[side].sum() / visits[side].sum() if side.any() else 0.0 for side in (~begun, begun)
    )
    if before > 0 and after > 0 and abs(np.log(after / before)) > MIX_SHIFT:
        return offices
    first = offices[0]
    return [Series(counts.sum(axis=0), first.step, visits, first.times, first.columns[:, :0], first.office)]


def _share_begun(own: Series) -> tuple[FloatArray, FloatArray]:
    """Weeks, and the share of the treated offices, by their usual events, that are under the measure in each."""
    _, place = np.unique(own.office, return_inverse=True)
    size = np.bincount(place, own.counts) / np.bincount(place)
    weight = np.where(size > 0, size, 1.0)[place]
    weeks, week = np.unique(own.times, return_inverse=True)
    return weeks, np.bincount(week, weight * own.step) / np.bincount(week, weight)


def _tally_at(other: Series, own: Series) -> Tally:
    """Plain sums of the comparison offices, after = weeks in which any treated office is under the measure."""
    begun = _is_among(other.times, np.unique(own.times[own.step > 0]))
    return tally(other.with_step(begun.astype(np.float64)))


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


def _fit(own: Series, other: Series, tallies: tuple[Tally, Tally], like: StepFit | None) -> StepFit:
    """The model given the sums of weeks, in the weeks with any incident."""
    both, is_own = _speaking(*_beside(own, with_events(other)))
    moved = np.where(is_own, both.step, 0.0)
    if len(np.unique(both.times)) < 4 or np.ptp(moved[is_own]) == 0:
        return StepFit(tallies[0], reason=Reason.TOO_FEW_WEEKS)
    numbers = both.offices
    levels = int(is_own[both.starts].sum())
    free = np.delete(numbers, levels)  # the first compared office is the measure of all
    model = StepModel(
        Shared.of(both.counts, both.times),
        levels_of(both.office, free),
        np.zeros(len(free)),
        moved,
        np.log(both.exposure),
        both.times,
        both.office,
        levels=levels,
        is_treated=is_own,
    )
    start = _start(both, levels)
    return step.fit(model, tallies[0], start, _border(*tallies), is_brief=like is not None, like=like)


def _beside(own: Series, other: Series) -> tuple[Series, BoolArray]:
    """Both without further columns as one, the offices numbered anew; which rows are the treated offices'."""
    both = stacked([replace(one, columns=one.columns[:, :0]) for one in (own, other)])
    is_own = both.office == 0
    office = np.where(is_own, 0, len(own.offices)) + np.concatenate([own.place, other.place])
    return replace(both, office=office.astype(np.float64)), is_own


def _speaking(both: Series, is_own: BoolArray) -> tuple[Series, BoolArray]:
    """Rows of weeks with any incident and with offices of both kinds; which of them are the treated offices'."""
    weeks, place = np.unique(both.times, return_inverse=True)
    counts = np.bincount(place, both.counts, len(weeks))
    own = np.bincount(place, is_own, len(weeks))
    rows = np.bincount(place, minlength=len(weeks))
    speaks: BoolArray = ((counts > 0) & (own > 0) & (own < rows))[place]
    return both.where(speaks), is_own[speaks]


def _start(both: Series, reference: int) -> FloatArray:
    """First guess of the levels: overall rates over that of the reference, which is left out."""
    place = both.place
    rates = np.log((np.bincount(place, both.counts) + 0.5) / np.bincount(place, both.exposure))
    return np.delete(rates - rates[reference], reference)
