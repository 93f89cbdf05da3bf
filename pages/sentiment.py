"""Sentiment: clients and staff apart, each question by its own wording, before and since the start of a measure."""

import streamlit as st

from einlass.charts import tiny
from einlass.measures import measures
from einlass.ui import press, sentiment, show, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

w = words_for(current_view().lang)
version = current_version()
heading = st.container()

if not measures(version):
    style.heading(w("menu.sentiment"))
    style.answer_box("open", w("overview.empty.title"), [w("overview.empty.text")])
else:
    choice = sentiment.choose(version, w)
    about = sentiment.shown(version, choice)
    with heading:
        sign = tiny.sign(sentiment.verdict_code(about), show.look())
        style.heading(sentiment.title(about, w), sentiment.standing(version, about, w), sign_svg=sign)
        style.answer(sentiment.lead(about, w), sentiment.tone(about))
    if not sentiment.is_empty(about):
        press.link(version, about.first.code, choice.measure, w, offices=choice.offices)
        sentiment.panels(version, about, w)
        sentiment.waves(version, about, w)
    sentiment.offices_table(version, choice, about, w)
    left, right = st.columns([9, 5], gap="large")
    with left:
        sentiment.others(version, choice, about, w)
    with right:
        sentiment.check(version, choice, about, w)
    sentiment.how(version, about, w)
    style.foot(*sentiment.foot(version, about, w), w("foot.method"))
