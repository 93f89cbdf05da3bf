"""The ledger of releases: one line an event, appended and never changed, each with the hash of the one before.

<data>/releases/ledger.jsonl   the entries
<data>/releases/head.json      number and hash of the last entry, so that lines cut off at the end are missed
<data>/releases/ledger.lock    held by whoever appends; the next one waits

A changed, missing, doubled or exchanged line breaks the chain: then nothing is appended any more, and what stands
before the first fault can still be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from einlass.errors import LedgerDamaged, Reason, trouble_of
from einlass.release.events import Entry, Event, Who
from einlass.release.store import from_json, to_json
from einlass.warehouse import chain
from einlass.warehouse.chain import BEGIN, HEAD, START, Head, record_of, sha256_of
from einlass.warehouse.files import locked, private_folder, sync, write_atomically
from einlass.warehouse.versions import step

FOLDER = "releases"
FILE, LOCK = "ledger.jsonl", "ledger.lock"

Decide = Callable[[Sequence[Entry]], Sequence[Event]]


@dataclass(frozen=True)
class Fault:
    """What is wrong at a line, as the key of a text that says what to do."""

    line: int
    key: str

    @property
    def reason(self) -> Reason:
        """It with its line, to be said."""
        return Reason(self.key, {"line": self.line})


@dataclass(frozen=True)
class Ledger:
    """The entries before the first fault, and every fault. head: hash of the last line."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    head: str = BEGIN

    def check(self) -> None:
        """Raises LedgerDamaged with the first fault."""
        if self.faults:
            first = self.faults[0]
            raise LedgerDamaged(first.key, line=first.line)


def read(folder: Path) -> Ledger:
    """The ledger of a data folder; without one it is empty. Raises LedgerDamaged where the system refuses to read."""
    return _read(folder / FOLDER, *(_stamp(folder / FOLDER / name) for name in (FILE, HEAD)))


def verify(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the ledger as it lies on the disk now."""
    return _checked(*_content(folder / FOLDER)).faults


def append(folder: Path, decide: Decide, who: Who, now: datetime) -> tuple[Entry, ...]:
    """Append what `decide` makes of the entries so far: all of it or, where it raises, nothing.

    One at a time: what is decided is true when it is written. Raises LedgerDamaged, and nothing is written.
    """
    try:
        place = private_folder(private_folder(folder) / FOLDER)
        with locked(place / LOCK, waits=True):
            found = _checked(*_content(place))
            found.check()
            new = _chained(found, decide(found.entries), who, now)
            if new:
                _write(place, new[-1][0].number, [line for _, line in new])
            return tuple(entry for entry, _ in new)
    except OSError as error:
        raise LedgerDamaged("release.ledger.cannot_write", trouble=trouble_of(error)) from error


def set_torn_line_aside(folder: Path) -> Path | None:
    """Move a torn last line into a file of its own, so that the desk works again; None where none is torn.

    Nothing is lost: the step it stood for was never acknowledged. Other faults are left as they are.
    """
    place = folder / FOLDER
    if not (place / FILE).exists():
        return None
    with locked(place / LOCK, waits=True):
        return chain.mended(place / FILE)[1]


# --- Reading --------------------------------------------------------------------------------------------


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@lru_cache(8)
def _read(place: Path, file: tuple[int, int], head: tuple[int, int]) -> Ledger:
    """Read once for each state of the two files."""
    return _checked(*_content(place))


def _content(place: Path) -> tuple[bytes, Head | None]:
    """The file and the head. The head comes first: one that appends meanwhile leaves it behind, never ahead."""
    try:
        head = chain.head_of(place)
        content = (place / FILE).read_bytes() if (place / FILE).exists() else b""
    except OSError as error:
        raise LedgerDamaged("release.ledger.unreadable", trouble=trouble_of(error)) from error
    return content, head


def _checked(content: bytes, head: Head | None) -> Ledger:
    *lines, torn = content.split(b"\n")
    entries = [record_of(line, Entry) for line in lines]
    hashes = [sha256_of(line) for line in lines]
    found = {
        *(
            Fault(place, "release.ledger.unreadable_line")
            for place, one in enumerate(entries, 1)
            if one is None
        ),
        *_misplaced(entries),
        *_changed(entries, hashes),
        *_cut_off(entries, hashes, head),
        *([Fault(len(lines) + 1, "release.ledger.torn")] if torn else []),
    }
    faults = tuple(sorted(found, key=lambda fault: (fault.line, fault.key)))
    whole = faults[0].line - 1 if faults else len(lines)
    kept = tuple(one for one in entries[:whole] if one is not None)
    return Ledger(kept, faults, hashes[-1] if hashes else BEGIN)


def _misplaced(entries: Sequence[Entry | None]) -> Iterator[Fault]:
    """Lines whose number is not the next one: some are missing before them, or they stand at another's place."""
    often = Counter(one.number for one in entries if one)
    last = 0
    for place, one in enumerate(entries, 1):
        if one is None:
            last += 1  # whatever stood there
            continue
        if often[one.number] > 1:
            yield Fault(place, "release.ledger.doubled")
        elif one.number <= last or any(between in often for between in range(last + 1, one.number)):
            yield Fault(place, "release.ledger.exchanged")
        elif one.number > last + 1:
            yield Fault(place, "release.ledger.missing")
        last = max(last, one.number)


def _changed(entries: Sequence[Entry | None], hashes: Sequence[str]) -> Iterator[Fault]:
    """Lines that no longer have the hash that the next one holds; where one is missing nobody can tell."""
    places = {one.number: place for place, one in enumerate(entries, 1) if one}
    for number, place in places.items():
        one, before = entries[place - 1], places.get(number - 1)
        if one is None or (before is None and number > 1):
            continue
        if one.previous != (hashes[before - 1] if before else BEGIN):
            yield Fault(before or place, "release.ledger.changed")


def _cut_off(entries: Sequence[Entry | None], hashes: Sequence[str], head: Head | None) -> Iterator[Fault]:
    """What the head tells: lines that were there, or a last line that is another."""
    places = {one.number: place for place, one in enumerate(entries, 1) if one}
    if head is None:
        if entries:
            yield Fault(len(entries) + 1, "release.ledger.no_head")
    elif head.number > max(places, default=0):
        yield Fault(len(entries) + 1, "release.ledger.cut_off")
    elif (place := places.get(head.number)) and hashes[place - 1] != head.sha256:
        yield Fault(place, "release.ledger.changed")


# --- Writing --------------------------------------------------------------------------------------------


def _chained(found: Ledger, events: Sequence[Event], who: Who, now: datetime) -> list[tuple[Entry, bytes]]:
    """The next entries with their lines, each with the hash of the one before it."""
    new: list[tuple[Entry, bytes]] = []
    previous = found.head
    for number, event in enumerate(events, len(found.entries) + 1):
        line = to_json(Entry(number=number, at=now, who=who, event=event, previous=previous))
        new.append((from_json(line, Entry), line))  # what is remembered is what will be read
        previous = sha256_of(line)
    return new


def _write(place: Path, number: int, lines: Sequence[bytes]) -> None:
    """The lines, on the disk before the head says so."""
    if not (place / HEAD).exists():  # there is no line yet
        write_atomically(place / HEAD, to_json(START))
    chain.add(place / FILE, lines)
    sync(place)
    step("ledger_line_written")
    with suppress(OSError):  # the lines count: a head that is behind is caught up with, as after a kill
        write_atomically(place / HEAD, to_json(Head(number, sha256_of(lines[-1]))))
