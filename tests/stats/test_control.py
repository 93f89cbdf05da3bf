"""D*: equal to the Poisson model with office and week effects; its borders; its comparison offices."""

import numpy as np
import pytest
import statsmodels.api as sm

from bench.calibration.generate import Truth, counts
from bench.calibration.offices import untreated
from einlass.stats.control import fit_share, leave_one_out, own_ratio
from einlass.stats.counts import fit_step
from einlass.stats.families import Shared
from einlass.stats.series import Reason, Series, stacked
from tests.stats.simulate import one

TRUTH = Truth(0.4, 2.0, 60, 20)
EVENTS, VISITS = counts(np.random.default_rng(1), TRUTH, 5)
TREATED = Series.of(EVENTS[0], TRUTH.step, VISITS[0])
COMPARED = untreated(EVENTS[1:], VISITS[1:])


def _week_effects(y: np.ndarray, v: np.ndarray, step: np.ndarray) -> float:
    """Poisson model with office and week effects; y, v: (offices, weeks); step: of all, or of the first office."""
    offices, weeks = y.shape
    step = step if step.ndim == 2 else np.outer(np.arange(offices) == 0, step)
    kept = np.flatnonzero(np.isfinite(y).ravel() & np.tile(np.nansum(y, axis=0) > 0, offices))
    office, week = np.divmod(kept, weeks)
    effects = np.eye(weeks)[week]
    design = np.column_stack(
        [effects[:, effects.any(axis=0)], np.eye(offices)[office][:, 1:], step.ravel()[kept]]
    )
    model = sm.GLM(y.ravel()[kept], design, sm.families.Poisson(), offset=np.log(v.ravel()[kept]))
    return float(model.fit(tol=1e-14, maxiter=200).params[-1])


def test_equals_office_and_week_effects_to_eight_digits() -> None:
    pooled = np.array([EVENTS[0], EVENTS[1:].sum(axis=0)]), np.array([VISITS[0], VISITS[1:].sum(axis=0)])
    found = fit_share(TREATED, COMPARED).fit.log_ratio
    assert found == pytest.approx(_week_effects(*pooled, TRUTH.step), abs=1e-8)


def test_equals_the_model_of_every_single_office_when_visits_move_together() -> None:
    together = np.outer(np.array([1.0, 2.0, 0.5, 1.0, 3.0]), VISITS[0])
    found = fit_share(TREATED, untreated(EVENTS[1:], together[1:])).fit.log_ratio
    assert found == pytest.approx(_week_effects(EVENTS, together, TRUTH.step), abs=1e-8)


def test_a_city_wide_change_is_not_called_an_effect() -> None:
    """All offices halve at the start: E*pt sees it, D* does not."""
    rng = np.random.default_rng(2)
    mean = np.where(TRUTH.step > 0, 5.0, 10.0)
    y = rng.poisson(mean, (5, len(mean))).astype(float)
    treated = Series.of(y[0], TRUTH.step)
    compared = untreated(y[1:], np.ones_like(y[1:]))
    assert fit_step(treated).interval_95.is_below(1.0)
    assert not fit_share(treated, compared).fit.interval_95.excludes(1.0)
    assert own_ratio(treated, compared).interval_80.is_below(1.0)


@pytest.mark.parametrize(
    ("own", "others", "reason", "is_open"),
    [
        (1 - TRUTH.step, 1.0, Reason.NO_EVENTS_AFTER, "low"),
        (TRUTH.step, 1.0, Reason.NO_EVENTS_BEFORE, "high"),
        (1.0, 1 - TRUTH.step, Reason.NO_EVENTS_COMPARED, "high"),
        (1.0, TRUTH.step, Reason.NO_EVENTS_COMPARED, "low"),
    ],
)
def test_borders_have_one_open_side(own: object, others: object, reason: Reason, is_open: str) -> None:
    found = fit_share(
        Series.of(EVENTS[0] * own, TRUTH.step, VISITS[0]),
        untreated(EVENTS[1:] * others, VISITS[1:]),
    ).fit
    assert (found.reason, found.ratio) == (reason, None)
    for interval in (found.interval_80, found.interval_95):
        assert getattr(interval, is_open) is None
        assert (interval.low is None) != (interval.high is None)


def test_leave_one_out_names_each_office_in_turn() -> None:
    found = leave_one_out(TREATED, COMPARED)
    assert [fit.offices for fit in found] == [3] * 4
    by_hand = fit_share(TREATED, untreated(EVENTS[[1, 3, 4]], VISITS[[1, 3, 4]]))
    assert found[1].fit.ratio == by_hand.fit.ratio != fit_share(TREATED, COMPARED).fit.ratio


def test_two_offices_are_too_few_and_none_have_no_events() -> None:
    two = untreated(EVENTS[1:3], VISITS[1:3])
    assert fit_share(TREATED, two).fit.reason is Reason.TOO_FEW_OFFICES
    assert fit_share(TREATED, untreated(EVENTS[1:] * 0, VISITS[1:])).fit.reason is Reason.NO_EVENTS_COMPARED


def test_an_office_that_lacks_weeks_leaves_for_these_only() -> None:
    """One compared office without 20 weeks: the model with office and week effects of what is there."""
    missing = EVENTS.copy()
    missing[4, 30:50] = np.nan
    found = fit_share(TREATED, untreated(missing[1:], VISITS[1:]))
    whole = np.array([EVENTS[0], EVENTS[1:4].sum(axis=0), missing[4]])
    visits = np.array([VISITS[0], VISITS[1:4].sum(axis=0), VISITS[4]])
    assert found.fit.log_ratio == pytest.approx(_week_effects(whole, visits, TRUTH.step), abs=1e-8)
    assert found.offices == 4


def test_treated_offices_have_their_own_starts() -> None:
    """Two treated offices with starts ten weeks apart: the model with a level and a step for each."""
    other = one(seed=9, before=70, after=10)
    found = fit_share(stacked([TREATED, other]), COMPARED).fit
    y = np.array([EVENTS[0], other.counts, EVENTS[1:].sum(axis=0)])
    v = np.array([VISITS[0], other.exposure, VISITS[1:].sum(axis=0)])
    steps = np.array([TRUTH.step, other.step, 0 * other.step])
    assert found.log_ratio == pytest.approx(_week_effects(y, v, steps), abs=1e-8)


def test_weeks_that_an_office_lacks_are_no_rows_of_the_table_of_weeks() -> None:
    times = np.array([0.0, 1, 2, 0, 2, 1, 2, 3, 0, 3])  # four offices, two to four of them in a week
    counts, design = np.arange(1.0, 11), np.random.default_rng(2).normal(size=(10, 2))
    eta = np.random.default_rng(3).normal(size=(10, 3))
    family = Shared.of(counts, times)
    mean = family.mean(eta)
    taken = np.zeros((3, 2, 2))
    for week in np.unique(times):
        rows = times == week
        share = np.exp(eta[rows]) / np.exp(eta[rows]).sum(axis=0)
        assert mean[rows] == pytest.approx(counts[rows].sum() * share)
        sums = mean[rows].T @ design[rows]
        taken += sums[:, :, None] * sums[:, None, :] / counts[rows].sum()
        centred = family.centred(mean[:, 0], design)[rows]
        assert mean[rows, 0] @ centred == pytest.approx(np.zeros(2))
    assert family.between(mean, design) == pytest.approx(taken)
    assert family.deviance(eta, mean) == pytest.approx(2 * counts @ np.log(counts[:, None] / mean))
