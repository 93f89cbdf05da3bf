"""Figures on the service itself, in Prometheus' text format; off unless $EINLASS_METRICS names who may ask.

They hold no figure of the city and nothing on a person. Whoever comes through a proxy is not answered: behind one on
this machine everybody would come from 127.0.0.1.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from einlass import config
from einlass.errors import EinlassError, WarehouseError
from einlass.ui.hosts import came_through_a_proxy
from einlass.upkeep.last import last_backup
from einlass.warehouse import current_version

Counted = Literal["page_runs", "page_errors", "audit_errors"]
Sample = tuple[str, str, str, float]  # name, kind, what it tells, value

_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BEGAN = time.time()
_counts: Counter[Counted] = Counter()
_lock = Lock()


def count(what: Counted) -> None:
    """One more of it since the start."""
    with _lock:
        _counts[what] += 1


def routes() -> list[Route]:
    """Where they are asked for; nowhere, as long as nobody is named."""
    return [Route("/metrics", _answer)] if config.metrics_hosts() else []


async def _answer(request: Request) -> Response:
    came_from = request.client.host if request.client else ""
    if came_from not in config.metrics_hosts() or came_through_a_proxy(request.headers):
        return PlainTextResponse("Not Found", 404)
    return PlainTextResponse(await run_in_threadpool(_text), media_type=_MEDIA_TYPE)


def _text() -> str:
    lines = []
    for name, kind, told, value in (*_of_process(), *_of_pages(), *_of_data()):
        lines += [f"# HELP {name} {told}", f"# TYPE {name} {kind}", f"{name} {value:.17g}"]
    return "\n".join(lines) + "\n"


def _of_process() -> Iterator[Sample]:
    """By the names that Prometheus gives them everywhere."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    used = resource.getrusage(resource.RUSAGE_SELF)
    handles = len(list(Path("/proc/self/fd").iterdir()))
    yield "process_start_time_seconds", "gauge", "When the service started, in seconds of Unix time.", _BEGAN
    yield "process_cpu_seconds_total", "counter", "Processor time used.", used.ru_utime + used.ru_stime
    yield "process_resident_memory_bytes", "gauge", "Memory held.", pages * resource.getpagesize()
    yield "process_open_fds", "gauge", "Files and connections held open.", handles


def _of_pages() -> Iterator[Sample]:
    yield "einlass_page_runs_total", "counter", "Runs of a page since the start.", _counts["page_runs"]
    errors = _counts["page_errors"]
    yield "einlass_page_errors_total", "counter", "Runs that ended in an unforeseen error.", errors
    lost = _counts["audit_errors"]
    yield "einlass_audit_errors_total", "counter", "Events that the audit log could not take.", lost
    stats = runtime.get_instance().stats_mgr.get_stats([ACTIVE_SESSIONS_FAMILY])
    sessions = sum(one.value for one in stats.get(ACTIVE_SESSIONS_FAMILY, ()) if isinstance(one, GaugeStat))
    yield "einlass_sessions", "gauge", "Open pages.", sessions


def _of_data() -> Iterator[Sample]:
    saved = last_backup(config.data_dir())
    if saved:
        told = "When the newest backup was made, in seconds of Unix time."
        yield "einlass_last_backup_timestamp_seconds", "gauge", told, _seconds(saved.at)
    if config.cities_dir():
        yield from _of_cities()
        return
    try:
        version = current_version()
        entries = [entry for entry in version.manifest() if "batch_id" in entry]
    except WarehouseError:
        yield "einlass_data_is_served", "gauge", "1 where a data version is served.", 0
        return
    yield "einlass_data_is_served", "gauge", "1 where a data version is served.", 1
    yield "einlass_data_version", "gauge", "Number of the data version that is served.", version.number
    age = max(time.time() - _seconds(version.created_at), 0)
    yield "einlass_data_version_age_seconds", "gauge", "How long it is served.", age
    yield "einlass_imports_total", "counter", "Files that were imported, since the first.", len(entries)


def _of_cities() -> Iterator[Sample]:
    """How many there are and of how many data are served; which one they are not of says the page of all."""
    with suppress(EinlassError):
        found = config.cities().values()
        yield "einlass_cities", "gauge", "Cities.", len(found)
        served = sum(map(_is_served, found))
        yield "einlass_cities_served", "gauge", "Cities of which a data version is served.", served


def _is_served(folder: Path) -> bool:
    try:
        return current_version(folder).number > 0
    except WarehouseError:
        return False


def _seconds(moment: datetime) -> float:
    """Seconds since 1970 of a local time."""
    return moment.replace(tzinfo=config.LOCAL_TIME).timestamp()
