"""Trends: any indicator, any offices, by day, week or month, or as a calendar."""

import streamlit as st

from einlass.ui import style, trends
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

w = words_for(current_view().lang)
version = current_version()
heading = st.container()

choice = trends.choose(version, w)
found = trends.found_by_office(version, choice)
with heading, style.together():
    style.heading(trends.title(choice, found, w), trends.standing(version, choice, w))
    if said := trends.lead(choice, found, w):
        style.answer(said)
if not found:
    style.answer_box("open", w("trends.empty.title"), [trends.why_empty(version, choice, w)])
elif choice.is_calendar:
    trends.calendar(version, choice, found, w)
else:
    trends.lines(version, choice, found, w)
style.foot(*trends.foot(version, choice, w))
