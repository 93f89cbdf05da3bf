"""The pages of who is not in: plain documents of our own, without a script and without Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode

from starlette.responses import HTMLResponse
from starlette.types import Scope

from einlass import config, design
from einlass.city import ROLES, SignIn
from einlass.errors import SettingsRefused
from einlass.words import Words, words_for

UI = Path(__file__).parent.parent
NO_STORE = {"cache-control": "no-store"}


def sign_in(scope: Scope, why: str, wanted: str) -> HTMLResponse:
    """The way to the provider. why: new, over, ended (signed out) or failed. wanted: where it leads to."""
    w = words_for(language_of(scope))
    start = _up(scope) + "auth/start?" + urlencode({"to": wanted or _home(w)})
    body = [_text(w(f"sign_in.{why}")), *([_text(_whom(w))] if why == "failed" else [])]
    body.append(f'<p><a class="do" href="{escape(start)}">{escape(w("sign_in.do"))}</a></p>')
    return _leaf(scope, w, w(f"sign_in.{why}.title"), body, 401, {"www-authenticate": "OpenID"})


def no_role(scope: Scope, name: str, rules: SignIn) -> HTMLResponse:
    """For somebody who is known and may do nothing here: what to ask whom for."""
    w = words_for(language_of(scope))
    rows = [
        f"<tr><th scope='row'>{escape(w(f'role.{role}'))}</th><td>{escape(w(f'role.{role}.may'))}</td>"
        f"<td>{escape(', '.join(rules.groups.get(role, ())) or '–')}</td></tr>"
        for role in ROLES
    ]
    heads = "".join(f'<th scope="col">{escape(w(f"no_role.{one}"))}</th>' for one in ("role", "may", "group"))
    table = f"<div class='wide'><table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    out = f'<p><a class="do" href="{_up(scope)}auth/logout">{escape(w("account.sign_out"))}</a></p>'
    body = [_text(w("no_role.text", name=name)), _text(_whom(w)), table, _text(w("no_role.then")), out]
    return _leaf(scope, w, w("no_role.title"), body, 403)


def only_here(scope: Scope) -> HTMLResponse:
    """For who asks from elsewhere while nobody signs in."""
    w = words_for(language_of(scope))
    return _leaf(scope, w, w("only_here.title"), [_text(w("only_here.text"))], 403)


def language_of(scope: Scope) -> str:
    """The language a document is asked for in, by the same rule as the view state."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in config.LANGUAGES else config.default_language()


@cache
def icon() -> str:
    """Our icon as an address that holds it."""
    drawing = (UI / "favicon.svg").read_text("utf-8").strip()
    return "data:image/svg+xml," + quote(drawing.replace("ACCENT", design.palette(is_dark=False).accent))


@cache
def _style() -> str:
    return design.stylesheet_variables() + (UI / "sign_in" / "leaf.css").read_text("utf-8")


def _leaf(
    scope: Scope,
    w: Words,
    title: str,
    body: Sequence[str],
    status: int,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    name = _named(w)
    html = (
        f'<!doctype html><html lang="{w.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} – {escape(name)}</title><link rel="icon" href="{icon()}"><style>{_style()}</style>'
        f"</head><body><header>{escape(name)}</header><main><h1>{escape(title)}</h1>{''.join(body)}</main>"
        f"<footer>{_languages(scope, w)}</footer></body></html>"
    )
    return HTMLResponse(html, status, NO_STORE | (headers or {}))


def _languages(scope: Scope, w: Words) -> str:
    """This page in the other languages; what else its address says stays."""
    asked = {name: texts[-1] for name, texts in parse_qs(scope["query_string"].decode("latin-1")).items()}
    return " ".join(
        f'<a href="?{escape(urlencode(asked | {"lang": one}))}" hreflang="{one}" lang="{one}">'
        f"{escape(w.language_name(one))}</a>"
        for one in config.LANGUAGES
        if one != w.language
    )


def _named(w: Words) -> str:
    try:
        city = config.city().name
    except SettingsRefused:
        city = ""
    return w("app.of", city=city) if city else w("app.name")


def _whom(w: Words) -> str:
    """Whom to ask."""
    try:
        city = config.city()
        named = ", ".join(filter(None, (city.contact_name, city.contact)))
    except SettingsRefused:
        named = ""
    return w("sign_in.whom", contact=named) if named else w("sign_in.whom.nobody")


def _home(w: Words) -> str:
    return "" if w.language == config.default_language() else f"?lang={w.language}"


def _up(scope: Scope) -> str:
    """From this address up to where the app lies."""
    return "../" if scope["path"].rsplit("/", 2)[-2] == "auth" else "./"


def _text(text: str) -> str:
    return f"<p>{escape(text)}</p>"
