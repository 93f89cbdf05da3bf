"""What is asked: a measure, some of its offices, and a question."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from einlass.measures import measure, offices
from einlass.topics.sentiment import CLIENTS, STAFF, questions
from einlass.ui import choices
from einlass.ui.comparison import choose_measure
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words


@dataclass(frozen=True)
class Choice:
    """The reader's choice; no offices: all of the measure."""

    measure: str
    offices: tuple[str, ...]
    question: str


def choose(version: DataVersion, w: Words) -> Choice:
    """Measure and question side by side, the offices below where the measure has several."""
    left, right = st.columns([2, 5], vertical_alignment="bottom")
    with left:
        chosen = choose_measure(version, w)
    with right, st.container(key="sentiment-question"):
        names = list(questions())
        question = choices.switch(
            w("sentiment.question"), names, "question", lambda one: question_name(one, w)
        )
    return Choice(chosen, _offices(version, chosen, w), question)


def question_name(name: str, w: Words) -> str:
    """A question in a word or two."""
    key = f"sentiment.question.{name}"
    if w.has(key):
        return w(key)
    codes = questions()[name]
    return w(f"indicator.{codes.get(CLIENTS) or codes[STAFF]}.short")


def _offices(version: DataVersion, chosen: str, w: Words) -> tuple[str, ...]:
    """Some of the measure's offices; all of them are the same as none chosen."""
    own = measure(version, chosen).offices
    names = {key: one.short_name for key, one in offices(version).items()}
    if len(own) < 2:
        choices.say_missing(current_view().offices, {one: names[one] for one in own}, own, names)
        return ()
    some = choices.choose_many(
        w("choose.offices_of_measure"), own, "offices", names.__getitem__, default=own, elsewhere=names
    )
    return () if set(some) == set(own) else some
