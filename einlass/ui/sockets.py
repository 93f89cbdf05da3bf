"""What the server has written leaves at once.

TCP keeps a small part back until the reader has acknowledged the part before, and a reader takes up to 40 ms for that
(RFC 896, RFC 1122 section 4.2.3.2). asyncio turns this off for sockets whose protocol is named. That of Streamlit 1.67
names none, like the one of `uvicorn --workers` (uvicorn issue 3149).
"""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

_TCP = (socket.AF_INET, socket.AF_INET6)


@asynccontextmanager
async def at_once(_app: object) -> AsyncIterator[None]:
    """While the server runs: its connections take over what is set where they are accepted."""
    for one in _sockets():
        with one:
            if one.family in _TCP and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    yield


def _sockets() -> Iterator[socket.socket]:
    """Those that this process has open."""
    for path in Path("/dev/fd").iterdir():
        with suppress(OSError):  # it is closed by now
            if stat.S_ISSOCK(os.fstat(int(path.name)).st_mode):
                yield socket.socket(fileno=os.dup(int(path.name)))
