"""A build: tables of each city leave its snapshot, Spark makes their facts, and the manifest is switched at last."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from einlass.cluster import spark as door
from einlass.cluster.layout import Manifest, Part, Parts, Store, StoredCity, StoredFile, files_of, folder_name
from einlass.cluster.places import BUILDING, Place, place_at
from einlass.cluster.plan import (
    City,
    CityPlan,
    Plan,
    cities_in,
    city_plan,
    is_stored,
    name_of,
    numbered,
    opened,
    sources_of,
    unchanged,
    with_speed,
)
from einlass.warehouse import QueryFile
from einlass.warehouse.leaving import DATED, WHOLE, Leaving, names_of, parquet_rows
from einlass.warehouse.versions import step

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CITIES_AT_ONCE = 4  # while Spark plans the one it computes the others


@dataclass(frozen=True)
class Work:
    """What is being made of a city: its plan, the parts that are written already, a folder for what is not."""

    plan: CityPlan
    parts: Parts
    store: Store
    build: int
    aside: Path

    def place(self, kind: str, name: str, rest: str) -> str:
        """Where a file of the city lies."""
        return "/".join(filter(None, (kind, name, folder_name(self.plan.number), rest)))


def build(folder: Path, out: Path | str, master: str, settings: Mapping[str, str]) -> Plan:
    """Make what new batches touch; returns what was to be done. Where it fails what was made before stands.

    Raises ClusterRefused.
    """
    cities = cities_in(folder, out)
    with place_at(out, master, settings) as place:
        return _build(cities, Store(place), master, settings)


def _build(cities: list[City], store: Store, master: str, settings: Mapping[str, str]) -> Plan:
    with store.building() as aside:
        manifest, began = store.manifest(), time.monotonic()
        numbers = numbered(cities, manifest)
        works: list[Work] = []
        planned: list[CityPlan] = []
        for city in cities:
            if is_stored(city, manifest):
                planned.append(unchanged(city, manifest))
                continue
            door.check_installed()
            own = aside / folder_name(numbers[city.name])
            own.mkdir()
            with opened(city, own) as leaving:
                planned.append(city_plan(city, numbers[city.name], leaving, store, manifest))
                works.append(Work(planned[-1], {}, store, manifest.build + 1, own))
                _write_tables(works[-1], leaving)
        done = with_speed(planned, manifest)
        if works:
            step("tables_written")
            _make_facts(works, master, settings)
            stored = {work.plan.city.name: _stored(work) for work in works}
            step("facts_made")
            speed = done.speed_of(time.monotonic() - began) or manifest.rows_per_second
            store.publish(Manifest(manifest.build + 1, speed, {**manifest.cities, **stored}))
    return done


def _write_tables(work: Work, leaving: Leaving) -> None:
    """Write what is due of the tables; of the rest the files stay."""
    due = work.plan.due
    for table in names_of("tables"):
        work.parts[table] = _standing(work, table)
        for month in sorted(due.get(table, ())):
            draft = work.aside / "draft.parquet"
            leaving.write(table, month, draft)
            path = work.place("tables", table, f"{month}-{work.build:06d}.parquet")
            rows = work.plan.rows[table].get(month, 0)
            inputs = work.plan.inputs[table][month]
            work.parts[table][month] = Part(inputs, rows, (work.store.keep(draft, path),))


def _make_facts(works: list[Work], master: str, settings: Mapping[str, str]) -> None:
    """Have Spark make what is due of the facts, several cities at once, each in a session of its own."""
    for work in works:
        for name in names_of("facts"):
            work.parts[name] = _standing(work, name)
    due = [work for work in works if work.plan.due_facts]
    if not due:
        return
    # Nobody waits at the end for the largest alone.
    due.sort(key=lambda work: work.plan.due_rows, reverse=True)
    with ExitStack() as ends:
        spark = ends.enter_context(door.session(master, settings))
        makers = ends.enter_context(ThreadPoolExecutor(CITIES_AT_ONCE))
        for made in [makers.submit(_make_city, spark, work) for work in due]:
            made.result()


def _make_city(spark: SparkSession, work: Work) -> None:
    own = spark.newSession()  # its views are those of this city
    for fact in work.plan.due_facts:
        _make_fact(own, work, fact)


def _make_fact(spark: SparkSession, work: Work, fact: QueryFile) -> None:
    """Make the months of a fact that are due, or the whole of it."""
    name, months = name_of(fact), sorted(work.plan.due[name_of(fact)])
    for source in sorted(sources_of(fact)):
        is_cut = source in fact.days_of
        door.read(spark, source, *_files(work, source, months if is_cut and source in DATED else None))
        if is_cut and source not in DATED:
            door.keep_months(spark, source, months)
    place, folder = work.store.place, f"{BUILDING}/{folder_name(work.plan.number)}/{name}"
    door.write(spark, fact.name, place.address(folder), by_month=bool(fact.days_of))
    made = _drafts(place, folder)
    counts = parquet_rows(place.here(draft) for drafts in made.values() for draft in drafts)
    for month, drafts in made.items():
        rows = sum(counts[place.here(draft)] for draft in drafts)
        files = [
            work.store.keep_made(
                draft, work.place("facts", name, f"{month}-{work.build:06d}-{count}.parquet")
            )
            for count, draft in enumerate(drafts)
        ]
        work.parts[name][month] = Part(work.plan.inputs[name][month], rows, tuple(files))
    for month in months:  # a month without a row has no file, and is made all the same
        work.parts[name].setdefault(month, Part(work.plan.inputs[name][month], 0, ()))
    place.remove(folder)


def _drafts(place: Place, folder: str) -> dict[str, list[str]]:
    """What Spark has written, by month."""
    found: dict[str, list[str]] = {}
    for path in place.listed(folder):
        *_, parent, file = path.split("/")
        if file.startswith("part-") and file.endswith(".parquet"):
            month = parent.removeprefix("month=") if parent.startswith("month=") else WHOLE
            found.setdefault(month, []).append(path)
    return found


def _files(work: Work, source: str, months: list[str] | None) -> Iterator[str]:
    """The files of a table or fact, of some months or all; those of its columns alone are always there."""
    for month, part in sorted(work.parts[source].items()):
        if months is None or month in (WHOLE, *months):
            yield from (work.store.place.address(file.path) for file in part.files)


def _standing(work: Work, name: str) -> dict[str, Part]:
    """The parts of a table or fact that need not be made again."""
    due, now = work.plan.due.get(name, set()), work.plan.inputs[name]
    return {
        month: part
        for month, part in work.plan.old.get(name, {}).items()
        if month in now and month not in due
    }


def _stored(work: Work) -> StoredCity:
    """What the manifest says of a city that was made."""
    plan, version = work.plan, work.plan.city.version
    ending = f"{work.build:06d}"
    batches = _copied(work, version.path / "manifest.json", f"manifest-{ending}.json")
    own = plan.city.settings
    settings = _copied(work, own, f"settings-{ending}.toml") if own else None
    path = work.place("cities", "", f"parts-{ending}.json")
    parts = work.store.keep_parts(work.parts, work.aside / "parts.json", path)
    stored = StoredCity(
        name=plan.city.name,
        number=plan.number,
        version=version.number,
        snapshot_sha256=version.sha256,
        made_by=plan.city.made_by(),
        row_count=plan.row_count,
        file_count=0,
        month_count=plan.month_count,
        batches=batches,
        settings=settings,
        parts=parts,
    )
    return replace(stored, file_count=len(files_of(stored, work.parts)))


def _copied(work: Work, source: Path, name: str) -> StoredFile:
    draft = work.aside / name
    shutil.copyfile(source, draft)
    return work.store.keep(draft, work.place("cities", "", name))
