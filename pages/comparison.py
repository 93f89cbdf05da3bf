"""Before and after: one indicator, one measure, the honest answer."""

import streamlit as st

from einlass.charts import tiny
from einlass.findings import finding
from einlass.measures import measures, offices
from einlass.ui import comparison, press, show, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import sentences, words_for

w = words_for(current_view().lang)
version = current_version()
heading = st.container()

if not measures(version):
    style.heading(w("page.comparison.title"))
    style.answer_box("open", w("overview.empty.title"), [w("overview.empty.text")])
else:
    request = comparison.choose_request(version, w)
    found = finding(version, request)
    names = offices(version)
    with heading:
        sign = tiny.sign(found.verdict, show.look())
        style.heading(
            sentences.headline(found, names, w), comparison.standing(found, version, w), sign_svg=sign
        )
    view = current_view()
    chosen = {"offices": request.offices, "before": view.before, "period": view.after}
    with style.together():
        comparison.answer(found, version, w)
        press.link(version, found.indicator.code, found.measure.key, w, **chosen)
    if found.analysis is not None:
        comparison.difference(found, version, names, w)
        comparison.needs(found, w)
        comparison.series_chart(found, version, names, w)
        comparison.answers_chart(found, version, names, w)
    others = comparison.rows(found, version, w)
    beside = st.columns([3, 2], gap="large") if found.analysis and found.analysis.variants else None
    with beside[0] if beside else st.container():
        comparison.robustness(found, names, others, w)
    with beside[1] if beside else st.container():
        comparison.disturbances(found, names, comparison.limits(others), w)
    if found.analysis is not None:
        comparison.numbers_table(found, names, w)
    comparison.explanation(found, w)
    with style.together():
        comparison.not_offered(found, w)
        style.foot(*comparison.foot(found, version, w))
