"""Five questions to a measure, in the order of EMMIE; no score is claimed.

Effect, mechanism, moderators, implementation, economy: Johnson, Tilley and Bowers 2015.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from einlass.decision import Evidence
from einlass.findings import OfficeResult
from einlass.measures import Office
from einlass.words import places, sentences, summary
from einlass.words.catalogue import Words
from einlass.words.money import euros

QUESTIONS = ("effect", "mechanism", "moderators", "implementation", "economy")


def questions(
    one: Evidence, by_office: Sequence[OfficeResult], offices: Mapping[str, Office], w: Words
) -> list[list[str]]:
    """A row a question: the question, and what the data say."""
    told = {
        "effect": _effect(one, w),
        "mechanism": w("decision.emmie.mechanism.told"),
        "moderators": _moderators(one, by_office, offices, w),
        "implementation": _implementation(one, w),
        "economy": _economy(one, w),
    }
    return [[w(f"decision.emmie.{name}"), told[name]] for name in QUESTIONS]


def _effect(one: Evidence, w: Words) -> str:
    parts = [
        w(
            "decision.side",
            name=w(f"indicator.{found.indicator.code}.short"),
            verdict=sentences.verdict(found, w),
        )
        for found in one.outcomes
    ]
    return "; ".join(parts)


def _moderators(
    one: Evidence, by_office: Sequence[OfficeResult], offices: Mapping[str, Office], w: Words
) -> str:
    own = [each for each in by_office if each.office_id in one.measure.offices]
    if len(one.measure.offices) < 2 or not own:
        return w("decision.emmie.moderators.one")
    parts = [
        w(
            "decision.side",
            name=places.names_of([each.office_id], offices, w),
            verdict=summary.office_verdict(each, w),
        )
        for each in own
    ]
    return w("decision.emmie.moderators.told", offices="; ".join(parts))


def _implementation(one: Evidence, w: Words) -> str:
    parts = []
    if one.spent is not None and one.spent.planned_hours:
        done, planned = one.spent.hours.numerator, one.spent.planned_hours
        parts.append(w("decision.emmie.hours", done=w.number(done), planned=w.number(planned)))
    if one.checked is not None and one.checked.denominator:
        checked, visits = one.checked.numerator, one.checked.denominator
        parts.append(w("decision.emmie.checked", checked=w.number(checked), visits=w.number(visits)))
    return " ".join(parts) or w("decision.emmie.implementation.none")


def _economy(one: Evidence, w: Words) -> str:
    if one.spent is None:
        return w("decision.option.no_roster")
    week = euros(one.spent.per_week, w)
    return w("decision.emmie.economy.told", euros=euros(one.spent.cost.numerator, w), week=week)
