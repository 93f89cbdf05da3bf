"""The script that Streamlit runs for every view: frame, menu, then the chosen page."""

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from einlass import config
from einlass.errors import EinlassError, NoWarehouse, SettingsRefused
from einlass.ui import (
    account,
    address,
    doors,
    guide,
    known_cities,
    log,
    menu,
    metrics,
    next_release,
    running,
    style,
)
from einlass.ui.state import CITIES, current_view, first_page
from einlass.warehouse import current_version
from einlass.words import indicator_texts, words_for

config.look_anew()
config.look_at(None)
metrics.count("page_runs")
view = current_view()
here = known_cities.find(view.city)
config.look_at(here.folder if here else None)
w = words_for(view.lang)
pages = [
    st.Page(config.PAGES / f"{name}.py", title=w(f"menu.{name}"), url_path=name, default=name == first_page())
    for name in (menu.EVERY if config.cities_dir() else menu.PAGES)
]
page = st.navigation(pages, position="hidden")
current = page.url_path or first_page()
if current == CITIES and here:  # it is of all of them
    here, view = None, replace(view, city=None)
    config.look_at(None)
account.keep_apart(view.city)
who = account.current()

try:
    rules = config.own_city().sign_in
    city = config.city()
except SettingsRefused as error:
    st.set_page_config(page_title=w("app.name"), layout="wide")
    with st.container(key="menu"):
        st.html(menu.bare(view, current, here, who, w))
    doors.say_who(w)
    doors.settings_refused(error, who, w)
    st.stop()

called = here.name if here else city.name
name = w("app.of", city=called) if called else w("app.name")
st.set_page_config(page_title=f"{page.title} – {name}", layout="wide")
with st.container(key="menu"):
    st.html(menu.markup(view, current, here, who, w))
doors.say_who(w)
if not doors.is_open(rules, who, current, view, w):
    log.refused(current)
    st.stop()
log.settings()
log.page(current, view)
try:
    indicator_texts.check()  # before any page begins to say what it cannot finish
    is_of_none = bool(config.cities_dir()) and not here
    if is_of_none and (view.city or current not in menu.OF_NO_CITY):
        known_cities.ask(view, current, w)
        st.stop()
    if not is_of_none:
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
    if here:
        style.heading(w("cities.empty.title", city=here.name), w("cities.empty"))
    else:
        style.heading(w("start.title"), w("start.text"))
        guide.show(None, view, w)
except EinlassError as error:
    style.heading(w("failure.title"), w.message(error.key, error.values))
