"""Work on a hostile file in a process of its own, with limits on memory, processor time and wall time."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

from einlass import config

OUT_OF_MEMORY = 3
PR_SET_PDEATHSIG = 1  # prctl(2) of Linux
_POLL_SECONDS = 0.02


def die_with_parent(parent: int) -> None:
    """When the other side is killed its lock is gone: this process must not go on without it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def seconds_for(size: int) -> float:
    """Wall time that a file of this size may take: 30 seconds, and 30 more for every 100 MB."""
    return config.PARSE_SECONDS * (1 + size / config.PARSE_BYTES)


def run_limited(work: Callable[[], None], seconds: float) -> str:
    """Run `work` in a forked child; the text key of what stopped it, or nothing when it came to its end."""
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _be_the_child(work, parent, seconds)
    return _watched(child, time.monotonic() + seconds)


def _be_the_child(work: Callable[[], None], parent: int, seconds: float) -> None:
    code = 1
    try:
        die_with_parent(parent)
        resource.setrlimit(resource.RLIMIT_DATA, (config.PARSE_MEMORY_BYTES,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds * 2) + 1,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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
        if time.monotonic() > deadline or _resident_bytes(child) > config.PARSE_MEMORY_BYTES:
            is_late = time.monotonic() > deadline
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "refused.too_slow" if is_late else "refused.too_big"
        time.sleep(_POLL_SECONDS)


def _resident_bytes(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()


def _stopped_by(status: int) -> str:
    if os.WIFSIGNALED(status):
        by_time = os.WTERMSIG(status) == signal.SIGXCPU
        return "refused.too_slow" if by_time else "refused.too_big"
    code = os.WEXITSTATUS(status)
    return {0: "", OUT_OF_MEMORY: "refused.too_big"}.get(code, "refused.crashed")
