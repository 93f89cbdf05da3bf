"""How it was asked: what the press code wants to be said of a survey, and the rate of response."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from einlass.topics.sentiment import Asked, Audience
from einlass.ui import quiet, show, style
from einlass.ui.sentiment import texts
from einlass.ui.sentiment.panels import stem_of
from einlass.ui.sentiment.texts import Shown
from einlass.warehouse import DataVersion
from einlass.words import Words, quoted, sentences

ROWS = ("wording", "field", "people", "selection", "way", "for")


def how(version: DataVersion, about: Shown, w: Words) -> None:
    """A row an item, a column a group."""
    asked = {group: one for group, one in about.groups.items() if one.waves}
    if not asked:
        return
    style.section(w("sentiment.how"))
    head = [w("sentiment.how.item"), *(texts.group_name(group, w) for group in asked)]
    rows = [[w(f"sentiment.how.{name}"), *(_cell(name, one, w) for one in asked.values())] for name in ROWS]
    with st.container(key="sentiment-how"):
        style.html_table(w("sentiment.how"), head, rows, hide_caption=True, stacks=True)

    def make() -> show.Numbers:
        first = about.first.found
        stem = stem_of(first, about, w("sentiment.how"), w)
        notes = [texts.quiet_key(w), texts.source_foot(version, first, w)]
        table = show.Table(w("sentiment.how"), head, lambda: rows, ())
        return show.Numbers(table, show.Files(stem, notes, title=texts.title(about, w)))

    show.save_menu("sentiment-how", w("sentiment.how"), make, w, has_data=False)


def _cell(name: str, one: Audience, w: Words) -> str:
    whole = one.whole
    cells = {
        "wording": lambda: _wording(one, w),
        "field": lambda: _field(whole, w),
        "people": lambda: _people(whole, w),
        "selection": lambda: _joined(
            [_by_side(one, "selection", w), texts.representative(whole, w)], ", ", w
        ),
        "way": lambda: _joined([_by_side(one, "mode", w), ", ".join(whole.languages)], "; ", w),
        "for": lambda: w.join(list(whole.clients)) or w("sentiment.not_told"),
    }
    return cells[name]()


def _joined(parts: list[str], by: str, w: Words) -> str:
    return by.join(part for part in parts if part) or w("sentiment.not_told")


def _wording(one: Audience, w: Words) -> str:
    """The question as the waves tell it; where they tell that of another one, the item alone."""
    if not one.found.indicator.is_quoted:
        return w("sentiment.how.item_only", item=texts.item(one.found, w))
    wordings = [quoted(wording) for wording in one.whole.wordings]
    if not wordings:
        return w("sentiment.not_told")
    if len(wordings) == 1:
        return wordings[0]
    return w("sentiment.how.wordings", now=wordings[0], earlier="; ".join(wordings[1:]))


def _field(asked: Asked, w: Words) -> str:
    if asked.first is None or asked.last is None:
        return w("sentiment.not_told")
    period = w.period(asked.first, asked.last + timedelta(days=1))
    return w("sentiment.how.waves", waves=w.plural("sentiment.waves", asked.waves), period=period)


def _people(asked: Asked, w: Words) -> str:
    if asked.approached is None:
        return w("sentiment.how.participants", count=quiet.answers(asked.participants, w))
    counts = {"count": quiet.answers(asked.participants, w), "approached": quiet.answers(asked.approached, w)}
    return w("sentiment.how.people_of", **counts, share=texts.response(asked, w))


def _by_side(one: Audience, kind: str, w: Words) -> str:
    """Codes in words; where both phases differ, each by itself."""
    field = f"{kind}s"
    before, after = (texts.codes(kind, getattr(side, field), w) for side in (one.before, one.after))
    if before and after and before != after:
        return w("sentiment.how.changed", before=before, after=after)
    return sentences.sentence_case(texts.codes(kind, getattr(one.whole, field), w))
