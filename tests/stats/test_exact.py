"""Exact tests by their definitions: tails at the limits, p against all outcomes added up one by one."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest, poisson

from einlass.stats.regression.exact import exact_rate, exact_ratio, exact_share


@pytest.mark.parametrize(("x0", "x1"), [(37, 11), (5, 0), (0, 4), (1, 1), (200, 150)])
def test_exact_ratio_by_definition(x0: int, x1: int) -> None:
    """At each limit, the tail of the binomial beyond what was observed is 2.5 %."""
    t0, t1 = 304.0, 128.0
    found = exact_ratio((x0, t0), (x1, t1))
    low, high = found.interval.low, found.interval.high

    def share(rate_ratio: float) -> float:
        return rate_ratio * t1 / (rate_ratio * t1 + t0)

    if x1:
        assert low is not None
        assert binom.sf(x1 - 1, x0 + x1, share(low)) == pytest.approx(0.025, rel=1e-9)
    if x0:
        assert high is not None and found.value == pytest.approx((x1 / t1) / (x0 / t0))
        assert binom.cdf(x1, x0 + x1, share(high)) == pytest.approx(0.025, rel=1e-9)
    assert (low is None, high is None) == (x1 == 0, x0 == 0)
    assert found.p_minlike == pytest.approx(binomtest(x1, x0 + x1, share(1)).pvalue, rel=1e-12)


def test_the_case_of_the_domain() -> None:
    """37 events in ten months, 11 in 128 days: 0.71, and no more than 0.32–1.41 can be said."""
    found = exact_ratio((37, 304), (11, 128))
    numbers = (found.value, found.interval.low, found.interval.high, found.p_minlike)
    assert " ".join(f"{number:.7f}" for number in numbers) == "0.7060811 0.3248766 1.4136054 0.3466215"


@pytest.mark.parametrize("mean", [0.3, 1.0, 4.5, 20.0])
@pytest.mark.parametrize("events", [0, 1, 4, 5, 20, 31])
def test_two_sided_p_of_a_rate_adds_up_what_is_not_more_probable(events: int, mean: float) -> None:
    probability = poisson.pmf(np.arange(500), mean)
    seen = probability <= poisson.pmf(events, mean) * (1 + 1e-7)
    found = exact_rate(events, 2.0, rate=mean / 2)
    assert found.p_minlike == pytest.approx(min(1.0, probability[seen].sum()), rel=1e-9)
    tails = poisson.cdf(events, mean), poisson.sf(events - 1, mean)
    assert found.p_central == pytest.approx(min(1.0, 2 * min(tails)))


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_limits_of_a_rate_leave_out_their_tails(level: float) -> None:
    found = exact_rate(7, 3.0, level)
    assert found.interval.low is not None and found.interval.high is not None
    assert poisson.sf(6, 3 * found.interval.low) == pytest.approx((1 - level) / 2)
    assert poisson.cdf(7, 3 * found.interval.high) == pytest.approx((1 - level) / 2)


def test_central_p_changes_sides_where_the_interval_does() -> None:
    for events in range(15):
        found = exact_rate(events, rate=5.0)
        assert found.p_central is not None
        assert (found.p_central < 0.05) == found.interval.excludes(5.0)


def test_nothing_seen_and_what_is_refused() -> None:
    nothing = exact_ratio((0, 1.0), (0, 1.0))
    assert (nothing.value, nothing.p_minlike, nothing.p_central) == (None, None, None)
    for call, message in (
        (lambda: exact_ratio((1, 0.0), (1, 1.0)), "exposure"),
        (lambda: exact_ratio((1, 1.0), (1, 1.0), ratio=0), "ratio"),
        (lambda: exact_ratio((1.5, 1.0), (1, 1.0)), "whole number"),
        (lambda: exact_rate(-1), "whole number"),
        (lambda: exact_rate(float("nan")), "whole number"),
        (lambda: exact_rate(1, rate=0.0), "rate"),
        (lambda: exact_share(3, 2), "between 0 and"),
        (lambda: exact_share(0, 0), "between 0 and"),
        (lambda: exact_share(1, 2, share=1.0), "between 0 and"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
