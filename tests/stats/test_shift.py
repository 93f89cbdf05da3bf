"""The circular-shift test against its definition, one shift at a time."""

import numpy as np
import pytest
import statsmodels.api as sm

from einlass.stats.counts import E_STAR, nuisance
from einlass.stats.series import Series
from einlass.stats.shift import shift_test
from tests.stats.simulate import many, one


def test_scores_as_defined() -> None:
    series = one(seed=4, before=40, after=10)
    others = nuisance(series, E_STAR)
    fitted = sm.GLM(series.counts, others, sm.families.Poisson(), offset=np.log(series.exposure)).fit(
        tol=1e-13
    )
    mean, scores = fitted.mu, []
    for shift in range(len(series.counts)):
        step = np.roll(series.step, shift)
        beta = np.linalg.lstsq(others * np.sqrt(mean)[:, None], step * np.sqrt(mean), rcond=None)[0]
        apart = step - others @ beta
        scores.append(abs(apart @ (series.counts - mean)) / np.sqrt(mean @ apart**2))
    found = shift_test(series)
    np.testing.assert_allclose(found.scores, scores, rtol=1e-6)
    assert found.p_value == np.mean(np.array(scores) >= scores[0] - 1e-9)


def test_a_striking_start_has_the_smallest_p() -> None:
    step = np.arange(80) >= 60
    found = shift_test(Series.of(np.where(step, 2.0, 20.0), step))
    assert found.p_value == pytest.approx(1 / 80)


def test_starts_without_effect_are_spread_evenly() -> None:
    """150 series without effect: share with p ≤ 0.10 below the 99.9 % point of Binomial(150, 0.10), 27."""
    hits = sum((shift_test(series).p_value or 1.0) <= 0.10 for series in many(150, seed=6, ratio=1.0))
    assert 2 <= hits <= 27
