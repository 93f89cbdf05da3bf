"""Files in with a preview, history and undo, what is there and what is lacking, templates."""

import streamlit as st

from einlass.ui import guide, style
from einlass.ui.data import coverage, history, loading, templates
from einlass.ui.state import current_view
from einlass.words import words_for

w = words_for(current_view().lang)
version = loading.served_version()

with st.container(key="data-page"):
    style.heading(w("page.data.title"), loading.standing(version, w))
    if not loading.show(version, w):
        history.show(w)
        if version:
            guide.lacking(version, w)
            coverage.show(version, w)
        templates.show(w)
    style.foot(w("data.foot"))
