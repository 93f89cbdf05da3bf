"""What a build has to make again: inputs of today beside those of the manifest, month by month."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from einlass import config
from einlass.cluster.layout import Manifest, Parts, Store, StoredCity
from einlass.cluster.places import local_folder, place_at
from einlass.errors import ClusterRefused, Damaged, NoWarehouse
from einlass.warehouse import DataVersion, QueryFile, current_version, query_file, query_files
from einlass.warehouse.build import has_declared_tables
from einlass.warehouse.leaving import DATED, PRINTED_BY, WHOLE, Leaving, Prints, names_of

# From runs of bench.spark.growth on two cores: the start of Spark, a fact of a city, each month of it, rows read.
START_SECONDS = 12.0
FACT_SECONDS = 1.5
MONTH_SECONDS = 0.1
ROWS_PER_SECOND = 100_000.0
# A build with fewer rows says nothing about the speed of Spark.
MEASURED_FROM_ROWS = 1_000_000
# What the print of the rules of a month is made of: a fact by month reads nothing else beside rows with a day.
RULES = {"batches", "calendar", "events", "office_coverage", "offices"}

Months = dict[str, set[str]]  # table or fact → months


@dataclass(frozen=True)
class City:
    """A data folder among others, by its name."""

    name: str
    version: DataVersion

    @property
    def settings(self) -> Path | None:
        """Its settings file, where it has one."""
        path = self.version.folder / config.CITY_FILE
        return path if path.is_file() else None

    def made_by(self) -> str:
        """A print of what makes figures beside the data: statements, settings, the program that prints rows."""
        statements = [file.sql for folder in ("tables", "facts") for file in query_files(folder)]
        settings = self.settings.read_text(encoding="utf-8") if self.settings else ""
        return _print([*statements, settings, PRINTED_BY])


@dataclass(frozen=True)
class CityPlan:
    """What is to be done for a city; nothing where its data version is that of the manifest (`is_same`)."""

    city: City
    number: int
    stored: StoredCity | None
    row_count: int
    rows: dict[str, dict[str, int]]
    inputs: dict[str, dict[str, str]]  # table or fact → month → print
    old: Parts
    is_same: bool = False

    @property
    def due(self) -> Months:
        """The months of tables and facts of which the inputs are others, or that are new."""
        return {
            name: months
            for name, now in self.inputs.items()
            if (months := {month for month, print_ in now.items() if self._old(name, month) != print_})
        }

    def _old(self, name: str, month: str) -> str:
        part = self.old.get(name, {}).get(month)
        return part.inputs if part else ""

    @property
    def due_facts(self) -> list[QueryFile]:
        """The facts of which some months are due, each behind those that it reads."""
        due = self.due
        return [fact for fact in query_files("facts") if name_of(fact) in due]

    @property
    def due_months(self) -> set[str]:
        """The months that are made again."""
        facts = {name_of(fact) for fact in self.due_facts}
        return {month for name, months in self.due.items() if name in facts for month in months} - {WHOLE}

    @property
    def due_rows(self) -> int:
        """The rows that are read again."""
        due = self.due
        read = {(name, month) for name, months in due.items() for month in months}
        for fact in self.due_facts:
            for source in sources_of(fact):
                months = due[name_of(fact)] if source in fact.days_of else self.rows.get(source, {}).keys()
                read |= {(source, month) for month in months}
        return sum(self.rows.get(name, {}).get(month, 0) for name, month in read)

    @property
    def file_count(self) -> int:
        """The files after the build, if each month of a table or fact is one."""
        if self.stored and self.is_same:
            return self.stored.file_count
        return sum(map(len, self.inputs.values()))

    @property
    def month_count(self) -> int:
        """The months that the city has."""
        if self.stored and self.is_same:
            return self.stored.month_count
        return len({month for months in self.inputs.values() for month in months} - {WHOLE})


@dataclass(frozen=True)
class Plan:
    """What is to be done for all cities."""

    cities: tuple[CityPlan, ...]
    rows_per_second: float
    is_measured: bool

    @property
    def rows(self) -> int:
        """The rows that are read again."""
        return sum(one.due_rows for one in self.cities)

    @property
    def overhead(self) -> float:
        """The seconds that do not depend on the number of rows."""
        facts = [len(one.due[name_of(fact)]) for one in self.cities for fact in one.due_facts]
        return START_SECONDS * bool(facts) + FACT_SECONDS * len(facts) + MONTH_SECONDS * sum(facts)

    @property
    def seconds(self) -> float:
        """How long it takes, about; nothing where nothing is to be done."""
        return self.overhead + self.rows / self.rows_per_second

    def speed_of(self, seconds: float) -> float:
        """The rows per second of a build that took so long; 0 where it was too small to tell."""
        if self.rows < MEASURED_FROM_ROWS:
            return 0
        return round(self.rows / max(seconds - self.overhead, seconds / 2), 1)


def plan(folder: Path, out: Path | str, settings: Mapping[str, str] = {}) -> Plan:
    """What a build would do. Raises ClusterRefused."""
    cities = cities_in(folder, out)
    with place_at(out, settings=settings) as place:
        store = Store(place)
        manifest = store.manifest()
        planned = []
        numbers = numbered(cities, manifest)
        for city in cities:
            if is_stored(city, manifest):
                planned.append(unchanged(city, manifest))
                continue
            with tempfile.TemporaryDirectory() as aside, opened(city, Path(aside)) as leaving:
                planned.append(city_plan(city, numbers[city.name], leaving, store, manifest))
    return with_speed(planned, manifest)


def with_speed(planned: list[CityPlan], manifest: Manifest) -> Plan:
    """The plan of all cities, with the speed of the last large build."""
    measured = manifest.rows_per_second
    return Plan(tuple(planned), measured or ROWS_PER_SECOND, bool(measured))


def cities_in(folder: Path, out: Path | str) -> list[City]:
    """The data folders under a folder, by name. Raises ClusterRefused with all that have no data version."""
    if not folder.is_dir():
        raise ClusterRefused("cluster.no_folder", folder=str(folder))
    if (own := local_folder(out)) and own.resolve().is_relative_to(folder.resolve()):
        raise ClusterRefused("cluster.out_inside", out=str(out), folder=str(folder))
    paths = [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    if not paths:
        raise ClusterRefused("cluster.no_cities", folder=str(folder))
    found, lacking, outdated = [], [], []
    for path in paths:
        try:
            city = City(path.name, current_version(path.resolve()))
        except NoWarehouse:
            lacking.append(str(path))
            continue
        except Damaged:
            raise ClusterRefused("cluster.damaged_city", folder=str(path)) from None
        found.append(city)
        if not has_declared_tables(city.version.snapshot_path):
            outdated.append(str(path))
    if lacking:
        raise ClusterRefused("cluster.no_version", folders=", ".join(lacking))
    if outdated:
        raise ClusterRefused("cluster.outdated", folders=", ".join(outdated))
    return found


def numbered(cities: list[City], manifest: Manifest) -> dict[str, int]:
    """The number of each city: that of the manifest, new ones behind."""
    numbers = {name: one.number for name, one in manifest.cities.items()}
    for city in cities:
        numbers.setdefault(city.name, max(numbers.values(), default=0) + 1)
    return numbers


def is_stored(city: City, manifest: Manifest) -> bool:
    """Whether this data version of a city was made already, by these statements."""
    stored = manifest.cities.get(city.name)
    if stored is None:
        return False
    return (stored.snapshot_sha256, stored.made_by) == (city.version.sha256, city.made_by())


def unchanged(city: City, manifest: Manifest) -> CityPlan:
    """Nothing is to be done for a city."""
    stored = manifest.cities[city.name]
    return CityPlan(city, stored.number, stored, stored.row_count, {}, {}, {}, is_same=True)


@contextmanager
def opened(city: City, aside: Path) -> Iterator[Leaving]:
    """The snapshot of a city, checked; it stays there while it is open, whatever is imported meanwhile."""
    try:
        city.version.check()
    except Damaged:
        raise ClusterRefused("cluster.damaged_city", folder=str(city.version.folder)) from None
    with Leaving(city.version.snapshot_path, aside) as leaving:
        yield leaving


def city_plan(city: City, number: int, leaving: Leaving, store: Store, manifest: Manifest) -> CityPlan:
    """What is to be done for a city of which the data version is a new one."""
    prints, rules = leaving.prints(), leaving.rule_prints()
    stored = manifest.cities.get(city.name)
    rows = {table: {month: one.rows for month, one in months.items()} for table, months in prints.items()}
    inputs = {table: {month: one.cells for month, one in months.items()} for table, months in prints.items()}
    for table in DATED:  # the columns alone, for months without a row
        inputs[table][WHOLE] = _print([query_file(f"tables/{table}").sql])
    for fact in query_files("facts"):
        inputs[name_of(fact)] = fact_inputs(fact, prints, rules)
    count = sum(sum(months.values()) for months in rows.values())
    return CityPlan(city, number, stored, count, rows, inputs, store.parts(stored))


def fact_inputs(fact: QueryFile, prints: Prints, rules: dict[str, str]) -> dict[str, str]:
    """A print of what a fact is made of, by month where each of its months is made of rows of that month alone."""
    dated = sorted({*fact.days_of} & {*DATED})
    if not fact.days_of:
        read = sorted(_tables_behind(fact))
        return {WHOLE: _print([fact.sql, *(f"{name} {sorted(prints[name].items())}" for name in read)])}
    is_ruled = bool(sources_of(fact) - set(DATED))
    months = rules.keys() if is_ruled else {month for name in dated for month in prints[name]}
    return {
        month: _print(
            [fact.sql, rules[month] if is_ruled else ""]
            + [prints[name][month].values if month in prints[name] else "" for name in dated]
        )
        for month in months
    }


def sources_of(fact: QueryFile) -> set[str]:
    """The tables and facts that a fact reads."""
    read = set(re.findall(r"\b(?:from|join)\s+(\w+)", re.sub(r"--[^\n]*", "", fact.sql)))
    return read & {*names_of("tables"), *names_of("facts")}


def name_of(file: QueryFile) -> str:
    """The name of a table or fact."""
    return file.name.split("/")[1]


def _tables_behind(fact: QueryFile) -> set[str]:
    facts = {name_of(one): one for one in query_files("facts")}
    read = sources_of(fact)
    return {name for one in read for name in (_tables_behind(facts[one]) if one in facts else {one})}


def _print(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
