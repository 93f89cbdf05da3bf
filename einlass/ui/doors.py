"""Whether the chosen page opens, and what stands in its place where it does not."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from einlass.city import ROLES, SignIn
from einlass.errors import SettingsRefused
from einlass.ui import access, account, style
from einlass.ui.account import NOBODY, Account
from einlass.ui.state import View
from einlass.words import Words


def say_who(w: Words) -> None:
    """Without sign-in every page says that it is for this machine alone."""
    if account.rules() is None:
        st.html(f'<p class="em-local">{escape(w("account.local"))}</p>')


def is_open(rules: SignIn | None, who: Account, page: str, view: View, w: Words) -> bool:
    """Whether the page opens; else it is said why not, and what to do. rules: of the settings of now."""
    if rules != account.rules():
        style.heading(w("sign_in.changed.title"), w("sign_in.changed"))
    elif who == NOBODY:
        _again(view.href(page), w)
    elif not access.is_offered(page):
        style.heading(w("cities.elsewhere.title", page=w(f"menu.{page}")), w("cities.elsewhere"))
    elif not who.may_open(page):
        _lacking(who, page, view, w)
    else:
        return True
    return False


def settings_refused(error: SettingsRefused, who: Account, w: Words) -> None:
    """What is wrong in the settings, with the lines themselves for who can mend them."""
    style.heading(w("settings.title"), w.message(error.key, error.values))
    if who.may("settings"):
        style.notes(w.faults(error))
        style.small(w("settings.then"))


def _again(href: str, w: Words) -> None:
    """The session is over while its page was open."""
    style.heading(w("sign_in.over.title"), w("sign_in.over"))
    start = "./auth/start?" + urlencode({"to": href.removeprefix("./")})
    st.html(f'<p><a href="{escape(start)}">{escape(w("sign_in.do"))}</a></p>')


def _lacking(who: Account, page: str, view: View, w: Words) -> None:
    """Which role the page wants, and what can be opened instead."""
    roles = [w(f"role.{one}") for one in ROLES if one in access.PAGES[page]]
    style.heading(w("page.lacks.title"), w("page.lacks", page=w(f"menu.{page}"), roles=", ".join(roles)))
    links = "".join(
        f'<li><a href="{escape(view.href(one))}">{escape(w(f"menu.{one}"))}</a></li>'
        for one in access.pages_of(who.roles)
    )
    st.html(f'<p>{escape(w("page.lacks.others"))}</p><ul class="em-notes">{links}</ul>')
