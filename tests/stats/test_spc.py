"""Probability limits by their definition; p′, u′, g and t by their formulas; constants of subgroups."""

import numpy as np
import pytest
from scipy.integrate import simpson
from scipy.special import ndtr
from scipy.stats import binom, nbinom, norm, poisson

from einlass.stats.series import Reason
from einlass.stats.spc.alternatives import g_chart, laney_p, laney_u, t_chart
from einlass.stats.spc.counts import TAIL, probability_limits
from einlass.stats.spc.subgroups import (
    MEAN_RANGE,
    RANGE_ERROR,
    Spread,
    r_chart,
    s_chart,
    within_sigma,
    xbar_chart,
)
from einlass.stats.spc.textbook import c_chart, np_chart, p_chart, u_chart

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


def test_laney_is_the_plain_chart_widened() -> None:
    y, n = np.array([3.0, 9.0, 4.0, 12.0, 5.0]), np.array([40.0, 50.0, 45.0, 60.0, 50.0])
    for wide, plain in ((laney_p(y, n), p_chart(y, n)), (laney_u(y, n), u_chart(y, n))):
        reach = plain.high - plain.centre
        z = 3 * (plain.value - plain.centre) / reach
        np.testing.assert_allclose(wide.high - wide.centre, reach * np.abs(np.diff(z)).mean() / 1.128)
        np.testing.assert_array_equal(wide.value, plain.value)


@pytest.mark.parametrize("size", [2, 3, 5, 10, 25])
def test_constants_of_ranges_are_moments_of_the_normal_range(size: int) -> None:
    x, width = np.linspace(-9, 9, 901), np.linspace(0, 16, 801)
    inside = (ndtr(x + width[:, None]) - ndtr(x)) ** (size - 1)
    beyond = 1 - size * simpson(norm.pdf(x) * inside, x=x)
    mean, square = simpson(beyond, x=width), simpson(2 * width * beyond, x=width)
    assert f"{mean:.3f}" == f"{MEAN_RANGE[size]:.3f}"
    assert f"{np.sqrt(square - mean**2):.7f}" == f"{RANGE_ERROR[size]:.7f}"


@pytest.mark.parametrize(
    ("size", "of_ranges", "of_deviations"),
    [
        (5, "0.577 0.000 2.114", "1.427 0.000 2.089"),
        (10, "0.308 0.223 1.777", "0.975 0.284 1.716"),
        (25, "0.153 0.459 1.541", "0.606 0.565 1.435"),
    ],
)
def test_factors_of_the_tables(size: int, of_ranges: str, of_deviations: str) -> None:
    """A2, D3, D4 and A3, B3, B4 of Montgomery's table of factors."""
    groups = np.random.default_rng(4).normal(50, 3, (8, size))
    for spread, chart, printed in (
        (Spread.RANGE, r_chart(groups), of_ranges),
        (Spread.DEVIATION, s_chart(groups), of_deviations),
    ):
        means, middle = xbar_chart(groups, spread), chart.value.mean()
        reach = (means.high - means.centre)[0]
        assert " ".join(f"{v / middle:.3f}" for v in (reach, chart.low[0], chart.high[0])) == printed
        assert chart.centre[0] == pytest.approx(middle)


def test_ranges_of_uneven_subgroups_have_their_own_centres() -> None:
    groups = np.array([[1.0, 2.0, 4.0], [3.0, 5.0, np.nan], [2.0, 2.0, 6.0]])
    sigma = (3 / 1.693 + 2 / 1.128 + 4 / 1.693) / 3
    assert within_sigma(groups) == pytest.approx(sigma)
    np.testing.assert_allclose(r_chart(groups).centre, sigma * np.array([1.693, 1.128, 1.693]))
    np.testing.assert_allclose(s_chart(groups).value, np.sqrt([7 / 3, 2, 16 / 3]))
    assert xbar_chart(groups).centre[0] == 25 / 8


def test_limits_stop_where_no_value_can_be() -> None:
    shares, numbers = p_chart([0, 1, 9], [10, 10, 10]), np_chart([0, 1, 9], [10, 10, 10])
    assert (shares.low[0], numbers.low[0]) == (0.0, 0.0)
    assert p_chart([9, 10, 9], [10, 10, 10]).high[0] == 1.0
    assert c_chart([0, 0, 0]).high[0] == 0.0 and not c_chart([0, 0, 0]).is_outside.any()
    on_the_limit = c_chart([9, 9, 18], baseline=[True, True, False])
    assert on_the_limit.high[2] == 18.0 and not on_the_limit.is_outside.any()
    assert xbar_chart([[-5.0, -4.0], [-6.0, -5.0]]).low[0] < -5


def test_charts_of_nothing_are_empty() -> None:
    nothing = np.empty((0, 5))
    charts = p_chart([], []), np_chart([], []), c_chart([]), u_chart([], []), laney_u([], [])
    for chart in (*charts, xbar_chart(nothing), r_chart(nothing), s_chart(nothing)):
        assert len(chart.centre) == len(chart.is_outside) == 0


def test_what_textbook_charts_refuse() -> None:
    for call, message in (
        (lambda: p_chart([5], [3]), "between 0 and the totals"),
        (lambda: u_chart([5], [0]), "positive"),
        (lambda: c_chart([-1.0]), "not negative"),
        (lambda: c_chart([np.nan]), "missing"),
        (lambda: u_chart([1, 2], [1]), "has 1 values"),
        (lambda: c_chart([[1.0]]), "dimension"),
        (lambda: c_chart([1, 2], [False, False]), "no points"),
        (lambda: c_chart([1, 2], [True]), "baseline must have shape"),
        (lambda: xbar_chart([1.0, 2.0]), "shape"),
        (lambda: xbar_chart([[1.0, np.nan]]), "two values"),
        (lambda: s_chart([[1.0, np.inf]]), "finite"),
        (lambda: r_chart(np.zeros((2, 26))), "up to 25"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    assert s_chart(np.arange(52.0).reshape(2, 26)).centre[0] > 0
