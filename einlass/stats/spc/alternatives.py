"""Named alternatives: Laney's p′ and u′, g and t charts. Shown with their measured error rates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from einlass.stats.series import FloatArray, vector
from einlass.stats.spc.subgroups import MEAN_RANGE
from einlass.stats.spc.textbook import Limits, around, rates, shares
from einlass.stats.spc.xmr import LIMIT

T_POWER = 3.6
"""Exponent that makes exponential times nearly normal (Nelson 1994)."""


def laney_p(successes: npt.ArrayLike, totals: npt.ArrayLike) -> Limits:
    """p′: the p chart with limits p̄ ± 3·σ_i·σ_z. Arguments and errors as in p_chart. Source: Laney 2002."""
    value, centre, error = shares(successes, totals)
    return around(value, centre, _widened(value, centre, error), largest=1.0)


def laney_u(counts: npt.ArrayLike, exposure: npt.ArrayLike) -> Limits:
    """u′: the u chart with limits ū ± 3·σ_i·σ_z. Arguments and errors as in u_chart. Source: Laney 2002."""
    value, centre, error = rates(counts, exposure)
    return around(value, centre, _widened(value, centre, error))


def g_chart(gaps: npt.ArrayLike) -> Limits:
    """Visits or days between events: ḡ ± 3·√(ḡ(ḡ + 1)). gaps (n,) >= 0. Source: Benneyan 2001."""
    y = vector(gaps, "gaps")
    centre = np.full(len(y), y.mean() if len(y) else 0.0)
    return around(y, centre, np.sqrt(centre * (centre + 1)))


def t_chart(times: npt.ArrayLike) -> Limits:
    """Times between events: XmR limits of time^(1/3.6), taken back. times (n,) >= 0. Source: Nelson 1994."""
    y = vector(times, "times")
    z = y ** (1 / T_POWER)
    centre = float(z.mean()) if len(z) else 0.0
    reach = LIMIT * float(np.abs(np.diff(z)).mean()) if len(z) > 1 else 0.0
    low, high = max(centre - reach, 0.0) ** T_POWER, (centre + reach) ** T_POWER
    n = len(y)
    return Limits(y, np.full(n, centre**T_POWER), np.full(n, low), np.full(n, high), (y < low) | (y > high))


def _widened(value: FloatArray, centre: FloatArray, error: FloatArray) -> FloatArray:
    """Standard errors times σ_z, the spread of the standardised values between neighbours."""
    z = np.divide(value - centre, error, out=np.zeros_like(value), where=error > 0)
    return error * (float(np.abs(np.diff(z)).mean()) / MEAN_RANGE[2] if len(z) > 1 else 1.0)
