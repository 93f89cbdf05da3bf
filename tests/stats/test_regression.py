"""Textbook regressions against statsmodels on simulated data, and the exact ratio against its definition."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import binom

from einlass.stats.counts import E_STAR, nuisance
from einlass.stats.regression.linear import (
    ar1_likelihood,
    clustered,
    independent_columns,
    least_squares,
    newey_west,
)
from einlass.stats.regression.rates import exact_ratio, negative_binomial, poisson, quasi_poisson
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


@pytest.mark.parametrize(("x0", "x1"), [(37, 11), (5, 0), (0, 4), (1, 1), (200, 150)])
def test_exact_ratio_by_definition(x0: int, x1: int) -> None:
    """At each limit, the tail of the binomial beyond what was observed is 2.5 %."""
    t0, t1 = 304.0, 128.0
    ratio, interval, p = exact_ratio((x0, t0), (x1, t1))

    def share(rate_ratio: float) -> float:
        return rate_ratio * t1 / (rate_ratio * t1 + t0)

    if x1:
        assert interval.low is not None
        assert binom.sf(x1 - 1, x0 + x1, share(interval.low)) == pytest.approx(0.025, rel=1e-9)
    if x0:
        assert interval.high is not None and ratio == pytest.approx((x1 / t1) / (x0 / t0))
        assert binom.cdf(x1, x0 + x1, share(interval.high)) == pytest.approx(0.025, rel=1e-9)
    assert (interval.low is None, interval.high is None) == (x1 == 0, x0 == 0)
    assert p is not None and 0 < p <= 1


def test_the_case_of_the_domain() -> None:
    """37 events in ten months, 11 in 128 days: 0.71, and no more than 0.33–1.42 can be said."""
    ratio, interval, p = exact_ratio((37, 304), (11, 128))
    assert ratio == pytest.approx(0.706, abs=5e-4)
    assert interval.low == pytest.approx(0.33, abs=0.01) and interval.high == pytest.approx(1.42, abs=0.01)
    assert p is not None and p > 0.3


def test_no_fit_comes_back_with_a_reason() -> None:
    nothing = poisson(np.zeros(20), np.ones((20, 1)))
    assert (nothing.reason, nothing.ratio(0)[0]) == (Reason.NO_EVENTS, None)
    assert quasi_poisson([1.0], np.ones((1, 1))).reason is Reason.TOO_FEW_WEEKS
    assert negative_binomial(np.ones(4), np.ones((4, 2))).reason is Reason.TOO_FEW_WEEKS
    assert exact_ratio((0, 1.0), (0, 1.0))[0] is None
    with pytest.raises(ValueError, match="exposure"):
        exact_ratio((1, 0.0), (1, 1.0))
