"""A question in everyday words, the figures that answer it, and what is asked most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from einlass.release.figures import Entry, catalogue, entry_of
from einlass.release.search import hits, lacks_city, most_asked
from einlass.release.wording import measure_name, name, place_of, topic_name
from einlass.ui import address, choices, plain, style
from einlass.ui.press import at_desk
from einlass.ui.press.links import href
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words

LONGEST = 200  # signs of a question


@dataclass(frozen=True)
class Found:
    """What was asked, the figures that answer it, and the one that is checked; None: nothing fits.

    lacks_city: it was asked of the whole city, for which a survey gives no figure.
    """

    question: str
    hits: tuple[Entry, ...]
    entry: Entry | None
    lacks_city: bool = False


def find(version: DataVersion, w: Words) -> Found:
    """The field for a question, the hits and what is asked most; and what they lead to."""
    question = choices.ask(
        w("press.question"), "search", most=LONGEST, resets=("figure", "before", "period", "offices")
    )
    found = _found(version, question, w)
    if question and not found.hits:
        style.part(w("press.none.title"))
        style.small(w("press.none.text"))
    elif found.hits:
        if found.lacks_city:
            style.small(w("press.city_survey.hint"))
        style.part(w.plural("press.hits", len(found.hits)))
        _list(version, found, w)
    _asked(version, w)
    return found


def _found(version: DataVersion, question: str, w: Words) -> Found:
    """The figure of the address, else the best hit, else what is asked most."""
    fitting = hits(version, question) if question else ()
    asked = current_view().figure
    chosen = entry_of(version, asked) if asked else None
    is_lacking = bool(question) and lacks_city(version, question)
    usual = fitting[0] if fitting and not is_lacking else None if question else _usual(version)
    if asked and chosen is None and usual is not None:
        address.say_gone("figure", asked, plain.label(name(version, usual, w)))
    return Found(question, fitting, chosen or usual, is_lacking)


def nowhere(found: Found, w: Words) -> None:
    """That no figure answers the question, and why."""
    why = "city_survey" if found.lacks_city else "nowhere"
    style.answer_box("open", w(f"press.{why}.title"), [w(f"press.{why}.text")])


def _usual(version: DataVersion) -> Entry | None:
    return next(iter((*most_asked(version), *catalogue(version))), None)


def _list(version: DataVersion, found: Found, w: Words) -> None:
    """The hits as links; the one that is checked is marked."""
    items = "".join(
        _hit(version, one, found.question, is_current=one == found.entry, w=w) for one in found.hits
    )
    st.html(f'<ul class="em-press-hits">{items}</ul>')


def _hit(version: DataVersion, one: Entry, question: str, *, is_current: bool, w: Words) -> str:
    current = ' aria-current="true"' if is_current else ""
    title = style.rich(topic_name(one.topic, w))
    return (
        f"<li{' class=em-current' if is_current else ''}>"
        f'<a href="{escape(href(one, question))}"{current}>{title}</a>'
        f"<span>{escape(_where(version, one, w))}</span></li>"
    )


def _where(version: DataVersion, one: Entry, w: Words) -> str:
    """Which measure and where, and how far the figure is on its way to release."""
    of = measure_name(version, one.measure, w) if one.measure else place_of(version, one, w)
    return w("press.hit", place=of, status=at_desk.status(one.topic, one.measure, w))


def _asked(version: DataVersion, w: Words) -> None:
    """What is asked most, as questions."""
    entries: Sequence[Entry] = most_asked(version)
    if not entries:
        return
    style.part(w("press.asked"))
    items = "".join(
        f'<li><a href="{escape(href(one, text))}">{escape(text)}</a></li>'
        for one in entries
        if (text := w(f"press.asked.{one.topic}"))
    )
    st.html(f'<ul class="em-press-asked">{items}</ul>')
