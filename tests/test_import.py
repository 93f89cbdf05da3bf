"""Files in, a new version out: through the real import process, on a real folder."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import GOOD, Row, WriteCsv, cleaned, csv_text, good, listing

from einlass import config, ingest
from einlass.errors import Busy, Damaged, NoWarehouse, WarehouseError
from einlass.ingest import FileReport
from einlass.warehouse import current_snapshot, current_version, files, versions

DEADLINE_SECONDS = 120  # only a limit: a busy machine must not fail the test


def rows_of(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of the snapshot that a folder serves, read without the product."""
    pointer = json.loads((folder / "current").read_text())
    path = folder / "versions" / f"{pointer['number']:06d}" / pointer["snapshot"]
    with duckdb.connect(str(path), read_only=True) as db:
        return db.execute(sql).fetchall()


def outcomes(reports: list[FileReport]) -> dict[str, str]:
    return {report.file: report.error or report.outcome for report in reports}


# --- What arrives ---------------------------------------------------------------------------------------


def test_a_row_arrives_with_its_declared_types(stock: Path) -> None:
    (check,) = rows_of(stock, "select * exclude (batch_id) from checks")
    assert check[1] == date(2019, 3, 5)
    assert check[3] == "Süd"
    assert [str(clock) for clock in check[4:6]] == ["07:30:00", "09:00:00"]
    assert check[8:14] == (80, 2, 3, 1, 2.5, 0)
    assert check[15] == datetime(2019, 3, 5, 18, 30)
    assert rows_of(stock, "select visit_count, row_number from visits") == [(1234, 2)]
    assert rows_of(stock, "select incident_kinds from incidents") == [("BDW|BEL",)]
    counts = {table: rows_of(stock, f"select count(*) from {table}")[0][0] for table in GOOD}
    assert counts == dict.fromkeys(GOOD, 1)


def test_files_are_imported_in_the_order_of_their_references(folder: Path, write_csv: WriteCsv) -> None:
    backwards = [write_csv(f"{table}.csv", [GOOD[table]]) for table in reversed(GOOD)]
    reports = ingest.import_files([*backwards, backwards[0]])  # one of them is named twice
    assert [report.file for report in reports] == [path.name for path in backwards]
    assert set(outcomes(reports).values()) == {"imported"}
    assert len(current_version().manifest()) == len(GOOD)


def test_undeclared_columns_and_the_exact_minute_never_arrive(stocked: Path, write_csv: WriteCsv) -> None:
    named = good("incidents", vorfall_id="V2") | {"bearbeiter_kuerzel": "GEHEIM", "notiz": "Herr GEHEIM"}
    minute = good("incidents", vorfall_id="V3", datum="05.03.2019 08:17")
    path = write_csv("vorfaelle.csv", [named, minute | {"bearbeiter_kuerzel": "", "notiz": ""}])
    (report,) = ingest.import_files([path])
    assert report.dropped_columns == ("bearbeiter_kuerzel", "notiz")
    assert (report.new, report.rejected) == (1, 1)
    parquet = pq.read_table(stocked / "batches" / f"{report.batch_id}.parquet")
    assert not {"bearbeiter_kuerzel", "notiz"} & set(parquet.column_names)
    assert "GEHEIM" not in str(parquet.to_pylist())
    tables = [name for (name,) in rows_of(stocked, "select table_name from information_schema.tables")]
    assert "incidents" in tables
    for name in tables:
        assert "GEHEIM" not in str(rows_of(stocked, f"select * from {name}")), name
    texts = [content for name, content in listing(stocked).items() if name.endswith((".json", "current"))]
    assert not any(b"GEHEIM" in text for text in texts)


@pytest.mark.parametrize(("days", "kept"), [("30", {"new"}), ("0", set())])
@pytest.mark.usefixtures("real_imports")
def test_originals_are_kept_under_their_hash_as_long_as_is_set(
    stocked: Path, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch, days: str, kept: set[str]
) -> None:
    monkeypatch.setenv("EINLASS_KEEP_ORIGINALS_DAYS", days)
    originals = stocked / "originals"
    for path in originals.iterdir():
        os.utime(path, times=(time.time() - 31 * 86_400,) * 2)
    path = write_csv("besuche.csv", [good("visits", datum="06.03.2019")])
    (report,) = ingest.import_files([path])
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert {path.name for path in originals.iterdir()} == {f"{report.sha256}.zst" for _ in kept}
    for original in originals.iterdir():
        with pa.CompressedInputStream(str(original), "zstd") as kept_bytes:
            assert kept_bytes.read() == path.read_bytes()


# --- What changes nothing -------------------------------------------------------------------------------


def test_refused_and_known_files_change_nothing(
    stocked: Path, write_csv: WriteCsv, write_xlsx: WriteCsv
) -> None:
    visits = good("visits", datum="07.03.2019")
    cut = write_csv("cut.csv", [visits])
    cut.write_bytes(cut.read_bytes()[:-8])
    book = write_xlsx("cut.xlsx", {"Daten": [list(visits), list(visits.values())]})
    book.write_bytes(book.read_bytes()[:-100])
    lacking = {header: cell for header, cell in visits.items() if header != "zaehlart"}
    expected = {
        write_csv("empty.csv", [{"": ""}]): "refused.empty",
        cut: "refused.cut_off",
        book: "refused.broken_workbook",
        write_csv("strange.csv", [{"a": "1", "b": "2"}]): "refused.no_source",
        write_csv("lacking.csv", [lacking]): "refused.columns_missing",
        write_csv("bad.csv", [good("visits", besucher="viele")]): "refused.all_rejected",
        write_csv("sample.csv", [good("offices", dienststelle_id="BSP-D1")]): "refused.sample_beside_real",
        stocked / "nowhere.csv": "refused.unreadable",
        write_csv("renamed.csv", [GOOD["visits"]]): "known",
    }
    before = listing(stocked)
    reports = ingest.import_files(list(expected))
    assert outcomes(reports) == {path.name: key for path, key in expected.items()}
    assert listing(stocked) == before


def test_a_folder_whose_first_import_is_refused_stays_empty(folder: Path, write_csv: WriteCsv) -> None:
    assert outcomes(ingest.import_files([write_csv("leer.csv", [{"": ""}])])) == {"leer.csv": "refused.empty"}
    assert listing(folder) == {}
    with pytest.raises(NoWarehouse):
        current_version()


def test_sample_data_is_refused_beside_real_data_and_the_reverse(folder: Path, write_csv: WriteCsv) -> None:
    sample = good("offices", dienststelle_id="BSP-D1")
    files = [write_csv("sample.csv", [sample]), write_csv("real.csv", [GOOD["offices"]])]
    files.append(write_csv("mixed.csv", [sample | {"name": "neu"}, GOOD["offices"]]))
    assert outcomes(ingest.import_files(files)) == {
        "sample.csv": "imported",
        "real.csv": "refused.sample_beside_real",
        "mixed.csv": "refused.mixed_sample",
    }
    assert current_version().is_sample
    assert rows_of(folder, "select office_id from offices") == [("BSP-D1",)]


# --- What changes something -----------------------------------------------------------------------------


def test_a_newer_export_replaces_row_by_row_and_readers_keep_what_they_opened(
    stocked: Path, write_csv: WriteCsv
) -> None:
    first = [good("visits", datum=f"{day:02}.03.2019", besucher=str(day)) for day in range(11, 16)]
    (one,) = ingest.import_files([write_csv("eins.csv", first)])
    assert (one.new, one.changed, one.unchanged) == (5, 0, 0)
    opened = current_snapshot()
    changed = [row | {"besucher": "99"} for row in first[:2]] + [first[2] | {"besucher": ""}]
    second = [*changed, first[3], first[3], good("visits", datum="18.03.2019"), good("visits", besucher="x")]
    (two,) = ingest.import_files([write_csv("zwei.csv", second)])
    assert (two.new, two.changed, two.unchanged) == (1, 3, 1)
    assert (two.data_rows, two.duplicates, two.rejected) == (7, 1, 1)
    counts = rows_of(stocked, "select visit_count from visits order by day")
    assert [count for (count,) in counts] == [1234, 99, 99, None, 14, 15, 1234]
    names = {one.batch_id: "eins", two.batch_id: "zwei"}
    batches = rows_of(stocked, "select batch_id from visits order by day")
    assert [names.get(str(batch)) for (batch,) in batches] == [None, *["zwei"] * 3, *["eins"] * 2, "zwei"]
    assert current_version().number == opened.version.number + 1
    old = opened.run("indicators/visits_per_open_day")
    assert sorted(old["numerator"]) == [11, 12, 13, 14, 15, 1234]


def test_old_snapshots_go_but_manifests_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "SNAPSHOTS_KEPT_SECONDS", 0.0)
    for number in range(1, 6):
        with versions.staging(folder) as staged:
            made = staged / "version"
            made.mkdir()
            (made / "manifest.json").write_text("[]")
            (made / "built").write_text(f"snapshot {number}")
            sha256 = files.file_sha256(made / "built")
            versions.name_snapshot(made / "built", sha256)
            version = versions.publish(folder, made, number, sha256, versions.now())
            version.check()
    kept = sorted(path.parent.name for path in (folder / "versions").glob("*/snapshot-*"))
    assert kept == ["000003", "000004", "000005"]
    assert len(list((folder / "versions").glob("*/manifest.json"))) == 5


# --- Every line counts once -----------------------------------------------------------------------------


def faulty_file(rng: random.Random, table: str) -> tuple[str, int]:
    """The text of an export with random faults, and its number of lines."""
    rows = [_faulty_row(rng, table) for _ in range(rng.randint(1, 30))]
    lines = csv_text(rows, newline="\n").splitlines()
    header, body = lines[0], lines[1:]
    width = header.count(";")
    extra = ["", ";" * width, "Summe" + ";" * width, body[0], body[-1] + ";zu viel", "zu;wenig"]
    for _ in range(rng.randint(0, 6)):
        body.insert(rng.randint(0, len(body)), rng.choice(extra))
    above = rng.sample(["Titel", "", "Zeitraum: 01.03.2019 bis 31.03.2019"], rng.randint(0, 3))
    lines = [*above, header, *body, csv_text([GOOD[table]], newline="\n").splitlines()[1]]
    return "\n".join(lines) + "\n", len(lines)


def _faulty_row(rng: random.Random, table: str) -> Row:
    row = dict(GOOD[table])
    for header in row:
        dice = rng.random()
        if dice < 0.04:
            row[header] = rng.choice(["", "?", "-1", "99999999", "31.02.2019", "J|N", " ", "1.2.3", "=1+1"])
        elif dice < 0.10:
            row[header] = rng.choice([other[header] for other in GOOD.values() if header in other])
        elif header.endswith("_id") and dice < 0.30:
            row[header] = f"{row[header]}{rng.randint(1, 3)}"
    return row


def faulty_files(count: int) -> Iterator[tuple[str, str, int]]:
    rng = random.Random(20191111)
    for number in range(count):
        table = rng.choice(list(GOOD))
        yield (f"{number}-{table}.csv", *faulty_file(rng, table))


def test_every_line_of_faulty_files_is_counted_once(tmp_path: Path) -> None:
    known = {"offices": {"D1", "D12"}, "checks": {"K1"}, "survey_waves": {"W1", "W13"}}
    seen: Counter[str] = Counter()
    for name, text, line_count in faulty_files(120):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        sheet, result = cleaned(path, known)
        groups = {
            "title": sheet.title_rows,
            "header": [sheet.header_row],
            "blank": sheet.blank_rows,
            "sum": sheet.sum_rows,
            "accepted": list(result.rows.index),
            "duplicate": result.duplicate_rows,
            "rejected": sorted(result.rejected_rows),
            "waiting": list(result.waiting),
        }
        counted = sorted(number for numbers in groups.values() for number in numbers)
        assert counted == list(range(1, line_count + 1)), name
        seen.update({group: len(numbers) for group, numbers in groups.items()})
    assert min(seen.values()) > 30, seen


def test_reports_of_faulty_files_add_up_to_what_the_warehouse_holds(stocked: Path, tmp_path: Path) -> None:
    files = []
    for name, text, _ in faulty_files(40):
        files.append(tmp_path / name)
        files[-1].write_text(text, encoding="utf-8")
    held = dict.fromkeys(GOOD, 1)
    imported = [
        report for report in ingest.import_files(files, accept=["all"]) if report.outcome == "imported"
    ]
    assert len(imported) > 30
    for report in imported:
        assert report.adds_up
        assert report.accepted > 0
        held[report.table] += report.new
        assert len({reject.row for reject in report.rejects}) == report.rejected
    for table, count in held.items():
        assert rows_of(stocked, f"select count(*) from {table}") == [(count,)], table
    rejects = sum(len(report.rejects) for report in imported)
    assert rows_of(stocked, "select count(*) from rejects") == [(rejects,)]


# --- What goes wrong ------------------------------------------------------------------------------------


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


HOLD_THE_LOCK = """
import sys
from pathlib import Path
from einlass.warehouse.versions import importing
with importing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_importer_is_told_who_imports(stocked: Path, write_csv: WriteCsv) -> None:
    path = write_csv("besuche.csv", [good("visits", datum="06.03.2019")])
    command = [sys.executable, "-c", HOLD_THE_LOCK, str(stocked)]
    with subprocess.Popen(command, cwd=config.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for act in (ingest.rebuild, lambda: ingest.import_files([path])):
            with pytest.raises(Busy) as caught:
                act()
            assert caught.value.values == {"pid": str(holder.pid)}
        holder.kill()


def child_of(pid: int) -> int | None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


STAGED, COPIED, STORED = (
    "versions/.staging-*",
    "versions/.staging-*/version/building.duckdb",
    "versions/.staging-*/batches/*.parquet",
)


@pytest.mark.parametrize(("moment", "victim"), [(STAGED, "parent"), (COPIED, "child"), (STORED, "parent")])
def test_a_killed_import_leaves_the_old_version_served(
    stocked: Path, write_csv: WriteCsv, moment: str, victim: str
) -> None:
    path = write_csv("vorfaelle.csv", [good("incidents", vorfall_id=f"V{n}") for n in range(8_000)])
    before = (stocked / "current").read_bytes()
    batches = {path.name for path in (stocked / "batches").iterdir()}
    command = [sys.executable, "-m", "einlass", "import", str(path)]
    with subprocess.Popen(command, cwd=config.ROOT, stderr=subprocess.PIPE) as importer:
        wait_for(lambda: list(stocked.glob(moment)) and child_of(importer.pid))
        child = child_of(importer.pid)
        assert child is not None
        os.kill(importer.pid if victim == "parent" else child, signal.SIGKILL)
        assert importer.wait(DEADLINE_SECONDS) == (-signal.SIGKILL if victim == "parent" else 1)
    wait_for(lambda: not is_alive(child))
    if moment == STAGED:  # a child whose other side is gone does not go on
        assert {path.name for path in (stocked / "batches").iterdir()} == batches
    assert (stocked / "current").read_bytes() == before
    current_version().check()
    assert rows_of(stocked, "select count(*) from incidents") == [(1,)]
    next_file = write_csv("besuche.csv", [good("visits", datum="06.03.2019")])
    assert outcomes(ingest.import_files([next_file])) == {"besuche.csv": "imported"}
    assert not list((stocked / "versions").glob(".staging-*"))


def test_a_damaged_snapshot_is_neither_served_nor_built_upon_but_can_be_rebuilt(
    stocked: Path, write_csv: WriteCsv
) -> None:
    path = current_version().snapshot_path
    content = path.read_bytes()
    middle = len(content) // 2
    for damaged in (b"", content[:middle], content[:middle] + b"?" + content[middle + 1 :]):
        path.write_bytes(damaged)
        with pytest.raises(Damaged, match=r"warehouse\.damaged_snapshot"):
            current_snapshot()
    with pytest.raises(Damaged, match=r"warehouse\.damaged_snapshot"):
        ingest.import_files([write_csv("besuche.csv", [good("visits", datum="06.03.2019")])])
    path.unlink()
    with pytest.raises(Damaged, match=r"warehouse\.damaged_snapshot"):
        current_snapshot()
    ingest.rebuild()
    assert list(current_snapshot().run("views/offices")["office_id"]) == ["D1"]


def test_a_query_that_takes_too_long_is_ended(
    stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heavy = (
        "-- One row.\n\nselect count(*) from calendar as a, calendar as b, calendar as c where a.day < b.day"
    )
    (tmp_path / "heavy.sql").write_text(heavy)
    monkeypatch.setattr(config, "QUERIES", tmp_path)
    monkeypatch.setattr(config, "QUERY_SECONDS", 0.2)
    with pytest.raises(WarehouseError, match=r"warehouse\.too_slow"):
        current_snapshot().run("heavy")


# --- A process that waits -------------------------------------------------------------------------------


def import_processes() -> list[int]:
    """Import processes that this program has started and that still live."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()  # empty for one that is dead
        except (OSError, ValueError):
            continue  # ended while we looked
        if parent == os.getpid() and b"einlass.ingest.commit.process_main" in command:
            found.append(int(entry.name))
    return found


def waiting_process() -> int:
    """The import process that waits after it was asked for."""
    ingest.get_ready()
    (process,) = import_processes()
    return process


@pytest.mark.usefixtures("real_imports")
def test_a_waiting_process_takes_the_next_order_and_no_second_one(stocked: Path, write_csv: WriteCsv) -> None:
    first = waiting_process()
    assert waiting_process() == first
    (report,) = ingest.import_files([write_csv("a.csv", [good("visits", datum="12.03.2019")])])
    assert report.outcome == "imported"
    assert import_processes() == []


def test_a_waiting_process_that_died_is_replaced(stocked: Path, write_csv: WriteCsv) -> None:
    process = waiting_process()
    os.kill(process, signal.SIGKILL)
    while " Z " not in Path(f"/proc/{process}/stat").read_text():
        time.sleep(0.01)
    (report,) = ingest.import_files([write_csv("b.csv", [good("visits", datum="13.03.2019")])])
    assert report.outcome == "imported"
    assert import_processes() == []


def test_a_waiting_process_ends_with_the_program_that_started_it() -> None:
    program = "import time; from einlass import ingest; ingest.get_ready(); time.sleep(1); print('done')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=config.ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "done", "")


def test_thousands_of_bad_rows_are_each_named_and_do_not_hold_up_the_good_one(
    stocked: Path, tmp_path: Path
) -> None:
    """The limit of time for a file of this size is half a minute."""
    count = 4_000
    bad = [good("checks", kontroll_id=f"B{n}", personen_kontrolliert=f"{n} x") for n in range(count)]
    path = tmp_path / "kontrollen.csv"
    path.write_text(csv_text([*bad, good("checks", kontroll_id="K9")]), encoding="utf-8")
    (asked,) = ingest.import_files([path])
    assert [question.key for question in asked.questions] == ["question.left_out"]
    (report,) = ingest.import_files([path], accept=[asked.questions[0].id])
    assert (report.outcome, report.new, report.rejected) == ("imported", 1, count)
    assert [reject.row for reject in report.rejects] == list(range(2, count + 2))
    assert [row[0] for row in report.refused_rows] == [str(number) for number in range(2, count + 2)]
