"""What could be seen: against the textbook number, and against simulation."""

import math

import numpy as np
import pytest

from einlass.stats.counts import E_STAR, fit_step
from einlass.stats.power import Design, design_of, detectable_ratio, need
from einlass.stats.series import Series
from tests.stats.simulate import one


def test_events_for_a_third_fewer() -> None:
    """(1.96 + 0.84)² · (1 + 1/0.7) / log(0.7)² = 150 a period by hand; 160–200 over-dispersed."""
    plain = need(Design(100, 30, 16), 0.7)
    assert plain.events_per_period == pytest.approx(150, rel=0.03)
    assert 160 < need(Design(100, 30, 16, scale=1.2), 0.7).events_per_period < 200


def test_detectable_ratio_and_need_agree() -> None:
    """With as many expected events after as need() asks for, that very ratio is the detectable one."""
    design = Design(300, 40, 20, scale=1.4, factor=1.1)
    asked = need(design, 0.7)
    assert asked.events_after is not None and asked.weeks_after is not None
    assert asked.weeks_after == math.ceil(asked.events_after / 2)
    longer = Design(300, asked.events_after, asked.weeks_after, 1.4, 1.1)
    assert detectable_ratio(longer) == pytest.approx(0.7, abs=1e-9)


def test_more_data_sees_more() -> None:
    found = [detectable_ratio(Design(100, e, 16)) for e in (10, 20, 40, 80)]
    assert all(r is not None for r in found) and found == sorted(found, key=lambda r: r or 0.0)


def test_what_no_length_of_time_can_show() -> None:
    thin = need(Design(8, 3, 16, scale=2.0), 0.7)
    assert thin.weeks_after is None and thin.events_after is None and thin.events_per_period > 250
    assert detectable_ratio(Design(0.01, 0.01, 16)) is None
    with pytest.raises(ValueError, match="between"):
        need(Design(8, 3, 16), 1.2)


def test_design_of_a_fit() -> None:
    fit = fit_step(one(seed=1), E_STAR)
    design = design_of(fit)
    assert design is not None and design.factor >= 1.0 and fit.scale is not None
    assert fit.one_step is not None
    assert -math.log(0.95) / design.root(0.95) == pytest.approx(fit.one_step[1], rel=0.15)
    assert design_of(fit_step(Series.of(np.zeros(60), np.arange(60) >= 40))) is None


def test_power_by_simulation() -> None:
    """Poisson series at the detectable ratio: 80 % seen, ± 3.3 binomial errors = ± 11 points."""
    weeks, step = 120, (np.arange(120) >= 90).astype(float)
    rng = np.random.default_rng(2)
    ratio = detectable_ratio(Design(90 * 3.0, 30 * 3.0, 30))
    assert ratio is not None
    series = [Series.of(rng.poisson(3.0 * np.where(step > 0, ratio, 1.0)), step) for _ in range(150)]
    assert len(series[0].counts) == weeks
    seen = np.mean([fit_step(s, E_STAR).interval_95.is_below(1.0) for s in series])
    assert 0.60 < seen < 0.91  # season and scale cost up to 8 points below the plain 80 %
