"""Counts with exposure: one measure's weekly series, its fits, guard rails and the same question asked otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from einlass import config
from einlass.findings.records import Analysis, Estimate, Variant, Week
from einlass.findings.rows import data_window, rows_of, weekly, weeks_to_judgement
from einlass.indicators import Indicator, indicator
from einlass.measures import Window, Windows, events, measures, monday_from
from einlass.measures import offices as all_offices
from einlass.stats import control, guards, power, verdict
from einlass.stats import windows as weeks_in
from einlass.stats.counts import expected_without_step, fit_step
from einlass.stats.guards import Guard
from einlass.stats.series import Series
from einlass.stats.shift import shift_test
from einlass.stats.step import StepFit
from einlass.warehouse import DataVersion

PRIMARY, SECONDARY, STAFF, SERIOUS = (
    "stable_incidents",
    "reported_incidents",
    "staff_reported_incidents",
    "serious_incidents",
)
PLACEBO_WEEKS = (26, 52)

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Weeks:
    """The weeks of one question: Mondays from `first`, which are after the start, which are left out and why.

    Arrays have shape (n,). `kept_by_default`: inside the windows, outside trigger, episodes, breaks.
    """

    version: DataVersion
    offices: tuple[str, ...]
    first: date
    n: int
    windows: Windows
    is_after: Mask
    is_open: Mask

    @property
    def times(self) -> npt.NDArray[np.float64]:
        """Running numbers of the weeks."""
        return np.arange(self.n, dtype=np.float64)

    @property
    def start(self) -> float:
        """Running number of the first week after."""
        return self.place(self.windows.after.first)

    @property
    def trigger(self) -> float | None:
        """Running number of the trigger's week."""
        return None if self.windows.trigger is None else float(int(self.place(self.windows.trigger)))

    @property
    def kept_by_default(self) -> Mask:
        """The weeks the verdict rests on."""
        return self.is_open & self.kept(None)

    def kept(self, weeks: int | None) -> Mask:
        """The weeks outside the trigger window, with `weeks` left out before it (None: the rule)."""
        return weeks_in.outside_trigger(self.times, self.start, self.trigger, weeks)

    def place(self, day: date) -> float:
        """Running number of a day, in weeks."""
        return (day - self.first).days / 7

    def arrays(
        self, code: str, offices: tuple[str, ...]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Counts and exposure of an indicator at some offices."""
        return weekly(self.version, code, offices, self.first.toordinal(), self.n)

    def series(self, code: str, kept: Mask | None = None) -> Series:
        """The series of the measure's offices; `kept` None: the weeks of the rule."""
        counts, exposure = self.arrays(code, self.offices)
        whole = Series.of(counts, self.is_after, exposure, self.times)
        return whole.where(self.kept_by_default if kept is None else kept)

    def comparison(self, code: str, offices: tuple[str, ...], kept: Mask) -> control.Comparison:
        """The same weeks of untreated offices, one column each."""
        pairs = [self.arrays(code, (office,)) for office in offices]
        counts, exposure = (np.column_stack([pair[side][kept] for pair in pairs]) for side in (0, 1))
        return control.Comparison.of(counts, exposure)


def weeks_of(version: DataVersion, asked: Indicator, offices: tuple[str, ...], windows: Windows) -> Weeks:
    """The weeks of a comparison: from the first covered Monday to the end of the covered days.

    A week belongs to a phase when it lies in its window as a whole; weeks that touch a left-out episode, break or
    closure belong to none. The trigger window stays open here: it is for `kept`.
    """
    data = data_window(version, asked)
    first = monday_from(data.first)
    n = max((data.until - first).days // 7, 0)
    mondays = [first + timedelta(weeks=week) for week in range(n)]
    spans = [Window(monday, monday + timedelta(days=7)) for monday in mondays]
    closed = [gap.window for gap in windows.left_out if gap.reason not in TRIGGER_REASONS]
    before = Window(windows.before.first, max(windows.before.until, _trigger_until(windows)))
    is_open = np.array(
        [
            (_inside(span, before) or _inside(span, windows.after))
            and not any(span.overlaps(gap) for gap in closed)
            for span in spans
        ],
        dtype=bool,
    )
    is_after = np.array([span.first >= windows.after.first for span in spans], dtype=bool)
    return Weeks(version, offices, first, n, windows, is_after, is_open)


TRIGGER_REASONS = ("left_out.trigger", "left_out.unknown_trigger")


def _trigger_until(windows: Windows) -> date:
    """The end of the trigger window, where it follows directly on the time before."""
    ends = [
        gap.window.until
        for gap in windows.left_out
        if gap.reason in TRIGGER_REASONS and gap.window.first <= windows.before.until
    ]
    return max(ends, default=windows.before.until)


def _inside(span: Window, window: Window) -> bool:
    return window.first <= span.first and span.until <= window.until


def untreated(version: DataVersion, code: str) -> tuple[str, ...]:
    """Offices that never had a measure and have the indicator's data."""
    treated = {office for one in measures(version).values() for office in one.offices}
    candidates = [office for office in all_offices(version) if office not in treated]
    return tuple(
        office for office in candidates if rows_of(version, code, (office,))["denominator"].notna().any()
    )


def analyse(
    version: DataVersion, asked: Indicator, offices: tuple[str, ...], windows: Windows
) -> CountResult:
    """Fit, guard rails, verdict, sensitivity set and what it would take, for one measure."""
    weeks = weeks_of(version, asked, offices, windows)
    series = weeks.series(asked.code)
    fit = fit_step(series)
    shift = shift_test(series).p_value if fit.interval_95.excludes(1.0) else None
    others = untreated(version, asked.code)
    compared = _compared(weeks, asked.code, others)
    struck = tuple(_guards(weeks, asked, fit, compared, others))
    evidence = verdict.Evidence(
        fit.interval_80, fit.interval_95, fit.tally, shift, guards=struck, reason=fit.reason
    )
    rules = verdict.COUNTS
    judgement = verdict.judge(evidence, rules)
    is_by_comparison = judgement.gives_way and compared is not None and compared.ratio is not None
    if is_by_comparison and compared is not None:
        evidence, rules = _evidence_by_comparison(compared, fit, struck), verdict.POOLED
        judgement = replace(verdict.judge(evidence, rules), gives_way=True)
    is_enough = judgement.verdict is not verdict.Verdict.TOO_LITTLE_DATA
    design = power.design_of(fit)
    analysis = Analysis(
        judgement=judgement,
        guards=struck,
        variants=tuple(_variants(weeks, asked, fit, compared, others)),
        weeks=_model_weeks(weeks, asked.code, fit, is_enough),
        expected=_expected_after(weeks, asked.code, fit, is_enough),
        shift_p=shift,
        scale=fit.scale.value if fit.scale else None,
        dispersion=fit.scale.dispersion if fit.scale else None,
        degrees=fit.df,
        detectable=power.detectable_ratio(design) if design else None,
        needs=tuple(power.need(design, ratio) for ratio in power.RATIOS) if design else (),
        compared=estimate_of(compared, "d_star") if compared else None,
        comparison_offices=others if compared else (),
        is_by_comparison=is_by_comparison,
    )
    if is_by_comparison and compared is not None:
        return CountResult(estimate_of(compared, "d_star"), analysis, fit, evidence, rules, compared.p_value)
    return CountResult(estimate_of(fit), analysis, fit, evidence, rules, fit.p_value)


@dataclass(frozen=True, eq=False)
class CountResult:
    """The estimate shown, everything behind it, the fit for pooling, and what the verdict was made from."""

    estimate: Estimate
    analysis: Analysis
    fit: StepFit
    evidence: verdict.Evidence
    rules: verdict.Rules
    p_value: float | None


def _evidence_by_comparison(compared: StepFit, fit: StepFit, struck: tuple[Guard, ...]) -> verdict.Evidence:
    """What D* is judged by: all guard rails but the one that handed the verdict over; no shift test."""
    others = tuple(guard for guard in struck if guard.code is not guards.Code.COMPARISON_MOVED)
    return verdict.Evidence(
        compared.interval_80, compared.interval_95, fit.tally, guards=others, reason=compared.reason
    )


def estimate_of(fit: StepFit, method: str = "e_star_pt") -> Estimate:
    """A fit as an estimate."""
    return Estimate("ratio", fit.ratio, fit.interval_80, fit.interval_95, method)


def _compared(weeks: Weeks, code: str, others: tuple[str, ...]) -> StepFit | None:
    if len(others) < control.LEAST_OFFICES:
        return None
    kept = weeks.kept_by_default
    fit = control.fit_share(weeks.series(code, kept), weeks.comparison(code, others, kept)).fit
    return None if fit.interval_95.low is None and fit.interval_95.high is None else fit


def _guards(
    weeks: Weeks, asked: Indicator, fit: StepFit, compared: StepFit | None, others: tuple[str, ...]
) -> Iterator[Guard]:
    yield _trigger_guard(weeks, asked, fit)
    if asked.code == SECONDARY:
        yield guards.serious_share(*_serious(weeks))
        yield guards.outcomes_disagree(fit_step(weeks.series(PRIMARY)), fit)
    yield guards.recording_change(() if asked.is_recording_stable else _recording_changes(weeks))
    yield guards.closure(_before_closure(weeks))
    yield guards.exposure(
        bool(rows_of(weeks.version, asked.code, weeks.offices)["denominator"].notna().any())
    )
    if compared is not None:
        kept = weeks.kept_by_default
        own = control.own_ratio(weeks.series(asked.code, kept), weeks.comparison(asked.code, others, kept))
        yield guards.comparison_moved(own)
        yield guards.comparison_disagrees(fit, compared)
    yield guards.interim(weeks_to_judgement(weeks.version, asked))


def _before_closure(weeks: Weeks) -> Mask:
    """Which weeks are not cut off by the closure; it cuts nothing from a measure that began after it."""
    is_cut = weeks.windows.starts < config.CLOSED_FROM
    return weeks_in.before_closure(weeks.times, weeks.place(config.CLOSED_FROM) if is_cut else np.inf)


def _trigger_guard(weeks: Weeks, asked: Indicator, fit: StepFit) -> Guard:
    wanted = weeks_in.UNKNOWN_TRIGGER_WEEKS if weeks.trigger is None else weeks_in.TRIGGER_WEEKS
    spike = weeks.start if weeks.trigger is None else weeks.trigger
    used = weeks.times[weeks.kept_by_default & ~weeks.is_after]
    left_out = max(0.0, spike - (used.max() + 1)) if len(used) else float(wanted)
    left_in = fit_step(weeks.series(asked.code, weeks.is_open))
    return guards.trigger(int(left_out), wanted, fit.ratio, left_in.ratio)


def _serious(weeks: Weeks) -> tuple[tuple[float, float], tuple[float, float]]:
    """(serious, all) before and after."""
    serious, reports = (weeks.series(code) for code in (SERIOUS, SECONDARY))
    before, after = (
        tuple(float(np.nansum(one.counts[(one.step > 0) == side])) for one in (serious, reports))
        for side in (False, True)
    )
    return (before[0], before[1]), (after[0], after[1])


def _recording_changes(weeks: Weeks) -> tuple[float, ...]:
    """Weeks from the start of each change of who records, within the compared time."""
    span = Window(weeks.windows.before.first, weeks.windows.after.until)
    days = {
        event.first
        for event in events(weeks.version)
        if event.kind == "MELDEWEG" and event.concerns(weeks.offices) and event.first in span
    }
    return tuple(round((day - weeks.windows.starts).days / 7, 1) for day in sorted(days))


def _variants(
    weeks: Weeks, asked: Indicator, fit: StepFit, compared: StepFit | None, others: tuple[str, ...]
) -> Iterator[Variant]:
    """The same question asked otherwise; what gives no number at all is left out."""
    for left_out in weeks_in.SENSITIVITY_WEEKS:
        kept = weeks.is_open & weeks.kept(left_out)
        yield _variant(f"left_out_{left_out}", fit_step(weeks.series(asked.code, kept)))
    series = weeks.series(asked.code)
    yield _variant("last_year", fit_step(series.where(weeks_in.same_weeks_last_year(series))))
    for code in (PRIMARY, SECONDARY, STAFF):
        if code != asked.code:
            yield _variant(f"only_{code}", fit_step(weeks.series(code)))
    if compared is not None:
        yield Variant("compared", estimate_of(compared, "d_star"))
        kept = weeks.kept_by_default
        without = control.leave_one_out(
            weeks.series(asked.code, kept), weeks.comparison(asked.code, others, kept)
        )
        for office, one in zip(others, without, strict=True):
            yield Variant("compared_without", estimate_of(one.fit, "d_star"), office)
    for earlier in PLACEBO_WEEKS:
        yield _variant(f"placebo_{earlier}", fit_step(weeks_in.placebo(series, earlier)))


def _variant(code: str, fit: StepFit) -> Variant:
    return Variant(code, estimate_of(fit))


def _model_weeks(weeks: Weeks, code: str, fit: StepFit, is_enough: bool) -> tuple[Week, ...]:
    """Every week with what went into the fit and, with enough data, what was to be expected without the measure."""
    counts, exposure = weeks.arrays(code, weeks.offices)
    known = np.nan_to_num(exposure)
    expected = expected_without_step(Series.of(counts, weeks.is_after, known, weeks.times), fit)
    kept = weeks.kept_by_default & np.isfinite(counts) & (known > 0)
    bands = (None,) * 3 if expected is None or not is_enough else (expected.mean, expected.low, expected.high)
    mean, low, high = ([None] * weeks.n if band is None else band.tolist() for band in bands)
    return tuple(
        Week(
            start=weeks.first + timedelta(weeks=week),
            count=float(counts[week]) if np.isfinite(counts[week]) else None,
            exposure=float(known[week]),
            time=week,
            is_after=bool(weeks.is_after[week]),
            is_used=bool(kept[week]),
            expected=mean[week],
            expected_low=low[week],
            expected_high=high[week],
        )
        for week in range(weeks.n)
    )


def _expected_after(weeks: Weeks, code: str, fit: StepFit, is_enough: bool) -> float | None:
    """Events to expect in the used weeks after the start; by the plain rate before where the model has too little."""
    series = weeks.series(code).usable()
    expected = expected_without_step(series, fit)
    if expected is None or not is_enough:
        return fit.tally.expected_after if fit.tally.exposure_before and fit.tally.exposure_after else None
    return float(expected.mean[series.step > 0].sum())


@lru_cache(maxsize=1024)
def analysed(version: DataVersion, code: str, offices: tuple[str, ...], windows: Windows) -> CountResult:
    """`analyse`, remembered."""
    return analyse(version, indicator(code), offices, windows)
