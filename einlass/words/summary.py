"""What the overview says: how people feel, measure by measure, and what became of each office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from einlass.findings import CityFinding, Finding, OfficeResult
from einlass.measures import Measure, Office
from einlass.words import places
from einlass.words.catalogue import Words
from einlass.words.sentences import agreement, mix_sentence, sentence_case

DIRECTIONS = {
    "clear_increase": "up",
    "clear_decrease": "down",
    "no_large_change": "same",
    "signs_of_increase": "signs_up",
    "signs_of_decrease": "signs_down",
}
ORDER = ("up", "down", "same", "signs_up", "signs_down", "open")


def sentiment_sentences(found: Iterable[Finding], offices: Mapping[str, Office], w: Words) -> list[str]:
    """Where those asked feel safer, where less safe, and where it is too early to say; by measure."""
    by_direction: dict[str, list[Finding]] = {}
    for one in found:
        if one.before and one.after and one.after.answer_count and one.before.answer_count:
            by_direction.setdefault(DIRECTIONS.get(one.verdict, "open"), []).append(one)
    return [
        w(
            f"summary.clients.{direction}",
            place=places.at(_offices(group), offices, w),
            note=_representative(group, w),
            items=" ".join(_agreement_item(one, offices, w, is_alone=len(group) == 1) for one in group),
        )
        for direction in ORDER
        if (group := by_direction.get(direction))
    ]


def _offices(group: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(office for one in group for office in one.used_offices))


def _representative(group: Sequence[Finding], w: Words) -> str:
    is_not = any(one.code == "caveat.not_representative" for each in group for one in each.caveats)
    return w("summary.clients.not_representative") if is_not else ""


def _agreement_item(finding: Finding, offices: Mapping[str, Office], w: Words, *, is_alone: bool) -> str:
    assert finding.before is not None and finding.after is not None
    counts = {"before": agreement(finding.before, w), "after": agreement(finding.after, w)}
    if is_alone:
        text = w("summary.clients.alone", **counts)
    else:
        text = w("summary.clients.item", place=places.place(finding.used_offices, offices, w), **counts)
    return " ".join(part for part in (text, mix_sentence(finding, w)) if part)


def lacking(measures: Mapping[str, Measure], found: CityFinding) -> tuple[str, ...]:
    """Offices with a measure of which there is nothing to compare."""
    present = {one.office_id for one in found.offices}
    every = [office for one in measures.values() for office in one.offices]
    return tuple(dict.fromkeys(one for one in every if one not in present))


def measures_at(office_id: str, measures: Iterable[Measure], w: Words) -> str:
    """What is or was done at an office, and since when."""
    return "; ".join(
        f"{w(f'measure.{one.regime}')} {places.episode_dates(one.episode(office_id), w)}" for one in measures
    )


def office_verdict(one: OfficeResult, w: Words) -> str:
    """The verdict of an office in the city's result, or why it is not included."""
    if one.reason is not None:
        return not_included(one.reason, w)
    return sentence_case(w(f"verdict.{one.verdict}"))


def not_included(reason: str, w: Words) -> str:
    """That an office is not included, and why."""
    return sentence_case(w("city.not_included", reason=w(f"office_left_out.{reason}")))
