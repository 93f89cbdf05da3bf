"""Exact tests as R prints them. Expected figures are strings, compared as printed."""

import pytest

from einlass.stats.regression.exact import Exact, exact_rate, exact_ratio, exact_share
from tests.stats.published import decimals

# estimate, lower and upper limit; two-sided p
PRINTED = {
    "Welsh nickel workers": (lambda: exact_rate(137, 24.19893), "5.661407 4.753125 6.692709", "2.845227e-56"),
    "lung cancer in Fredericia": (
        lambda: exact_ratio((6 + 8 + 7, 1083 + 1050 + 878), (11, 800)),
        "1.971488 0.8584264 4.2772659",
        "0.07966863",
    ),
    "giant plants": (lambda: exact_share(682, 925, share=0.75), "0.7372973 0.7076683 0.7654066", "0.3824916"),
    "below the rate": (lambda: exact_rate(14, rate=20), "14 7.65393 23.48962", "0.2170493"),
    "above the rate": (lambda: exact_rate(26, rate=20), "26 16.98406 38.09602", "0.1783126"),
    "at the rate": (lambda: exact_rate(10, rate=10), "10 4.795389 18.390356", "1"),
    "no event": (lambda: exact_rate(0, 2), "0 0.00000 1.84444", "0.2782118"),
    "80 % in ten units": (
        lambda: exact_rate(3, 10, 0.8, rate=0.9),
        "0.3 0.1102065 0.6680783",
        "0.04326215",
    ),
    "two rare rates": (
        lambda: exact_ratio((10, 16660), (2, 17877)),
        "0.1863847 0.01985654 0.87461225",
        "0.01877301",
    ),
    "77 reports after 68": (
        lambda: exact_ratio((68, 1), (77, 1)),
        "1.132353 0.8065353 1.5928293",
        "0.5065964",
    ),
    "as many as before": (lambda: exact_ratio((10, 1), (10, 1)), "1 0.3735468 2.6770404", "1"),
    "against a half, 90 %": (
        lambda: exact_ratio((17, 2), (3, 1), 0.9, 0.5),
        "0.3529412 0.08805191 1.04721881",
        "0.7818006",
    ),
    "thousands": (
        lambda: exact_ratio((1100, 1), (1200, 1)),
        "1.090909 1.004371 1.184992",
        "0.03896685",
    ),
    "none of 20": (lambda: exact_share(0, 20), "0 0.0000000 0.1684335", "1.907349e-06"),
    "all of 20": (lambda: exact_share(20, 20, share=0.9), "1 0.8315665 1.0000000", "0.25453"),
    "ties": (lambda: exact_share(6, 20), "0.3 0.1189316 0.5427892", "0.1153183"),
    "ties from above, 80 %": (lambda: exact_share(14, 20, 0.8), "0.7 0.5327330 0.8341276", "0.1153183"),
    "rare": (lambda: exact_share(3, 15, share=0.1), "0.2 0.04331201 0.48089113", "0.1840611"),
    "many": (
        lambda: exact_share(51235, 100000, share=0.51),
        "0.51235 0.5092466 0.5154526",
        "0.1379665",
    ),
}


@pytest.mark.parametrize("case", PRINTED)
def test_exact_tests_print_the_same_digits(case: str) -> None:
    make, printed, p = PRINTED[case]
    found: Exact = make()
    numbers = (found.value, found.interval.low, found.interval.high)
    for number, text in zip(numbers, printed.split(), strict=True):
        assert f"{number:.{decimals(text)}f}" == text
    assert f"{found.p_minlike:.7g}" == p


def test_p_of_r_and_interval_can_disagree() -> None:
    """The example of Fay 2010: 5 against 1.8, p 0.036, yet 1.8 lies within the 95 % interval."""
    found = exact_rate(5, rate=1.8)
    assert f"{found.p_minlike:.8f}" == "0.03640666"
    assert (f"{found.interval.low:.6f}", f"{found.interval.high:.6f}") == ("1.623486", "11.668332")
    assert found.p_central is not None and found.p_central > 0.05
