"""UK seat belt law: every digit that R printed. Expected figures are strings, compared as printed."""

import math

import numpy as np
import pytest

from einlass.stats.counts import Model, fit_step
from einlass.stats.regression.linear import ar1_likelihood, least_squares, newey_west, prais_winsten
from einlass.stats.regression.rates import RateFit, negative_binomial, poisson, quasi_poisson
from einlass.stats.series import Series
from tests.stats.published import dummies, seatbelts, with_intercept

DATA = seatbelts()
MONTHS = dummies(DATA.month)
LAW, TIME = DATA.law.to_numpy(float), DATA.t.to_numpy(float)
FULL = with_intercept(LAW, TIME, MONTHS)
ANGLE = 2 * np.pi * DATA.month.to_numpy() / 12
WAVES = np.column_stack([f(k * ANGLE) for k in (1, 2) for f in (np.sin, np.cos)])
SLOPE = with_intercept(LAW, TIME, (TIME - 169) * LAW, MONTHS)

# estimate, standard error, ratio, low, high of intercept, law, t (, slope change)
PRINTED = {
    "VanKilled Poisson, months": (
        lambda: poisson(DATA.VanKilled, FULL),
        [
            "2.681605 0.086009 14.608514 12.342278 17.290867",
            "-0.248006 0.109166 0.780355 0.630043 0.966528",
            "-0.003610 0.000514 0.996397 0.995393 0.997402",
        ],
    ),
    "VanKilled Poisson, no season": (
        lambda: poisson(DATA.VanKilled, with_intercept(LAW, TIME)),
        [
            "2.540904 0.046593 12.691135 11.583521 13.904659",
            "-0.269566 0.108966 0.763711 0.616846 0.945542",
            "-0.003469 0.000513 0.996537 0.995534 0.997540",
        ],
    ),
    "VanKilled quasi, two harmonics": (
        lambda: quasi_poisson(DATA.VanKilled, with_intercept(LAW, TIME, WAVES)),
        [
            "2.545369 0.043560 12.747927 11.704720 13.884111",
            "-0.252543 0.101975 0.776823 0.636093 0.948688",
            "-0.003606 0.000481 0.996400 0.995462 0.997339",
        ],
    ),
    "DriversKilled quasi": (
        lambda: quasi_poisson(DATA.DriversKilled, FULL),
        [
            "4.887334 0.037881 132.599545 123.111210 142.819158",
            "-0.135792 0.038449 0.873024 0.809652 0.941357",
            "-0.000958 0.000209 0.999042 0.998634 0.999451",
        ],
    ),
    "drivers quasi": (
        lambda: quasi_poisson(DATA.drivers, FULL),
        [
            "7.537678 0.025048 1877.465117 1787.520015 1971.936110",
            "-0.162005 0.026037 0.850437 0.808127 0.894962",
            "-0.001028 0.000140 0.998972 0.998699 0.999246",
        ],
    ),
    "drivers quasi, slope change": (
        lambda: quasi_poisson(DATA.drivers, SLOPE),
        [
            "7.538680 0.024794 1879.348374 1790.204019 1972.931730",
            "-0.246267 0.047014 0.781714 0.712902 0.857168",
            "-0.001039 0.000138 0.998962 0.998691 0.999233",
            "0.006859 0.003163 1.006883 1.000661 1.013143",
        ],
    ),
    "drivers negative binomial": (
        lambda: negative_binomial(DATA.drivers, FULL),
        [
            "7.537823 0.024193 1877.737529 1790.776429 1968.921508",
            "-0.162665 0.023123 0.849876 0.812218 0.889279",
            "-0.001034 0.000134 0.998966 0.998703 0.999230",
        ],
    ),
    "front seats per km": (
        lambda: quasi_poisson(DATA.front, FULL, DATA.kms),
        [
            "-2.321917 0.027919 0.098085 0.092862 0.103602",
            "-0.239583 0.029593 0.786956 0.742610 0.833950",
            "-0.004748 0.000150 0.995263 0.994970 0.995556",
        ],
    ),
    "rear seats per km, the control": (
        lambda: quasi_poisson(DATA.rear, FULL, DATA.kms),
        [
            "-3.353433 0.030784 0.034964 0.032917 0.037139",
            "0.110221 0.026312 1.116524 1.060405 1.175614",
            "-0.003842 0.000154 0.996165 0.995864 0.996467",
        ],
    ),
}


@pytest.mark.parametrize("case", PRINTED)
def test_rate_models_print_the_same_digits(case: str) -> None:
    make, rows = PRINTED[case]
    fit: RateFit = make()
    for term, row in enumerate(rows):
        ratio, interval = fit.ratio(term)
        found = [fit.coef[term], fit.errors[term], ratio, interval.low, interval.high]
        assert " ".join(f"{value:.6f}" for value in found) == row


@pytest.mark.parametrize(
    ("case", "dispersion"),
    [
        ("VanKilled quasi, two harmonics", "0.8731716"),
        ("DriversKilled quasi", "2.196387"),
        ("drivers quasi", "13.4273"),
        ("drivers quasi, slope change", "13.15405"),
        ("front seats per km", "7.793847"),
        ("rear seats per km, the control", "3.785667"),
    ],
)
def test_dispersion(case: str, dispersion: str) -> None:
    assert f"{PRINTED[case][0]().dispersion:.7g}".startswith(dispersion)


def test_theta_and_its_error() -> None:
    fit = negative_binomial(DATA.drivers, FULL)
    assert fit.theta is not None and fit.theta_error is not None
    assert (f"{fit.theta:.4f}", f"{fit.theta_error:.5f}") == ("149.9156", "16.64636")


def test_log_drivers_on_the_law_alone() -> None:
    fit = least_squares(np.log(DATA.drivers), with_intercept(LAW))
    assert [f"{value:.6f}" for value in fit.coef] == ["7.437386", "-0.261108"]
    assert [f"{value:.8f}" for value in fit.errors] == ["0.01147228", "0.03314641"]


def test_log_drivers_with_petrol_price() -> None:
    fit = least_squares(np.log(DATA.drivers), with_intercept(LAW, np.log(DATA.PetrolPrice), MONTHS))
    assert [f"{value:.7f}" for value in fit.coef[:3]] == ["6.4082715", "-0.1971395", "-0.4521301"]
    assert [f"{value:.8f}" for value in fit.errors[:3]] == ["0.13104339", "0.02072756", "0.05639610"]


def test_least_squares_and_newey_west_without_adjustment() -> None:
    fit = least_squares(np.log(DATA.drivers), FULL)
    assert [f"{value:.9f}" for value in fit.coef[:3]] == ["7.530195188", "-0.164033650", "-0.001007479"]
    assert [f"{value:.10f}" for value in fit.errors[:3]] == ["0.0250644966", "0.0237570312", "0.0001392586"]
    assert f"{fit.p_value(1):.6e}" == "8.563615e-11"
    assert f"{fit.durbin_watson:.5f}" == "0.96481"
    robust = newey_west(fit, 12, adjust=False)
    assert [f"{value:.10f}" for value in robust.errors[:3]] == [
        "0.0439017997",
        "0.0311784279",
        "0.0002862591",
    ]
    assert f"{robust.p_value(1):.6e}" == "4.080259e-07"


def test_ar1_by_likelihood() -> None:
    """nlme stops its optimiser early: seven significant digits of what it prints are its own."""
    fit = ar1_likelihood(np.log(DATA.drivers), FULL)
    assert f"{fit.autocorrelation:.7f}" == "0.5164179"
    assert [f"{value:.7g}" for value in fit.coef[:3]] == ["7.527739", "-0.1717791", "-0.0009519908"]
    assert [f"{value:.7g}" for value in fit.errors[:3]] == ["0.03018617", "0.03874629", "0.0002391231"]


def test_prais_winsten_is_generalised_least_squares_at_its_own_rho() -> None:
    fit = prais_winsten(np.log(DATA.drivers), FULL)
    rho = fit.autocorrelation
    assert rho is not None
    n = len(DATA)
    inverse = np.linalg.inv(rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))))
    expected = np.linalg.solve(FULL.T @ inverse @ FULL, FULL.T @ inverse @ np.log(DATA.drivers))
    np.testing.assert_allclose(fit.coef, expected, rtol=1e-8)
    residual = np.log(DATA.drivers.to_numpy()) - FULL @ fit.coef
    assert rho == pytest.approx(
        float(residual[1:] @ residual[:-1] / (residual[:-1] @ residual[:-1])), abs=1e-8
    )


def test_crude_ratios_per_km() -> None:
    for column, printed in (("front", "0.5004867"), ("rear", "0.7798408")):
        sums = DATA.groupby("law")[[column, "kms"]].sum()
        rate = sums[column] / sums.kms
        assert f"{rate[1] / rate[0]:.7f}" == printed


@pytest.mark.parametrize(
    ("column", "exposure", "columns", "harmonics", "ratio", "dispersion"),
    [
        ("drivers", None, MONTHS, 0, "0.850437", "13.4273"),
        ("VanKilled", None, None, 2, "0.776823", "0.87317"),
        ("front", "kms", MONTHS, 0, "0.786956", "7.79385"),
        ("rear", "kms", MONTHS, 0, "1.116524", "3.78567"),
    ],
)
def test_e_star_takes_the_same_general_form(
    column: str, exposure: str | None, columns: object, harmonics: int, ratio: str, dispersion: str
) -> None:
    """The product's own fit with a free trend and the published season is the published model."""
    visits = None if exposure is None else DATA[exposure]
    series = Series.of(DATA[column], LAW, visits, TIME, columns)
    model = Model(harmonics=harmonics, period=12.0, trend_sd=math.inf, least_dispersion=0.0)
    fit = fit_step(series, model)
    assert fit.ratio is not None and fit.scale is not None
    assert f"{fit.ratio:.6f}" == ratio
    assert f"{fit.scale.dispersion:.5f}".startswith(dispersion)
