"""E* and E*pt: fit against statsmodels, limits against brute force, effect against the truth."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import brentq, minimize
from scipy.stats import t as student

from einlass.stats.counts import (
    E_STAR,
    E_STAR_PT,
    TREND_SD,
    WEEKS_A_YEAR,
    Model,
    expected_without_step,
    fit_step,
    nuisance,
)
from einlass.stats.series import FloatArray, Series
from tests.stats.simulate import many, one

SERIES = one(seed=3)


def _design(series: Series) -> FloatArray:
    return np.column_stack([nuisance(series, E_STAR), series.step])


def test_fit_equals_statsmodels() -> None:
    peer = sm.GLM(SERIES.counts, _design(SERIES), sm.families.Poisson(), offset=np.log(SERIES.exposure)).fit(
        tol=1e-13, scale="X2"
    )
    fit = fit_step(SERIES, E_STAR)
    assert fit.scale is not None and fit.log_ratio == pytest.approx(peer.params[-1], abs=1e-9)
    assert fit.scale.dispersion == pytest.approx(max(1.0, peer.scale), rel=1e-9)
    wald = peer.bse[-1] * math.sqrt(fit.scale.value / peer.scale)
    assert fit.standard_error == pytest.approx(wald, rel=1e-7)
    assert fit.df == len(SERIES.counts) - 5 + 1


def test_limits_are_where_statsmodels_deviance_says() -> None:
    """At each limit the profile deviance has risen by s·t²; the deviance is the peer's own."""

    def deviance(log_ratio: float | None) -> float:
        design = nuisance(SERIES, E_STAR) if log_ratio is not None else _design(SERIES)
        offset = np.log(SERIES.exposure) + (log_ratio or 0.0) * SERIES.step
        fitted = sm.GLM(SERIES.counts, design, sm.families.Poisson(), offset=offset).fit(tol=1e-13)
        return float(fitted.deviance)

    fit = fit_step(SERIES, E_STAR)
    assert fit.scale is not None
    for interval in (fit.interval_80, fit.interval_95):
        wanted = student.ppf((1 + interval.level) / 2, fit.df) ** 2
        for end in (interval.low, interval.high):
            assert end is not None
            assert (deviance(math.log(end)) - deviance(None)) / fit.scale.value == pytest.approx(
                wanted, rel=1e-6
            )


def test_trend_prior_against_a_general_optimiser() -> None:
    """The penalised deviance, minimised by scipy from scratch, gives the same ratio and limits."""
    fit = fit_step(SERIES, E_STAR_PT)
    assert fit.scale is not None and fit.log_ratio is not None
    scale, design = fit.scale.value, np.column_stack([nuisance(SERIES, E_STAR_PT), SERIES.step])

    def loss(coef: FloatArray, step: float | None) -> float:
        full = coef if step is None else np.append(coef, step)
        eta = design @ full + np.log(SERIES.exposure)
        return float(2 * np.sum(np.exp(eta) - SERIES.counts * eta) + scale * full[3] ** 2 / TREND_SD**2)

    def smallest(step: float | None) -> tuple[float, FloatArray]:
        start = np.zeros(5 if step is None else 4)
        found = minimize(loss, start, (step,), "BFGS", options={"gtol": 1e-7})
        return float(found.fun), found.x

    least, best = smallest(None)
    assert fit.log_ratio == pytest.approx(best[-1], abs=1e-5)  # BFGS' own precision
    wanted = scale * student.ppf(0.975, fit.df) ** 2
    high = brentq(lambda b: smallest(b)[0] - least - wanted, best[-1], best[-1] + 3, xtol=1e-7)
    assert fit.interval_95.high == pytest.approx(math.exp(high), rel=1e-5)


@pytest.mark.parametrize("model", [E_STAR, E_STAR_PT], ids=["no trend", "trend prior"])
def test_one_step_is_the_first_newton_step_from_no_change(model: Model) -> None:
    """Spelled out with the full penalised information at the null fit of the peer's optimiser."""
    fit = fit_step(SERIES, model)
    assert fit.scale is not None and fit.one_step is not None and fit.log_ratio is not None
    others = nuisance(SERIES, model)
    ridge = np.zeros(others.shape[1])
    if model.trend_sd is not None:
        ridge[3] = fit.scale.value / TREND_SD**2

    def loss(coef: FloatArray) -> float:
        eta = others @ coef + np.log(SERIES.exposure)
        return float(np.sum(np.exp(eta) - SERIES.counts * eta) + ridge @ coef**2 / 2)

    null = minimize(loss, np.zeros(len(ridge)), method="BFGS", options={"gtol": 1e-8}).x
    mean = np.exp(others @ null + np.log(SERIES.exposure))
    design = np.column_stack([others, SERIES.step])
    score = design.T @ (SERIES.counts - mean) - np.append(ridge * null, 0.0)
    information = (design.T * mean) @ design + np.diag(np.append(ridge, 0.0))
    assert fit.one_step[0] == pytest.approx(np.linalg.solve(information, score)[-1], abs=1e-5)  # BFGS
    error = math.sqrt(fit.scale.value * np.linalg.inv(information)[-1, -1])
    assert fit.one_step[1] == pytest.approx(error, rel=1e-5)


def test_p_value_and_interval_tell_the_same() -> None:
    for series in many(30, seed=8):
        fit = fit_step(series)
        assert fit.p_value is not None
        assert (fit.p_value < 0.05) == fit.interval_95.excludes(1.0)
        assert (fit.p_value < 0.20) == fit.interval_80.excludes(1.0)


def test_a_wide_prior_is_a_free_trend_and_a_narrow_one_is_none() -> None:
    free = fit_step(SERIES, Model(trend_sd=math.inf)).log_ratio
    none = fit_step(SERIES, E_STAR).log_ratio
    assert fit_step(SERIES, Model(trend_sd=1e4)).log_ratio == pytest.approx(free, abs=1e-6)
    assert fit_step(SERIES, Model(trend_sd=1e-6)).log_ratio == pytest.approx(none, abs=1e-6)


def test_units_of_exposure_and_origin_of_time_do_not_matter() -> None:
    fit = fit_step(SERIES)
    moved = Series.of(SERIES.counts, SERIES.step, SERIES.exposure * 1e4, SERIES.times + 2600)
    again = fit_step(moved)
    assert again.ratio == pytest.approx(fit.ratio, rel=1e-8)
    assert again.interval_95.high == pytest.approx(fit.interval_95.high, rel=1e-7)


def test_missing_weeks_are_left_out_not_zero() -> None:
    holes = np.isin(np.arange(len(SERIES.counts)), (5, 40, 110))
    blank = Series.of(np.where(holes, np.nan, SERIES.counts), SERIES.step, SERIES.exposure)
    closed = Series.of(SERIES.counts, SERIES.step, np.where(holes, 0.0, SERIES.exposure))
    expected = fit_step(SERIES.where(~holes))
    for series in (blank, closed):
        assert fit_step(series).interval_95 == expected.interval_95
    assert expected.ratio != fit_step(SERIES).ratio


def test_known_effect_is_found_without_bias() -> None:
    """80 series of 6 events a week, ratio 0.7: the mean log ratio within 3 of its own standard errors."""
    found = np.array([fit_step(series).log_ratio for series in many(80, seed=5, base=6.0)], dtype=float)
    error = found.std(ddof=1) / math.sqrt(len(found))
    assert abs(found.mean() - math.log(0.7)) < 3 * error
    assert error < 0.06  # else the test could not fail


def test_step_and_trend_scale() -> None:
    """A drift of −30 % a year and no step: E* sees more than a year of drift, a free trend none."""
    weeks = np.arange(156.0)
    counts = 40 * np.exp(math.log(0.7) * weeks / WEEKS_A_YEAR)
    series = Series.of(counts, weeks >= 130)
    plain, free = (fit_step(series, model).log_ratio for model in (E_STAR, Model(trend_sd=math.inf)))
    assert plain is not None and plain < math.log(0.7)
    assert free == pytest.approx(0.0, abs=1e-6)


def test_expected_without_the_step() -> None:
    """Before the start it sums to the events before (score equation); the ranges enclose it; no gaps."""
    kept = (SERIES.times < 96) | (SERIES.times >= 104)
    fit = fit_step(SERIES.where(kept), E_STAR)
    expected = expected_without_step(SERIES, fit, E_STAR)
    assert expected is not None and len(expected.mean) == 120
    before = kept & (SERIES.step == 0)
    assert expected.mean[before].sum() == pytest.approx(SERIES.counts[before].sum(), rel=1e-8)
    ranges = expected.by_week(np.ones(120, dtype=bool))
    assert all(0 < one.low < one.value < one.high for one in ranges.values()) and len(ranges) == 120
    after = SERIES.step > 0
    total = expected.total(after)
    assert total is not None and total.low < expected.mean[after].sum() == total.value < total.high
    assert fit.ratio == pytest.approx(SERIES.counts[after].sum() / expected.mean[after].sum(), rel=1e-8)


@pytest.mark.parametrize(
    "bad", [{"step": [0, 1]}, {"times": [0, 0, 1]}, {"times": [0, 1.5, 3]}, {"exposure": [1.0]}]
)
def test_shapes_are_the_callers_business(bad: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match=r"times|has"):
        Series.of(**({"counts": [1, 2, 3], "step": [0, 0, 1]} | bad))
