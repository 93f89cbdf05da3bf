"""The ledger of releases: whole after two at once and after kills; every kind of tampering is found with its line."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from conftest import files_no_larger_than

from einlass.cli import main
from einlass.errors import EinlassError, LedgerDamaged
from einlass.release import ledger
from einlass.release.desk.commands import Draft, Submit
from einlass.release.events import Entered, Who
from einlass.words import words_for
from release.desk_parts import ANNA, MORNING, SAFER, TestDesk, figure, texts

Lines = list[bytes]
MANY = 100


def file_of(folder: Path) -> Path:
    return folder / ledger.FOLDER / ledger.FILE


def fill(folder: Path, count: int = 6) -> None:
    for _ in range(count):
        ledger.append(folder, lambda _: [Entered()], ANNA, MORNING)


@dataclass
class Writer:
    """A process that appends until it is done or killed and tells the number of each acknowledged entry."""

    pid: int
    told: IO[bytes]

    def start(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def wait(self) -> tuple[int, list[int]]:
        """How it ended, and what was acknowledged."""
        numbers = [int(line) for line in self.told.read().split()]
        self.told.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), numbers


def writer(folder: Path, name: str, count: int = MANY, kill_at: str = "") -> Writer:
    """One that waits for its start."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.environ["EINLASS_KILL_AT"] = kill_at
        os.kill(os.getpid(), signal.SIGSTOP)
        with suppress(BaseException):
            for _ in range(count):
                (entry,) = ledger.append(folder, lambda _: [Entered()], Who(name, "prepare"), MORNING)
                os.write(writing, b"%d\n" % entry.number)
        os._exit(0)
    os.close(writing)
    os.waitpid(pid, os.WUNTRACED)
    return Writer(pid, os.fdopen(reading, "rb"))


# --- Whole ----------------------------------------------------------------------------------------------


def test_without_a_ledger_there_is_nothing_and_nothing_wrong(folder: Path) -> None:
    assert ledger.read(folder) == ledger.Ledger()
    assert ledger.verify(folder) == ()


def test_what_was_appended_is_read_back_and_nobody_else_may(folder: Path) -> None:
    desk = TestDesk(folder)
    written = desk(ANNA, Draft(figure=figure(), texts=texts()), Submit(subject=SAFER))
    assert ledger.read(folder).entries == tuple(written)
    assert [one.number for one in written] == [1, 2]
    assert written[0].event.figure == figure()
    for path in (folder / ledger.FOLDER).iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    assert (folder / ledger.FOLDER).stat().st_mode & 0o777 == 0o700


def test_two_processes_at_once_leave_one_whole_chain(folder: Path) -> None:
    processes = [writer(folder, name) for name in ("Anna", "Ben")]
    for process in processes:
        process.start()
    told = [process.wait()[1] for process in processes]
    assert ledger.verify(folder) == ()
    entries = ledger.read(folder).entries
    assert [one.number for one in entries] == list(range(1, 2 * MANY + 1))
    for name, numbers in zip(("Anna", "Ben"), told, strict=True):
        assert [one.number for one in entries if one.who.name == name] == numbers
    assert told[0][-1] > told[1][0] and told[1][-1] > told[0][0]  # they really wrote at the same time


def test_where_nothing_was_ever_written_nothing_is_torn(folder: Path) -> None:
    assert ledger.set_torn_line_aside(folder) is None
    assert not (folder / ledger.FOLDER).exists()


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    chance = random.Random(1)
    for _ in range(8):
        before = len(ledger.read(folder).entries)
        process = writer(folder, "Anna", 100_000)
        process.start()
        time.sleep(chance.uniform(0.01, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        _, told = process.wait()
        faults = ledger.verify(folder)
        assert [one.key for one in faults] in ([], ["release.ledger.torn"])
        assert len(ledger.read(folder).entries) >= max([before, *told])
        ledger.set_torn_line_aside(folder)
    assert len(ledger.read(folder).entries) > 8
    assert ledger.verify(folder) == ()


def test_a_kill_between_line_and_head_is_no_fault(folder: Path) -> None:
    for count in (1, 2):
        process = writer(folder, "Anna", kill_at="ledger_line_written")
        process.start()
        assert process.wait() == (-signal.SIGKILL, [])
        assert ledger.verify(folder) == ()
        assert len(ledger.read(folder).entries) == count
    fill(folder, 1)
    assert ledger.verify(folder) == () and len(ledger.read(folder).entries) == 3


def test_wherever_the_last_line_is_torn_it_is_found_and_can_be_set_aside(folder: Path) -> None:
    fill(folder)
    content = file_of(folder).read_bytes()
    last = content.rstrip(b"\n").rfind(b"\n") + 1
    head = (folder / ledger.FOLDER / ledger.HEAD).read_bytes()
    fill(folder, 1)
    whole = file_of(folder).read_bytes()
    (folder / ledger.FOLDER / ledger.HEAD).write_bytes(head)
    for end in range(len(content) + 1, len(whole)):
        file_of(folder).write_bytes(whole[:end])
        assert [(one.line, one.key) for one in ledger.verify(folder)] == [(7, "release.ledger.torn")]
        assert len(ledger.read(folder).entries) == 6
    with pytest.raises(LedgerDamaged):
        fill(folder, 1)
    aside = ledger.set_torn_line_aside(folder)
    assert aside and aside.read_bytes() == whole[len(content) : -1]
    fill(folder, 1)
    assert ledger.verify(folder) == () and len(ledger.read(folder).entries) == 7
    assert last < len(content)


def test_a_full_disk_leaves_the_ledger_as_it_was(folder: Path) -> None:
    fill(folder)
    before = file_of(folder).read_bytes()
    with files_no_larger_than(len(before) + 40), pytest.raises(LedgerDamaged, match="cannot_write"):
        fill(folder, 1)
    assert file_of(folder).read_bytes() == before
    assert ledger.verify(folder) == ()


# --- Tampered with --------------------------------------------------------------------------------------


def change(lines: Lines) -> Lines:
    return [*lines[:2], lines[2].replace(b"Anna", b"Anne"), *lines[3:]]


def change_last(lines: Lines) -> Lines:
    return [*lines[:-1], lines[-1].replace(b"Anna", b"Anne")]


def change_blank(lines: Lines) -> Lines:
    return [*lines[:2], lines[2].replace(b",", b", ", 1), *lines[3:]]


def change_hash(lines: Lines) -> Lines:
    plain = json.loads(lines[2]) | {"previous": "f" * 64}
    return [*lines[:2], json.dumps(plain).encode(), *lines[3:]]


def remove(lines: Lines) -> Lines:
    return lines[:2] + lines[3:]


def remove_first(lines: Lines) -> Lines:
    return lines[1:]


def remove_last(lines: Lines) -> Lines:
    return lines[:-1]


def remove_all(lines: Lines) -> Lines:
    return []


def exchange(lines: Lines) -> Lines:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def double(lines: Lines) -> Lines:
    return [*lines[:3], lines[2], *lines[3:]]


def spoil(lines: Lines) -> Lines:
    return [*lines[:2], b'{"number": 3', *lines[3:]]


def empty(lines: Lines) -> Lines:
    return [*lines[:2], b"", *lines[2:]]


@pytest.mark.parametrize(
    ("tamper", "found", "whole"),
    [
        (change, [(3, "changed")], 2),
        (change_last, [(6, "changed")], 5),
        (change_blank, [(3, "changed")], 2),
        (change_hash, [(2, "changed"), (3, "changed")], 1),
        (remove, [(3, "missing")], 2),
        (remove_first, [(1, "missing")], 0),
        (remove_last, [(6, "cut_off")], 5),
        (remove_all, [(1, "cut_off")], 0),
        (exchange, [(3, "exchanged"), (4, "exchanged")], 2),
        (double, [(3, "doubled"), (4, "doubled")], 2),
        (spoil, [(3, "unreadable_line")], 2),
        (empty, [(3, "unreadable_line")], 2),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_tampering_is_found_at_its_line_and_stops_the_desk_but_not_the_reading(
    folder: Path, tamper: Callable[[Lines], Lines], found: list[tuple[int, str]], whole: int
) -> None:
    fill(folder)
    lines = file_of(folder).read_bytes().splitlines()
    entries = ledger.read(folder).entries
    file_of(folder).write_bytes(b"".join(line + b"\n" for line in tamper(lines)))
    assert [(one.line, one.key.removeprefix("release.ledger.")) for one in ledger.verify(folder)][
        : len(found)
    ] == found
    assert ledger.read(folder).entries == entries[:whole]
    for language in ("de", "en"):
        for fault in ledger.verify(folder):
            assert str(fault.line) in words_for(language).message(fault.reason.key, dict(fault.reason.values))
    before = file_of(folder).read_bytes()
    with pytest.raises(EinlassError) as caught:
        TestDesk(folder)(ANNA, Draft(figure=figure(), texts=texts()))
    assert isinstance(caught.value, LedgerDamaged) and caught.value.values["line"] == found[0][0]
    assert file_of(folder).read_bytes() == before


def test_a_lost_head_is_found(folder: Path) -> None:
    fill(folder)
    (folder / ledger.FOLDER / ledger.HEAD).unlink()
    assert [one.key for one in ledger.verify(folder)] == ["release.ledger.no_head"]
    assert len(ledger.read(folder).entries) == 6
    with pytest.raises(LedgerDamaged):
        fill(folder, 1)


def test_any_flipped_byte_is_found(folder: Path) -> None:
    fill(folder, 3)
    content = bytearray(file_of(folder).read_bytes())
    for place in range(0, len(content), 7):
        content[place] ^= 1
        file_of(folder).write_bytes(content)
        assert ledger.verify(folder), place
        content[place] ^= 1


# --- Command line ---------------------------------------------------------------------------------------


def test_the_command_line_lists_verifies_and_mends(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(["release", *arguments])
        return code, capsys.readouterr().out

    assert run("list") == (0, "Es ist keine Zahl freigegeben.\n")
    TestDesk(folder).publish()
    code, said = run("list")
    assert code == 0 and "EK-0001 · Version 1 · vorläufig · 17.03.2020, 16:01 Uhr · Zwei von drei" in said
    code, said = run("verify-ledger")
    assert code == 0 and "3 Einträge" in said and ledger.read(folder).head in said
    with file_of(folder).open("ab") as file:
        file.write(b'{"number": 4')
    code, said = run("verify-ledger")
    assert code == 1 and "Zeile 4" in said
    code, said = run("list", "--json")
    plain = json.loads(said)
    assert (code, plain["entries"], [one["id"] for one in plain["figures"]]) == (1, 3, ["EK-0001"])
    assert [one["key"] for one in plain["faults"]] == ["release.ledger.torn"]
    assert run("mend-ledger")[0] == 0
    assert run("verify-ledger")[0] == 0
