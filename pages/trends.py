"""Trends: any indicator, any offices, by day, week or month."""

import streamlit as st

from einlass.ui import style, trends
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

w = words_for(current_view().lang)
version = current_version()
heading = st.container()

choice = trends.choose(version, w)
found = trends.series_by_office(version, choice, w)
with heading:
    style.heading(trends.title(choice, found, w), trends.standing(version, choice, w))
if not found:
    style.answer_box("open", w("trends.empty.title"), [trends.why_empty(version, choice, w)])
else:
    trends.chart(version, choice, found, w)
style.foot(*trends.foot(version, choice, w))
