"""Checks and finds: how often something was found, what, how long people waited, were spot checks random."""

import streamlit as st

from einlass.topics.checks import FINDS
from einlass.ui import checks, press, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

w = words_for(current_view().lang)
version = current_version()
heading = st.container()

choice = checks.choose(version, w)
with heading:
    checks.head(version, choice, w)
if choice.groups:
    press.link_of_offices(version, FINDS, choice.groups[0].regime, choice.groups[0].offices, w)
    checks.cards(version, choice.groups[0], w)
    checks.switch(w)
    checks.rates(version, choice, w)
    checks.found(version, choice.groups[0], w)
    checks.spot_checks(version, choice, w)
    checks.failures(version, choice, w)
style.foot(*checks.foot(version, choice, w))
