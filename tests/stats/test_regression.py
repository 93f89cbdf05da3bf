"""Textbook regressions against statsmodels on simulated data."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import t as student

from einlass.stats.counts import E_STAR, nuisance
from einlass.stats.regression.linear import (
    ar1_likelihood,
    clustered,
    independent_columns,
    least_squares,
    newey_west,
)
from einlass.stats.regression.logit import logit, quasi_logit
from einlass.stats.regression.rates import negative_binomial, poisson, quasi_poisson
from einlass.stats.series import Reason
from tests.stats.simulate import one

SERIES = one(seed=12, base=6.0)
DESIGN = np.column_stack([nuisance(SERIES, E_STAR), SERIES.step])
OFFSET = np.log(SERIES.exposure)
RATE = SERIES.counts / SERIES.exposure


def test_poisson_and_quasi_poisson() -> None:
    """R's stopping rule leaves about 1e-6; the peer is run to the end."""
    peer = sm.GLM(SERIES.counts, DESIGN, sm.families.Poisson(), offset=OFFSET).fit(tol=1e-13)
    plain, quasi = (f(SERIES.counts, DESIGN, SERIES.exposure) for f in (poisson, quasi_poisson))
    np.testing.assert_allclose(plain.coef, peer.params, atol=1e-6)
    np.testing.assert_allclose(plain.errors, peer.bse, rtol=1e-5)
    assert plain.log_likelihood == pytest.approx(peer.llf, rel=1e-9)
    assert quasi.dispersion == pytest.approx(peer.pearson_chi2 / peer.df_resid, rel=1e-5)
    np.testing.assert_allclose(quasi.errors, peer.bse * np.sqrt(quasi.dispersion), rtol=1e-5)


def test_logit_and_quasi_logit() -> None:
    """The peer's own scale="X2" forgets the totals when both ends are counted (statsmodels 0.15.0)."""
    totals = np.round(SERIES.exposure * 30) + SERIES.counts.max()
    ends = np.column_stack([SERIES.counts, totals - SERIES.counts])
    peer = sm.GLM(ends, DESIGN, sm.families.Binomial()).fit(tol=1e-13)
    plain, quasi = (f(SERIES.counts, totals, DESIGN) for f in (logit, quasi_logit))
    np.testing.assert_allclose(plain.coef, peer.params, atol=1e-6)
    np.testing.assert_allclose(plain.errors, peer.bse, rtol=1e-5)
    np.testing.assert_allclose(plain.mean, peer.fittedvalues, atol=1e-6)
    assert plain.log_likelihood == pytest.approx(peer.llf, rel=1e-9)
    assert plain.deviance == pytest.approx(peer.deviance, rel=1e-9)
    assert quasi.dispersion == pytest.approx(peer.pearson_chi2 / peer.df_resid, rel=1e-5)
    assert quasi.p_value(1) == pytest.approx(
        2 * student.sf(abs(quasi.coef[1]) / quasi.errors[1], peer.df_resid)
    )


def test_logit_of_one_share_is_its_log_odds() -> None:
    """Rows without total or weight count for nothing, and still have a fitted share."""
    found = logit([3, 4, 0, 9], [10, 10, 0, 9], np.ones((4, 1)), weights=[1, 1, 1, 0])
    assert found.coef[0] == pytest.approx(np.log(7 / 13)) and found.df == 1
    np.testing.assert_allclose(found.mean, 0.35)
    shifted = logit([3, 4], [10, 10], np.ones((2, 1)), offset=[0.5, 0.5])
    assert shifted.coef[0] == pytest.approx(np.log(7 / 13) - 0.5)


def test_negative_binomial() -> None:
    peer = sm.NegativeBinomial(SERIES.counts, DESIGN, offset=OFFSET).fit(
        disp=False, method="nm", maxiter=20000, xtol=1e-10, ftol=1e-14
    )
    found = negative_binomial(SERIES.counts, DESIGN, SERIES.exposure)
    assert found.theta == pytest.approx(1 / peer.params[-1], rel=1e-4)
    np.testing.assert_allclose(found.coef, peer.params[:-1], atol=1e-5)
    assert found.log_likelihood == pytest.approx(peer.llf, abs=1e-7)


def test_negative_binomial_without_overdispersion_is_poisson() -> None:
    even = np.tile([3.0, 4.0, 5.0, 4.0], 20)
    design = np.column_stack([np.ones(80), np.arange(80) >= 60])
    found = negative_binomial(even, design)
    assert found.theta is None and found.reason is None
    np.testing.assert_array_equal(found.coef, poisson(even, design).coef)


def test_newey_west_and_clusters() -> None:
    peer = sm.OLS(RATE, DESIGN).fit()
    fit = least_squares(RATE, DESIGN)
    np.testing.assert_allclose(fit.errors, peer.bse)
    robust = peer.get_robustcov_results("HAC", maxlags=5, use_correction=True)
    np.testing.assert_allclose(newey_west(fit, 5).errors, robust.bse)
    groups = np.arange(len(RATE)) // 12
    grouped = sm.WLS(RATE, DESIGN, SERIES.exposure).fit(cov_type="cluster", cov_kwds={"groups": groups})
    np.testing.assert_allclose(
        clustered(least_squares(RATE, DESIGN, SERIES.exposure), groups).errors, grouped.bse
    )


def test_ar1_likelihood_is_the_largest() -> None:
    """The likelihood at the found autocorrelation is not beaten on a fine grid of others."""
    found = ar1_likelihood(RATE, DESIGN)
    n = len(RATE)

    def likelihood(rho: float) -> float:
        cov = rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
        inverse = np.linalg.inv(cov)
        residual = RATE - DESIGN @ np.linalg.solve(DESIGN.T @ inverse @ DESIGN, DESIGN.T @ inverse @ RATE)
        return float(-n * np.log(residual @ inverse @ residual) - np.linalg.slogdet(cov)[1])

    assert found.autocorrelation is not None
    best = likelihood(found.autocorrelation)
    assert all(best >= likelihood(rho) for rho in np.linspace(-0.9, 0.9, 61))


def test_independent_columns_keep_their_places() -> None:
    first, second = np.arange(5.0), np.ones(5)
    kept = independent_columns(np.column_stack([first, second, first + 2 * second, first**2]))
    np.testing.assert_array_equal(kept, np.column_stack([first, second, first**2]))
    with pytest.raises(ValueError, match="independent_columns"):
        least_squares(first, np.column_stack([second, second]))


def test_no_fit_comes_back_with_a_reason() -> None:
    nothing = poisson(np.zeros(20), np.ones((20, 1)))
    assert (nothing.reason, nothing.ratio(0)[0]) == (Reason.NO_EVENTS, None)
    assert quasi_poisson([1.0], np.ones((1, 1))).reason is Reason.TOO_FEW_WEEKS
    assert negative_binomial(np.ones(4), np.ones((4, 2))).reason is Reason.TOO_FEW_WEEKS
    assert logit([0, 0], [5, 5], np.ones((2, 1))).reason is Reason.NO_EVENTS
    every = quasi_logit([5, 5], [5, 5], np.ones((2, 1)))
    assert (every.reason, every.ratio(0)[0], every.p_value(0)) == (Reason.NO_VARIATION, None, None)
    assert logit([1, 2], [5, 5], np.eye(2)).reason is Reason.TOO_FEW_WEEKS


def test_a_group_without_events_has_no_finite_coefficient() -> None:
    group = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    none_after = np.array([3.0, 5.0, 4.0, 0.0, 0.0, 0.0])
    for found in (
        poisson(none_after, group),
        quasi_poisson(none_after, group),
        negative_binomial(none_after, group),
        logit(none_after, np.full(6, 9), group),
        quasi_logit(9 - none_after, np.full(6, 9), group),
        logit([0, 0, 0, 9, 9, 9], np.full(6, 9), group),
    ):
        assert found.reason is Reason.FIT_FAILED


def test_what_a_logit_refuses() -> None:
    for call, message in (
        (lambda: logit([6], [5], np.ones((1, 1))), "between 0 and the totals"),
        (lambda: logit([np.nan], [5], np.ones((1, 1))), "between 0 and the totals"),
        (lambda: logit([1], [5], np.ones((1, 1)), weights=[-1]), "weights from 0"),
        (lambda: logit([1], [5], np.ones((1, 1)), offset=[np.inf]), "offsets be finite"),
        (lambda: logit([1, 2], [5], np.ones((2, 1))), "totals has 1 values"),
        (lambda: logit([1], [5], np.ones(1)), "design must have shape"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
