"""The way from another page to the figure that the press office checks."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from einlass.measures import measures
from einlass.release.figures import Entry, catalogue, topic_of
from einlass.ui import account, style
from einlass.ui.state import Days, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words


def link(
    version: DataVersion,
    indicator: str,
    measure: str,
    w: Words,
    *,
    offices: tuple[str, ...] = (),
    before: Days | None = None,
    period: Days | None = None,
) -> None:
    """A line that leads from an indicator of a measure (empty: of all) to its figure, where it is and may be opened.

    offices, before, period: what the reader has chosen; the page of the figure says where it cannot be told so.
    """
    entry = Entry(topic_of(indicator), measure)
    if account.current().may_open("press") and entry in catalogue(version):
        target = href(entry, offices=offices, before=before, period=period)
        style.put(
            f'<p class="em-sub em-to-press"><a href="{escape(target)}">{escape(w("press.link"))}</a></p>'
        )


def link_of_offices(
    version: DataVersion, indicator: str, regime: str, offices: Iterable[str], w: Words
) -> None:
    """The same for offices that are checked in one way: the figure of the first measure that does so there."""
    own, view = set(offices), current_view()
    found = (key for key, one in measures(version).items() if one.regime == regime and own & set(one.offices))
    link(version, indicator, next(found, ""), w, offices=view.offices, period=view.period)


def link_of_all(version: DataVersion, indicator: str, w: Words) -> None:
    """The same for all measures together; with one measure, of that one."""
    every = list(measures(version))
    link(version, indicator, every[0] if len(every) == 1 else "", w)


def href(
    entry: Entry,
    search: str | None = None,
    *,
    offices: tuple[str, ...] = (),
    before: Days | None = None,
    period: Days | None = None,
) -> str:
    """The address of a figure on the page, with the question that led to it; usual days unless others are named."""
    return current_view().href(
        "press", figure=entry.key, search=search, offices=offices, before=before, period=period
    )
