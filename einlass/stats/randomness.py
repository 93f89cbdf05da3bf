"""Were days drawn at random? A permutation test on Pearson's statistic, drawn within strata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from einlass.stats.series import FloatArray

DRAWS = 9_999
SEED = 20_191_111
LEAST_DRAWN = 5  # with fewer days nothing but a crude pattern could show


@dataclass(frozen=True, slots=True)
class Randomness:
    """Pearson's statistic of the days drawn, and how often chance alone gives as much or more.

    drawn, available: days. p_value: None where too few were drawn, all were, or there is one group only.
    """

    drawn: int
    available: int
    statistic: float | None = None
    p_value: float | None = None


def evenly_drawn(drawn: Sequence[npt.ArrayLike], available: Sequence[npt.ArrayLike]) -> Randomness:
    """Whether days were drawn evenly over groups (weekdays), each stratum (office) by itself.

    drawn, available: for each stratum the days by group, shape (groups,), drawn at most those available.
    Pearson's chi-square of drawn and not drawn by group, added over strata; its p-value is not read from the
    chi-square distribution, because a few days a weekday are too few for it, but from draws that keep the number of
    days of each stratum (multivariate hypergeometric): (1 + draws as uneven) / (1 + draws).
    The unit is the day, not the person: all persons of a check day share one decision. It sees an uneven choice of
    groups and nothing else: no regular rhythm, no choice by hour, and with few days only a crude pattern.
    Source: Agresti 2002, section 3.5 (exact conditional tests); Phipson and Smyth 2010 (p-values of drawn
    permutations are never zero).
    """
    taken = [np.asarray(one, dtype=np.int64) for one in drawn]
    there = [np.asarray(one, dtype=np.int64) for one in available]
    if any(np.any(one > other) or np.any(one < 0) for one, other in zip(taken, there, strict=True)):
        raise ValueError("more days drawn than there are")
    told = [(one, other) for one, other in zip(taken, there, strict=True) if 0 < one.sum() < other.sum()]
    total = int(sum(one.sum() for one in taken)), int(sum(one.sum() for one in there))
    if not told or sum(one.sum() for one, _ in told) < LEAST_DRAWN or all((o > 0).sum() < 2 for _, o in told):
        return Randomness(*total)
    seen = sum(float(_statistic(one[None, :], other)[0]) for one, other in told)
    rng = np.random.default_rng(SEED)
    drawn_at_random = np.zeros(DRAWS)
    for one, other in told:
        samples = rng.multivariate_hypergeometric(other, int(one.sum()), size=DRAWS)
        drawn_at_random += _statistic(samples, other)
    as_uneven = int(np.count_nonzero(drawn_at_random >= seen - 1e-9))
    return Randomness(*total, statistic=seen, p_value=(1 + as_uneven) / (1 + DRAWS))


def _statistic(samples: npt.NDArray[np.int64], available: npt.NDArray[np.int64]) -> FloatArray:
    """Pearson's statistic of each sample, (samples, groups) → (samples,); groups without days say nothing."""
    there = available > 0
    counts, sizes = samples[:, there], available[there].astype(np.float64)
    share = counts.sum(axis=1, keepdims=True) / sizes.sum()
    expected = share * sizes
    found: FloatArray = ((counts - expected) ** 2 * (1 / expected + 1 / (sizes - expected))).sum(axis=1)
    return found
