"""What is asked: measure, indicator, offices, windows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from einlass.findings import Request, data_window, finding
from einlass.indicators import indicator, indicators
from einlass.measures import Window, measure, measures, offices
from einlass.ui import address, choices, style
from einlass.ui.state import Days, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, places

DEFAULT_INDICATOR = "reported_incidents"


def choose_request(version: DataVersion, w: Words) -> Request:
    """The reader's choice of measure, indicator, offices and windows."""
    left, right, third = st.columns(3, vertical_alignment="bottom")
    with left:
        measure_id = choose_measure(version, w)
    asked = current_view().indicator
    known = indicators()
    offered = [code for code, one in known.items() if one.is_comparable or code == asked]
    with right:
        code = choices.choose(
            w("choose.indicator"),
            offered,
            "indicator",
            lambda code: w(f"indicator.{code}"),
            default=DEFAULT_INDICATOR,
        )
    assert code is not None
    office_ids = _choose_offices(version, measure_id, w)
    with third:
        return _choose_windows(version, Request(code, measure_id, office_ids), w)


def choose_measure(version: DataVersion, w: Words) -> str:
    """The measure; a new one takes the reader back to its own offices and windows."""
    names = offices(version)
    found = measures(version)
    shown = places.measure_names(found, names, w)
    chosen = choices.choose(
        w("choose.measure"),
        list(found),
        "measure",
        shown.__getitem__,
        resets=("offices", "before", "after"),
    )
    assert chosen is not None
    return chosen


def _choose_offices(version: DataVersion, measure_id: str, w: Words) -> tuple[str, ...]:
    """Some of the measure's offices, where it has several; none chosen means all."""
    own = measure(version, measure_id).offices
    names = {key: one.short_name for key, one in offices(version).items()}
    if len(own) < 2:
        choices.say_missing(current_view().offices, {one: names[one] for one in own}, own, names)
        return ()
    chosen = choices.choose_many(
        w("choose.offices_of_measure"), own, "offices", names.__getitem__, default=own, elsewhere=names
    )
    return () if set(chosen) == set(own) else chosen


def _choose_windows(version: DataVersion, request: Request, w: Words) -> Request:
    """The windows: as the measure makes them, or moved by the reader."""
    default = finding(version, request).windows
    if default is None:
        return request
    data = data_window(version, indicator(request.indicator))
    view = current_view()
    label = w("choose.windows.own" if view.before or view.after else "choose.windows.default")
    _say_cut(data, w)
    with choices.fold(label, "windows"):
        span: Any = {"first": data.first, "last": data.until - timedelta(days=1), "within": "windows"}
        before = choices.choose_days(_labels("before", w), "before", _days(default.before), **span)
        after = choices.choose_days(_labels("after", w), "after", _days(default.after), **span)
        style.notes([w("choose.windows.note")])
    moved: dict[str, Any] = {
        name: _window(days)
        for name, days in (("before", before), ("after", after))
        if getattr(view, name) is not None
    }
    return Request(request.indicator, request.measure, request.offices, **moved)


def _say_cut(data: Window, w: Words) -> None:
    """Says which window of the address reaches beyond the data and is cut."""
    for phase in ("before", "after"):
        days = getattr(current_view(), phase)
        if days and not data.holds(_window(days)):
            asked, there = w.period(days[0], _window(days).until), w.period(data.first, data.until)
            address.notice(w("address.cut", period=w(f"choose.{phase}"), asked=asked, data=there))


def _labels(phase: str, w: Words) -> tuple[str, str]:
    name = w(f"choose.{phase}")
    return w("choose.first_day", period=name), w("choose.last_day", period=name)


def _days(window: Window) -> Days:
    return window.first, window.until - timedelta(days=1)


def _window(days: Days) -> Window:
    return Window(days[0], days[1] + timedelta(days=1))
