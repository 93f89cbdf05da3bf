"""The guard rails of a comparison of counts, each from what was gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from einlass.findings.gather import Gathered, OfficeWeeks, OfficeWindows
from einlass.findings.methods import Details
from einlass.indicators import by_role
from einlass.stats import control, guards
from einlass.stats import windows as weeks_in
from einlass.stats.counts import fit_step
from einlass.stats.guards import Guard
from einlass.stats.series import Series, stacked
from einlass.stats.step import StepFit
from einlass.stats.verdict import COUNTS

Fit = Callable[[str | None, int | None], StepFit]


@dataclass(frozen=True)
class Checks:
    """What the warehouse says about the way the numbers came about; each empty where nothing changed.

    decided_on: the day of decision; days_left: from the last day of the data to it.
    """

    recording: tuple[Details, ...] = ()
    comparison_recording: tuple[Details, ...] = ()
    counting: tuple[Details, ...] = ()
    decided_on: date | None = None
    days_left: int = 0


def of_counts(
    gathered: Gathered, fit: Fit, tests: tuple[StepFit | None, float | None], checks: Checks
) -> Iterator[Guard]:
    """Every guard rail of a finding on counts, struck or not; tests: D* and the p of the shift test."""
    main, (compared, shift_p) = fit(None, None), tests
    yield _trigger(gathered, main, fit(None, 0))
    if any(len(one.windows.triggers) > bool(one.windows.trigger) for one in gathered.offices):
        yield guards.spike(_since_older_trigger(gathered))
    yield guards.windows_moved(any(one.windows.contradicts for one in gathered.offices))
    yield from overlap_guards(tuple((one.use.office_id, one.windows) for one in gathered.offices))
    yield from _outcomes(gathered, main, fit)
    recording = () if gathered.asked.is_recording_stable else checks.recording
    yield from _each(guards.recording_change, recording)
    yield guards.closure(_closed_weeks(gathered))
    yield guards.exposure(all(one.use.basis == "visits" for one in gathered.offices))
    yield from _each(guards.counting, checks.counting)
    if compared is not None:
        others = gathered.comparison
        assert others is not None
        yield guards.comparison_moved(control.own_ratio(gathered.series(), others))
        yield guards.comparison_disagrees(main, compared, shift_p)
        moved = () if gathered.asked.is_recording_stable else checks.comparison_recording
        yield from _each(guards.comparison_recording, moved)
    later = gathered.after_end()
    if later is not None and (end := fit_step(later)).tally.weeks_after:
        yield guards.after_end(main, end)
    if checks.decided_on is not None:
        yield guards.interim(checks.days_left, (("day", checks.decided_on),))


def _each(guard: Callable[[Details], Guard], found: tuple[Details, ...]) -> Iterator[Guard]:
    """One guard rail for each change; one that did not strike where there is none."""
    for details in found or ((),):
        yield guard(details)


def _trigger(gathered: Gathered, fit: StepFit, left_in: StepFit) -> Guard:
    """The office where the fewest of the weeks wanted are left out decides."""
    short = [_left_out(one) for one in gathered.offices] or [(0, 0)]
    left_out, wanted = min(short, key=lambda pair: pair[0] - pair[1])
    return guards.trigger(left_out, wanted, fit.ratio, left_in.ratio)


def _left_out(one: OfficeWeeks) -> tuple[int, int]:
    """Weeks left out before the spike, and weeks wanted."""
    wanted = weeks_in.UNKNOWN_TRIGGER_WEEKS if one.trigger is None else weeks_in.TRIGGER_WEEKS
    spike = one.start if one.trigger is None else one.trigger
    used = np.flatnonzero(one.kept() & ~one.is_after)
    return int(max(0.0, spike - (used.max() + 1)) if len(used) else wanted), wanted


def _since_older_trigger(gathered: Gathered) -> StepFit | None:
    """The time before the start alone: since an older trigger against all before it."""
    parts = []
    for place, one in enumerate(gathered.offices):
        older = [day for day in one.windows.triggers if day != one.windows.trigger]
        if not older:
            continue
        counts = gathered.outcomes[gathered.asked.code]
        is_since = gathered.times >= gathered.grid.week(min(older))
        whole = Series.of(counts.count[place], is_since, counts.exposure[place], gathered.times)
        parts.append(whole.where(one.kept() & ~one.is_after))
    return fit_step(stacked(parts)) if parts else None


def overlap_guards(own: OfficeWindows) -> Iterator[Guard]:
    """Other measures inside the compared time of an office: which, and when."""
    found: list[Details] = [
        (
            ("office", office),
            ("regime", episode.regime),
            ("measure", episode.measure_id),
            ("first", episode.starts),
            ("last", episode.ended),
        )
        for office, one in own
        for episode in one.overlaps
    ]
    yield from _each(guards.overlap, tuple(found))


def _outcomes(gathered: Gathered, main: StepFit, fit: Fit) -> Iterator[Guard]:
    """What other outcomes say: the share of serious ones, those reporting does not touch, those no check prevents."""
    primary, serious, untouchable = (by_role(role) for role in ("primary", "serious", "negative_control"))
    asked = gathered.asked
    if asked.role == "all_reports" and primary and serious:
        yield guards.serious_share(*_serious(gathered, serious.code))
        yield guards.outcomes_disagree(fit(primary.code, None), main)
    if untouchable and asked.topic == "incidents" and asked.code != untouchable.code:
        counts = gathered.outcomes[untouchable.code].count
        is_enough = float(np.nansum(counts)) >= COUNTS.events_before
        yield guards.negative_control(main, fit(untouchable.code, None) if is_enough else None)


def _serious(gathered: Gathered, code: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """(serious, all) before and after."""
    serious, reports = gathered.series(code), gathered.series()
    before, after = (
        tuple(float(np.nansum(one.counts[(one.step > 0) == side])) for one in (serious, reports))
        for side in (False, True)
    )
    return (before[0], before[1]), (after[0], after[1])


def _closed_weeks(gathered: Gathered) -> int:
    """Weeks left out for a break at any office."""
    grid = gathered.grid
    closed = np.zeros(grid.weeks, dtype=bool)
    for one in gathered.offices:
        gaps = [gap.window for gap in one.windows.left_out if gap.reason == "left_out.break"]
        closed |= grid.touched_weeks(grid.mask(gaps))
    return int(closed.sum())
