"""A piece of work done in a process of its own beside the rest: two cores for what Python does on one."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import warnings
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PR_SET_PDEATHSIG = 1  # prctl(2) of Linux


class Failed(Exception):
    """A process beside this one came to no result."""


def die_with_parent(parent: int) -> None:
    """When the other side is killed its lock is gone: this process must not go on without it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Start `work` in a forked process; what is returned waits for its result.

    That raises Failed when the process came to no result, whatever the reason.
    """
    reading, writing = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():  # Arrow's threads have nothing to do at this moment
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _be_the_child(work, writing, parent)
    os.close(writing)

    def result() -> T:
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
        if status:
            raise Failed
        found: T = pickle.loads(answer)
        return found

    return result


def _be_the_child(work: Callable[[], object], writing: int, parent: int) -> None:
    code = 1
    try:
        die_with_parent(parent)
        gc.freeze()  # what the other side left lying about is not the child to close: DuckDB would wait for threads
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)
