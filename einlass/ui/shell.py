"""The script that Streamlit runs for every view: frame, menu, then the chosen page."""

from contextlib import suppress

import streamlit as st

from einlass import config
from einlass.errors import EinlassError, NoWarehouse, SettingsRefused
from einlass.ui import account, address, doors, guide, log, menu, metrics, next_release, running, style
from einlass.ui.state import DEFAULT_PAGE, current_view
from einlass.warehouse import current_version
from einlass.words import indicator_texts, words_for

config.look_anew()
metrics.count("page_runs")
view = current_view()
w = words_for(view.lang)
pages = [
    st.Page(config.PAGES / f"{name}.py", title=w(f"menu.{name}"), url_path=name, default=name == DEFAULT_PAGE)
    for name in menu.PAGES
]
page = st.navigation(pages, position="hidden")
current = page.url_path or DEFAULT_PAGE
account.keep_apart()
who = account.current()

try:
    city = config.city()
except SettingsRefused as error:
    st.set_page_config(page_title=w("app.name"), layout="wide")
    style.apply()
    with st.container(key="menu"):
        st.html(menu.bare(w))
    doors.say_who(w)
    doors.settings_refused(error, who, w)
    st.stop()

name = w("app.of", city=city.name) if city.name else w("app.name")
st.set_page_config(page_title=f"{page.title} – {name}", layout="wide")
style.apply()
with st.container(key="menu"):
    st.html(menu.markup(view, current, who, w))
doors.say_who(w)
if not doors.is_open(city, who, current, view, w):
    log.refused(current)
    st.stop()
log.settings()
log.page(current, view)
try:
    indicator_texts.check()  # before any page begins to say what it cannot finish
    with suppress(NoWarehouse):  # a page that shows data says so itself
        version = current_version()
        if version.is_sample:
            style.sample_band(w("sample.band"))
        mark = w("sample.mark") if version.is_sample else ""
        moment, number = w.datetime(version.created_at), w.number(version.number)
        foot = w("paper.foot", name=name, moment=moment, number=number, mark=mark).strip(" ·")
        style.paper(" · ".join(filter(None, (foot, city.imprint))))
    address.say_unread(view, w)
    running.on_newest(page.run)
    if who.may_open("press"):
        next_release.line(w)
except NoWarehouse:
    style.heading(w("start.title"), w("start.text"))
    guide.show(None, view, w)
except EinlassError as error:
    style.heading(w("failure.title"), w.message(error.key, error.values))
