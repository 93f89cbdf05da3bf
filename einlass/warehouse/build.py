"""Building a snapshot: tables, calendar, batches, facts. Used by the import alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd
import pyarrow as pa

from einlass import config
from einlass.errors import Damaged
from einlass.warehouse import older
from einlass.warehouse.facts import Facts
from einlass.warehouse.files import file_sha256
from einlass.warehouse.holidays import holidays_of
from einlass.warehouse.offer import Offer, all_same, same_key
from einlass.warehouse.query_files import FINDS, query_file, query_files
from einlass.warehouse.versions import DataVersion

SEVERITY_COLUMNS = ("severity_code", "incident_kinds", "severity_level")


@dataclass(frozen=True)
class Standing:
    """What has become of the rows of a batch, as the warehouse stands."""

    batch_id: str
    table: str
    file: str
    accepted: int
    duplicates: int
    rejected: int
    waiting: int


class Builder:
    """A snapshot open for writing. Everything between entering and `finish` is one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.is_new = not path.exists()
        self._catalog = path.stem
        self._db = duckdb.connect(str(path), config={"memory_limit": "2GB"})
        self._older = older.attach(self._db, self._catalog, path.parent)
        self._db.execute("set enable_external_access = false")
        self._db.execute("set enable_progress_bar = false")
        self._db.execute(
            "set preserve_insertion_order = false"
        )  # no query relies on it, and two cores may write
        self._db.execute("begin")
        if self.is_new:
            self._create()
        for table in self._resting():
            self.show_all(table)
        self.facts = Facts(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _create(self) -> None:
        for table in query_files("tables"):
            self._db.execute(table.sql)

    def _insert_frame(self, table: str, rows: pd.DataFrame | pa.Table) -> None:
        self._db.register("new_rows", rows)
        self.run("load/insert_rows", table=table)
        self._db.unregister("new_rows")

    def _replace(self, table: str, rows: pa.Table) -> None:
        """Have a table hold these rows; where it does nothing is written."""
        with self._registered("new_rows", rows):
            if self.run("load/holds_same", table=table)[0][0]:
                return
            self.facts.touch_all({table})
            self.run("load/delete_all", table=table)
            self.run("load/insert_rows", table=table)

    def run(self, name: str, *, batch_id: str | None = None, **names: str) -> list[tuple[Any, ...]]:
        """Run a template of queries/load; `names` are table and column names from our own declarations."""
        known = {"catalog": self._catalog}
        if "table" in names:
            known["own"] = (
                f"{self._catalog}.main.{names['table']}"  # its name alone may mean a view of more rows
            )
        sql = query_file(name).sql.format(**known, **names)
        return self._db.execute(sql, {"batch_id": batch_id} if batch_id else None).fetchall()

    def rests(self, table: str) -> bool:
        """Whether rows of a table rest in files beside the snapshot."""
        return any(table in file.tables for file in self._older)

    def _resting(self) -> list[str]:
        return [table for table in older.tables() if self.rests(table)]

    def show_all(self, table: str) -> None:
        """Have a table hold all of its rows."""
        if self.rests(table):
            self.run("load/older_view", table=table, rows=self._rows_of(table))
        else:
            self.run("load/show_all", table=table)

    def show_days(self, table: str, within: str) -> None:
        """Have a table hold the rows of some days alone, until `show_all`; finds those of the checks that are shown."""
        if table == FINDS:
            self.run("load/show_finds", table=table)
            return
        rows = f"({self._rows_of(table)}) as whole" if self.rests(table) else f"{self._catalog}.main.{table}"
        self.run("load/show_days", table=table, rows=rows, within=within)

    def _rows_of(self, table: str) -> str:
        return older.rows_of(table, self._catalog, self._older, with_places=True)

    def tell_touched_days_anew(self) -> None:
        """Have the files tell nothing of the touched days any more: the snapshot is about to."""
        if self._older:
            self.run("load/older_gone_days")

    def tell_anew(self, table: str) -> None:
        """Have no file hold rows of a table any more: the snapshot is about to have all of them."""
        if self.rests(table):
            self.run("load/older_forget", table=table)
            self._older = older.files_in(self._db, self._catalog)
            self.show_all(table)

    def identifiers(self, table: str, column: str) -> set[str]:
        """The distinct values of an identifier column."""
        return {row[0] for row in self.run("load/identifiers", table=table, column=column)}

    def known_identifiers(self, table: str, column: str, mentioned: pa.Array) -> set[str]:
        """Those of the mentioned identifiers that a table holds."""
        with self._registered("mentioned", pa.table({"value": mentioned})):
            return {row[0] for row in self.run("load/known_identifiers", table=table, column=column)}

    def forget(self, tables: Collection[str]) -> None:
        """Take out every row of some tables and what is written down about their batches."""
        self.facts.touch_all({*tables})
        for table in tables:
            self.tell_anew(table)
            self.run("load/delete_all", table=table)
            for records in ("batch_offices", "rejects", "waiting"):
                self.run("load/delete_records", records=records, table=table)
            self.run("load/delete_batches", table=table)

    def standings(self) -> dict[str, Standing]:
        """What has become of the rows of each batch that is written down."""
        return {row[0]: Standing(*row) for row in self.run("load/standing")}

    def keep(self, tables: Collection[str]) -> None:
        """Remember tables as they stand, for a comparison later."""
        for table in tables:
            self.run("load/keep_table", table=table)

    def compared(
        self, table: str, key: Sequence[str], values: Sequence[str], office: str | None
    ) -> list[tuple[Any, ...]]:
        """Office and number of rows of a remembered table that left, came and changed; `office` is its column."""
        names = {
            "table": table,
            "same_key": all_same([*key]),
            "same_values": all_same([*values]) if values else "true",
            "office": f"coalesce(new_row.{office}, old_row.{office})" if office else "cast(null as varchar)",
        }
        return self.run("load/compare_table", **names)

    def found_again(self, table: str, column: str, referenced: str) -> bool:
        """Whether rows of a table wait for something that is there."""
        names = {"table": table, "column": column, "referenced": referenced}
        return bool(self.run("load/found_again", **names)[0][0])

    @contextmanager
    def offered(self, table: str, key: tuple[str, ...], rows: pa.Table) -> Iterator[Offer]:
        """A batch (columns as declared, plus row_number) beside its table; nothing is changed yet."""
        with self._registered("batch_rows", rows):
            yield Offer(self, table, key, rows)

    def gone(
        self,
        rows: str | pa.Table,
        key: tuple[str, ...],
        day: str,
        period: tuple[date, date],
        seen_keys: pa.Table,
        offices: Sequence[str],
    ) -> pa.Table:
        """Keys of rows inside a period that a full export no longer holds; `offices`: of these alone, none: of all.

        `rows` are those of a table (by its name), or rows that no table holds.
        """
        if isinstance(rows, pa.Table):
            with self._registered("older_rows", rows):
                return self.gone("older_rows", key, day, period, seen_keys, offices)
        names = {
            "table": rows,
            "old_key": ", ".join(f"old_row.{name}" for name in key),
            "in_period": f"old_row.{day} >= date '{period[0]}' and old_row.{day} < date '{period[1]}'",
            "same_key": all_same(key),
        }
        covered = pa.table({"office_id": pa.array(offices, pa.string())})
        with self._registered("seen_keys", seen_keys), self._registered("covered_offices", covered):
            sql = query_file("load/gone_rows").sql.format(**names)
            return self._db.sql(sql).to_arrow_table()

    def remove(self, table: str, key: tuple[str, ...], gone: pa.Table) -> None:
        """Take out the rows with these keys."""
        names = {"table": table, "same_key": same_key(table, key)}
        with self._registered("gone_keys", gone):
            self.facts.touch_gone(**names)
            if self.rests(table):
                self.run("load/older_gone_rows", **names)
            self.run("load/delete_rows", **names)

    def batch_ids(self) -> set[str]:
        """The batches that are written down already."""
        return self.identifiers("batches", "batch_id")

    @contextmanager
    def _registered(self, name: str, rows: pa.Table) -> Iterator[None]:
        self._db.register(name, rows)
        try:
            yield
        finally:
            self._db.unregister(name)

    def record(self, **frames: pd.DataFrame) -> None:
        """Write down batches, their offices and refused rows, so that the app can show where its numbers come from."""
        for table, rows in frames.items():
            if len(rows):
                self._insert_frame(table, rows)

    def finish(self, state: str = "", severity: Iterable[tuple[str, str, int]] = ()) -> str:
        """Have calendar and facts tell what stands now, commit, close; returns the SHA-256 of the file.

        state: whose public holidays count; empty: the nationwide ones. severity: the mapping of levels (code, kinds,
        level of the model) by which the incidents were judged.
        """
        self.run("load/delete_all", table="severity_levels")
        if levels := sorted(severity):
            self._insert_frame("severity_levels", pd.DataFrame(levels, columns=list(SEVERITY_COLUMNS)))
        self._replace("calendar", _calendar(state))
        self.facts.make()
        self._db.execute("commit")
        self._db.execute("checkpoint")
        own_rows = {table: int(self.run("load/count_rows", table=table)[0][0]) for table in older.tables()}
        self._db.close()
        if self._path.with_suffix(".duckdb.wal").exists():
            raise Damaged("warehouse.wal_left", file=self._path.name)
        older.rest(self._path, own_rows, self._older)
        return file_sha256(self._path)


def continue_from(version: DataVersion, snapshot: Path, severity: Iterable[tuple[str, str, int]]) -> None:
    """Copy the snapshot of a version, and link the files that it needs beside it.

    Not where it lacks a table of today or its incidents were judged by another mapping of levels: then all must be
    built anew. Raises Damaged. In both cases there is no snapshot.
    """
    version.copy_to(snapshot)
    statement = query_file("views/severity_levels").sql
    with duckdb.connect(str(snapshot), read_only=True) as copy:
        is_of_today = _holds_declared(copy) and set(copy.execute(statement).fetchall()) == set(severity)
        files = older.files_in(copy, snapshot.stem) if is_of_today else []
    if not is_of_today:
        snapshot.unlink()
        return
    try:
        older.carry(version.path, snapshot.parent, files)
    except Damaged:
        snapshot.unlink()
        raise


def has_declared_tables(path: Path) -> bool:
    """Whether a snapshot has the tables of today: one of an older version of this program must be built anew."""
    with duckdb.connect(str(path), read_only=True) as snapshot:
        return _holds_declared(snapshot)


def _holds_declared(snapshot: duckdb.DuckDBPyConnection) -> bool:
    return _declared_columns() <= _columns(snapshot)


@cache
def _declared_columns() -> frozenset[tuple[Any, ...]]:
    with duckdb.connect() as declared:
        for table in query_files("tables"):
            declared.execute(table.sql)
        return _columns(declared)


def _columns(database: duckdb.DuckDBPyConnection) -> frozenset[tuple[Any, ...]]:
    return frozenset(database.execute(query_file("load/columns").sql).fetchall())


def make_ready() -> None:
    """Do beforehand what is the same for every snapshot; a process that waits for its order has the time."""
    _declared_columns()
    _calendar("")


@cache
def _calendar(state: str) -> pa.Table:
    """One row a day: week, ISO weekday, month, holiday in a state."""
    days = pd.date_range(config.CALENDAR_FROM, config.CALENDAR_UNTIL - timedelta(days=1), freq="D", unit="us")
    return pa.table(
        {
            "day": pa.array(days.date),
            "week_start": pa.array((days - pd.to_timedelta(days.day_of_week, unit="D")).date),
            "iso_weekday": pa.array(days.day_of_week + 1, pa.int32()),
            "month_start": pa.array(days.to_period("M").start_time.date),
            "is_holiday": pa.array(pd.Index(days.date).isin(list(holidays_of(state)))),
        }
    )
