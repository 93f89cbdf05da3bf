"""The audit log: what is written into it, and that no change of it stays unseen."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import GOOD, csv_text, files_no_larger_than, run_einlass
from streamlit.testing.v1 import AppTest

from einlass import audit, cli, config, ingest
from einlass.errors import AuditRefused
from einlass.ui import log as log_of_pages
from einlass.upkeep import archive, saved_log
from einlass.warehouse import DataVersion
from einlass.warehouse.files import locked


def file_of(folder: Path) -> Path:
    (found,) = (folder / audit.FOLDER).glob("*.jsonl")
    return found


def archive_of(folder: Path, to: Path) -> None:
    """A backup that holds nothing but the log."""
    files = sorted((folder / audit.FOLDER).glob("*.jsonl"))
    parts = tuple(archive.part_of_file(str(path.relative_to(folder)), path) for path in files)
    archive.write(to, archive.Index(datetime.now(), 1, "", False, "", {}, 0, "", parts))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A folder with a log of six events."""
    for number in range(5):
        audit.append(tmp_path, "anna", "page", {"page": "trends", "selection": [f"s{number}"]})
    assert [one.number for one in audit.newest(tmp_path, 9)] == [1, 2, 3, 4, 5, 6]
    assert audit.verify(tmp_path) == audit.Verified(6, 1, ())
    return tmp_path


def changed(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b"anna", b"otto"), *lines[3:]]


DAMAGE: dict[str, tuple[Callable[[list[bytes]], list[bytes]], list[tuple[int, str]]]] = {
    "a line changed": (changed, [(4, "audit.changed_before")]),
    "the last line changed": (
        lambda lines: [*lines[:-1], lines[-1].replace(b"s4", b"s9")],
        [(6, "audit.changed_last")],
    ),
    "a line taken out": (lambda lines: [*lines[:2], *lines[3:]], [(3, "audit.missing")]),
    "the end taken away": (lambda lines: lines[:-2], [(4, "audit.cut_off")]),
    "the beginning taken away": (lambda lines: lines[1:], [(1, "audit.missing")]),
    "a line twice": (lambda lines: [*lines[:3], *lines[2:]], [(4, "audit.exchanged")]),
    "two lines exchanged": (
        lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]],
        [(3, "audit.missing"), (4, "audit.exchanged"), (5, "audit.missing")],
    ),
    "a line that is none": (
        lambda lines: [*lines[:2], b"{}\n", *lines[3:]],
        [(3, "audit.unreadable_line"), (4, "audit.changed_before")],
    ),
    "a line broken off": (lambda lines: [*lines, b'{"number":7'], [(7, "audit.torn")]),
    "all of it": (lambda lines: [], [(0, "audit.cut_off")]),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_every_change_is_seen_with_its_line(log: Path, kind: str) -> None:
    damage, told = DAMAGE[kind]
    file_of(log).write_bytes(b"".join(damage(file_of(log).read_bytes().splitlines(keepends=True))))
    assert [(one.line, one.key) for one in audit.verify(log).faults] == told


def test_a_byte_changed_anywhere_is_seen(log: Path) -> None:
    whole = file_of(log).read_bytes()
    for at in range(0, len(whole), 7):
        file_of(log).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert audit.verify(log).faults, at


def test_a_log_rewritten_as_a_whole_is_seen_by_its_head(
    log: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    for _ in range(5):
        audit.append(other, "otto", "page")
    file_of(log).write_bytes(file_of(other).read_bytes())
    assert [one.key for one in audit.verify(log).faults] == ["audit.changed_last"]
    (log / audit.FOLDER / audit.HEAD).unlink()
    assert [one.key for one in audit.verify(log).faults] == ["audit.no_head"]


@pytest.mark.parametrize("at", ["audit_line_written"])
def test_who_is_killed_between_line_and_head_leaves_a_whole_log(log: Path, at: str) -> None:
    program = (
        "import sys, pathlib; from einlass import audit; audit.append(pathlib.Path(sys.argv[1]), 'x', 'page')"
    )
    variables = os.environ | {"EINLASS_KILL_AT": at}
    done = subprocess.run([sys.executable, "-c", program, log], cwd=config.ROOT, env=variables, check=False)
    assert done.returncode < 0
    assert audit.verify(log) == audit.Verified(7, 1, ())
    audit.append(log, "anna", "page")
    assert audit.verify(log) == audit.Verified(8, 1, ())


def test_a_torn_line_is_put_aside_and_the_next_event_stands(log: Path) -> None:
    with file_of(log).open("ab") as file:
        file.write(b'{"number":7,"at"')
    assert audit.append(log, "anna", "page").number == 7
    assert audit.verify(log) == audit.Verified(7, 1, ())
    (aside,) = (log / audit.FOLDER).glob("torn-*.txt")
    assert aside.read_bytes() == b'{"number":7,"at"'


@pytest.mark.parametrize("room", [0, 40])
def test_a_full_disk_takes_no_half_line_and_the_chain_goes_on_afterwards(log: Path, room: int) -> None:
    before = file_of(log).read_bytes()
    with files_no_larger_than(len(before) + room), pytest.raises(AuditRefused, match="cannot_write"):
        audit.append(log, "anna", "page")
    assert file_of(log).read_bytes() == before
    assert audit.append(log, "anna", "page").number == 7
    assert audit.verify(log) == audit.Verified(7, 1, ())


def test_the_chain_goes_on_in_the_next_file_and_old_files_go_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "FILE_BYTES", 600)
    for _ in range(20):
        audit.append(tmp_path, "anna", "page", {"page": "trends"})
    files = sorted((tmp_path / audit.FOLDER).glob("*.jsonl"))
    assert len(files) > 3
    assert audit.verify(tmp_path).first == 1 and not audit.verify(tmp_path).faults

    later = datetime.now() + timedelta(days=config.AUDIT_DAYS + 2)
    monkeypatch.setattr(audit, "now", lambda: later)
    for _ in range(5):
        audit.append(tmp_path, "anna", "page", {"page": "trends"})
    found = audit.verify(tmp_path)
    assert (
        not found.faults and found.first == int(sorted((tmp_path / audit.FOLDER).glob("*.jsonl"))[0].stem) > 1
    )
    gone = [one.details["removed"] for one in audit.newest(tmp_path, 99) if "removed" in one.details]
    assert [name for names in gone for name in names] == [path.name for path in files if not path.exists()]

    # Without the file that the kept ones go on from, the first line still has to be the one that the head names.
    first = sorted((tmp_path / audit.FOLDER).glob("*.jsonl"))[0]
    first.unlink()
    assert audit.verify(tmp_path).faults[0].key == "audit.missing"


def test_an_event_goes_in_its_time_however_little_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "AUDIT_DAYS", 120)
    begun = datetime(2026, 1, 1, 12)
    for day in range(0, 400, 3):
        monkeypatch.setattr(audit, "now", lambda day=day: begun + timedelta(days=day))
        audit.append(tmp_path, "anna", "page", {"page": "trends"})
        kept = (begun + timedelta(days=day) - audit.newest(tmp_path, 9999)[0].at).days
        assert kept <= 120 * 7 / 6 + 3
        assert day < 120 or kept >= 120
    found = audit.verify(tmp_path)
    assert found.first > 1 and not found.faults


def test_a_log_taken_away_or_written_anew_is_seen_beside_a_backup(
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("EINLASS_DATA", str(log))
    archive_of(log, saved := tmp_path_factory.mktemp("backups") / "b.tar")
    verify = ["audit", "verify", "--backup", str(saved)]
    audit.append(log, "anna", "page")
    assert cli.main(verify) == 0
    assert capsys.readouterr().out == "Protokoll: 7 Einträge, alle unverändert.\n"

    whole = file_of(log).read_bytes()
    shutil.rmtree(log / audit.FOLDER)
    assert cli.main(["audit", "verify"]) == 0
    assert "Es gibt noch kein Protokoll." in capsys.readouterr().out
    for write_anew in (lambda: None, lambda: audit.append(log, "otto", "page")):
        write_anew()
        assert cli.main(verify) == 1
        assert "000000001.jsonl: Was die Sicherung davon enthält" in capsys.readouterr().out
    file_of(log).write_bytes(whole)
    assert saved_log.faults(log, saved) == ()


def test_files_whose_time_is_over_are_not_missed_beside_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    monkeypatch.setattr(audit, "FILE_BYTES", 600)
    for _ in range(9):
        audit.append(folder, "anna", "page")
    archive_of(folder, saved := tmp_path / "b.tar")
    later = datetime.now() + timedelta(days=config.AUDIT_DAYS + 2)
    monkeypatch.setattr(audit, "now", lambda: later)
    for _ in range(9):
        audit.append(folder, "anna", "page")
    assert not (folder / audit.FOLDER / "000000001.jsonl").exists()
    assert saved_log.faults(folder, saved) == ()
    kept = sorted((folder / audit.FOLDER).glob("*.jsonl"))
    (folder / audit.FOLDER / audit.HEAD).unlink()  # who says that they went in time
    assert saved_log.faults(folder, saved)[0].file == "000000001.jsonl" != kept[0].name


def test_who_is_killed_before_old_files_are_gone_leaves_a_whole_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "FILE_BYTES", 600)
    for _ in range(9):
        audit.append(tmp_path, "anna", "page", {"page": "trends"})
    program = (
        "import sys, pathlib, datetime; from einlass import audit; audit.FILE_BYTES = 1\n"
        "late = datetime.datetime.now() + datetime.timedelta(days=999); audit.now = lambda: late\n"
        "audit.append(pathlib.Path(sys.argv[1]), 'x', 'page')"
    )
    variables = os.environ | {"EINLASS_KILL_AT": "audit_files_removed"}
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], cwd=config.ROOT, env=variables, check=False
    )
    assert done.returncode < 0
    found = audit.verify(tmp_path)
    files = sorted((tmp_path / audit.FOLDER).glob("*.jsonl"))
    assert found.first > 1 == int(files[0].stem) and not found.faults
    audit.append(tmp_path, "anna", "page")
    assert not audit.verify(tmp_path).faults


def test_many_processes_at_once_write_one_chain(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from einlass import audit\n"
        "for _ in range(25): audit.append(Path(sys.argv[1]), sys.argv[2], 'page')"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, tmp_path, str(n)], cwd=config.ROOT) for n in range(4)
    ]
    assert [one.wait(60) for one in running] == [0] * 4
    assert audit.verify(tmp_path) == audit.Verified(101, 1, ())


def appended_at_once(log: Path, told: Sequence[audit.Detail]) -> list[Future[audit.Entry]]:
    """A thread for each of these asks while somebody else holds the log; what came of each."""
    with ThreadPoolExecutor(len(told)) as pool:
        with locked(log / audit.FOLDER / audit.LOCK, waits=True):
            found = [
                pool.submit(audit.append, log, f"reader {n}", "page", {"n": one})
                for n, one in enumerate(told)
            ]
            while not all(one.running() or one.done() for one in found):
                time.sleep(0.01)
            time.sleep(0.3)  # one has the turn and waits for the log; the others wait for the turn
        return found


def test_threads_that_come_at_once_share_a_stroke_and_each_has_its_own_event(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strokes, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: strokes.append(handle) or sync(handle))
    entries = [one.result() for one in appended_at_once(log, range(8))]
    assert len(strokes) <= 4  # two, unless a thread came late
    assert [(one.account, one.details["n"]) for one in entries] == [(f"reader {n}", n) for n in range(8)]
    assert sorted(one.number for one in entries) == list(range(7, 15))
    assert sorted(audit.newest(log, 8), key=lambda one: one.account) == entries
    assert audit.verify(log) == audit.Verified(14, 1, ())


def test_an_event_that_cannot_be_written_fails_alone(log: Path) -> None:
    first, second, bad, *others = appended_at_once(log, ["a", "b", "\udce4", "d", "e"])
    assert isinstance(bad.exception(), UnicodeEncodeError)
    assert sorted(one.result().number for one in (first, second, *others)) == [7, 8, 9, 10]
    assert audit.verify(log) == audit.Verified(10, 1, ())


def test_where_the_disk_is_full_each_of_them_is_told(log: Path) -> None:
    before = file_of(log).read_bytes()
    with files_no_larger_than(len(before)):
        failures = [one.exception() for one in appended_at_once(log, range(5))]
    assert [type(one) for one in failures] == [AuditRefused] * 5
    assert len({id(one) for one in failures}) == 5
    assert file_of(log).read_bytes() == before
    assert audit.append(log, "anna", "page").number == 7


def test_nobody_else_may_read_it(log: Path) -> None:
    assert {
        path.stat().st_mode & 0o077 for path in [log / audit.FOLDER, *(log / audit.FOLDER).iterdir()]
    } == {0}


def test_commands_are_written_down_and_verify_says_what_was_changed(folder: Path, tmp_path: Path) -> None:
    export = tmp_path / "dienststellen.csv"
    export.write_text(csv_text([GOOD["offices"]]), encoding="utf-8")
    assert run_einlass("import", export, data=folder).returncode == 0
    assert run_einlass("history", data=folder).returncode == 0
    told = [(one.event, one.details) for one in audit.newest(folder, 9)]
    assert told == [("log_begun", {}), ("command", {"command": "import", "code": 0})]
    assert all(one.account for one in audit.newest(folder, 1))

    whole = run_einlass("audit", "verify", data=folder)
    assert (whole.returncode, whole.stdout) == (0, "Protokoll: 2 Einträge, alle unverändert.\n")
    file_of(folder).write_bytes(file_of(folder).read_bytes().replace(b"import", b"export"))
    broken = run_einlass("audit", "verify", data=folder)
    assert broken.returncode == 1
    assert broken.stdout.splitlines()[0] == (
        "Protokoll, 000000001.jsonl, Zeile 2: Der letzte Eintrag wurde geändert. Bitte mit einer Sicherung vergleichen."
    )


def test_a_page_is_written_down_once_with_the_kind_of_its_selection(
    sample: DataVersion, stocked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60)
    app.query_params["measure"] = "M1"
    app.run()
    app.run()
    app.query_params["indicator"] = "visits"
    app.run()
    seen = [one for one in audit.newest(stocked, 99) if one.event == "page"]
    assert [one.details for one in seen] == [
        {"page": "overview", "selection": ["measure"]},
        {"page": "overview", "selection": ["indicator", "measure"]},
    ]
    # Neither the measure nor the indicator is named, and nobody is where nobody signs in.
    text = file_of(stocked).read_text("utf-8")
    assert "M1" not in text and "visits" not in text and {one.account for one in seen} == {""}

    assert cli.main(["audit", "show", "--last", "1"]) == 0
    assert (
        "(ohne Anmeldung)  Seite gesehen  page: overview, selection: indicator measure"
        in capsys.readouterr().out
    )
    assert cli.main(["audit", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["events"][-1]["event"] == "page"


def test_a_log_that_cannot_be_written_keeps_nobody_from_reading(stocked: Path) -> None:
    (stocked / audit.FOLDER).write_text("no folder", encoding="utf-8")
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60).run()
    assert not app.exception
    assert any("Lage" in html.value or "<h1" in html.value for html in app.get("html"))


def test_a_command_that_is_refused_is_written_down(stocked: Path, tmp_path: Path) -> None:
    before = len(audit.newest(stocked, 999))
    assert run_einlass("undo", "nosuch", data=stocked).returncode == 1
    assert run_einlass("restore", "nosuch.tar", "--to", tmp_path / "new", data=stocked).returncode == 1
    sheet = ("questionnaire", "--audience", "staff", "--to", tmp_path / "q.pdf")
    assert run_einlass(*sheet, data=stocked).returncode == 0
    told = [
        (one.details["command"], one.details["code"])
        for one in audit.newest(stocked, 999)[before:]
        if one.event == "command"
    ]
    assert told == [("undo", 1), ("restore", 1), ("questionnaire", 0)]


def settings_told(folder: Path) -> list[str]:
    """What a visit leaves of settings in the log, from its beginning."""
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60)
    assert not app.run().exception
    return [one.event for one in audit.newest(folder, 99) if one.event in ("started", "settings")]


def test_settings_that_begin_to_hold_while_the_app_runs_are_written_down(stocked: Path) -> None:
    """Added and removed, with the next version of the data; what is changed holds from the next start on."""
    own, told = stocked / config.CITY_FILE, ["started"]
    log_of_pages.started()
    assert settings_told(stocked) == told
    own.write_text('name = "Musterstadt"\n', encoding="utf-8")
    ingest.rebuild()
    assert settings_told(stocked) == [*told, "settings"] == settings_told(stocked)
    assert config.city().name == "Musterstadt"
    (event,) = (one for one in audit.newest(stocked, 9) if one.event == "settings")
    assert event.details == {"settings": config.settings_mark()}
    own.write_text('name = "Anderstadt"\n', encoding="utf-8")
    ingest.rebuild()
    assert settings_told(stocked) == [*told, "settings"]
    assert config.city().name == "Musterstadt"
    own.unlink()
    ingest.rebuild()
    assert settings_told(stocked) == [*told, "settings", "settings"]


def test_settings_that_lose_their_faults_while_the_app_runs_are_written_down(stocked: Path) -> None:
    own = stocked / config.CITY_FILE
    own.write_text("stat = 1\n", encoding="utf-8")
    log_of_pages.started()
    assert settings_told(stocked) == ["started"]
    own.write_text('name = "Musterstadt"\n', encoding="utf-8")
    assert settings_told(stocked) == ["started", "settings"] == settings_told(stocked)


def test_every_file_that_a_page_gives_away_is_written_down() -> None:
    """Each button for a file takes what `log.fetched` made of its content; the shelf writes for itself."""
    given, told = [], []
    for path in sorted((config.ROOT / "einlass" / "ui").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        made = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and is_fetched(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr="download_button")):
                    (data,) = (one.value for one in node.keywords if one.arg == "data")
                    given.append(path.name)
                    told += [path.name] if is_fetched(data) or getattr(data, "id", "") in made else []
    assert given == told and len(given) > 5


def is_fetched(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "log.fetched"
