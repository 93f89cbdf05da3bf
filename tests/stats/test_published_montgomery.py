"""Montgomery's examples as R's qcc prints them. Expected figures are strings, compared as printed."""

import numpy as np
import pytest

from einlass.stats.spc.subgroups import Spread, r_chart, s_chart, within_sigma, xbar_chart
from einlass.stats.spc.textbook import Limits, c_chart, np_chart, p_chart, u_chart
from tests.stats.published import decimals, montgomery

JUICE, BOARDS = montgomery("orangejuice"), montgomery("circuit")
COMPUTERS, CLOTH = montgomery("pcmanufact"), montgomery("dyedcloth")
RINGS = montgomery("pistonrings").diameter.to_numpy().reshape(40, 5)
JUICE_TRIAL, BOARDS_TRIAL = JUICE[JUICE.trial], BOARDS[BOARDS.trial]
GOOD_JUICE = JUICE.trial & ~JUICE["sample"].isin([15, 23])
GOOD_BOARDS = BOARDS.trial & ~BOARDS["sample"].isin([6, 20])
FIRST_25 = np.arange(40) < 25

# centre, lower and upper limit of the first point; numbers of the points outside
PRINTED = {
    "p": (
        lambda: p_chart(JUICE_TRIAL.D, JUICE_TRIAL["size"]),
        ("0.2313333 0.05242755 0.41023912", [15, 23]),
    ),
    "p of the good samples, for all": (
        lambda: p_chart(JUICE.D, JUICE["size"], GOOD_JUICE),
        ("0.215 0.04070284 0.38929716", [15, 21, 23, 41]),
    ),
    "np": (
        lambda: np_chart(JUICE_TRIAL.D, JUICE_TRIAL["size"]),
        ("11.56667 2.621377 20.511956", [15, 23]),
    ),
    "c": (lambda: c_chart(BOARDS_TRIAL.x), ("19.84615 6.481447 33.210861", [6, 20])),
    "c of the good samples, for all": (
        lambda: c_chart(BOARDS.x, GOOD_BOARDS),
        ("19.66667 6.362532 32.970801", [6, 20]),
    ),
    "u of the good samples, for all": (
        lambda: u_chart(BOARDS.x, BOARDS["size"], GOOD_BOARDS),
        ("0.1966667 0.06362532 0.32970801", [6, 20]),
    ),
    "u, five computers each": (
        lambda: u_chart(COMPUTERS.x, COMPUTERS["size"]),
        ("1.93 0.06613305 3.79386695", []),
    ),
    "u, uneven rolls": (
        lambda: u_chart(CLOTH.x, CLOTH["size"]),
        ("1.423256 0.2914739 2.5550377", []),
    ),
    "xbar": (
        lambda: xbar_chart(RINGS, baseline=FIRST_25),
        ("74.00118 73.98804799 74.01430401", [37, 38, 39]),
    ),
    "xbar from standard deviations": (
        lambda: xbar_chart(RINGS[:25], Spread.DEVIATION),
        ("74.00118 73.9879877 74.0143643", []),
    ),
    "R": (lambda: r_chart(RINGS, FIRST_25), ("0.02276 0.0 0.048125", [])),
    "S": (lambda: s_chart(RINGS, FIRST_25), ("0.009240037 0.0 0.01930241677", [])),
}


@pytest.mark.parametrize("case", PRINTED)
def test_charts_print_the_same_digits(case: str) -> None:
    make, (printed, outside) = PRINTED[case]
    chart: Limits = make()
    first = (chart.centre[0], chart.low[0], chart.high[0])
    for found, text in zip(first, printed.split(), strict=True):
        assert f"{found:.{decimals(text)}f}" == text
    assert list(np.flatnonzero(chart.is_outside) + 1) == outside


@pytest.mark.parametrize(
    ("spread", "printed"), [(Spread.RANGE, "0.009785038693"), (Spread.DEVIATION, "0.009829976728")]
)
def test_standard_deviation_within_piston_rings(spread: Spread, printed: str) -> None:
    assert f"{within_sigma(RINGS[:25], spread):.12f}" == printed


def test_every_roll_of_dyed_cloth_has_its_own_limits() -> None:
    chart = u_chart(CLOTH.x, CLOTH["size"])
    assert " ".join(f"{low:.7f}" for low in chart.low) == (
        "0.2914739 0.1578852 0.4306174 0.2914739 0.2620721 0.2914739 0.3900850 0.3187498 0.3900850 0.4109593"
    )
    assert " ".join(f"{high:.6f}" for high in chart.high) == (
        "2.555038 2.688626 2.415894 2.555038 2.584440 2.555038 2.456427 2.527762 2.456427 2.435552"
    )


def test_piston_rings_with_values_left_out() -> None:
    """The article of qcc leaves out twelve values, so that samples of 3, 4 and 5 stand side by side."""
    rings = RINGS.copy()
    rings.ravel()[np.array([9, 10, 30, 35, 45, 64, 65, 74, 75, 85, 99, 100]) - 1] = np.nan
    chart = xbar_chart(rings, baseline=FIRST_25)
    limits = {5: "73.98753 74.01398", 4: "73.98597 74.01554", 3: "73.98368 74.01782"}
    for i in range(25):
        size = int(np.isfinite(rings[i]).sum())
        assert f"{chart.low[i]:.5f} {chart.high[i]:.5f}" == limits[size]
    assert f"{chart.centre[0]:.5f} {within_sigma(rings[:25]):.9f}" == "74.00075 0.009856701"
    assert f"{within_sigma(rings[:25], Spread.DEVIATION):.9f}" == "0.009930923"
