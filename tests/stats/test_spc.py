"""Probability limits by their definition; p′, u′, g and t by their formulas."""

import numpy as np
import pytest
from scipy.stats import binom, nbinom, poisson

from einlass.stats.series import Reason
from einlass.stats.spc.alternatives import g_chart, laney_p, laney_u, t_chart
from einlass.stats.spc.counts import TAIL, probability_limits

rng = np.random.default_rng(8)
COUNTS = rng.negative_binomial(2, 2 / (2 + 3.0), 104).astype(float)
VISITS = rng.uniform(0.5, 1.5, 104)


def test_limits_leave_out_their_tails() -> None:
    chart = probability_limits(COUNTS, VISITS)
    assert chart.overdispersion is not None and chart.overdispersion > 0.1
    size = 1 / chart.overdispersion
    law = nbinom(size, size / (size + chart.mean))
    assert np.all(law.sf(chart.high) <= TAIL) and np.all(law.sf(chart.high - 1) > TAIL)
    assert np.all(law.cdf(chart.low - 1) <= TAIL)
    np.testing.assert_array_equal(chart.is_unusual, (chart.low > COUNTS) | (chart.high < COUNTS))


def test_no_overdispersion_gives_poisson_limits() -> None:
    chart = probability_limits(np.tile([4.0, 5.0, 6.0], 12))
    assert chart.overdispersion == 0.0 and chart.high[0] == poisson.ppf(1 - TAIL, 5.0)


def test_a_low_count_can_never_be_unusual_downwards() -> None:
    assert probability_limits(COUNTS).low.max() == 0.0


def test_baseline_decides_the_limits() -> None:
    spiked = COUNTS.copy()
    spiked[90:] = 60
    chart = probability_limits(spiked, baseline=np.arange(104) < 90)
    assert chart.is_unusual[90:].all() and chart.rate == pytest.approx(COUNTS[:90].mean())


def test_nothing_to_draw() -> None:
    assert probability_limits([0.0] * 9).reason is Reason.NO_EVENTS
    assert probability_limits([3.0]).reason is Reason.TOO_FEW_WEEKS
    assert probability_limits([3.0, 2.0, 1.0], [0, 0, 0]).reason is Reason.TOO_FEW_WEEKS
    gap = probability_limits([3.0, np.nan, 1.0, 4.0], [1.0, 1.0, 0.0, 1.0])
    assert np.isnan(gap.high[2]) and not gap.is_unusual.any()


def test_laney_is_the_textbook_chart_when_nothing_else_varies() -> None:
    """20,000 binomial points: σ_z is 1 but for its own error, so p′ is p."""
    totals = np.full(20000, 400.0)
    chart = laney_p(binom.rvs(400, 0.2, size=20000, random_state=1), totals)
    np.testing.assert_allclose(chart.high - chart.centre, 3 * np.sqrt(0.2 * 0.8 / 400), rtol=0.03)
    assert chart.is_outside.mean() < 0.006
    with pytest.raises(ValueError, match="positive"):
        laney_p([1.0], [0.0])


def test_laney_u_widens_with_the_spread_between_neighbours() -> None:
    calm = laney_u(np.tile([10.0, 11.0], 20), np.ones(40))
    wild = laney_u(np.tile([2.0, 19.0], 20), np.ones(40))
    assert (wild.high - wild.centre)[0] == pytest.approx(17 * (calm.high - calm.centre)[0])
    assert calm.centre[0] == wild.centre[0] == 10.5


def test_g_and_t_charts() -> None:
    gaps = np.array([3.0, 5.0, 2.0, 60.0, 4.0])
    chart = g_chart(gaps)
    assert chart.high[0] == pytest.approx(14.8 + 3 * np.sqrt(14.8 * 15.8)) and chart.low[0] == 0.0
    moved = t_chart(gaps)
    z = gaps ** (1 / 3.6)
    assert moved.high[0] == pytest.approx((z.mean() + 2.66 * np.abs(np.diff(z)).mean()) ** 3.6)
    assert len(g_chart([]).centre) == len(t_chart([]).centre) == 0
