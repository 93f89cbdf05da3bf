"""Checks that rest: immutable DuckDB files beside a snapshot, which the versions after it share by hard links.

versions/000007/older-<hash>.duckdb   `checks` and the facts of their days, as they stood when a snapshot held too many

The snapshot says of which tables it takes rows from which file (`older_files`, with their hashes), which of their
checks were replaced or taken out since (`older_gone_checks`) and of which days they no longer tell the facts
(`older_gone_days`). Whoever opens it sees all rows as one table. A fact that is made anew as a whole is taken from no
file any more; if it is large it rests at once, in a file of its own. A file goes with the last version that links it.
Without such files none of these tables is there, and nothing here does anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from einlass import config
from einlass.errors import Damaged
from einlass.warehouse.files import copied, file_sha256
from einlass.warehouse.query_files import FINDS, query_file, query_files
from einlass.warehouse.versions import step

CHECKS = "checks"
SORTED = ("office_days",)  # the others have as many rows as there are checks
# The number of a row of file n is less than zero: n times this, and its place there. Those of a snapshot are not, but
# for rows that are not committed yet DuckDB has numbers beyond any limit.
ROWS_OF_A_FILE = 1 << 40
MEMORY = "2GB"
_SET_LATE = ("enable_external_access", "lock_configuration")  # once everything is open


@dataclass(frozen=True)
class OlderFile:
    """A file that a snapshot needs."""

    number: int
    name: str
    sha256: str
    byte_count: int
    tables: tuple[str, ...]  # of which rows are taken from it

    def is_there(self, folder: Path) -> bool:
        """Whether a file of this name and size is there; `is_whole` reads all of it."""
        with suppress(OSError):
            return (folder / self.name).stat().st_size == self.byte_count
        return False

    def is_whole(self, folder: Path) -> bool:
        """Whether it is the file that was written."""
        return self.is_there(folder) and file_sha256(folder / self.name) == self.sha256


@cache
def tables() -> tuple[str, ...]:
    """What may rest: checks, and the facts of days that are made of them; those of finds stay with the finds."""
    facts = (one for one in query_files("facts") if CHECKS in one.days_of and FINDS not in one.days_of)
    return CHECKS, *(fact.table for fact in facts)


def run(db: duckdb.DuckDBPyConnection, name: str, /, **names: object) -> list[tuple[Any, ...]]:
    """Run a template of queries/load."""
    return db.execute(query_file(f"load/{name}").sql.format(**names)).fetchall()


def files_in(db: duckdb.DuckDBPyConnection, catalog: str) -> list[OlderFile]:
    """The files that a snapshot needs, oldest first."""
    if not run(db, "older_there", catalog=catalog)[0][0]:
        return []
    rows = run(db, "older_files", catalog=catalog)
    return [OlderFile(number, name, sha256, size, tuple(held)) for number, name, sha256, size, held in rows]


def files_of(snapshot: Path) -> list[OlderFile]:
    """The files that a snapshot on disk needs."""
    with duckdb.connect() as db:
        run(db, "older_attach_snapshot", file=_quoted(snapshot))
        return files_in(db, "snapshot")


def carry(source: Path, target: Path, files: Iterable[OlderFile]) -> None:
    """Have a folder hold older files of another folder, as links to them.

    They are looked at by size alone: to read them would take as long as all rows do. Raises Damaged.
    """
    for file in files:
        if not file.is_there(source):
            raise _damaged(source, file)
        try:
            os.link(source / file.name, target / file.name)
        except FileExistsError:  # a copy would empty what all versions share
            continue
        except OSError:  # a file system without links
            copied(source / file.name, target / file.name)


def attach(db: duckdb.DuckDBPyConnection, catalog: str, folder: Path) -> list[OlderFile]:
    """Open the files that a snapshot needs, which lie beside it. Raises Damaged."""
    files = files_in(db, catalog)
    for file in files:
        if not file.is_there(folder):
            raise _damaged(folder, file)
        run(db, "older_attach", file=_quoted(folder / file.name), number=file.number)
    return files


def rows_of(table: str, catalog: str, files: Iterable[OlderFile], *, with_places: bool) -> str:
    """A statement: all rows of a table that count; `with_places`: checks with their numbers as `rowid`."""
    kind = "places" if with_places and table == CHECKS else "rows"
    of = CHECKS if table == CHECKS else "days"
    names = {"catalog": catalog, "table": table, "rows_of_a_file": ROWS_OF_A_FILE}
    parts = [query_file(f"load/older_own_{kind}").sql.format(**names)]
    for file in files:
        if table in file.tables:
            parts.append(query_file(f"load/older_{of}_{kind}").sql.format(**names, number=file.number))
    return "union all\n".join(parts)


def opened(snapshot: Path, settings: Mapping[str, Any] = MappingProxyType({})) -> duckdb.DuckDBPyConnection:
    """A snapshot with all its rows, open for reading: a database without rows that shows its tables. Raises Damaged."""
    late = {name: value for name, value in settings.items() if name in _SET_LATE}
    db = duckdb.connect(
        config=_aside(snapshot) | {name: settings[name] for name in settings if name not in late}
    )
    run(db, "older_attach_snapshot", file=_quoted(snapshot))
    files = attach(db, "snapshot", snapshot.parent)
    for (table,) in run(db, "older_tables_of", catalog="snapshot"):
        run(db, "older_show", table=table, rows=rows_of(table, "snapshot", files, with_places=False))
    for name, value in late.items():
        run(db, "set", setting=name, value=value)
    return db


def rest(snapshot: Path, own_rows: Mapping[str, int], files: Iterable[OlderFile]) -> None:
    """Where a snapshot that nobody has open holds too many checks itself, have them rest in a file of their own.

    They stay there for good: what this takes depends on the limit, not on all rows. The facts of their days go with
    them, or alone where there are as many of them. Of its `files`, those that it no longer needs go.
    """
    large = [table for table in tables() if own_rows[table] > config.checks_in_snapshot()]
    if large:
        _move(snapshot, tables() if CHECKS in large else large)
        files = files_of(snapshot)
    names = {file.name for file in files}
    for path in snapshot.parent.glob("older-*.duckdb"):
        if path.name not in names:
            path.unlink()


def _move(snapshot: Path, resting: Sequence[str]) -> None:
    draft, lean = snapshot.with_name("resting.duckdb"), snapshot.with_name("lean.duckdb")
    with duckdb.connect(config=_aside(snapshot) | {"memory_limit": MEMORY}) as db:
        run(db, "older_attach_snapshot", file=_quoted(snapshot))
        run(db, "older_create", file=_quoted(draft), catalog="resting")
        for table in resting:
            run(db, "older_move_sorted" if table in SORTED else "older_move", table=table)
        run(db, "older_detach", catalog="resting")
        sha256 = file_sha256(draft)
        name, byte_count = f"older-{sha256[:12]}.duckdb", draft.stat().st_size
        os.replace(draft, draft.with_name(name))
        run(db, "older_create", file=_quoted(lean), catalog="lean")
        run(db, "older_lean")
        for (table,) in run(db, "older_tables_of", catalog="snapshot"):
            if table not in resting:
                run(db, "older_take", table=table)
        number = run(db, "older_next_number")[0][0]
        for table in resting:
            run(db, "older_note", number=number, table=table, name=name, sha256=sha256, byte_count=byte_count)
        run(db, "older_detach", catalog="lean")
    os.replace(lean, snapshot)
    step("rested")


def _aside(snapshot: Path) -> dict[str, Any]:
    """What does not fit into memory lies beside the snapshot, as if that were open alone."""
    return {"temp_directory": f"{snapshot}.tmp"}


def _quoted(path: Path) -> str:
    return os.fspath(path).replace("'", "''")


def _damaged(folder: Path, file: OlderFile) -> Damaged:
    return Damaged("warehouse.damaged_snapshot", folder=str(folder), file=file.name)
