"""The existing finding that answers for some offices: of the whole city, of a measure, or of one office."""

from __future__ import annotations

from dataclasses import dataclass, replace

from einlass.findings import CityFinding, Estimate, Finding, OfficeResult, Phase, Request, city, finding
from einlass.findings.phases import phase_by_office
from einlass.indicators import Indicator, indicator
from einlass.measures import measures
from einlass.stats.counts import Range
from einlass.warehouse import DataVersion


@dataclass(frozen=True)
class Answer:
    """A verdict with its counts. basis: city | measure | office | several (no verdict of their own) | none.

    offices: those that are compared. left_out: the others with a measure, each with the text key behind
    `office_left_out.`. why: for none, the text key behind `no_data.`; empty where no office has a measure.
    """

    indicator: Indicator
    basis: str
    verdict: str
    offices: tuple[str, ...] = ()
    before: Phase | None = None
    after: Phase | None = None
    expected: Range | None = None
    estimate: Estimate | None = None
    may_state_percent: bool = False
    left_out: tuple[tuple[str, str], ...] = ()
    why: str = ""


def answer_of(version: DataVersion, code: str, offices: tuple[str, ...]) -> Answer:
    """The finding that fits the offices; never a second computation of one that exists."""
    whole = city(version, code)
    known = {one.office_id: one for one in whole.offices}
    own = tuple(one for one in known if one in offices)
    if not own:
        return Answer(indicator(code), "none", "no_data", why=_why(version, code, offices))
    able = tuple(one for one in own if known[one].reason is None) or own
    answer = _answer(version, code, whole, own, able)
    compared = answer.offices if answer.verdict != "no_data" else ()
    treated = {one for measure in measures(version).values() for one in measure.offices}
    return replace(
        answer,
        left_out=tuple(
            (one, (known[one].reason if one in known else None) or "no_windows")
            for one in offices
            if one in treated and one not in compared
        ),
    )


def _answer(
    version: DataVersion, code: str, whole: CityFinding, own: tuple[str, ...], able: tuple[str, ...]
) -> Answer:
    """own: the offices with a comparison; able: those among them with time enough on both sides."""
    known = {one.office_id: one for one in whole.offices}
    if len(own) == len(known):
        return _of_city(whole, able)
    if len(able) == 1:
        return _of_office(known[able[0]], whole.indicator)
    for key, measure in measures(version).items():
        if set(own) <= set(measure.offices):
            asked = () if set(own) == set(measure.offices) else own
            return _of_measure(finding(version, Request(code, key, asked)))
    return _of_several(version, code, [known[one] for one in able])


def _why(version: DataVersion, code: str, offices: tuple[str, ...]) -> str:
    """Why nothing can be compared at offices with a measure; empty where none has one."""
    for key, measure in measures(version).items():
        own = tuple(one for one in measure.offices if one in offices)
        if own:
            return finding(version, Request(code, key, own)).why or "phase"
    return ""


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


def _of_office(one: OfficeResult, asked: Indicator) -> Answer:
    verdict = one.verdict if one.reason is None else "no_data"
    return Answer(
        asked,
        "office",
        verdict,
        (one.office_id,),
        one.before,
        one.after,
        one.expected,
        one.estimate,
    )


def _of_measure(found: Finding) -> Answer:
    expected = found.analysis.expected if found.analysis else None
    return Answer(
        found.indicator,
        "measure",
        found.verdict,
        found.used_offices,
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
