"""What `python -m einlass answer` gives: every finding that is asked about, in words or as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from einlass import config
from einlass.errors import UnknownCode
from einlass.export.answer import answer, city_answer
from einlass.findings import CityFinding, Finding, Request, city, finding, since_any_start, since_start
from einlass.indicators import Indicator, indicator, indicators
from einlass.measures import Measure, measures, offices
from einlass.warehouse import DataVersion
from einlass.words import Words, caveats, places, sentences, summary

WIDEST_RULE = 100


@dataclass(frozen=True)
class Answers:
    """Findings by measure and indicator, and those of the city."""

    version: DataVersion
    findings: tuple[Finding, ...]
    cities: tuple[CityFinding, ...]

    def plain(self) -> dict[str, Any]:
        """As plain data, see docs/answer.md."""
        return {
            "is_sample": self.version.is_sample,
            "city_name": config.city().name or None,
            "findings": [
                answer(one, since_start(self.version, one.indicator.code, one.measure))
                for one in self.findings
            ],
            "city": [
                city_answer(one, since_any_start(self.version, one.indicator.code)) for one in self.cities
            ],
        }

    def lines(self, w: Words) -> list[str]:
        """In words: a heading a measure, below it a block a finding; then those of the city."""
        blocks = [[w("sample.mark")]] if self.version.is_sample else []
        compared = [one for one in self.cities if one.verdict != "not_comparable"]
        if not self.findings and not compared:
            blocks.append([w("cli.answer_none")])
        for _, own in groupby(self.findings, key=lambda one: one.measure.key):
            found = list(own)
            heading = self._heading(found[0].measure, w)
            blocks += [
                [heading, "=" * min(len(heading), WIDEST_RULE)],
                *(self._finding_lines(one, w) for one in found),
            ]
        blocks += [self._city_lines(one, w) for one in compared]
        return [line for block in blocks for line in (*block, "")]

    def _heading(self, measure: Measure, w: Words) -> str:
        names = offices(self.version)
        return f"{places.measure_name(measure, names, w)} ({places.measure_dates(measure, names, w)})"

    def _finding_lines(self, one: Finding, w: Words) -> list[str]:
        names = offices(self.version)
        lines = [sentences.headline(one, names, w), *sentences.answer(one, w)]
        if one.verdict in ("no_data", "not_comparable"):
            since = since_start(self.version, one.indicator.code, one.measure)
            lines.append(sentences.since_sentence(one.indicator, since, w))
        lines += [caveats.hint(one, w), *places.windows_lines(one, names, w)]
        lines += caveats.limits(one, names, w)
        return [line for line in lines if line]

    def _city_lines(self, one: CityFinding, w: Words) -> list[str]:
        return sentences.city_sentences(
            one, offices(self.version), w, summary.lacking(measures(self.version), one)
        )


def asked_findings(version: DataVersion, code: str | None, measure_id: str | None, is_city: bool) -> Answers:
    """The findings of one indicator or all, one measure (by key or identifier) or all; with `is_city` only the city's.

    Raises UnknownCode.
    """
    asked = [indicator(code)] if code else list(indicators().values())
    taken = [] if is_city else _measures(version, measure_id)
    whole = is_city or not measure_id
    return Answers(
        version,
        tuple(finding(version, Request(one.code, measure.key)) for measure in taken for one in asked),
        tuple(city(version, one.code) for one in asked if _has_city(one)) if whole else (),
    )


def _has_city(one: Indicator) -> bool:
    """Comparable rates have a result for all offices together; hours and euros a sum since the start."""
    return (one.kind == "rate" and one.is_comparable) or one.is_total


def _measures(version: DataVersion, measure_id: str | None) -> list[Measure]:
    known = measures(version).values()
    found = [one for one in known if measure_id in (None, one.key, one.measure_id)]
    if measure_id and not found:
        raise UnknownCode("unknown.measure", code=measure_id)
    return found
