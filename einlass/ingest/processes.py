"""Work in processes of their own: beside the rest, for Python uses one core; within limits, for a file may be evil."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import signal
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from einlass import config
from einlass.errors import DISK_TROUBLE

T = TypeVar("T")
PR_SET_PDEATHSIG = 1  # prctl(2) of Linux
OUT_OF_MEMORY = 3
PR_SET_THP_DISABLE = 41  # prctl(2) of Linux
_POLL_SECONDS = 0.02
_STEP_BACK = 5  # in nice(2): a third of the share of a thread that does not step back
# A file that is cut short while it is being read takes its pages away: SIGBUS.
_BY_SIGNAL = {int(signal.SIGXCPU): "refused.too_slow", int(signal.SIGBUS): "refused.still_written"}


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


def use_small_pages() -> None:
    """Huge pages are cleared whole for blocks that are soon given back: a sixth of the time of a large import."""
    ctypes.CDLL(None).prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)


def seconds_for(size: int) -> float:
    """Wall time that a file of this size may take: 30 seconds, and 30 more for every 100 MB."""
    return config.PARSE_SECONDS * (1 + size / config.PARSE_BYTES)


def run_limited(work: Callable[[], None], seconds: float, meanwhile: Callable[[], None]) -> str:
    """Run `work` in a forked child; the text key of what stopped it, or nothing when it came to its end.

    `meanwhile` is done on this side, in a thread: what it raises is raised here.
    """
    parent = os.getpid()
    child = os.fork()  # before there is a thread: its locks would be held for ever in the child
    if child == 0:
        _be_limited(work, parent, seconds)
    with ThreadPoolExecutor(1, initializer=_give_way) as aside:
        ours = aside.submit(meanwhile)
        stopped_by = _watched(child, time.monotonic() + seconds)
        ours.result()
    return stopped_by


def _give_way() -> None:
    """Have this thread step back for the child: it uses one core for half of its time, and there is room beside it.

    Not further than that: while people read, the file would wait for its copy.
    """
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEP_BACK)


def _be_limited(work: Callable[[], None], parent: int, seconds: float) -> None:
    code = 1
    try:
        die_with_parent(parent)
        resource.setrlimit(resource.RLIMIT_DATA, (config.PARSE_DATA_BYTES,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds * 2) + 1,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        gc.disable()  # it would look through millions of cells again and again, and this process ends soon
        work()
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except OSError as error:
        code = error.errno or 1
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
    finally:
        os._exit(code)


def _watched(child: int, deadline: float) -> str:
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return _stopped_by(status)
        if time.monotonic() > deadline or _held_bytes(child) > config.PARSE_MEMORY_BYTES:
            is_late = time.monotonic() > deadline
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "refused.too_slow" if is_late else "refused.too_big"
        time.sleep(_POLL_SECONDS)


def _held_bytes(pid: int) -> int:
    """Memory of a process and those it started that is their own: pages of a file mapped for reading do not count."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
        started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * resource.getpagesize() + sum(
        _held_bytes(int(one)) for one in started
    )


def _stopped_by(status: int) -> str:
    if os.WIFSIGNALED(status):
        return _BY_SIGNAL.get(os.WTERMSIG(status), "refused.too_big")
    code = os.WEXITSTATUS(status)
    if code in DISK_TROUBLE:  # of the folder, not of the file
        raise OSError(code, os.strerror(code))
    return {0: "", OUT_OF_MEMORY: "refused.too_big"}.get(code, "refused.crashed")
