"""D*: equal to the Poisson model with office and week effects; its borders; its comparison offices."""

import numpy as np
import pytest
import statsmodels.api as sm

from bench.calibration.generate import Truth, counts
from einlass.stats.control import (
    Comparison,
    fit_share,
    leave_one_out,
    own_ratio,
    pooled_comparison,
    pooled_treated,
)
from einlass.stats.counts import fit_step
from einlass.stats.series import Reason, Series
from tests.stats.simulate import one

TRUTH = Truth(0.4, 2.0, 60, 20)
EVENTS, VISITS = counts(np.random.default_rng(1), TRUTH, 5)
TREATED = Series.of(EVENTS[0], TRUTH.step, VISITS[0])
COMPARED = Comparison.of(EVENTS[1:].T, VISITS[1:].T)


def _week_effects(y: np.ndarray, v: np.ndarray, step: np.ndarray) -> float:
    """Poisson model with office and week effects; y, v: (offices, weeks), the first office treated."""
    kept = y.sum(axis=0) > 0
    y, v, step = y[:, kept], v[:, kept], step[kept]
    offices, weeks = y.shape
    office, week = np.repeat(np.arange(offices), weeks), np.tile(np.arange(weeks), offices)
    treated = (office == 0) * np.tile(step, offices)
    design = np.column_stack([np.eye(weeks)[week], np.eye(offices)[office][:, 1:], treated])
    model = sm.GLM(y.ravel(), design, sm.families.Poisson(), offset=np.log(v.ravel()))
    return float(model.fit(tol=1e-14, maxiter=200).params[-1])


def test_equals_office_and_week_effects_to_eight_digits() -> None:
    pooled = np.array([EVENTS[0], EVENTS[1:].sum(axis=0)]), np.array([VISITS[0], VISITS[1:].sum(axis=0)])
    found = fit_share(TREATED, COMPARED).fit.log_ratio
    assert found == pytest.approx(_week_effects(*pooled, TRUTH.step), abs=1e-8)


def test_equals_the_model_of_every_single_office_when_visits_move_together() -> None:
    together = np.outer(np.array([1.0, 2.0, 0.5, 1.0, 3.0]), VISITS[0])
    found = fit_share(TREATED, Comparison.of(EVENTS[1:].T, together[1:].T)).fit.log_ratio
    assert found == pytest.approx(_week_effects(EVENTS, together, TRUTH.step), abs=1e-8)


def test_a_city_wide_change_is_not_called_an_effect() -> None:
    """All offices halve at the start: E*pt sees it, D* does not."""
    rng = np.random.default_rng(2)
    mean = np.where(TRUTH.step > 0, 5.0, 10.0)
    y = rng.poisson(mean, (5, len(mean))).astype(float)
    treated = Series.of(y[0], TRUTH.step)
    compared = Comparison.of(y[1:].T)
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
        Comparison.of((EVENTS[1:] * others).T, VISITS[1:].T),
    ).fit
    assert (found.reason, found.ratio) == (reason, None)
    for interval in (found.interval_80, found.interval_95):
        assert getattr(interval, is_open) is None
        assert (interval.low is None) != (interval.high is None)


def test_leave_one_out_names_each_office_in_turn() -> None:
    found = leave_one_out(TREATED, COMPARED)
    assert [fit.offices for fit in found] == [3] * 4
    by_hand = fit_share(TREATED, Comparison.of(EVENTS[[1, 3, 4]].T, VISITS[[1, 3, 4]].T))
    assert found[1].fit.ratio == by_hand.fit.ratio != fit_share(TREATED, COMPARED).fit.ratio


def test_two_offices_are_too_few_and_none_have_no_events() -> None:
    two = Comparison.of(EVENTS[1:3].T, VISITS[1:3].T)
    assert fit_share(TREATED, two).fit.reason is Reason.TOO_FEW_OFFICES
    assert fit_share(TREATED, Comparison.of(EVENTS[1:].T * 0)).fit.reason is Reason.NO_EVENTS_COMPARED
    with pytest.raises(ValueError, match="weeks"):
        pooled_comparison(TREATED, Comparison.of(EVENTS[1:, :9].T))


def test_pooled_treated_offices_share_weeks_and_step() -> None:
    other = one(seed=9, before=70, after=10)
    pooled = pooled_treated((TREATED, other.where(other.times >= 5)))
    assert pooled.times.tolist() == list(range(5, 80))
    assert pooled.counts.tolist() == (EVENTS[0] + other.counts)[5:].tolist()
    visits = VISITS[0] + other.exposure
    np.testing.assert_allclose(pooled.step[60 - 5 : 70 - 5], (VISITS[0] / visits)[60:70])
    assert set(pooled.step[70 - 5 :]) == {1.0} and set(pooled.step[: 60 - 5]) == {0.0}
