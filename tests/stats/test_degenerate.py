"""Data that cannot answer: a reason, never an exception, a warning, an infinite number or a nan."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import pytest

from einlass.stats import guards
from einlass.stats.control import fit_share, leave_one_out, own_ratio
from einlass.stats.counts import E_STAR, Model, expected_without_step, fit_step
from einlass.stats.pooling import pool_fits
from einlass.stats.power import design_of, detectable_ratio, need
from einlass.stats.series import Reason, Series, stacked
from einlass.stats.shift import shift_test
from einlass.stats.verdict import Evidence, Verdict, judge
from einlass.stats.windows import placebo, same_weeks_last_year

WEEKS = 120
STEP = (np.arange(WEEKS) >= 104).astype(float)
USUAL = np.random.default_rng(0).poisson(2.0, WEEKS).astype(float)


def _at(*weeks: int) -> np.ndarray:
    """One event in each of these weeks."""
    counts = np.zeros(WEEKS)
    counts[list(weeks)] = 1.0
    return counts


FEW, NONE = Verdict.TOO_LITTLE_DATA, None
CASES: dict[str, tuple[Series, Reason | None, Verdict | None]] = {
    "no weeks at all": (Series.of([], []), Reason.NO_WEEKS_BEFORE, FEW),
    "a single week": (Series.of([3], [0]), Reason.NO_WEEKS_AFTER, FEW),
    "a single week after": (Series.of([3], [1]), Reason.NO_WEEKS_BEFORE, FEW),
    "one week each": (Series.of([3, 1], [0, 1]), Reason.TOO_FEW_WEEKS, FEW),
    "three weeks": (Series.of([3, 1, 2], [0, 0, 1]), Reason.TOO_FEW_WEEKS, FEW),
    "six weeks": (Series.of([3, 1, 2, 0, 1, 2], [0, 0, 0, 0, 1, 1]), Reason.TOO_FEW_WEEKS, FEW),
    "nine weeks": (Series.of(USUAL[:9], np.arange(9) >= 6), None, FEW),
    "one week after": (Series.of(USUAL, np.arange(WEEKS) >= 119), None, FEW),
    "one week before": (Series.of(USUAL, np.arange(WEEKS) >= 1), None, FEW),
    "no events": (Series.of(np.zeros(WEEKS), STEP), Reason.NO_EVENTS, FEW),
    "no exposure": (Series.of(USUAL, STEP, np.zeros(WEEKS)), Reason.NO_EXPOSURE, FEW),
    "no exposure after": (Series.of(USUAL, STEP, 1 - STEP), Reason.NO_WEEKS_AFTER, FEW),
    "one event before": (Series.of(_at(50), STEP), Reason.NO_EVENTS_AFTER, FEW),
    "one event after": (Series.of(_at(110), STEP), Reason.NO_EVENTS_BEFORE, FEW),
    "one event each": (Series.of(_at(50, 110), STEP), None, FEW),
    "two neighbours": (Series.of(_at(50, 51), STEP), Reason.NO_EVENTS_AFTER, FEW),
    "all zero before": (Series.of(USUAL * STEP, STEP), Reason.NO_EVENTS_BEFORE, FEW),
    "all zero after": (Series.of(USUAL * (1 - STEP), STEP), Reason.NO_EVENTS_AFTER, Verdict.CLEAR_DECREASE),
    "few, and zero after": (Series.of(_at(*range(5, 100, 7)), STEP), Reason.NO_EVENTS_AFTER, FEW),
    "everything missing": (Series.of(np.full(WEEKS, np.nan), STEP), Reason.NO_WEEKS_BEFORE, FEW),
    "the same every week": (Series.of(np.full(WEEKS, 4.0), STEP), None, Verdict.NO_LARGE_CHANGE),
    "one enormous week": (Series.of(np.where(np.arange(WEEKS) == 60, 1e6, USUAL), STEP), NONE, NONE),
    "enormous counts": (Series.of(USUAL * 1e7, STEP, np.full(WEEKS, 1e9)), None, NONE),
    "tiny exposure": (Series.of(USUAL, STEP, np.full(WEEKS, 1e-9)), None, NONE),
    "wildly uneven exposure": (Series.of(USUAL, STEP, 10.0 ** (np.arange(WEEKS) % 9)), NONE, NONE),
    "a column that is the step": (Series.of(USUAL, STEP, columns=STEP), Reason.TOO_FEW_WEEKS, NONE),
    "a column that is empty": (Series.of(USUAL, STEP, columns=STEP * 0), Reason.TOO_FEW_WEEKS, NONE),
    "long gaps": (Series.of(USUAL, STEP, times=np.arange(WEEKS) * 30), None, NONE),
}


def _numbers(value: object) -> Iterator[float]:
    """Every number in a result, however deep."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _numbers(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, np.ndarray):
        yield from map(float, value.ravel())
    elif isinstance(value, float | int):
        yield float(value)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", CASES)
def test_count_findings(case: str) -> None:
    series, reason, verdict = CASES[case]
    fit = fit_step(series)
    test = shift_test(series)
    evidence = Evidence(fit.interval_80, fit.interval_95, fit.tally, shift_p=test.p_value, reason=fit.reason)
    design = design_of(fit)
    planned = [] if design is None else [detectable_ratio(design), need(design, 0.7), need(design, 0.5)]
    results = [
        fit,
        test,
        judge(evidence),
        planned,
        expected_without_step(series.usable(), fit),
        *(fit_step(series, model) for model in (E_STAR, Model(trend_sd=math.inf), Model(harmonics=0))),
        pool_fits((fit,) * 5),
        guards.comparison_moved(fit),
        guards.outcomes_disagree(fit, fit),
    ]
    if reason is not None or case in ("nine weeks", "one event each", "the same every week"):
        assert fit.reason is reason
    if verdict is not None:
        assert judge(evidence).verdict is verdict
    assert all(math.isfinite(number) for result in results for number in _numbers(result))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", CASES)
def test_comparisons_and_windows(case: str) -> None:
    series = CASES[case][0]
    n = len(series.counts)
    others = np.random.default_rng(1).poisson(1.0, (3, n)).astype(float)
    for factor in (1.0, 0.0, np.nan):
        compared = stacked([Series.of(y * factor, np.zeros(n), times=series.times) for y in others])
        results = [fit_share(series, compared), own_ratio(series, compared), leave_one_out(series, compared)]
        assert all(math.isfinite(number) for number in _numbers(results))
    if n:
        fits = fit_step(placebo(series, 26)), fit_step(same_weeks_last_year(series))
        assert all(math.isfinite(number) for number in _numbers(fits))


def test_open_limits_are_none_on_the_open_side_only() -> None:
    after, before = (fit_step(CASES[name][0]) for name in ("all zero after", "all zero before"))
    assert after.ratio is before.ratio is None
    assert after.interval_95.low is None and after.interval_95.high is not None
    assert before.interval_95.high is None and before.interval_95.low is not None
    assert after.interval_80.high is not None and after.interval_80.high < after.interval_95.high
    assert after.p_value is not None and after.p_value < 0.05


@pytest.mark.parametrize(("case", "side"), [("all zero after", -1), ("all zero before", 1)])
def test_a_brief_fit_has_the_same_open_limits(case: str, side: int) -> None:
    whole, brief = (fit_step(CASES[case][0], is_brief=is_brief) for is_brief in (False, True))
    assert (brief.interval_80, brief.interval_95) == (whole.interval_80, whole.interval_95)
    assert brief.side == whole.side == side and whole.one_step is not None
    assert np.sign(whole.one_step[0]) == side


@pytest.mark.parametrize("events", [1.0, 3.0])
def test_events_of_a_single_week_have_no_limits(events: float) -> None:
    found = fit_step(Series.of(events * _at(50), STEP))
    assert found.reason is Reason.NO_EVENTS_AFTER and found.df == 115
    assert found.interval_95.low is None and found.interval_95.high is None


def test_fewer_events_after_never_weaken_the_upper_limit() -> None:
    """From 16 events after down to none the upper limit falls; parts of an event break nothing."""

    def high(events: float) -> float | None:
        return fit_step(Series.of(USUAL * (1 - STEP) + events / 16 * STEP, STEP), E_STAR).interval_95.high

    limits = [high(events) for events in (16, 8, 4, 2, 1, 0)]
    assert None not in limits and limits == sorted(limits, key=lambda limit: limit or 0.0, reverse=True)
    assert all(0 < (high(events) or 0) < 0.15 for events in (0.1, 1e-3, 1e-6))
