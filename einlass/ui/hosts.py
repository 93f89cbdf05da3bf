"""Who may knock: requests to a name this server goes by, from its own pages; looked at before Streamlit sees any.

Streamlit looks at neither for most requests, and asks a third party for the machine's own address before it refuses
a websocket of another origin.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from einlass import config
from einlass.words import words_for

UNKNOWN_HOST, FOREIGN_ORIGIN = 421, 403  # RFC 9110: Misdirected Request, Forbidden
_HOST = re.compile(r"(?:(?P<name>[a-z0-9.-]+)|\[(?P<address>[0-9a-f:.]+)\])(?::\d{1,5})?")  # RFC 9112, 3.2
POLICY_VIOLATION = 1008  # RFC 6455, 7.4.1
_BY_A_PROXY = ("forwarded", "via", "x-real-ip")  # RFC 7239; RFC 9110, 7.6.3; nginx
_BY_A_PROXY_AS_WELL = "x-forwarded-"  # for, host, proto, port …


class KnownHosts:
    """Lets through what asks for one of `hosts` and comes from no page of another origin."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Headers(scope=scope)) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await refusal(scope, receive, send)
        else:
            await receive()  # the handshake, which is answered with 403
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})

    def _refusal(self, headers: Headers) -> Response | None:
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        w = words_for(config.default_language())
        if len(hosts) != 1 or name_of(hosts[0]) not in self.hosts:
            return PlainTextResponse(w("door.unknown_host"), UNKNOWN_HOST)
        if any(_address_of(origin) != hosts[0] for origin in origins):
            return PlainTextResponse(w("door.foreign_origin"), FOREIGN_ORIGIN)
        return None


def came_through_a_proxy(headers: Headers) -> bool:
    """Whether a request says so. One that adds no header at all cannot be told from this machine."""
    return any(name in _BY_A_PROXY or name.startswith(_BY_A_PROXY_AS_WELL) for name in headers)


def name_of(host: str) -> str:
    """The name in a Host header, without port and brackets, in lower case; empty where it is none."""
    match = _HOST.fullmatch(host.lower())
    return match["name"] or match["address"] if match else ""


def _address_of(origin: str) -> str:
    """Name and port in an Origin header; empty where it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
