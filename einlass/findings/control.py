"""Control charts of a series: limits between which single periods usually lie, never a verdict.

Limits are set anew only where something was declared: the start of a measure, a change of who records, the begin and
the end of emergency operation or a long closure. Never because the values moved: that is what the chart is to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from einlass.findings.last_year import recording_matters
from einlass.findings.phases import series
from einlass.findings.records import Point, Series
from einlass.indicators import Indicator, indicator
from einlass.measures import events, history, measures
from einlass.remembered import remembered
from einlass.stats.spc.counts import probability_limits
from einlass.stats.spc.xmr import Cause, xmr
from einlass.warehouse import DataVersion

LEAST_POINTS = 5
"""Fewer have no limits: a mean range of four values or less says nothing."""
FIRM_POINTS = 12
"""Limits of fewer are trial limits (NHS England, Making Data Count)."""


@dataclass(frozen=True)
class Limits:
    """Mean and limits of one period in the indicator's unit.

    cause: what is special about the period (a value of `stats.spc.xmr.Cause`). phase: running number of the stretch
    that its limits were made from. is_trial: from fewer than twelve periods.
    """

    point: Point
    mean: float
    low: float
    high: float
    cause: str
    phase: int = 0
    is_trial: bool = False

    @property
    def is_unusual(self) -> bool:
        """Whether the period lies outside the limits or belongs to a run."""
        return self.cause != Cause.COMMON


@dataclass(frozen=True)
class Signal:
    """Periods in a row that are unusual in the same way."""

    cause: str
    limits: tuple[Limits, ...]


@remembered(256)
def control_chart(version: DataVersion, code: str, office: str, step: str) -> tuple[Limits, ...]:
    """Limits for each complete period with a value: negative binomial for rates, XmR otherwise.

    Stretches of fewer than `LEAST_POINTS` periods have none.
    """
    found: list[Limits] = []
    for number, stretch in enumerate(_stretches(version, code, office, step)):
        if len(stretch) >= LEAST_POINTS:
            found += _limits(indicator(code), stretch, number)
    return tuple(found)


def without_limits_since(version: DataVersion, code: str, office: str, step: str) -> date | None:
    """From which period on there are too few for limits of their own; None where the latest ones have some."""
    stretches = _stretches(version, code, office, step)
    return stretches[-1][0].start if stretches and len(stretches[-1]) < LEAST_POINTS else None


def rebasing_days(version: DataVersion, asked: Indicator, office: str) -> list[date]:
    """The days from which limits are made anew."""
    days = {one.episode(office).starts for one in measures(version).values() if office in one.offices}
    for one in history(version)[office].breaks:
        days |= {one.first, *([one.until] if one.until else [])}
    if recording_matters(asked):
        days |= {one.first for one in events(version) if one.kind == "MELDEWEG" and one.concerns((office,))}
    return sorted(days)


def signals(limits: tuple[Limits, ...]) -> tuple[Signal, ...]:
    """What is unusual, periods in a row with the same cause as one."""
    found: list[Signal] = []
    last: Limits | None = None
    for one in limits:
        goes_on = last is not None and (last.cause, last.phase) == (one.cause, one.phase)
        if one.is_unusual and goes_on and found:
            found[-1] = Signal(one.cause, (*found[-1].limits, one))
        elif one.is_unusual:
            found.append(Signal(one.cause, (one,)))
        last = one
    return tuple(found)


def _stretches(version: DataVersion, code: str, office: str, step: str) -> list[Series]:
    """The complete periods between the days; one that holds a day belongs to the time from it on."""
    points = tuple(
        point
        for point in series(version, code, (office,), step)
        if point.is_complete and point.value is not None
    )
    days = rebasing_days(version, indicator(code), office)
    places = [next((i for i, point in enumerate(points) if point.until > day), len(points)) for day in days]
    edges = sorted({0, *places, len(points)})
    return [points[first:until] for first, until in pairwise(edges)]


def _limits(asked: Indicator, points: Series, phase: int) -> list[Limits]:
    rows = _count_limits(asked, points) if asked.kind == "rate" else _value_limits(points)
    is_trial = len(points) < FIRM_POINTS
    return [Limits(point, mean, low, high, cause, phase, is_trial) for point, mean, low, high, cause in rows]


Row = tuple[Point, float, float, float, str]


def _count_limits(asked: Indicator, points: Series) -> list[Row]:
    exposure = np.array([point.denominator for point in points])
    counts = np.array([point.value for point in points], dtype=np.float64) * exposure / asked.per
    chart = probability_limits(np.rint(counts), exposure)
    if chart.reason is not None:
        return []
    scale = asked.per / exposure
    columns = zip(points, chart.mean * scale, chart.low * scale, chart.high * scale, strict=True)
    return [
        (point, float(mean), float(low), float(high), _side(point, float(low), float(high)))
        for point, mean, low, high in columns
    ]


def _side(point: Point, low: float, high: float) -> str:
    value, slack = point.value or 0.0, 1e-9 * max(1.0, high)
    if value > high + slack:
        return Cause.ABOVE_LIMIT
    return Cause.BELOW_LIMIT if value < low - slack else Cause.COMMON


def _value_limits(points: Series) -> list[Row]:
    chart = xmr(np.array([point.value for point in points], dtype=np.float64))
    columns = zip(points, chart.mean, chart.low, chart.high, chart.causes, strict=True)
    return [
        (point, float(mean), max(float(low), 0.0), float(high), cause)
        for point, mean, low, high, cause in columns
    ]
