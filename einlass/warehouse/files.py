"""Files of the data folder: private, written as a whole, known by their hash."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

PRIVATE = 0o700


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old or the new content, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    draft = path.with_name(path.name + ".new")
    with open_private(draft, "wb") as file:
        file.write(content)
    sync(draft)
    os.replace(draft, path)
    sync(path.parent)


def append_whole(path: Path, content: bytes) -> None:
    """Add to a file in one stroke, on the disk at the end; what a full disk takes only in part is taken back."""
    with open_private(path, "ab", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            if file.write(content) != len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


def open_private(path: Path, mode: str, buffering: int = -1) -> IO[Any]:
    """Open a file that, when it is new, nobody else may read."""
    return open(path, mode, buffering, opener=lambda name, flags: os.open(name, flags, 0o600))


def private_folder(path: Path) -> Path:
    """A folder that nobody else may look into, made if it is not there."""
    path.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    if stat.S_IMODE(path.stat().st_mode) != PRIVATE:
        with suppress(PermissionError):  # it belongs to somebody else, who decides
            path.chmod(PRIVATE)
    return path


def sync(path: Path) -> None:
    """Have a file, or the list of a folder, written to the disk before anything else happens."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path, *, waits: bool) -> Iterator[IO[Any]]:
    """One process and thread at a time holds this file, open for it. Who does not wait gets BlockingIOError."""
    with open_private(path, "a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        yield lock
