"""Widgets that show the view and write the reader's choice into the address.

Before it is drawn each widget gets the value of the view, so Back, a link and a widget always agree. Its key
holds the language, because Streamlit keeps the old labels under an old key. `key` is the field of `View`
to write; `resets` names fields that go back to their default with a new choice (e.g. windows of a measure).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from einlass.ui.state import Days, View, current_view, set_view

DATE_FORMAT = "DD.MM.YYYY"


def choose(
    label: str,
    options: Sequence[str],
    key: str,
    format_func: Callable[[str], str] = str,
    *,
    default: str | None = None,
    resets: Iterable[str] = (),
) -> str | None:
    """A list to choose one of; the default is the first option. None when there is nothing to choose."""
    if not options:
        return None
    chosen = _chosen(key, options, default)
    widget = _prepared(key, chosen)
    st.selectbox(
        label, options, key=widget, format_func=format_func, on_change=_take, args=(key, widget, resets)
    )
    return chosen


def switch(
    label: str,
    options: Sequence[str],
    key: str,
    format_func: Callable[[str], str] = str,
    *,
    default: str | None = None,
) -> str:
    """A few options side by side, exactly one of them chosen."""
    chosen = _chosen(key, options, default)
    widget = _prepared(key, chosen)
    st.segmented_control(
        label,
        options,
        required=True,
        key=widget,
        format_func=format_func,
        on_change=_take,
        args=(key, widget),
    )
    return chosen


def choose_many(
    label: str,
    options: Sequence[str],
    key: str,
    format_func: Callable[[str], str] = str,
    *,
    default: Sequence[str] = (),
    resets: Iterable[str] = (),
) -> tuple[str, ...]:
    """Any number of options; with none chosen the default holds."""
    asked = getattr(current_view(), key)
    chosen = tuple(option for option in options if option in asked) or tuple(default)
    widget = _prepared(key, list(chosen))
    st.pills(
        label,
        options,
        selection_mode="multi",
        key=widget,
        format_func=format_func,
        on_change=_take,
        args=(key, widget, resets),
    )
    return chosen


def choose_days(labels: tuple[str, str], key: str, default: Days, *, first: date, last: date) -> Days:
    """A first and a last day side by side, both included, within `first` to `last`; `labels` name the two.

    Streamlit's field for a range is not used: it names its halves in English only, and it asks for a run
    with half a range in it, which the value of the view would overwrite.
    """
    asked = getattr(current_view(), key) or default
    chosen = (min(max(asked[0], first), last), min(max(asked[1], first), last))
    for end, (label, column) in enumerate(zip(labels, st.columns(2), strict=True)):
        widget = _prepared(f"{key}.{end}", chosen[end])
        column.date_input(
            label,
            min_value=first,
            max_value=last,
            required=True,
            format=DATE_FORMAT,
            key=widget,
            on_change=_take_day,
            args=(key, widget, end, chosen),
        )
    return chosen


def _chosen(key: str, options: Sequence[str], default: str | None) -> str:
    for option in (getattr(current_view(), key), default):
        if option in options:
            return str(option)
    return options[0]


def _prepared(key: str, value: Any) -> str:
    """The key of the widget of a field, already holding `value`."""
    widget = f"{key}:{current_view().lang}"
    st.session_state[widget] = value
    return widget


def _take(key: str, widget: str, resets: Iterable[str] = ()) -> None:
    value = st.session_state[widget]
    chosen = tuple(value) if isinstance(value, list) else value
    set_view(**{field: getattr(View, field) for field in resets}, **{key: chosen})


def _take_day(key: str, widget: str, end: int, days: Days) -> None:
    """Takes one end of a range; the other end moves along where it would lie on the wrong side."""
    day = st.session_state[widget]
    first, last = (day, max(day, days[1])) if end == 0 else (min(day, days[0]), day)
    set_view(**{key: (first, last)})
