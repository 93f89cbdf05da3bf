"""Facts of days are made anew for the days that an import touches, and tell what the tables hold, whatever came."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from conftest import Row, WriteCsv, good

from einlass import ingest
from einlass.ingest.sources import BY_TABLE
from einlass.warehouse import current_version, facts
from einlass.warehouse.build import Builder
from einlass.warehouse.query_files import query_files

DAYS = [date(2019, 3, number) for number in range(4, 16)]


def differing(path: Path) -> list[str]:
    """The facts of a snapshot that do not tell what their query tells of its tables."""
    found = []
    with duckdb.connect(str(path), read_only=True) as db:
        for fact in query_files("facts"):
            stored, told = f"select * from {fact.name.split('/')[1]}", fact.sql.rstrip().rstrip(";")
            apart = f"(({stored}) except all ({told})) union all (({told}) except all ({stored}))"
            found += [fact.name] if db.execute(f"select count(*) from ({apart})").fetchall() != [(0,)] else []
    return found


# --- Whatever is imported and taken back ------------------------------------------------------------------


def rows_of(table: str, chance: random.Random) -> list[Row]:
    """A few rows of some offices and days, of which some come again with other values or on another day."""
    rows = []
    for _ in range(chance.randint(1, 4)):
        day, office = f"{chance.choice(DAYS):%d.%m.%Y}", chance.choice(["D1", "D2", "D3"])
        number = str(chance.randint(1, 9))
        if table == "visits":
            rows.append(good(table, datum=day, dienststelle_id=office, besucher=f"{number}00"))
        elif table == "checks":
            checked = chance.choice(["20", "30"])
            rows.append(
                good(
                    table,
                    kontroll_id=f"K{number}",
                    datum=day,
                    dienststelle_id=office,
                    personen_kontrolliert=checked,
                )
            )
        elif table == "incidents":
            rows.append(
                good(table, vorfall_id=f"V{number}", datum=day, meldedatum=day, dienststelle_id=office)
            )
        elif table == "shifts":
            rows.append(good(table, schicht_id=f"S{number}", datum=day, dienststelle_id=office))
        elif table == "events":
            rows.append(
                good(table, datum_von=day, datum_bis="", art="BETRIEB", betriebslage="ZU", text=number)
            )
        elif table == "finds":
            rows.append(good(table, fund_id=f"F{number}", kontroll_id=f"K{chance.randint(1, 9)}"))
        else:
            rows.append(good(table, dienststelle_id=office, oeffnung=chance.choice(["Mo-Fr", "Mo-Do"])))
    return rows


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("seed", range(4))
def test_they_tell_what_the_tables_hold_after_every_import_and_undo(seed: int, write_csv: WriteCsv) -> None:
    chance = random.Random(seed)
    kinds = ["visits", "checks", "incidents", "shifts", "finds", "events", "offices"]
    offices = [good("offices", dienststelle_id=f"D{number}", name=f"Amt {number}") for number in (1, 2, 3)]
    ingest.import_files([write_csv("offices.csv", offices)], accept=["all"])
    batches: list[str] = []
    seen = set()
    for number in range(12):
        table = kinds[number] if number < len(kinds) else chance.choice(kinds[:5])
        since, until = sorted(chance.sample(DAYS, 2))
        has_period = chance.random() < 0.4 and table in ("visits", "incidents", "shifts")
        above = [f"Zeitraum: {since:%d.%m.%Y} bis {until:%d.%m.%Y}"] if has_period else []
        path = write_csv(f"{number}-{table}.csv", rows_of(table, chance), above=above)
        (report,) = ingest.import_files([path], accept=["all", f"{path.name}:gone"])
        batches += [report.batch_id] if report.outcome == "imported" else []
        if number % 4 == 3:
            ingest.undo(batches.pop(chance.randrange(len(batches))))
        seen |= {report.outcome}
        assert differing(current_version().snapshot_path) == []
    assert "imported" in seen


@pytest.mark.usefixtures("folder")
def test_a_row_that_moves_to_another_day_leaves_the_first(write_csv: WriteCsv) -> None:
    files = [write_csv("offices.csv", [good("offices")])]
    for day in DAYS[:2]:
        rows = [good("checks", kontroll_id="K1", datum=f"{day:%d.%m.%Y}")]
        files.append(write_csv(f"{day}.csv", rows))
    for path in files:
        ingest.import_files([path], accept=["all"])
    assert differing(current_version().snapshot_path) == []
    with duckdb.connect(str(current_version().snapshot_path), read_only=True) as db:
        assert db.execute("select day from check_hours").fetchall() == [(DAYS[1],)]


# --- No more than is needed ----------------------------------------------------------------------------


@contextmanager
def building(path: Path, **tables: list[dict[str, object]]) -> Iterator[Builder]:
    """A snapshot with more rows, each table's as one batch."""
    with Builder(path) as builder:
        for table, rows in tables.items():
            batch = pa.Table.from_pylist([{**row, "row_number": at} for at, row in enumerate(rows, start=2)])
            with builder.offered(table, BY_TABLE[table].key, batch) as offer:
                offer.merge(f"{table}-{len(builder.batch_ids())}")
        yield builder


def visits(day: date, count: int) -> dict[str, object]:
    return {"day": day, "office_id": "D1", "visit_count": count, "counting_method": "ZAEHL"}


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """Three days of visits at one office, all covered."""
    path = tmp_path / "building.duckdb"
    office = {
        "office_id": "D1",
        "name": "Amt",
        "short_name": "Amt",
        "group_code": "SONST",
        "open_weekdays": "1",
    }
    with building(path, offices=[office], visits=[visits(day, 10) for day in DAYS[:3]]) as builder:
        builder._db.execute(
            "insert into batches values ('b', 'visits', 'a.csv', '', false, ?, ?, 3, 0, 0, 0, now()::timestamp)",
            [DAYS[0], DAYS[3]],
        )
        builder.finish("NW")
    with duckdb.connect(str(path)) as db:  # as no import would leave it: where it stays, nobody made it anew
        db.execute("update office_days set visit_count = -1")
    return path


def counts(path: Path) -> list[int | None]:
    """Visits by day, as the fact tells them."""
    with duckdb.connect(str(path), read_only=True) as db:
        return [
            count for (count,) in db.execute("select visit_count from office_days order by day").fetchall()
        ]


def test_days_that_nothing_touches_stay_as_they_are(snapshot: Path) -> None:
    with building(snapshot, visits=[visits(DAYS[1], 20)]) as builder:
        builder.finish("NW")
    assert counts(snapshot) == [-1, 20, -1]


def test_the_same_rows_again_touch_nothing(snapshot: Path) -> None:
    with building(snapshot, visits=[visits(DAYS[1], 10)]) as builder:
        builder.finish("NW")
    assert counts(snapshot) == [-1, -1, -1]


def test_a_day_that_loses_its_rows_is_made_anew(snapshot: Path) -> None:
    with building(snapshot) as builder:
        builder.remove("visits", ("office_id", "day"), pa.table({"office_id": ["D1"], "day": [DAYS[2]]}))
        builder.finish("NW")
    assert counts(snapshot) == [-1, -1, None]


def check(number: int, day: date) -> dict[str, object]:
    return {
        "check_id": f"K{number}",
        "day": day,
        "office_id": "D1",
        "starts_at": time(7, 30),
        "ends_at": time(9),
        "regime": "VOLL",
        "method_code": "HS",
    }


def find(number: int, check_id: str) -> dict[str, object]:
    return {
        "find_id": f"F{number}",
        "check_id": check_id,
        "category_code": "MESS",
        "item_count": 1,
        "weapons_act_code": "N",
        "disposal_code": "ABG",
    }


@pytest.mark.parametrize("fact", ["find_days", "find_disposals"])
def test_finds_touch_the_days_of_their_checks_and_no_others(fact: str, snapshot: Path) -> None:
    def told() -> list[int | None]:
        with duckdb.connect(str(snapshot), read_only=True) as db:
            found = dict(db.execute(f"select day, item_count from {fact}").fetchall())
        return [found.get(day) for day in DAYS[:3]]

    checks = [check(number, day) for number, day in enumerate(DAYS[:3], start=1)]
    with building(
        snapshot, checks=checks, finds=[find(number, f"K{number}") for number in (1, 2, 3)]
    ) as builder:
        builder.finish("NW")
    assert told() == [1, 1, 1]
    with duckdb.connect(str(snapshot)) as db:
        db.execute(f"update {fact} set item_count = -1")
    with building(snapshot, finds=[find(4, "K1")]) as builder:  # one more
        builder.finish("NW")
    assert told() == [2, -1, -1]
    with building(snapshot, finds=[find(4, "K2")]) as builder:  # corrected: it was found elsewhere
        builder.finish("NW")
    assert told() == [1, 2, -1]
    with building(snapshot) as builder:
        builder.remove("finds", ("find_id",), pa.table({"find_id": ["F3"]}))
        builder.finish("NW")
    assert told() == [1, 2, None]


def test_every_day_is_made_anew_for_another_state(snapshot: Path) -> None:
    with building(snapshot) as builder:
        builder.finish("BY")
    assert counts(snapshot) == [10, 10, 10]


def test_every_day_is_made_anew_for_another_office(snapshot: Path) -> None:
    office = {
        "office_id": "D1",
        "name": "Amt",
        "short_name": "A",
        "group_code": "SONST",
        "open_weekdays": "2",
    }
    with building(snapshot, offices=[office]) as builder:
        builder.finish("NW")
    assert counts(snapshot) == [10, 10, 10]


def test_every_day_is_made_anew_by_a_newer_query(snapshot: Path) -> None:
    with duckdb.connect(str(snapshot)) as db:
        db.execute("comment on table office_days is 'of an older program'")
    with building(snapshot) as builder:
        builder.finish("NW")
    assert counts(snapshot) == [10, 10, 10]


def test_what_an_older_program_says_is_covered_is_compared_with_nothing(snapshot: Path) -> None:
    with duckdb.connect(str(snapshot)) as db:
        db.execute("alter table office_coverage add column more bigint")
        db.execute("comment on table office_coverage is 'of an older program'")
    with building(snapshot) as builder:
        builder.finish("NW")
    assert counts(snapshot) == [10, 10, 10]


def test_days_of_a_longer_span_are_there(snapshot: Path) -> None:
    with building(snapshot, visits=[visits(DAYS[5], 30)]) as builder:
        builder._db.execute("update batches set period_until = ?", [DAYS[6]])
        builder.finish("NW")
    assert counts(snapshot) == [-1, -1, -1, None, None, 30]


# --- A stretch at a time -------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_many_stretches_give_what_one_gives(write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "CHECKS_AT_ONCE", 2)
    chance = random.Random(5)
    files = [
        write_csv(
            "offices.csv", [good("offices", dienststelle_id=f"D{n}", name=f"Amt {n}") for n in (1, 2, 3)]
        )
    ]
    for table in ("visits", "checks", "incidents", "shifts"):
        files.append(write_csv(f"{table}.csv", [row for _ in range(6) for row in rows_of(table, chance)]))
    ingest.import_files(files, accept=["all"])
    path = current_version().snapshot_path
    with duckdb.connect(str(path), read_only=True) as db:
        assert db.execute("select count(distinct day) from check_hours").fetchall()[0][0] > 3
    assert differing(path) == []


def test_what_a_fact_names_has_days(tmp_path: Path) -> None:
    named = {table for fact in query_files("facts") for table in fact.days_of}
    assert named == {"calendar", "checks", "finds", "incidents", "shifts", "visits"}
    with Builder(tmp_path / "building.duckdb") as builder:
        builder.finish("NW")
    with duckdb.connect(str(tmp_path / "building.duckdb"), read_only=True) as db:
        told = "select table_name from duckdb_columns() where column_name = 'day' and data_type = 'DATE'"
        dated = {table for (table,) in db.execute(told).fetchall()}
    assert named - dated == {"finds"}  # which have the day of their check
