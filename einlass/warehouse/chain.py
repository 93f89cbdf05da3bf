"""Lines that are chained by hashes: each holds the hash of the one before it, a head says which is the last.

A line counts once it is whole on the disk, and it is never changed. Who is killed before leaves a torn last line at
most; who is killed between line and head leaves a head that is behind. What a line tells is up to its owner.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from einlass.warehouse.files import open_private, write_atomically

HEAD = "head.json"
BEGIN = "0" * 64  # the hash before the first line
_NEAR = 1 << 16  # more than nearly every line holds

T = TypeVar("T")


class Head(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Number and hash of the last line; where old ones are removed, the first that is kept and the hash before it."""

    number: int
    sha256: str
    first: int = 1
    before: str = BEGIN


START = Head(0, BEGIN)  # before the first line


def sha256_of(line: bytes) -> str:
    """The hash by which the next line knows this one."""
    return hashlib.sha256(line).hexdigest()


def record_of(line: bytes, kind: type[T]) -> T | None:
    """What a line tells; None where it is no such record."""
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def head_of(place: Path) -> Head | None:
    """The head in a folder; None where there is none, or none that can be read."""
    try:
        return record_of((place / HEAD).read_bytes(), Head)
    except FileNotFoundError:
        return None


def add(path: Path, lines: Sequence[bytes]) -> None:
    """Write lines in one stroke and to the disk; what cannot be written whole is taken back."""
    content = b"".join(line + b"\n" for line in lines)
    with open_private(path, "ab", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            if file.write(content) != len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


def mended(path: Path) -> tuple[bytes, Path | None]:
    """The last whole line of a file; a torn one behind it is moved into a file of its own, which comes second.

    Nothing is lost: what is torn was never acknowledged.
    """
    with open_private(path, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for reach in (_NEAR, size):
            file.seek(max(0, size - reach))
            *before, torn = file.read().rsplit(b"\n", 2)
            if len(before) == 2:  # the last line begins within what was read
                break
        aside = path.with_name(f"torn-{sha256_of(torn)[:12]}.txt") if torn else None
        if aside:
            write_atomically(aside, torn)
            file.truncate(size - len(torn))
            os.fsync(file.fileno())
    return before[-1] if before else b"", aside
