"""The first part of the page: what became of the last click, then an open preview or the field for files."""

from __future__ import annotations

import streamlit as st

from einlass import config, ingest
from einlass.errors import EinlassError, NoWarehouse
from einlass.ingest import Preview
from einlass.ui import account, style
from einlass.ui.data import coverage, parts, preview, state, texts, upload
from einlass.warehouse import DataVersion, current_version
from einlass.warehouse.versions import now
from einlass.words import Words


def served_version() -> DataVersion | None:
    """The version that is served; None before the first import."""
    try:
        return current_version()
    except NoWarehouse:
        return None


def standing(version: DataVersion | None, w: Words) -> str:
    """Stand and version, or that there is nothing yet."""
    if version is None:
        return w("data.empty")
    moment = w("stand", moment=w.datetime(version.created_at))
    return f"{moment} · {w('version', number=w.number(version.number))}"


def show(version: DataVersion | None, w: Words) -> bool:
    """The result of the last click, then what to do next: decide about a preview (True), or choose files.

    Nothing else is shown while a preview waits for its decision.
    """
    may_load = account.current().may("import")
    if not config.cities_dir():  # there nothing is written into the folder of a city
        ingest.sweep()
    one = _opened(w) if may_load else None
    if message := state.message():
        parts.announce(message.tone, message.title, message.sentences)
    elif version and not one and (sentences := coverage.overdue(version, now().date(), w)):
        style.answer_box("open", w("data.fresh.overdue.title"), sentences)
    if one:
        preview.show(one, version, w)
    elif may_load:
        upload.ask(w, is_sample=bool(version and version.is_sample))
    return one is not None


def _opened(w: Words) -> Preview | None:
    """The preview in the address; of one that is gone the page says so, calmly."""
    try:
        return state.preview()
    except EinlassError as error:
        state.keep_preview(None)
        state.keep_message("plain", w("data.preview.gone"), [texts.message(error.key, error.values, w)])
        st.rerun()
