"""Nothing personal stays, nobody else may read, one bad name stops nothing, and today is the day in Berlin."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import WriteCsv, csv_text, environment, good, run_einlass

from einlass import config, ingest
from einlass.ui.data import upload

NAMED = good("visits", datum="06.03.2019") | {"bearbeitet_von": "Frau Beispiel"}


def unpacked(path: Path) -> str:
    with pa.CompressedInputStream(str(path), "zstd") as packed:
        return str(packed.read().decode())


def originals(folder: Path) -> list[Path]:
    return sorted((folder / "originals").iterdir())


def test_an_original_is_kept_without_undeclared_columns_and_titles(
    stocked: Path, write_csv: WriteCsv, write_xlsx: WriteCsv
) -> None:
    for path in originals(stocked):
        path.unlink()
    text = write_csv("besuche.csv", [NAMED], above=["Bearbeitet von Frau Beispiel"])
    book = write_xlsx(
        "schichten.xlsx",
        {
            "Daten": [
                list(good("shifts")),
                list(good("shifts", schicht_id="S9", anbieter="Herr Beispiel").values()),
            ]
        },
    )
    rest = write_csv("frei.csv", [good("events", text="B"), good("events", text="Anruf von Frau Beispiel")])
    reports = ingest.import_files([text, book, rest])
    assert [report.outcome for report in reports] == ["imported", "refused", "imported"]
    kept = {path.name: unpacked(path) for path in originals(stocked)}
    assert {name.partition(".")[2] for name in kept} == {"declared.csv.zst"}
    assert len(kept) == 2
    assert not any("Beispiel" in content for content in kept.values())
    assert '"06.03.2019";"D1";"1.234";"ZAEHL"' in kept[f"{reports[0].sha256}.declared.csv.zst"]


@pytest.mark.usefixtures("real_imports")
def test_whole_originals_are_kept_where_somebody_wants_them(
    stocked: Path, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EINLASS_KEEP_ORIGINALS_WHOLE", "1")
    path = write_csv("besuche.csv", [NAMED])
    (report,) = ingest.import_files([path])
    assert unpacked(stocked / "originals" / f"{report.sha256}.zst").encode() == path.read_bytes()


def test_an_original_goes_with_the_undo_and_on_its_day(stocked: Path, write_csv: WriteCsv) -> None:
    (report,) = ingest.import_files([write_csv("besuche.csv", [good("visits", datum="06.03.2019")])])
    path = stocked / "originals" / f"{report.sha256}.zst"
    assert path.is_file()
    ingest.undo(report.batch_id)
    assert not path.exists()
    (kept, *_) = originals(stocked)
    os.utime(kept, times=(time.time() - 31 * 86_400,) * 2)
    assert run_einlass("status", data=stocked).returncode == 0
    assert not kept.exists()


def test_nobody_else_may_read_the_data(folder: Path, write_csv: WriteCsv) -> None:
    ingest.import_files([write_csv("stellen.csv", [good("offices")])])
    preview = ingest.preview([write_csv("besuche.csv", [good("visits")])])
    paths = [folder, *folder.rglob("*")]
    modes = {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for path in paths
        if not path.is_symlink()
    }
    expected = {name: 0o700 if (folder / name).is_dir() else 0o600 for name in modes}
    assert modes == expected
    ingest.discard(preview.token)


def test_folders_of_an_older_version_are_closed(stocked: Path, write_csv: WriteCsv) -> None:
    for name in ("batches", "originals", "versions"):
        (stocked / name).chmod(0o755)
    ingest.import_files([write_csv("besuche.csv", [good("visits", datum="06.03.2019")])])
    assert {
        stat.S_IMODE((stocked / name).stat().st_mode) for name in ("batches", "originals", "versions")
    } == {0o700}


KILLED = """
import os, signal
from einlass import ingest
with ingest.upload_folder() as folder:
    (folder / "raw.csv").write_text("Frau Beispiel")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_killed_runs_left_is_swept_at_the_start(stocked: Path) -> None:
    variables = os.environ | environment(stocked)
    subprocess.run([sys.executable, "-c", KILLED], cwd=config.ROOT, env=variables, check=False, timeout=60)
    (left,) = (stocked / "uploads").iterdir()
    staged = stocked / "versions" / f".staging-{left.name.partition('-')[0]}"
    staged.mkdir()
    with ingest.upload_folder() as ours:
        ingest.sweep()
        assert ours.is_dir()
    assert not left.exists()
    assert not staged.exists()


def test_a_check_in_the_browser_leaves_nothing_in_the_temporary_folder(stocked: Path) -> None:
    class Sent:
        name = "x.csv"

        def getbuffer(self) -> memoryview:
            assert (stocked / "uploads").is_dir()
            return memoryview(b"x")

    ingest.discard(upload.preview([Sent()], "KL").token)
    assert not list((stocked / "uploads").iterdir())


# --- One bad file stops nothing ---------------------------------------------------------------------------


def undecodable(folder: Path, text: str) -> Path:
    path = os.fsencode(folder) + b"/besuche_m\xe4rz.csv"
    Path(os.fsdecode(path)).write_text(text, encoding="utf-8")
    return Path(os.fsdecode(path))


def test_a_name_that_is_no_text_is_imported_beside_the_others(stocked: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    undecodable(inbox, csv_text([good("visits", datum="06.03.2019")]))
    (inbox / ("b" * 240 + ".csv")).write_text(
        csv_text([good("visits", datum="07.03.2019")]), encoding="utf-8"
    )
    (inbox / "gut.csv").write_text(csv_text([good("visits", datum="08.03.2019")]), encoding="utf-8")
    done = run_einlass("inbox", inbox, "--once", "--seconds", "0", data=stocked)
    assert (done.returncode, done.stderr) == (0, "")
    assert "besuche_m\\xe4rz.csv: als „Besuchszählung“ importiert" in done.stdout
    assert sum("importiert." in line for line in done.stdout.splitlines()) == 3
    assert len(list((inbox / "done").iterdir())) == 9
    assert {path.name for path in inbox.iterdir()} == {"done", "refused"}
    assert {batch.file for batch in ingest.history()} >= {"besuche_m\\xe4rz.csv", "gut.csv"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])  # every other test has utf-8
def test_any_terminal_is_told_what_happened(
    stocked: Path, write_csv: WriteCsv, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    path = write_csv("besuche\x1b[31m.csv", [good("visits", datum="06.03.2019", dienststelle_id="Ä9")])
    variables = os.environ | environment(stocked)
    for arguments in (["import", path], ["import", "--json", path], ["history"], ["undo", "x"]):
        command = [sys.executable, "-m", "einlass", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=config.ROOT, env=variables, capture_output=True, check=False, timeout=120
        )
        assert b"Traceback" not in done.stderr
        assert done.returncode == int(arguments[0] == "undo")
        assert b"\x1b" not in done.stdout + done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(stocked: Path) -> None:
    command = f"'{sys.executable}' -m einlass history | head -n 1; '{sys.executable}' -m einlass history --json | true"
    variables = os.environ | environment(stocked)
    done = subprocess.run(
        ["bash", "-c", command], cwd=config.ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


# --- Time ---------------------------------------------------------------------------------------------------

SAY_TODAY = """
import time, datetime
class Late(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2019, 3, 5, 23, 30, tzinfo=datetime.timezone.utc).astimezone(tz)
from einlass import config
config.datetime = Late
print(config.today())
"""


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Tokyo"])
def test_today_is_the_day_in_berlin(zone: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAY_TODAY],
        cwd=config.ROOT,
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("2019-03-06", "")
