"""The words that several parts of the page share: where, when, sources, what is not for publication."""

from __future__ import annotations

from einlass import config
from einlass.export import file_stem
from einlass.findings import provenance
from einlass.measures import offices
from einlass.ui import quiet
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
    return quiet.signed(sentences.events_in(choice.indicator, count, w), count, w)


def source_foot(version: DataVersion, choice: Choice, w: Words) -> str:
    """Source, Stand and sample mark."""
    data = provenance(version, choice.indicator)
    line = sentences.source_line(choice.indicator, data.version_number, w.datetime(data.stand), w)
    return f"{w('sample.mark')}. {line}" if data.is_sample else line


def foot(version: DataVersion, choice: Choice, w: Words) -> list[str]:
    """What is not for publication, definition, source."""
    return [
        quiet_key(w),
        w("incidents.unreported"),
        definition(choice.indicator, w),
        source_foot(version, choice, w),
        w("foot.method"),
    ]


def quiet_key(w: Words) -> str:
    """What the mark of small numbers means."""
    told = config.thresholds()
    least, sensitive = w.number(told.hidden_below), w.number(told.hidden_below_sensitive)
    return w("incidents.quiet.key", least=least, sensitive=sensitive)


def marked(version: DataVersion, text: str, w: Words) -> str:
    """An accessible name that says whether the data are made up."""
    return f"{w('sample.mark')}. {text}" if version.is_sample else text


def stem(version: DataVersion, choice: Choice, what: str, w: Words) -> str:
    """What files of the page are called: figure, offices, what is shown, period, Stand."""
    days = [choice.period.first.isoformat(), last_day(choice.period.until).isoformat()]
    parts = [w(f"indicator.{choice.indicator.code}.short"), place(version, choice, w), what, "-".join(days)]
    return file_stem(parts, provenance(version, choice.indicator).stand.date())
