"""Who sits at the desk: the account; without sign-in a typed name, which is no protection, and it says so."""

from __future__ import annotations

import streamlit as st

from einlass.release.desk.people import MOST_SIGNS
from einlass.ui import account, style
from einlass.ui.press import at_desk
from einlass.words import Words


def bar(w: Words) -> None:
    """Who it is, or the question who it is."""
    at_desk.say("roles")
    person = at_desk.who()
    if not at_desk.roles():
        at_desk.quiet(w("press.role.none"))
        return
    if person is None:
        _ask(w)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f"<p>{style.rich(w('press.role.now', name=person.name, role=w(f'press.role.{person.role}')))}</p>"
        )
        if len(at_desk.roles()) > 1:
            st.button(w("press.role.change"), key=at_desk.key("role:change"), on_click=at_desk.stand_up)
    _say_what_it_is(w)


def _say_what_it_is(w: Words) -> None:
    at_desk.quiet(w("press.role.account" if account.rules() else "press.role.no_protection"))


def _ask(w: Words) -> None:
    with st.form(at_desk.key("role"), border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            name = account.current().name or _name(w)
            role = st.radio(
                w("press.role"),
                at_desk.roles(),
                format_func=lambda one: w(f"press.role.{one}"),
                horizontal=True,
                key=at_desk.key("role:role"),
            )
            is_taken = st.form_submit_button(w("press.role.take"))
        _say_what_it_is(w)
    if is_taken:
        at_desk.sit_down(name, role, w)


def _name(w: Words) -> str:
    return st.text_input(w("press.role.name"), max_chars=MOST_SIGNS, key=at_desk.key("role:name"))
