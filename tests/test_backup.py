"""A backup is worth what comes back of it: imports, figures, ledger, remarks, settings; or a refusal that says why."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import WriteCsv, csv_text, environment, good, listing, run_einlass, serve
from release.desk_parts import ANNA, MORNING
from test_rebuild import differences

from einlass import config, ingest, remarks
from einlass.cli import main
from einlass.errors import BackupRefused, Damaged, LedgerDamaged
from einlass.release import ledger
from einlass.release.events import Entered
from einlass.upkeep import archive
from einlass.upkeep.backup import backup
from einlass.upkeep.last import last_backup
from einlass.upkeep.restore import restore
from einlass.warehouse import current_version, versions

Said = pytest.CaptureFixture[str]
SETTINGS = 'name = "Musterstadt"\nstate = "NW"\n'
SEED = 15
ONE_BY_ONE = """
import sys
from pathlib import Path
from einlass import config, ingest
config.SNAPSHOTS_KEPT_SECONDS = 0.0
for name in sys.argv[1:]:
    ingest.import_files([Path(name)])
"""


@pytest.fixture(scope="session")
def furnished(stock: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything that can lie in one; never changed."""
    base = tmp_path_factory.mktemp("furnished")
    files = [base / name for name in ("a.csv", "b.csv")]
    for day, path in enumerate(files, 6):
        path.write_text(csv_text([good("visits", datum=f"0{day}.03.2019")]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        folder = serve(Path(shutil.copytree(stock, base / "data")), patch)
        (folder / config.CITY_FILE).write_text(SETTINGS, encoding="utf-8")
        config.look_anew()
        first, _ = ingest.import_files(files)
        ingest.undo(first.batch_id)
        ingest.remember_spelling("Amt", "visits", {"Leute": "besucher"})
        ingest.rebuild()  # with the holidays of the state
        remarks.add(folder, "M1", "keep", "Bitte prüfen", "A. Beispiel", 1)
        for _ in range(3):
            ledger.append(folder, lambda _: [Entered()], ANNA, MORNING)
    return folder


@pytest.fixture
def kept(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, used by this test alone."""
    return serve(Path(shutil.copytree(furnished, tmp_path / "data")), monkeypatch)


# --- There and back -------------------------------------------------------------------------------------


def test_everything_comes_back(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, history, book = current_version(), ingest.history(), ledger.read(kept)
    saved = backup(tmp_path / "backups")
    restored = restore(saved.path, tmp_path / "new")
    assert restored.other_figures == ()
    assert set(differences(before, restored.version).values()) == {0}
    serve(tmp_path / "new", monkeypatch)
    assert ingest.check().faults == ()
    assert ingest.history() == history
    assert ledger.verify(tmp_path / "new") == ()
    assert ledger.read(tmp_path / "new") == book
    for name in ("remarks.jsonl", "spellings.json", config.CITY_FILE):
        assert (tmp_path / "new" / name).read_bytes() == (kept / name).read_bytes()
    assert config.city().name == "Musterstadt"
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "new").rglob("*")} == {0}
    assert saved.path.stat().st_mode & 0o077 == 0


def test_the_sample_comes_back_with_its_figures(sample_folder: Path, tmp_path: Path) -> None:
    """As cron and a colleague do it, with the real import process."""
    served = Path(shutil.copytree(sample_folder, tmp_path / "served"))  # which remembers that it was saved
    done = run_einlass("backup", "--to", tmp_path / "b.tar", "--json", data=served)
    assert done.returncode == 0, done.stderr
    back = run_einlass("restore", tmp_path / "b.tar", "--to", tmp_path / "new", data=tmp_path / "other")
    assert (back.returncode, back.stderr) == (0, "")
    assert "Wiederhergestellt" in back.stdout and "Beispieldaten" in back.stdout
    answers = [
        run_einlass("answer", "--city", "--indicator", "reported_incidents", data=data).stdout
        for data in (sample_folder, tmp_path / "new")
    ]
    assert answers[0] == answers[1] != ""
    assert not (tmp_path / "other").exists()


def test_settings_that_lie_elsewhere_are_part_of_it(
    stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "etc" / "einlass.toml"
    own.parent.mkdir()
    own.write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("EINLASS_CITY", str(own))
    restore(backup(tmp_path / "b.tar").path, tmp_path / "new")
    assert (tmp_path / "new" / config.CITY_FILE).read_text(encoding="utf-8") == SETTINGS
    assert os.environ["EINLASS_CITY"] == str(own)


def test_originals_previews_and_snapshots_are_left_out(
    kept: Path, write_csv: WriteCsv, tmp_path: Path
) -> None:
    ingest.preview([write_csv("c.csv", [good("visits", datum="08.03.2019")])])
    assert any((kept / "originals").iterdir()) and any((kept / "previews").iterdir())
    tops = {part.path.split("/")[0] for part in backup(tmp_path / "b.tar").index.files}
    assert tops == {"batches", "versions", "releases", "remarks.jsonl", "spellings.json", config.CITY_FILE}


def test_with_nothing_imported_there_is_nothing_to_save(folder: Path, tmp_path: Path, capsys: Said) -> None:
    assert main(["backup", "--to", str(tmp_path / "b")]) == 1
    assert "noch nichts importiert" in capsys.readouterr().err


# --- While others work ----------------------------------------------------------------------------------


def test_a_backup_waits_for_no_import(kept: Path, tmp_path: Path) -> None:
    with versions.importing(kept), versions.staging(kept) as staged:
        (staged / "half.parquet").write_bytes(b"x")
        saved = backup(tmp_path / "b.tar")
    assert archive.read(saved.path).number == current_version().number


def test_what_a_killed_import_left_is_not_saved(kept: Path, write_csv: WriteCsv, tmp_path: Path) -> None:
    path = write_csv("c.csv", [good("visits", datum="08.03.2019")])
    killed = subprocess.run(
        [sys.executable, "-m", "einlass", "import", path],
        cwd=config.ROOT,
        env=os.environ | environment(kept) | {"EINLASS_KILL_AT": "batch_stored"},
        check=False,
    )
    assert killed.returncode < 0
    left = {fault.key for fault in ingest.check().faults}
    assert left == {"check.unnamed"}
    restore(backup(tmp_path / "b.tar").path, tmp_path / "new")
    assert len(listing(tmp_path / "new" / "batches")) < len(listing(kept / "batches"))


def test_backups_taken_while_imports_come_hold_one_state_each(
    stocked: Path, write_csv: WriteCsv, tmp_path: Path
) -> None:
    """Each gives the figures of the version that was served when it was begun, and no import too many or too few."""
    files = [str(write_csv(f"v{day}.csv", [good("visits", datum=f"{day}.03.2019")])) for day in range(11, 14)]
    importer = subprocess.Popen(
        [sys.executable, "-c", ONE_BY_ONE, *files], cwd=config.ROOT, env=os.environ | environment(stocked)
    )
    taken = []
    while importer.poll() is None:
        taken.append(backup(tmp_path / f"{len(taken)}.tar"))
    assert importer.returncode == 0
    at = {saved.index.number: saved for saved in taken}
    assert len(at) > 1
    for number, saved in at.items():
        batches = [part for part in saved.index.files if part.path.endswith(".parquet")]
        assert len(batches) == 9 + number  # one good row of each of ten exports, then one file a version
    restored = restore(at[sorted(at)[1]].path, tmp_path / "new")
    assert restored.other_figures == ()


# --- Refused --------------------------------------------------------------------------------------------


def refusal(path: Path, to: Path) -> BackupRefused:
    with pytest.raises(BackupRefused) as caught:
        restore(path, to)
    assert not to.exists()
    return caught.value


def test_no_cut_off_backup_comes_back(kept: Path, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.tar").path
    content = path.read_bytes()
    end = content.rindex(archive.SEAL.encode()) + 512
    rng = random.Random(SEED)
    for length in [0, 1, 511, 512, 513, end, *rng.sample(range(end), 30)]:
        path.write_bytes(content[:length])
        assert refusal(path, tmp_path / "new").key in ("backup.damaged", "backup.no_backup")


def test_no_damaged_backup_comes_back_otherwise_than_it_was(kept: Path, tmp_path: Path) -> None:
    saved = backup(tmp_path / "b.tar")
    content = saved.path.read_bytes()
    archive.unpack(saved.path, tmp_path / "whole")
    rng, refused = random.Random(SEED), 0
    for place in rng.sample(range(len(content)), 150):
        saved.path.write_bytes(content[:place] + bytes([content[place] ^ 0x20]) + content[place + 1 :])
        to = tmp_path / f"at_{place}"
        try:
            index = archive.unpack(saved.path, to)
        except BackupRefused as error:
            assert error.key in ("backup.damaged", "backup.no_backup")
            refused += 1
        else:  # between two files, where nothing lies
            assert index == saved.index
            assert listing(to) == listing(tmp_path / "whole")
    assert refused > 40


def test_a_damage_is_named_with_its_place_and_what_to_do(kept: Path, tmp_path: Path, capsys: Said) -> None:
    saved = backup(tmp_path / "b.tar")
    content = bytearray(saved.path.read_bytes())
    content[content.index(b"Bitte pr")] ^= 1
    saved.path.write_bytes(content)
    assert main(["restore", str(saved.path), "--to", str(tmp_path / "new")]) == 1
    said = capsys.readouterr().err
    assert "zuerst bei remarks.jsonl" in said and "die Sicherung davor" in said


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt", "batches/.."])
def test_no_name_leads_out_of_the_new_folder(kept: Path, tmp_path: Path, name: str) -> None:
    index = backup(tmp_path / "b.tar").index
    bad = archive.part_of_bytes(name, b"x")
    archive.write(tmp_path / "bad.tar", replace(index, files=(bad,)))
    assert refusal(tmp_path / "bad.tar", tmp_path / "new").key == "backup.damaged"
    assert not list(tmp_path.rglob("out.txt"))


def test_other_figures_are_refused_unless_another_program_computed_them(kept: Path, tmp_path: Path) -> None:
    parts = read_parts(backup(tmp_path / "b.tar").path)
    other = replace(parts, figures=parts.figures | {"reported_incidents": "0" * 64})
    assert "reported_incidents" in parts.figures
    archive.write(tmp_path / "other.tar", other)
    found = refusal(tmp_path / "other.tar", tmp_path / "new")
    assert (found.key, found.values["indicators"]) == ("restore.other_figures", ["reported_incidents"])
    archive.write(tmp_path / "older.tar", replace(other, build="older"))
    assert restore(tmp_path / "older.tar", tmp_path / "new").other_figures == ("reported_incidents",)


def test_another_ledger_is_refused(kept: Path, tmp_path: Path) -> None:
    parts = read_parts(backup(tmp_path / "b.tar").path)
    archive.write(tmp_path / "other.tar", replace(parts, ledger_entries=4))
    assert refusal(tmp_path / "other.tar", tmp_path / "new").key == "restore.other_ledger"


def read_parts(path: Path) -> archive.Index:
    """The list of a backup with the content of its files, to be written with a change."""
    folder = path.with_suffix("")
    folder.mkdir()
    index = archive.unpack(path, folder)
    return replace(index, files=tuple(replace(one, source=folder / one.path) for one in index.files))


def test_a_folder_that_holds_something_is_left_alone(kept: Path, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.tar").path
    before = listing(kept)
    with pytest.raises(BackupRefused, match=r"restore\.not_empty"):
        restore(path, kept)
    assert listing(kept) == before
    (tmp_path / "empty").mkdir()
    other = replace(read_parts(path), ledger_entries=4)
    archive.write(tmp_path / "other.tar", other)
    with pytest.raises(BackupRefused, match=r"restore\.other_ledger"):
        restore(tmp_path / "other.tar", tmp_path / "empty")
    assert list((tmp_path / "empty").iterdir()) == []
    assert restore(path, tmp_path / "empty").folder == tmp_path / "empty"
    assert not list((tmp_path / "empty").glob(".*"))


def test_what_is_damaged_is_not_saved_and_older_backups_stay(kept: Path, tmp_path: Path) -> None:
    first = backup(tmp_path / "b" / "einlass-2020-01-01-020000.tar").path
    batch = next((kept / "batches").glob(f"{current_version().manifest()[0]['batch_id']}.parquet"))
    whole = batch.read_bytes()
    batch.write_bytes(whole[:-1] + b"x")
    with pytest.raises(Damaged, match=r"warehouse\.damaged_batch"):
        backup(tmp_path / "b", keep=1)
    batch.write_bytes(whole)
    book = kept / ledger.FOLDER / ledger.FILE
    book.write_bytes(book.read_bytes().replace(b"anna", b"otto", 1).replace(b"Anna", b"Otto", 1)[:-3])
    with pytest.raises(LedgerDamaged):
        backup(tmp_path / "b", keep=1)
    assert list((tmp_path / "b").iterdir()) == [first]


REFUSED: dict[str, tuple[Callable[[Path], Path], int | None]] = {
    "backup.inside": (lambda base: base / "data" / "b", None),
    "backup.exists": (lambda base: base / "there.tar", None),
    "backup.keep_of_file": (lambda base: base / "new.tar", 3),
    "backup.keep_none": (lambda base: base / "b", 0),
    "backup.system": (lambda base: base / "there.tar" / "b", None),
}


@pytest.mark.parametrize("key", REFUSED)
def test_a_place_that_cannot_be_one_is_refused(stocked: Path, tmp_path: Path, key: str) -> None:
    (tmp_path / "there.tar").write_bytes(b"x")
    to, keep = REFUSED[key]
    with pytest.raises(BackupRefused) as caught:
        backup(to(tmp_path), keep)
    assert caught.value.key == key
    assert (tmp_path / "there.tar").read_bytes() == b"x"


# --- Keeping --------------------------------------------------------------------------------------------


def test_the_oldest_make_room_and_nothing_else_does(kept: Path, tmp_path: Path) -> None:
    place = tmp_path / "b"
    place.mkdir()
    older = [place / f"einlass-2020-01-0{day}-020000.tar" for day in range(1, 5)]
    for path in (*older, place / "einlass-notes.tar", place / ".einlass-x.tar.999999999"):
        path.write_bytes(b"x")
    saved = backup(place, keep=3)
    assert saved.removed == tuple(older[:2])
    assert {path.name for path in place.iterdir()} == {
        *(path.name for path in older[2:]),
        "einlass-notes.tar",
        saved.path.name,
    }


def test_the_data_folder_remembers_its_last_backup(kept: Path, tmp_path: Path) -> None:
    assert last_backup(kept) is None
    saved = backup(tmp_path / "b.tar")
    found = last_backup(kept)
    assert found is not None
    assert (found.path, found.at, found.size) == (
        saved.path,
        saved.index.made_at,
        saved.path.stat().st_size,
    )
    restore(saved.path, tmp_path / "new")
    assert last_backup(tmp_path / "new") is None


def test_any_tar_opens_it(kept: Path, tmp_path: Path) -> None:
    saved = backup(tmp_path / "b.tar")
    subprocess.run(["tar", "-xf", saved.path, "-C", tmp_path], check=True)
    index = json.loads((tmp_path / "index.json").read_text())
    assert index["number"] == current_version().number
    assert (tmp_path / "data" / "remarks.jsonl").read_bytes() == (kept / "remarks.jsonl").read_bytes()
