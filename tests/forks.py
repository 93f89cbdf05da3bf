"""Imports and commands as forks of a process that waits with every library loaded (warm.py): the same work, sooner.

The import process with its limits, and what becomes of it when it is killed, are tested on the real one, in
test_hostile.py; the start of the program in test_cli.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

from einlass import config
from einlass.ingest.commit import process

HERE = Path(__file__).parent
START_SECONDS = 60
# A process that dies with its parent dies with the thread that started it: this one stays as long as the tests.
_starter = ThreadPoolExecutor(1)
_started: list[subprocess.Popen[bytes]] = []


def in_fork(
    folder: Path,
    staged: Path,
    created_at: datetime,
    job: dict[str, Any],
    on_progress: process.Listener | None = None,
) -> dict[str, Any]:
    """The result of a job, as `process.in_child` gives it; how far it was is told at its end."""
    own = {"QUERIES": config.QUERIES, "LOCALES": config.LOCALES}
    result, steps = _answer("import", order_of(folder, staged, created_at, job), dict(os.environ), own)
    for step in steps if on_progress else []:
        on_progress(step)
    return process.checked(result)


def order_of(folder: Path, staged: Path, created_at: datetime, job: dict[str, Any]) -> dict[str, Any]:
    """The order for a job."""
    return job | {"folder": str(folder), "staged": str(staged), "created_at": created_at.isoformat()}


def run(arguments: list[str], variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """`python -m einlass …`."""
    return subprocess.CompletedProcess(arguments, *_answer("command", arguments, dict(variables)))


def _answer(kind: str, *arguments: object) -> Any:
    with Client(_waiting(), "AF_UNIX") as asked:
        asked.send((kind, arguments))
        return asked.recv()


@cache
def _waiting() -> str:
    """Where the process waits; it ends with this one."""
    address = str(Path(tempfile.mkdtemp()) / "orders")
    paths = os.pathsep.join(map(str, (config.ROOT, HERE)))
    command = [sys.executable, HERE / "warm.py", address, str(os.getpid())]
    variables = os.environ | {"PYTHONPATH": paths}
    _started.append(_starter.submit(subprocess.Popen[bytes], command, env=variables).result())
    deadline = time.monotonic() + START_SECONDS
    while not Path(address).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return address
