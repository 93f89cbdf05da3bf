"""Hours, cost, waiting minutes: difference of weekly means, on the careful scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from einlass.stats.means import MeanStep, mean_step
from einlass.stats.series import Reason, vector

WEEKS_WANTED = 8
"""Weeks on each side below which there is no verdict."""


@dataclass(frozen=True, slots=True, eq=False)
class AmountFit:
    """Difference in the unit of the values, the means of both sides, and how many weeks each has.

    reason: why there is no verdict; the numbers are there all the same as far as they go.
    """

    step: MeanStep
    weeks_before: int
    weeks_after: int

    @property
    def reason(self) -> Reason | None:
        """The fit's own reason, or too few weeks on a side."""
        is_short = min(self.weeks_before, self.weeks_after) < WEEKS_WANTED
        return self.step.reason or (Reason.TOO_FEW_WEEKS if is_short else None)


def compare_amounts(
    values: npt.ArrayLike,
    step: npt.ArrayLike,
    times: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> AmountFit:
    """Difference of weekly means after − before with t(n − 2) intervals.

    values (n,), nan = missing week; step 0/1 (n,); times: running number of the week; weights: how much
    a week counts (e.g. persons that waited), None = equally. Raises ValueError if shapes differ, nothing
    for reasons of data. Source: Newey and West 1987 for the HAC part of the scale; methods page.
    """
    y = vector(values, "values")
    n = len(y)
    after = vector(step, "step", n)
    when = np.arange(n, dtype=np.float64) if times is None else vector(times, "times", n)
    weight = np.ones(n) if weights is None else vector(weights, "weights", n)
    good = np.isfinite(y) & np.isfinite(weight) & (weight > 0)
    fitted = mean_step(y[good], weight[good], after[good], when[good])
    weeks_after = int((after[good] > 0).sum())
    return AmountFit(fitted, int(good.sum()) - weeks_after, weeks_after)
