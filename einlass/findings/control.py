"""Control charts of a series: limits between which single periods usually lie, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from einlass.findings.phases import series
from einlass.findings.records import Point, Series
from einlass.indicators import Indicator, indicator
from einlass.measures import measures
from einlass.stats.spc.counts import probability_limits
from einlass.stats.spc.xmr import Cause, xmr
from einlass.warehouse import DataVersion

LEAST_POINTS = 12  # limits from fewer periods say nothing


@dataclass(frozen=True)
class Limits:
    """Mean and limits of one period in the indicator's unit, and whether the period is unusual."""

    point: Point
    mean: float
    low: float
    high: float
    is_unusual: bool


def control_chart(version: DataVersion, code: str, office: str, step: str) -> tuple[Limits, ...]:
    """Limits for each complete period with a value: negative binomial for rates, XmR otherwise.

    XmR limits are set anew with the period in which a measure of the office starts. Empty with fewer than 12.
    """
    asked = indicator(code)
    points = tuple(
        point
        for point in series(version, code, (office,), step)
        if point.is_complete and point.value is not None
    )
    if len(points) < LEAST_POINTS:
        return ()
    if asked.kind == "rate":
        return _count_limits(asked, points)
    starts = [one.episode(office).starts for one in measures(version).values() if office in one.offices]
    rebase_at = [next((i for i, point in enumerate(points) if point.until > day), 0) for day in starts]
    return _value_limits(points, rebase_at)


def _count_limits(asked: Indicator, points: Series) -> tuple[Limits, ...]:
    exposure = np.array([point.denominator for point in points])
    chart = probability_limits(np.array([point.numerator for point in points]), exposure)
    if chart.reason is not None:
        return ()
    scale = asked.per / exposure
    columns = zip(
        points, chart.mean * scale, chart.low * scale, chart.high * scale, chart.is_unusual, strict=True
    )
    return tuple(
        Limits(point, float(m), float(lo), float(hi), bool(odd)) for point, m, lo, hi, odd in columns
    )


def _value_limits(points: Series, rebase_at: list[int]) -> tuple[Limits, ...]:
    chart = xmr(np.array([point.value for point in points], dtype=np.float64), rebase_at)
    columns = zip(points, chart.mean, chart.low, chart.high, chart.causes, strict=True)
    return tuple(
        Limits(point, float(m), max(float(lo), 0.0), float(hi), cause is not Cause.COMMON)
        for point, m, lo, hi, cause in columns
        if np.isfinite(lo)
    )
