"""Proposition 99: Newey–West as Stata prints it, difference in differences, clustered errors, placebos."""

import numpy as np
import pandas as pd

from einlass.stats.regression.linear import clustered, least_squares, newey_west
from tests.stats.published import dummies, prop99, with_intercept

DATA = prop99()
CALIFORNIA = DATA[DATA.State == "California"].sort_values("Year")
YEAR = CALIFORNIA.Year.to_numpy()
LAW = (YEAR >= 1989).astype(float)
FIT = least_squares(CALIFORNIA.PacksPerCapita, with_intercept(YEAR - 1970, LAW, LAW * (YEAR - 1989)))


def test_level_and_slope_as_stata_prints_them() -> None:
    stata = newey_west(FIT, 1)
    assert [f"{value:.6f}" for value in FIT.coef] == ["132.225789", "-1.779474", "-20.058097", "-1.494652"]
    assert [f"{value:.4f}" for value in FIT.coef[:1]] == ["132.2258"]
    errors = [
        f"{stata.errors[0]:.5f}",
        f"{stata.errors[1]:.7f}",
        f"{stata.errors[2]:.6f}",
        f"{stata.errors[3]:.7f}",
    ]
    assert errors == ["4.25305", "0.3834188", "4.724395", "0.4368201"]
    assert [f"{stata.p_value(i):.3e}" for i in (1, 2, 3)] == ["7.991e-05", "2.304e-04", "1.997e-03"]


def test_without_adjustment() -> None:
    assert [f"{e:.5f}" for e in newey_west(FIT, 1, adjust=False).errors] == [
        "3.96919",
        "0.35783",
        "4.40907",
        "0.40767",
    ]


def test_classical_errors_and_durbin_watson() -> None:
    assert [f"{e:.7f}" for e in FIT.errors] == ["2.2866190", "0.2170363", "3.7471105", "0.4846286"]
    assert f"{FIT.durbin_watson:.5f}" == "0.53524"


def test_slope_after_the_law() -> None:
    stata = newey_west(FIT, 1)
    both = np.array([0.0, 1.0, 0.0, 1.0])
    assert f"{both @ stata.coef:.6f}" == "-3.274126"
    assert f"{np.sqrt(both @ stata.covariance @ both):.6g}" == "0.268804"


def _did(state: str, table: pd.DataFrame = DATA) -> float:
    treated, law = table.State == state, table.Year >= 1989
    mean = table.PacksPerCapita.groupby([treated, law]).mean()
    return float(mean[True, True] - mean[True, False] - mean[False, True] + mean[False, False])


def test_difference_in_differences_and_clustered_error() -> None:
    on = ((DATA.State == "California") & (DATA.Year >= 1989)).to_numpy(float)
    fit = least_squares(DATA.PacksPerCapita, with_intercept(on, dummies(DATA.State), dummies(DATA.Year)))
    assert f"{fit.coef[1]:.5f}" == f"{_did('California'):.5f}" == "-27.34911"
    assert f"{fit.errors[1]:.6f}" == "4.409454"
    assert f"{clustered(fit, DATA.State).errors[1]:.6f}" == "2.848742"


def test_placebo_spread() -> None:
    untreated = DATA[DATA.State != "California"]
    others = np.array([_did(state, untreated) for state in untreated.State.unique()])
    assert (f"{others.std():.4f}", f"{others.std(ddof=1):.5f}") == ("17.2868", "17.51885")
