"""A finding beside offices of another city: the same comparison as with those of its own city without a measure.

Beside, never instead: no verdict rests on it. Their settings decide about their weeks, ours about ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from einlass import config
from einlass.findings.counts import estimate_of
from einlass.findings.days import Grid, grid_of
from einlass.findings.gather import Compared, Gathered, compared_with, gathered
from einlass.findings.make import compared_recording, finding
from einlass.findings.records import ComparedOffice, Estimate, Request
from einlass.measures import OfficeHistory, Window, history
from einlass.remembered import remembered
from einlass.stats import control
from einlass.stats.series import BoolArray, Reason
from einlass.stats.step import StepFit
from einlass.stats.verdict import COUNTS
from einlass.warehouse import DataVersion
from einlass.warehouse.severity import levels_of
from einlass.warehouse.snapshot import open_snapshot


@dataclass(frozen=True)
class OtherCity:
    """What offices of another city say of a finding, those left out with the reason among them.

    own, other: events before and after in the weeks that both have. reason: why there is no estimate, a text key behind
    `other_city.none.`. is_recording_changed: whether who reports has changed at an office that takes part.
    """

    version: DataVersion
    offices: tuple[ComparedOffice, ...] = ()
    estimate: Estimate | None = None
    own: tuple[float, float] = (0.0, 0.0)
    other: tuple[float, float] = (0.0, 0.0)
    reason: str | None = None
    is_recording_changed: bool = False

    @property
    def used(self) -> tuple[str, ...]:
        """The offices that take part."""
        return tuple(one.office_id for one in self.offices if one.reason is None)

    def contradicts(self, verdict: str) -> bool:
        """Whether its whole 95 % range lies on the other side of no change than a verdict says."""
        if self.estimate is None:
            return False
        range_95 = self.estimate.interval_95
        return (verdict.endswith("decrease") and range_95.is_above(1.0)) or (
            verdict.endswith("increase") and range_95.is_below(1.0)
        )


@remembered(256)
def beside_other_city(
    version: DataVersion, request: Request, other: DataVersion, office_ids: tuple[str, ...]
) -> OtherCity:
    """D* of a finding on counts against offices of another city, with the rules of `stats/control.py`.

    Compared is the share of the incidents of both lists together, which cancels what both cities have in common; season
    and bad weeks of one city alone stay. Source: McCullagh and Nelder 1989, section 7.3, see `control.fit_share`.
    """
    with config.at(version.folder):
        found = finding(version, request)
        windows = tuple((one.office_id, one.windows) for one in found.uses if one.windows is not None)
        own = gathered(version, found.indicator, windows)
    if version.is_sample != other.is_sample:
        return OtherCity(other, reason="sample")
    if levels_of(open_snapshot(version)) != levels_of(open_snapshot(other)):
        return OtherCity(other, reason="severity")
    with config.at(other.folder):
        return _compared(own, other, office_ids)


def _compared(own: Gathered, other: DataVersion, office_ids: tuple[str, ...]) -> OtherCity:
    grid, told = grid_of(other), history(other)
    shift = round(own.grid.week(grid.first))  # their first week in our numbering
    before, after = (_renumbered(one, shift, grid.weeks) for one in own.sides)
    span = _span(grid, before | after)
    reasons = {one: _refused(told.get(one), span, other) for one in office_ids}
    free = [told[one] for one in office_ids if reasons[one] is None]
    compared = _with_enough(compared_with(other, own.asked, free, (before, after)), before, after)
    beyond = int(
        np.logical_or(*own.sides).sum() - (before | after).sum()
    )  # kept here, before or after their data
    by_id = {
        one.office_id: one if one.reason else replace(one, weeks_missing=one.weeks_missing + beyond)
        for one in compared.offices
    }
    offices = tuple(by_id.get(one) or ComparedOffice(one, reason=reasons[one]) for one in office_ids)
    series = compared.series()
    if series is None:
        return OtherCity(other, offices, reason="too_few_offices")
    fitted = control.fit_share(own.series(), replace(series, times=series.times + shift))
    mine, theirs = fitted.fit.tally, fitted.comparison
    reason = _why_none(fitted.fit)
    is_later = np.arange(grid.weeks) >= (np.argmax(after) if after.any() else grid.weeks)
    return OtherCity(
        other,
        offices,
        None if reason else estimate_of(fitted.fit, "d_star"),
        (mine.events_before, mine.events_after),
        (theirs.events_before, theirs.events_after),
        reason,
        not own.asked.is_recording_stable and bool(compared_recording(other, compared, span, is_later)),
    )


def _renumbered(weeks: BoolArray, shift: int, count: int) -> BoolArray:
    """Weeks of one city in the numbering of another, which has so many and begins in this one's number `shift`."""
    places = np.flatnonzero(weeks) - shift
    found = np.zeros(count, dtype=bool)
    found[places[(places >= 0) & (places < count)]] = True
    return found


def _span(grid: Grid, weeks: BoolArray) -> Window:
    """From the first to the last of these weeks."""
    places = np.flatnonzero(weeks)
    if not len(places):
        return Window(grid.first, grid.first)
    return Window(grid.monday(int(places[0])), grid.monday(int(places[-1]) + 1))


def _refused(one: OfficeHistory | None, span: Window, version: DataVersion) -> str | None:
    """Why an office cannot be compared with at all: it is not there, or was under a measure itself."""
    if one is None:
        return "unknown"
    today = version.created_at.date()
    return "measure" if any(each.window(today).overlaps(span) for each in one.episodes) else None


def _with_enough(compared: Compared, before: BoolArray, after: BoolArray) -> Compared:
    """Without offices with fewer weeks on a side than an office under a measure needs."""
    offices = [
        replace(one, reason=one.reason or _too_few(int((kept & before).sum()), int((kept & after).sum())))
        for one, kept in zip(compared.offices, compared.weeks, strict=True)
    ]
    return replace(compared, offices=tuple(offices))


def _too_few(before: int, after: int) -> str | None:
    if before < COUNTS.weeks_before:
        return "weeks_before"
    return "weeks_after" if after < COUNTS.weeks_after else None


def _why_none(fit: StepFit) -> str | None:
    """Why a fit gives no estimate that could be shown, or None."""
    if fit.reason is Reason.TOO_FEW_OFFICES:
        return "too_few_offices"
    if _too_few(fit.tally.weeks_before, fit.tally.weeks_after):
        return "too_few_weeks"
    is_told = fit.interval_95.low is not None or fit.interval_95.high is not None
    return None if is_told else "too_few_events"
