"""Logit models as R prints them. Expected figures are strings, compared as printed."""

import numpy as np
import pytest

from einlass.stats.regression.irls import Fit
from einlass.stats.regression.logit import logit, quasi_logit
from tests.stats.published import decimals, logit_case, with_intercept

WORMS, GIRLS, WOMEN = logit_case("budworm"), logit_case("menarche"), logit_case("infert")
TWENTY = np.full(12, 20)
ADDITIVE = with_intercept(WORMS.male, WORMS.ldose)
MENARCHE = GIRLS.Menarche, GIRLS.Total, with_intercept(GIRLS.Age)
BIRTHS = WOMEN[["spontaneous", "induced"]]
ALL = WOMEN[["age", "parity", "edu2", "edu3", "spontaneous", "induced"]]

# per term: estimate, standard error, odds ratio, low, high; two-sided p
PRINTED = {
    "budworm, sex and dose with interaction": (
        lambda: logit(WORMS.dead, TWENTY, np.column_stack([ADDITIVE, WORMS.male * WORMS.ldose])),
        [
            "-2.9935418 0.5526997 0.05010965 0.01696143 0.1480404 6.087304e-08",
            "0.1749868 0.7783100 1.19123048 0.25911771 5.4763916 8.221122e-01",
            "0.9060364 0.1671016 2.47449525 1.78340282 3.4333952 5.891353e-08",
            "0.3529130 0.2699902 1.42320730 0.83840151 2.4159296 1.911678e-01",
        ],
    ),
    "budworm, about dose 8": (
        lambda: logit(
            WORMS.dead,
            TWENTY,
            with_intercept(WORMS.male, WORMS.ldose - 3, WORMS.male * (WORMS.ldose - 3)),
        ),
        [
            "-0.2754324 0.2305173 0.7592437 0.4832419 1.192883 2.321475e-01",
            "1.2337258 0.3769761 3.4340000 1.6402786 7.189239 1.065295e-03",
            "0.9060364 0.1671016 2.4744952 1.7834028 3.433395 5.891353e-08",
            "0.3529130 0.2699902 1.4232073 0.8384015 2.415930 1.911678e-01",
        ],
    ),
    "budworm, sex and dose": (
        lambda: logit(WORMS.dead, TWENTY, ADDITIVE),
        [
            "-3.473155 0.4685202 0.031019 0.01238291 0.07770214 1.234445e-13",
            "1.100743 0.3558271 3.006400 1.49680843 6.03847560 1.978249e-03",
            "1.064214 0.1310775 2.898560 2.24186226 3.74762030 4.701542e-16",
        ],
    ),
    "budworm, quasibinomial": (
        lambda: quasi_logit(WORMS.dead, TWENTY, ADDITIVE),
        [
            "-3.473155 0.3597423 0.031019 0.0153255 0.06278285 4.790804e-06",
            "1.100743 0.2732135 3.006400 1.7598960 5.13578139 2.978005e-03",
            "1.064214 0.1006448 2.898560 2.3796511 3.53062206 2.244443e-06",
        ],
    ),
    "budworm, dose as offset": (
        lambda: logit(WORMS.dead, TWENTY, with_intercept(WORMS.male), offset=1.0642 * WORMS.ldose),
        [
            "-3.473113 0.2429886 0.03102033 0.019267 0.04994347 2.408752e-46",
            "1.100733 0.3417391 3.00636828 1.538698 5.87396053 1.277557e-03",
        ],
    ),
    "budworm, weighted": (
        lambda: logit(WORMS.dead, TWENTY, ADDITIVE, weights=WORMS.weight),
        [
            "-3.559235 0.4367588 0.0284606 0.01209134 0.06699059 3.663408e-16",
            "1.174210 0.3334074 3.2355869 1.68327915 6.21942171 4.285497e-04",
            "1.064864 0.1197754 2.9004436 2.29356706 3.66789933 6.083116e-19",
        ],
    ),
    "menarche": (
        lambda: logit(*MENARCHE),
        [
            "-21.226395 0.77068466 0.0000000006046358 0.0000000001335014 0.000000002738431 5.479038e-167",
            "1.631968 0.05895308 5.113931 4.555897 5.740316 1.134448e-168",
        ],
    ),
    "menarche, quasibinomial": (
        lambda: quasi_logit(*MENARCHE),
        [
            "-21.226395 0.75151267 0.0000000006046358 0.0000000001386134 0.00000000263744 2.335223e-19",
            "1.631968 0.05748653 5.113931 4.569011 5.72384 2.084276e-19",
        ],
    ),
    "infert": (
        lambda: logit(WOMEN.case, np.ones(248), with_intercept(BIRTHS)),
        [
            "-1.7078601 0.2677095 0.1812532 0.1072534 0.3063095 1.776344e-10",
            "1.1972050 0.2116433 3.3108503 2.1866962 5.0129182 1.543004e-08",
            "0.4181294 0.2056274 1.5191172 1.0152217 2.2731165 4.200891e-02",
        ],
    ),
    "infert, adjusted": (
        lambda: logit(WOMEN.case, np.ones(248), with_intercept(ALL)),
        [
            "-1.1492365 1.41219537 0.3168786 0.01989894 5.0460993 4.157628e-01",
            "0.0395820 0.03120253 1.0403758 0.97865721 1.1059867 2.046013e-01",
            "-0.8282774 0.19648949 0.4368011 0.29718819 0.6420012 2.493607e-05",
            "-1.0442436 0.79254976 0.3519579 0.07445111 1.6638354 1.876460e-01",
            "-1.4032051 0.83415618 0.2458079 0.04792485 1.2607553 9.253295e-02",
            "2.0459050 0.31015652 7.7361567 4.21230249 14.2079353 4.213663e-11",
            "1.2887574 0.30146019 3.6282752 2.00954084 6.5509397 1.910945e-05",
        ],
    ),
}


@pytest.mark.parametrize("case", PRINTED)
def test_logit_models_print_the_same_digits(case: str) -> None:
    make, rows = PRINTED[case]
    fit: Fit = make()
    assert len(rows) == len(fit.coef)
    for term, row in enumerate(rows):
        *numbers, p = row.split()
        ratio, interval = fit.ratio(term)
        found = (fit.coef[term], fit.errors[term], ratio, interval.low, interval.high)
        for value, text in zip(found, numbers, strict=True):
            assert f"{value:.{decimals(text)}f}" == text
        assert f"{fit.p_value(term):.6e}" == p


@pytest.mark.parametrize(
    ("case", "deviance", "df", "log_likelihood"),
    [
        ("budworm, sex and dose with interaction", "4.99372731", 8, "-17.55206415"),
        ("budworm, sex and dose", "6.75706423", 9, "-18.43373262"),
        ("budworm, dose as offset", "6.75706424", 10, "-18.43373262"),
        ("budworm, weighted", "5.74826794", 9, "-21.22449396"),
        ("menarche", "26.7034516", 23, "-55.37762716"),
        ("infert", "279.611979", 245, "-139.8059894"),
        ("infert, adjusted", "257.79769", 241, "-128.8988451"),
    ],
)
def test_deviance_and_likelihood(case: str, deviance: str, df: int, log_likelihood: str) -> None:
    fit: Fit = PRINTED[case][0]()
    assert fit.deviance is not None
    assert f"{fit.deviance:.9g} {fit.df} {fit.log_likelihood:.10g}" == f"{deviance} {df} {log_likelihood}"


@pytest.mark.parametrize(
    ("case", "dispersion"),
    [("budworm, quasibinomial", "0.589557787"), ("menarche, quasibinomial", "0.950865696")],
)
def test_dispersion(case: str, dispersion: str) -> None:
    fit: Fit = PRINTED[case][0]()
    assert f"{fit.dispersion:.9f}" == dispersion and fit.log_likelihood is None
