"""An outcome of a measure in a cell: the verdict as a title, and the counts it rests on in a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from einlass import config
from einlass.findings import Finding
from einlass.topics.small import is_small, is_small_agreement
from einlass.words import ranges, sentences
from einlass.words.catalogue import Words


@dataclass(frozen=True)
class Said:
    """What stands in a cell. verdict gives its sign, empty for a plain figure. indicator: what its link leads to."""

    title: str
    lines: Sequence[str] = ()
    verdict: str = ""
    indicator: str = ""

    @property
    def is_firm(self) -> bool:
        """Whether the verdict is firm."""
        return self.verdict in sentences.FIRM


def incidents(primary: Finding, reports: Finding, w: Words) -> Said:
    """The primary outcome against what was to be expected, and all reports in a line."""
    lines = [against_expected(primary, w), all_reports(reports, w)]
    return _said(primary, lines, w)


def agreement(found: Finding, w: Words) -> Said:
    """How many agree, before and since the start."""
    return _said(found, [shares(found, w), sentences.mix_sentence(found, w)], w)


def _said(found: Finding, lines: Sequence[str], w: Words) -> Said:
    title = sentences.sentence_case(sentences.verdict(found, w))
    return Said(title, [line for line in lines if line], found.verdict, found.indicator.code)


def counted(count: float, w: Words) -> str:
    """A count, with the quiet mark where it is not for publication."""
    return w.number(count) + (w("quiet.sign") if is_small(count) else "")


def against_expected(one: Finding, w: Words) -> str:
    """What was counted since the start, and what was to be expected or was before."""
    if one.after is None:
        since = one.before
        return "" if since is None else w("matrix.before", count=counted(since.numerator, w))
    count = counted(one.after.numerator, w)
    expected = one.analysis.expected if one.analysis else None
    if expected is None:
        before = counted(one.before.numerator, w) if one.before else "–"
        return w("matrix.counted", count=count, before=before)
    return w("matrix.expected", count=count, expected=ranges.expected_short(expected, w))


def all_reports(one: Finding, w: Words) -> str:
    """All reports since the start with their verdict, beside the primary outcome."""
    if one.after is None:
        return ""
    return w("matrix.all_reports", count=counted(one.after.numerator, w), verdict=sentences.verdict(one, w))


def shares(one: Finding, w: Words) -> str:
    """Both shares where the answers carry them, else the counts; with the quiet mark where they are few."""
    before, after = one.before, one.after
    if before is None or after is None or not before.answer_count or not after.answer_count:
        return ""
    audience = one.indicator.audience or ""
    told = [is_small_agreement(side.numerator, side.denominator, audience) for side in (before, after)]
    counts = {
        "agreeing": w.number(after.numerator),
        "asked": w.number(after.denominator) + (w("quiet.sign") if any(told) else ""),
    }
    if min(before.denominator, after.denominator) < config.thresholds().share_least:
        return w(
            "matrix.shares.counts",
            **counts,
            agreeing_before=w.number(before.numerator),
            asked_before=w.number(before.denominator),
        )
    rates = [side.numerator / side.denominator for side in (before, after)]
    return w("matrix.shares", before=w.number(rates[0] * 100), after=w.percent(rates[1]), **counts)
