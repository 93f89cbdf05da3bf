"""Widgets that show the view and write the reader's choice into the address.

Before it is drawn each widget gets the value of the view, so Back, a link and a widget always agree. Its key
holds the language, because Streamlit keeps the old labels under an old key. `key` is the field of `View`
to write; `resets` names fields that go back to their default with a new choice (e.g. windows of a measure).

What the address asks for and is not on offer is said above the widget. Labels are shown as they stand, and
differ, because Streamlit tells options apart by their label.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import streamlit as st

from einlass.ui import address, plain
from einlass.ui.state import Days, View, current_view, set_view
from einlass.words import words_for

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
    labels = _labels(options, format_func)
    chosen = _chosen(key, labels, default)
    widget = _prepared(key, chosen)
    st.selectbox(
        label,
        options,
        key=widget,
        format_func=labels.__getitem__,
        on_change=_take,
        args=(key, widget, resets),
    )
    return chosen


def ask(label: str, key: str, *, most: int, resets: Iterable[str] = ()) -> str:
    """A field for a question in the reader's own words, of at most so many signs."""
    asked = (getattr(current_view(), key) or "")[:most]
    widget = _prepared(key, asked)
    st.text_input(label, max_chars=most, key=widget, on_change=_take_text, args=(key, widget, resets))
    return str(asked)


def switch(
    label: str,
    options: Sequence[str],
    key: str,
    format_func: Callable[[str], str] = str,
    *,
    default: str | None = None,
    resets: Iterable[str] = (),
) -> str:
    """A few options side by side, exactly one of them chosen."""
    labels = _labels(options, format_func)
    chosen = _chosen(key, labels, default)
    widget = _prepared(key, chosen)
    st.segmented_control(
        label,
        options,
        required=True,
        key=widget,
        format_func=lambda option: plain.label(labels[option]),
        on_change=_take,
        args=(key, widget, resets),
    )
    return chosen


def choose_many(
    label: str,
    options: Sequence[str],
    key: str,
    format_func: Callable[[str], str] = str,
    *,
    default: Sequence[str] = (),
    elsewhere: Mapping[str, str] | None = None,
    reason: str = "elsewhere",
    resets: Iterable[str] = (),
) -> tuple[str, ...]:
    """Any number of options; with none chosen the default holds.

    elsewhere: names of options that other pages have; reason: why not here, a text `address.office.<reason>`.
    """
    labels = _labels(options, format_func)
    asked = getattr(current_view(), key)
    chosen = tuple(option for option in options if option in asked) or tuple(default)
    say_missing(asked, labels, chosen, elsewhere or {}, reason)
    pills(label, options, key, chosen, labels.__getitem__, resets=resets)
    return chosen


def pills(
    label: str,
    options: Sequence[str],
    key: str,
    chosen: Sequence[str],
    format_func: Callable[[str], str],
    *,
    resets: Iterable[str] = (),
) -> None:
    """Any number of options side by side, `chosen` among them."""
    widget = _prepared(key, list(chosen))
    st.pills(
        label,
        options,
        selection_mode="multi",
        key=widget,
        format_func=lambda option: plain.label(format_func(option)),
        on_change=_take,
        args=(key, widget, resets),
    )


def choose_days(
    labels: tuple[str, str], key: str, default: Days, *, first: date, last: date, within: str
) -> Days:
    """A first and a last day side by side, both included, within `first` to `last`; `labels` name the two.

    within: the fold that they lie in. While it is closed they are not drawn: they are the heaviest of all fields.
    Streamlit's field for a range is not used: it names its halves in English only, and it asks for a run
    with half a range in it, which the value of the view would overwrite.
    """
    asked = getattr(current_view(), key) or default
    chosen = (min(max(asked[0], first), last), min(max(asked[1], first), last))
    if within not in current_view().opened:
        return chosen
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


def switch_on(label: str, name: str) -> bool:
    """A switch that stands in the address by one of the names of `OPENABLE`."""
    widget = _prepared_opened(name)
    st.toggle(label, key=widget, on_change=_take_opened, args=(name, widget))
    return name in current_view().opened


def fold(label: str, name: str) -> AbstractContextManager[Any]:
    """A fold that stands in the address while it is open, by one of the names of `OPENABLE`."""
    widget = _prepared_opened(name)
    return st.expander(label, key=widget, on_change=_take_opened, args=(name, widget))


def say_missing(
    asked: Sequence[str],
    labels: Mapping[str, str],
    chosen: Sequence[str],
    elsewhere: Mapping[str, str],
    reason: str = "elsewhere",
) -> None:
    """Says which offices of the address are not shown: those that are not there, and those that are elsewhere."""
    w = words_for(current_view().lang)
    shown = [labels[one] for one in chosen if one in labels]
    missing = [one for one in asked if one not in labels]
    address.say_offices_gone([one for one in missing if one not in elsewhere], shown, w)
    address.say_offices_gone([elsewhere[one] for one in missing if one in elsewhere], shown, w, reason=reason)


def _labels(options: Collection[str], format_func: Callable[[str], str]) -> dict[str, str]:
    return plain.told_apart({option: format_func(option) for option in options})


def _chosen(key: str, labels: Mapping[str, str], default: str | None) -> str:
    asked = getattr(current_view(), key)
    chosen = next(option for option in (asked, default, *labels) if option in labels)
    if asked and asked != chosen and asked != getattr(View, key):
        address.say_gone(key, asked, labels[chosen])
    return str(chosen)


def _prepared_opened(name: str) -> str:
    widget = f"opened:{name}:{current_view().lang}"
    st.session_state[widget] = name in current_view().opened
    return widget


def _take_opened(name: str, widget: str) -> None:
    others = tuple(one for one in current_view().opened if one != name)
    set_view(opened=(*others, name) if st.session_state[widget] else others)


def _prepared(key: str, value: Any) -> str:
    """The key of the widget of a field, already holding `value`."""
    widget = f"{key}:{current_view().lang}"
    st.session_state[widget] = value
    return widget


def _take(key: str, widget: str, resets: Iterable[str] = ()) -> None:
    value = st.session_state[widget]
    chosen = tuple(value) if isinstance(value, list) else value
    set_view(**{field: getattr(View, field) for field in resets}, **{key: chosen})


def _take_text(key: str, widget: str, resets: Iterable[str]) -> None:
    text = st.session_state[widget].strip()
    set_view(**{field: getattr(View, field) for field in resets}, **{key: text or None})


def _take_day(key: str, widget: str, end: int, days: Days) -> None:
    """Takes one end of a range; the other end moves along where it would lie on the wrong side."""
    day = st.session_state[widget]
    first, last = (day, max(day, days[1])) if end == 0 else (min(day, days[0]), day)
    set_view(**{key: (first, last)})
