"""Estimates against published values, against scipy's own tests, and on simulated series with known effect."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from einlass.stats.estimates import Estimate, mean_difference, rate_ratio, share_difference, wilson

# --- Ratio of rates -------------------------------------------------------------------------------------


def conditional_interval(
    before: int, exposure_before: float, after: int, exposure_after: float
) -> tuple[float, float]:
    """Given the total, the events after are binomial: scipy's Clopper-Pearson interval, as a ratio of rates."""
    share = stats.binomtest(after, before + after).proportion_ci(0.95, method="exact")
    scale = exposure_before / exposure_after
    low, high = (bound / (1 - bound) * scale if bound < 1 else None for bound in (share.low, share.high))
    return low, high


@pytest.mark.parametrize(
    ("before", "exposure_before", "after", "exposure_after"),
    [(37, 9.2, 16, 4.0), (5, 100.0, 12, 80.0), (1, 1.0, 1, 1.0), (1, 7.5, 400, 7.5), (250, 1e5, 190, 1.3e5)],
)
def test_a_rate_ratio_has_the_exact_conditional_interval(
    before: int, exposure_before: float, after: int, exposure_after: float
) -> None:
    found = rate_ratio(before, exposure_before, after, exposure_after)
    assert found.value == pytest.approx((after / exposure_after) / (before / exposure_before))
    assert (found.low, found.high) == pytest.approx(
        conditional_interval(before, exposure_before, after, exposure_after)
    )
    assert (found.effect, found.null, found.method) == ("ratio", 1.0, "exact_conditional")


def test_a_rate_ratio_published_with_r() -> None:
    """Breast cancer after fluoroscopy, the example of `poisson.test` in R: 11 in 800, 21 in 3,011 person-years."""
    found = rate_ratio(21, 1083 + 1050 + 878, 11, 800)
    assert (found.value, found.low, found.high) == pytest.approx((1.971488, 0.8584264, 4.2772659), abs=1e-6)


def test_the_example_of_the_case_is_no_reliable_difference() -> None:
    """37 incidents before and 11 where about 15.5 were expected: 0.71, from 0.33 to 1.42."""
    found = rate_ratio(37, 37.0, 11, 15.5)
    assert (found.value, found.low, found.high) == pytest.approx((0.71, 0.33, 1.42), abs=0.01)
    assert not found.is_below and not found.is_above


@pytest.mark.parametrize(
    ("before", "after", "value", "low_is_open", "high_is_open"),
    [(0, 4, None, False, True), (4, 0, 0.0, False, False), (0, 0, None, True, True)],
)
def test_a_rate_ratio_without_events_is_open_where_nothing_is_known(
    before: int, after: int, value: float | None, low_is_open: bool, high_is_open: bool
) -> None:
    found = rate_ratio(before, 2.0, after, 1.0)
    assert found.value == value
    assert (found.low is None, found.high is None) == (low_is_open, high_is_open)
    low, high = conditional_interval(before, 2.0, after, 1.0) if before + after else (None, None)
    assert found.low == (None if low is None else pytest.approx(low))
    assert found.high == (None if high is None else pytest.approx(high))


@pytest.mark.parametrize("exposures", [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0)])
def test_a_rate_needs_exposure(exposures: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="exposure"):
        rate_ratio(1, exposures[0], 1, exposures[1])


def test_the_unit_of_exposure_does_not_matter() -> None:
    one, other = rate_ratio(20, 3.0, 9, 2.0), rate_ratio(20, 30_000.0, 9, 20_000.0)
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))


# --- Shares ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3."""
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("after", "after_n", "before", "before_n", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_a_difference_of_shares_as_published(
    after: int, after_n: int, before: int, before_n: int, low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10."""
    found = share_difference(before, before_n, after, after_n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.value == pytest.approx(after / after_n - before / before_n)
    mirrored = share_difference(after, after_n, before, before_n)
    assert (mirrored.low, mirrored.high) == pytest.approx((-high, -low), abs=5e-5)


def test_a_share_needs_trials() -> None:
    with pytest.raises(ValueError, match="trials"):
        wilson(0, 0)


# --- Means ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_a_difference_of_means_is_welchs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = rng.normal(3, 1, 40 + seed), rng.normal(3.5, 2, 15)
    found = mean_difference(before, after)
    expected = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.value == pytest.approx(after.mean() - before.mean())


def test_means_without_any_variation_differ_by_exactly_their_difference() -> None:
    found = mean_difference(np.full(4, 2.0), np.full(3, 5.0))
    assert found == Estimate("difference", 3.0, 3.0, 3.0, "welch")
    assert found.is_above


@pytest.mark.parametrize(("before_n", "after_n"), [(1, 5), (5, 1), (0, 0)])
def test_a_mean_needs_two_values(before_n: int, after_n: int) -> None:
    with pytest.raises(ValueError, match="two values"):
        mean_difference(np.arange(before_n, dtype=float), np.arange(after_n, dtype=float))


# --- Known effects --------------------------------------------------------------------------------------

RUNS = 800


@pytest.mark.parametrize("true_ratio", [1.0, 0.6])
def test_the_interval_of_a_ratio_holds_the_truth_in_95_of_100_simulations(true_ratio: float) -> None:
    rng = np.random.default_rng(2019)
    counts = zip(rng.poisson(30, RUNS), rng.poisson(15 * true_ratio, RUNS), strict=True)
    found = [rate_ratio(float(before), 2.0, float(after), 1.0) for before, after in counts]
    inside = np.mean([(one.low or 0) <= true_ratio <= (one.high or np.inf) for one in found])
    assert inside >= 0.95 - 3 * sqrt(0.95 * 0.05 / RUNS)  # exact: at least 95, never fewer


def test_the_interval_of_a_difference_of_shares_holds_the_truth() -> None:
    rng = np.random.default_rng(2019)
    pairs = zip(rng.binomial(130, 0.47, RUNS), rng.binomial(140, 0.66, RUNS), strict=True)
    found = [share_difference(float(before), 130, float(after), 140) for before, after in pairs]
    inside = np.mean([one.low <= 0.19 <= one.high for one in found])
    assert inside == pytest.approx(0.95, abs=3 * sqrt(0.95 * 0.05 / RUNS))


def test_the_interval_of_a_difference_of_answers_holds_the_truth() -> None:
    rng = np.random.default_rng(2019)
    values, low_mood, high_mood = (
        np.arange(1.0, 6.0),
        [0.1, 0.2, 0.3, 0.25, 0.15],
        [0.05, 0.1, 0.25, 0.35, 0.25],
    )
    true = float(values @ np.array(high_mood) - values @ np.array(low_mood))
    found = [
        mean_difference(rng.choice(values, 60, p=low_mood), rng.choice(values, 80, p=high_mood))
        for _ in range(RUNS)
    ]
    inside = np.mean([one.low <= true <= one.high for one in found])
    assert inside == pytest.approx(0.95, abs=3 * sqrt(0.95 * 0.05 / RUNS))
