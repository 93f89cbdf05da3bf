"""The lines: one chart of one office or of several together, else a small chart an office with the same scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape

import streamlit as st

from einlass.charts import (
    Around,
    Mark,
    Panel,
    closures_of,
    marks_of,
    number_of,
    small_charts,
    trend_chart,
)
from einlass.findings import Series, control_chart, last_year, without_limits_since
from einlass.findings import series as series_of
from einlass.measures import Window, events, measures, offices
from einlass.ui import choices, show, style
from einlass.ui.leads import to_reports
from einlass.ui.trends.asking import MOST_TOGETHER, Choice
from einlass.ui.trends.found import Found, Office, span_of
from einlass.ui.trends.tables import numbers
from einlass.ui.trends.texts import marked_alt, notes, source_foot, subject
from einlass.ui.trends.texts import title as heading
from einlass.warehouse import DataVersion
from einlass.words import Words, places, trends


@dataclass(frozen=True)
class Switches:
    """What the reader wants drawn too."""

    has_last_year: bool
    has_limits: bool
    is_together: bool


def lines(version: DataVersion, choice: Choice, found: Found, w: Words) -> None:
    """Charts with marks, their table and file, and what to know."""
    switches = _switches(version, choice, found, w)
    panels = {one.office_id: _panel(version, choice, one, switches) for one in found.values()}
    around = _around(version, choice, found, list(panels.values()), switches, w)
    is_small = len(found) > 1 and not switches.is_together
    if is_small:
        _small(version, choice, switches, found, panels, around, w)
    else:
        _one(version, choice, switches, found, panels, around, w)
    _marks(version, choice, found, around, w, is_narrow_only=not is_small)
    show.table_switch(lambda: numbers(version, choice, found, w), w)
    said = [line for one in found.values() for line in _said(version, choice, one, panels, w)]
    if said:
        style.section(w("control.heading"))
    style.notes([*said, *([w("control.note")] if said else []), *notes(version, choice, found, w)])


def _switches(version: DataVersion, choice: Choice, found: Found, w: Words) -> Switches:
    """Only those that have something to show."""
    code, step = choice.indicator.code, choice.step
    has_year = any(any(last_year(version, code, one, step)) for one in found)
    has_limits = step != "day" and any(control_chart(version, code, one, step) for one in found)
    with st.container(horizontal=True, gap="medium", key="trend-switches"):
        is_year = has_year and choices.switch_on(w("switch.last_year"), "last_year")
        is_control = has_limits and choices.switch_on(w("switch.control"), "control")
        is_together = 1 < len(found) <= MOST_TOGETHER and choices.switch_on(w("switch.together"), "together")
    return Switches(is_year, is_control, is_together)


def _panel(version: DataVersion, choice: Choice, one: Office, switches: Switches) -> Panel:
    code, step = choice.indicator.code, choice.step
    limits = control_chart(version, code, one.office_id, step) if switches.has_limits else ()
    earlier = last_year(version, code, one.office_id, step) if switches.has_last_year else ()
    if not earlier:
        return Panel(one.office_id, one.name, one.rows, limits)
    whole: Series = series_of(version, code, (one.office_id,), step)
    by_start = dict(zip((row.start for row in whole), earlier, strict=True))
    return Panel(one.office_id, one.name, one.rows, limits, tuple(by_start[row.start] for row in one.rows))


def _around(
    version: DataVersion, choice: Choice, found: Found, panels: list[Panel], switches: Switches, w: Words
) -> Around:
    span = span_of(version, choice, found)
    ids = tuple(found)
    unit = w(f"unit.{choice.indicator.unit}")
    parts = [unit]
    parts += [w("trends.sub.last_year")] if switches.has_last_year else []
    parts += [w("control.limits")] if switches.has_limits else []
    return Around(
        span,
        marks_of(measures(version).values(), events(version), ids, offices(version), span, w),
        closures_of(events(version), ids, span),
        "; ".join(parts),
        source_foot(version, choice, w),
        max((panel.highest for panel in panels), default=0.0),
    )


def _one(
    version: DataVersion,
    choice: Choice,
    switches: Switches,
    found: Found,
    panels: dict[str, Panel],
    around: Around,
    w: Words,
) -> None:
    """One chart with the labels of its marks."""
    title = subject(version, choice, found, w)
    shown = list(panels.values())
    (figure,) = show.kept(
        ("trends", version, choice, switches),
        lambda: [trend_chart(choice.indicator, shown, around, show.look(), w, title=title)],
        w,
    )
    assert figure is not None
    told = [heading(choice, found, w), title, _marks_in_words(around.marks, w)]
    alt = _alt(version, choice, told, list(found.values()), panels, w)
    explained = [f"{number_of(place)} {mark.label}" for place, mark in enumerate(around.marks)]
    own = partial(numbers, version, choice, found, w)
    leads = _leads(version, choice, *found.values()) if len(found) == 1 else None
    show.chart(figure, alt, "trends", w, numbers=own, notes=explained, leads=leads)


def _small(
    version: DataVersion,
    choice: Choice,
    switches: Switches,
    found: Found,
    panels: dict[str, Panel],
    around: Around,
    w: Words,
) -> None:
    """A small chart an office, its latest value above it."""
    style.section(subject(version, choice, found, w), around.sub)
    explained = [f"{number_of(place)} {mark.label}" for place, mark in enumerate(around.marks)]
    told = [_told(choice, one, w) for one in found.values()]
    shown = list(panels.values())
    figures = show.kept(
        ("trends", version, choice, switches),
        lambda: small_charts(choice.indicator, shown, told, around, show.look(), w),
        w,
    )
    small = []
    for number, (one, sub, figure) in enumerate(zip(found.values(), told, figures, strict=True)):
        alt = _alt(version, choice, [one.name, sub], [one], panels, w)
        own = partial(numbers, version, choice, {one.office_id: one}, w)
        assert figure is not None
        notes, leads = [around.sub, *explained], _leads(version, choice, one)
        small.append(show.OneChart(figure, alt, f"trends-{number}", own, notes, leads=leads))
    show.charts(small, "trend-small", w)


def _leads(version: DataVersion, choice: Choice, one: Office) -> show.Leads | None:
    periods = [Window(row.start, row.until) for row in one.rows]
    return to_reports(version, choice.indicator.code, [one.office_id], periods)


def _told(choice: Choice, one: Office, w: Words) -> str:
    """The latest complete period of an office in words."""
    if one.newest is None:
        return w("trends.none_complete")
    period = trends.period_name(one.newest.point.start, choice.step, w)
    return w("trends.told", period=period, told=trends.in_words(choice.indicator, [one.newest], w))


def _said(version: DataVersion, choice: Choice, one: Office, panels: dict[str, Panel], w: Words) -> list[str]:
    """What the control chart of an office says; where there are several, with its name."""
    limits = panels[one.office_id].limits
    if not limits:
        return []
    told = trends.control_lines(choice.indicator, limits, choice.step, w)
    since = without_limits_since(version, choice.indicator.code, one.office_id, choice.step)
    told += [w("control.too_few", period=trends.period_name(since, choice.step, w))] if since else []
    return told if len(panels) == 1 else [w("control.at", place=one.name, text=line) for line in told]


def _alt(
    version: DataVersion,
    choice: Choice,
    told: list[str],
    shown: list[Office],
    panels: dict[str, Panel],
    w: Words,
) -> str:
    """An accessible name: what is shown, the latest value, the signals."""
    own = {one.office_id: panels[one.office_id] for one in shown}
    signals = [line.rstrip(".") for one in shown for line in _said(version, choice, one, own, w)]
    return marked_alt(version, ". ".join([*told, *signals]), w)


def _marks_in_words(marks: list[Mark], w: Words) -> str:
    return w("trends.marks", marks="; ".join(mark.label for mark in marks) or w("trends.no_marks"))


def _marks(
    version: DataVersion, choice: Choice, found: Found, around: Around, w: Words, *, is_narrow_only: bool
) -> None:
    """What the numbers and the grey grounds in the charts stand for."""
    items = "".join(
        f'<li><span aria-hidden="true">{number_of(place)}</span> {escape(mark.label)}</li>'
        for place, mark in enumerate(around.marks)
    )
    kind = "em-marks em-narrow" if is_narrow_only else "em-marks"
    if items:
        st.html(f'<ol class="{kind}" aria-label="{style.attribute(w("trends.marks_label"))}">{items}</ol>')
    if around.closures:
        style.small(w("trends.closed", periods=w.join(_closures(version, around.closures, found, w))))


def _closures(
    version: DataVersion, closed: Mapping[Window, tuple[str, ...]], found: Found, w: Words
) -> list[str]:
    return [
        trends.days_in_words(days.first, days.until, w)
        if len(where) == len(found)
        else w(
            "mark.at",
            what=trends.days_in_words(days.first, days.until, w),
            place=places.place(where, offices(version), w),
        )
        for days, where in closed.items()
    ]
