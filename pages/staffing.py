"""Staffing and cost: what the guards cost, which hours were done, and what a plan would cost."""

import streamlit as st

from einlass.measures import measures
from einlass.topics.staffing import COST, spent
from einlass.ui import press, staffing, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

w = words_for(current_view().lang)
version = current_version()

style.heading(staffing.title(version, w), staffing.standing(version, w))
if not spent(version):
    missing = "staffing.empty.roster" if measures(version) else "staffing.empty.measure"
    style.answer_box("open", w("staffing.empty.title"), [w(missing)])
else:
    left, right = st.columns([8, 5], gap="large")
    with right, st.container(key="staffing-whatif"):
        style.section(w("staffing.whatif"), w("staffing.whatif.sub"))
        choice = staffing.choose(version, w)
        if choice is not None:
            staffing.result(version, choice, w)
    with left:
        staffing.cost(version, w)
        staffing.hour_maps(version, w)
        staffing.cover_by_weekday(version, w)
    press.link_of_all(version, COST, w)
    staffing.relations(version, w)
    staffing.by_week(version, w)
    staffing.by_post(version, w)
    staffing.guards(version, w)
style.foot(*staffing.foot(version, w))
