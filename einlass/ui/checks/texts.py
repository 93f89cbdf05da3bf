"""Words that several parts of the page share: where, when, from which exports, what is not for publication."""

from __future__ import annotations

from einlass import config
from einlass.findings import Provenance, provenance
from einlass.indicators import indicator
from einlass.measures import offices
from einlass.topics.checks import FINDS, THOUSAND, Group, Items
from einlass.ui import quiet
from einlass.ui.checks.asking import Choice
from einlass.ui.comparison import definition
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences

LONGEST_NAMES = 90  # letters of several offices that a heading bears
SOURCES = ("checks", "finds", "visits")


def rate(persons: float, checked: float, w: Words) -> str:
    """So many per 1,000, or that nobody was checked."""
    return w.number(THOUSAND * persons / checked, 1) if checked else w("value.none")


def place(group: Group, version: DataVersion, w: Words) -> str:
    """The offices of a group; several with very long names are counted."""
    names = places.place(group.offices, offices(version), w)
    if len(names) > LONGEST_NAMES and len(group.offices) > 1:
        return places.place(group.offices, offices(version), w, most=0)
    return names


def period(group: Group, w: Words) -> str:
    """The days of a group."""
    return w.period(group.period.first, group.period.until)


def kinds(items: Items, w: Words, most: int) -> str:
    """The most frequent kinds with their counts."""
    return w.join([counted_kind(one.code, one.count, w) for one in items.kinds[:most]])


def counted_kind(code: str, count: int, w: Words) -> str:
    """So many items of one kind."""
    return quiet.signed(w.plural(f"checks.count.{code}", count), count, w)


def origin(version: DataVersion) -> Provenance:
    """Where the figures come from."""
    return provenance(version, indicator(FINDS))


def source_foot(version: DataVersion, w: Words) -> str:
    """Exports, Stand and sample mark."""
    data = origin(version)
    names = w.join([w(f"source.{one}") for one in SOURCES])
    text = w(
        "checks.source", sources=names, stand=w.datetime(data.stand), version=w.number(data.version_number)
    )
    return f"{w('sample.mark')}. {text}" if data.is_sample else text


def foot(version: DataVersion, choice: Choice, w: Words) -> list[str]:
    """What is not for publication, definition, the ranges, source."""
    least = w.number(config.thresholds().hidden_below)
    lines = [w("quiet.key", least=least), definition(indicator(FINDS), w), w("checks.ranges")]
    return [*(lines if choice.groups else []), source_foot(version, w), w("foot.method")]


def spoken(version: DataVersion, *parts: str) -> str:
    """An accessible name that says whether the data are made up."""
    return ". ".join(part.rstrip(".") for part in parts if part)


def alt(version: DataVersion, w: Words, *parts: str) -> str:
    """An accessible name of a chart, marked where the data are made up."""
    told = spoken(version, *parts)
    return f"{w('sample.mark')}. {told}" if version.is_sample else told


def definition_of(code: str, w: Words) -> str:
    """What an indicator counts."""
    return sentences.sentence_case(definition(indicator(code), w))
