"""Who it is: the account of a run, and what it may do.

Without sign-in the app answers this machine alone, and whoever sits there may do everything.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from einlass.city import SignIn
from einlass.errors import EinlassError
from einlass.remembered import is_computing
from einlass.ui import access
from einlass.ui.sign_in import cookie

_OWNER = "account:owner"


@dataclass(frozen=True)
class Account:
    """Somebody with a name and roles; without sign-in the name is empty. subject: the provider's own key of it."""

    name: str
    roles: frozenset[str]
    subject: str = ""

    def may(self, action: str) -> bool:
        """Whether an action of `access.ACTIONS` is allowed."""
        return access.may_act(self.roles, action)

    def may_open(self, page: str) -> bool:
        """Whether a page of `access.PAGES` is allowed."""
        return page in access.pages_of(self.roles)

    def may_fetch(self, kind: str) -> bool:
        """Whether a kind of file of `access.FILES` is allowed."""
        return bool(access.FILES[kind] & self.roles)


NOBODY = Account("", frozenset())
LOCAL = Account("", access.EVERY_ROLE)

_rules: SignIn | None = None  # what held when the process began; a changed file holds from the next start on


def begin(rules: SignIn | None) -> None:
    """How people sign in, for as long as this process lives."""
    global _rules
    _rules = rules


def rules() -> SignIn | None:
    """How people sign in; None: nobody does."""
    return _rules


def of_cookies(cookies: Mapping[str, str]) -> Account:
    """Whose cookies these are; `NOBODY` where they are forged, too old, or of somebody who has signed out since."""
    if _rules is None:
        return LOCAL
    ticket = cookie.read(cookies, _rules, time.time())
    return Account(ticket.name, frozenset(ticket.roles), ticket.subject) if ticket else NOBODY


def current() -> Account:
    """Who this run of a page is for. Raises RuntimeError where the answer would be kept for everybody."""
    if is_computing():
        raise RuntimeError("what is remembered for everybody must not ask who it is for")
    return of_cookies(st.context.cookies) if _rules else LOCAL


def require(action: str) -> Account:
    """The account of this run, if it may do this. Raises EinlassError."""
    found = current()
    if not found.may(action):
        raise EinlassError("account.lacks")
    return found


def keep_apart(city: str | None = None) -> None:
    """What a session remembers belongs to one account with its roles, and to one city; else it is forgotten."""
    owner = current(), city
    if st.session_state.setdefault(_OWNER, owner) != owner:
        st.session_state.clear()
        st.session_state[_OWNER] = owner
