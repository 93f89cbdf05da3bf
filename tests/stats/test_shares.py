"""Wilson on the effective n, Newcombe: against statsmodels where there is no over-dispersion."""

import numpy as np
import pytest
from scipy.stats import t as student
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from einlass.stats.series import Reason
from einlass.stats.shares import difference, share

EVEN = np.tile([12, 13], 200), np.full(400, 900)
"""Hardly any spread between weeks, and so many weeks that t is nearly normal: the textbook case."""


def test_textbook_wilson() -> None:
    found = share(*EVEN)
    assert found.dispersion == 1.0 and found.effective == 360000
    alpha = 2 * student.sf(student.ppf(0.975, 399), 1e9)
    low, high = proportion_confint(5000, 360000, alpha, "wilson")
    assert (found.interval_95.low, found.interval_95.high) == (pytest.approx(low), pytest.approx(high))


def test_textbook_newcombe() -> None:
    before, after = share(*EVEN), share(EVEN[0] + 3, EVEN[1])
    found = difference(before, after)
    alpha = 2 * student.sf(student.ppf(0.975, 399), 1e9)
    low, high = confint_proportions_2indep(6200, 360000, 5000, 360000, "newcomb", "diff", alpha)
    assert found.value == pytest.approx(1200 / 360000)
    assert (found.interval_95.low, found.interval_95.high) == (pytest.approx(low), pytest.approx(high))


def test_weeks_that_differ_shrink_the_effective_n() -> None:
    found = share([2, 40, 3, 38, 2, 41], [900] * 6)
    p, m = 126 / 5400, 900
    spread = sum((y - m * p) ** 2 / (m * p * (1 - p)) for y in (2, 40, 3, 38, 2, 41)) / 5
    assert found.dispersion == pytest.approx(spread) and found.effective == pytest.approx(5400 / spread)


def test_none_and_all() -> None:
    none, every = share([0, 0, 0], [50, 60, 70]), share([50, 60, 70], [50, 60, 70])
    assert (
        none.interval_95.low == 0.0 and none.interval_95.high is not None and 0 < none.interval_95.high < 0.15
    )
    assert every.interval_95.high == 1.0 and every.value == 1.0


def test_too_little_to_say() -> None:
    single = share([3], [100])
    assert (single.value, single.reason, single.interval_95.low) == (0.03, Reason.TOO_FEW_WEEKS, None)
    assert share([0, 0], [0, 0]).reason is Reason.NO_EXPOSURE
    assert share([0, np.nan, 5], [0, 10, 100]).weeks == 1
    assert difference(single, share([3, 3], [100, 100])).interval_95.low is None
    with pytest.raises(ValueError, match="between"):
        share([5], [3])
