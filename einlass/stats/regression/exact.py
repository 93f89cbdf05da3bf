"""Exact tests by the book: one Poisson rate, the ratio of two, one binomial share.

Intervals leave (1 − level)/2 out on either side. Two two-sided p values are in use: R's, and the one that
agrees with that interval; they may fall on different sides of 5 % (Fay 2010, R Journal 2(1):53).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Protocol

from scipy.special import betaincinv, gammainccinv, gammaincinv
from scipy.stats import binom, poisson

from einlass.stats.series import Interval

TIE = 1 + 1e-7
"""An outcome at most so many times as probable as the one seen counts as equally probable, as in R."""


class Law(Protocol):
    """A distribution of whole numbers with one peak."""

    def pmf(self, k: float, /) -> float:
        """Probability of k."""

    def cdf(self, k: float, /) -> float:
        """Probability of k or less."""

    def sf(self, k: float, /) -> float:
        """Probability of more than k."""

    def mean(self) -> float:
        """Expected number."""


@dataclass(frozen=True, slots=True)
class Exact:
    """Estimate with its interval; outcome: the number tested; law: its distribution under the value asked about.

    Estimate, law and both p are None where nothing was seen at all.
    """

    value: float | None
    interval: Interval
    outcome: int
    law: Law | None

    @property
    def p_minlike(self) -> float | None:
        """Two-sided p of R's poisson.test and binom.test: all outcomes not more probable than the one seen."""
        return None if self.law is None else _minlike(self.outcome, self.law)

    @property
    def p_central(self) -> float | None:
        """Two-sided p that agrees with the interval: twice the smaller tail, at most 1."""
        if self.law is None:
            return None
        return min(1.0, 2 * float(min(self.law.cdf(self.outcome), self.law.sf(self.outcome - 1))))


def exact_rate(events: float, exposure: float = 1.0, level: float = 0.95, rate: float = 1.0) -> Exact:
    """Events per unit of exposure against a rate. Without events the lower limit is 0.

    Raises ValueError for events that are no whole number >= 0, exposure <= 0 or rate <= 0.
    Source: Garwood 1936; agrees with R's poisson.test(events, exposure, rate).
    """
    y = _whole(events)
    _require_positive(exposure, rate)
    tail = (1 - level) / 2
    low = float(gammaincinv(y, tail)) / exposure if y else 0.0
    high = float(gammainccinv(y + 1, tail)) / exposure
    return Exact(y / exposure, Interval(level, low, high), y, poisson(rate * exposure))


def exact_share(successes: float, total: float, level: float = 0.95, share: float = 0.5) -> Exact:
    """Successes out of a total against a share, 0 < share < 1. Limits 0 and 1 belong to none and all.

    Raises ValueError for numbers that are not whole, successes outside 0 to total, a total or share outside
    its range. Source: Clopper and Pearson 1934; agrees with R's binom.test(successes, total, share).
    """
    y, n = _whole(successes), _whole(total)
    if y > n or n == 0 or not 0 < share < 1:
        raise ValueError("successes must lie between 0 and a positive total, the share between 0 and 1")
    low, high = _clopper_pearson(y, n, level)
    return Exact(y / n, Interval(level, low, high), y, binom(n, share))


def exact_ratio(
    before: tuple[float, float], after: tuple[float, float], level: float = 0.95, ratio: float = 1.0
) -> Exact:
    """Rate after / rate before of two (events, exposure) against a ratio, given the events of both together.

    The side of the interval on which no events are is open; without any events there is no answer.
    Raises ValueError for events that are no whole number >= 0, exposure <= 0 or ratio <= 0.
    Source: Przyborowski and Wilenski 1940; agrees with R's poisson.test(c(after, before), c(…), ratio).
    """
    (events_before, exposure_before), (events_after, exposure_after) = before, after
    x0, x1 = _whole(events_before), _whole(events_after)
    _require_positive(exposure_before, exposure_after, ratio)
    if x0 + x1 == 0:
        return Exact(None, Interval(level, None, None), 0, None)
    low, high = _clopper_pearson(x1, x0 + x1, level)
    scale = exposure_before / exposure_after
    interval = Interval(
        level, low / (1 - low) * scale if x1 else None, high / (1 - high) * scale if x0 else None
    )
    law = binom(x0 + x1, ratio / (ratio + scale))
    return Exact(x1 / x0 * scale if x0 else None, interval, x1, law)


def _clopper_pearson(x: int, n: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low = float(betaincinv(x, n - x + 1, tail)) if x else 0.0
    high = float(betaincinv(x + 1, n - x, 1 - tail)) if x < n else 1.0
    return low, high


def _minlike(outcome: int, law: Law) -> float:
    """The tail on the side of what was seen, and as much of the other as is not more probable."""
    mean, bound = law.mean(), law.pmf(outcome) * TIE
    if outcome == mean:
        return 1.0
    if outcome < mean:
        first = math.ceil(mean)
        other = first + bisect_left(
            range(first, _far(law, first, bound)), True, key=lambda k: law.pmf(k) <= bound
        )
        return min(1.0, float(law.cdf(outcome) + law.sf(other - 1)))
    other = bisect_left(range(math.floor(mean) + 1), True, key=lambda k: law.pmf(k) > bound)
    return min(1.0, float(law.cdf(other - 1) + law.sf(outcome - 1)))


def _far(law: Law, first: int, bound: float) -> int:
    """A number beyond which no outcome is more probable than the bound."""
    far = max(first, 1)
    while law.pmf(far) > bound:
        far *= 2
    return far


def _whole(number: float) -> int:
    if not (number >= 0 and float(number).is_integer()):
        raise ValueError(f"{number} is no whole number from 0 upwards")
    return int(number)


def _require_positive(*values: float) -> None:
    if not all(0 < value < math.inf for value in values):
        raise ValueError("exposure, rate and ratio must be positive")
