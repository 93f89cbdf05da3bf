"""The council paper as a file: on top with one click, at the end in each of its kinds and forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from einlass.export import file_stem
from einlass.paper.compile import pdf
from einlass.paper.content import KINDS, Kind, Paper
from einlass.paper.decision import Chosen
from einlass.paper.docx import docx
from einlass.paper.package import package
from einlass.paper.questionnaire import ITEMS, questionnaire, sheet
from einlass.paper.write import write
from einlass.remembered import remembered
from einlass.ui import choices, log, style
from einlass.ui.decision.asking import Asked, asked
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, words_for

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@remembered(16)
def _paper(version: DataVersion, kind: Kind, language: str, chosen: Chosen) -> Paper:
    return write(version, kind, words_for(language), chosen)


@remembered(8)
def _pdf(version: DataVersion, kind: Kind, language: str, chosen: Chosen) -> bytes:
    return pdf(_paper(version, kind, language, chosen))


def _chosen(asked: Asked) -> Chosen:
    return Chosen(asked.measure.key, asked.until, asked.weekdays)


def first(version: DataVersion, w: Words) -> None:
    """The draft resolution as PDF, where the page begins, with what the address chooses."""
    chosen = _chosen(asked(version))
    _button(version, "beschluss", "top", "pdf", partial(_pdf, version, "beschluss", w.language, chosen), w)


def papers(version: DataVersion, chosen_on_page: Asked, w: Words) -> None:
    """The kind of paper, and its files."""
    style.section(w("decision.paper"), w("decision.paper.sub"))
    labels: dict[str, str] = {kind: w(f"paper.kind.{kind}") for kind in KINDS}
    picked = choices.switch(w("decision.paper.kind"), KINDS, "paper", labels.__getitem__)
    kind = next(one for one in KINDS if one == picked)
    chosen = _chosen(chosen_on_page)
    made: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: _pdf(version, kind, w.language, chosen),
        "docx": lambda: docx(_paper(version, kind, w.language, chosen)),
        "zip": lambda: package(_paper(version, kind, w.language, chosen), _stem(version, kind, w), w),
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        for ending, build in made.items():
            _button(version, kind, "end", ending, build, w)


def _stem(version: DataVersion, kind: Kind, w: Words) -> str:
    return file_stem([w(f"paper.kind.{kind}")], version.created_at.date())


def _button(
    version: DataVersion, kind: Kind, place: str, ending: str, build: Callable[[], bytes], w: Words
) -> None:
    """A button that builds a file on click; two in one place never share a key."""
    label = w(f"paper.kind.{kind}")
    st.download_button(
        w(f"decision.paper.{ending}", kind=label),
        data=log.fetched(f"paper_{ending}", build),
        file_name=f"{_stem(version, kind, w)}.{ending}",
        mime={"pdf": "application/pdf", "docx": DOCX, "zip": "application/zip"}[ending],
        on_click="ignore",
        type="primary" if ending == "pdf" else "secondary",
        key=f"paper:{place}:{kind}:{ending}:{current_view().lang}",
    )


def questionnaires(version: DataVersion, w: Words) -> None:
    """A sheet for each group, in the usual and in plain words."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        for is_plain in (False, True):
            for audience in ITEMS:
                group = w(f"questionnaire.button.{audience}")
                label = w("questionnaire.button.plain", group=group) if is_plain else group
                st.download_button(
                    label,
                    data=log.fetched("questionnaire", partial(_sheet, version, audience, w, is_plain)),
                    file_name=f"{file_stem([w('questionnaire.section'), label], version.created_at.date())}.pdf",
                    mime="application/pdf",
                    on_click="ignore",
                    key=f"sheet:{audience}:{is_plain}:{current_view().lang}",
                )


def _sheet(version: DataVersion, audience: str, w: Words, is_plain: bool) -> bytes:
    return sheet(questionnaire(version, audience, w, is_plain=is_plain), version)
