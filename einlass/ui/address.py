"""What the address asks for and the page cannot show: it is said, never replaced in silence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from einlass.ui import plain, style
from einlass.ui.state import View, current_view
from einlass.words import Words, words_for

MOST_NAMED = 3  # more than these are counted


def say_unread(view: View, w: Words) -> None:
    """The parameters that cannot be read, and that the page's own choice holds instead."""
    for name, text in view.unread:
        notice(w("address.unread", field=w(f"address.field.{name}"), text=plain.quoted(text)))


def say_gone(field: str, asked: str, shown: str) -> None:
    """One of something is asked for that is not there; `field` of the view, the label of what is shown instead."""
    w = words_for(current_view().lang)
    notice(w(f"address.gone.{field}", asked=plain.quoted(asked), shown=shown))


def say_offices_gone(asked: Sequence[str], shown: Sequence[str], w: Words, *, reason: str = "gone") -> None:
    """Offices are asked for that are not there (`gone`), or are none of the measure's (`elsewhere`)."""
    if asked:
        named = w.join([w("address.quoted", text=plain.quoted(one)) for one in asked[:MOST_NAMED]])
        if len(asked) > MOST_NAMED:
            named = w("address.more", names=named, count=w.number(len(asked) - MOST_NAMED))
        key = f"address.office.{reason}" if len(asked) == 1 else f"address.offices.{reason}"
        notice(w(key, names=named, shown=w.join(list(shown))))


def notice(text: str) -> None:
    """A line that says what the link asked for and what is shown."""
    st.html(f'<p class="em-address" role="status">{style.rich(text)}</p>')
