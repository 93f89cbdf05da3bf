"""Reported incidents: the verdict, rates by office, who reported, what, where, when and how soon."""

import streamlit as st

from einlass.ui import incidents, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

w = words_for(current_view().lang)
version = current_version()
heading = st.container()

choice = incidents.choose(version, w)
if choice is None:
    style.heading(w("incidents.title"))
    style.answer_box("open", w("incidents.empty.title"), [w("incidents.empty.text")])
else:
    found = incidents.found(version, choice)
    with heading:
        incidents.heading(version, choice, found, w)
    incidents.outcomes(version, choice, w)
    incidents.rates_table(version, choice, w)
    incidents.menu(version, choice, found, "rates", w)
    if found:
        incidents.months(version, choice, found, w)
        incidents.bars(version, choice, found, w)
        beside = st.columns([6, 5], gap="large")
        with beside[0]:
            incidents.hours_map(version, choice, found, w)
            incidents.menu(version, choice, found, "hours", w)
        with beside[1]:
            incidents.delay(version, choice, found, w)
    else:
        style.small(w("incidents.nothing"))
    incidents.tables(version, choice, found, w)
    style.foot(*incidents.foot(version, choice, w))
