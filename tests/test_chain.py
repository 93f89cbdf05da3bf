"""Chained lines: written whole or not at all, whoever writes them; what cannot be read is no record and no crash."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from release.desk_parts import ANNA, MORNING

from einlass import audit
from einlass.errors import AuditRefused
from einlass.release import ledger
from einlass.release.events import Entered
from einlass.warehouse import chain


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    limit, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("room", [0, 1, 40])
def test_a_full_disk_leaves_the_audit_log_as_it_was(tmp_path: Path, room: int) -> None:
    for _ in range(5):
        audit.append(tmp_path, "anna", "page")
    (file,) = (tmp_path / audit.FOLDER).glob("*.jsonl")
    before = file.read_bytes()
    with full_disk(len(before) + room), pytest.raises(AuditRefused, match="cannot_write"):
        audit.append(tmp_path, "anna", "page")
    assert file.read_bytes() == before
    assert audit.verify(tmp_path) == audit.Verified(6, 1, ())
    assert audit.append(tmp_path, "anna", "page").number == 7
    assert not list((tmp_path / audit.FOLDER).glob("torn-*"))


def test_a_line_that_stands_is_not_refused_because_the_head_had_no_room(tmp_path: Path) -> None:
    """It was: the step stood in the ledger, whoever took it read that nothing was written, and took it again."""

    def write() -> tuple[int, int]:
        (entry,) = ledger.append(tmp_path, lambda _: [Entered()], ANNA, MORNING)
        return audit.append(tmp_path, "anna", "page").number, entry.number

    assert write() == (2, 1)
    blocked = [tmp_path / name / "head.json.new" for name in (audit.FOLDER, ledger.FOLDER)]
    for path in blocked:
        path.mkdir()
    assert [write(), write()] == [(3, 2), (4, 3)]
    assert (audit.verify(tmp_path).faults, ledger.verify(tmp_path)) == ((), ())
    for path in blocked:
        path.rmdir()
    assert write() == (5, 4)
    assert (audit.verify(tmp_path), ledger.verify(tmp_path)) == (audit.Verified(5, 1, ()), ())


@pytest.mark.parametrize("size", [1, chain._NEAR - 1, chain._NEAR, chain._NEAR + 1, 3 * chain._NEAR])
def test_the_last_line_is_found_however_long_it_and_a_torn_one_are(tmp_path: Path, size: int) -> None:
    path = tmp_path / "lines"
    chain.add(path, [b"first", b"x" * size])
    assert chain.mended(path) == (b"x" * size, None)
    with path.open("ab") as file:
        file.write(b"y" * size)
    line, aside = chain.mended(path)
    assert line == b"x" * size and aside is not None and aside.read_bytes() == b"y" * size
    assert path.read_bytes() == b"first\n" + b"x" * size + b"\n"


def test_of_nothing_and_of_one_line_there_is_an_end(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.touch()
    assert chain.mended(path) == (b"", None)
    chain.add(path, [b"only"])
    assert chain.mended(path) == (b"only", None)


def test_a_byte_that_is_no_text_is_a_fault_in_both_chains(tmp_path: Path) -> None:
    audit.append(tmp_path, "anna", "page")
    ledger.append(tmp_path, lambda _: [Entered()], ANNA, MORNING)
    (log,) = (tmp_path / audit.FOLDER).glob("*.jsonl")
    for path in (log, tmp_path / ledger.FOLDER / ledger.FILE):
        content = path.read_bytes()
        place = content.lower().index(b"anna")
        path.write_bytes(content[:place] + b"\xe1" + content[place + 1 :])
    assert "audit.unreadable_line" in {one.key for one in audit.verify(tmp_path).faults}
    assert "release.ledger.unreadable_line" in {one.key for one in ledger.verify(tmp_path)}


@pytest.mark.parametrize("name", [b"numbfr", b"sha357"])
def test_a_head_that_no_longer_names_its_line_is_none(tmp_path: Path, name: bytes) -> None:
    """Or lines that were cut off would not be missed."""
    audit.append(tmp_path, "anna", "page")
    ledger.append(tmp_path, lambda _: [Entered()], ANNA, MORNING)
    for place in (tmp_path / audit.FOLDER, tmp_path / ledger.FOLDER):
        head = place / chain.HEAD
        head.write_bytes(head.read_bytes().replace({b"n": b"number", b"s": b"sha256"}[name[:1]], name))
    assert [one.key for one in audit.verify(tmp_path).faults] == ["audit.no_head"]
    assert [one.key for one in ledger.verify(tmp_path)] == ["release.ledger.no_head"]
