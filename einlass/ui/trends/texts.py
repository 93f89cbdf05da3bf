"""The words of the trends page: its heading, what to know, sources."""

from __future__ import annotations

from einlass.findings import checked_both_ways, data_window, provenance
from einlass.measures import offices
from einlass.ui.comparison import definition
from einlass.ui.trends.asking import MOST_OFFICES, Choice
from einlass.ui.trends.found import Found, newest_by_name, span_of
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences, trends


def title(choice: Choice, found: Found, w: Words) -> str:
    """The finding: the latest complete period, and the same of the year before."""
    step = "month" if choice.is_calendar else choice.step
    return trends.heading(choice.indicator, newest_by_name(found), step, w)


def lead(choice: Choice, found: Found, w: Words) -> list[str]:
    """What belongs to the heading, so that nobody reads too much into it."""
    return trends.lead(choice.indicator, newest_by_name(found), w)


def why_empty(version: DataVersion, choice: Choice, w: Words) -> str:
    """Why there is nothing to show, as it fits the indicator."""
    asked, sources = choice.indicator, sentences.source_names(choice.indicator, w)
    if data_window(version, asked).days <= 0:
        return w("trends.empty.not_imported", sources=sources)
    if asked.kind == "score":
        return w("trends.empty.score")
    if not asked.is_comparable:
        return w("trends.empty.within_regime")
    return w("trends.empty.text", sources=sources)


def standing(version: DataVersion, choice: Choice, w: Words) -> str:
    """Up to which day the data reach, and the Stand."""
    data = provenance(version, choice.indicator)
    reach = [w("data_until", day=w.date(data.data_until))] if data.data_until else []
    return " · ".join([*reach, w("stand", moment=w.datetime(data.stand))])


def subject(version: DataVersion, choice: Choice, found: Found, w: Words) -> str:
    """What is shown, without any figure: the caption of tables and charts."""
    where = places.place(found, offices(version), w)
    return w("trends.title", indicator=w(f"indicator.{choice.indicator.code}"), place=where)


def notes(version: DataVersion, choice: Choice, found: Found, w: Words) -> list[str]:
    """What the reader must know about the picture."""
    lines = [] if choice.is_calendar else [w("trends.note.incomplete")]
    if choice.indicator.kind != "score" and not choice.is_calendar:
        lines.append(w("trends.note.gaps"))
    if not choice.indicator.is_comparable:
        lines.append(w("trends.note.within_regime"))
        windows = dict.fromkeys(found, span_of(version, choice, found)) if found else {}
        both = checked_both_ways(version, choice.indicator.code, windows)
        lines += places.both_ways(both, offices(version), w)
    if len(choice.offices) > MOST_OFFICES:
        lines.append(w("trends.note.most", count=w.number(MOST_OFFICES)))
    without = len(choice.shown) - len(found)
    if without:
        lines.append(w("trends.note.without", offices=w.plural("count.offices", without)))
    return lines


def source_foot(version: DataVersion, choice: Choice, w: Words) -> str:
    """Source, Stand and sample mark."""
    data = provenance(version, choice.indicator)
    line = sentences.source_line(choice.indicator, data.version_number, w.datetime(data.stand), w)
    return f"{w('sample.mark')}. {line}" if data.is_sample else line


def foot(version: DataVersion, choice: Choice, w: Words) -> list[str]:
    """Definition and source."""
    return [definition(choice.indicator, w), source_foot(version, choice, w), w("foot.method")]


def marked_alt(version: DataVersion, text: str, w: Words) -> str:
    """An accessible name that says whether the data are made up."""
    return f"{w('sample.mark')}. {text}" if version.is_sample else text
