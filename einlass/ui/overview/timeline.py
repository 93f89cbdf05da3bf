"""When what was done: triggers, starts, planned and extended ends, how far the data reach, the day of decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import streamlit as st

from einlass.decision import data_until, decision_day
from einlass.measures import Event, Measure, Window, events, measures, offices
from einlass.remembered import remembered
from einlass.ui import style
from einlass.warehouse import DataVersion
from einlass.words import Words, places, words_for
from einlass.words.catalogue import last_day

LONGEST_LEAD = timedelta(
    days=180
)  # a trigger longer before the first start is not drawn: the line would be empty
ROOM_BEHIND = 0.2  # of the line, behind the last day of note, for its name
A_YEAR = timedelta(days=365)
LATE = 0.8  # of the line, beyond which a name stands left of its day
MOST_MONTHS = 9  # named on the line
LAST_NAME = 0.94  # of the line, beyond which the name of a month has no room


@dataclass(frozen=True)
class Span:
    """The days that the line shows."""

    first: date
    until: date

    def place(self, day: date) -> float:
        """Where a day stands, in per cent from the left."""
        share = (day - self.first).days / max((self.until - self.first).days, 1)
        return round(100 * min(max(share, 0.0), 1.0), 2)


@dataclass(frozen=True)
class Part:
    """A stretch of a measure: its days, what is written in it, and whether it still lies ahead."""

    window: Window
    text: str
    is_ahead: bool = False


def timeline(version: DataVersion, w: Words) -> None:
    """The line of all measures; read out as a sentence for each."""
    st.html(_markup(version, w.language))


@remembered(64)
def _markup(version: DataVersion, language: str) -> str:
    w = words_for(language)
    every = list(measures(version).values())
    until = data_until(version)
    span = span_of(every, events(version), until)
    rows = "".join(_row(one, span, until, version, w) for one in every)
    spoken = " ".join(_spoken(one, version, w) for one in every)
    return (
        f'<div class="em-timeline" role="img" aria-label="{style.attribute(spoken)}">'
        f'<div class="em-track em-flags" aria-hidden="true">{"".join(_flags(every, version, until, span, w))}</div>'
        f'{rows}<div class="em-track em-months" aria-hidden="true">{"".join(_months(span, w))}</div></div>'
    )


def span_of(every: Iterable[Measure], happened: Iterable[Event], until: date) -> Span:
    """From the month of the first trigger or start to some time behind the last day of note."""
    all_measures = list(every)
    start = min(one.starts for one in all_measures)
    first = min([start, *triggers(all_measures, happened)])
    last = max([until, *(day for one in all_measures if (day := one.decided_on))])
    room = max((last - first).days * ROOM_BEHIND / (1 - ROOM_BEHIND), 20)
    return Span(first.replace(day=1), last + timedelta(days=round(room)))


def triggers(every: Iterable[Measure], happened: Iterable[Event]) -> list[date]:
    """The days of events that led to a measure."""
    all_measures = list(every)
    start = min(one.starts for one in all_measures)
    where = tuple(office for one in all_measures for office in one.offices)
    return sorted(
        {
            one.first
            for one in happened
            if one.kind == "AUSLOESER" and one.concerns(where) and start - LONGEST_LEAD <= one.first
        }
    )


def parts_of(measure: Measure, until: date, w: Words) -> Iterator[Part]:
    """The stretches of a measure: as planned at first, extended, still to come."""
    planned = min((one.planned_until for one in measure.episodes if one.planned_until), default=None)
    end = last_day(until) if measure.ended is None else measure.ended
    is_long = (
        max(end, measure.starts) - measure.starts > A_YEAR
    )  # then a day without its year says too little
    start = w(
        "timeline.from", day=w.short_date(measure.starts) if is_long else w.day_and_month(measure.starts)
    )
    decided = measure.decided_on
    is_extended = planned is not None and decided is not None and planned < min(decided, end)
    if is_extended and planned is not None and decided is not None:
        yield Part(Window(measure.starts, planned + timedelta(days=1)), start)
        extended = w("timeline.extended", day=w.day_and_month(decided))
        yield Part(Window(planned + timedelta(days=1), end + timedelta(days=1)), extended)
    else:
        text = start
        if decided and measure.ended is None:
            text = w("timeline.planned", start=start, day=w.day_and_month(decided))
        yield Part(Window(measure.starts, max(end, measure.starts) + timedelta(days=1)), text)
    if decided and measure.ended is None and decided > end:
        yield Part(Window(end + timedelta(days=1), decided + timedelta(days=1)), "", is_ahead=True)


def _row(measure: Measure, span: Span, until: date, version: DataVersion, w: Words) -> str:
    bars = "".join(_bar(part, span) for part in parts_of(measure, until, w))
    grounds = "".join(_ground(one, span) for one in _breaks(version, measure.offices, span))
    name = w(f"measure.{measure.regime}")
    place = places.place(measure.offices, offices(version), w)
    return (
        f'<div class="em-when" aria-hidden="true"><span class="em-what" title="{style.attribute(place)}">'
        f"{escape(name)}</span>"
        f'<span class="em-track">{grounds}{bars}</span></div>'
    )


def _bar(part: Part, span: Span) -> str:
    kind = "em-bar em-ahead" if part.is_ahead else "em-bar"
    return f'<span class="{kind}" style="{_extent(part.window, span)}">{escape(part.text)}</span>'


def _ground(window: Window, span: Span) -> str:
    return f'<span class="em-break" style="{_extent(window, span)}"></span>'


def _extent(window: Window, span: Span) -> str:
    left, right = span.place(window.first), span.place(window.until)
    return f"left:{left}%;width:{round(right - left, 2)}%"


def _breaks(version: DataVersion, where: tuple[str, ...], span: Span) -> list[Window]:
    """Times that count for nothing, within the line."""
    return [
        Window(max(one.first, span.first), min(one.until or span.until, span.until))
        for one in _named_breaks(version, where, span)
    ]


def _named_breaks(version: DataVersion, where: tuple[str, ...], span: Span) -> list[Event]:
    return [
        one
        for one in events(version)
        if one.is_break
        and one.kind != "KNOWN"
        and one.concerns(where)
        and one.first < span.until
        and (one.until or span.until) > span.first
    ]


def _flags(every: list[Measure], version: DataVersion, until: date, span: Span, w: Words) -> Iterator[str]:
    """The days of note above the bars, each with a line through all of them."""
    for day in triggers(every, events(version)):
        yield _flag("em-trigger", day, w("timeline.trigger"), span, w)
    if (decision := decision_day(every)) and decision != last_day(until):
        yield _flag("em-decision", decision, w("timeline.decision"), span, w)
    yield _flag("em-stand", last_day(until), w("timeline.data_until"), span, w)
    where = tuple(office for one in every for office in one.offices)
    if named := _named_breaks(version, where, span):
        first = min(named, key=lambda one: one.first)
        text = w("timeline.break", what=places.event_name(first, w), day=w.day_and_month(first.first))
        behind = [day for day in (decision, last_day(until)) if day]
        left = span.place(max(first.first, *behind))
        yield f'<span class="em-break-name" style="left:{left}%">{escape(text)}</span>'


def _flag(kind: str, day: date, what: str, span: Span, w: Words) -> str:
    place = span.place(day)
    side = "em-left" if kind != "em-decision" or place > 100 * LATE + 10 else "em-right"
    words = f'<span class="em-word">{escape(what)} </span>{escape(w.day_and_month(day))}'
    return f'<span class="em-flag {kind} {side}" style="left:{place}%"><b>{words}</b></span>'


def _months(span: Span, w: Words) -> Iterator[str]:
    """The months below the bars, the year at the first and at each January."""
    firsts = [span.first]
    while (after := (firsts[-1] + timedelta(days=32)).replace(day=1)) < span.until:
        firsts.append(after)
    every = max(1, -(-len(firsts) // MOST_MONTHS))
    for number, day in enumerate(firsts[::every]):
        if span.place(day) > 100 * LAST_NAME:
            break
        with_year = number == 0 or day.month <= every
        yield f'<span style="left:{span.place(day)}%">{escape(w.month(day, with_year=with_year))}</span>'


def _spoken(measure: Measure, version: DataVersion, w: Words) -> str:
    names = offices(version)
    name = places.measure_name(measure, names, w)
    return w("timeline.spoken", measure=name, dates=places.measure_dates(measure, names, w))
