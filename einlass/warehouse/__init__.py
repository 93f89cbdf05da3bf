"""The only door to DuckDB: query files, versions, reading a snapshot, building one."""

from einlass.warehouse.newest import has_moved_on, on_newest
from einlass.warehouse.query_files import QueryFile, query_file, query_files
from einlass.warehouse.snapshot import Snapshot, current_snapshot
from einlass.warehouse.versions import DataVersion, current_version

__all__ = [
    "DataVersion",
    "QueryFile",
    "Snapshot",
    "current_snapshot",
    "current_version",
    "has_moved_on",
    "on_newest",
    "query_file",
    "query_files",
]
