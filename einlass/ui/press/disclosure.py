"""What a publication would hide of a figure: small counts and what they follow from, for this figure alone."""

from __future__ import annotations

from html import escape

import streamlit as st

from einlass.release.records import Figure, Row
from einlass.topics.small import is_small, is_small_agreement
from einlass.words import Words

SENSITIVE = {"serious_incidents": "3"}  # whose counts need more cases to be published
NOT_COUNTED = ("minutes", "euros", "hours_planned", "hours_done", "per_day", "open_days", "days")


def disclosure(figure: Figure, w: Words) -> None:
    """Whether anything of the figure would be hidden, and that it was looked at by itself."""
    is_hidden = _is_small_headline(figure)
    hidden = [row for row in figure.table.rows if _is_small_row(row, figure)]
    lines = []
    if is_hidden:
        lines.append((w("press.hidden.figure"), w("press.hidden.figure.why")))
    elif hidden:
        count = w.plural("press.hidden.rows", len(hidden))
        lines.append((count, w("press.hidden.rows.why")))
    else:
        lines.append((w("press.hidden.none"), w("press.hidden.none.why")))
    lines.append((w("press.hidden.alone"), w("press.hidden.alone.why")))
    items = "".join(f"<li><b>{escape(title)}</b> {escape(text)}</li>" for title, text in lines)
    st.html(f'<ul class="em-lines em-press-lines">{items}</ul>')


def _is_small_headline(figure: Figure) -> bool:
    """Whether the number itself, or one that it is compared with, would be hidden."""
    if figure.kind == "score":
        audience = figure.survey.audience if figure.survey else ""
        return any(
            is_small_agreement(one.amount.numerator or 0, one.amount.denominator or 0, audience)
            for one in figure.sides
        )
    if figure.kind == "amount":
        return False
    code = SENSITIVE.get(figure.subject.topic, "")
    return any(is_small(one.amount.numerator, code) for one in figure.sides)


def _is_small_row(row: Row, figure: Figure) -> bool:
    code = SENSITIVE.get(figure.subject.topic, "")
    named = zip(row.cells, figure.table.columns, strict=True)
    return any(
        is_small(one.numerator, code) for one, column in named if column.rpartition(".")[2] not in NOT_COUNTED
    )
