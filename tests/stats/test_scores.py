"""L*: Cliff's delta by counting pairs, the wave as the unit, the wave rules."""

import numpy as np
import pytest
from scipy.stats import binom

from bench.calibration.cells import cell
from bench.calibration.surveys import measure, true_delta
from einlass.stats.scores import cliffs_delta, compare_scores
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


LOW, HIGH = (0.4, 0.3, 0.2, 0.07, 0.03), (0.03, 0.07, 0.2, 0.3, 0.4)
OFFICE, WAVE = np.repeat([0, 1], 10), np.tile(np.arange(10), 2)
LATER = (WAVE >= 5).astype(int)


def _asked_elsewhere() -> np.ndarray:
    """Nobody changes; before mostly the office that is low, after mostly the one that is high."""
    draws = np.random.default_rng(6)
    asked = np.where((OFFICE == 0) == (LATER == 0), 90, 10)
    return np.array(
        [draws.multinomial(n, (LOW, HIGH)[office]) for n, office in zip(asked, OFFICE, strict=True)]
    )


def test_asking_elsewhere_is_no_change_of_mood() -> None:
    table = _asked_elsewhere()
    found = compare_scores(table, LATER, WAVE, strata=OFFICE)
    mixed = compare_scores(table[:10] + table[10:], WAVE[:10] >= 5)
    for one in (found.delta, found.mean, found.top, found.bottom):
        assert not one.interval_80.excludes(0.0)
    assert mixed.mean.difference is not None and mixed.mean.difference > 1.2
    assert mixed.delta.interval_95.is_above(0.4)
    assert found.before.top == mixed.before.top and found.after.top == mixed.after.top
    assert (found.before.answers, found.waves_before, found.waves_after) == (500, 5, 5)
    assert found.reason is None and found.delta.strata_used == 2 and found.used.all()


def test_balanced_shares_differ_by_the_step_of_the_boxes() -> None:
    found = compare_scores(_asked_elsewhere(), LATER, WAVE, strata=OFFICE)
    shares = found.balanced_before, found.balanced_after
    assert found.top.difference == pytest.approx((shares[1].top or 0) - (shares[0].top or 0))
    assert found.bottom.difference == pytest.approx((shares[1].bottom or 0) - (shares[0].bottom or 0))
    plain = compare_scores(ANSWERS, STEP)
    np.testing.assert_allclose(plain.balanced_after.shares, plain.after.shares, rtol=1e-12)


def test_one_office_is_what_it_was_without_strata() -> None:
    """The numbers are those of November 2026, before offices became strata."""
    plain = compare_scores(ANSWERS, STEP)
    one = compare_scores(ANSWERS, STEP, np.arange(9), strata=[3] * 9)
    for name in ("difference", "standard_error", "p_value", "interval_80", "interval_95", "df"):
        assert getattr(plain.delta, name) == getattr(one.delta, name)
        assert getattr(plain.mean, name) == getattr(one.mean, name)
    before = [0.2562714285714287, 0.04867344730546258, 0.0011668133676409572, 0.14117701466430843]
    found = plain.delta
    now = found.difference, found.standard_error, found.p_value, found.interval_95.low
    assert now == pytest.approx(before, rel=1e-13)


def _van_elteren(offices: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Standardised sum of the offices' rank sums, each over N + 1, with ties (van Elteren 1960)."""
    statistic, variance = 0.0, 0.0
    for before, after in offices:
        counts, n0, n1 = before + after, before.sum(), after.sum()
        n = n0 + n1
        ranks = np.cumsum(counts) - counts + (counts + 1) / 2
        ties = 1 - (counts**3 - counts).sum() / (n**3 - n)
        statistic += (after @ ranks - n1 * (n + 1) / 2) / (n + 1)
        variance += n0 * n1 * (n + 1) / 12 * ties / (n + 1) ** 2
    return float(statistic / np.sqrt(variance))


def test_van_elteren_by_hand() -> None:
    """Two offices: deltas by counting pairs, weights n0·n1/(n0 + n1); waves alike, so that answers decide."""
    small = np.array([2, 4, 6, 4, 4]), np.array([2, 3, 5, 5, 5])
    large = np.array([8, 10, 15, 10, 7]), np.array([5, 7, 10, 4, 4])
    table = np.array([side for office in (small, large) for side in office for _ in range(4)])
    step, times = np.tile(np.repeat([0, 1], 4), 2), np.tile(np.arange(8), 2)
    found = compare_scores(table, step, times, strata=np.repeat([0, 1], 8)).delta
    weights = [20 * 20 / 40, 50 * 30 / 80]
    deltas = [_pairs(*small), _pairs(*large)]
    assert found.difference == pytest.approx(np.average(deltas, weights=weights), rel=1e-12)
    assert found.difference is not None and found.standard_error is not None
    z = _van_elteren([(4 * before, 4 * after) for before, after in (small, large)])
    assert found.difference / found.standard_error == pytest.approx(z, rel=0.03)


def test_an_office_asked_on_one_side_only_is_left_out() -> None:
    more = np.vstack([_asked_elsewhere(), np.tile([[50, 0, 0, 0, 0]], (3, 1))])
    after, when = np.append(LATER, [1, 1, 1]), np.append(WAVE, [20, 21, 22])
    found = compare_scores(more, after, when, strata=np.append(OFFICE, [2] * 3))
    plain = compare_scores(_asked_elsewhere(), LATER, WAVE, strata=OFFICE)
    assert found.delta.difference == plain.delta.difference and found.waves_after == 5
    assert (
        found.after.answers == plain.after.answers
        and found.delta.strata_left_out == found.mean.strata_left_out == 1
    )
    assert found.used.sum() == 20 and not found.used[20:].any()


def test_no_office_asked_on_both_sides() -> None:
    before, after = [[10, 5, 5, 5, 5]] * 4, [[5, 5, 5, 5, 10]] * 4
    found = compare_scores(before + after, [0] * 4 + [1] * 4, range(8), strata=[0] * 4 + [1] * 4)
    assert found.reason is found.delta.reason is Reason.NO_STRATUM_BOTH
    assert found.delta.difference is None and found.before.answers == found.after.answers == 120
    assert found.balanced_before.top is None
    one_each = compare_scores([before[0], after[0]] * 3, [0, 1] * 3, [0, 1] * 3, strata=[0, 0, 1, 1, 2, 2])
    assert one_each.reason is Reason.ONE_WAVE_EACH and one_each.delta.interval_95.low is None


def test_staggered_starts_count_different_waves() -> None:
    table = _asked_elsewhere()
    after = np.where(OFFICE == 0, WAVE >= 5, WAVE >= 7)
    found = compare_scores(table, after, WAVE, strata=OFFICE)
    assert (found.waves_before, found.waves_after) == (7, 5) and found.delta.df == 8


def test_weeks_are_reckoned_with_more_dependence_than_waves() -> None:
    weekly, waves = (compare_scores(ANSWERS, STEP, is_weekly=is_weekly).delta for is_weekly in (True, False))
    assert weekly.difference == waves.difference
    assert (weekly.standard_error or 0) >= (waves.standard_error or 0) > 0
    assert cliffs_delta(ANSWERS, STEP).interval_95 == waves.interval_95


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_weekly_answers_are_seldom_called_a_change_where_nothing_changed(rho: float) -> None:
    """8 + 8 weeks: clear in at most 3 %, clear or signs (p ≤ 0.10) in at most 10 %; 99.9 % points of 150 series."""
    found = measure(cell("weekly", before=8, after=8, rho=rho, answers=40, swing=0.2, effect=0.0), 150)
    assert found["l_star.claim"] <= binom.ppf(0.999, 150, 0.03) / 150
    assert found["l_star.claim_90"] <= binom.ppf(0.999, 150, 0.10) / 150
