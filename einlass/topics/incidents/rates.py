"""Reports by visits, before and since the start, office by office, those without a measure beside the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from einlass.findings import CityFinding, Phase, city, phase
from einlass.indicators import indicator
from einlass.measures import Window, history
from einlass.remembered import remembered
from einlass.stats.regression.exact import exact_rate
from einlass.warehouse import DataVersion


@dataclass(frozen=True)
class Rate:
    """What was counted on one side: value in the indicator's unit with its exact 95 % interval, None without visits."""

    phase: Phase
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class OfficeRate:
    """Both sides of an office; verdict: of its comparison with itself, empty for an office without a measure."""

    office_id: str
    before: Rate
    after: Rate
    verdict: str = ""

    @property
    def has_measure(self) -> bool:
        """Whether it has a measure, else it stands beside for comparison."""
        return bool(self.verdict)


@remembered(64)
def rates(version: DataVersion, code: str) -> tuple[OfficeRate, ...]:
    """Every office that can be told of: with a measure each in its own windows, the others in the shared ones."""
    found = city(version, code)
    own = [
        OfficeRate(
            one.office_id,
            _rate(one.before, code),
            _rate(one.after, code),
            one.verdict if one.reason is None else "no_data",
        )
        for one in found.offices
    ]
    return (*own, *_others(version, code, found))


def windows_beside(found: CityFinding) -> tuple[Window, Window] | None:
    """The days before any office began, and those since the first one did; None where nothing is compared."""
    own = [one.windows for one in found.offices]
    if not own:
        return None
    before = Window(min(one.before.first for one in own), min(one.before.until for one in own))
    after = Window(min(one.after.first for one in own), max(one.after.until for one in own))
    return (before, after) if before.days > 0 and after.days > 0 else None


def _others(version: DataVersion, code: str, found: CityFinding) -> list[OfficeRate]:
    """The offices that never had a measure, without the times that count for nothing."""
    spans = windows_beside(found)
    if spans is None:
        return []
    told = []
    for one in history(version).values():
        if one.episodes:
            continue
        gaps = [Window(each.first, each.until or spans[1].until) for each in one.breaks]
        before, after = (phase(version, code, (one.office_id,), span, gaps) for span in spans)
        if before.day_count or after.day_count:
            told.append(OfficeRate(one.office_id, _rate(before, code), _rate(after, code)))
    return told


def _rate(side: Phase, code: str) -> Rate:
    if not side.denominator:
        return Rate(side)
    per = indicator(code).per
    interval = exact_rate(side.rated, side.denominator).interval
    return Rate(side, per * (interval.low or 0.0), per * (interval.high or 0.0))


def firm_offices(found: Collection[OfficeRate]) -> list[str]:
    """The offices where a difference is settled."""
    return [one.office_id for one in found if one.verdict.startswith("clear_")]
