"""Shares such as finds per 1,000 checked: Wilson on the effective n, Newcombe for differences."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from einlass.stats.series import Interval, Reason, vector
from einlass.stats.step import LEVELS

MANY = 10**9  # degrees of freedom at which Student's distribution is the normal one


@dataclass(frozen=True, slots=True)
class Share:
    """A share (0–1) with its interval; effective = n / dispersion of the weekly shares."""

    value: float | None
    interval_80: Interval = field(default=Interval(LEVELS[0], None, None))
    interval_95: Interval = field(default=Interval(LEVELS[1], None, None))
    total: float = 0.0
    effective: float | None = None
    dispersion: float | None = None
    weeks: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Share after − share before, with Newcombe's intervals; None where a side has none."""

    value: float | None
    interval_80: Interval
    interval_95: Interval


def share(successes: npt.ArrayLike, totals: npt.ArrayLike) -> Share:
    """Wilson's interval on n/φ, φ = dispersion of the weekly shares (at least 1), quantile t(weeks − 1).

    successes, totals: per week, shape (n,); weeks without total are left out. A single week has no
    interval, as nothing tells how much weeks differ. Raises ValueError if shapes differ or successes
    exceed totals. Source: Wilson 1927; effective n: Kish 1965.
    """
    y = vector(successes, "successes")
    m = vector(totals, "totals", len(y))
    good = np.isfinite(y) & np.isfinite(m) & (m > 0)
    y, m = y[good], m[good]
    if np.any(y > m) or np.any(y < 0):
        raise ValueError("successes must lie between 0 and the totals")
    n, weeks = float(m.sum()), len(m)
    if weeks == 0:
        return Share(None, reason=Reason.NO_EXPOSURE)
    p = float(y.sum()) / n
    if weeks == 1:
        return Share(p, total=n, weeks=1, reason=Reason.TOO_FEW_WEEKS)
    variance = p * (1 - p)
    spread = float(np.sum((y - m * p) ** 2 / m)) / variance / (weeks - 1) if variance > 0 else 1.0
    dispersion = max(1.0, spread)
    effective = n / dispersion
    narrow, wide = (_wilson(p, effective, level, weeks - 1) for level in LEVELS)
    return Share(p, narrow, wide, n, effective, dispersion, weeks)


def of_one_sample(successes: float, total: float, level: float = 0.95) -> Interval:
    """Wilson's plain interval of one share (0–1); without a total both ends are open. Source: Wilson 1927."""
    if total <= 0:
        return Interval(level, None, None)
    return _wilson(successes / total, total, level, MANY)


def difference(before: Share, after: Share) -> Difference:
    """After − before of two independent shares. Source: Newcombe 1998, method 10."""
    narrow, wide = (
        _newcombe(before, after, b, a)
        for b, a in (
            (before.interval_80, after.interval_80),
            (before.interval_95, after.interval_95),
        )
    )
    value = None if before.value is None or after.value is None else after.value - before.value
    return Difference(value, narrow, wide)


def _wilson(p: float, n: float, level: float, df: int) -> Interval:
    z2 = float(stdtrit(df, (1 + level) / 2)) ** 2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = 0.0 if p == 0 else max(0.0, middle - reach)
    high = 1.0 if p == 1 else min(1.0, middle + reach)
    return Interval(level, low, high)


def _newcombe(before: Share, after: Share, b: Interval, a: Interval) -> Interval:
    ends = (before.value, after.value, b.low, b.high, a.low, a.high)
    if any(end is None for end in ends):
        return Interval(b.level, None, None)
    p0, p1, low0, high0, low1, high1 = (float(end) for end in ends if end is not None)
    gap = p1 - p0
    return Interval(b.level, gap - math.hypot(p1 - low1, high0 - p0), gap + math.hypot(high1 - p1, p0 - low0))
