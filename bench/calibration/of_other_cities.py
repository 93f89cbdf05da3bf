"""How often offices of another city to compare with show a change where there was none.

`python -m bench.calibration.of_other_cities`. Three offices under a measure and three of another city, 104 weeks before
and 26 after, two reports a week and office. Weeks may be bad in both cities alike, or in each city by itself. Lines on
the standard output; docs/cities.md has them.
"""

from __future__ import annotations

import numpy as np

from bench.calibration.generate import Truth, counts
from bench.calibration.of_cities import RUNS, shared
from einlass.stats.control import fit_share
from einlass.stats.series import Series, stacked

OFFICES = 3


def study(rho: float, ratio: float, bad: str) -> tuple[float, float]:
    """How often the 95 % range excludes that nothing changed, and how often it holds the truth."""
    rng, truth = np.random.default_rng(1), Truth(rho, 2.0, 104, 26, ratio)
    unchanged = Truth(rho, 2.0, 104, 26, 1.0)
    excludes = held = 0
    for _ in range(RUNS):
        same = shared(rng, truth.weeks)
        cities = []
        for one in (truth, unchanged):
            events, visits = counts(rng, one, OFFICES)
            if bad != "none":
                kept = same if bad == "both" else shared(rng, truth.weeks)
                events = rng.binomial(events.astype(int), kept).astype(float)
            cities.append(
                stacked([Series.of(y, truth.step, seen) for y, seen in zip(events, visits, strict=True)])
            )
        own, other = cities
        fit = fit_share(own, other.with_step(np.zeros(len(other.step)))).fit
        excludes += fit.interval_95.excludes(1.0)
        held += not fit.interval_95.excludes(ratio)
    return excludes / RUNS, held / RUNS


def main() -> None:
    """One line a study."""
    for rho, ratio, bad in (
        (0.0, 1.0, "none"),
        (0.4, 1.0, "none"),
        (0.8, 1.0, "none"),
        (0.2, 1.0, "both"),
        (0.2, 1.0, "each"),
        (0.2, 0.7, "none"),
        (0.2, 0.7, "each"),
    ):
        excludes, coverage = study(rho, ratio, bad)
        print(
            f"rho {rho} ratio {ratio} bad weeks {bad}: excludes 1 {excludes:.3f}, coverage {coverage:.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
