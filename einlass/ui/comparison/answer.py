"""The answer in words, what disturbs it, how it was computed, where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from einlass.export import SERIES_FILE, is_recalculable, program, weeks_csv
from einlass.findings import Finding, since_in_both_ways, since_start
from einlass.indicators import Indicator, indicators
from einlass.measures import Office, offices
from einlass.ui import choices, log, style
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, caveats, places, sentences

MOST_NAMED = 5  # more indicators than this are counted, not listed


def standing(found: Finding, version: DataVersion, w: Words) -> str:
    """The measure's dates and the Stand."""
    dates = places.measure_dates(found.measure, offices(version), w)
    name = w(f"measure.{found.measure.regime}")
    until = found.provenance.data_until
    name = f"{name}:" if found.measure.is_staggered else name
    reach = [w("data_until", day=w.date(until))] if until else []
    return " · ".join([f"{name} {dates}", *reach, w("stand", moment=w.datetime(version.created_at))])


def answer(found: Finding, version: DataVersion, w: Words) -> None:
    """The verdict, what was counted, what fits the data; without a before, what there is since the start."""
    tone: style.Tone = "firm" if found.verdict in sentences.FIRM else "open"
    said = sentences.answer(found, w)
    if found.verdict in ("no_data", "not_comparable"):
        since = since_start(version, found.indicator.code, found.measure)
        said += [one for one in [sentences.since_sentence(found.indicator, since, w)] if one]
        both = since_in_both_ways(version, found.indicator.code, found.measure) if since else ()
        said += places.both_ways(both, offices(version), w)
    style.answer(said, tone)


def needs(found: Finding, w: Words) -> None:
    """How the interval is to be read, what limits the statement, what it would take to know more."""
    read = w("answer.interval") if found.estimate is not None else ""
    meaning = w("answer.meaning", verdict=found.verdict)
    style.small(" ".join(filter(None, [read, caveats.hint(found, w), meaning])))


def disturbances(found: Finding, names: Mapping[str, Office], beside: Sequence[str], w: Words) -> None:
    """What limits the comparison, ranked by what it does to the verdict; what was checked and left out is folded.

    beside: what other cities say against it, which changes no verdict.
    """
    limits, passed = caveats.ranked(found, names, w), caveats.passed(found, names, w)
    if not (limits.every or passed or beside):
        return
    with style.together():
        style.section(w("guards.title"), w("guards.sub"))
        for title, lines in (
            (w("guards.capping"), limits.capping),
            (w("guards.noted"), [*beside, *limits.noted]),
        ):
            if lines:
                style.part(title)
                style.lines(lines)
    if passed:
        with choices.fold(w.plural("guards.passed", len(passed)), "checked"):
            style.notes(passed)
    if limits.left_out:
        with choices.fold(w("guards.left_out"), "left_out"):
            style.notes(limits.left_out)


def explanation(found: Finding, w: Words) -> None:
    """How it was computed, for laymen and for experts, and the means to compute it again."""
    if found.analysis is None:
        return
    lay, expert = f"explain.lay.{found.indicator.kind}", f"explain.expert.{found.indicator.kind}"
    if found.analysis.is_by_comparison:
        lay, expert = "explain.lay.compared", "explain.expert.compared"
    with choices.fold(w("explain.title"), "method"):
        style.notes([w(lay), w(expert, degrees=w.number(found.analysis.degrees))])
    if not is_recalculable(found):
        return
    with choices.fold(w("recalculate.title"), "recalculate"):
        if "recalculate" not in current_view().opened:
            return  # two programs are much to send to who does not open them
        style.notes([w("recalculate.text")])
        with st.container(horizontal=True):
            _file(w("button.csv.model"), SERIES_FILE, lambda: weeks_csv(found, w), "text/csv")
            _file(w("button.script.python"), "fit.py", program(found, "py").encode(), "text/x-python")
            _file(w("button.script.r"), "fit.R", program(found, "R").encode(), "text/plain")
        st.code(program(found, "py"), language="python")
        st.code(program(found, "R"), language="r")


def _file(label: str, name: str, content: bytes | Callable[[], bytes], mime: str) -> None:
    make = log.fetched("model", content if callable(content) else lambda: content)
    st.download_button(
        label, data=make, file_name=name, mime=mime, on_click="ignore", key=f"{name}:{current_view().lang}"
    )


def not_offered(found: Finding, w: Words) -> None:
    """Which indicators have no before/after, and why."""
    within = [one for one in indicators().values() if not one.is_comparable]
    named = [w(f"indicator.{one.code}.short") for one in within[:MOST_NAMED]]
    if len(within) > MOST_NAMED:
        named.append(w.plural("not_offered.more", len(within) - MOST_NAMED))
    names = w.join(named)
    style.section(w("not_offered.title"))
    style.notes([w("not_offered.text", indicators=names)])


def chart_foot(found: Finding, w: Words) -> str:
    """Source, Stand and sample mark, inside every picture."""
    line = sentences.source_line(
        found.indicator, found.provenance.version_number, w.datetime(found.provenance.stand), w
    )
    return f"{w('sample.mark')}. {line}" if found.provenance.is_sample else line


def foot(found: Finding, version: DataVersion, w: Words) -> list[str]:
    """Definition, source, Stand."""
    return [definition(found.indicator, w), chart_foot(found, w), w("foot.method")]


def definition(one: Indicator, w: Words) -> str:
    """What an indicator counts, with the version of its definition."""
    text = w(f"indicator.{one.code}.definition")
    return w("foot.definition", version=one.version, code=one.code, text=text)
