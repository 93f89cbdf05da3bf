"""Figures for the press: a question leads to a figure, which is checked on one screen before anybody releases it."""

import streamlit as st

from einlass.measures import measures
from einlass.ui import press, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

w = words_for(current_view().lang)
version = current_version()
press.keep_up(version)

style.heading(w("page.press.title"), press.standing(version, w))
if not measures(version):
    style.answer_box("open", w("press.empty.title"), [w("press.empty.text")])
else:
    left, right = st.columns([5, 12], gap="large")
    with left:
        found = press.find(version, w)
    with right:
        if found.entry is not None:
            press.check(version, found.entry, w)
        else:
            press.nowhere(found, w)
press.published.panel(w)
press.calendar.panel(w)
press.corrections.panel(w)
press.answers.panel(w, is_sample=version.is_sample)
style.foot(*press.foot(version, w))
