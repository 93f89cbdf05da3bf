"""Named alternatives: Laney's p′ and u′, g and t charts. Shown with their measured error rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from einlass.stats.series import BoolArray, FloatArray, vector
from einlass.stats.spc.xmr import LIMIT

D2 = 1.128
"""Mean range of two standard normal values."""
T_POWER = 3.6
"""Exponent that makes exponential times nearly normal (Nelson 1994)."""


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Centre and limits per point, shape (n,), and which points lie outside."""

    centre: FloatArray
    low: FloatArray
    high: FloatArray
    is_outside: BoolArray


def laney_p(successes: npt.ArrayLike, totals: npt.ArrayLike) -> Limits:
    """p′: shares with limits p̄ ± 3·σ_i·σ_z. successes, totals (n,), totals > 0. Source: Laney 2002."""
    y = vector(successes, "successes")
    n = vector(totals, "totals", len(y))
    _positive(n)
    centre = float(y.sum() / n.sum())
    return _laney(y / n, centre, np.sqrt(centre * (1 - centre) / n), 1.0)


def laney_u(counts: npt.ArrayLike, exposure: npt.ArrayLike) -> Limits:
    """u′: rates with limits ū ± 3·σ_i·σ_z. counts, exposure (n,), exposure > 0. Source: Laney 2002."""
    y = vector(counts, "counts")
    v = vector(exposure, "exposure", len(y))
    _positive(v)
    centre = float(y.sum() / v.sum())
    return _laney(y / v, centre, np.sqrt(centre / v), np.inf)


def g_chart(gaps: npt.ArrayLike) -> Limits:
    """Visits or days between events: ḡ ± 3·√(ḡ(ḡ + 1)). gaps (n,) >= 0. Source: Benneyan 2001."""
    y = vector(gaps, "gaps")
    centre = float(y.mean()) if len(y) else 0.0
    return _around(y, np.full(len(y), centre), np.full(len(y), 3 * np.sqrt(centre * (centre + 1))), np.inf)


def t_chart(times: npt.ArrayLike) -> Limits:
    """Times between events: XmR limits of time^(1/3.6), taken back. times (n,) >= 0. Source: Nelson 1994."""
    y = vector(times, "times")
    z = y ** (1 / T_POWER)
    centre = float(z.mean()) if len(z) else 0.0
    reach = LIMIT * float(np.abs(np.diff(z)).mean()) if len(z) > 1 else 0.0
    low, high = max(centre - reach, 0.0) ** T_POWER, (centre + reach) ** T_POWER
    n = len(y)
    return Limits(np.full(n, centre**T_POWER), np.full(n, low), np.full(n, high), (y < low) | (y > high))


def _laney(rates: FloatArray, centre: float, sigma: FloatArray, largest: float) -> Limits:
    """Limits widened by the spread of the standardised values between neighbours."""
    z = np.divide(rates - centre, sigma, out=np.zeros_like(rates), where=sigma > 0)
    spread = float(np.abs(np.diff(z)).mean()) / D2 if len(z) > 1 else 1.0
    return _around(rates, np.full(len(rates), centre), 3 * sigma * spread, largest)


def _around(values: FloatArray, centre: FloatArray, reach: FloatArray, largest: float) -> Limits:
    low, high = np.maximum(centre - reach, 0.0), np.minimum(centre + reach, largest)
    return Limits(centre, low, high, (values < low) | (values > high))


def _positive(values: FloatArray) -> None:
    if np.any(~(values > 0)):
        raise ValueError("totals and exposure must be positive; leave other weeks out")
