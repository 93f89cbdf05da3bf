"""The way from another page to the figure that the press office checks."""

from __future__ import annotations

from html import escape

import streamlit as st

from einlass.release.figures import Entry, catalogue
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words


def link(version: DataVersion, topic: str, measure: str, w: Words) -> None:
    """A line that leads to a figure, where these data have it."""
    entry = Entry(topic, measure)
    if entry in catalogue(version):
        st.html(
            f'<p class="em-sub em-to-press"><a href="{escape(href(entry))}">{escape(w("press.link"))}</a></p>'
        )


def href(entry: Entry, search: str | None = None) -> str:
    """The address of a figure on the page, with the question that led to it."""
    return current_view().href("press", figure=entry.key, search=search)
