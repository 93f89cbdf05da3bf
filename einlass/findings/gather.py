"""One record of what a comparison of counts rests on: series, windows, coverage. Made once, then computed with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from einlass.findings.days import Grid, Weeks, covered, grid_of, weeks_of
from einlass.findings.methods import counting_change
from einlass.findings.records import ComparedOffice, OfficeUse
from einlass.indicators import Indicator, by_role
from einlass.measures import TRIGGER_REASONS, OfficeHistory, Window, Windows, history
from einlass.remembered import remembered
from einlass.stats import windows as weeks_in
from einlass.stats.amounts import WEEKS_WANTED
from einlass.stats.series import BoolArray, FloatArray, Series, stacked
from einlass.stats.verdict import COUNTS
from einlass.warehouse import DataVersion

RELATED = ("primary", "all_reports", "staff_reports", "serious", "negative_control")

OfficeWindows = tuple[tuple[str, Windows], ...]


@dataclass(frozen=True, eq=False)
class Counts:
    """Events and exposure of an indicator, (offices, weeks); nan = not known."""

    count: FloatArray
    exposure: FloatArray


@dataclass(frozen=True, eq=False)
class OfficeWeeks:
    """The weeks of one office, shape (weeks,): after its start; open = in its windows, nothing but the trigger out.

    start, trigger: running numbers of weeks. later: weeks after its end that can be compared.
    """

    use: OfficeUse
    is_after: BoolArray
    is_open: BoolArray
    later: BoolArray
    start: float
    trigger: float | None

    def kept(self, left_out: int | None = None) -> BoolArray:
        """The open weeks outside the trigger window, with so many left out before it (None: the rule)."""
        times = np.arange(len(self.is_open), dtype=np.float64)
        return self.is_open & weeks_in.outside_trigger(times, self.start, self.trigger, left_out)

    @property
    def windows(self) -> Windows:
        """Its windows."""
        assert self.use.windows is not None
        return self.use.windows


@dataclass(frozen=True, eq=False)
class Compared:
    """Offices without the measure, (offices, weeks): which take part in which weeks, why others do not."""

    offices: tuple[ComparedOffice, ...]
    weeks: BoolArray
    counts: Counts

    def series(self) -> Series | None:
        """Those that take part, each its own stratum; None for none."""
        used = [place for place, one in enumerate(self.offices) if one.reason is None]
        if not used:
            return None
        step = np.zeros(self.weeks.shape[1])
        return stacked([_weeks_as_series(self.counts, place, step, self.weeks[place]) for place in used])


@dataclass(frozen=True, eq=False)
class Gathered:
    """What is asked, the offices with their weeks, and the counts of every outcome that has a part in the answer.

    uses: every office that was asked about, those left out among them. others: offices without the measure.
    """

    asked: Indicator
    grid: Grid
    offices: tuple[OfficeWeeks, ...]
    uses: tuple[OfficeUse, ...]
    outcomes: Mapping[str, Counts]
    others: Compared

    @property
    def compared(self) -> tuple[ComparedOffice, ...]:
        """The offices without the measure."""
        return self.others.offices

    @property
    def sides(self) -> tuple[BoolArray, BoolArray]:
        """The weeks kept at any office before its start, and after it."""
        return _sides(self.grid, self.offices)

    @property
    def times(self) -> FloatArray:
        """Running numbers of the weeks."""
        return np.arange(self.grid.weeks, dtype=np.float64)

    @property
    def office_ids(self) -> tuple[str, ...]:
        """The offices that take part."""
        return tuple(one.use.office_id for one in self.offices)

    def series(self, code: str | None = None, left_out: int | None = None) -> Series:
        """The offices' kept weeks, each its own stratum; of the indicator asked about, else of a related outcome."""
        if code in (None, self.asked.code) and left_out is None:
            return self._asked_about
        return self._outcome(code or self.asked.code, left_out)

    @cached_property
    def _asked_about(self) -> Series:
        return self._outcome(self.asked.code, None)

    def _outcome(self, code: str, left_out: int | None) -> Series:
        counts = self.outcomes[code]
        return stacked(
            [
                _weeks_as_series(counts, place, one.is_after, one.kept(left_out))
                for place, one in enumerate(self.offices)
            ]
        )

    def every_week(self) -> Series:
        """All weeks of the offices, those left out among them."""
        counts = self.outcomes[self.asked.code]
        everything = np.ones(self.grid.weeks, dtype=bool)
        return stacked(
            [
                _weeks_as_series(counts, place, one.is_after, everything)
                for place, one in enumerate(self.offices)
            ]
        )

    def after_end(self) -> Series | None:
        """The time before the start (0) and after the end (1) of those offices where the measure ended."""
        counts = self.outcomes[self.asked.code]
        parts = [
            _weeks_as_series(counts, place, one.later, (one.kept() & ~one.is_after) | one.later)
            for place, one in enumerate(self.offices)
            if one.later.any()
        ]
        return stacked(parts) if parts else None

    @cached_property
    def comparison(self) -> Series | None:
        """The offices without the measure in the weeks that are kept, each its own stratum; None for none."""
        return self.others.series()


def _weeks_as_series(counts: Counts, place: int, step: BoolArray | FloatArray, kept: BoolArray) -> Series:
    """The kept weeks of the office at one place, by their running numbers; step: of all weeks."""
    times = np.flatnonzero(kept)
    return Series(
        counts.count[place, times],
        step[times].astype(np.float64),
        counts.exposure[place, times],
        times.astype(np.float64),
        np.empty((len(times), 0)),
        np.zeros(len(times)),
    )


@remembered(256)
def gathered(version: DataVersion, asked: Indicator, windows: OfficeWindows) -> Gathered:
    """Everything for a comparison at some offices, each in its own windows."""
    grid = grid_of(version)
    weeks = tuple(_office_weeks(version, asked, grid, office, own) for office, own in windows)
    weeks = tuple(_with_basis(version, asked, one) for one in weeks)
    uses = _uses(version, asked, weeks)
    used = tuple(one for one, use in zip(weeks, uses, strict=True) if use.reason is None)
    related = [one for role in RELATED if asked.topic == "incidents" and (one := by_role(role)) is not None]
    outcomes = {
        one.code: _stack([_counts(version, one.code, each.use) for each in used]) for one in [asked, *related]
    }
    return Gathered(
        asked,
        grid,
        used,
        uses,
        outcomes,
        compared_with(version, asked, untreated(version), _sides(grid, used)),
    )


def _office_weeks(
    version: DataVersion, asked: Indicator, grid: Grid, office: str, windows: Windows
) -> OfficeWeeks:
    """A week belongs to a phase when it lies in its window as a whole and touches nothing that is left out.

    The trigger window stays open here: it is for `kept`.
    """
    is_covered = grid.whole_weeks(grid.mask(covered(version, asked, office)))
    gaps = [one.window for one in windows.left_out if one.reason not in TRIGGER_REASONS]
    old = [
        one.window
        for one in windows.left_out
        if one.reason in TRIGGER_REASONS and one.window.until < windows.starts
    ]
    is_closed = grid.touched_weeks(grid.mask([*gaps, *old]))
    before = Window(windows.before.first, max(windows.before.until, _trigger_until(windows)))
    inside = grid.whole_weeks(grid.mask([before])) | grid.whole_weeks(grid.mask([windows.after]))
    is_after = np.arange(grid.weeks) >= np.ceil(grid.week(windows.after.first))
    is_later = np.zeros(grid.weeks, dtype=bool)
    if windows.ended is not None:
        others = [one.window for one in windows.left_out if one.reason == "left_out.break"]
        others += [one.window(version.created_at.date()) for one in history(version)[office].episodes]
        is_later = (np.arange(grid.weeks) >= grid.week(windows.ended)) & is_covered
        is_later &= ~grid.touched_weeks(grid.mask(others))
    trigger = windows.trigger
    return OfficeWeeks(
        OfficeUse(office, windows),
        is_after,
        is_covered & inside & ~is_closed,
        is_later,
        grid.week(windows.after.first),
        None if trigger is None else float(int(grid.week(trigger))),
    )


def _trigger_until(windows: Windows) -> date:
    """The end of the trigger window, where it follows directly on the time before."""
    ends = [
        gap.window.until
        for gap in windows.left_out
        if gap.reason in TRIGGER_REASONS and gap.window.first <= windows.before.until
    ]
    return max([*ends, windows.before.until])


def _with_basis(version: DataVersion, asked: Indicator, one: OfficeWeeks) -> OfficeWeeks:
    """Rates rest on visits; where these are lacking or were counted otherwise, on days."""
    if asked.exposure_source is None:
        return one
    kept = one.kept()
    before, after = kept & ~one.is_after, kept & one.is_after
    weeks, row = weeks_of(version, asked.code), grid_of(version).rows((one.use.office_id,))[0]
    known = np.isfinite(weeks.exposure[row])  # no visitors is known, too: such an office is shut
    told = np.isfinite(_counts(version, asked.code, replace(one.use, basis="days")).count)
    by_visits = int((known & before).sum()), int((known & after).sum())
    by_days = int((told & before).sum()), int((told & after).sum())
    if (not _is_enough(by_visits) and _is_enough(by_days)) or (min(by_visits) == 0 < min(by_days)):
        return replace(one, use=replace(one.use, basis="days"))
    if counting_change(version, one.use.office_id, before, after):
        return replace(one, use=replace(one.use, basis="days"))
    return one


def _is_enough(weeks: tuple[int, int]) -> bool:
    return weeks[0] >= COUNTS.weeks_before and weeks[1] >= COUNTS.weeks_after


def _uses(version: DataVersion, asked: Indicator, weeks: tuple[OfficeWeeks, ...]) -> tuple[OfficeUse, ...]:
    """Of several offices those with too little time on a side take no part, unless none has enough."""
    if len(weeks) < 2:
        return tuple(one.use for one in weeks)
    reasons = [_too_short(version, asked, one) for one in weeks]
    if None not in reasons:
        return tuple(one.use for one in weeks)
    return tuple(replace(one.use, reason=reason) for one, reason in zip(weeks, reasons, strict=True))


def _too_short(version: DataVersion, asked: Indicator, one: OfficeWeeks) -> str | None:
    counts = _counts(version, asked.code, one.use)
    known = one.kept() & np.isfinite(counts.count) & (np.nan_to_num(counts.exposure) > 0)
    before, after = int((known & ~one.is_after).sum()), int((known & one.is_after).sum())
    if not before or not after:
        return "no_data_before" if not before else "no_data_after"
    wanted = (COUNTS.weeks_before, COUNTS.weeks_after) if asked.kind == "rate" else (WEEKS_WANTED,) * 2
    if before < wanted[0]:
        return "weeks_before"
    return "weeks_after" if after < wanted[1] else None


def _counts(version: DataVersion, code: str, use: OfficeUse) -> Counts:
    """An indicator's weeks at one office: on days with visits, or on all days that are told of."""
    weeks, row = weeks_of(version, code), grid_of(version).rows((use.office_id,))[0]
    if use.basis != "days":
        return Counts(weeks.count[row], weeks.exposure[row])
    is_there = np.arange(len(weeks.reported[row])) >= _first_sign(weeks, row)
    return Counts(
        np.where(is_there, weeks.reported[row], np.nan), np.where(is_there, weeks.day_count[row], np.nan)
    )


def _first_sign(weeks: Weeks, row: int) -> int:
    """The week of the first visit or report: before an office opened, no report is no news.

    0 where visits are never counted: then the export of the reports alone says which days it covers.
    """
    has_visits = np.nan_to_num(weeks.exposure[row]) > 0
    has_report = np.nan_to_num(weeks.reported[row]) > 0
    return int(np.argmax(has_visits | has_report)) if has_visits.any() else 0


def _stack(counts: list[Counts]) -> Counts:
    if not counts:
        return Counts(np.empty((0, 0)), np.empty((0, 0)))
    return Counts(np.array([one.count for one in counts]), np.array([one.exposure for one in counts]))


def untreated(version: DataVersion) -> tuple[OfficeHistory, ...]:
    """Offices that never had a measure."""
    return tuple(one for one in history(version).values() if not one.episodes)


def _sides(grid: Grid, used: tuple[OfficeWeeks, ...]) -> tuple[BoolArray, BoolArray]:
    """The weeks kept at any office before its start, and after it."""
    before, after = (
        np.logical_or.reduce([one.kept() & (one.is_after == side) for one in used])
        if used
        else np.zeros(grid.weeks, dtype=bool)
        for side in (False, True)
    )
    return before, after


def compared_with(
    version: DataVersion,
    asked: Indicator,
    offices: Iterable[OfficeHistory],
    sides: tuple[BoolArray, BoolArray],
) -> Compared:
    """Offices without a measure, in the weeks kept at any of the others; each leaves for the weeks that it lacks.

    sides: the weeks kept before and after, in the numbering of this version.
    """
    grid, (before, after) = grid_of(version), sides
    found, counted, kept = [], [], []
    for one in offices:
        weeks = _compared_weeks(version, asked, grid, one)
        use = _compared_use(version, asked, one.office_id, weeks & before, weeks & after)
        counts = _counts(version, asked.code, use)
        weeks &= np.isfinite(counts.count) & (np.nan_to_num(counts.exposure) > 0)
        found.append(_compared_office(one.office_id, weeks, before, after))
        counted.append(counts)
        kept.append(weeks & (before | after))
    return Compared(
        tuple(found), np.array(kept) if kept else np.zeros((0, grid.weeks), dtype=bool), _stack(counted)
    )


def _compared_weeks(version: DataVersion, asked: Indicator, grid: Grid, one: OfficeHistory) -> BoolArray:
    breaks = [Window(each.first, each.until or grid.monday(grid.weeks)) for each in one.breaks]
    weeks = grid.whole_weeks(grid.mask(covered(version, asked, one.office_id)))
    return weeks & ~grid.touched_weeks(grid.mask(breaks))


def _compared_use(
    version: DataVersion, asked: Indicator, office: str, before: BoolArray, after: BoolArray
) -> OfficeUse:
    visits = OfficeUse(office, None)
    if asked.exposure_source is None:
        return visits
    exposure = _counts(version, asked.code, visits).exposure
    has_visits = bool((np.nan_to_num(exposure)[before | after] > 0).any())
    if has_visits and not counting_change(version, office, before, after):
        return visits
    return OfficeUse(office, None, "days")


def _compared_office(office: str, weeks: BoolArray, before: BoolArray, after: BoolArray) -> ComparedOffice:
    if not (weeks & before).any():
        return ComparedOffice(office, reason="no_before")
    if not (weeks & after).any():
        return ComparedOffice(office, reason="no_after")
    return ComparedOffice(office, weeks_missing=int(((before | after) & ~weeks).sum()))
