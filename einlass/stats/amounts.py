"""Hours, cost, waiting minutes: difference of weekly means, on the careful scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from einlass.stats.means import MeanStep, mean_step
from einlass.stats.series import Reason, vector
from einlass.stats.strata import Combine, both_sides, rows_in_order

WEEKS_WANTED = 8
"""Weeks on each side below which there is no verdict."""
LEVEL_LIMIT = 0.99
"""Upper limit of the autocorrelation that is reckoned with, as for weekly surveys (bench/calibration: amounts)."""


@dataclass(frozen=True, slots=True, eq=False)
class AmountFit:
    """Difference in the unit of the values, the means of both sides, and how many weeks each has.

    Weeks: different weeks over all offices used; for a sum those of the office with fewest, as each counts
    in full. reason: why there is no verdict; the numbers are there all the same as far as they go.
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
    strata: npt.ArrayLike | None = None,
    combine: Combine = "average",
) -> AmountFit:
    """Difference of weekly means after − before, each office with itself, with t(weeks − 2) intervals.

    values (N,), a row per week and office, nan = missing week; step 0/1 (N,), starts may differ; times:
    running number of the week, the same in all offices, None = the row (one office only); weights: how much a
    week counts (its open days, persons that waited), None = equally: with values = total / weight the means
    are total / weight of the whole side. strata: number of the office (N,), None = one; rows in the order of
    office and week, each once. combine: "average" of the offices (minutes, amounts per day), or their "sum"
    (hours and euros of all). Raises ValueError for shapes and order, nothing for reasons of data.
    Source: Newey and West 1987 for the HAC part of the scale; methods page.
    """
    y = vector(values, "values")
    after = vector(step, "step", len(y)) > 0
    when, names = rows_in_order(len(y), times, strata)
    weight = np.ones(len(y)) if weights is None else vector(weights, "weights", len(y))
    good = np.isfinite(y) & np.isfinite(weight) & (weight > 0)
    fitted = mean_step(y[good], weight[good], after[good], when[good], 0.0, names[good], combine, LEVEL_LIMIT)
    used = good.copy()
    used[good] = both_sides(after[good], names[good])
    if not used.any():
        used = good
    offices = [names == name for name in np.unique(names[used])] if combine == "sum" else [used]
    before, later = (
        min((len(np.unique(when[used & office & side])) for office in offices), default=0)
        for side in (~after, after)
    )
    return AmountFit(fitted, before, later)
