"""Files that want to hurt, and bad luck: each gets its sentence, and what was served stays served."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import files_no_larger_than, good, listing
from corpus.build import HEADER, ROWS, package, table, text, xlsx
from test_import import outcomes, rows_of

from einlass import audit, config, ingest
from einlass.cli.reports import report_lines
from einlass.errors import Damaged, ImportRefused, WarehouseError
from einlass.ingest.processes import run_limited
from einlass.ingest.read import file as reader
from einlass.upkeep import doctor
from einlass.warehouse import current_version, versions
from einlass.words import words_for

pytestmark = pytest.mark.usefixtures("real_imports")

MB = 1024**2
NOBODY = 65534
true_now = versions.now
SHEET = "xl/worksheets/sheet1.xml"


def far_corner() -> bytes:
    """A sheet with one more cell, a million rows and sixteen thousand columns away."""
    return xlsx(
        [HEADER.split(";"), ["04.03.2019", "D1", 1, "ZAEHL"], *[[]] * 1_048_573, [""] * 16_383 + ["x"]]
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.xlsx": (lambda: package(**{"xl/workbook.xml": b"<x/>", SHEET: b" " * 300 * MB}), "refused.bomb"),
    "ecke.xlsx": (far_corner, "refused.too_big"),
    "spalten.csv": (
        lambda: text(";".join(f"s{n}" for n in range(100_000)), ";" * 99_999),
        "refused.no_source",
    ),
    "breit.csv": (lambda: text(HEADER + ";" * 100_000, *(row + ";" * 100_000 for row in ROWS)), "imported"),
    "zeile.csv": (lambda: text(HEADER, "x" * 50 * MB), "refused.long_cell"),
    "kopf.csv": (lambda: b"datum" * 10 * MB + b"\n", "refused.no_source"),
    "zelle.csv": (lambda: text(HEADER + ";notiz", ROWS[0] + ';"' + "x" * MB + '"'), "refused.long_cell"),
    "offen.csv": (
        lambda: text(HEADER + ";notiz", ROWS[0] + ';"offen', *(r + ";" for r in ROWS * 99)),
        "refused.broken_quotes",
    ),
    "null.csv": (lambda: table() + b"\0" * 20 * MB, "refused.not_text"),
    "fehler.csv": (lambda: b"<html><body>Bad Gateway</body></html>\n", "refused.web_page"),
    "lachen.csv": (
        lambda: (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
            + b'<!ENTITY b "&a;&a;&a;">' * 9
            + b"]><l>&b;</l>\n"
        ),
        "refused.web_page",
    ),
    "entities.xlsx": (
        lambda: package(
            **{
                "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://x.example/a">]><workbook>&a;</workbook>'
            }
        ),
        "refused.broken_workbook",
    ),
    "leer.csv": (lambda: b"", "refused.empty"),
    "gut.csv": (table, "imported"),
}


def test_hostile_files_get_their_sentence_and_the_good_one_beside_them_comes_in(
    stocked: Path, tmp_path: Path
) -> None:
    files = []
    for name, (build, _) in HOSTILE.items():
        files.append(tmp_path / name)
        files[-1].write_bytes(build())
    started = time.monotonic()
    reports = ingest.import_files(files)
    assert time.monotonic() - started < 240
    assert outcomes(reports) == {name: key for name, (_, key) in HOSTILE.items()}
    for report in reports:
        for language in config.LANGUAGES:
            assert report.file in report_lines(report, words_for(language))[0]
    assert rows_of(stocked, "select count(*) from visits") == [(3,)]


def test_a_name_cannot_lead_out_of_the_folder(stocked: Path, tmp_path: Path) -> None:
    path = tmp_path / "..%2f..%2fetc" / "; rm -rf $(x) `y` \n.csv"
    path.parent.mkdir()
    path.write_bytes(table())
    (report,) = ingest.import_files([path])
    assert report.outcome == "imported"
    assert {entry.name for entry in stocked.parent.iterdir()} <= {"data", path.parent.name, "exports"}


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (lambda: time.sleep(60), "refused.too_slow"),
        (lambda: bytearray(3 * 1024**3), "refused.too_big"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "refused.too_big"),
        (lambda: 1 / 0, "refused.crashed"),
        (lambda: None, ""),
    ],
    ids=["sleeps", "eats", "falls", "fails", "works"],
)
def test_work_is_stopped_at_its_limits(work: Callable[[], object], key: str) -> None:
    assert run_limited(work, 0.7, lambda: None) == key


# --- Bad luck -------------------------------------------------------------------------------------------


def as_a_process(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "einlass", *arguments]
    env = os.environ | {"EINLASS_DATA": str(folder)} | environment
    return subprocess.run(command, cwd=config.ROOT, env=env, capture_output=True, text=True, check=False)


STEPS = ("parsed", "staged", "merged", "built", "batch_stored", "version_moved", "pointer_switched")


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_nothing_is_lost_doubled_or_half_there(
    stocked: Path, tmp_path: Path, step: str
) -> None:
    path = tmp_path / "besuche.csv"
    path.write_bytes(table())
    before = (stocked / "current").read_bytes()
    run = as_a_process(stocked, "import", str(path), EINLASS_KILL_AT=step)
    assert run.returncode != 0
    current_version().check()
    is_published = step == "pointer_switched"
    assert ((stocked / "current").read_bytes() != before) == is_published
    assert rows_of(stocked, "select count(*) from visits") == [(3 if is_published else 1,)]
    (report,) = ingest.import_files([path])
    assert report.outcome == ("known" if is_published else "imported")
    assert rows_of(stocked, "select count(*), count(distinct day) from visits") == [(3, 3)]


def test_a_disk_that_fills_up_while_a_file_is_parsed_is_not_the_fault_of_the_file() -> None:
    def fill() -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError) as caught:
        run_limited(fill, 5, lambda: None)
    assert caught.value.errno == errno.ENOSPC


def incompressible() -> bytes:
    """Offices whose names fill a snapshot by some megabytes."""
    chance = random.Random(4)
    names = ("".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=400)) for _ in range(9_000))
    header = ";".join(good("offices"))
    return text(header, *(f"X{at};{name};X{at};;SONST;Mo-Fr" for at, name in enumerate(names)))


@pytest.mark.parametrize("share", [0.02, 0.9, 1.0, 1.02, 1.1])
def test_a_full_disk_leaves_the_old_version_and_says_what_to_do(
    stocked: Path, tmp_path: Path, share: float
) -> None:
    path = tmp_path / "dienststellen.csv"
    path.write_bytes(incompressible())
    before = listing(stocked)
    with (
        files_no_larger_than(int(current_version().snapshot_path.stat().st_size * share)),
        pytest.raises(WarehouseError) as caught,
    ):
        ingest.import_files([path])
    assert caught.value.key == "warehouse.cannot_write"
    assert caught.value.values == {"folder": str(stocked), "trouble": "EFBIG"}
    assert listing(stocked) == before


def test_what_a_full_disk_stopped_can_be_done_again(stocked: Path, tmp_path: Path) -> None:
    path = tmp_path / "besuche.csv"
    path.write_bytes(table())
    with files_no_larger_than(100_000), pytest.raises(WarehouseError):
        ingest.import_files([path])
    assert outcomes(ingest.import_files([path])) == {"besuche.csv": "imported"}


@pytest.fixture
def read_only(stocked: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stocked folder that this process may read and not write; root becomes nobody for a while."""
    base = Path(tempfile.mkdtemp())
    folder = Path(shutil.copytree(stocked, base / "data"))
    for path in [base, *base.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setenv("EINLASS_DATA", str(folder))
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(user)
        for path in [base, *base.rglob("*")]:
            path.chmod(0o755)
        shutil.rmtree(base)


WRITERS: dict[str, Callable[[Path], object]] = {
    "import": lambda path: ingest.import_files([path]),
    "preview": lambda path: ingest.preview([path]),
    "undo": lambda _: ingest.undo(ingest.history()[0].batch_id),
    "rebuild": lambda _: ingest.rebuild(),
    "spelling": lambda _: ingest.remember_spelling("A", "visits", {"tag": "datum"}),
}


@pytest.mark.parametrize("act", WRITERS)
def test_a_read_only_folder_is_named_and_goes_on_serving(read_only: Path, act: str) -> None:
    with pytest.raises(WarehouseError) as caught:
        WRITERS[act](read_only.parent / "besuche.csv")
    assert caught.value.key == "warehouse.cannot_write"
    assert caught.value.values == {"folder": str(read_only), "trouble": "EACCES"}
    for language in config.LANGUAGES:
        assert str(read_only) in words_for(language).message(caught.value.key, caught.value.values)
    current_version().check()
    assert len(ingest.history()) == 10
    assert rows_of(read_only, "select count(*) from visits") == [(1,)]


def test_a_folder_that_cannot_be_written_to_is_named(
    stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "besuche.csv"
    path.write_bytes(table())
    blocked = tmp_path / "file-not-folder"
    blocked.write_text("")
    monkeypatch.setenv("EINLASS_DATA", str(blocked))
    for act in (ingest.import_files, ingest.preview):
        with pytest.raises(WarehouseError) as caught:
            act([path])
        assert caught.value.key == "warehouse.cannot_write"


def test_a_clock_that_was_a_day_ahead_changes_no_order_and_is_named(
    stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newer export is the one that came later, whatever the clock said; events of the log stay in their order."""
    paths = [tmp_path / f"besuche {count}.csv" for count in (300, 301)]
    for path, count in zip(paths, (300, 301), strict=True):
        path.write_bytes(text(HEADER, f"04.03.2019;D1;{count};ZAEHL"))
    with monkeypatch.context() as ahead:
        for module in (versions, audit):
            ahead.setattr(module, "now", lambda: true_now() + timedelta(days=1))
        (early,) = ingest.import_files([paths[0]])
        audit.append(stocked, "", "import")
    assert [state.key for state in doctor.examine() if state.area == "clock"] == ["doctor.clock.behind"]
    (late,) = ingest.import_files([paths[1]])
    audit.append(stocked, "", "import")
    assert [state.key for state in doctor.examine() if state.area == "clock"] == ["doctor.clock.well"]
    assert [batch.batch_id for batch in ingest.history()[:2]] == [late.batch_id, early.batch_id]
    for act in (ingest.rebuild, ingest.sweep):
        act()
        assert rows_of(stocked, "select visit_count from visits where day = date '2019-03-04'") == [(301,)]
    first, second = audit.newest(stocked, 2)
    assert first.at > second.at
    assert not audit.verify(stocked).faults


def test_a_damaged_batch_stops_what_needs_it_but_not_reading_and_can_be_taken_back(stocked: Path) -> None:
    damaged, offices = ingest.history()[3], ingest.history()[-1]
    assert (damaged.table, offices.table) == ("incidents", "offices")
    parquet = stocked / "batches" / f"{damaged.batch_id}.parquet"
    parquet.write_bytes(parquet.read_bytes()[:-1])
    before = (stocked / "current").read_bytes()
    for act in (ingest.rebuild, lambda: ingest.undo(offices.batch_id)):
        with pytest.raises(Damaged, match=r"warehouse\.damaged_batch"):
            act()
    assert (stocked / "current").read_bytes() == before
    current_version().check()
    ingest.undo(damaged.batch_id)
    assert rows_of(stocked, "select count(*) from incidents") == [(0,)]
    ingest.rebuild()


# --- The inbox ------------------------------------------------------------------------------------------


def test_the_inbox_puts_files_away_with_a_report_and_leaves_unfinished_ones(
    stocked: Path, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    old = time.time() - 60
    files = {
        "gut.csv": table(),
        "schlecht.csv": b"a;b\n1;2\n",
        "fraglich.csv": text(HEADER, *ROWS[:1], "Summe;;99;"),
        "noch.csv.part": table(),
        "~$offen.xlsx": b"x",
        "frisch.csv": table(),
    }
    for name, content in files.items():
        (inbox / name).write_bytes(content)
        if name != "frisch.csv":
            os.utime(inbox / name, (old, old))
    run = as_a_process(stocked, "inbox", str(inbox), "--once")
    assert run.returncode == 0, run.stderr
    left = {str(path.relative_to(inbox)) for path in inbox.rglob("*") if path.is_file()}
    assert left == {
        "noch.csv.part",
        "~$offen.xlsx",
        "frisch.csv",
        *(f"done/gut.csv{end}" for end in ("", ".report.json", ".report.txt")),
        *(
            f"refused/{name}.csv{end}"
            for name in ("schlecht", "fraglich")
            for end in ("", ".report.json", ".report.txt")
        ),
    }
    assert "Summe" not in (inbox / "done" / "gut.csv.report.txt").read_text()
    assert "question.control_total" in (inbox / "refused" / "fraglich.csv.report.json").read_text()
    assert ingest.history()[0].imported_by == "inbox"


def test_a_folder_among_the_files_is_refused_by_itself(stocked: Path, tmp_path: Path) -> None:
    folder, path = tmp_path / "ordner", tmp_path / "besuche.csv"
    folder.mkdir()
    path.write_bytes(table())
    reports = ingest.import_files([folder, path])
    assert outcomes(reports) == {"ordner": "refused.unreadable", "besuche.csv": "imported"}


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "besuche.csv"
    line = b"07.03.2019;D1;5;ZAEHL\r\n"
    path.write_bytes(table() + line * 200_000)
    is_read = threading.Event()

    def go_on() -> None:
        while not is_read.wait(0.001):
            with path.open("ab") as file:
                file.write(line)

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        with pytest.raises(ImportRefused, match=r"refused\.still_written"):
            reader.read(path)
    finally:
        is_read.set()
        writer.join()


def test_columns_of_a_provider_are_remembered(stocked: Path, tmp_path: Path) -> None:
    path = tmp_path / "anbieter.csv"
    rows = [good("visits", datum="06.03.2019")]
    path.write_bytes(text("wann;wo;wieviele;wie", *(";".join(row.values()) for row in rows)))
    assert outcomes(ingest.import_files([path])) == {"anbieter.csv": "refused.no_source"}
    names = {"wann": "datum", "wo": "dienststelle_id", "wieviele": "besucher", "wie": "zaehlart"}
    run = as_a_process(stocked, "spelling", "Firma A", "visits", *(f"{a}={b}" for a, b in names.items()))
    assert run.returncode == 0, run.stderr
    (report,) = ingest.import_files([path])
    assert (report.outcome, report.new) == ("imported", 1)
    assert [note.key for note in report.notes] == ["note.remembered_columns"]
