"""L*: Cliff's delta by counting pairs, the wave as the unit, the wave rules."""

import numpy as np
import pytest

from bench.calibration.surveys import true_delta
from einlass.stats.scores import compare_scores
from einlass.stats.series import Reason

rng = np.random.default_rng(21)
TABLE = np.array([rng.multinomial(60 + 5 * i, p) for i, p in enumerate([(0.1, 0.2, 0.3, 0.25, 0.15)] * 5)])
BETTER = np.array([rng.multinomial(50, (0.05, 0.1, 0.3, 0.3, 0.25)) for _ in range(4)])
ANSWERS, STEP = np.vstack([TABLE, BETTER]), np.repeat([0, 1], [5, 4])


def _pairs(before: np.ndarray, after: np.ndarray) -> float:
    values = np.arange(5)
    wins = np.sign(np.subtract.outer(values, values))
    return float(after @ wins @ before / (after.sum() * before.sum()))


def test_delta_counts_pairs_of_answers() -> None:
    found = compare_scores(ANSWERS, STEP)
    assert found.delta.difference == pytest.approx(_pairs(TABLE.sum(0), BETTER.sum(0)), rel=1e-12)
    mean = (BETTER.sum(0) @ np.arange(1, 6)) / BETTER.sum() - (TABLE.sum(0) @ np.arange(1, 6)) / TABLE.sum()
    assert found.mean.difference == pytest.approx(mean, rel=1e-12)
    np.testing.assert_allclose(found.after.shares, BETTER.sum(0) / BETTER.sum())
    assert found.top.difference == pytest.approx(
        BETTER[:, 3:].sum() / BETTER.sum() - TABLE[:, 3:].sum() / TABLE.sum()
    )
    assert found.bottom.difference is not None and found.bottom.difference < 0 and found.reason is None
    assert found.delta.df == 7


def test_polarisation_shows_in_the_shares_and_not_in_the_mean() -> None:
    calm, split = [[0, 0, 100, 0, 0]] * 5, [[50, 0, 0, 0, 50]] * 5
    found = compare_scores(np.array(calm + split), np.repeat([0, 1], 5))
    assert found.delta.difference == pytest.approx(0.0, abs=1e-12)
    assert found.top.difference == found.bottom.difference == 0.5


def test_waves_that_differ_widen_the_interval() -> None:
    """The same answers in all, once spread evenly over the waves, once swinging from wave to wave."""
    even = np.tile([[10, 20, 30, 20, 10]], (12, 1))
    swing = np.array([[5, 10, 30, 30, 15], [15, 30, 30, 10, 5]] * 6)
    step = np.repeat([0, 1], [8, 4])
    narrow, wide = (compare_scores(table, step).delta.standard_error for table in (even, swing))
    assert narrow is not None and wide is not None and wide > 1.5 * narrow


def test_the_scale_never_falls_below_the_luck_of_the_draw() -> None:
    """Waves alike to the last answer still have the sampling error of their answers."""
    found = compare_scores(np.tile([[10, 20, 30, 20, 10]], (8, 1)), np.repeat([0, 1], 4))
    assert found.delta.standard_error == pytest.approx(2 / 720 * 201 / np.sqrt(4 * 90 / 2), rel=0.05)


def test_unbiased_for_a_known_delta() -> None:
    """120 surveys: mean delta within 3 standard errors of the truth that the process has."""
    effect, cuts = 0.35, np.array([-1.4, -0.6, 0.3, 1.2])
    draws = np.random.default_rng(4)
    found = []
    for _ in range(120):
        middles = draws.normal(0, 0.2, 11) + effect * np.repeat([0, 1], [6, 5])
        latent = draws.normal(middles[:, None], 1.0, (11, 80))
        table = np.stack([(np.digitize(latent, cuts) == k).sum(axis=1) for k in range(5)], axis=1)
        found.append(compare_scores(table, np.repeat([0, 1], [6, 5])).delta.difference)
    values = np.array(found, dtype=float)
    error = values.std(ddof=1) / np.sqrt(len(values))
    assert abs(values.mean() - true_delta(effect)) < 3 * error < 0.04


@pytest.mark.parametrize(
    ("before", "after", "is_weekly", "reason"),
    [
        (4, 3, False, None),
        (3, 3, False, Reason.TOO_FEW_WAVES),
        (1, 1, False, Reason.ONE_WAVE_EACH),
        (0, 3, False, Reason.NO_ANSWERS),
        (8, 8, True, None),
        (8, 7, True, Reason.TOO_FEW_WAVES),
    ],
)
def test_wave_rules(before: int, after: int, is_weekly: bool, reason: Reason | None) -> None:
    draws = np.random.default_rng(5)
    table = draws.multinomial(40, [0.2] * 5, before + after)
    found = compare_scores(table, np.repeat([0, 1], [before, after]), is_weekly=is_weekly)
    assert found.reason is reason
    assert (found.delta.interval_95.low is None) == (before + after < 3 or before == 0)
    assert (found.waves_before, found.waves_after) == (before, after)


def test_empty_waves_are_left_out() -> None:
    with_empty = np.insert(ANSWERS, 3, 0, axis=0)
    found = compare_scores(with_empty, np.insert(STEP, 3, 0))
    assert found.waves_before == 5
    assert found.delta.difference == compare_scores(ANSWERS, STEP).delta.difference
    assert compare_scores(np.zeros((6, 5)), np.repeat([0, 1], 3)).reason is Reason.NO_ANSWERS
