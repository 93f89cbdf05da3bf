"""Several cities beside each other, by the alphabet: what is settled in which, and what all say together."""

import streamlit as st

from einlass import config
from einlass.ui import cities, style
from einlass.ui.state import current_view
from einlass.words import words_for

w = words_for(current_view().lang)
rows = cities.rows(w)

if any(one.version and one.version.is_sample for one in rows):
    style.sample_band(w("cities.band"))
style.heading(w("page.cities.title"), cities.overall(rows, w))
if not rows:
    style.answer_box("open", w("cities.none.title"), [w("cities.none", folder=str(config.cities_dir()))])
else:
    with st.container(gap="xsmall"):
        style.answer(cities.answer(rows, w))
        cities.matrices(rows, w)
    cities.together(rows, w)
style.foot(w("overview.foot"), w("cities.foot"), w("foot.method"))
