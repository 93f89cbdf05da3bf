"""A provider calls its columns differently: somebody says so once, and it is remembered."""

from __future__ import annotations

import streamlit as st

from einlass import ingest
from einlass.errors import EinlassError
from einlass.ingest import Preview
from einlass.ui import account, log, plain
from einlass.ui.data import decision, parts, state, texts
from einlass.ui.state import current_view
from einlass.words import Words

ERROR = "refused.columns_missing"
LONGEST_HEADER = 100


def ask(preview: Preview, number: int, w: Words) -> None:
    """A field for each missing column: what it is called in the file."""
    report = preview.reports[number]
    table, missing = str(report.error_values["table"]), list(report.error_values["missing"])
    key = f"data:spelling:{state.upload_round()}:{number}:{current_view().lang}"
    with st.expander(plain.label(w("data.spelling", file=report.file)), key=key):
        parts.small(w("data.spelling.help"))
        provider = st.text_input(w("data.spelling.provider"), max_chars=LONGEST_HEADER, key=f"{key}:provider")
        names = {
            header: st.text_input(
                plain.label(w("data.spelling.column", header=header)),
                max_chars=LONGEST_HEADER,
                key=f"{key}:{header}",
            ).strip()
            for header in missing
        }
        if st.button(w("data.spelling.remember"), key=f"{key}:remember"):
            headers = {name: header for header, name in names.items() if name}
            _remember(preview, provider.strip(), table, headers, w)


def _remember(preview: Preview, provider: str, table: str, headers: dict[str, str], w: Words) -> None:
    """Remembers the names and checks the files again; where it cannot, it says so beside the button."""
    if not provider or not headers:
        parts.announce("open", w("data.spelling.lacking"), [w("data.spelling.lacking.text")])
        return
    try:
        account.require("import")
        ingest.remember_spelling(provider, table, headers)
    except EinlassError as error:
        parts.announce("open", w("data.spelling.failed"), [texts.message(error.key, error.values, w)])
    else:
        log.action("spelling", columns=len(headers))
        decision.build_again(preview, w("data.spelling.done"), w)
