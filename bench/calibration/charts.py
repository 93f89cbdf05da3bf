"""Control charts: in 26 weeks in which nothing changes, how often is there a signal all the same."""

from __future__ import annotations

from itertools import product

import numpy as np

from bench.calibration.cells import Cell, Means, cell
from bench.calibration.generate import counts
from bench.calibration.grid import truth_of
from einlass.stats.series import BoolArray, FloatArray
from einlass.stats.spc.alternatives import g_chart, laney_u
from einlass.stats.spc.counts import probability_limits
from einlass.stats.spc.textbook import c_chart
from einlass.stats.spc.xmr import xmr


def cells() -> list[Cell]:
    """Baselines of 52 and 104 weeks, three levels, three dependences."""
    return [
        cell("charts", rho=rho, base=base, before=before, after=26)
        for rho, base, before in product((0.0, 0.4, 0.8), (0.5, 2.0, 6.0), (52, 104))
    ]


def measure(setting: Cell, size: int) -> dict[str, float]:
    """Share of series with a signal in the last 26 weeks."""
    means, truth = Means(), truth_of(setting)
    events, attended = counts(setting.rng(), truth, size)
    new = truth.step > 0
    for y, v in zip(events, attended, strict=True):
        if y[~new].sum() == 0:
            continue
        means.add(
            **{
                "nb_limits.signal": bool(probability_limits(y, v, ~new).is_unusual[new].any()),
                "xmr.signal": _outside_first(y / v, truth.before),
                "c.signal": bool(c_chart(y, ~new).is_outside[new].any()),
                "u_prime.signal": bool(laney_u(y, v).is_outside[new].any()),
                "g.signal": _g_chart(y, truth.before),
                "run_of_8_below.signal": _run_below(y, new),
            }
        )
    return means.result()


def _outside_first(rate: FloatArray, before: int) -> bool:
    """XmR limits from the baseline weeks."""
    chart = xmr(rate, fix_after=before)
    return bool(((rate < chart.low) | (rate > chart.high))[before:].any())


def _g_chart(y: FloatArray, before: int) -> bool:
    """Weeks between events."""
    week = np.repeat(np.arange(len(y)), y.astype(int))
    if len(week) < 3:
        return False
    return bool(g_chart(np.diff(week)).is_outside[week[1:] >= before].any())


def _run_below(y: FloatArray, new: BoolArray) -> bool:
    """Eight weeks in a row below the baseline's mean."""
    below = (y[new] < y[~new].mean()).astype(np.float64)
    return bool((np.convolve(below, np.ones(8), "valid") == 8).any())
