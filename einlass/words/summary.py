"""What the overview says: how people feel, measure by measure, and what became of each office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from einlass.findings import CityFinding, Finding, OfficeResult
from einlass.measures import Measure, Office
from einlass.words import places, ranges
from einlass.words.catalogue import Words
from einlass.words.sentences import sentence_case

DIRECTIONS = {
    "clear_increase": "up",
    "clear_decrease": "down",
    "no_large_change": "same",
    "signs_of_increase": "signs_up",
    "signs_of_decrease": "signs_down",
}
ORDER = ("up", "down", "same", "signs_up", "signs_down", "open")


def sentiment_sentences(found: Iterable[Finding], offices: Mapping[str, Office], w: Words) -> list[str]:
    """Where those asked feel safer, where less safe; that it cannot be told only where nothing else can be."""
    asked = [one for one in found if one.before and one.after and one.after.answer_count]
    groups: dict[str, list[Finding]] = {}
    for one in asked:
        groups.setdefault(DIRECTIONS.get(one.verdict, "open"), []).append(one)
    if len(groups) > 1:
        groups.pop("open", None)
    return [
        w(
            f"summary.clients.{direction}",
            where=_where(_offices(group), _offices(asked), offices, w),
            note=_representative(group, w),
        )
        for direction in ORDER
        if (group := groups.get(direction))
    ]


def _offices(group: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(office for one in group for office in one.used_offices))


def _where(some: Sequence[str], everywhere: Sequence[str], offices: Mapping[str, Office], w: Words) -> str:
    """Where, by name for one office, else as so many of so many."""
    if len(some) == 1:
        return places.at(some, offices, w)
    if len(some) == len(everywhere):
        return w("summary.where.all", count=w.few(len(some)))
    return w("summary.where.some", some=w.few(len(some)), count=w.few(len(everywhere)))


def _representative(group: Sequence[Finding], w: Words) -> str:
    is_not = any(one.code == "caveat.not_representative" for each in group for one in each.caveats)
    return w("summary.clients.not_representative") if is_not else ""


def incidents_sentence(found: CityFinding, w: Words) -> str:
    """The verdict on all offices with measures, with the counts it rests on."""
    values = {"outcome": w(f"outcome.{found.indicator.code}"), "verdict": w(f"verdict.{found.verdict}")}
    if found.after is None:
        return w("summary.incidents.none", **values)
    values["count"] = w.number(found.after.numerator)
    if found.expected is None or found.estimate is None or found.estimate.value is None:
        return w("summary.incidents.counted", **values)
    return w("summary.incidents", **values, expected=ranges.expected_range(found.expected, w))


def lacking(measures: Mapping[str, Measure], found: CityFinding) -> tuple[str, ...]:
    """Offices with a measure of which there is nothing to compare."""
    present = {one.office_id for one in found.offices}
    every = [office for one in measures.values() for office in one.offices]
    return tuple(dict.fromkeys(one for one in every if one not in present))


def office_verdict(one: OfficeResult, w: Words) -> str:
    """The verdict of an office in the city's result, or why it is not included."""
    if one.reason is not None:
        return not_included(one.reason, w)
    return sentence_case(w(f"verdict.{one.verdict}"))


def not_included(reason: str, w: Words) -> str:
    """That an office is not included, and why."""
    return sentence_case(w("city.not_included", reason=w(f"office_left_out.{reason}")))
