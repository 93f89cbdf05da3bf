"""What watches over the service asks here: does the process live, and can it serve.

/health/live    200 as long as the process answers
/health/ready   200 where settings are read, the pointer is whole and its data open; else 503, with what is wrong.
                Of several cities: where their folder can be read
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from einlass import config
from einlass.errors import EinlassError
from einlass.warehouse import current_snapshot
from einlass.warehouse.versions import is_pointed_at

_NOT_KEPT = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """Where it is asked."""
    return [Route("/health/live", _live), Route("/health/ready", _ready)]


async def _live(_: Request) -> JSONResponse:
    return JSONResponse({"status": "alive"}, headers=_NOT_KEPT)


async def _ready(_: Request) -> JSONResponse:
    trouble = await run_in_threadpool(_trouble)
    if trouble:
        return JSONResponse({"status": "not ready", "reason": trouble}, 503, headers=_NOT_KEPT)
    return JSONResponse({"status": "ready"}, headers=_NOT_KEPT)


def _trouble() -> str:
    """The key of what keeps pages from being shown; `python -m einlass doctor` says it in words.

    Of several cities one that cannot be shown keeps no other from it: the page of all tells which.
    """
    try:
        config.city()
        if config.cities_dir():
            config.cities()
            return ""
        snapshot = current_snapshot()
        snapshot.rows("views/coverage")
    except EinlassError as error:
        return error.key
    return "" if is_pointed_at(snapshot.version.folder, snapshot.version) else "check.pointer"
