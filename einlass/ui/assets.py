"""Files that every page loads once: under an address that holds their hash, compressed, kept by browsers for good."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOREVER = "public, max-age=31536000, immutable"


class Asset:
    """A file of ours or of a library; `make`: its content, asked for once."""

    def __init__(self, name: str, media_type: str, make: Callable[[], bytes]) -> None:
        self._name, self._media_type, self._make = name, media_type, make

    @cached_property
    def _content(self) -> bytes:
        return self._make()

    @cached_property
    def _packed(self) -> bytes:
        return gzip.compress(self._content, 9, mtime=0)

    @cached_property
    def path(self) -> str:
        """Where the server has it."""
        stem, ending = self._name.split(".")
        return f"/assets/{stem}-{hashlib.sha256(self._content).hexdigest()[:12]}.{ending}"

    @property
    def address(self) -> str:
        """Where a page finds it, relative so that it survives a base path."""
        return f".{self.path}"

    def route(self) -> Route:
        """What answers at its address."""
        return Route(self.path, self._answer)

    async def _answer(self, request: Request) -> Response:
        headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self._content, media_type=self._media_type, headers=headers)
        packed = headers | {"content-encoding": "gzip"}
        return Response(self._packed, media_type=self._media_type, headers=packed)
