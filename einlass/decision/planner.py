"""The next survey: how many answers, by the number of waves, show a difference that matters."""

from __future__ import annotations

from dataclasses import dataclass

from einlass.decision.evidence import evidence
from einlass.findings import Finding
from einlass.findings.surveys import Wave, waves_of
from einlass.stats.planning import answers_per_wave, intraclass_correlation
from einlass.warehouse import DataVersion

DIFFERENCE = 0.10
"""Ten points of a hundred."""
WAVES = (3, 4, 6, 8)
LEAST_BEFORE = 2


@dataclass(frozen=True)
class SurveyPlan:
    """What one group at one office would have to be asked.

    audience: clients | staff. agreeing, answers, waves: of the time before. since: waves since the start so far.
    correlation: of answers of one wave. difference: of shares that is to be seen, downwards where there is no room
    above. needed: answers in each wave by the whole number of waves since the start (`WAVES`); None: no number does.
    """

    audience: str
    office_id: str
    agreeing: float
    answers: float
    waves: int
    since: int
    correlation: float
    difference: float
    needed: tuple[int | None, ...]


def survey_plans(version: DataVersion, key: str) -> tuple[SurveyPlan, ...]:
    """Clients and staff at each office of a measure that was asked before often enough to plan on."""
    own = next((one for one in evidence(version) if one.measure.key == key), None)
    if own is None:
        return ()
    found = [
        _plan(version, audience, office, finding)
        for audience, finding in (("clients", own.clients), ("staff", own.staff))
        for office in own.measure.offices
    ]
    return tuple(one for one in found if one is not None)


def _plan(version: DataVersion, audience: str, office: str, found: Finding) -> SurveyPlan | None:
    placed = [one for one in waves_of(version, found) if one.wave.office_id == office]
    before = [_counts(one.wave) for one in placed if one.side == "before"]
    before = [one for one in before if one[1]]
    if len(before) < LEAST_BEFORE:
        return None
    agreeing, answers = (sum(one[place] for one in before) for place in (0, 1))
    difference = DIFFERENCE if agreeing / answers + DIFFERENCE <= 1 else -DIFFERENCE
    correlation = intraclass_correlation(*zip(*before, strict=True))
    needed = tuple(answers_per_wave(before, difference, waves, correlation) for waves in WAVES)
    since = sum(one.side == "after" for one in placed)
    return SurveyPlan(
        audience, office, agreeing, answers, len(before), since, correlation, difference, needed
    )


def _counts(wave: Wave) -> tuple[float, float]:
    return float(wave.answers[3:].sum()), float(wave.answers.sum())
