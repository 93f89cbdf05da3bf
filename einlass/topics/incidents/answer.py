"""The existing finding that answers for some offices: of the whole city, of a measure, or of one office."""

from __future__ import annotations

from dataclasses import dataclass

from einlass.findings import CityFinding, Estimate, Finding, OfficeResult, Phase, Request, city, finding
from einlass.findings.phases import phase_by_office
from einlass.indicators import Indicator, indicator
from einlass.measures import measures
from einlass.stats.counts import Range
from einlass.warehouse import DataVersion


@dataclass(frozen=True)
class Answer:
    """A verdict with its counts. basis: city | measure | office | several (no verdict of their own) | none."""

    indicator: Indicator
    basis: str
    verdict: str
    offices: tuple[str, ...] = ()
    before: Phase | None = None
    after: Phase | None = None
    expected: Range | None = None
    estimate: Estimate | None = None
    may_state_percent: bool = False


def answer_of(version: DataVersion, code: str, offices: tuple[str, ...]) -> Answer:
    """The finding that fits the offices; never a second computation of one that exists."""
    whole = city(version, code)
    known = {one.office_id: one for one in whole.offices}
    own = tuple(one for one in known if one in offices)
    if not own:
        return Answer(indicator(code), "none", "no_data")
    if len(own) == len(known):
        return _of_city(whole, own)
    if len(own) == 1:
        return _of_office(whole, known[own[0]])
    for key, measure in measures(version).items():
        if set(own) <= set(measure.offices):
            asked = () if set(own) == set(measure.offices) else own
            return _of_measure(finding(version, Request(code, key, asked)), own)
    return _of_several(version, code, [known[one] for one in own])


def _of_city(whole: CityFinding, own: tuple[str, ...]) -> Answer:
    return Answer(
        whole.indicator,
        "city",
        whole.verdict,
        own,
        whole.before,
        whole.after,
        whole.expected,
        whole.estimate,
        whole.may_state_percent,
    )


def _of_office(whole: CityFinding, one: OfficeResult) -> Answer:
    verdict = one.verdict if one.reason is None else "no_data"
    return Answer(
        whole.indicator,
        "office",
        verdict,
        (one.office_id,),
        one.before,
        one.after,
        one.expected,
        one.estimate,
    )


def _of_measure(found: Finding, own: tuple[str, ...]) -> Answer:
    expected = found.analysis.expected if found.analysis else None
    return Answer(
        found.indicator,
        "measure",
        found.verdict,
        own,
        found.before,
        found.after,
        expected,
        found.estimate,
        found.may_state_percent,
    )


def _of_several(version: DataVersion, code: str, own: list[OfficeResult]) -> Answer:
    """Some offices of several measures: counts in their own windows, and no verdict that nobody computed."""
    before, after = (
        phase_by_office(
            version,
            code,
            {
                one.office_id: (getattr(one.windows, side), [gap.window for gap in one.windows.left_out])
                for one in own
            },
        )
        for side in ("before", "after")
    )
    return Answer(
        indicator(code), "several", "not_comparable", tuple(one.office_id for one in own), before, after
    )
