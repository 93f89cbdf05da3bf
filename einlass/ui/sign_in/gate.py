"""The gate: every request and every websocket is looked at here, by the routes of `access`, before Streamlit sees it.

Who is not signed in gets the page that leads to the provider in place of the one that was asked for; no websocket is
opened for it, so no page of the app ever runs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token

from einlass.city import SignIn
from einlass.city.this_machine import is_this_machine
from einlass.ui import access, account, log
from einlass.ui.account import NOBODY, Account
from einlass.ui.hosts import came_through_a_proxy
from einlass.ui.sign_in import cookie, leaf, offered, uploads
from einlass.ui.sign_in.issue import gone, issued
from einlass.ui.state import first_page

WANTED, WANTED_SECONDS = "einlass_wanted", 900
POLICY_VIOLATION = 1008  # RFC 6455, 7.4.1
SEE_OTHER = 303
_ACCOUNT = "einlass.account"


def account_of(scope: Scope) -> Account:
    """Whose request this is, as the gate found."""
    found: Account = scope.get(_ACCOUNT, NOBODY)
    return found


class Gate:
    """Lets a request through to Streamlit if its account may have what it asks for."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app, self.base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        rules = account.rules()
        path = scope["path"].removeprefix(self.base)
        if rules is None:
            answer = _local(scope, path)
        else:
            asking = Asking(HTTPConnection(scope), path, rules)
            scope[_ACCOUNT] = asking.account
            answer = (asking.own() if scope["type"] == "http" else None) or asking.answer()
            if scope["type"] == "websocket":
                send = offered.noting(send, asking.account)
            elif answer is None and path in ("/oauth2callback", "/auth/logout"):
                send = asking.with_ticket(send) if path == "/oauth2callback" else asking.without_ticket(send)
        if answer is None:
            await self._hand_on(scope, path, receive, send)
        elif scope["type"] == "http":
            await answer(scope, receive, send)
        else:
            await receive()  # the handshake, which is answered with 403
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})

    async def _hand_on(self, scope: Scope, path: str, receive: Receive, send: Send) -> None:
        if path.startswith(uploads.ROUTE):
            await uploads.take(self.app, scope, receive, send)
            return
        if path.startswith(offered.ROUTE):
            send = _not_kept(send)
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "websocket":
                uploads.forget_later()


def _not_kept(send: Send) -> Send:
    """Has no browser and no proxy keep a file of a page."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["cache-control"] = "no-store"
        await send(message)

    return answer


def _local(scope: Scope, path: str) -> Response | None:
    """Without sign-in: this machine alone, and nothing that came through a proxy from elsewhere."""
    route = access.route_of(path)
    if (not route.roles and not route.is_open) or path.startswith(("/auth/", "/oauth2callback")):
        return PlainTextResponse("Not Found", 404)
    scope[_ACCOUNT] = account.LOCAL
    client = (scope.get("client") or ("",))[0]
    is_near = is_this_machine(client) and not came_through_a_proxy(Headers(scope=scope))
    return None if is_near or route.is_open else leaf.only_here(scope)


class Asking:
    """One request with sign-in: who asks, what for, and what is answered in place of Streamlit."""

    def __init__(self, connection: HTTPConnection, path: str, rules: SignIn) -> None:
        self.connection, self.path, self.rules = connection, path, rules
        self.account = account.of_cookies(connection.cookies)

    def answer(self) -> Response | None:
        """What refuses the request; None: it is let through."""
        route, scope = access.route_of(self.path), self.connection.scope
        if route.is_open:
            return None
        if not route.roles:
            return PlainTextResponse("Not Found", 404)
        if route.roles & self.account.roles:
            return self._of_another()
        is_page = "text/html" in self.connection.headers.get("accept", "") and scope["type"] == "http"
        if self.account == NOBODY:
            was_here = cookie.is_there(self.connection.cookies)
            if is_page:
                return leaf.sign_in(scope, "over" if was_here else "new", self.wanted())
            return PlainTextResponse("Unauthorized", 401, {"www-authenticate": "OpenID"})
        if is_page and not self.account.roles:
            return leaf.no_role(scope, self.account.name, self.rules)
        return PlainTextResponse("Forbidden", 403)

    def _of_another(self) -> Response | None:
        """What refuses a request for what belongs to another account of the same role."""
        if self.path.startswith(uploads.ROUTE):
            return uploads.refusal(self.connection, self.path, self.account)
        return offered.refusal(self.path, self.account) if self.path.startswith(offered.ROUTE) else None

    def own(self) -> Response | None:
        """The routes that are ours: to the provider, back from it, and out."""
        scope, asked = self.connection.scope, self.connection.query_params
        match self.path:
            case "/auth/start":
                return self._start(asked.get("to", ""))
            case "/auth/failed" | "/auth/ended":
                return leaf.sign_in(scope, self.path.removeprefix("/auth/"), "")
            case "/auth/logout":
                if self.connection.headers.get("sec-fetch-site") == "cross-site":
                    return PlainTextResponse("Forbidden", 403)
                if self.account != NOBODY:
                    cookie.end(self.account.subject)
                    log.write(self.account.name, "signed_out")
            case "/oauth2callback" if not {"code", "error"} & asked.keys():
                return self._to("auth/ended")  # the provider has ended its session
        return None

    def wanted(self) -> str:
        """The page that is asked for with its view, relative to the app; empty where there is none such."""
        return known_page(self.path, self.connection.url.query)

    def _start(self, wanted: str) -> Response:
        """To the provider; the wanted page waits in a cookie until the way back."""
        place = URL(wanted)
        response = self._to(f"auth/login?{urlencode({'provider': encode_provider_token(cookie.PROVIDER)})}")
        response.set_cookie(
            WANTED,
            urlencode({"to": known_page("/" + place.path.removeprefix("/"), place.query)}),
            max_age=WANTED_SECONDS,
            path=self.rules.path or "/",
            secure=self.rules.is_encrypted,
            httponly=True,
            samesite="lax",
        )
        return response

    def _to(self, place: str) -> RedirectResponse:
        return RedirectResponse(f"{self.rules.path}/{place}", SEE_OTHER)

    def with_ticket(self, send: Send) -> Send:
        """Turns Streamlit's answer to the provider's word into ours: a small ticket, and the page that was wanted."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                found = issued(headers.getlist("set-cookie"), self.rules, time.time())
                del headers["set-cookie"]
                for one in found.cookies:
                    headers.append("set-cookie", one)
                place = self._landing(found.roles) if found.is_in else "auth/failed"
                if found.is_in:
                    cookie.replace(self.connection.cookies)
                event = "signed_in" if found.is_in else "sign_in_failed"
                await run_in_threadpool(partial(log.write, found.name, event, roles=list(found.roles)))
                headers.append(
                    "set-cookie",
                    f"{WANTED}=; Path={self.rules.path or '/'}; Max-Age=0; HttpOnly; SameSite=Lax",
                )
                headers["location"] = f"{self.rules.path}/{place}"
            await send(message)

        return answer

    def without_ticket(self, send: Send) -> Send:
        """Has Streamlit's answer take our cookies away, too."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for one in gone(self.rules):
                    headers.append("set-cookie", one)
            await send(message)

        return answer

    def _landing(self, roles: Sequence[str]) -> str:
        """The wanted page, or the first that there is for these roles."""
        kept = dict(parse_qsl(self.connection.cookies.get(WANTED, ""))).get("to", "")
        pages = access.pages_of(frozenset(roles))
        is_home = not kept or kept.startswith("?")
        return pages[0] + kept if is_home and pages and first_page() not in pages else kept


def known_page(path: str, query: str) -> str:
    """A page of ours with its view, as a relative address; empty for anything else, so that nobody is led away."""
    page = path.removeprefix("/")
    if page and (page not in access.PAGES or not access.is_offered(page)):
        return ""
    asked = urlencode(parse_qsl(query), safe=",")
    return (page if page != first_page() else "") + (f"?{asked}" if asked else "")
