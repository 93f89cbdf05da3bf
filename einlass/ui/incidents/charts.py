"""Months by who reported, and days from the incident to its report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from html import escape

import streamlit as st

from einlass import config
from einlass.charts import Mark, marks_of, number_of
from einlass.charts.incidents import delay_chart, months_chart
from einlass.findings.make import LATE_REPORT_DAYS
from einlass.measures import Event, Window, events, measures, offices
from einlass.topics import incidents as topic
from einlass.topics.incidents import Delays, Month, Report, reporters
from einlass.ui import quiet, show, style
from einlass.ui.incidents.asking import Choice
from einlass.ui.incidents.tables import delays_part, months_part, numbers
from einlass.ui.incidents.texts import marked, place, source_foot
from einlass.ui.leads import to_reports
from einlass.warehouse import DataVersion
from einlass.words import Words
from einlass.words.catalogue import last_day

SOON = 2  # days, the first of the two that are named


def months(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> None:
    """Stacked bars, the change of who reports named; below it what the numbers of the marks stand for."""
    told = topic.months(version, choice.level, choice.offices, choice.period, found)
    if not told:
        return
    span = Window(told[0].window.first, told[-1].window.until)
    marks = marks_of(measures(version).values(), events(version), choice.offices, offices(version), span, w)
    names = {code: w(f"incidents.reporter.{code}") for code in reporters(found)}
    title = months_title(version, choice, found, w)
    sub = w("incidents.months.sub", place=place(version, choice, w))
    foot, change = source_foot(version, choice, w), _change(version, choice, marks, w)
    (figure,) = show.kept(
        ("incidents months", version, choice),
        lambda: [months_chart(told, marks, names, change, show.look(), w, title=title, sub=sub, foot=foot)],
        w,
    )
    assert figure is not None
    alt = marked(version, f"{title}. {sub} {_by_reporter(found, w)}", w)
    notes = [_late(told, w), *(_mark(number, one) for number, one in enumerate(marks))]
    show.chart(
        figure,
        alt,
        "incidents-months",
        w,
        numbers=lambda: numbers(version, choice, months_part(version, choice, found, w), w),
        notes=[one for one in notes if one],
        leads=to_reports(version, choice.indicator.code, choice.offices, [one.window for one in told]),
    )
    items = "".join(
        f'<li><span aria-hidden="true">{number_of(number)}</span> {escape(one.label)}</li>'
        for number, one in enumerate(marks)
    )
    label = style.attribute(w("trends.marks_label"))
    st.html(f'<ol class="em-marks" aria-label="{label}">{items}</ol>' if items else "<span></span>")
    style.small(_late(told, w))


def _mark(number: int, mark: Mark) -> str:
    return f"{number_of(number)} {mark.label}"


def recording_changes(version: DataVersion, choice: Choice) -> list[Event]:
    """The changes of who reports, or how, that concern the offices within the period."""
    return [
        one
        for one in events(version)
        if one.kind == "MELDEWEG" and one.first in choice.period and one.concerns(choice.offices)
    ]


def months_title(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> str:
    """Whether it has changed who reports, and how many reports come from others than staff."""
    changes = recording_changes(version, choice)
    if changes:
        first = changes[0].first
        guards = sum(one.reporter == "SIDI" and one.day >= first for one in found)
        return quiet.signed(w.plural("incidents.months.title.changed", guards, day=w.date(first)), guards, w)
    by_staff = reporters(found).get("BESCH", 0)
    return w("incidents.months.title", of=quiet.of_all(by_staff, len(found), w))


def _change(version: DataVersion, choice: Choice, marks: Sequence[Mark], w: Words) -> tuple[Mark, str] | None:
    """The mark of the first change of who reports, with its words."""
    for event in recording_changes(version, choice):
        mark = next((one for one in marks if one.day == event.first), None)
        if mark is not None:
            return mark, w("incidents.months.change", day=w.short_date(event.first))
    return None


def _by_reporter(found: Sequence[Report], w: Words) -> str:
    told = [
        w("incidents.named", name=w(f"incidents.reporter.{code}"), count=quiet.number(count, w))
        for code, count in reporters(found).items()
    ]
    return w("incidents.months.alt", reporters=w.join(told))


def _late(told: Sequence[Month], w: Words) -> str:
    """Which months are not complete yet, and why."""
    if not any(one.is_open for one in told):
        return ""
    return w("incidents.months.late", days=w.number(LATE_REPORT_DAYS))


def delay(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> None:
    """How soon reports come in; younger incidents are left out."""
    told = topic.delays(found, topic.final_until(version, choice.offices))
    if not told.count:
        style.part(w("incidents.delay.title.none"))
        style.small(w("incidents.delay.none", days=w.number(LATE_REPORT_DAYS)))
        return
    title = w(
        "incidents.delay.title",
        of=quiet.of_all(told.within(LATE_REPORT_DAYS), told.count, w),
        days=w.number(LATE_REPORT_DAYS),
    )
    sub = delay_sub(topic.final_until(version, choice.offices).values(), told, w)
    named = [(days, quiet.of_all(told.within(days), told.count, w)) for days in (SOON, LATE_REPORT_DAYS)]
    is_share = told.count >= config.thresholds().share_least
    axis = f"{sub} {w('incidents.delay.share' if is_share else 'incidents.delay.count')}"
    foot = source_foot(version, choice, w)
    scale: Callable[[int], float] = (lambda count: 100 * count / told.count) if is_share else float
    (figure,) = show.kept(
        ("incidents delay", version, choice),
        lambda: [delay_chart(told, named, show.look(), w, scale, title=title, sub=axis, foot=foot)],
        w,
    )
    assert figure is not None
    alt = marked(
        version,
        f"{title}. {'. '.join(w.plural('incidents.delay.named', days, of=of) for days, of in named)}. {sub}",
        w,
    )

    def own() -> show.Numbers:
        return numbers(version, choice, delays_part(version, choice, found, w), w)

    show.chart(figure, alt, "incidents-delay", w, numbers=own)


def delay_sub(final: Collection[date], told: Delays, w: Words) -> str:
    """Of which incidents, and how many younger ones are left out; final: until when all have come in, by office."""
    day = w.date(last_day(max(final)))
    if min(final) < max(final):
        day = w("incidents.delay.earlier", day=day, first=w.date(last_day(min(final))))
    if told.left_out:
        return quiet.signed(w.plural("incidents.delay.sub", told.left_out, day=day), told.left_out, w)
    return w("incidents.delay.sub.all", day=day)
