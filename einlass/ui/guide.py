"""The way from nothing to a first answer: which exports there are, what each is needed for, and which are here."""

from __future__ import annotations

import streamlit as st

from einlass import ingest
from einlass.ui import style
from einlass.ui.data import templates
from einlass.ui.data.texts import export_title
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot
from einlass.words import Words

FIRST = ("offices", "measures", "incidents")
"""Exports that are enough for a first answer."""


def loaded(version: DataVersion | None) -> dict[str, int]:
    """The rows accepted of each export that was ever loaded."""
    if version is None:
        return {}
    rows = open_snapshot(version).rows("views/coverage")
    return {row.source_table: int(row.accepted_count) for row in rows}


def show(version: DataVersion | None, view: View, w: Words) -> None:
    """What to load first, then the table of all exports, their templates, and the way to load them."""
    here = loaded(version)
    missing = [one for one in FIRST if one not in here]
    style.section(w("guide.title"), w("guide.sub"))
    if missing:
        names = w.join([w(f"source.{one}") for one in missing])
        style.answer_box("plain", w("guide.next"), [w("guide.first", exports=names)])
    link = f'<a href="{view.href("data")}">{style.rich(w("guide.to_data"))}</a>'
    st.html(f'<p class="em-sub">{link}</p>')
    table(here, w)
    templates.show(w)


def lacking(version: DataVersion, w: Words) -> None:
    """The exports that were never loaded, and what they would be needed for; nothing where all are here."""
    here = loaded(version)
    if all(one in here for one in ingest.templates()):
        return
    style.section(w("guide.lacking"), w("guide.lacking.sub"))
    table(here, w, is_missing_only=True)


def table(here: dict[str, int], w: Words, *, is_missing_only: bool = False) -> None:
    """A row an export."""
    shown = [one for one in ingest.templates() if not (is_missing_only and one in here)]
    ordered = [*(one for one in FIRST if one in shown), *(one for one in shown if one not in FIRST)]
    rows = [
        [
            export_title(one, w),
            w(f"guide.holds.{one}"),
            w(f"guide.for.{one}"),
            w.plural("guide.rows", here[one]) if one in here else w("guide.missing"),
        ]
        for one in ordered
    ]
    head = [w(f"guide.{name}") for name in ("export", "holds", "for", "state")]
    style.html_table(w("guide.caption"), head, rows, hide_caption=True, stacks=True)
