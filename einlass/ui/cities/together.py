"""Reported incidents in all cities together: the answer in a sentence, then the cities one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from einlass.findings import CitiesFinding, CityResult, cities
from einlass.findings.cities import LEAST_CITIES
from einlass.findings.headlines import ALL_REPORTS, PRIMARY
from einlass.stats.guards import Guard
from einlass.ui import style
from einlass.ui.cities.rows import Row
from einlass.ui.known_cities import Known
from einlass.ui.overview.city import expected_of, numbers_of, range_of, row_of, table_of
from einlass.warehouse import DataVersion
from einlass.words import Words, bold, ranges, sentences


def _found(rows: Sequence[Row]) -> dict[str, CitiesFinding]:
    versions = tuple(one.version for one in rows if one.version)
    return {code: cities(versions, code) for code in (PRIMARY, ALL_REPORTS)}


def answer(rows: Sequence[Row], w: Words) -> list[str]:
    """What all cities together say, the primary outcome first; else why they say nothing together."""
    found = _found(rows)
    if all(one.judgement is None for one in found.values()):
        return [_why_none(found[PRIMARY], w)]
    return [_sentence(one, w) for one in found.values()]


def _why_none(found: CitiesFinding, w: Words) -> str:
    """That there are too few cities, and how many there are."""
    return w.plural("cities.too_few", len(found.pooled), least=w.few(LEAST_CITIES))


def _sentence(found: CitiesFinding, w: Words) -> str:
    outcome = w(f"outcome.{found.indicator.code}")
    if found.judgement is None:
        return w("cities.answer.none", outcome=outcome, why=_why_none(found, w))
    return w(
        "cities.answer",
        outcome=outcome,
        verdict=w(f"verdict.{found.verdict}"),
        range=ranges.compatible_range(found.estimate, False, w),
    )


def together(rows: Sequence[Row], w: Words) -> None:
    """For each of the two outcomes a row for all together, then one a city in the order of the alphabet."""
    names = {one.version: one.city for one in rows if one.version}
    for found in _found(rows).values():
        title = w("cities.together", outcome=w(f"outcome.{found.indicator.code}"))
        style.section(title, w("cities.together.sub"))
        lines = [_all(found, w)] if found.judgement else []
        lines += [_one(each, names[each.version].name, w) for each in found.cities]
        st.html(table_of(title, w("cities.city"), lines, w, "em-all"))
        style.notes(_notes(found, names, w))


def _all(found: CitiesFinding, w: Words) -> str:
    before, after = found.counts
    numbers = [w.number(before), bold(w.number(after)), expected_of(found.expected, w)]
    verdict = sentences.sentence_case(w(f"verdict.{found.verdict}"))
    name = bold(w.plural("cities.all", len(found.pooled)))
    return row_of(name, numbers, range_of(found.estimate, False, w), (found.verdict, verdict), w)


def _one(each: CityResult, name: str, w: Words) -> str:
    one = each.finding
    verdict = w(f"verdict.{each.verdict}")
    if each.reason:
        verdict = w("cities.left_out", verdict=verdict, reason=w(f"city_left_out.{each.reason}"))
    mark = f" ({w('sample.mark')})" if each.version.is_sample else ""
    return row_of(
        name + mark,
        numbers_of(one.before, one.after, one.expected, w),
        range_of(one.estimate, one.may_state_percent, w),
        (each.verdict, sentences.sentence_case(verdict)),
        w,
    )


def _notes(found: CitiesFinding, names: Mapping[DataVersion, Known], w: Words) -> Iterator[str]:
    """Which cities it is of, what holds the verdict back, and how far the cities differ."""
    if found.judgement is None:
        yield _why_none(found, w)
        return
    yield w("cities.named", names=w.join([names[one.version].name for one in found.pooled]))
    if found.is_sample:
        yield w("cities.sample")
    held = set(found.judgement.held_back_by)
    disturbed = [names[one.version].name for one in found.pooled if held & _struck(one)]
    if disturbed:
        yield w("cities.held_back", names=w.join(disturbed))
    yield w("cities.differ" if found.tau else "cities.alike", tau=w.number(found.tau or 0.0, 2))


def _struck(one: CityResult) -> set[Guard]:
    return set(one.finding.analysis.guards) if one.finding.analysis else set()
