"""The import process as a fork of the one that orders it: the same work, without two seconds of loading libraries.

Its limits and what becomes of it when it is killed are tested on the real one, in test_hostile.py.
"""

from __future__ import annotations

import os
import resource
from datetime import datetime
from pathlib import Path
from typing import Any

import holidays.countries  # noqa: F401 - which a fork would load anew, a third of what a small import takes

from einlass import config
from einlass.ingest.commit import process, process_main
from einlass.ingest.processes import beside
from einlass.ingest.report import Progress

_REAL = process.in_child


def in_fork(
    folder: Path,
    staged: Path,
    created_at: datetime,
    job: dict[str, Any],
    on_progress: process.Listener | None = None,
) -> dict[str, Any]:
    """The result of a job, as `process.in_child` gives it; how far it was is told at its end."""
    if (
        _own_bytes() > config.PARSE_MEMORY_BYTES / 2
    ):  # a fork holds all of it, and its limit is that of a real one
        return _REAL(folder, staged, created_at, job, on_progress)
    order = job | {"folder": str(folder), "staged": str(staged), "created_at": created_at.isoformat()}
    result, steps = beside(lambda: _done(order))()
    for step in steps if on_progress else []:
        on_progress(step)
    return process.checked(result)


def _own_bytes() -> int:
    resident, shared = Path("/proc/self/statm").read_text("ascii").split()[1:3]
    return (int(resident) - int(shared)) * resource.getpagesize()


def _done(order: dict[str, Any]) -> tuple[dict[str, Any], list[Progress]]:
    os.umask(0o077)
    steps: list[Progress] = []
    return process_main.result_of(order, steps.append), steps
