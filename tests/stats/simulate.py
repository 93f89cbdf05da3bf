"""Series with a known effect for the tests, from the process of the calibration bench."""

from __future__ import annotations

import numpy as np

from bench.calibration.generate import Truth, counts
from einlass.stats.series import Series


def one(seed: int = 0, ratio: float = 0.7, base: float = 2.0, before: int = 104, after: int = 16) -> Series:
    """A single series with mild dependence, season and visits."""
    return many(1, seed, ratio, base, before, after)[0]


def many(
    size: int, seed: int = 0, ratio: float = 0.7, base: float = 2.0, before: int = 104, after: int = 16
) -> list[Series]:
    """Several such series."""
    truth = Truth(0.2, base, before, after, ratio)
    events, visits = counts(np.random.default_rng(seed), truth, size)
    return [Series.of(y, truth.step, v) for y, v in zip(events, visits, strict=True)]
