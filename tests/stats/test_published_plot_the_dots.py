"""NHS "Making Data Count": all 396 labelled points, and the limits of the package's own tests."""

import numpy as np
import pytest

from einlass.stats.spc.xmr import Cause, point_types, xmr
from tests.stats.published import dots

POINTS = dots("expected_point_types")
LABELS = {
    Cause.COMMON: "Common Cause",
    Cause.ABOVE_LIMIT: "Above UCL",
    Cause.BELOW_LIMIT: "Below LCL",
    Cause.TWO_OF_THREE_ABOVE: "2 in 3 Above CL",
    Cause.TWO_OF_THREE_BELOW: "2 in 3 Below CL",
    Cause.RUN_ABOVE: "7 Points Above CL",
    Cause.RUN_BELOW: "7 Points Below CL",
}
CHARTS = list(POINTS.groupby(["case", "f"], sort=False).groups)


def test_there_are_396_points_in_11_charts() -> None:
    assert (len(POINTS), len(CHARTS)) == (396, 11)


@pytest.mark.parametrize(("case", "facet"), CHARTS)
def test_every_point_of_a_chart(case: str, facet: str) -> None:
    expected = POINTS[(POINTS["case"] == case) & (POINTS.f == facet)]
    rebase = np.flatnonzero(np.diff(expected.rebase_group)) + 1
    chart = xmr(
        expected.y, [int(i) for i in rebase], "unscreened" not in case, 12 if "fix12" in case else None
    )
    better = -1 if "breaches" in case else 0 if "neutral" in case else 1
    assert [LABELS.get(cause, cause) for cause in chart.causes] == list(expected.special_cause_type)
    assert [kind.value for kind in point_types(chart, better)] == list(expected.point_type)
    for found, column in ((chart.mean, "mean_col"), (chart.low, "lpl"), (chart.high, "upl")):
        np.testing.assert_allclose(found, expected[column], rtol=2e-14, atol=2e-8)  # printed to 8 decimals


SNAPSHOT = dots("snapshot_rnorm20_seed123").y.to_numpy()
SPIKED = np.where(np.arange(20) == 14, 10.0, SNAPSHOT)
VIGNETTE = dots("vignette_deviations_18pts")["data"].to_numpy(float)


@pytest.mark.parametrize(
    ("values", "screen", "printed"),
    [
        (SNAPSHOT, True, "0.1416238 -3.0113796 3.2946272"),
        (SPIKED, True, "0.6694159 -2.3836656 3.7224973"),
        (SPIKED, False, "0.6694159 -4.5966252 5.9354569"),
        (VIGNETTE, True, "1.9444444 -0.7155556 4.6044444"),
        (VIGNETTE, False, "1.9444444 -3.0626144 6.9515033"),
    ],
)
def test_limits_of_the_package_tests(values: np.ndarray, screen: bool, printed: str) -> None:
    chart = xmr(values, screen=screen)
    assert f"{chart.mean[0]:.7f} {chart.low[0]:.7f} {chart.high[0]:.7f}" == printed


def test_trends_are_found_both_ways_and_outrank_runs() -> None:
    """No chart of the package's data has a trend, so two are made: seven rising, then seven falling."""
    chart = xmr([8, 0, 8, 0, 8, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 8, 0, 8, 0], screen=False)
    assert chart.causes[5:11] == (Cause.RISING_TREND,) * 6
    assert chart.causes[11:18] == (Cause.FALLING_TREND,) * 7  # the top belongs to both: the later one wins
    assert {*chart.causes[:5], *chart.causes[18:]} == {Cause.COMMON}


def test_an_empty_and_a_single_point_chart() -> None:
    assert xmr([]).causes == ()
    assert xmr([3.0]).causes == (Cause.COMMON,)
    with pytest.raises(ValueError, match="finite"):
        xmr([1.0, np.nan])
