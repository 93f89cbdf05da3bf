"""The audit log: who did or saw what, one JSON line an event, appended and never changed, each with the hash before it.

<data>/audit/000000001.jsonl   the events, each file named by the number of its first one
<data>/audit/head.json         number and hash of the last event, and of the one before the first that is kept
<data>/audit/lock              held by whoever appends; the next one waits

It holds the name of an account and nothing else on a person, and no figure: of a page the kinds of choices, not their
values. A file that is full, or was begun a twelfth of the time ago that events are kept, is followed by the next one,
which goes on with its last hash. Files whose last event is older than it may be kept are removed then, and what was
removed stands in the log.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import Lock

import msgspec

from einlass import config
from einlass.errors import AuditRefused, trouble_of
from einlass.warehouse import chain
from einlass.warehouse.chain import HEAD, START, Head, record_of, sha256_of
from einlass.warehouse.files import locked, private_folder, sync, write_atomically
from einlass.warehouse.versions import now, step

FOLDER, LOCK = "audit", "lock"
FILE_BYTES = 5_000_000  # beyond it the next file begins
# At least so many files, however little is written: an event stays a sixth longer than it has to, at most.
FILES_KEPT = 12

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
    """Write down an event; it is on the disk then. Raises AuditRefused where the disk refuses.

    Of many threads that come at once the first writes its own, the next those of all who wait: a disk takes as long for
    one line as for twenty.
    """
    queue, own = _queue_of(folder), _Asked(account, event, details or {})
    msgspec.json.encode((account, event, own.details))  # what cannot be written fails here, and alone
    queue.asked.append(own)
    with queue.turn:
        if not own.written.done():
            _write_all(folder, queue)
    try:
        return own.written.result()
    except AuditRefused as error:  # one for all of them
        raise AuditRefused(error.key, **error.values) from error


def _write_all(folder: Path, queue: _Queue) -> None:
    together: list[_Asked] = []
    try:
        while queue.asked:
            together.append(queue.asked.popleft())
        for one, entry in zip(together, _appended(folder, together), strict=True):
            one.written.set_result(entry)
    except BaseException as error:
        for one in together:
            if not one.written.done():
                one.written.set_exception(error)


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
            kept.extend(one for line in path.read_bytes().splitlines() if (one := record_of(line, Entry)))
    except OSError as error:
        raise AuditRefused("audit.unreadable", trouble=trouble_of(error)) from error
    return list(kept)


# --- Writing --------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Asked:
    """An event that somebody wants written down, and what comes of it."""

    account: str
    event: str
    details: Mapping[str, Detail]
    written: Future[Entry] = field(default_factory=Future)


@dataclass(frozen=True)
class _Queue:
    """The events that threads of this process want written down, and whose turn it is to write."""

    asked: deque[_Asked] = field(default_factory=deque)
    turn: Lock = field(default_factory=Lock)


@cache
def _queue_of(folder: Path) -> _Queue:
    return _Queue()


def _appended(folder: Path, asked: Sequence[_Asked]) -> list[Entry]:
    try:
        place = private_folder(private_folder(folder) / FOLDER)
        with locked(place / LOCK, waits=True):
            head = chain.head_of(place) or START
            files = _files(place)
            if files:
                head = _caught_up(files[-1], head)
            if not files or _is_over(files[-1]):
                head = _next_file(place, files, head)
            return _written(place, head, asked)
    except OSError as error:
        raise AuditRefused("audit.cannot_write", trouble=trouble_of(error)) from error


def _written(place: Path, head: Head, asked: Sequence[_Asked]) -> list[Entry]:
    entries, lines, number, previous = list[Entry](), list[bytes](), head.number, head.sha256
    for number, one in enumerate(asked, head.number + 1):
        entries.append(Entry(number, now(), one.account, one.event, dict(one.details), previous))
        lines.append(msgspec.json.encode(entries[-1], order="deterministic"))
        previous = sha256_of(lines[-1])
    chain.add(_files(place)[-1], lines)
    step("audit_line_written")
    after = Head(number, previous, head.first, head.before)
    with suppress(OSError):  # the events stand: a head that is behind is caught up with, as after a kill
        write_atomically(place / HEAD, msgspec.json.encode(after), forced=False)
    return entries


def _is_over(path: Path) -> bool:
    """Whether the next event begins a file of its own: this one is full, or was begun long ago."""
    if path.stat().st_size > FILE_BYTES:
        return True
    with path.open("rb") as file:
        first = record_of(file.readline()[:-1], Entry)
    return first is not None and first.at < now() - timedelta(days=config.AUDIT_DAYS / FILES_KEPT)


def _next_file(place: Path, files: list[Path], head: Head) -> Head:
    """Begin a file; those go that have been kept long enough, and the log says which."""
    until = now() - timedelta(days=config.AUDIT_DAYS)
    going = []
    for path, follower in pairwise(files):
        begun = record_of(follower.read_bytes().split(b"\n", 1)[0], Entry)
        if begun is None or begun.at > until:
            break
        going.append(path)
        head = Head(head.number, head.sha256, begun.number, begun.previous)
    (place / f"{head.number + 1:09d}.jsonl").touch(0o600)
    event = "log_continued" if files else "log_begun"
    details: dict[str, Detail] = {"removed": [path.name for path in going]} if going else {}
    _written(place, head, [_Asked("", event, details)])
    step("audit_files_removed")
    for path in going:
        path.unlink()
    sync(place)
    return chain.head_of(place) or START


def _caught_up(path: Path, head: Head) -> Head:
    """The head of what stands in the file: who was killed between line and head left it behind.

    A torn last line is an event that was never acknowledged; it is put aside, so that the next one stands on its own.
    """
    line, _ = chain.mended(path)
    last = record_of(line, Entry)
    if last is None or last.number <= head.number:
        return head
    return Head(last.number, sha256_of(line), head.first, head.before)


# --- Reading --------------------------------------------------------------------------------------------


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("*.jsonl"))


def _verified(place: Path) -> Verified:
    head = chain.head_of(place)
    first, faults = (head or START).first, list[Fault]()
    number, previous = first - 1, (head or START).before
    count, last = 0, ("", 0)
    for path in _files(place):
        if int(path.stem) < first:  # its time is over; who removed it was killed before it was gone
            continue
        for at, line in enumerate(_lines(path), 1):
            count += 1
            faults += [Fault(path.name, at, key) for key in _faults(line, number + 1, previous)]
            found = record_of(line[:-1], Entry)
            number, previous = found.number if found else number + 1, sha256_of(line[:-1])
            last = (path.name, at)
    faults += [Fault(*last, key) for key in _of_end(head, count, number, previous)]
    return Verified(count, first, tuple(faults))


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _faults(line: bytes, number: int, previous: str) -> Iterator[str]:
    """What a line says against its place. The hash that it holds is that of the line before it."""
    found = record_of(line[:-1], Entry)
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


def _of_end(head: Head | None, count: int, number: int, sha256: str) -> Iterator[str]:
    """What the head tells of the last line; one that is behind was left so by a killed process."""
    if head is None:
        if count:
            yield "audit.no_head"
    elif head.number > number:
        yield "audit.cut_off"
    elif head.number == number and count and head.sha256 != sha256:
        yield "audit.changed_last"
