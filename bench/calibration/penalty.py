"""Where the trend's prior of E*pt lies: on the scale s, or on the dispersion alone, as once written down.

The deviance gets s · trend² / sd², or φ · trend² / sd²; both intervals hold what raises it by less than t² · s.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from bench.calibration.cells import Cell, Means, cell
from bench.calibration.generate import counts
from bench.calibration.grid import TRENDS, add_fit, truth_of
from einlass.stats import glm
from einlass.stats.counts import E_STAR_PT, fit_step, start_of, step_model
from einlass.stats.series import Series
from einlass.stats.step import quantiles
from einlass.stats.step_model import StepModel


def cells() -> list[Cell]:
    """The trends of the study of that name, without an effect and with a halving."""
    return [
        cell("penalty", rho=rho, base=base, before=before, after=after, ratio=ratio, change_a_year=change)
        for rho, base, (before, after), ratio, change in product(
            (0.0, 0.4), (2.0, 6.0), ((52, 16), (104, 26)), (1.0, 0.5), TRENDS
        )
    ]


def measure(setting: Cell, size: int) -> dict[str, float]:
    """Claims, coverage and width of both on the same series."""
    truth = truth_of(setting)
    events, attended = counts(setting.rng(), truth, size)
    means = Means()
    for y, v in zip(events, attended, strict=True):
        series = Series.of(y, truth.step, v)
        fit = fit_step(series)
        if fit.scale is None or fit.log_ratio is None or fit.interval_95.high is None:
            continue
        add_fit(means, "on_scale", fit, truth.ratio)
        means.add(**{"on_scale.width": _width(fit.interval_95.low, fit.interval_95.high)})
        estimate, low, high = _on_dispersion(
            step_model(series, E_STAR_PT), series, fit.scale.dispersion, fit.scale.value
        )
        means.claim("on_dispersion", int(low > 0) - int(high < 0))
        log_ratio = math.log(truth.ratio)
        means.add(
            **{
                "on_dispersion.covers": low <= log_ratio <= high,
                "on_dispersion.bias": estimate - log_ratio,
                "on_dispersion.width": high - low,
            }
        )
    return means.result()


def _width(low: float | None, high: float | None) -> float | None:
    return math.log(high / low) if low and high else None


def _on_dispersion(
    model: StepModel, series: Series, dispersion: float, scale: float
) -> tuple[float, float, float]:
    """Log ratio and 95 % limits with the prior on the dispersion, the interval on the scale s."""
    problem = model.problem(dispersion)
    best = glm.maximise(problem, np.append(start_of(series, E_STAR_PT), 0.0))
    assert best is not None
    covariance = np.linalg.inv(best.information) * scale
    reach = float(quantiles(model.df)[1]) * np.array([-1.0, 1.0])
    start = best.coef + reach[:, None] * covariance[:, -1] / np.sqrt(covariance[-1, -1])
    low, high = glm.profile_limits(problem, start, best.deviance, reach * math.sqrt(scale))
    return float(best.coef[-1]), float(low), float(high)
