"""The strength of evidence in words: short in a cell of the matrix, question by question in a table of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from einlass import config
from einlass.decision.precision import Precision, precision
from einlass.decision.records import Evidence
from einlass.findings import Finding
from einlass.measures import Office
from einlass.words import caveats, sentences
from einlass.words.catalogue import Words
from einlass.words.outcomes import Said, counted

NONE = "–"
HEAD = ("question", "verdict", "design", "precision", "limits")


def cell(one: Evidence, w: Words) -> Said:
    """How many questions are answered, by which design, and how many guard rails hold a verdict back."""
    own = one.strength
    title = w("decision.strength", answered=w.number(own.answered), asked=w.number(own.asked))
    lines = [w("decision.strength.level", level=w.number(own.level))] if own.level else []
    if own.struck:
        lines.append(w.plural("decision.strength.struck", len(own.struck)))
    return Said(title, lines)


def head(w: Words) -> list[str]:
    """The columns of `rows`."""
    return [w(f"decision.strength.{name}") for name in HEAD]


def rows(one: Evidence, offices: Mapping[str, Office], w: Words) -> list[list[str]]:
    """A row a question: verdict, design with what would raise it, precision, what holds the verdict back."""
    return [
        [
            w(f"indicator.{found.indicator.code}.short"),
            sentences.sentence_case(sentences.verdict(found, w)),
            _level(found, w),
            _precise(found, w),
            " ".join(_limits(found, offices, w)) or NONE,
        ]
        for found in one.outcomes
    ]


def precision_lines(one: Evidence, w: Words) -> list[str]:
    """How precise each outcome with an interval is, with the counts that make it so."""
    told = [(found, precision(found)) for found in one.outcomes]
    return [
        w(
            "decision.precision",
            outcome=w(f"decision.precision.{'incidents' if index == 0 else found.indicator.audience}"),
            level=w(f"decision.precision.{own.code}"),
            counts=_counts_of(own, w),
        )
        for index, (found, own) in enumerate(told)
        if own is not None
    ]


def _level(found: Finding, w: Words) -> str:
    if found.analysis is None:
        return NONE
    grade = found.analysis.grade
    return w("decision.strength.grade", level=w.number(grade.level), raised_by=w(grade.raised_by))


def _precise(found: Finding, w: Words) -> str:
    own = precision(found)
    if own is None:
        return NONE
    level = w(f"decision.precision.{own.code}")
    return w("decision.strength.precise", level=level, counts=_counts_of(own, w))


def _limits(found: Finding, offices: Mapping[str, Office], w: Words) -> list[str]:
    """Guard rails, and that the verdict is weaker than where the office is looked at alone."""
    if found.analysis is None:
        return []
    alone = found.analysis.judgement
    told = [caveats.guard(one, offices, w) for one in alone.held_back_by]
    if alone.verdict.value != found.verdict:
        by_itself = sentences.verdict(replace(found, verdict=alone.verdict.value), w)
        told.append(w("decision.strength.together", verdict=by_itself))
    return told


def _counts_of(own: Precision, w: Words) -> str:
    """Events or answers on both sides, with the quiet mark where they are few."""
    if own.finding.indicator.kind != "score":
        return w("decision.precision.reports", before=counted(own.before, w), after=counted(own.after, w))
    least = config.thresholds().hidden_answers_below
    before, after = (
        w.number(count) + (w("quiet.sign") if 0 < count < least else "") for count in (own.before, own.after)
    )
    return w("decision.precision.answers", before=before, after=after)
