"""The web application: `streamlit run app.py` serves the shell behind our front door."""

import streamlit as st

from einlass import config
from einlass.ui import asgi, chart, health, loaded, metrics, sockets, style, theme
from einlass.ui.save import shelf
from einlass.ui.sign_in import start

secrets = start.begin()
loaded.load()
theme.remember()
app = st.App(
    config.ROOT / "einlass" / "ui" / "shell.py",
    secrets=secrets,
    routes=[
        chart.SCRIPT.route(),
        style.STYLESHEET.route(),
        *shelf.routes(),
        *health.routes(),
        *metrics.routes(),
    ],
    middleware=asgi.middleware(),
    lifespan=sockets.at_once,
    on_script_error=asgi.show_failure,
)
