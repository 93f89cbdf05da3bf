"""The front door: security headers, compression, the document's language, and what is not public.

Streamlit serves one fixed document for every page. Before it leaves the house it gets our language,
name, icon and script; the content security policy names the hash of each inline script in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option

from einlass import config
from einlass.ui import account, metrics, style
from einlass.ui.hosts import KnownHosts
from einlass.ui.sign_in.gate import Gate
from einlass.ui.sign_in.leaf import icon, language_of
from einlass.ui.state import current_view, first_page
from einlass.words import words_for

HERE = Path(__file__).parent
STREAMLIT_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
HOST_CONFIG = "/_stcore/host-config"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# Compression from this size on; beyond level 5 the time grows faster than the gain.
GZIP_FROM_BYTES = 1024
GZIP_LEVEL = 5

# What Streamlit's fields say in English: `document.js` says it in the words of these texts.
FIELDS = (
    *("after", "before", "choose", "chosen", "clear", "close", "copy", "date", "day"),
    *("month", "most", "none", "one", "open", "remove", "selected", "several", "year"),
)

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

# Streamlit writes its styles at run time, hence 'unsafe-inline' for styles. Scripts: ours, and what our own pages make
# (`blob:`): Streamlit loads the script of a component so.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self' blob:",
    "form-action": "'self'",
    "base-uri": "'self'",
    "frame-ancestors": "'none'",
}


def middleware() -> list[Middleware]:
    """The layers around Streamlit's own server, outermost first."""
    rules = account.rules()
    base = str(get_option("server.baseUrlPath") or "").strip("/")
    hosts = config.hosts() | ({rules.host} if rules else frozenset())
    return [
        Middleware(KnownHosts, hosts=hosts),
        Middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES, compresslevel=GZIP_LEVEL),
        Middleware(FrontDoor, documents={language: document(language) for language in config.LANGUAGES}),
        Middleware(Gate, base="/" + base if base else ""),
    ]


def show_failure(error: Exception) -> bool:
    """Logs an unforeseen error of a page and shows a sentence instead of a trace."""
    metrics.count("page_errors")
    logging.getLogger(__name__).error("a page failed", exc_info=error)
    w = words_for(current_view().lang)
    style.heading(w("failure.title"), w("failure.text"))
    return True


class FrontDoor:
    """Puts our document in the place of Streamlit's and adds the security headers to every answer."""

    def __init__(self, app: ASGIApp, documents: Mapping[str, bytes]) -> None:
        self.app = app
        self.documents = documents
        self.headers = HEADERS | {"content-security-policy": policy(*documents.values())}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        app = self.app
        if scope["path"].endswith(HOST_CONFIG):
            app = Quiet(app)
        elif scope["path"].endswith(f"/{first_page()}"):
            app = home(scope)
        await app(scope, receive, self._answer(scope, send))

    def _answer(self, scope: Scope, send: Send) -> Send:
        page = self.documents[language_of(scope)]
        body = b"" if scope["method"] == "HEAD" else page
        is_page = False

        async def answer(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                is_page = message["status"] == 200 and headers.get("content-type", "").startswith("text/html")
                if is_page:
                    ours(headers, len(page))
            elif is_page:
                if message.get("more_body"):
                    return
                message = {"type": "http.response.body", "body": body}
            await send(message)

        return answer


class Quiet:
    """Tells Streamlit's script to open no dialog of its own: they speak English of things only we know about."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, parts = 200, list[bytes]()

        async def keep(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, keep)
        told = json.loads(b"".join(parts)) | {"blockErrorDialogs": True} if status == 200 else {}
        await JSONResponse(told, status)(scope, receive, send)


def home(scope: Scope) -> RedirectResponse:
    """Leads from the name of the first page to its address: Streamlit knows it without a name only, and says so."""
    asked = scope["query_string"].decode("latin-1")
    return RedirectResponse("./" + (f"?{asked}" if asked else ""))


def ours(headers: MutableHeaders, length: int) -> None:
    """Makes the headers of Streamlit's document those of ours: not compressed, no file validators."""
    headers["content-length"] = str(length)
    for name in ("content-encoding", "etag", "last-modified", "accept-ranges"):
        if name in headers:
            del headers[name]


def document(language: str) -> bytes:
    """Streamlit's document in our name: language, title, icon, script, no pointer to a hidden service."""
    w = words_for(language)
    script = (HERE / "document.js").read_text("utf-8")
    html = STREAMLIT_INDEX.read_text("utf-8")
    html = swapped(html, r'<html lang="en">', f'<html lang="{language}">')
    html = swapped(html, r"<title>.*?</title>", f"<title>{escape(w('app.name'))}</title>")
    html = swapped(html, r'href="\./favicon\.png"', f'href="{icon()}"')
    html = swapped(html, r'<link rel="service-desc"[^>]*>', "")
    html = swapped(html, r"<noscript>.*?</noscript>", f"<noscript>{escape(w('app.noscript'))}</noscript>")
    lost = f'<p id="em-connection" role="alert" hidden>{escape(w("app.disconnected"))}</p>'
    told = "".join(f' data-{name}="{escape(w(f"field.{name}"))}"' for name in FIELDS)
    names = f'<span id="em-names" hidden{told}></span>'
    # Behind the styles that Streamlit writes into the head: of two rules as strong as each other ours holds.
    look = f'<link rel="stylesheet" href="{style.STYLESHEET.address}">'
    return swapped(html, r"</body>", f"{look}{lost}{names}<script>{script}</script></body>").encode()


def swapped(html: str, pattern: str, text: str) -> str:
    """`html` with the one place that fits `pattern` replaced. Raises RuntimeError unless there is one."""
    html, count = re.subn(pattern, lambda _: text, html, flags=re.DOTALL)
    if count != 1:
        raise RuntimeError(f"Streamlit's index.html has {count} places like {pattern!r}, not one")
    return html


def policy(*documents: bytes) -> str:
    """The content security policy that allows exactly the inline scripts of these documents."""
    scripts = {script for page in documents for script in INLINE_SCRIPT.findall(page.decode())}
    hashes = sorted(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts
    )
    rules = POLICY | {"script-src": " ".join([POLICY["script-src"], *hashes])}
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
