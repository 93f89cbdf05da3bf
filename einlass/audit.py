"""The audit log: who did or saw what, one JSON line an event, appended and never changed, each with the hash before it.

<data>/audit/000000001.jsonl   the events, each file named by the number of its first one
<data>/audit/head.json         number and hash of the last event, and of the one before the first that is kept
<data>/audit/lock              held by whoever appends; the next one waits

It holds the name of an account and nothing else on a person, and no figure: of a page the kinds of choices, not their
values. A file that is full is followed by the next one, which goes on with its last hash. A file whose last event is
older than it may be kept is removed when the next one begins, and what was removed stands in the log.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec

from einlass import config
from einlass.errors import AuditRefused, trouble_of
from einlass.warehouse.files import append_whole, locked, open_private, private_folder, sync, write_atomically
from einlass.warehouse.versions import now, step

FOLDER, HEAD, LOCK = "audit", "head.json", "lock"
BEGIN = "0" * 64  # the hash before the first event
FILE_BYTES = 5_000_000  # beyond it the next file begins
_LAST_BYTES = 1 << 16  # more than a line holds

Detail = str | int | bool | list[str]


class Entry(msgspec.Struct, frozen=True):
    """One event. at: local time. account: as the provider names it, or that of the system; empty: nobody signed in."""

    number: int
    at: datetime
    account: str
    event: str
    details: dict[str, Detail]
    previous: str

    def plain(self) -> dict[str, object]:
        """It as plain JSON values."""
        found: dict[str, object] = msgspec.to_builtins(self)
        return found


class _Head(msgspec.Struct, frozen=True):
    number: int = 0
    sha256: str = BEGIN
    first: int = 1
    before: str = BEGIN


@dataclass(frozen=True)
class Fault:
    """What is wrong at a line of a file, as the key of a text that says what to do."""

    file: str
    line: int
    key: str


@dataclass(frozen=True)
class Verified:
    """How many events are kept, the number of the first, and every fault."""

    count: int
    first: int
    faults: tuple[Fault, ...]


def append(folder: Path, account: str, event: str, details: Mapping[str, Detail] | None = None) -> Entry:
    """Write down an event. Raises AuditRefused where the disk refuses."""
    try:
        place = private_folder(private_folder(folder) / FOLDER)
        with locked(place / LOCK, waits=True):
            head = _head(place) or _Head()
            files = _files(place)
            if files:
                head = _caught_up(files[-1], head)
            if not files or files[-1].stat().st_size > FILE_BYTES:
                head = _next_file(place, files, head)
            return _written(place, head, account, event, details or {})
    except OSError as error:
        raise AuditRefused("audit.cannot_write", trouble=trouble_of(error)) from error


def verify(folder: Path) -> Verified:
    """Look at every event that is kept. Raises AuditRefused where the system refuses to read."""
    place = folder / FOLDER
    try:
        if not place.is_dir():
            return Verified(0, 1, ())
        with locked(place / LOCK, waits=True):  # what is appended meanwhile would look like a fault
            return _verified(place)
    except OSError as error:
        raise AuditRefused("audit.unreadable", trouble=trouble_of(error)) from error


def newest(folder: Path, count: int) -> list[Entry]:
    """The last events, the oldest of them first; lines that cannot be read are left to `verify`."""
    kept: deque[Entry] = deque(maxlen=count)
    try:
        for path in _files(folder / FOLDER):
            kept.extend(one for line in path.read_bytes().splitlines() if (one := _entry(line)))
    except OSError as error:
        raise AuditRefused("audit.unreadable", trouble=trouble_of(error)) from error
    return list(kept)


# --- Writing --------------------------------------------------------------------------------------------


def _written(place: Path, head: _Head, account: str, event: str, details: Mapping[str, Detail]) -> Entry:
    made = Entry(head.number + 1, now(), account, event, dict(details), head.sha256)
    line = msgspec.json.encode(made, order="deterministic")
    append_whole(_files(place)[-1], line + b"\n")
    step("audit_line_written")
    _keep(place, _Head(made.number, _sha256_of(line), head.first, head.before))
    return made


def _next_file(place: Path, files: list[Path], head: _Head) -> _Head:
    """Begin a file; those go that have been kept long enough, and the log says which."""
    until = now() - timedelta(days=config.AUDIT_DAYS)
    going = []
    for path, follower in pairwise(files):
        begun = _entry(follower.read_bytes().split(b"\n", 1)[0])
        if begun is None or begun.at > until:
            break
        going.append(path)
        head = _Head(head.number, head.sha256, begun.number, begun.previous)
    (place / _named(head.number + 1)).touch(0o600)
    event = "log_continued" if files else "log_begun"
    made = _written(place, head, "", event, {"removed": [path.name for path in going]} if going else {})
    step("audit_files_removed")
    for path in going:
        path.unlink()
    sync(place)
    return _head(place) or _Head(made.number)


def _caught_up(path: Path, head: _Head) -> _Head:
    """The head of what stands in the file: who was killed between line and head left it behind.

    A torn last line is an event that was never acknowledged; it is put aside, so that the next one stands on its own.
    """
    with open_private(path, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LAST_BYTES))
        whole, _, torn = file.read().rpartition(b"\n")
        if torn:
            aside = path.with_name(f"torn-{_sha256_of(torn)[:12]}.txt")
            write_atomically(aside, torn)
            file.truncate(size - len(torn))
    line = whole.rpartition(b"\n")[2]
    last = _entry(line)
    if last is None or last.number <= head.number:
        return head
    return _Head(last.number, _sha256_of(line), head.first, head.before)


def _keep(place: Path, head: _Head) -> None:
    """Replaced as a whole, but not forced to the disk: a line that lost its head is found by `_caught_up`."""
    draft = place / f"{HEAD}.new"
    with open_private(draft, "wb") as file:
        file.write(msgspec.json.encode(head))
    os.replace(draft, place / HEAD)


# --- Reading --------------------------------------------------------------------------------------------


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("*.jsonl"))


def _named(number: int) -> str:
    return f"{number:09d}.jsonl"


def _head(place: Path) -> _Head | None:
    try:
        return msgspec.json.decode((place / HEAD).read_bytes(), type=_Head)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _entry(line: bytes) -> Entry | None:
    try:
        return msgspec.json.decode(line, type=Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _sha256_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _verified(place: Path) -> Verified:
    head = _head(place)
    first, faults = (head or _Head()).first, list[Fault]()
    number, previous = first - 1, (head or _Head()).before
    count, last = 0, ("", 0)
    for path in _files(place):
        if int(path.stem) < first:  # its time is over; who removed it was killed before it was gone
            continue
        for at, line in enumerate(_lines(path), 1):
            count += 1
            faults += [Fault(path.name, at, key) for key in _faults(line, number + 1, previous)]
            found = _entry(line[:-1])
            number, previous = found.number if found else number + 1, _sha256_of(line[:-1])
            last = (path.name, at)
    faults += [Fault(*last, key) for key in _of_end(head, count, number, previous)]
    return Verified(count, first, tuple(faults))


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _faults(line: bytes, number: int, previous: str) -> Iterator[str]:
    """What a line says against its place. The hash that it holds is that of the line before it."""
    found = _entry(line[:-1])
    if not line.endswith(b"\n"):
        yield "audit.torn"
    elif found is None:
        yield "audit.unreadable_line"
    elif found.number > number:
        yield "audit.missing"
    elif found.number < number:
        yield "audit.exchanged"
    elif found.previous != previous:
        yield "audit.changed_before"


def _of_end(head: _Head | None, count: int, number: int, sha256: str) -> Iterator[str]:
    """What the head tells of the last line; one that is behind was left so by a killed process."""
    if head is None:
        if count:
            yield "audit.no_head"
    elif head.number > number:
        yield "audit.cut_off"
    elif head.number == number and count and head.sha256 != sha256:
        yield "audit.changed_last"
