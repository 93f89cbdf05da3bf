"""Decision: what is settled and what will not be, each measure's evidence, three ways, what is not known."""

import streamlit as st

from einlass.decision import decision_day, settled
from einlass.measures import measures, offices
from einlass.ui import decision, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for
from einlass.words.decision import lead

view = current_view()
w = words_for(view.lang)
version = current_version()
every = measures(version)

if not every:
    style.heading(w("page.decision.title"), decision.standing(version, w))
    style.answer_box("open", w("decision.empty.title"), [w("decision.empty.text")])
else:
    style.heading(w("page.decision.title"), decision.standing(version, w))
    with st.container(gap="xsmall"):
        style.answer(lead(settled(version, decision_day(every.values())), offices(version), w))
        decision.first(version, w)
        decision.matrix(version, view, w)
    decision.ways_head(version, w)
    asked = decision.choose(version, w)
    decision.ways(version, view, asked, w)
    decision.five_questions(version, asked.measure, w)
    decision.unknown(version, asked.measure, w)
    decision.next_survey(version, asked.measure, w)
    decision.changed(version, w)
    decision.papers(version, asked, w)
    decision.files(version, asked, w)
style.foot(*decision.foot(version, w))
