"""Many cities: which months are made again, what lies in the folder, what comes back.

Facts are those that DuckDB made, put where Spark would put them.
"""

import importlib.util
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import pytest
from cluster_town import TOWN, close_office, correct_incident, findings, made, undo
from conftest import listing, run_einlass, serve

from einlass import cluster, ingest
from einlass.cluster import spark
from einlass.cluster.layout import Manifest, Part, Parts, Store, StoredCity
from einlass.cluster.places import LocalPlace
from einlass.cluster.plan import (
    RULES,
    City,
    CityPlan,
    city_plan,
    fact_inputs,
    name_of,
    sources_of,
)
from einlass.errors import ClusterRefused, WarehouseError
from einlass.ui import access
from einlass.warehouse import DataVersion, current_version, query_files
from einlass.warehouse.leaving import DATED, WHOLE, Leaving, content_prints
from einlass.warehouse.versions import is_fetched

FACTS = {name_of(fact): fact for fact in query_files("facts")}
MONTHLY = [name for name, fact in FACTS.items() if fact.days_of]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a random town; never changed."""
    return made(tmp_path_factory.mktemp("town"))


@pytest.fixture
def cities(town: Path, tmp_path: Path) -> Path:
    """A folder with the town in it."""
    shutil.copytree(town, tmp_path / "cities" / TOWN)
    return tmp_path / "cities"


# --- Inputs of a month ------------------------------------------------------------------------------------


def test_a_fact_by_month_reads_nothing_else_than_its_month_and_the_rules_of_it() -> None:
    assert {name for name in FACTS if name not in MONTHLY} == {
        "office_coverage",
        "opening_hours",
        "wave_answers",
    }
    for name in MONTHLY:
        assert {*FACTS[name].days_of} <= sources_of(FACTS[name]) <= {*DATED, *RULES}, name
        assert sources_of(FACTS[name]) - {*FACTS[name].days_of} <= RULES, name


@pytest.mark.parametrize("name", MONTHLY)
def test_rows_of_a_month_alone_make_the_rows_of_that_month(town: Path, name: str) -> None:
    snapshot, fact = current_version(town).snapshot_path, FACTS[name]
    with duckdb.connect() as db:
        db.execute(f"attach '{snapshot}' as town (read_only)")
        months = db.execute(f"select distinct strftime(day, '%Y%m') from town.{name}").fetchall()
        assert len(months) > 2
        for (month,) in months:
            is_in = f"strftime(day, '%Y%m') = '{month}'"
            for source in sources_of(fact):
                condition = is_in if source in fact.days_of and source != "finds" else "true"
                if source == "finds":
                    condition = f"check_id in (select check_id from town.checks where {is_in})"
                db.execute(f"create or replace view {source} as from town.{source} where {condition}")
            whole = db.execute(f"select * from town.{name} where {is_in} order by all").fetchall()
            assert db.execute(f"select * from ({fact.sql}) order by all").fetchall() == whole


def inputs_and_rows(
    folder: Path, aside: Path
) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, object]]]:
    """The inputs of each fact by month, and the rows that DuckDB made of them."""
    snapshot = current_version(folder).snapshot_path
    with Leaving(snapshot, aside) as leaving:
        prints, rules = leaving.prints(), leaving.rule_prints()
    inputs = {name: fact_inputs(fact, prints, rules) for name, fact in FACTS.items()}
    rows: dict[str, dict[str, object]] = {}
    with duckdb.connect(str(snapshot), read_only=True) as db:
        for name in FACTS:
            month = "strftime(day, '%Y%m')" if name in MONTHLY else f"'{WHOLE}'"
            sql = f"select {month}, sum(hash(whole)), count(*) from {name} as whole group by 1"
            rows[name] = {key: numbers for key, *numbers in db.execute(sql).fetchall()}
    return inputs, rows


def undo_visits(folder: Path, exports: Path) -> None:
    """An import of visits is taken back."""
    undo(folder, "visits-2.csv")


def undo_offices(folder: Path, exports: Path) -> None:
    """The offices of a file are taken back, and what refers to them waits."""
    undo(folder, "offices-2.csv")


def undo_checks(folder: Path, exports: Path) -> None:
    """An import of checks is taken back, and what was found in them waits."""
    undo(folder, "checks-1.csv")


CHANGES: dict[Callable[[Path, Path], None], dict[str, set[str]]] = {
    correct_incident: {"incident_places": {"201902"}, "office_days": {"201902"}},
    close_office: {"office_days": {"201903"}},
    undo_visits: {},
    undo_offices: {},
    undo_checks: {},
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_month_that_a_change_touches_is_due(
    cities: Path, tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    folder = cities / TOWN
    inputs_before, rows_before = inputs_and_rows(folder, tmp_path)
    change(folder, tmp_path / "more")
    inputs, rows = inputs_and_rows(folder, tmp_path)
    due = {
        name: {month for month, one in inputs[name].items() if inputs_before[name].get(month) != one}
        for name in FACTS
    }
    touched = {
        name: {month for month, one in rows[name].items() if rows_before[name].get(month) != one}
        for name in FACTS
    }
    assert any(touched.values())
    assert all(touched[name] <= due[name] for name in FACTS), (touched, due)
    assert all(rows[name].keys() <= inputs[name].keys() for name in FACTS)
    if CHANGES[change]:
        assert {name: months for name, months in due.items() if months and name in MONTHLY} == CHANGES[change]


def test_the_same_rows_imported_again_touch_no_fact(cities: Path, tmp_path: Path) -> None:
    correct_incident(cities / TOWN, tmp_path / "more")
    inputs, _ = inputs_and_rows(cities / TOWN, tmp_path)
    (batch,) = [
        one["batch_id"]
        for one in current_version(cities / TOWN).manifest()
        if one.get("file") == "incidents-3.csv"
    ]
    undo(cities / TOWN, "incidents-3.csv")
    correct_incident(cities / TOWN, tmp_path / "more")
    assert current_version(cities / TOWN).manifest()[-1]["batch_id"] != batch
    again, _ = inputs_and_rows(cities / TOWN, tmp_path)
    assert {name: again[name] for name in MONTHLY} == {name: inputs[name] for name in MONTHLY}


# --- The folder -------------------------------------------------------------------------------------------


def put(city: City, out: Path) -> StoredCity:
    """A city as a build leaves it, its facts those that DuckDB made."""
    store = Store(LocalPlace(out))
    with store.building() as aside, Leaving(city.version.snapshot_path, aside) as leaving:
        plan = city_plan(city, store.manifest().number_of(city.name), leaving, store, store.manifest())
        parts: Parts = {}
        for name, months in plan.inputs.items():
            kind = "facts" if name in FACTS else "tables"
            for month, inputs in months.items():
                draft = aside / "draft.parquet"
                if kind == "tables":
                    leaving.write(name, month, draft)
                else:
                    write_fact(city.version, name, month, draft)
                file = store.keep(draft, f"{kind}/{name}/city-{plan.number:06d}/{month}-000001.parquet")
                parts.setdefault(name, {})[month] = Part(
                    inputs, plan.rows.get(name, {}).get(month, 0), (file,)
                )
        return publish(store, plan, parts, aside)


def write_fact(version: DataVersion, name: str, month: str, path: Path) -> None:
    condition = "true" if month == WHOLE else f"strftime(day, '%Y%m') = '{month}'"
    with duckdb.connect(str(version.snapshot_path), read_only=True) as db:
        db.execute(f"copy (from {name} where {condition}) to '{path}'")


def publish(store: Store, plan: CityPlan, parts: Parts, aside: Path) -> StoredCity:
    folder, version = f"cities/city-{plan.number:06d}", plan.city.version
    batches = Path(shutil.copy(version.path / "manifest.json", aside))
    stored = StoredCity(
        name=plan.city.name,
        number=plan.number,
        version=version.number,
        snapshot_sha256=version.sha256,
        made_by=plan.city.made_by(),
        row_count=plan.row_count,
        file_count=plan.file_count,
        month_count=plan.month_count,
        batches=store.keep(batches, f"{folder}/manifest-000001.json"),
        settings=None,
        parts=store.keep_parts(parts, aside / "parts.json", f"{folder}/parts-000001.json"),
    )
    manifest = store.manifest()
    store.publish(Manifest(manifest.build + 1, 0, {**manifest.cities, stored.name: stored}))
    return stored


@pytest.fixture
def out(cities: Path, tmp_path: Path) -> Path:
    """The folder of the town as a build leaves it."""
    put(City(TOWN, current_version(cities / TOWN)), tmp_path / "out")
    return tmp_path / "out"


def test_nothing_is_due_for_the_version_that_is_there(cities: Path, out: Path, tmp_path: Path) -> None:
    (fresh,) = cluster.plan(cities, tmp_path / "new").cities
    assert fresh.due.keys() == fresh.inputs.keys() and fresh.due_rows == fresh.row_count > 1000
    done = cluster.plan(cities, out)
    assert done.cities[0].is_same and done.cities[0].due == {} and done.seconds == 0
    assert done.cities[0].row_count == fresh.row_count


def test_a_correction_makes_its_month_due_and_says_how_much_that_is(
    cities: Path, out: Path, tmp_path: Path
) -> None:
    whole = cluster.plan(cities, tmp_path / "new")
    correct_incident(cities / TOWN, tmp_path / "more")
    planned = cluster.plan(cities, out)
    (one,) = planned.cities
    assert one.due_months == {"201902"}
    assert not {"checks", "finds", "visits", "shifts"} & one.due.keys()
    assert 0 < one.due_rows < whole.cities[0].due_rows
    assert 0 < planned.seconds < whole.seconds


def test_the_speed_of_a_large_build_is_what_is_left_of_its_time(cities: Path, tmp_path: Path) -> None:
    planned = cluster.plan(cities, tmp_path / "new")
    assert planned.speed_of(60) == 0  # a few thousand rows say nothing
    (one,) = planned.cities
    large = replace(planned, cities=(replace(one, rows={"checks": {"201901": 2_000_000}}),))
    assert large.speed_of(large.overhead + 100) == 20_000
    assert large.speed_of(10) == 400_000  # faster than the plan reckons even without a row


def test_a_plan_changes_nothing(cities: Path, out: Path) -> None:
    before = listing(cities), listing(out)
    cluster.plan(cities, out)
    assert (listing(cities), listing(out)) == before


def test_no_name_of_a_folder_is_a_code(out: Path) -> None:
    names = {path.name for path in out.rglob("*") if path.is_dir()} - {".building"}
    assert names == {"tables", "facts", "cities", "city-000001", *FACTS, *map(name_of, query_files("tables"))}
    assert TOWN in (out / "manifest.json").read_text("utf-8")


def test_what_comes_back_is_what_was_there_and_is_served(
    sample: DataVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = current_version(
        shutil.copytree(sample.folder, tmp_path / "own")
    )  # nobody reads it beside this test
    put(City("sample", own), tmp_path / "out")
    fetched = cluster.fetch(tmp_path / "out", "sample", tmp_path / "into")
    assert fetched.prints == content_prints(own.snapshot_path)
    assert fetched.version.is_sample
    found = findings(current_version(serve(own.folder, monkeypatch)))
    assert len(found) > 20
    assert findings(current_version(serve(tmp_path / "into", monkeypatch))) == found

    # imports are made where the city has its own
    (fault,) = ingest.check().faults
    assert fault.key == "check.fetched" and ingest.check().is_whole
    assert not any(batch.is_damaged for batch in ingest.history())
    before = listing(tmp_path / "into")
    for change in (ingest.rebuild, partial(ingest.undo, ingest.history()[0].batch_id)):
        with pytest.raises(WarehouseError, match="is_fetched"):
            change()
    assert listing(tmp_path / "into") == before
    assert not access.may_act(access.EVERY_ROLE, "import") and not access.is_offered("press")
    assert cluster.fetch(tmp_path / "out", "sample", tmp_path / "into").version.number == 2


def test_a_print_tells_one_digit_and_not_the_order(town: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "other.duckdb"
    shutil.copy(current_version(town).snapshot_path, snapshot)
    before = content_prints(snapshot)
    with duckdb.connect(str(snapshot)) as db:
        db.execute("create table kept as from office_days order by hash(day)")
        db.execute("delete from office_days; insert into office_days from kept; drop table kept")
    assert content_prints(snapshot) == before
    with duckdb.connect(str(snapshot)) as db:
        change = "waiting_median_minutes = waiting_median_minutes + 1e-15 * waiting_median_minutes"
        db.execute(f"update office_days set {change}")
    after = content_prints(snapshot)
    assert {name for name in before if before[name] != after[name]} == {"office_days"}


def test_what_no_manifest_names_goes_with_the_next_build(out: Path) -> None:
    store = Store(LocalPlace(out))
    named = {name for name in listing(out) if name != "manifest.json"}
    left = [out / "facts/office_days/city-000001/201901-000009-0.parquet", out / ".building/x/part-0.parquet"]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half a file")
    with store.building():
        assert {name for name in listing(out) if name != "manifest.json"} == named
        with pytest.raises(ClusterRefused, match="busy"), store.building():
            pass


def test_a_damaged_file_is_not_served(out: Path, tmp_path: Path) -> None:
    (path, *_) = (out / "facts/office_days").rglob("201902-*.parquet")
    content = path.read_bytes()
    path.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
    with pytest.raises(ClusterRefused, match="damaged_file") as refused:
        cluster.fetch(out, TOWN, tmp_path / "into")
    assert refused.value.values["file"] == str(path)
    assert not (tmp_path / "into/current").exists() and not is_fetched(tmp_path / "into")


# --- What it says -----------------------------------------------------------------------------------------


def said(*arguments: str | Path, data: Path) -> tuple[int, str]:
    done = run_einlass("cluster", *arguments, data=data)
    return done.returncode, (done.stdout + done.stderr).replace("\u202f", " ")


def test_an_address_needs_spark_and_that_of_a_folder_is_the_folder(
    cities: Path, out: Path, tmp_path: Path
) -> None:
    code, text = said("plan", "--cities", cities, "--out", "hdfs://nowhere/zahlen", data=tmp_path / "none")
    assert code == 1 and "make spark" in text
    code, text = said("plan", "--cities", cities, "--out", out.as_uri(), data=tmp_path / "none")
    assert code == 0 and text.endswith("nichts zu rechnen.\n")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        # of py4j: the call, what Java said of it, where, why
        (
            "An error occurred while calling o51.parquet.\n: org.apache.spark.SparkException: Job aborted.\n"
            "\tat org.apache.spark.Some.run(Some.scala:1)\nCaused by: java.io.IOException: No space left on device\n"
            "\tat java.base/java.io.Some.write(Some.java:2)\n",
            "java.io.IOException: No space left on device",
        ),
        (
            "An error occurred while calling o5.x.\n: java.lang.OutOfMemoryError: heap\n",
            "java.lang.OutOfMemoryError: heap",
        ),
        (
            "[UNRESOLVED_COLUMN] A column cannot be resolved.\n'Project x\n",
            "[UNRESOLVED_COLUMN] A column cannot be resolved.",
        ),
        ("", "Exception"),
    ],
)
def test_a_failure_of_spark_is_told_by_its_innermost_cause(found: str, told: str) -> None:
    assert spark.told(Exception(found)) == told


def test_a_plan_in_words_and_as_data(cities: Path, out: Path, tmp_path: Path) -> None:
    places = ("--cities", cities, "--out", out)
    assert said("plan", *places, data=tmp_path / "none")[1].endswith("nichts zu rechnen.\n")
    correct_incident(cities / TOWN, tmp_path / "more")
    code, text = said("plan", *places, data=tmp_path / "none")
    assert code == 0
    assert re.search(
        r"05117000 \(Datenstand \d+\): [\d ]+ Zeilen, \d+ Monate, \d+ Dateien; 1 Monat neu zu", text
    )
    assert "Erwartete Zeit: rund" in text and "nicht auf diesem Rechner gemessen" in text
    plain = json.loads(said("plan", *places, "--json", data=tmp_path / "none")[1])
    assert plain["cities"][0]["due"]["office_days"] == ["201902"]
    assert plain["cities"][0]["folder"] == "city-000001"


def test_what_is_wrong_is_said_with_its_place_and_what_to_do(cities: Path, out: Path, tmp_path: Path) -> None:
    none, into = tmp_path / "none", ("--into", tmp_path / "into")
    places = ("--cities", cities, "--out", out)
    (tmp_path / "empty").mkdir()
    assert "Den Ordner" in said("plan", "--cities", none, "--out", out, data=none)[1]
    assert (
        "kein Ordner einer Stadt" in said("plan", "--cities", tmp_path / "empty", "--out", out, data=none)[1]
    )
    assert "bei den Daten der Städte" in said("plan", "--cities", cities, "--out", cities / "o", data=none)[1]
    assert "Es gibt dort: 05117000." in said("fetch", "--out", out, "--city", "Aachen", *into, data=none)[1]
    own = ("--into", cities / TOWN)
    code, text = said("fetch", "--out", out, "--city", TOWN, *own, data=none)
    assert code == 1 and "eigene Importe" in text
    snapshot = current_version(cities / TOWN).snapshot_path
    content = snapshot.read_bytes()
    snapshot.write_bytes(content[:-1] + b"x")
    fresh = ("--cities", cities, "--out", tmp_path / "fresh")
    assert f"Die Daten in {cities / TOWN} sind beschädigt." in said("plan", *fresh, data=none)[1]
    snapshot.write_bytes(content)
    (cities / "new").mkdir()
    code, text = said("plan", *places, data=none)
    assert code == 1 and f"Noch nichts importiert ist in {cities / 'new'}." in text
    (out / "manifest.json").write_text((out / "manifest.json").read_text("utf-8").replace(TOWN, "05117001"))
    code, text = said("fetch", "--out", out, "--city", "05117001", *into, data=none)
    assert code == 1 and f"Das Verzeichnis {out / 'manifest.json'} ist beschädigt." in text


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="PySpark is installed here")
def test_without_pyspark_it_says_how_to_install_it_and_writes_nothing(cities: Path, tmp_path: Path) -> None:
    before = listing(cities)
    code, text = said("build", "--cities", cities, "--out", tmp_path / "out", data=tmp_path / "none")
    assert code == 1 and "„make spark“ installiert es" in text
    assert listing(tmp_path / "out") == {} and listing(cities) == before
