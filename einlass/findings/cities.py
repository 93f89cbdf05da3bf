"""Several cities together, each compared with itself: random effects over cities, as over the offices of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from einlass import config
from einlass.findings.city import Whole, estimate_of, expected_by, whole
from einlass.findings.records import CityFinding, Estimate
from einlass.indicators import Indicator, indicator
from einlass.remembered import remembered
from einlass.stats import pooling
from einlass.stats.counts import Range
from einlass.stats.offices import decide_cities
from einlass.stats.series import Series, Tally, stacked, together
from einlass.stats.verdict import COUNTS, Judgement
from einlass.warehouse import DataVersion

LEAST_CITIES = pooling.LEAST_OFFICES
"""The same rule as for offices. Below it offices go by a comparison with untreated ones, which cities have not."""
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class CityResult:
    """A city by itself, its verdict after Holm over the cities; reason: why it is not pooled (None: it is).

    The reason is a text key behind `city_left_out.`.
    """

    version: DataVersion
    finding: CityFinding
    verdict: str
    reason: str | None


@dataclass(frozen=True)
class CitiesFinding:
    """Several cities together; without an estimate where there are too few. tau: spread between cities, log scale."""

    indicator: Indicator
    cities: tuple[CityResult, ...]
    is_sample: bool
    verdict: str = "no_data"
    estimate: Estimate | None = None
    expected: Range | None = None
    judgement: Judgement | None = None
    tau: float | None = None

    @property
    def pooled(self) -> tuple[CityResult, ...]:
        """The cities that the result comes from, or would come from if they were more."""
        return tuple(one for one in self.cities if one.reason is None)

    @property
    def counts(self) -> tuple[float, float]:
        """Events before and since the start in these."""
        sides = [(one.finding.before, one.finding.after) for one in self.pooled]
        before, after = (sum(side.numerator for pair in sides if (side := pair[at])) for at in (0, 1))
        return before, after


@remembered(64)
def cities(versions: tuple[DataVersion, ...], code: str) -> CitiesFinding:
    """These cities together, from five on that can be compared. Each is judged by its own settings.

    Sample data never mix with real ones: they take part only where all that can be compared is sample data. A guard
    rail that holds back one city holds back the pool; the shift test and the weeks bad everywhere are of all offices of
    all of them.
    """
    asked = indicator(code)
    found = [_of_city(one, code) for one in versions]
    reasons = [_reason(one) for one in found]
    can = [version for version, reason in zip(versions, reasons, strict=True) if reason is None]
    is_sample = all(one.is_sample for one in can or versions)
    reasons = [
        "sample" if one.is_sample and not is_sample else reason
        for one, reason in zip(versions, reasons, strict=True)
    ]
    pooled = [one for one, reason in zip(found, reasons, strict=True) if reason is None]
    by_folder = sorted(zip(versions, found, reasons, strict=True), key=lambda one: one[0].folder)
    in_one_order = [one for _, one, reason in by_folder if reason is None]  # whatever the cities are called
    holm = iter(pooling.holm([np.nan if one.p_value is None else one.p_value for one in pooled]))
    verdicts = [
        one.verdict(next(holm) if reason is None else None)
        for one, reason in zip(found, reasons, strict=True)
    ]
    results = tuple(
        CityResult(version, one.finding, verdict, reason)
        for version, one, verdict, reason in zip(versions, found, verdicts, reasons, strict=True)
    )
    empty = CitiesFinding(asked, results, is_sample)
    return _decided(empty, in_one_order) if len(pooled) >= LEAST_CITIES else empty


def _of_city(version: DataVersion, code: str) -> Whole:
    """What a city says, by its own settings."""
    with config.at(version.folder):
        return whole(version, code)


def _reason(one: Whole) -> str | None:
    """As with offices: those with too little time on a side take no part."""
    if one.result is None:
        return "no_data"
    tally = one.result.fit.tally
    if tally.weeks_before < COUNTS.weeks_before or tally.weeks_after < COUNTS.weeks_after:
        return "weeks"
    return None if one.effect is not None else "no_events"


def _decided(found: CitiesFinding, pooled: Sequence[Whole]) -> CitiesFinding:
    effects, tallies, every = [], list[Tally](), list[Series]()
    for one in pooled:
        assert one.result is not None and one.effect is not None
        effects.append(one.effect)
        tallies.append(one.result.fit.tally)
        every += _in_common_weeks(one)
    guards = [
        guard
        for one in pooled
        if one.result is not None
        for guard in one.result.analysis.guards
        if guard.is_struck
    ]
    result, _, judgement = decide_cities(stacked(every), effects, tallies, guards)
    return replace(
        found,
        verdict=judgement.verdict.value,
        estimate=estimate_of(result),
        expected=expected_by(result, together(tallies).events_after),
        judgement=judgement,
        tau=None if result.tau2 is None else result.tau2**0.5,
    )


def _in_common_weeks(one: Whole) -> list[Series]:
    """The offices of a city, their weeks numbered as everybody's: each city counts its own from its first Monday."""
    assert one.result is not None
    gathered = one.result.fits.gathered
    first = gathered.grid.first.toordinal() // DAYS_A_WEEK
    return [replace(each, times=each.times + first) for each in gathered.series().apart()]
