"""XmR as in NHS "Making Data Count": limits with screening, re-basing and fixing; special points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from einlass.stats.series import BoolArray, FloatArray, vector

LIMIT = 2.66
"""Mean ± 2.66 × mean moving range = three sigma (3 / d2, d2 = 1.128)."""
SCREEN = 3.267
"""A moving range at or above 3.267 × the mean one is left out once (upper limit of the mR chart, D4)."""
RUN = 7


class Cause(StrEnum):
    """What is special about a point; the strongest rule that it meets."""

    COMMON = "common"
    ABOVE_LIMIT = "above_limit"
    BELOW_LIMIT = "below_limit"
    RISING_TREND = "rising_trend"
    FALLING_TREND = "falling_trend"
    TWO_OF_THREE_ABOVE = "two_of_three_above"
    TWO_OF_THREE_BELOW = "two_of_three_below"
    RUN_ABOVE = "run_above"
    RUN_BELOW = "run_below"


class PointType(StrEnum):
    """What a special point means, given which direction is better."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """Per point, shape (n,): phase number, mean, lower and upper limit of its phase, cause."""

    phase: npt.NDArray[np.intp]
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    causes: tuple[Cause, ...]


def xmr(
    values: npt.ArrayLike, rebase_at: Sequence[int] = (), screen: bool = True, fix_after: int | None = None
) -> Chart:
    """Limits and special causes of a series in time order.

    values: shape (n,). rebase_at: positions where a new phase begins, at declared dates only. screen: leave
    out outlying moving ranges once. fix_after: limits from the first so many points of each phase. A phase
    of one point has nan limits. Raises ValueError for missing values: close the gaps first.
    Source: NHS England "Making Data Count"; Wheeler 2000; agrees with NHSRplotthedots 0.2.2.
    """
    y = vector(values, "values")
    if not np.isfinite(y).all():
        raise ValueError("values must be finite; leave missing weeks out")
    starts = np.zeros(len(y), dtype=np.intp)
    starts[[i for i in rebase_at if 0 < i < len(y)]] = 1
    phase = np.cumsum(starts)
    mean, low, high = (np.full(len(y), np.nan) for _ in range(3))
    causes: list[Cause] = []
    for number in np.unique(phase):
        part = phase == number
        centre, reach = _limits(y[part][:fix_after], screen)
        mean[part], low[part], high[part] = centre, centre - reach, centre + reach
        causes += _causes(y[part], centre, reach)
    return Chart(phase, mean, low, high, tuple(causes))


def point_types(chart: Chart, better: int) -> tuple[PointType, ...]:
    """Meaning of each point; better: +1 higher, −1 lower, 0 neither is better."""
    return tuple(_point_type(cause, better) for cause in chart.causes)


def _limits(y: FloatArray, screen: bool) -> tuple[float, float]:
    """Mean and distance of the limits from it."""
    ranges = np.abs(np.diff(y))
    if len(ranges) == 0:
        return float(y.mean()), float("nan")
    kept = ranges[ranges < SCREEN * ranges.mean()] if screen and ranges.any() else ranges
    return float(y.mean()), LIMIT * float(kept.mean())


def _causes(y: FloatArray, centre: float, reach: float) -> list[Cause]:
    """Rules in order of strength: outside, trend, two of three, run."""
    side = np.sign(y - centre).astype(np.intp)
    outside = np.abs(y - centre) > reach
    near = ~outside & (np.abs(y - centre) > reach * 2 / 3)
    trend = _trends(y)
    pairs = near & _two_of_three(near, side)
    run = _runs(side)

    def cause(i: int) -> Cause:
        above = bool(side[i] > 0)
        if outside[i]:
            return Cause.ABOVE_LIMIT if above else Cause.BELOW_LIMIT
        if trend[i]:
            return Cause.RISING_TREND if trend[i] > 0 else Cause.FALLING_TREND
        if pairs[i]:
            return Cause.TWO_OF_THREE_ABOVE if above else Cause.TWO_OF_THREE_BELOW
        if run[i]:
            return Cause.RUN_ABOVE if above else Cause.RUN_BELOW
        return Cause.COMMON

    return [cause(i) for i in range(len(y))]


def _windows(n: int, length: int) -> list[slice]:
    return [slice(i, i + length) for i in range(n - length + 1)]


def _runs(side: npt.NDArray[np.intp]) -> BoolArray:
    """Points that are part of seven in a row on one side of the mean."""
    part = np.zeros(len(side), dtype=bool)
    for window in _windows(len(side), RUN):
        part[window] |= abs(int(side[window].sum())) == RUN
    return part


def _trends(y: FloatArray) -> npt.NDArray[np.intp]:
    """+1 or −1 for points that are part of seven rising or falling in a row; the later trend wins."""
    part = np.zeros(len(y), dtype=np.intp)
    direction = np.sign(np.diff(y)).astype(np.intp)
    for window in _windows(len(y), RUN):
        total = int(direction[window.start : window.stop - 1].sum())
        if abs(total) == RUN - 1:
            part[window] = np.sign(total)
    return part


def _two_of_three(near: BoolArray, side: npt.NDArray[np.intp]) -> BoolArray:
    """Points in a window of three on one side of the mean, two of them in the outer third."""
    part = np.zeros(len(near), dtype=bool)
    for window in _windows(len(near), 3):
        part[window] |= int(near[window].sum()) >= 2 and abs(int(side[window].sum())) == 3
    return part


def _point_type(cause: Cause, better: int) -> PointType:
    if cause is Cause.COMMON:
        return PointType.COMMON_CAUSE
    direction = 1 if cause.value.endswith("above") or cause.value.startswith(("above", "rising")) else -1
    if better == 0:
        return PointType.NEUTRAL_HIGH if direction > 0 else PointType.NEUTRAL_LOW
    return PointType.IMPROVEMENT if direction == better else PointType.CONCERN
