"""One import process started ahead of its order: Python and its libraries take a second to load."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from einlass import config

_waiting: list[subprocess.Popen[str]] = []
_lock = Lock()
# A process that dies with its parent dies with the thread that started it: this one stays as long as the program.
_starter = ThreadPoolExecutor(1, thread_name_prefix="standby")


def get_ready() -> None:
    """Have an import process wait for an order, if none does. It ends with this program."""
    _starter.submit(_fill).result()


def taken() -> subprocess.Popen[str]:
    """The process that waits, else a new one."""
    with _lock:
        _forget_dead()
        return _waiting.pop() if _waiting else started()


def started() -> subprocess.Popen[str]:
    """A new import process; it waits for its order on standard input."""
    return subprocess.Popen(
        [sys.executable, "-m", "einlass.ingest.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=config.ROOT,
        env=os.environ | {"MALLOC_ARENA_MAX": "2"},
    )


def _fill() -> None:
    with _lock:
        _forget_dead()
        if not _waiting:
            _waiting.append(started())


def _forget_dead() -> None:
    while _waiting and _waiting[0].poll() is not None:
        with _waiting.pop():  # closes its pipes
            pass
