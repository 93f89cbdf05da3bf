"""A provider calls its columns differently: somebody says so once, and it is remembered."""

from __future__ import annotations

import streamlit as st

from einlass import ingest
from einlass.errors import EinlassError
from einlass.ingest import FileReport
from einlass.ui.data import parts, state, texts
from einlass.ui.state import current_view
from einlass.words import Words

ERROR = "refused.columns_missing"
LONGEST_HEADER = 100


def ask(report: FileReport, number: int, w: Words) -> None:
    """A field for each missing column: what it is called in the file."""
    table, missing = str(report.error_values["table"]), list(report.error_values["missing"])
    key = f"data:spelling:{state.upload_round()}:{number}:{current_view().lang}"
    with st.expander(w("data.spelling", file=report.file), key=key):
        parts.small(w("data.spelling.help"))
        provider = st.text_input(w("data.spelling.provider"), max_chars=LONGEST_HEADER, key=f"{key}:provider")
        names = {
            header: st.text_input(
                w("data.spelling.column", header=header), max_chars=LONGEST_HEADER, key=f"{key}:{header}"
            ).strip()
            for header in missing
        }
        if st.button(w("data.spelling.remember"), key=f"{key}:remember"):
            _remember(provider.strip(), table, {name: header for header, name in names.items() if name}, w)


def _remember(provider: str, table: str, headers: dict[str, str], w: Words) -> None:
    """Says beside the button whether it is remembered; the file then has to be checked again."""
    if not provider or not headers:
        parts.announce("open", w("data.spelling.lacking"), [w("data.spelling.lacking.text")])
        return
    try:
        ingest.remember_spelling(provider, table, headers)
    except EinlassError as error:
        parts.announce("open", w("data.spelling.failed"), [texts.message(error.key, error.values, w)])
    else:
        parts.announce("firm", w("data.spelling.done"), [w("data.spelling.again")])
