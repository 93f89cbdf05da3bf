"""Files that a page offers, made when they are asked for: a function each, under an address that nobody can guess."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable
from functools import partial
from threading import Lock

import streamlit as st
from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from einlass import config
from einlass.export import Extract, extract_data, extract_table, extract_xlsx
from einlass.release import internal
from einlass.ui import account, log
from einlass.ui.account import Account
from einlass.ui.sign_in import gate
from einlass.words import Words

MOST = 4096  # menus of all open pages; the longest unused ones go first, and say so when they are asked
Make = Callable[[], Extract]

_made: LRUCache[tuple[Account, str, str], Callable[[str, bytes], Response]] = LRUCache(MOST)
_lock = Lock()
_OWN = "save:shelf"


def keep(name: str, make: Make, w: Words) -> str:
    """The address, without a kind at its end, under which this account with its roles can fetch the files of a menu."""
    own: str = st.session_state.setdefault(_OWN, secrets.token_urlsafe(16))
    place = hashlib.sha256(name.encode()).hexdigest()[:16]
    who = account.current()
    with _lock:
        _made[who, own, place] = config.staying(partial(_file, who, make, w))
    return f"./files/{own}/{place}"


def routes() -> list[Route]:
    """Where the files are fetched; a PDF with a chart brings its drawing along."""
    return [Route("/files/{own}/{place}/{kind}", _answer, methods=["GET", "POST"])]


async def _answer(request: Request) -> Response:
    drawing = b""
    async for part in request.stream():
        drawing += part
        if len(drawing) > internal.MOST_BYTES:
            return PlainTextResponse("Content Too Large", 413)
    who = gate.account_of(request.scope)
    own, place, kind = (request.path_params[name] for name in ("own", "place", "kind"))
    with _lock:
        found = _made.get((who, own, place))
    if found is None or kind not in _KINDS:
        return PlainTextResponse("Not Found", 404)
    return await run_in_threadpool(found, kind, drawing)


def _file(who: Account, make: Make, w: Words, kind: str, drawing: bytes) -> Response:
    log.write(who.name, "export", kind=kind)
    try:
        extract = make()
        content = _KINDS[kind][1](extract, drawing, w)
    except Exception:
        logging.getLogger(__name__).exception("a file could not be made")
        return PlainTextResponse("Internal Server Error", 500)
    return Response(content, media_type=_KINDS[kind][0], headers=_headers(extract))


def _headers(extract: Extract) -> dict[str, str]:
    """The name without ending, for the browser to complete: a picture has several."""
    return {"cache-control": "no-store", "content-disposition": f'attachment; filename="{extract.stem}"'}


def _note(extract: Extract, _: bytes, w: Words) -> bytes:
    """What is drawn into a picture: above the chart, and in small print below it."""
    lines = [one for one in extract.lines if one not in (extract.title, extract.sub)]
    told = {"title": extract.title, "sub": extract.sub, "mark": extract.mark, "lines": lines}
    return json.dumps(told, ensure_ascii=False).encode()


_KINDS: dict[str, tuple[str, Callable[[Extract, bytes, Words], bytes]]] = {
    "note": ("application/json", _note),
    "table": ("text/csv", lambda extract, _, w: extract_table(extract, w)),
    "data": ("text/csv", lambda extract, _, w: extract_data(extract, w)),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda extract, _, w: extract_xlsx(extract, w),
    ),
    "pdf": ("application/pdf", lambda extract, drawing, w: internal.pdf(extract, drawing.decode(), w)),
}
