"""The ticket that a browser holds of somebody who signed in: name and roles, signed by Streamlit's own key.

Streamlit would put all that the token says into it, and let it count for 30 days. Ours holds what is needed, counts for
the hours of the settings, and no longer once its account signed out anywhere, was signed out by whoever runs the
machine, or another ticket took its place.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cachetools import TTLCache
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from einlass import config
from einlass.city import SignIn
from einlass.upkeep import ended_sessions

PROVIDER = "einlass"  # what Streamlit calls the one provider
USER, TOKENS = USER_COOKIE_NAME, TOKENS_COOKIE_NAME
# How far the provider's clock may be from ours; Authlib allows the same when it reads a token.
SKEW_SECONDS = 120
HOUR = 3600

_ended: dict[
    str, float
] = {}  # when an account signed out; a restart needs none of it: its new key ends every session
_replaced: TTLCache[tuple[str, float], bool] = TTLCache(100_000, 25 * HOUR)  # longer than any session lasts
_lock = Lock()


@dataclass(frozen=True)
class Ticket:
    """Who signed in, with which roles, and when the provider said so."""

    subject: str
    name: str
    roles: tuple[str, ...]


def read(cookies: Mapping[str, str], rules: SignIn, now: float) -> Ticket | None:
    """The ticket among these cookies, if it counts."""
    told = _signed(cookies, USER)
    try:
        subject, name, roles = str(told["sub"]), str(told["name"]), tuple(map(str, told["roles"]))
        issued, since = float(told["iat"]), float(told["since"])
    except (KeyError, TypeError, ValueError):
        return None
    is_ours = told.get("provider") == PROVIDER and told.get("origin") == rules.origin
    is_now = issued - SKEW_SECONDS <= now < issued + rules.hours * HOUR
    is_ended = since <= max(ended(subject), ended_sessions.ended_at(config.own_dir(), name))
    is_whole = is_ours and is_now and not is_ended and not _is_replaced(subject, since)
    return Ticket(subject, name, roles) if is_whole else None


def is_there(cookies: Mapping[str, str]) -> bool:
    """Whether there is a ticket at all, be it too old or forged."""
    return USER in cookies


def ticket_of(claims: Mapping[str, Any], rules: SignIn, now: float) -> dict[str, Any] | None:
    """What is kept of a token; None where it has no name, or says that the password was given too long ago."""
    name, given = rules.name(claims), claims.get("auth_time")
    if not name or not claims.get("sub") or "iat" not in claims:
        return None
    if isinstance(given, int | float) and now - given > rules.hours * HOUR + SKEW_SECONDS:
        return None
    return {
        "sub": claims["sub"],
        "name": name,
        "roles": rules.roles(claims),
        "iat": claims["iat"],
        "since": now,
        "provider": PROVIDER,
        "origin": rules.origin,
        "is_logged_in": True,
    }


def claims_of(cookies: Mapping[str, str], name: str) -> dict[str, Any]:
    """What Streamlit has put into a cookie of its own."""
    return _signed(cookies, name)


def signed_bytes(name: str, text: str) -> bytes:
    """A text as that cookie holds it."""
    return create_signed_value(get_cookie_secret(), name, text)


def signed_text(name: str, text: str) -> str:
    """The same as text."""
    return signed_bytes(name, text).decode()


def end(subject: str) -> None:
    """From now on no ticket of this account counts that there is already, in whichever browser."""
    with _lock:
        _ended[subject] = time.time()


def replace(cookies: Mapping[str, str]) -> None:
    """The ticket among these cookies counts no more: its browser gets another one (ASVS 5.0, 7.2.4)."""
    told = _signed(cookies, USER)
    with _lock, suppress(KeyError, TypeError, ValueError):
        _replaced[str(told["sub"]), float(told["since"])] = True


def _is_replaced(subject: str, since: float) -> bool:
    with _lock:
        return (subject, since) in _replaced


def ended(subject: str) -> float:
    """When an account signed out last; 0: never."""
    with _lock:
        return _ended.get(subject, 0.0)


def _signed(cookies: Mapping[str, str], name: str) -> dict[str, Any]:
    def one(part: str) -> bytes | None:
        text = cookies.get(part)
        return decode_signed_value(get_cookie_secret(), part, text.encode("utf-8")) if text else None

    try:
        told = json.loads(get_cookie_with_chunks(one, name) or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
