"""A council paper of one kind from what the records say today. What the product cannot know stays open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from einlass import config
from einlass.city import logo
from einlass.decision import data_until
from einlass.errors import NothingToTell
from einlass.findings import Request, city, finding
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, PRIMARY
from einlass.measures import events, measures, offices
from einlass.paper import decision
from einlass.paper.content import (
    Block,
    Head,
    Heading,
    Kind,
    Listing,
    Logo,
    Open,
    Paper,
    Paragraph,
    Table,
    Text,
    plain,
)
from einlass.paper.decision import Chosen
from einlass.paper.limits import limits
from einlass.paper.money import cost, names_of
from einlass.paper.results import details, found_of, results
from einlass.paper.small import has_small_limits, is_small
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot
from einlass.words import Words, places, summary
from einlass.words.catalogue import last_day

CONSULTATIONS = 2  # empty lines for the meetings on the way of a paper

Section = Callable[[DataVersion, Words], Iterator[Block]]


def write(version: DataVersion, kind: Kind, w: Words, chosen: Chosen | None = None) -> Paper:
    """The paper of a kind; chosen: what a reader chose on the page. Raises NothingToTell where no measure is known."""
    if not measures(version):
        raise NothingToTell("paper.no_measure")
    sections = (partial(_resolution, chosen=chosen) if one is _resolution else one for one in SECTIONS[kind])
    blocks = [block for section in sections for block in section(version, w)]
    if _tells_small(version, blocks, w):
        blocks.insert(0, Paragraph(w("paper.small.notice"), is_note=True))
    return Paper(
        kind=kind,
        language=w.language,
        head=head(version, kind, w),
        blocks=tuple(blocks),
        mark=w("paper.mark", mark=w("sample.mark")) if version.is_sample else "",
        watermark=w("sample.mark") if version.is_sample else "",
        page=w("paper.page", page="{page}", count="{count}"),
        foot=_foot(version, w),
        made_at=version.created_at,
        logo=_logo(w),
    )


def _logo(w: Words) -> Logo | None:
    """The city's logo, where its settings name one."""
    city = config.city()
    if city.logo is None or not (content := logo.content(city.logo)):
        return None
    alt = w("paper.logo.of", city=city.name) if city.name else w("paper.logo")
    return Logo(logo.kind(city.logo), content, alt)


def head(version: DataVersion, kind: Kind, w: Words) -> Head:
    """The fields above a paper."""

    def field(name: str) -> tuple[str, Text]:
        return w(f"paper.head.{name}"), Open(w(f"paper.head.{name}.open"))

    stand = w(
        "paper.head.stand.value", moment=w.datetime(version.created_at), number=w.number(version.number)
    )
    columns = ("body", "day", "role")
    row: tuple[Text, ...] = tuple(Open(w(f"paper.consultation.{name}.open")) for name in columns)
    return Head(
        subject=w(f"paper.subject.{kind}"),
        number=field("number"),
        kind=(w("paper.head.kind"), w(f"paper.kind.{kind}")),
        status=field("status"),
        file_reference=field("file_reference"),
        lead_office=field("lead_office"),
        stand=(w("paper.head.stand"), stand),
        consultations=Table(
            w("paper.consultations"),
            tuple(w(f"paper.consultation.{name}") for name in columns),
            (row,) * CONSULTATIONS,
            shares=(2, 1.2, 1.4),
        ),
    )


def _foot(version: DataVersion, w: Words) -> str:
    """What stands below each page, as on a printed page of the app."""
    moment, number = w.datetime(version.created_at), w.number(version.number)
    mark = w("sample.mark") if version.is_sample else ""
    city = config.city()
    name = w("app.of", city=city.name) if city.name else w("app.name")
    foot = w("paper.foot", name=name, moment=moment, number=number, mark=mark).strip(" ·")
    return " · ".join(filter(None, (foot, city.imprint)))


def _resolution(version: DataVersion, w: Words, chosen: Chosen | None = None) -> Iterator[Block]:
    """The numbered draft; each measure with its ways to decide."""
    every = list(measures(version).values())
    known = w.date(last_day(data_until(version)))
    points: list[Text] = [w("paper.resolution.notes", day=known)]
    offered = [decision.ways(version, one, chosen, w) for one in every]
    for ways, name in zip(offered, names_of(version, every, w), strict=True):
        *first, last = [one.title for one in ways.ways]
        points.append(w("paper.resolution.ways", measure=name, ways=", ".join(first), last=last))
    points.append(Open(w("paper.resolution.report")))
    yield Heading(w("paper.resolution"))
    yield Paragraph(Open(w("paper.resolution.body")))
    yield Listing(tuple(points), is_numbered=True)
    yield from offered


def _message(version: DataVersion, w: Words) -> Iterator[Block]:
    yield Heading(w("paper.message"))
    yield Paragraph(w("paper.message.text"))
    yield from _short(version, w)


def _question(version: DataVersion, w: Words) -> Iterator[Block]:
    yield Heading(w("paper.question"))
    yield Paragraph(Open(w("paper.question.who")))
    yield Paragraph(Open(w("paper.question.text")))
    yield Heading(w("paper.reply"))
    yield Paragraph(w("paper.reply.text"))
    yield from _short(version, w)


def _short(version: DataVersion, w: Words) -> Iterator[Block]:
    """The answer of the overview: how people feel, what was reported, what it costs."""
    found = [finding(version, Request(CLIENTS, key)) for key in measures(version)]
    lines = summary.sentiment_sentences(found, offices(version), w)
    lines += [summary.incidents_sentence(city(version, code), w) for code in (PRIMARY, ALL_REPORTS)]
    yield Listing(tuple(lines))


def _facts(version: DataVersion, w: Words) -> Iterator[Block]:
    """What is done where and since when, how it is looked at, on which data."""
    every = list(measures(version).values())
    named = offices(version)
    yield Heading(w("paper.facts"))
    yield Paragraph(w("paper.facts.measures"))
    whole = places.measure_names({one.key: one for one in every}, named, w)
    yield Listing(
        tuple(
            w("paper.facts.measure", measure=whole[one.key], dates=places.measure_dates(one, named, w))
            for one in every
        )
    )
    if triggers := _triggers(version, w):
        yield Paragraph(w("paper.facts.triggers", events=w.join(triggers)))
    yield Paragraph(w("paper.facts.method"))
    yield Paragraph(Open(w("paper.facts.open")))


def _triggers(version: DataVersion, w: Words) -> list[str]:
    where = tuple(office for one in measures(version).values() for office in one.offices)
    start = min(one.starts for one in measures(version).values())
    told = {
        one.first: w("paper.facts.trigger", label=places.label(one.label, w), day=w.date(one.first))
        for one in events(version)
        if one.kind == "AUSLOESER" and one.concerns(where) and one.first <= start
    }
    return [told[day] for day in sorted(told)][-1:]


def _facts_and_answer(version: DataVersion, w: Words) -> Iterator[Block]:
    yield from _facts(version, w)
    yield Heading(w("paper.short"), 2)
    yield from _short(version, w)


def _cost(version: DataVersion, w: Words) -> Iterator[Block]:
    yield from cost(version, w, has_finance=True)


def _cost_alone(version: DataVersion, w: Words) -> Iterator[Block]:
    yield from cost(version, w, has_finance=False)


def _climate(version: DataVersion, w: Words) -> Iterator[Block]:
    yield Heading(w("paper.climate"))
    yield Paragraph(Open(w("paper.climate.open")))


def _gaps(version: DataVersion, w: Words) -> Iterator[Block]:
    yield from decision.gaps(version, w)


def _annexes(version: DataVersion, w: Words) -> Iterator[Block]:
    """The exports, the version of the data, what else the city adds; last all figures in one table."""
    yield Heading(w("paper.annexes"))
    sources = w.join([_source(row, w) for row in open_snapshot(version).rows("views/coverage")])
    data = w("paper.annexes.data", number=w.number(version.number), sha256=version.sha256)
    yield Listing((w("paper.annexes.sources", sources=sources), data, Open(w("paper.annexes.open"))))
    yield details(version, w)


def _source(row: Any, w: Words) -> str:
    """An export that was loaded, and the days it covers where it covers days."""
    name = w(f"source.{row.source_table}")
    if row.period_from is None:
        return name
    return w("paper.annexes.source", source=name, period=w.period(row.period_from, row.period_until))


def _tells_small(version: DataVersion, blocks: Sequence[Block], w: Words) -> bool:
    """Whether anything in the paper is not for publication: a finding, what limits it, or a number with the mark."""
    every = [one for measure in measures(version).values() for one in found_of(version, measure)]
    if any(is_small(one) or has_small_limits(one) for one in every):
        return True
    return w("quiet.sign") in json.dumps(plain(tuple(blocks)), ensure_ascii=False)


SECTIONS: dict[Kind, tuple[Section, ...]] = {
    "beschluss": (
        *(_resolution, _facts_and_answer, results, _cost),
        *(_climate, _gaps, limits, _annexes),
    ),
    "mitteilung": (_message, _facts, results, _cost, _climate, _gaps, limits, _annexes),
    "anfrage": (_question, _facts, results, _cost_alone, _gaps, limits, _annexes),
}
