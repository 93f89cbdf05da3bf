"""What could be seen at all: the smallest detectable change, and what it would take to see a given one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri, stdtrit, xlogy

from einlass.stats.step import StepFit

LEVEL = 0.95
POWER = 0.80
RATIOS = (0.7, 0.5)
"""−30 % and −50 %: the changes every finding says it could or could not have seen."""
SMALLEST = 0.001
MOST_EVENTS = 1e6


@dataclass(frozen=True, slots=True)
class Design:
    """What a comparison rests on: events before, expected events after, weeks after, scale s, design factor.

    factor >= 1 = variance of the log ratio over that of two plain totals: the price of season and trend.
    """

    events_before: float
    expected_after: float
    weeks_after: float
    scale: float = 1.0
    factor: float = 1.0
    df: int = 0

    def root(self, ratio: float, expected_after: float | None = None) -> float:
        """Signed root of the deviance of "no change" if exactly the expected counts were seen."""
        after = self.expected_after if expected_after is None else expected_after
        counts = np.array([self.events_before, ratio * after])
        even = np.array([self.events_before, after]) * counts.sum() / (self.events_before + after)
        deviance = 2 * float(np.sum(xlogy(counts, counts / even)))
        return math.sqrt(max(deviance, 0.0) / (self.scale * self.factor))

    @property
    def quantiles(self) -> float:
        """t or normal quantile of the level plus the normal quantile of the power."""
        tail = (1 + LEVEL) / 2
        return float(stdtrit(self.df, tail) if self.df > 0 else ndtri(tail)) + float(ndtri(POWER))


@dataclass(frozen=True, slots=True)
class Need:
    """What it would take to see a ratio.

    events_per_period: in each of two equal periods, at the rate before. events_after, weeks_after: to
    expect after, with the present period before; None when no length of time would do.
    """

    ratio: float
    events_per_period: float
    events_after: float | None
    weeks_after: int | None


def design_of(fit: StepFit) -> Design | None:
    """The design behind a fit; None where nothing can be planned (no events before, no scale)."""
    sums = fit.tally
    if fit.scale is None or sums.events_before <= 0 or sums.expected_after <= 0:
        return None
    total = sums.events_before + sums.events_after
    share = sums.exposure_after / (sums.exposure_before + sums.exposure_after)
    plain = total * share * (1 - share)
    information = fit.null_information or plain
    factor = max(1.0, plain / information)
    weeks = sums.expected_after / sums.expected_a_week
    return Design(sums.events_before, sums.expected_after, weeks, fit.scale.value, factor, fit.df)


def detectable_ratio(design: Design) -> float | None:
    """The decrease nearest to 1 that is seen with 80 % power at the 95 % level; None if not even −99.9 % is.

    Power is read off the data that a ratio would give on average, by the same deviance that makes the
    intervals. Source: O'Brien and Shieh 1998 (exemplary data); checked by simulation in the tests.
    """
    if design.root(SMALLEST) < design.quantiles:
        return None
    return float(brentq(lambda ratio: design.root(ratio) - design.quantiles, SMALLEST, 1.0, xtol=1e-12))


def need(design: Design, ratio: float) -> Need:
    """Events per (equal) period, and weeks after, to see the ratio with 80 % power.

    Raises ValueError unless 0 < ratio < 1.
    """
    if not 0 < ratio < 1:
        raise ValueError(f"ratio must be between 0 and 1, it is {ratio}")
    single = replace(design, events_before=1.0, expected_after=1.0).root(ratio) ** 2
    after = _events_after(design, ratio)
    rate = design.expected_after / design.weeks_after if design.weeks_after else 0.0
    weeks = math.ceil(after / rate) if after is not None and rate > 0 else None
    return Need(ratio, design.quantiles**2 / single, after, weeks)


def _events_after(design: Design, ratio: float) -> float | None:
    """Events to expect after (without the effect) that show the ratio; None if no number does."""

    def surplus(log_events: float) -> float:
        return design.root(ratio, math.exp(log_events)) - design.quantiles

    low, high = math.log(1e-3), math.log(MOST_EVENTS)
    return math.exp(brentq(surplus, low, high)) if surplus(low) < 0 < surplus(high) else None
