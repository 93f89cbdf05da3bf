"""The words that several parts of the page share: where, when, sources, what is not for publication."""

from __future__ import annotations

from einlass.export import file_stem
from einlass.findings import provenance
from einlass.measures import offices
from einlass.topics.incidents import is_small
from einlass.ui.comparison import definition
from einlass.ui.incidents.asking import Choice
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences
from einlass.words.catalogue import last_day


def place(version: DataVersion, choice: Choice, w: Words) -> str:
    """The offices, by name or number."""
    return places.place(choice.offices, offices(version), w)


def counted(choice: Choice, count: float, w: Words) -> str:
    """So many of what is counted."""
    return signed(sentences.events_in(choice.indicator, count, w), count, w)


def of_all(part: int, whole: int, w: Words) -> str:
    """How many of how many."""
    return w("incidents.of", part=w.number(part), whole=w.number(whole))


def signed(text: str, count: float, w: Words, code: str = "") -> str:
    """A text with a count in it, with the sign of what is not for publication."""
    return text + (w("incidents.quiet.sign") if is_small(count, code) else "")


def number(count: float, w: Words, code: str = "") -> str:
    """A count, with the sign of what is not for publication."""
    return signed(w.number(count), count, w, code)


def note(count: float, w: Words, code: str = "") -> str:
    """What a table says of a count that is not for publication."""
    return w("incidents.quiet") if is_small(count, code) else ""


def source_foot(version: DataVersion, choice: Choice, w: Words) -> str:
    """Source, Stand and sample mark."""
    data = provenance(version, choice.indicator)
    line = sentences.source_line(choice.indicator, data.version_number, w.datetime(data.stand), w)
    return f"{w('sample.mark')}. {line}" if data.is_sample else line


def foot(version: DataVersion, choice: Choice, w: Words) -> list[str]:
    """What is not for publication, definition, source."""
    return [
        w("incidents.quiet.key"),
        w("incidents.unreported"),
        definition(choice.indicator, w),
        source_foot(version, choice, w),
        w("foot.method"),
    ]


def marked(version: DataVersion, text: str, w: Words) -> str:
    """An accessible name that says whether the data are made up."""
    return f"{w('sample.mark')}. {text}" if version.is_sample else text


def stem(version: DataVersion, choice: Choice, what: str, w: Words) -> str:
    """What files of the page are called: figure, offices, what is shown, period, Stand."""
    days = [choice.period.first.isoformat(), last_day(choice.period.until).isoformat()]
    parts = [w(f"indicator.{choice.indicator.code}.short"), place(version, choice, w), what, "-".join(days)]
    return file_stem(parts, provenance(version, choice.indicator).stand.date())
