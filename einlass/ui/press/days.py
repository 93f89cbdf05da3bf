"""On which days and at which offices a figure is told: the usual ones, or those that the address asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any

import streamlit as st

from einlass.measures import Window, offices
from einlass.release.desk import Case
from einlass.release.figures import USUAL, Entry, Extent, extent_of, figure, fills, untold_days
from einlass.release.records import Figure, Subject
from einlass.ui import address, choices, plain, style
from einlass.ui.press import at_desk
from einlass.ui.press.links import href
from einlass.ui.state import Days, View, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words

DAY = timedelta(days=1)


def told(version: DataVersion, entry: Entry, w: Words) -> Figure | None:
    """The figure for the days that are asked for, with the fields that choose them.

    What cannot be told so is said, and the usual days are shown.
    """
    usual, asked = figure(version, entry), wanted(current_view())
    if usual is None:
        return None
    made = usual if asked == USUAL else figure(version, entry, asked)
    is_told = made is not None and fills(made, asked)
    shown = made if made is not None and is_told else usual
    if not is_told:
        _say_not(version, asked, usual, w)
    _fields(usual, shown, w)
    if asked.period and is_told:
        _say_untold(version, shown, w)
    if asked != USUAL:
        link = f'<a href="{escape(href(entry, current_view().search))}">{escape(w("press.days.usual"))}</a>'
        st.html(f'<p class="em-sub">{link}</p>')
    _say_others(entry, shown, w)
    return shown


def wanted(view: View) -> Extent:
    """What the address asks for. Offices and days of comparison come with a link to one figure only."""
    period = _window(view.period)
    if view.figure is None:
        return Extent(period=period)
    return Extent(view.offices, _window(view.before), period)


def _window(days: Days | None) -> Window | None:
    return Window(days[0], days[1] + DAY) if days else None


def _fields(usual: Figure, shown: Figure, w: Words) -> None:
    """The first and the last day, within those of the figure."""
    first = min(usual.subject.first, shown.subject.first)
    last = max(usual.subject.last, shown.subject.last)
    own = (shown.subject.first, shown.subject.last)
    label = w("incidents.choose.shown", period=w.period(own[0], own[1] + DAY))
    with choices.fold(label, "period"):
        labels = w("incidents.choose.first_day"), w("incidents.choose.last_day")
        choices.choose_days(labels, "period", own, first=first, last=last, within="period")
        style.small(w("press.days.note"))


def _say_not(version: DataVersion, asked: Extent, usual: Figure, w: Words) -> None:
    """What is asked for, and what is shown instead."""
    names = {key: one.short_name for key, one in offices(version).items()}
    parts = [names.get(one, plain.quoted(one)) for one in asked.offices]
    parts += [w.period(one.first, one.until) for one in (asked.period,) if one]
    if asked.before:
        before = asked.before
        parts.append(w("press.counts.before", period=w.period(before.first, before.until)))
    own = usual.subject
    shown = w.period(own.first, own.last + DAY)
    address.notice(w("press.days.not", asked=", ".join(parts), shown=shown))


def _say_untold(version: DataVersion, shown: Figure, w: Words) -> None:
    """On how many of the chosen days data are lacking."""
    if count := untold_days(version, shown):
        address.notice(w.plural("press.days.untold", count))


def _say_others(entry: Entry, shown: Figure, w: Words) -> None:
    """The same at the desk for other days, with the way to it."""
    links = [
        f"{_link(case, w)} ({escape(_days(case.subject, w))}, {escape(w(f'press.step.{case.state}'))})"
        for case in at_desk.desk().cases.values()
        if (case.subject.topic, case.subject.measure) == (entry.topic, entry.measure)
        and not case.is_dropped
        and not case.subject.is_same(shown.subject)
    ]
    if links:
        st.html(f'<p class="em-sub">{escape(w("press.days.others"))} {", ".join(links)}</p>')


def _link(case: Case, w: Words) -> str:
    return f'<a href="{escape(href_of(case.subject))}">{escape(case.id or w("press.days.no_id"))}</a>'


def _days(subject: Subject, w: Words) -> str:
    return w.period(subject.first, subject.last + DAY)


def href_of(subject: Subject) -> str:
    """The address of a figure for the days and offices of a published one."""
    extent = extent_of(subject)
    days: dict[str, Any] = {
        name: (window.first, window.until - DAY) if window else None
        for name, window in (("before", extent.before), ("period", extent.period))
    }
    entry = Entry(subject.topic, subject.measure)
    return replace(current_view(), search=None).href(
        "press", figure=entry.key, offices=subject.offices, opened=(), **days
    )
