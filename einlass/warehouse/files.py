"""Files of the data folder: private, written as a whole, known by their hash."""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

PRIVATE = 0o700
_PIECE = 1024 * 1024  # bytes that are held at a time


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: Path, target: Path) -> str:
    """Copy a file and tell its SHA-256: each byte is read once."""
    found = hashlib.sha256()
    with source.open("rb") as old, open_private(target, "wb") as new:
        while piece := old.read(_PIECE):
            found.update(piece)
            new.write(piece)
    return found.hexdigest()


def write_atomically(path: Path, content: bytes, *, forced: bool = True) -> None:
    """Write a file so that a reader sees the old or the new content, never a part; forced to the disk if wanted."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    draft = path.with_name(path.name + ".new")
    with open_private(draft, "wb") as file:
        file.write(content)
    if forced:
        sync(draft)
    os.replace(draft, path)
    if forced:
        sync(path.parent)


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
