"""What is read of a figure, in any language: finding, sentences, facts, what nobody may conclude, names."""

from __future__ import annotations

from einlass import config
from einlass.indicators import indicators
from einlass.release.figures.catalogue import COST, HOURS, ITEM, ITEMS, VISITS
from einlass.release.records import Figure, Texts
from einlass.release.wording.about import About, Pairs, Said, limits_of
from einlass.release.wording.answers import answers
from einlass.release.wording.checks import BY_TOPIC, items
from einlass.release.wording.guards import guards, visits
from einlass.release.wording.incidents import incidents
from einlass.release.wording.labels import labels, measure_name, name, place_of, topic_name
from einlass.warehouse import DataVersion
from einlass.words import Words, unmarked
from einlass.words.sentences import sentence_case

__all__ = ["measure_name", "name", "place_of", "texts", "topic_name"]


def texts(version: DataVersion, figure: Figure, w: Words) -> Texts:
    """The texts of a figure in one language, as plain text."""
    one = About(version, figure, w)
    said = _said(one)
    title = sentence_case(_bare(said.title))
    return Texts(
        title=title,
        sentence=_bare(said.sentence),
        short=_bare(said.short),
        plain=_bare(said.plain),
        value=_bare(said.value),
        of=_bare(said.of),
        counts=_counts(one),
        chart_title=_chart_title(one),
        chart_subtitle=_bare(w("press.chart.sub", place=one.place, period=one.period())),
        chart_alt=_alt(one, said),
        facts=_pairs(_facts(one, said)),
        survey=_pairs(said.survey),
        not_to_conclude=_pairs(said.nots),
        labels=labels(version, figure.table, w),
        source=_source(one),
    )


def _said(one: About) -> Said:
    topic = one.topic
    if topic.startswith(ITEM):
        return items(one)
    if topic in BY_TOPIC:
        return BY_TOPIC[topic](one)
    if topic in (COST, HOURS):
        return guards(one)
    if topic == VISITS:
        return visits(one)
    return answers(one) if indicators()[topic].kind == "score" else incidents(one)


def _bare(text: str) -> str:
    return unmarked(text).strip()


def _pairs(pairs: Pairs) -> Pairs:
    return tuple((_bare(term), _bare(text)) for term, text in pairs)


def _counts(one: About) -> str:
    """What stands below the number: what it rests on, and when."""
    w = one.w
    parts = [_bare(_said(one).chart), one.period()]
    if one.before is not None:
        parts.append(w("press.counts.before", period=one.period(one.before)))
    return " · ".join(part for part in parts if part)


def _chart_title(one: About) -> str:
    w = one.w
    return _bare(w("press.name", topic=topic_name(one.topic, w), place=one.place))


def _alt(one: About, said: Said) -> str:
    mark = f"{one.w('sample.mark')}. " if one.figure.is_sample else ""
    return _bare(f"{mark}{_chart_title(one)}. {said.counted}")


def _facts(one: About, said: Said) -> Pairs:
    """Term and text in order."""
    w = one.w
    facts = [
        (w("press.term.counts"), said.counted),
        (w("press.term.period"), _period(one)),
        (w("press.term.interval"), (said.interval if one.is_whole else "") or w("press.interval.none")),
        *(said.more if one.is_whole else ()),
        (w("press.term.definition"), _definition(one)),
        (w("press.term.limits"), " ".join(limits_of(one)) or w("press.limits.none")),
        (w("press.term.source"), _source(one)),
    ]
    if contact := _contact():
        facts.append((w("press.term.contact"), contact))
    return tuple(facts)


def _contact() -> str:
    """Who answers questions, from the settings."""
    city = config.city()
    return ", ".join(part for part in (city.contact_name, city.contact) if part)


def _period(one: About) -> str:
    w = one.w
    where = sentence_case(w("press.fact.where", place=one.place, period=one.period()))
    if one.before is None:
        return where
    return w("press.fact.period", since=where, before=one.period(one.before))


def _definition(one: About) -> str:
    w = one.w
    if one.topic.startswith(ITEM) or one.topic == ITEMS:
        text = w("press.definition.items")
    elif w.has(f"press.definition.{one.topic}"):
        text = w(f"press.definition.{one.topic}")
    else:
        text = w(f"indicator.{one.topic}.definition")
    return w("press.fact.definition", version=one.figure.definition_version, text=text)


def _source(one: About) -> str:
    w, figure = one.w, one.figure
    names = w.join([w(f"source.{name}") for name in figure.sources])
    mark = f"{w('sample.mark')}. " if figure.is_sample else ""
    return mark + _bare(
        w(
            "press.source",
            sources=names,
            stand=w.datetime(figure.stand),
            version=w.number(figure.data_version),
            sha=figure.data_sha256[:8],
        )
    )
