"""How often several cities together are said to have changed where nothing did.

`python -m bench.calibration.of_cities`. Six cities of three offices each, 104 weeks before and 26 after, two reports a
week and office. Shared: weeks that are bad in all cities alike. Lines on the standard output; docs/cities.md has them.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from bench.calibration.generate import Truth, counts
from einlass.stats import pooling
from einlass.stats.counts import fit_step
from einlass.stats.offices import decide_cities
from einlass.stats.series import FloatArray, Series, stacked

CITIES, OFFICES, RUNS = 6, 3, 400
SHARED_SD, SHARED_RHO = 0.3, 0.8


def shared(rng: np.random.Generator, weeks: int) -> FloatArray:
    """A share of each week's reports that is kept, the same in every city."""
    drift = np.zeros(weeks)
    for week in range(1, weeks):
        drift[week] = SHARED_RHO * drift[week - 1] + rng.normal()
    level = np.exp(SHARED_SD * drift / drift.std())
    kept: FloatArray = level / level.max()
    return kept


def study(rho: float, ratio: float, *, is_shared: bool = False) -> tuple[Counter[str], float]:
    """How often each verdict, and how often the 95 % range holds the truth."""
    rng, truth = np.random.default_rng(1), Truth(rho, 2.0, 104, 26, ratio)
    verdicts, held = Counter[str](), 0
    for _ in range(RUNS):
        events, visits = counts(rng, truth, CITIES * OFFICES)
        if is_shared:
            events = rng.binomial(events.astype(int), shared(rng, truth.weeks)).astype(float)
        offices = [Series.of(one, truth.step, seen) for one, seen in zip(events, visits, strict=True)]
        fits = [
            fit_step(stacked(offices[at : at + OFFICES]), is_brief=True)
            for at in range(0, len(offices), OFFICES)
        ]
        effects = [one for one in map(pooling.pair, fits) if one is not None]
        pooled, _, judgement = decide_cities(stacked(offices), effects, [one.tally for one in fits], ())
        verdicts[judgement.verdict.value] += 1
        held += not pooled.interval_95.excludes(ratio)
    return verdicts, held / RUNS


def main() -> None:
    """One line a study."""
    for rho, ratio, is_shared in (
        (0.0, 1.0, False),
        (0.4, 1.0, False),
        (0.8, 1.0, False),
        (0.2, 1.0, True),
        (0.2, 0.7, False),
    ):
        verdicts, coverage = study(rho, ratio, is_shared=is_shared)
        print(f"rho {rho} ratio {ratio} shared {is_shared}: coverage {coverage:.3f} {dict(verdicts)}")


if __name__ == "__main__":
    main()
