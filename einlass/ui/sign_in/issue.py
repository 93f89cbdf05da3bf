"""From the cookies that Streamlit would set after signing in to ours: fewer claims, no access token, fewer hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from streamlit.auth_util import set_cookie_with_chunks

from einlass.city import SignIn
from einlass.ui.sign_in import cookie


@dataclass(frozen=True)
class Issued:
    """The Set-Cookie headers to send, and with which roles somebody is in."""

    cookies: tuple[str, ...]
    is_in: bool = False
    name: str = ""
    roles: tuple[str, ...] = ()


def issued(headers: Sequence[str], rules: SignIn, now: float) -> Issued:
    """What goes to the browser in place of these headers."""
    sent = _values(headers)
    ticket = cookie.ticket_of(cookie.claims_of(sent, cookie.USER), rules, now)
    others = tuple(one for one in headers if not one.startswith(cookie.USER))
    if ticket is None:
        return Issued((*others, *gone(rules)))
    token = {
        "id_token": cookie.claims_of(sent, cookie.TOKENS).get("id_token")
    }  # the provider asks for it at the end
    ours = [*_set(cookie.USER, ticket, rules), *_set(cookie.TOKENS, token, rules)]
    return Issued((*others, *ours), is_in=True, name=str(ticket["name"]), roles=tuple(ticket["roles"]))


def _values(headers: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        try:
            found |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        except CookieError:
            continue
    return found


def _set(name: str, value: dict[str, Any], rules: SignIn) -> list[str]:
    """The headers of a cookie; one that no browser would take whole comes in parts."""
    made: list[str] = []

    def keep(part: str, text: str) -> None:
        made.append(_header(part, cookie.signed_text(part, text), rules, rules.hours * cookie.HOUR))

    size = len(_header("", "", rules, rules.hours * cookie.HOUR))
    set_cookie_with_chunks(keep, cookie.signed_bytes, name, value, cookie_attr_size=size)
    return made


def gone(rules: SignIn) -> tuple[str, ...]:
    """The headers that take our cookies away again; Streamlit looks for them at its own path alone."""
    return tuple(_header(name, "", rules, 0) for name in (cookie.USER, cookie.TOKENS))


def _header(name: str, value: str, rules: SignIn, seconds: int) -> str:
    secure = "; Secure" if rules.is_encrypted else ""
    return f"{name}={value}; Path={rules.path or '/'}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
