"""What limits the findings: said once for all measures where it holds for all, else measure by measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from einlass.decision import evidence
from einlass.findings import Finding, under_any_in_both_ways
from einlass.findings.headlines import FINDS
from einlass.measures import measures, offices
from einlass.paper.content import Block, Heading, Listing, Paragraph
from einlass.paper.money import names_of
from einlass.paper.results import found_of
from einlass.paper.small import has_small_limits
from einlass.warehouse import DataVersion
from einlass.words import Words, caveats, places
from einlass.words.strength import precision_lines

TOPICS = ("incidents", "answers")


def limits(version: DataVersion, w: Words) -> Iterator[Block]:
    """Counts and answers apart: first what holds for every measure."""
    every = list(measures(version).values())
    names = names_of(version, every, w)
    yield Heading(w("paper.limits"))
    yield Paragraph(w("incidents.unreported"))
    if any(has_small_limits(one) for each in every for one in found_of(version, each)):
        yield Paragraph(w("paper.limits.small"), is_note=True)
    both = under_any_in_both_ways(version, FINDS, every)
    yield from map(Paragraph, places.both_ways(both, offices(version), w))
    yield from _precision(version, names, w)
    for topic in TOPICS:
        lines = {
            name: _lines(version, [one for one in found_of(version, each) if _topic(one) == topic], w)
            for name, each in zip(names, every, strict=True)
        }
        if any(lines.values()):
            yield Heading(w(f"paper.limits.{topic}"), 2)
            yield from _listed(lines, w)


def _precision(version: DataVersion, names: Sequence[str], w: Words) -> Iterator[Block]:
    """How precise the findings of each measure are, and how many questions they answer."""
    told = [
        w("paper.limits.only", indicator=name, line="; ".join(lines))
        for name, one in zip(names, evidence(version), strict=True)
        if (lines := precision_lines(one, w))
    ]
    if told:
        yield Heading(w("paper.limits.precision"), 2)
        yield Paragraph(w("decision.precision.key"))
        yield Listing(tuple(told))


def _topic(one: Finding) -> str:
    return "answers" if one.indicator.kind == "score" else "incidents"


def _lines(version: DataVersion, found: Sequence[Finding], w: Words) -> list[str]:
    """Each line once, in the order of its weight."""
    ranked = [(one, caveats.ranked(one, offices(version), w)) for one in found]
    told = [line for _, own in ranked for line in own.every]
    return list(
        dict.fromkeys(
            line if told.count(line) == len(found) else _only(one, line, w)
            for part in ("capping", "noted", "left_out")
            for one, own in ranked
            for line in getattr(own, part)
        )
    )


def _only(one: Finding, line: str, w: Words) -> str:
    """A line that holds for one figure alone."""
    return w("paper.limits.only", indicator=w(f"indicator.{one.indicator.code}.short"), line=line)


def _listed(lines: Mapping[str, Sequence[str]], w: Words) -> Iterator[Block]:
    told = [set(own) for own in lines.values() if own]
    common = set.intersection(*told) if len(told) > 1 else set()
    first = next(own for own in lines.values() if own)
    if shared := [line for line in first if line in common]:
        yield Heading(w("paper.limits.all"), 3)
        yield Listing(tuple(shared))
    for name, own in lines.items():
        if rest := [line for line in own if line not in common]:
            yield Heading(name, 3)
            yield Listing(tuple(rest))
