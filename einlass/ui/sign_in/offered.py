"""Files behind Streamlit's own buttons: only for the account that was offered them, as long as its roles are the same.

Streamlit serves such a file to whoever knows its address, and the address is made of what the file holds. The one place
where account and address stand together is what goes to an open page, so it is noted there.
"""

from __future__ import annotations

from collections.abc import Iterator

from cachetools import LRUCache
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from einlass.ui.account import Account

ROUTE = "/media/"
# Offers of all open pages. The longest unused ones go first, and are not there when they are asked for.
MOST = 1 << 16

_offered: LRUCache[tuple[Account, str], bool] = LRUCache(MOST)  # used in the one event loop alone


def refusal(path: str, asking: Account) -> Response | None:
    """What is answered to an account that was not offered this file; None: it was."""
    return None if (asking, _name(path)) in _offered else PlainTextResponse("Not Found", 404)


def noting(send: Send, who: Account) -> Send:
    """Notes which files go to an open page of this account."""

    async def noted(message: Message) -> None:
        told = message.get("bytes") or b""
        if ROUTE.encode() in told:
            for address in _addresses(ForwardMsg.FromString(told)):
                _offered[who, _name(address)] = True
        await send(message)

    return noted


def _addresses(told: ForwardMsg) -> Iterator[str]:
    """Where a button leads to, and what became of one whose file is made on a click; never what a text says."""
    yield told.delta.new_element.download_button.url
    yield told.backend_operation_response.deferred_file.url


def _name(address: str) -> str:
    """What Streamlit knows a file by: the last part of its address without its ending."""
    return address.rpartition("/")[2].partition(".")[0]
