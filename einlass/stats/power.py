"""What could be seen at all: the smallest detectable change, and what it would take to see a given one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.special import ndtri, stdtrit

from einlass.stats.step import StepFit

LEVEL = 0.95
POWER = 0.80
RATIOS = (0.7, 0.5)
"""−30 % and −50 %: the changes every finding says it could or could not have seen."""
SMALLEST = 0.001


@dataclass(frozen=True, slots=True)
class Design:
    """What a comparison rests on: events before, expected events after, weeks after, scale s, design factor.

    factor >= 1 = variance of the log ratio over that of two plain totals: the price of season and trend.
    """

    events_before: float
    expected_after: float
    weeks_after: int
    scale: float = 1.0
    factor: float = 1.0
    df: int = 0

    def error(self, ratio: float, expected_after: float | None = None) -> float:
        """Standard error of the log ratio if the true ratio were this."""
        after = self.expected_after if expected_after is None else expected_after
        return math.sqrt(self.scale * self.factor * (1 / self.events_before + 1 / (ratio * after)))

    @property
    def quantiles(self) -> float:
        """t or normal quantile of the level plus the normal quantile of the power."""
        tail = (1 + LEVEL) / 2
        return float(stdtrit(self.df, tail) if self.df > 0 else ndtri(tail)) + float(ndtri(POWER))


@dataclass(frozen=True, slots=True)
class Need:
    """What it would take to see a ratio: events per period, and weeks after with the present period before.

    weeks_after is None when no length of the period after would do: the period before is too thin.
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
    return Design(sums.events_before, sums.expected_after, sums.weeks_after, fit.scale.value, factor, fit.df)


def detectable_ratio(design: Design) -> float | None:
    """The decrease nearest to 1 that is seen with 80 % power at the 95 % level; None if not even −99.9 % is.

    Source: normal approximation of the scaled log ratio; checked against simulation in bench/calibration.
    """

    def surplus(ratio: float) -> float:
        return -math.log(ratio) - design.quantiles * design.error(ratio)

    grid = [math.exp(-k / 50) for k in range(1, 346)]
    found = next((ratio for ratio in grid if surplus(ratio) >= 0), None)
    if found is None:
        return None
    return float(brentq(surplus, found, min(found * math.exp(1 / 50), 1 - 1e-12)))


def need(design: Design, ratio: float) -> Need:
    """Events per (equal) period, and weeks after, to see the ratio with 80 % power.

    Raises ValueError unless 0 < ratio < 1.
    """
    if not 0 < ratio < 1:
        raise ValueError(f"ratio must be between 0 and 1, it is {ratio}")
    budget = (math.log(ratio) / design.quantiles) ** 2 / (design.scale * design.factor)
    left = budget - 1 / design.events_before
    events_after = 1 / (ratio * left) if left > 0 else None
    rate = design.expected_after / design.weeks_after if design.weeks_after else 0.0
    weeks = math.ceil(events_after / rate) if events_after and rate else None
    return Need(ratio, (1 + 1 / ratio) / budget, events_after, weeks)
