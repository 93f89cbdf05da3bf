"""The warehouse is a function of the batches: built anew it holds the same, cell by cell."""

import json
import os
import shutil
import time
from pathlib import Path

import duckdb
import pytest
from conftest import WriteCsv, good, listing, run_einlass, serve

from einlass import config, ingest
from einlass.errors import Damaged, NoWarehouse
from einlass.release import ledger
from einlass.release.desk import taken_role
from einlass.release.events import Who
from einlass.warehouse import DataVersion, current_version, versions
from einlass.warehouse.build import has_declared_tables
from einlass.warehouse.files import file_sha256

FACTS = {"office_coverage", "office_days", "find_days", "wave_answers"}


def differences(one: DataVersion, other: DataVersion) -> dict[str, int]:
    """Rows of each table and fact that stand in only one of two snapshots; a row counts as often as it stands."""
    with duckdb.connect() as db:
        for name, version in (("one", one), ("other", other)):
            db.execute(f"attach '{version.snapshot_path}' as {name} (read_only)")
        tables = db.execute("select database_name, table_name from duckdb_tables()").fetchall()
        names = {database: {table for owner, table in tables if owner == database} for database, _ in tables}
        assert names["one"] == names["other"]
        assert names["one"] >= FACTS
        counted = {}
        for table in names["one"]:
            left, right = f"select * from one.{table}", f"select * from other.{table}"
            both_ways = f"({left} except all {right}) union all ({right} except all {left})"
            counted[table] = db.execute(f"select count(*) from ({both_ways})").fetchall()[0][0]
            assert db.execute(f"describe {left}").fetchall() == db.execute(f"describe {right}").fetchall()
            if table in FACTS:
                assert db.execute(f"select count(*) from ({left})").fetchall()[0][0] > 0
        return counted


@pytest.fixture
def own_sample(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(Path(shutil.copytree(sample_folder, tmp_path / "data")), monkeypatch))


def test_a_rebuild_gives_the_same_cell_by_cell_under_a_new_number(own_sample: DataVersion) -> None:
    rebuilt = ingest.rebuild()
    assert rebuilt == current_version()
    assert rebuilt.number == own_sample.number + 1
    assert rebuilt.snapshot_path != own_sample.snapshot_path
    assert rebuilt.is_sample
    assert rebuilt.manifest() == own_sample.manifest()
    assert set(differences(own_sample, rebuilt).values()) == {0}


def test_a_rebuild_replaces_rows_in_the_order_of_the_imports(stocked: Path, write_csv: WriteCsv) -> None:
    for day, count in (("10", "1000"), ("15", "1500")):
        rows = [good("visits", datum=f"{day}.03.2019", besucher=count) for day in ("05", day)]
        ingest.import_files([write_csv(f"{count}.csv", rows)])
    before = current_version()
    differing = differences(before, ingest.rebuild())
    assert set(differing.values()) == {0}
    path = current_version().snapshot_path
    with duckdb.connect(str(path), read_only=True) as db:
        counts = db.execute("select visit_count from visits order by day").fetchall()
    assert [count for (count,) in counts] == [1500, 1000, 1500]


@pytest.fixture
def older(stocked: Path) -> Path:
    """A data folder as an older version of the program left it: without a table and a column of today."""
    version = current_version()
    with duckdb.connect(str(version.snapshot_path)) as db:
        db.execute("drop table batch_offices")
        db.execute("alter table answers drop column audience_code")
    pointer = json.loads((stocked / "current").read_text())
    del pointer["own_sha256"]  # which it did not know
    pointer["sha256"] = file_sha256(version.snapshot_path)
    (stocked / "current").write_text(json.dumps(pointer))
    return stocked


def test_an_import_into_older_tables_builds_them_anew(
    older: Path, stock: Path, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    (report,) = ingest.import_files([write_csv("neu.csv", [good("visits", datum="06.03.2019")])])
    assert report.outcome == "imported"
    ingest.undo(report.batch_id)
    taken_back = current_version()
    serve(stock, monkeypatch)
    assert set(differences(current_version(), taken_back).values()) == {0}


def test_make_run_builds_older_tables_anew(older: Path) -> None:
    assert not has_declared_tables(current_version().snapshot_path)
    assert run_einlass("sample", data=older).returncode == 0
    assert has_declared_tables(current_version().snapshot_path)


def test_a_lost_batch_stops_the_rebuild(stocked: Path) -> None:
    batch = current_version().manifest()[3]["batch_id"]
    (stocked / "batches" / f"{batch}.json").unlink()
    before = listing(stocked)
    with pytest.raises(Damaged) as caught:
        ingest.rebuild()
    assert caught.value.key == "warehouse.damaged_batch"
    assert caught.value.values == {"file": "visits.csv", "batch": batch}
    assert listing(stocked) == before


def test_a_changed_batch_stops_the_rebuild(stocked: Path) -> None:
    batch = stocked / "batches" / f"{current_version().manifest()[0]['batch_id']}.parquet"
    content = batch.read_bytes()
    batch.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
    with pytest.raises(Damaged, match=r"warehouse\.damaged_batch"):
        ingest.rebuild()


def test_a_damaged_manifest_stops_the_rebuild(stocked: Path) -> None:
    path = current_version().path / "manifest.json"
    path.write_text(path.read_text()[:-1])
    with pytest.raises(Damaged, match=r"warehouse\.damaged_manifest"):
        ingest.rebuild()
    path.unlink()
    with pytest.raises(Damaged, match=r"warehouse\.damaged_manifest"):
        current_version().manifest()


def test_a_manifest_with_another_entry_is_damaged(stocked: Path) -> None:
    path = current_version().path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text())[1:], indent=1))
    with pytest.raises(Damaged, match=r"warehouse\.damaged_manifest"):
        current_version().manifest()


POINTERS = [None, "", "{", "[]", "{}", '{"number": 1}', '{"number": "x", "snapshot": 1}']


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_lost_pointer_costs_nothing(stocked: Path, write_csv: WriteCsv, pointer: str | None) -> None:
    before = current_version()
    path = stocked / "current"
    path.unlink() if pointer is None else path.write_text(pointer)
    assert current_version() == before
    assert [fault.key for fault in ingest.check().faults] == ["check.pointer"]
    if pointer in (None, "{"):
        (report,) = ingest.import_files([write_csv("neu.csv", [good("visits", datum="06.03.2019")])])
        assert (report.outcome, current_version().number) == ("imported", before.number + 1)
        assert len(current_version().manifest()) == len(before.manifest()) + 1
        assert before.manifest() and before.snapshot_path.is_file()
    else:
        assert ingest.rebuild().number == before.number + 1
    assert ingest.check().faults == ()


def test_the_newest_whole_manifest_is_found(stocked: Path, write_csv: WriteCsv) -> None:
    for day in ("06", "07"):
        ingest.import_files([write_csv(f"{day}.csv", [good("visits", datum=f"{day}.03.2019")])])
    (stocked / "current").unlink()
    newest = stocked / "versions/000003/manifest.json"
    newest.write_bytes(newest.read_bytes()[:-20])
    assert current_version().number == 2
    ingest.import_files([write_csv("8.csv", [good("visits", datum="08.03.2019")])])
    assert current_version().number == 4
    assert newest.is_file()
    (stocked / "current").unlink()
    for path in (stocked / "versions").glob("*/manifest.json"):
        path.write_text("[")
    with pytest.raises(Damaged, match=r"warehouse\.damaged_pointer"):
        current_version()
    with pytest.raises(Damaged):
        ingest.import_files([write_csv("9.csv", [good("visits", datum="09.03.2019")])])
    assert ingest.check().faults[0].key == "check.nothing_whole"


def test_a_version_made_before_versions_described_themselves_is_found(stocked: Path) -> None:
    before = current_version()
    (before.path / "version.json").unlink()
    (stocked / "current").unlink()
    found = current_version()
    assert (found.number, found.sha256, found.is_sample) == (1, before.sha256, False)


def test_a_version_left_by_a_killed_import_is_not_overwritten(stocked: Path, write_csv: WriteCsv) -> None:
    left = stocked / "versions/000002"
    left.mkdir()
    (left / "manifest.json").write_text("[]")
    ingest.import_files([write_csv("neu.csv", [good("visits", datum="06.03.2019")])])
    assert current_version().number == 3
    assert (left / "manifest.json").read_text() == "[]"


def test_check_names_every_damage_and_what_to_do(stocked: Path) -> None:
    assert run_einlass("check", data=stocked).stdout.startswith("Alles ganz: 10 Importe")
    version = current_version()
    visits, checks = (entry["batch_id"] for entry in version.manifest()[3:5])
    for path in (
        stocked / f"batches/{visits}.parquet",
        stocked / f"batches/{checks}.json",
        version.snapshot_path,
    ):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    (stocked / "batches/0123456789abcdef.json").write_text("{}")
    done = run_einlass("check", data=stocked)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert f"Die Zeilen des Imports von visits.csv ({visits}) fehlen oder sind beschädigt" in lines[0]
    assert f"Der Bericht zum Import von checks.csv ({checks}) fehlt oder ist beschädigt" in lines[1]
    assert version.snapshot in lines[2] and "rebuild" in lines[2]
    assert "0123456789abcdef" in lines[3]
    assert lines[4].startswith("Nicht alles ist ganz")
    keys = [
        fault["key"] for fault in json.loads(run_einlass("check", "--json", data=stocked).stdout)["faults"]
    ]
    assert keys == ["check.batch", "check.report", "check.snapshot", "check.unnamed"]


def test_without_its_manifest_an_older_version_can_be_built(stocked: Path, write_csv: WriteCsv) -> None:
    before = current_version()
    ingest.import_files([write_csv("neu.csv", [good("visits", datum="06.03.2019")])])
    (current_version().path / "manifest.json").write_text("?")
    done = run_einlass("check", data=stocked)
    assert "rebuild --version 1" in done.stdout
    assert run_einlass("rebuild", "--version", "1", data=stocked).returncode == 0
    rebuilt = current_version()
    assert (rebuilt.number, rebuilt.manifest()) == (3, before.manifest())
    assert set(differences(before, rebuilt).values()) == {0}


def test_sample_data_are_never_put_where_real_data_were(stocked: Path) -> None:
    (stocked / "current").unlink()
    before = listing(stocked)
    assert run_einlass("sample", data=stocked).returncode == 0
    for path in (stocked / "versions").glob("*/manifest.json"):
        path.write_text("?")
    assert run_einlass("sample", data=stocked).returncode == 1
    assert listing(stocked).keys() == before.keys()


def test_make_run_puts_no_sample_data_into_a_named_folder(folder: Path) -> None:
    recipe = (config.ROOT / "Makefile").read_text().partition("\nrun:")[2].splitlines()[1]
    assert recipe.strip() == "$(PYTHON) -m einlass sample --unless-named"
    assert run_einlass("sample", "--unless-named", data=folder).returncode == 0
    assert not folder.exists()


def publish(folder: Path, numbers: range) -> None:
    """Versions of these numbers, one after the other."""
    for number in numbers:
        with versions.staging(folder) as staged:
            made = staged / "version"
            made.mkdir()
            (made / "manifest.json").write_text("[]")
            (made / "built").write_text(f"snapshot {number}")
            sha256 = file_sha256(made / "built")
            versions.name_snapshot(made / "built", sha256)
            versions.publish(folder, made, number, sha256, versions.now())


def test_manifests_do_not_grow_with_the_square_of_the_imports(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "SNAPSHOTS_KEPT_SECONDS", 0.0)
    publish(folder, range(1, versions.KEEP_VERSIONS + 4))
    kept = versions.version_numbers(folder)
    assert kept == list(range(4, versions.KEEP_VERSIONS + 4))
    assert versions.next_number(folder) == versions.KEEP_VERSIONS + 4
    assert len(list((folder / "versions").glob("*/snapshot-*.duckdb"))) == versions.KEEP_SNAPSHOTS


def test_what_a_reader_may_still_be_at_is_kept_whatever_its_number(folder: Path) -> None:
    count = versions.KEEP_VERSIONS + 3
    publish(folder, range(1, count + 1))
    assert versions.version_numbers(folder) == list(range(1, count + 1))
    assert len(list((folder / "versions").glob("*/snapshot-*.duckdb"))) == count
    long_ago = time.time() - config.SNAPSHOTS_KEPT_SECONDS - 60
    for number in range(
        1, count
    ):  # all were superseded by one that has been there for long, but for the last
        os.utime(folder / "versions" / f"{number:06d}" / "version.json", (long_ago, long_ago))
    publish(folder, range(count + 1, count + 2))
    assert versions.version_numbers(folder) == list(range(5, count + 2))
    assert len(list((folder / "versions").glob("*/snapshot-*.duckdb"))) == versions.KEEP_SNAPSHOTS


def test_imports_one_by_one_do_not_fill_the_disk(folder: Path) -> None:
    publish(folder, range(1, versions.MOST_SNAPSHOTS + 4))
    assert len(list((folder / "versions").glob("*/snapshot-*.duckdb"))) == versions.MOST_SNAPSHOTS


def test_nothing_to_rebuild(folder: Path) -> None:
    with pytest.raises(NoWarehouse):
        ingest.rebuild()
    assert not folder.exists()


def test_the_manifest_names_every_batch_in_the_order_of_import(stock: Path) -> None:
    manifest = json.loads((stock / "versions/000001/manifest.json").read_text())
    assert [entry["file"] for entry in manifest] == [
        *("offices.csv", "measures.csv", "events.csv", "visits.csv", "checks.csv"),
        *("finds.csv", "incidents.csv", "survey_waves.csv", "answers.csv", "shifts.csv"),
    ]
    kept = {path.name.split(".")[0] for path in (stock / "batches").iterdir()}
    assert kept == {entry["batch_id"] for entry in manifest}


@pytest.mark.parametrize(
    "content", [None, b"", b"[]", b'{"rejects": 3}'], ids=["lost", "empty", "list", "odd"]
)
def test_one_damaged_report_stops_no_list(stocked: Path, content: bytes | None) -> None:
    entry = current_version().manifest()[3]
    report = stocked / f"batches/{entry['batch_id']}.json"
    report.unlink()
    if content is not None:
        report.write_bytes(content)
    (damaged,) = [batch for batch in ingest.history() if batch.report is None]
    assert (damaged.batch_id, damaged.accepted, damaged.is_damaged) == (entry["batch_id"], 1, True)
    assert len(ingest.history()) == 10
    ingest.undo(damaged.batch_id)
    assert not any(batch.is_damaged for batch in ingest.history())
    assert [(fault.key, fault.is_harmless) for fault in ingest.check().faults] == [("check.undone", True)]
    ingest.rebuild()


def test_the_command_line_lists_damaged_imports_among_the_others_and_says_what_to_do(stocked: Path) -> None:
    whole = run_einlass("history", data=stocked)
    damaged = [entry["batch_id"] for entry in current_version().manifest()[3:5]]
    for batch in damaged:
        (stocked / f"batches/{batch}.json").write_text("?")
    done = run_einlass("history", data=stocked)
    lines = done.stdout.splitlines()
    assert (whole.returncode, done.returncode, done.stderr, len(lines)) == (0, 1, "", 10)
    for line, before in zip(lines, whole.stdout.splitlines(), strict=True):
        hint = [batch for batch in damaged if f"python -m einlass undo {batch}" in line]
        assert line.startswith(before)
        assert hint == [batch for batch in damaged if batch in before]
    plain = json.loads(run_einlass("history", "--json", data=stocked).stdout)["batches"]
    assert [one["batch_id"] for one in plain if one["report"] is None] == damaged[::-1]
    with pytest.raises(Damaged) as caught:
        ingest.rebuild()
    assert caught.value.key == "warehouse.damaged_batches"
    assert all(batch in str(caught.value.values["batches"]) for batch in damaged)
    assert caught.value.values["count"] == 2


def test_check_looks_at_the_ledger_of_releases_too(stocked: Path) -> None:
    taken_role(stocked, Who("Anna", "prepare"))
    done = run_einlass("check", data=stocked)
    assert (
        done.returncode == 0 and "Das Freigabebuch ist unverändert und vollständig (1 Eintrag)" in done.stdout
    )
    book = stocked / ledger.FOLDER / ledger.FILE
    book.write_bytes(book.read_bytes().replace(b"Anna", b"Anne"))
    done = run_einlass("check", data=stocked)
    assert done.returncode == 1
    assert "Zeile 1 des Freigabebuchs wurde nachträglich geändert" in done.stdout
    assert "aus der letzten Sicherung zurückholen" in done.stdout
    told = json.loads(run_einlass("check", "--json", data=stocked).stdout)
    assert [one["key"] for one in told["faults"]] == ["release.ledger.changed"] and not told["is_whole"]
