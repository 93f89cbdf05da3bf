"""The way from another page to the figure that the press office checks."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from einlass.measures import measures
from einlass.release.figures import Entry, catalogue, topic_of
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words


def link(version: DataVersion, indicator: str, measure: str, w: Words) -> None:
    """A line that leads from an indicator of a measure (empty: of all) to its figure, where these data have it."""
    entry = Entry(topic_of(indicator), measure)
    if entry in catalogue(version):
        st.html(
            f'<p class="em-sub em-to-press"><a href="{escape(href(entry))}">{escape(w("press.link"))}</a></p>'
        )


def link_of_offices(
    version: DataVersion, indicator: str, regime: str, offices: Iterable[str], w: Words
) -> None:
    """The same for offices that are checked in one way: the figure of the first measure that does so there."""
    own = set(offices)
    found = (key for key, one in measures(version).items() if one.regime == regime and own & set(one.offices))
    link(version, indicator, next(found, ""), w)


def link_of_all(version: DataVersion, indicator: str, w: Words) -> None:
    """The same for all measures together; with one measure, of that one."""
    every = list(measures(version))
    link(version, indicator, every[0] if len(every) == 1 else "", w)


def href(entry: Entry, search: str | None = None) -> str:
    """The address of a figure on the page, with the question that led to it."""
    return current_view().href("press", figure=entry.key, search=search)
