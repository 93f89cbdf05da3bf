"""Tables that leave a snapshot as Parquet, and a snapshot made of tables and facts that come back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from einlass.errors import Damaged
from einlass.warehouse import older
from einlass.warehouse.files import file_sha256
from einlass.warehouse.query_files import query_file, query_files

WHOLE = "all"  # instead of a month
DATED = ("checks", "finds", "incidents", "shifts", "visits")  # what was found is of the day of its check
MEMORY = "2GB"
PRINTED_BY = duckdb.__version__  # another one may print the same rows otherwise


@dataclass(frozen=True)
class Print:
    """Rows of a table: how many, a print of all cells, and of those that figures rest on. Their order is no matter."""

    rows: int
    cells: str
    values: str


# Table → month (202603), or WHOLE.
Prints = dict[str, dict[str, Print]]


class Leaving:
    """A snapshot from which tables leave. It is only read; `aside`: a folder for what does not fit into memory."""

    def __init__(self, snapshot: Path, aside: Path) -> None:
        self._db = older.opened(snapshot)
        self._db.execute(f"set memory_limit = '{MEMORY}'")
        self._db.execute(f"set temp_directory = '{_quoted(aside)}'")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def prints(self) -> Prints:
        """What each table holds, by month where its rows have a day."""
        found: Prints = {}
        for table in names_of("tables"):
            template = {"finds": "find_prints"}.get(
                table, "month_prints" if table in DATED else "whole_print"
            )
            rows = self._run(template, table=table).fetchall()
            found[table] = {month: Print(*print_) for month, *print_ in rows}
        return found

    def rule_prints(self) -> dict[str, str]:
        """What makes the days of each month beside their own rows."""
        return dict(self._run("rule_prints").fetchall())

    def write(self, table: str, month: str, file: Path) -> None:
        """Write the rows of a month, or the whole table; of WHOLE of a dated table the columns alone."""
        condition = "true"
        if table in DATED:
            condition = "false" if month == WHOLE else _in_month(month)
        if table == "finds":
            condition = f"check_id in (from checks select check_id where {condition})"
        self._run("leave", table=table, condition=condition, file=_quoted(file))

    def _run(self, name: str, **names: str) -> duckdb.DuckDBPyConnection:
        return self._db.execute(query_file(f"load/{name}").sql.format(**names))


def names_of(folder: str) -> list[str]:
    """The tables or the facts, each behind those that it reads."""
    return [file.name.split("/")[1] for file in query_files(folder)]


def parquet_rows(files: Iterable[Path]) -> dict[Path, int]:
    """How many rows Parquet files hold."""
    with duckdb.connect() as db:
        sql = query_file("load/parquet_rows").sql.format(files=_listed(files))
        return {Path(file): rows for file, rows in db.execute(sql).fetchall()}


def build_snapshot(path: Path, files: Mapping[str, Sequence[Path]]) -> str:
    """A snapshot of the Parquet files of its tables and facts; returns its SHA-256."""
    with duckdb.connect(str(path), config={"memory_limit": MEMORY}) as db:
        for table in query_files("tables"):
            db.execute(table.sql)
        for fact in query_files("facts"):  # over empty tables: the columns, with their types
            name, statement = fact.name.split("/")[1], fact.sql.rstrip().rstrip(";")
            db.execute(query_file("load/materialise").sql.format(table=name, statement=statement))
        for name, parts in files.items():
            if parts:
                db.execute(query_file("load/arrive").sql.format(table=name, files=_listed(parts)))
        db.execute("checkpoint")
    if path.with_suffix(".duckdb.wal").exists():
        raise Damaged("warehouse.wal_left", file=path.name)
    return file_sha256(path)


def content_prints(snapshot: Path) -> dict[str, str]:
    """A print of every cell and type of each table and fact, whatever the order of the rows: SHA-256, added up."""
    with older.opened(snapshot) as db:
        found = {}
        for table in (*names_of("tables"), *names_of("facts")):
            types = [f"{column[0]} {column[1]}" for column in db.table(table).limit(0).description]
            print_ = db.execute(query_file("load/content_print").sql.format(table=table)).fetchone()
            found[table] = hashlib.sha256(repr((types, print_)).encode()).hexdigest()
        return found


def _in_month(month: str) -> str:
    year, number = int(month[:4]), int(month[4:])
    until = date(year + number // 12, number % 12 + 1, 1)
    return f"day >= date '{date(year, number, 1)}' and day < date '{until}'"


def _listed(files: Iterable[Path]) -> str:
    return ", ".join(f"'{_quoted(file)}'" for file in files)


def _quoted(file: Path) -> str:
    return os.fspath(file).replace("'", "''")
