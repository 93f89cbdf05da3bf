"""Keeps off standard output what HiGHS prints there by itself.

A search for whole numbers that mends a solution of its own writes one line with `printf`, whatever its options say
(HiGHS in SciPy 1.17, with `disp` off). What a command tells stands there too, JSON among it, so the line is taken out.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock

STRAY = b"HighsMipSolverData::"  # how the line begins
STANDARD_OUTPUT = 1
LINE_BUFFERED = 1  # _IOLBF of <stdio.h>, the same in glibc, musl and Apple's libc
BUFFER = 4096  # bytes

_lock = Lock()
_inside = 0  # threads that search now
_saved = _aside = -1


@contextmanager
def without_stray_lines() -> Iterator[None]:
    """While it lasts, standard output is kept aside; what is not the solver's is written when the last thread ends."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _inside, _saved, _aside
    with _lock:
        if not _inside:
            _flush()
            _write_whole_lines()
            try:
                _aside, name = tempfile.mkstemp()
                Path(name).unlink()
                _saved = os.dup(STANDARD_OUTPUT)
                os.dup2(_aside, STANDARD_OUTPUT)
            except OSError:  # a service may have no standard output at all: then nothing is kept aside
                _saved = -1
        _inside += 1


def _leave() -> None:
    global _inside
    with _lock:
        _inside -= 1
        if _inside or _saved < 0:
            return
        _flush()
        os.dup2(_saved, STANDARD_OUTPUT)
        os.close(_saved)
        os.lseek(_aside, 0, os.SEEK_SET)
        with os.fdopen(_aside, "rb") as file:
            kept = b"".join(line for line in file if not line.startswith(STRAY))
        while kept:
            kept = kept[os.write(STANDARD_OUTPUT, kept) :]


def _flush() -> None:
    """What C has not yet written; Python keeps a buffer of its own, which stays where it is."""
    ctypes.CDLL(None).fflush(None)


@cache
def _write_whole_lines() -> None:
    """C writes line by line: at the end of a full buffer, or with none, another thread's line would stand in its own.

    `PYTHONUNBUFFERED`, usual in containers, takes the buffer of C away too, so it gets one, which nobody frees.
    """
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    for name in ("stdout", "__stdoutp"):
        with suppress(ValueError):  # the one is not Apple, the other is not Linux
            stream = ctypes.c_void_p.in_dll(library, name)
            library.setvbuf(
                stream, ctypes.c_void_p(library.malloc(BUFFER)), LINE_BUFFERED, ctypes.c_size_t(BUFFER)
            )
