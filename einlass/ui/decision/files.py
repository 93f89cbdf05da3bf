"""The page as files: text to paste, and its tables as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from einlass import decision
from einlass.decision import data_until, decision_day
from einlass.export import file_stem, mark, workbook
from einlass.measures import measures, offices
from einlass.ui import log
from einlass.ui.decision.asking import Asked
from einlass.ui.decision.matrix import shown
from einlass.ui.decision.texts import days_of, foot, name_of, standing
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, brief, unmarked
from einlass.words import decision as said

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def files(version: DataVersion, asked: Asked, w: Words) -> None:
    """Buttons that build a file on click."""
    stem = file_stem([w("menu.decision"), w(f"measure.{asked.measure.regime}")], version.created_at.date())
    made = (
        ("text", "txt", "text/plain", lambda: text_of(version, asked, w).encode("utf-8-sig")),
        ("tables", "xlsx", XLSX, lambda: tables_of(version, asked, w)),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        for name, ending, mime, build in made:
            st.download_button(
                w(f"decision.button.{name}"),
                data=log.fetched(name, build),
                file_name=f"{stem}.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"decision:{name}:{current_view().lang}",
            )


def _sheets(version: DataVersion, asked: Asked, w: Words) -> list[brief.Sheet]:
    every, names = measures(version), offices(version)
    rows = shown(version, asked.is_by_office)
    with_days = [(one, days_of(version, one.measure)) for one in rows]
    options = decision.options(version, asked.measure.key, asked.until, asked.weekdays)
    return [
        brief.findings_sheet(with_days, names, w),
        brief.strength_sheet(rows, names, w),
        brief.ways_sheet(options, asked.measure, name_of(version, asked.measure, w), w),
        brief.gaps_sheet(decision.gaps(version, asked.measure.key), every, names, data_until(version), w),
    ]


def _notes(version: DataVersion, w: Words) -> Sequence[str]:
    return [
        mark(w, is_sample=version.is_sample),
        w("files.exact"),
        standing(version, w),
        *map(unmarked, foot(version, w)[:-1]),
    ]


def text_of(version: DataVersion, asked: Asked, w: Words) -> str:
    """The page as text to paste."""
    day = decision_day(measures(version).values())
    lead = said.lead(decision.settled(version, day), offices(version), w)
    return brief.as_text(w("page.decision.title"), lead, _sheets(version, asked, w), _notes(version, w), w)


def tables_of(version: DataVersion, asked: Asked, w: Words) -> bytes:
    """The tables of the page as a workbook."""
    sheets, notes = _sheets(version, asked, w), _notes(version, w)
    return workbook(sheets, notes, w("page.decision.title"), version.created_at)
