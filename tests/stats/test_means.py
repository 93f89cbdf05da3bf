"""The step of a mean with offices as strata: average of the offices' steps, or their sum."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.signal import lfilter

from einlass.stats.means import MeanStep, mean_step
from einlass.stats.series import FloatArray, Reason
from einlass.stats.strata import Combine, rows_in_order

WEEKS = np.arange(60.0)
STARTS, LEVELS, STEPS = (40, 30, 48), (5.0, 20.0, 100.0), (1.0, 3.0, 8.0)
OFFICE = np.repeat([4, 7, 9], 60)
TIMES = np.tile(WEEKS, 3)
AFTER = np.concatenate([(start <= WEEKS).astype(float) for start in STARTS])
WEIGHTS = np.random.default_rng(8).uniform(0.5, 3.0, 180)
NOISE = np.random.default_rng(9).standard_normal(180)
VALUES = np.repeat(LEVELS, 60) + np.repeat(STEPS, 60) * AFTER + NOISE * np.repeat([1.0, 2.0, 6.0], 60)
DUMMIES = (OFFICE[:, None] == [4, 7, 9]).astype(float)


def _numbers(found: MeanStep) -> list[float]:
    numbers = (found.difference, found.standard_error, found.p_value, found.before, found.after)
    limits = found.interval_80.low, found.interval_95.high
    return [float(number) for number in (*numbers, *limits, found.df) if number is not None]


@pytest.mark.parametrize("combine", ["average", "sum"])
def test_one_stratum_is_what_it_was_without(combine: Combine) -> None:
    first = OFFICE == 4
    data = VALUES[first], WEIGHTS[first], AFTER[first], WEEKS
    plain, one = mean_step(*data), mean_step(*data, strata=OFFICE[first], combine=combine)
    assert _numbers(plain) == _numbers(one) and len(_numbers(plain)) == 8
    assert (one.balanced_before, one.balanced_after) == (one.before, one.after)
    assert one.after is not None and one.before is not None and one.difference == one.after - one.before


def test_the_average_is_weighted_least_squares_with_a_mean_per_office() -> None:
    found = mean_step(VALUES, WEIGHTS, AFTER, TIMES, strata=OFFICE)
    peer = sm.WLS(VALUES, np.column_stack([DUMMIES, AFTER]), WEIGHTS).fit()
    assert found.difference == pytest.approx(peer.params[-1], rel=1e-10)
    assert found.standard_error is not None and found.standard_error >= peer.bse[-1] * (1 - 1e-9)
    assert found.balanced_after == pytest.approx(found.balanced_before + found.difference)
    assert found.before == pytest.approx(np.average(VALUES[AFTER == 0], weights=WEIGHTS[AFTER == 0]))
    assert (found.strata_used, found.strata_left_out, found.df) == (3, 0, 58)


def test_the_sum_is_the_sum_of_the_offices_own_steps() -> None:
    """Its error is at least that of offices that do not know of each other, each on its own scale."""
    found = mean_step(VALUES, WEIGHTS, AFTER, TIMES, strata=OFFICE, combine="sum")
    own = [
        mean_step(VALUES[rows], WEIGHTS[rows], AFTER[rows], WEEKS)
        for rows in (k == OFFICE for k in (4, 7, 9))
    ]
    peer = sm.WLS(VALUES, np.column_stack([DUMMIES, DUMMIES * AFTER[:, None]]), WEIGHTS).fit()
    assert found.difference == pytest.approx(peer.params[3:].sum(), rel=1e-10)
    assert found.difference == pytest.approx(sum(one.difference or 0 for one in own))
    assert found.before == pytest.approx(sum(one.before or 0 for one in own))
    assert found.difference == pytest.approx(found.after - found.before)
    apart = np.sqrt(sum((one.standard_error or 0) ** 2 for one in own))
    assert found.standard_error is not None and found.standard_error >= apart * (1 - 1e-9)


@pytest.mark.parametrize("combine", ["average", "sum"])
def test_weeks_that_offices_share_count_as_one_week(combine: Combine) -> None:
    """Four offices with the same shocks know no more than one, and the sum is four times as uncertain."""
    shock = lfilter([1.0], [1.0, -0.5], np.random.default_rng(2).standard_normal(60))
    step = (WEEKS >= 40).astype(float)
    one = mean_step(shock, np.ones(60), step, WEEKS)
    four = mean_step(
        np.tile(shock, 4),
        np.ones(240),
        np.tile(step, 4),
        np.tile(WEEKS, 4),
        strata=np.repeat(np.arange(4), 60),
        combine=combine,
    )
    times = 4 if combine == "sum" else 1
    assert one.standard_error is not None and four.standard_error is not None
    assert four.standard_error == pytest.approx(times * one.standard_error, rel=0.05)
    assert four.df == one.df == 58


def _summed(values: FloatArray, step: FloatArray) -> MeanStep:
    return mean_step(values.reshape(3, 60).sum(axis=0), np.ones(60), step, WEEKS)


def test_with_one_start_the_sum_is_the_step_of_the_summed_series() -> None:
    step = (WEEKS >= 40).astype(float)
    noise = NOISE * np.repeat([1.0, 2.0, 6.0], 60)
    found = mean_step(noise, np.ones(180), np.tile(step, 3), TIMES, strata=OFFICE, combine="sum")
    whole = _summed(noise, step)
    assert found.difference == pytest.approx(whole.difference)
    assert found.standard_error is not None and whole.standard_error is not None
    assert found.standard_error >= whole.standard_error * (1 - 1e-9)
    assert found.standard_error == pytest.approx(whole.standard_error, rel=0.2)


def test_counting_elsewhere_is_no_step() -> None:
    """Nothing changed; the low office is mostly measured before, the high one mostly after."""
    weights = np.where((OFFICE == 4) == (AFTER == 0), 9.0, 1.0)[OFFICE != 9]
    rows = OFFICE != 9
    values = np.where(OFFICE == 4, 1.0, 6.0)[rows] + 0.3 * NOISE[rows]
    strata = OFFICE[rows]
    apart = mean_step(values, weights, AFTER[rows], TIMES[rows], strata=strata)
    assert not apart.interval_80.excludes(0.0)
    before, after = (
        np.average(values[side], weights=weights[side]) for side in (AFTER[rows] == s for s in (0, 1))
    )
    assert after - before > 3 and apart.after is not None and apart.before is not None
    assert apart.after - apart.before == pytest.approx(after - before)
    assert abs((apart.balanced_after or 0) - (apart.balanced_before or 0)) < 0.2


def test_the_floor_of_each_stratum_counts_by_its_part_in_the_estimate() -> None:
    floor = np.repeat([50.0, 200.0, 10.0], 60)
    information = [
        1 / (1 / w[a == 0].sum() + 1 / w[a == 1].sum())
        for w, a in zip(WEIGHTS.reshape(3, 60), AFTER.reshape(3, 60), strict=True)
    ]
    data = np.repeat(LEVELS, 60) + 0.01 * NOISE, WEIGHTS, AFTER, TIMES, floor, OFFICE
    variance = np.array([50.0, 200.0, 10.0]) / information
    average, total = mean_step(*data), mean_step(*data, combine="sum")
    shares = np.array(information) / sum(information)
    assert average.standard_error == pytest.approx(np.sqrt(shares**2 @ variance))
    assert total.standard_error == pytest.approx(np.sqrt(variance.sum()))


def test_a_stratum_with_one_side_is_left_out() -> None:
    after = np.where(OFFICE == 9, 1.0, AFTER)
    found, without = (
        mean_step(VALUES[rows], WEIGHTS[rows], after[rows], TIMES[rows], strata=OFFICE[rows])
        for rows in (OFFICE > 0, OFFICE != 9)
    )
    assert _numbers(found) == _numbers(without)
    assert (found.strata_used, found.strata_left_out) == (2, 1)


A, B = [0.0, 0.0, 1.0, 1.0], [0, 0, 1, 1]
POOR: dict[str, tuple[list[float], list[float], list[float], list[int], Reason]] = {
    "no rows": ([], [], [], [], Reason.NO_WEEKS_BEFORE),
    "before here, after there": ([1, 2, 8, 9], A, [0, 1, 2, 3], B, Reason.NO_STRATUM_BOTH),
    "only before": ([1, 2, 8, 9], [0] * 4, [0, 1, 0, 1], B, Reason.NO_WEEKS_AFTER),
    "one time on each side": ([1, 2, 8, 9], [0, 1, 0, 1], [0, 1, 0, 1], B, Reason.TOO_FEW_WEEKS),
    "no variation": ([5.0] * 6, [0, 0, 1] * 2, [0, 1, 2] * 2, [0] * 3 + [1] * 3, Reason.NO_VARIATION),
}


@pytest.mark.parametrize("combine", ["average", "sum"])
@pytest.mark.parametrize("case", POOR)
def test_poor_data_give_a_reason(case: str, combine: Combine) -> None:
    values, step, times, strata, reason = POOR[case]
    found = mean_step(
        np.array(values, dtype=float),
        np.ones(len(values)),
        np.array(step, dtype=float),
        np.array(times, dtype=float),
        strata=strata,
        combine=combine,
    )
    assert found.reason is reason and found.interval_95.low is None and found.standard_error is None


def test_a_sum_with_an_office_that_never_varies_or_has_a_week_a_side() -> None:
    steady = np.where(OFFICE == 4, 5.0, VALUES)
    short = (OFFICE != 9) | (TIMES == 47) | (TIMES == 48)
    for values, rows in ((steady, OFFICE > 0), (VALUES, short), (steady, short)):
        found = mean_step(
            values[rows], WEIGHTS[rows], AFTER[rows], TIMES[rows], strata=OFFICE[rows], combine="sum"
        )
        assert found.reason is None and found.standard_error is not None and found.standard_error > 0


def test_rows_out_of_order_are_an_error() -> None:
    with pytest.raises(ValueError, match="need times"):
        rows_in_order(3, None, [0, 0, 1])
    with pytest.raises(ValueError, match="ascend"):
        rows_in_order(3, [1, 2, 1], [1, 1, 0])
    with pytest.raises(ValueError, match="each once"):
        rows_in_order(3, [1, 1, 2], None)


def test_the_limit_of_the_autocorrelation_widens_short_series_most() -> None:
    """The estimate alone is today's; the upper limit adds its own error, which falls with the weeks."""
    factors = []
    for weeks in (16, 60, 240):
        step = (np.arange(weeks) >= weeks // 2).astype(float)
        noise = np.random.default_rng(3).standard_normal(weeks)
        data = noise, np.ones(weeks), step, np.arange(float(weeks))
        plain, half, careful = (
            mean_step(*data),
            mean_step(*data, level_limit=0.5),
            mean_step(*data, level_limit=0.99),
        )
        assert _numbers(plain) == _numbers(half) and careful.difference == plain.difference
        factors.append((careful.standard_error or 0) / (plain.standard_error or 1))
    assert factors[0] > factors[1] > factors[2] > 1.2
    three = mean_step(
        np.array([1.0, 2.0, 4.0]), np.ones(3), np.array([0, 0, 1.0]), np.arange(3.0), level_limit=0.9
    )
    assert three.reason is None and three.standard_error is not None
