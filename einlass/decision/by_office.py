"""The offices of a measure, each by itself: what stands below it in the matrix.

Who looks at many offices finds a change at one of them that is none; so the verdicts on one outcome are corrected for
looking at all offices with a measure. Together they can be weaker than where an office is looked at alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from einlass.decision.evidence import evidence_on, strength
from einlass.decision.records import Evidence
from einlass.findings import Finding
from einlass.findings.questions import counted_together, judged_together
from einlass.measures import measures
from einlass.remembered import remembered
from einlass.warehouse import DataVersion

LEAST_OFFICES = 2  # of a measure at one office, its own row says it


@remembered(8)
def by_office(version: DataVersion) -> dict[str, tuple[Evidence, ...]]:
    """A record each office of the measures at several, by measure."""
    every = [
        evidence_on(version, one, office) for one in measures(version).values() for office in one.offices
    ]
    found: dict[str, list[Evidence]] = {}
    for one in _corrected(version, every):
        found.setdefault(one.measure.key, []).append(one)
    return {key: tuple(own) for key, own in found.items() if len(own) >= LEAST_OFFICES}


def _corrected(version: DataVersion, every: Sequence[Evidence]) -> list[Evidence]:
    """The same with the verdicts on each outcome corrected together."""
    outcomes = zip(*(_findings(one) for one in every), strict=True)
    told = zip(*(_outcome(version, outcome) for outcome in outcomes), strict=True)
    return [_with(one, found) for one, found in zip(every, told, strict=True)]


def _findings(one: Evidence) -> tuple[Finding, ...]:
    return one.incidents, one.reports, one.clients, one.staff, *one.sides


def _with(one: Evidence, found: Sequence[Finding]) -> Evidence:
    incidents, reports, clients, staff, *sides = found
    own = replace(one, incidents=incidents, reports=reports, clients=clients, staff=staff, sides=tuple(sides))
    return replace(own, strength=strength(own.outcomes))


def _outcome(version: DataVersion, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """One outcome of all offices."""
    is_score = found[0].indicator.kind == "score"
    verdicts = judged_together(found) if is_score else counted_together(version, found)
    return tuple(replace(one, verdict=code) for one, code in zip(found, verdicts, strict=True))
