"""The result of every portable query file, of the product's own snapshot and of any engine over the same Parquet."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
from random_town import PARAMETERS

from einlass.warehouse import QueryFile, query_files

TOLERANCE = 1e-12  # of doubles: engines find the middle of two numbers in other ways


@dataclass(frozen=True)
class Result:
    """Columns with their types as Spark calls them, and the rows in order."""

    columns: list[tuple[str, str]]
    rows: list[tuple[object, ...]]


SPARK_TYPES = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double",
    "INTEGER": "int",
    "TIMESTAMP": "timestamp_ntz",
    "VARCHAR": "string",
}


def portable_files() -> list[QueryFile]:
    """The files that every engine must know: facts first, each behind those that it reads."""
    return [
        file
        for folder in ("facts", "indicators", "views")
        for file in query_files(folder)
        if file.is_portable
    ]


def short(file: QueryFile) -> str:
    """The name of a table or fact."""
    return file.name.split("/")[1]


def parameters_of(file: QueryFile) -> dict[str, object]:
    """Values with which a file finds something in a random town."""
    return {name: PARAMETERS[name] for name in file.parameters}


def of_snapshot(path: Path) -> dict[str, Result]:
    """What the product shows."""
    with duckdb.connect(str(path), read_only=True) as db:
        return {file.name: _asked(db, file) for file in portable_files()}


def parquet_of(snapshot: Path, folder: Path) -> dict[str, Path]:
    """The tables of a snapshot as Parquet, the rows in another order; its facts stay behind."""
    folder.mkdir()
    paths = {short(file): folder / f"{short(file)}.parquet" for file in query_files("tables")}
    with duckdb.connect(str(snapshot), read_only=True) as db:
        for table, path in paths.items():
            db.execute(f"copy (from {table} as row order by hash(row)) to '{path}'")
    return paths


def as_others_read_it(tables: dict[str, Path]) -> Iterator[tuple[str, Result]]:
    """DuckDB over Parquet, where codes are texts like any other, with empty cells first as other engines sort them."""
    with duckdb.connect(config={"default_null_order": "nulls_first"}) as db:
        for table, path in tables.items():
            db.execute(f"create view {table} as from '{path}'")
        for file in portable_files():
            if file.name.startswith("facts/"):
                db.execute(f"create table {short(file)} as {file.sql}")
            yield file.name, _asked(db, file)


def _asked(db: duckdb.DuckDBPyConnection, file: QueryFile) -> Result:
    answer = db.execute(file.sql, parameters_of(file) or None)
    columns = [(name, SPARK_TYPES.get(f"{kind}", f"{kind}")) for name, kind, *_ in answer.description or []]
    return Result(columns, answer.fetchall())


def differences(expected: Result, found: Result, tolerance: float = 0) -> list[str]:
    """What differs between two results; nothing where all is equal, cell by cell and in this order."""
    if expected.columns != found.columns:
        return [f"columns {found.columns} instead of {expected.columns}"]
    if len(expected.rows) != len(found.rows):
        return [f"{len(found.rows)} rows instead of {len(expected.rows)}"]
    pairs = enumerate(zip(expected.rows, found.rows, strict=True))
    same = partial(is_same, tolerance)
    return [f"row {n}: {two} instead of {one}" for n, (one, two) in pairs if not all(map(same, one, two))]


def is_same(tolerance: float, one: object, other: object) -> bool:
    """Whether two cells are equal; doubles to the tolerance."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)
    return type(one) is type(other) and one == other
