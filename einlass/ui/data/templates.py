"""Empty files with the right header, one for each export."""

from __future__ import annotations

from functools import partial

import streamlit as st

from einlass import ingest
from einlass.ui import log, style
from einlass.ui.data import texts
from einlass.ui.state import current_view
from einlass.words import Words


def show(w: Words) -> None:
    """One button an export."""
    style.section(w("data.templates"), w("data.templates.sub"))
    with st.container(horizontal=True, gap="small", key="templates"):
        for table, name in ingest.templates().items():
            st.download_button(
                texts.export_title(table, w),
                data=log.fetched("template", partial(ingest.template, table)),
                file_name=name,
                mime="text/csv",
                on_click="ignore",
                key=f"data:template:{table}:{current_view().lang}",
            )
