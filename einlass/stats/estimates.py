"""Two phases compared, with 95 % intervals that need no model."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats as distributions

LEVEL = 0.95

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """How after differs from before: `effect` is ratio (after / before) or difference (after − before).

    `low` and `high` bound the 95 % interval; None is open. `value` is None where it cannot be told.
    """

    effect: str
    value: float | None
    low: float | None
    high: float | None
    method: str

    @property
    def null(self) -> float:
        """The value that means no change."""
        return 1.0 if self.effect == "ratio" else 0.0

    @property
    def is_below(self) -> bool:
        """Whether the whole interval lies below no change."""
        return self.high is not None and self.high < self.null

    @property
    def is_above(self) -> bool:
        """Whether the whole interval lies above no change."""
        return self.low is not None and self.low > self.null


def rate_ratio(before: float, before_exposure: float, after: float, after_exposure: float) -> Estimate:
    """Ratio of two Poisson rates with the exact interval conditional on the total (Przyborowski & Wilenski 1940;
    Clopper & Pearson 1934).

    `before`, `after`: events; exposures in the same unit, > 0. Raises ValueError when an exposure is not positive.
    """
    if before_exposure <= 0 or after_exposure <= 0:
        raise ValueError("exposures must be positive")
    total, scale = before + after, before_exposure / after_exposure
    tail = (1 - LEVEL) / 2
    low = distributions.beta.ppf(tail, after, before + 1) if after else 0.0
    high = distributions.beta.ppf(1 - tail, after + 1, before) if before else 1.0
    return Estimate(
        effect="ratio",
        value=after / before * scale if before else None,
        low=float(low / (1 - low) * scale) if total and after else (0.0 if total else None),
        high=float(high / (1 - high) * scale) if before else None,
        method="exact_conditional",
    )


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """Score interval of a share (Wilson 1927), 0–1. Raises ValueError without trials."""
    if trials <= 0:
        raise ValueError("trials must be positive")
    z = float(distributions.norm.ppf(0.5 + LEVEL / 2))
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / (1 + z * z / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def share_difference(before: float, before_n: float, after: float, after_n: float) -> Estimate:
    """Difference of two shares, 0–1, with Newcombe's hybrid score interval (Newcombe 1998, method 10)."""
    before_low, before_high = wilson(before, before_n)
    after_low, after_high = wilson(after, after_n)
    before_share, after_share = before / before_n, after / after_n
    difference = after_share - before_share
    return Estimate(
        effect="difference",
        value=difference,
        low=difference - sqrt((after_share - after_low) ** 2 + (before_high - before_share) ** 2),
        high=difference + sqrt((after_high - after_share) ** 2 + (before_share - before_low) ** 2),
        method="newcombe",
    )


def mean_difference(before: Values, after: Values) -> Estimate:
    """Difference of two means with Welch's t interval (Welch 1947); at least two values in each.

    Raises ValueError with fewer. Where neither phase varies the interval is the difference itself.
    """
    if min(len(before), len(after)) < 2:
        raise ValueError("two values are needed in each phase")
    difference = float(after.mean() - before.mean())
    parts = [values.var(ddof=1) / len(values) for values in (before, after)]
    variance = float(sum(parts))
    if variance == 0:
        return Estimate("difference", difference, difference, difference, "welch")
    degrees = variance**2 / sum(
        part**2 / (len(values) - 1) for part, values in zip(parts, (before, after), strict=True)
    )
    half = float(distributions.t.ppf(0.5 + LEVEL / 2, degrees)) * sqrt(variance)
    return Estimate("difference", difference, difference - half, difference + half, "welch")
