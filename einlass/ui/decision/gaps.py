"""What is not known: what there is against what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from einlass import decision
from einlass.charts import tiny
from einlass.decision import Gap, data_until
from einlass.measures import Measure, measures, offices
from einlass.ui import show, style
from einlass.ui.decision.menus import menu
from einlass.warehouse import DataVersion
from einlass.words import Words, brief
from einlass.words import decision as said

COLUMNS = ("question", "have", "share", "need", "until")


def unknown(version: DataVersion, measure: Measure, w: Words) -> None:
    """The open questions as rows."""
    found = decision.gaps(version, measure.key)
    style.section(w("decision.gaps"), " ".join(_told(found, w)))
    if not found:
        return
    head = "".join(f'<th scope="col">{escape(w(f"decision.gap.{one}"))}</th>' for one in COLUMNS)
    rows = "".join(_row(version, one, w) for one in found)
    st.html(
        f'<table class="em-gaps"><caption class="em-hidden">{escape(w("decision.gaps"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    style.small(w("decision.gaps.faster"))

    def sheet() -> brief.Sheet:
        return brief.gaps_sheet(found, measures(version), offices(version), data_until(version), w)

    menu(version, "gaps", w("decision.gaps"), sheet, w, w("decision.gaps.faster"))


def _told(found: Sequence[Gap], w: Words) -> list[str]:
    if not found:
        return [w("decision.gaps.none")]
    return [w("decision.gaps.sub")]


def _row(version: DataVersion, one: Gap, w: Words) -> str:
    told = said.gap(one, measures(version), offices(version), data_until(version), w)
    share = min(1.0, one.have / one.need) if one.need else 0.0
    alt = w("decision.gap.bar", have=told.have, need=told.need)
    drawn = style.picture(tiny.share_of_need(share, show.look()), alt)
    cells = zip(COLUMNS[1:], (told.have, drawn, told.need, told.until), strict=True)
    body = "".join(_cell(name, text, w) for name, text in cells)
    return (
        f'<tr><th scope="row"><b>{escape(told.question)}</b><span>{escape(told.where)}</span></th>{body}</tr>'
    )


def _cell(name: str, content: str, w: Words) -> str:
    text = content if name == "share" else escape(content)
    return f'<td data-name="{style.attribute(w(f"decision.gap.{name}"))}">{text}</td>'
