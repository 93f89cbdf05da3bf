"""Overview: the answer, when what was done, each measure by outcome, what is new, the whole city, the data."""

import streamlit as st

from einlass.measures import measures
from einlass.ui import guide, overview, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

view = current_view()
w = words_for(view.lang)
version = current_version()

if not measures(version):
    style.heading(w("page.overview.title"), overview.standing(version, w))
    style.answer_box("open", w("overview.empty.title"), [w("overview.empty.text")])
    guide.show(version, view, w)
else:
    style.heading(
        w("page.overview.title"), overview.standing(version, w), aside=overview.countdown(version, w)
    )
    with st.container(gap="xsmall"):
        style.answer(overview.answer(version, w))
        overview.timeline(version, w)
        overview.matrix(version, view, w)
        overview.news(version, view, w)
    overview.city_table(version, view, w)
overview.data_line(version, view, w)
style.foot(w("overview.foot"), w("foot.method"), w("foot.version", sha256=version.sha256[:12]))
