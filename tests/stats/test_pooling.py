"""Random-effects pooling against statsmodels, Holm against statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests

from einlass.stats.counts import fit_step
from einlass.stats.pooling import holm, pool, pool_fits
from einlass.stats.series import Reason, Series, Tally, together
from tests.stats.simulate import many

SPREAD = np.array([-1.2, 0.3, -0.6, -0.9, 0.5, -0.1]), np.array([0.2, 0.25, 0.3, 0.2, 0.35, 0.3])
ALIKE = np.array([-0.31, -0.30, -0.29, -0.33, -0.30]), np.array([0.2, 0.25, 0.3, 0.2, 0.35])


def test_dersimonian_laird_with_hartung_knapp() -> None:
    """On offices that differ; for alike ones the peer lets tau2 go negative and is no reference."""
    theta, sigma = SPREAD
    peer = combine_effects(theta, sigma**2, method_re="dl", use_t=True)
    found = pool(theta, sigma)
    assert found.tau2 == pytest.approx(peer.tau2, abs=1e-12) and peer.tau2 > 0.1
    assert found.log_ratio == pytest.approx(peer.mean_effect_re, rel=1e-10)
    factor = max(1.0, peer.scale_hksj_re)
    assert found.factor == pytest.approx(factor, rel=1e-10)
    assert found.standard_error == pytest.approx(peer.sd_eff_w_re * np.sqrt(factor), rel=1e-10)


def test_alike_offices_do_not_shrink_the_interval() -> None:
    """Hartung–Knapp alone would give almost nothing here; the factor stays at 1."""
    found = pool(*ALIKE)
    assert (found.tau2, found.factor) == (0.0, 1.0)
    assert found.standard_error == pytest.approx((ALIKE[1] ** -2).sum() ** -0.5)


def test_holm() -> None:
    p = np.array([0.01, 0.04, 0.03, 0.005, 0.6])
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1])
    assert np.isnan(holm([0.01, np.nan, 0.03])[1])
    np.testing.assert_allclose(holm([0.01, np.nan, 0.03])[[0, 2]], [0.02, 0.03])


def test_offices_without_events_after_count_all_the_same() -> None:
    """Leaving them out would hide the strongest decreases: with them the pooled ratio is lower."""
    offices = many(6, seed=11, ratio=0.5)
    quiet = [Series.of(s.counts * (1 - s.step), s.step, s.exposure) for s in offices[:2]]
    fits = tuple(map(fit_step, [*quiet, *offices[2:]]))
    assert [fit.ratio is None for fit in fits] == [True, True, False, False, False, False]
    with_them, without = pool_fits(fits), pool_fits(fits[2:], least_offices=2)
    assert with_them.offices == 6 and without.offices == 4
    assert with_them.ratio is not None and without.ratio is not None and with_them.ratio < without.ratio


def test_too_few_offices_and_wrong_errors() -> None:
    assert pool([-0.1] * 4, [0.2] * 4).reason is Reason.TOO_FEW_OFFICES
    assert pool([], []).reason is Reason.TOO_FEW_OFFICES
    with pytest.raises(ValueError, match="positive"):
        pool([0.1] * 5, [0.2, 0.2, 0.0, 0.2, 0.2])


def test_tallies_together_expect_the_sum() -> None:
    """A busy office with few events and a quiet one with many: expectations add up, rates do not mix."""
    busy, quiet = Tally(104, 16, 20.0, 3.0, 1e6, 1e5), Tally(90, 12, 100.0, 9.0, 1e4, 3e3)
    both = together([busy, quiet])
    assert both.expected_after == pytest.approx(2.0 + 30.0)
    assert (both.weeks_before, both.weeks_after, both.events_after) == (90, 12, 12.0)
    assert both.expected_a_week == pytest.approx(2.0 / 16 + 30.0 / 12)  # each office over its own weeks
    with pytest.raises(ValueError, match="no tallies"):
        together([])
