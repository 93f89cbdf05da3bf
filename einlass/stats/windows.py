"""Which weeks count: trigger window, same weeks of the year before, placebo starts; each office by its own start."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from einlass.stats.series import BoolArray, FloatArray, Series, stacked

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


def same_weeks_last_year(series: Series) -> Series:
    """The weeks after each office's start and its same weeks one year (52 weeks) earlier."""
    return _office_by_office(series, _same_weeks)


def placebo(series: Series, weeks_earlier: int) -> Series:
    """The weeks before each office's start only, with a start that never was, so many weeks before the real one."""
    return _office_by_office(series, lambda one: _placebo(one, weeks_earlier))


def _office_by_office(series: Series, change: Callable[[Series], Series]) -> Series:
    return stacked([change(one) for one in series.apart()] or [series])


def _same_weeks(series: Series) -> Series:
    after = series.step > 0
    return series.where(after | (np.isin(series.times, series.times[after] - YEAR) & ~after))


def _placebo(series: Series, weeks_earlier: int) -> Series:
    before = series.where(series.step <= 0)
    real = series.times[series.step > 0]
    last = series.times[-1] + 1 if len(series.times) else 0.0
    start = (real[0] if len(real) else last) - weeks_earlier
    return before.with_step((before.times >= start).astype(np.float64))
