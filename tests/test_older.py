"""Checks that rest in files beside a snapshot: whatever is imported and taken back, they make no difference."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import Row, WriteCsv, good
from test_facts_anew import DAYS, rows_of
from test_hostile import as_a_process

from einlass import config, ingest
from einlass.errors import Damaged
from einlass.ingest import UndoPreview
from einlass.warehouse import current_snapshot, current_version, older
from einlass.warehouse.build import Builder, continue_from
from einlass.warehouse.leaving import content_prints

KINDS = [
    "checks",
    "visits",
    "checks",
    "events",
    "finds",
    "checks",
    "incidents",
    "offices",
    "shifts",
    "events",
]
LATER = ["checks", "checks", "finds", "visits", "incidents", "events", "offices"]
SPAN: dict[str, object] = {"day_from": DAYS[0], "day_until": DAYS[-1]}
VIEWS: dict[str, dict[str, object]] = {
    "views/checks_days": {},
    "views/checks_throughput": SPAN,
    "views/coverage_days": {},
    "views/freshness": {},
}
Serve = Callable[[str], None]


@pytest.fixture
def limit() -> str:
    return "0"


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> Serve:
    """Use one of two data folders: in the one named `resting` few checks stay in the snapshot."""

    def use(name: str) -> None:
        monkeypatch.setenv("EINLASS_DATA", str(tmp_path / name))
        monkeypatch.setenv("EINLASS_CHECKS_IN_SNAPSHOT", limit if name == "resting" else "1000000")

    use("resting")
    return use


def resting() -> list[older.OlderFile]:
    return older.files_of(current_version().snapshot_path)


def held() -> dict[str, str]:
    """A print of all cells of each table and fact, but for the moments of the imports."""
    prints = content_prints(current_version().snapshot_path)
    del prints["batches"]
    return prints


def shown() -> dict[str, pd.DataFrame]:
    """What pages read of the checks, but for the moments of the imports."""
    found = {name: current_snapshot().run(name, **parameters) for name, parameters in VIEWS.items()}
    return {name: frame.drop(columns="imported_at", errors="ignore") for name, frame in found.items()}


def on_both(serve: Serve, act: Callable[[], object]) -> None:
    """Do something in both folders: it says the same, and both hold and show the same."""
    said, tables, frames = [], [], []
    for name in ("plain", "resting"):
        serve(name)
        said.append(act())
        tables.append(held())
        frames.append(shown())
    assert said[0] == said[1]
    assert {name for name in tables[0] if tables[0][name] != tables[1][name]} == set()
    for name in VIEWS:
        pd.testing.assert_frame_equal(frames[0][name], frames[1][name])


def imported(path: Path, *, takes_out: bool = True) -> list[object]:
    accept = ["all", *([f"{path.name}:gone"] if takes_out else [])]
    return [
        (
            one.outcome,
            one.new,
            one.changed,
            one.unchanged,
            one.rejected,
            one.waiting,
            one.gone,
            one.changed_cells,
        )
        for one in ingest.import_files([path], accept=accept)
    ]


def undone(file: str) -> UndoPreview:
    """Take back the last import of a file that counts; what was said of it before."""
    batch = next(one for one in ingest.history() if one.file == file and not one.undone_at)
    said = ingest.preview_undo(batch.batch_id)
    ingest.undo(batch.batch_id)
    return said


@pytest.fixture
def offices(write_csv: WriteCsv) -> Path:
    return write_csv(
        "offices.csv", [good("offices", dienststelle_id=f"D{one}", name=f"Amt {one}") for one in (1, 2, 3)]
    )


def holidays_of(state: str) -> None:
    """Have the next import count the public holidays of another state."""
    (config.data_dir() / config.CITY_FILE).write_text(f'state = "{state}"\n', encoding="utf-8")


# With a limit, days that the snapshot tells stand beside days that files tell.
@pytest.mark.parametrize(("seed", "limit"), [(0, "0"), (1, "3")])
def test_they_make_no_difference(seed: int, serve: Serve, offices: Path, write_csv: WriteCsv) -> None:
    chance = random.Random(seed)
    on_both(serve, lambda: imported(offices))
    counting: list[str] = []
    most, together = 0, set()
    for number in range(12):
        table = KINDS[number] if number < len(KINDS) else chance.choice(LATER)
        since, until = sorted(chance.sample(DAYS, 2))
        is_full = chance.random() < 0.3 and table in ("visits", "checks")
        above = [f"Zeitraum: {since:%d.%m.%Y} bis {until:%d.%m.%Y}"] if is_full else []
        path = write_csv(f"{number}-{table}.csv", rows_of(table, chance), above=above)
        if number == 5:  # the 8th of March is one in Berlin
            on_both(serve, partial(holidays_of, "BE"))
        on_both(serve, partial(imported, path))
        together |= {frozenset(file.tables) for file in resting()}
        most = max(most, len(resting()))
        counting += [path.name] if any(one.file == path.name for one in ingest.history()) else []
        if number % 5 == 4:
            file = counting.pop(chance.randrange(len(counting)))
            on_both(serve, partial(undone, file))
    on_both(serve, lambda: ingest.rebuild().number)
    assert most > 1
    assert together >= {frozenset(older.tables()), frozenset(["office_days"])}  # alone where made as a whole


# --- One by one ------------------------------------------------------------------------------------------


def checks(*numbers: int, day: int = 0, **values: str) -> list[Row]:
    return [good("checks", kontroll_id=f"K{one}", datum=f"{DAYS[day]:%d.%m.%Y}", **values) for one in numbers]


@pytest.fixture
def rested(serve: Serve, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five checks that rest; one that does not, in a version of its own."""
    monkeypatch.setenv("EINLASS_CHECKS_IN_SNAPSHOT", "1")
    for name, rows in {"five": checks(1, 2, 3, 4, 5), "one": checks(6, day=1)}.items():
        ingest.import_files([write_csv("offices.csv", [good("offices")]), write_csv(f"{name}.csv", rows)])
    (file,) = resting()
    return current_version().path / file.name


def rows_here(table: str = "checks") -> int:
    with older.opened(current_version().snapshot_path) as db:
        return len(db.execute(f"select * from {table}").fetchall())


def test_a_snapshot_with_few_checks_has_no_file_and_no_table_for_one(stocked: Path) -> None:
    assert resting() == []
    assert list(current_version().path.glob("older-*")) == []


def test_versions_share_one_private_file_and_it_goes_with_the_last(rested: Path, write_csv: WriteCsv) -> None:
    assert rows_here() == 6
    assert rested.stat().st_nlink == 2
    assert rested.stat().st_mode & 0o777 == 0o600
    ingest.rebuild()
    assert not (current_version().path / rested.name).exists()
    assert rows_here() == 6


def test_what_is_linked_already_stays_as_it_is(rested: Path, tmp_path: Path) -> None:
    content = rested.read_bytes()
    for _ in range(2):
        older.carry(rested.parent, tmp_path, resting())
    assert (tmp_path / rested.name).read_bytes() == rested.read_bytes() == content


def test_what_must_be_built_anew_needs_no_file_that_is_lost(rested: Path, tmp_path: Path) -> None:
    rested.unlink()
    version, snapshot = current_version(), tmp_path / "building.duckdb"
    same = config.city().severity.mapping
    with pytest.raises(Damaged):
        continue_from(version, snapshot, same)
    assert not snapshot.exists()
    continue_from(version, snapshot, list(same)[1:])
    assert not snapshot.exists()


def test_where_the_file_system_knows_no_links_they_are_copied(
    rested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    (tmp_path / "next").mkdir()
    snapshot = shutil.copyfile(current_version().snapshot_path, tmp_path / "next" / "s.duckdb")
    older.carry(rested.parent, tmp_path / "next", older.files_of(snapshot))
    assert (tmp_path / "next" / rested.name).read_bytes() == rested.read_bytes()
    assert (tmp_path / "next" / rested.name).stat().st_mode & 0o777 == 0o600
    assert rested.stat().st_nlink == 2


def test_a_file_that_is_lost_or_changed_is_named_and_rebuilt(rested: Path) -> None:
    content = rested.read_bytes()
    rested.unlink()
    rested.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert [fault.values for fault in ingest.check().faults] == [{"file": rested.name}]
    rested.unlink()
    with pytest.raises(Damaged):
        current_snapshot()
    with pytest.raises(Damaged):
        ingest.import_files([rested.parent / "none.csv"])
    ingest.rebuild()
    assert ingest.check().faults == ()
    assert len(current_snapshot().run("views/checks_throughput", **SPAN)) > 0
    assert rows_here() == 6


def test_a_newer_query_makes_their_hours_anew_and_leaves_the_rest(rested: Path, tmp_path: Path) -> None:
    version, path = current_version(), tmp_path / "building.duckdb"
    version.copy_to(path)
    older.carry(version.path, tmp_path, older.files_of(path))
    with duckdb.connect(str(path)) as db:
        db.execute("comment on table check_hours is 'of an older program'")
    with Builder(path) as builder:
        builder.finish()
    before, after = content_prints(version.snapshot_path), content_prints(path)
    assert [before[table] for table in older.tables()] == [after[table] for table in older.tables()]
    files = older.files_of(path)
    assert [file.tables for file in files] == [("checks", "office_days"), ("check_hours",)]
    assert files[0].name == rested.name
    assert {one.name for one in tmp_path.glob("older-*")} == {file.name for file in files}


@pytest.mark.parametrize("step", ["merged", "rested", "built", "version_moved"])
def test_killed_at_a_step_nothing_is_lost_doubled_or_half_there(
    rested: Path, write_csv: WriteCsv, step: str
) -> None:
    path = write_csv("more.csv", [*checks(5, personen_kontrolliert="7"), *checks(7, day=2)])
    before = held()
    run = as_a_process(rested.parents[2], "import", str(path), EINLASS_KILL_AT=step)
    assert run.returncode != 0
    assert held() == before
    assert ingest.check().is_whole
    (report,) = ingest.import_files([path], accept=["all"])
    assert (report.new, report.changed) == (1, 1)
    assert len(resting()) == 2
    assert rows_here() == 7


@pytest.mark.parametrize("takes_out", [True, False])
def test_a_preview_shows_and_publishes_them(rested: Path, write_csv: WriteCsv, *, takes_out: bool) -> None:
    day = f"{DAYS[0]:%d.%m.%Y}"
    full = write_csv("full.csv", checks(1, 2, 8), above=[f"Zeitraum: {day} bis {day}"])
    made = ingest.preview([full])
    assert made.gone == 3
    previewed = ingest.previewed_version(made.token)
    assert previewed
    with older.opened(previewed.snapshot_path) as db:
        assert len(db.execute("select * from checks").fetchall()) == 7
    ingest.confirm(made.token, accept=["all", "full.csv:gone"] if takes_out else ["all"])
    assert rows_here() == (4 if takes_out else 7)
    assert rested.name in {path.name for path in rested.parent.iterdir()}
    assert ingest.check().is_whole


def test_what_a_full_export_takes_out_of_them_is_gone(rested: Path, write_csv: WriteCsv) -> None:
    day = f"{DAYS[0]:%d.%m.%Y}"
    full = write_csv(
        "full.csv", checks(1, 2, personen_kontrolliert="7"), above=[f"Zeitraum: {day} bis {day}"]
    )
    (report,) = ingest.import_files([full], accept=["all", "full.csv:gone"])
    assert (report.new, report.changed, report.gone_count) == (0, 2, 3)
    assert rested.name in {file.name for file in resting()}  # nothing was built anew
    with older.opened(current_version().snapshot_path) as db:
        assert db.execute("select check_id from checks order by check_id").fetchall() == [
            ("K1",),
            ("K2",),
            ("K6",),
        ]
        assert db.execute("select sum(block_count) from check_hours").fetchall() == [(3,)]
    before = held()
    ingest.rebuild()
    assert held() == before


def test_two_files_of_one_import_change_each_other_and_what_rests(rested: Path, write_csv: WriteCsv) -> None:
    first = write_csv("first.csv", [*checks(5, personen_kontrolliert="7"), *checks(7, day=2)])
    second = write_csv("second.csv", [*checks(4, personen_kontrolliert="8"), *checks(7, day=3)])
    reports = ingest.import_files([first, second], accept=["all"])
    assert [(one.outcome, one.new, one.changed) for one in reports] == [
        ("imported", 1, 1),
        ("imported", 0, 2),
    ]
    assert rows_here() == 7
    before = held()
    ingest.rebuild()
    assert held() == before
