"""Which weeks count: trigger window, closure, same weeks of the year before, placebo starts."""

from __future__ import annotations

import numpy as np

from einlass.stats.series import BoolArray, FloatArray, Series

TRIGGER_WEEKS = 4
"""Weeks left out before a known trigger, up to the start: the spike is not a baseline."""
UNKNOWN_TRIGGER_WEEKS = 8
"""Weeks left out before the start when the trigger's date is unknown."""
SENSITIVITY_WEEKS = (0, 4, 8, 12)
YEAR = 52


def outside_trigger(
    times: FloatArray, start: float, trigger: float | None, weeks: int | None = None
) -> BoolArray:
    """Weeks that stay when those from `weeks` before the trigger (unknown: before the start) to the start go.

    times, start, trigger: running numbers of weeks; weeks None = 4 with a known trigger, 8 without; 0 leaves
    everything in. Returns shape (n,). Source: De Pauw et al. 2013 on regression to the mean after spikes.
    """
    if weeks is None:
        weeks = UNKNOWN_TRIGGER_WEEKS if trigger is None else TRIGGER_WEEKS
    if weeks == 0:
        return np.ones(len(times), dtype=bool)
    first = (start if trigger is None else min(trigger, start)) - weeks
    kept: BoolArray = (times < first) | (times >= start)
    return kept


def before_closure(times: FloatArray, closure: float) -> BoolArray:
    """Weeks before a closure; everything from it on is another world, not another exposure. Shape (n,)."""
    kept: BoolArray = times < closure
    return kept


def same_weeks_last_year(series: Series) -> BoolArray:
    """The weeks after the start and the same weeks one year (52 weeks) earlier. Shape (n,)."""
    after = series.step > 0
    kept: BoolArray = after | (np.isin(series.times, series.times[after] - YEAR) & ~after)
    return kept


def placebo(series: Series, weeks_earlier: int) -> Series:
    """The weeks before the start only, with a start that never was, so many weeks before the real one."""
    before = series.where(series.step <= 0)
    real = series.times[series.step > 0]
    start = (real[0] if len(real) else series.times[-1] + 1) - weeks_earlier
    step = (before.times >= start).astype(np.float64)
    return Series(before.counts, step, before.exposure, before.times, before.columns)
