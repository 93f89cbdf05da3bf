"""Files on their way in: only into a session of one's own, not more than the process can hold, and not for ever.

Streamlit keeps uploads in memory, without a limit for all of them together, waits for the rest of one as long as its
sender likes, and forgets those of a closed page only when other sessions come and go.
"""

from __future__ import annotations

import asyncio
from typing import cast

from cachetools import TTLCache
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from einlass import config
from einlass.ui import account
from einlass.ui.account import Account

ROUTE = "/_stcore/upload_file/"
REQUEST_TIMEOUT, LENGTH_REQUIRED, INSUFFICIENT_STORAGE = 408, 411, 507  # RFC 9110, RFC 4918

_coming = 0  # bytes of uploads that are under way; counted in the one event loop alone


def refusal(connection: HTTPConnection, path: str, asking: Account) -> Response | None:
    """Why files are not taken from this account; None: they are."""
    session = path.removeprefix(ROUTE).partition("/")[0]
    return None if owner_of(session) == asking else PlainTextResponse("Forbidden", 403)


def owner_of(session: str) -> Account:
    """Whose session this is; nobody's where it is not open."""
    found = _sessions().get_active_session_info(session)
    context = found.client.client_context if found else None
    return account.of_cookies(context.cookies) if context else account.NOBODY


async def take(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Hands an upload on while there is room for it."""
    global _coming
    length = Headers(scope=scope).get("content-length", "") if scope["method"] == "PUT" else "0"
    if not length.isdigit():
        await PlainTextResponse("Length Required", LENGTH_REQUIRED)(scope, receive, send)
        return
    forget()
    if held() + _coming + int(length) > config.UPLOADS_BYTES:
        await PlainTextResponse("Insufficient Storage", INSUFFICIENT_STORAGE)(scope, receive, send)
        return
    _coming += int(length)
    try:
        await app(scope, in_time(receive), send)
    except ClientDisconnect:
        pass  # nobody waits for an answer
    finally:
        _coming -= int(length)


def in_time(receive: Receive) -> Receive:
    """What arrives, while it comes fast enough: the room is held for the whole file from its first byte on."""
    loop, brought = asyncio.get_running_loop(), 0
    begun = loop.time()

    async def arriving() -> Message:
        nonlocal brought
        try:
            async with asyncio.timeout_at(
                begun + config.UPLOAD_BEGINS_SECONDS + brought / config.UPLOAD_BYTES_A_SECOND
            ):
                message = await receive()
        except TimeoutError:
            raise HTTPException(REQUEST_TIMEOUT, headers={"connection": "close"}) from None
        brought += len(message.get("body", b""))
        return message

    return arriving


def held() -> int:
    """Bytes of all uploads that wait in memory."""
    return sum(
        len(file.data) for files in list(_files().file_storage.values()) for file in list(files.values())
    )


def forget() -> None:
    """Gives up the uploads of pages that were closed so long ago that nobody comes back to them."""
    sessions = _sessions()
    closed = cast(MemorySessionStorage, sessions._session_storage)
    for _, page in cast(TTLCache[str, SessionInfo], closed._cache).expire():
        # Streamlit's loop holds the page that it looked at last until another reader comes: what is in it would stay.
        page.session.shutdown()
        page.session.session_state.clear()
    for session in list(_files().file_storage):
        if not sessions.is_active_session(session) and closed.get(session) is None:
            _files().remove_session_files(session)


def forget_later() -> None:
    """The same, once the page that is closed now has had its time to come back."""
    seconds = int(get_option("server.disconnectedSessionTTL")) + 1
    asyncio.get_running_loop().call_later(seconds, forget)


def _files() -> MemoryUploadedFileManager:
    return cast(MemoryUploadedFileManager, Runtime.instance().uploaded_file_mgr)


def _sessions() -> WebsocketSessionManager:
    return cast(WebsocketSessionManager, Runtime.instance()._session_mgr)
