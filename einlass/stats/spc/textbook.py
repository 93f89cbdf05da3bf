"""Plain p, np, c and u charts: what textbooks draw, to compare with. The product draws none of them.

On weekly counts the plain limits claim far too much (12–88 % false alarms in 26 weeks for c): see counts for
limits that hold, alternatives for the widened p′ and u′, subgroups for x̄, R and S.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from einlass.stats.series import BoolArray, FloatArray, vector

SIGMAS = 3.0
"""Distance of the limits from the centre in standard errors, Shewhart 1931."""


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What is drawn per point, its centre and limits, all of shape (n,), and which points lie outside."""

    value: FloatArray
    centre: FloatArray
    low: FloatArray
    high: FloatArray
    is_outside: BoolArray


def p_chart(successes: npt.ArrayLike, totals: npt.ArrayLike, baseline: npt.ArrayLike | None = None) -> Limits:
    """Shares (0–1) with limits p̄ ± 3·√(p̄(1 − p̄)/n_i), cut at 0 and 1; p̄ = all successes / all totals.

    successes, totals (n,), totals > 0; baseline (n,) bool: the points that make p̄, None = all (phase I).
    A point on a limit is not outside. Raises ValueError for shapes that differ, values that are missing or
    negative, successes above their total, and a baseline without points.
    Source: Montgomery, Introduction to Statistical Quality Control, on the fraction nonconforming; agrees
    with qcc(type = "p").
    """
    return around(*shares(successes, totals, baseline), largest=1.0)


def np_chart(
    successes: npt.ArrayLike, totals: npt.ArrayLike, baseline: npt.ArrayLike | None = None
) -> Limits:
    """Successes with limits n_i·p̄ ± 3·√(n_i·p̄(1 − p̄)): the p chart in numbers, same points outside.

    Arguments and errors as in p_chart. Source: Montgomery; agrees with qcc(type = "np").
    """
    y, n = np.asarray(successes, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    plain = p_chart(y, n, baseline)
    return Limits(y, n * plain.centre, n * plain.low, n * plain.high, plain.is_outside)


def c_chart(counts: npt.ArrayLike, baseline: npt.ArrayLike | None = None) -> Limits:
    """Counts of equal periods with limits c̄ ± 3·√c̄, cut at 0. counts (n,) >= 0.

    baseline and errors as in p_chart. Source: Montgomery, on nonconformities; agrees with qcc(type = "c").
    """
    return u_chart(counts, np.ones(np.shape(counts)), baseline)


def u_chart(counts: npt.ArrayLike, exposure: npt.ArrayLike, baseline: npt.ArrayLike | None = None) -> Limits:
    """Events per unit of exposure with limits ū ± 3·√(ū/v_i), cut at 0; ū = all events / all exposure.

    counts (n,) >= 0, exposure (n,) > 0; baseline and errors as in p_chart. Source: Montgomery, on
    nonconformities per unit; agrees with qcc(type = "u").
    """
    return around(*rates(counts, exposure, baseline))


def shares(
    successes: npt.ArrayLike, totals: npt.ArrayLike, baseline: npt.ArrayLike | None = None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Shares, their centre and binomial standard errors, (n,) each. Errors as in p_chart."""
    y, n, centre = _pooled(successes, totals, baseline)
    if np.any(y > n):
        raise ValueError("successes must lie between 0 and the totals")
    return y / n, centre, np.sqrt(centre * (1 - centre) / n)


def rates(
    counts: npt.ArrayLike, exposure: npt.ArrayLike, baseline: npt.ArrayLike | None = None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rates, their centre and Poisson standard errors, (n,) each. Errors as in p_chart."""
    y, v, centre = _pooled(counts, exposure, baseline)
    return y / v, centre, np.sqrt(centre / v)


def around(
    value: FloatArray,
    centre: FloatArray,
    error: FloatArray,
    least: float = 0.0,
    largest: float = np.inf,
) -> Limits:
    """Limits at three standard errors, cut where no value can be; all arrays of shape (n,)."""
    low, high = np.maximum(centre - SIGMAS * error, least), np.minimum(centre + SIGMAS * error, largest)
    return Limits(value, centre, low, high, (value < low) | (value > high))


def baseline_points(baseline: npt.ArrayLike | None, n: int) -> BoolArray:
    """The points that make the limits, (n,) bool; None = all. Raises ValueError if there are none of n."""
    points = np.ones(n, dtype=bool) if baseline is None else np.asarray(baseline, dtype=bool)
    if points.shape != (n,):
        raise ValueError(f"baseline must have shape ({n},), it has {points.shape}")
    if n and not points.any():
        raise ValueError("the baseline has no points")
    return points


def _pooled(
    counts: npt.ArrayLike, size: npt.ArrayLike, baseline: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Counts, sizes, and the counts per size of the baseline, repeated for each point."""
    y = vector(counts, "counts")
    n = vector(size, "totals or exposure", len(y))
    if np.any(~(n > 0)):
        raise ValueError("totals and exposure must be positive; leave other weeks out")
    if np.any(~(y >= 0)):
        raise ValueError("counts must be known and not negative; leave missing weeks out")
    points = baseline_points(baseline, len(y))
    centre = float(y[points].sum() / n[points].sum()) if len(y) else 0.0
    return y, n, np.full(len(y), centre)
