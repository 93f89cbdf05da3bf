"""Who sits at the desk: two roles, switched by name until there is a sign-in. That is no protection, and it says so."""

from __future__ import annotations

import streamlit as st

from einlass.release.desk.people import MOST_SIGNS
from einlass.ui import style
from einlass.ui.press import at_desk
from einlass.words import Words

ROLES = ("prepare", "release")


def bar(w: Words) -> None:
    """Who it is, or the question who it is."""
    at_desk.say("roles")
    person = at_desk.who()
    if person is None:
        _ask(w)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f"<p>{style.rich(w('press.role.now', name=person.name, role=w(f'press.role.{person.role}')))}</p>"
        )
        st.button(w("press.role.change"), key=at_desk.key("role:change"), on_click=at_desk.stand_up)
    at_desk.quiet(w("press.role.no_protection"))


def _ask(w: Words) -> None:
    with st.form(at_desk.key("role"), border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            name = st.text_input(w("press.role.name"), max_chars=MOST_SIGNS, key=at_desk.key("role:name"))
            role = st.radio(
                w("press.role"),
                ROLES,
                format_func=lambda one: w(f"press.role.{one}"),
                horizontal=True,
                key=at_desk.key("role:role"),
            )
            is_taken = st.form_submit_button(w("press.role.take"))
        at_desk.quiet(w("press.role.no_protection"))
    if is_taken:
        at_desk.sit_down(name, role, w)
