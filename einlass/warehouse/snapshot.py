"""Reading one snapshot: read-only, locked down, one connection a snapshot, one cursor and a time limit a query."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from types import SimpleNamespace
from typing import Any

import duckdb
import pandas as pd
from cachetools import LRUCache
from cachetools.keys import hashkey

from einlass import config
from einlass.errors import Damaged, WarehouseError
from einlass.remembered import forget, remembered
from einlass.warehouse import older
from einlass.warehouse.query_files import query_file
from einlass.warehouse.versions import DataVersion, current_version

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
    "memory_limit": config.READER_MEMORY,
}

MOST_RESULTS = 64  # of a snapshot that are kept


class Snapshot:
    """One version of the data, open for reading."""

    def __init__(self, version: DataVersion) -> None:
        version.check()
        self.version = version
        try:
            self._root = duckdb.connect(str(version.snapshot_path), read_only=True, config=_SETTINGS)
            if older.files_in(self._root, version.snapshot_path.stem):
                self._root.close()
                self._root = older.opened(version.snapshot_path, _SETTINGS)
        except duckdb.Error as error:
            raise Damaged(
                "warehouse.damaged_snapshot", folder=str(version.folder), file=version.snapshot
            ) from error
        self._results: LRUCache[Any, tuple[Any, ...]] = LRUCache(MOST_RESULTS)
        self._lock = Lock()

    def rows(self, name: str, **parameters: object) -> tuple[Any, ...]:
        """The result of a query file as records with its columns as attributes; None for missing.

        To be read only: the next who asks the same gets the same records.
        """
        asked = hashkey(name, **parameters)
        with self._lock:
            found = self._results.get(asked)
        if found is None:
            found = self._records(name, parameters)
            with self._lock:
                self._results[asked] = found
        return found

    def _records(self, name: str, parameters: dict[str, object]) -> tuple[Any, ...]:
        with self._asked(name, parameters) as result:
            columns = [column[0] for column in result.description or ()]
            return tuple(SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in result.fetchall())

    def run(self, name: str, **parameters: object) -> pd.DataFrame:
        """The result of a query file as a frame. Raises WarehouseError when it takes longer than the limit."""
        with self._asked(name, parameters) as result:
            return result.df()

    @contextmanager
    def _asked(self, name: str, parameters: dict[str, object]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A query under way on a cursor of its own, interrupted at the time limit."""
        cursor = self._root.cursor()
        limit = Timer(config.QUERY_SECONDS, cursor.interrupt)
        limit.start()
        try:
            yield cursor.execute(query_file(name).sql, parameters or None)
        except duckdb.InterruptException:
            raise WarehouseError("warehouse.too_slow", name=name) from None
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            # A fact that is newer than the snapshot: it was built before the query file came.
            raise WarehouseError("warehouse.outdated", name=name) from error
        finally:
            limit.cancel()
            cursor.close()


@remembered(4)
def open_snapshot(version: DataVersion) -> Snapshot:
    """The snapshot of a version, opened once a process; what was computed from ones long replaced is given up."""
    opened = Snapshot(version)
    forget(lambda part: isinstance(part, DataVersion) and _is_replaced(part, version))
    return opened


def _is_replaced(old: DataVersion, new: DataVersion) -> bool:
    """The one before is still read by pages that began with it."""
    return old.folder == new.folder and old.number < new.number - 1


def current_snapshot() -> Snapshot:
    """The snapshot the pointer names now. Raises NoWarehouse or Damaged."""
    return open_snapshot(current_version())
