"""A batch beside the table it is meant for: what it would change, and the step that changes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from einlass.errors import Damaged
from einlass.warehouse.query_files import query_file

if TYPE_CHECKING:
    from einlass.warehouse.build import Builder

_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Merge:
    """What a batch did to its table."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class ChangedRow:
    """A row that a batch changes: its number in the file, and its values by column before and after."""

    number: int
    old: dict[str, Any]
    new: dict[str, Any]


class Offer:
    """A batch beside the table it is meant for: what it would change, and the step that changes it."""

    def __init__(self, builder: Builder, table: str, key: tuple[str, ...], rows: pa.Table) -> None:
        self._builder, self._table, self._key, self._count = builder, table, key, rows.num_rows
        self._rows = rows
        self._columns = [name for name in rows.column_names if name != "row_number"]
        self._values = [name for name in self._columns if name not in key]
        self._is_older = builder.rests(table)
        self._before = self._table_count()
        self._run("load/match_batch")
        is_same = dict(self._run("load/matched_rows"))
        self._changed, self._unchanged = int(is_same.get(False, 0)), int(is_same.get(True, 0))

    def _run(self, name: str, *, batch_id: str | None = None, **names: str) -> list[tuple[Any, ...]]:
        ours = {
            "table": self._table,
            "columns": ", ".join(self._columns),
            "same_key": same_key(self._table, self._key),
            "same_values": all_same(self._values) if self._values else "true",
        }
        return self._builder.run(name, batch_id=batch_id, **ours, **names)

    def _table_count(self) -> int:
        """Of the rows in the snapshot itself."""
        return int(self._run("load/count_rows")[0][0])

    def changed_columns(self) -> dict[str, int]:
        """In how many rows each column would change; unchanged columns are left out."""
        if not self._changed:
            return {}
        counts = ", ".join(
            f"count(*) filter (where new_row.{name} is distinct from old_row.{name})" for name in self._values
        )
        found = self._run("load/changed_columns", counts=counts)[0]
        return {name: int(count) for name, count in zip(self._values, found, strict=True) if count}

    @property
    def new(self) -> int:
        """How many rows of the batch the table does not hold yet."""
        return int(self._count - self._changed - self._unchanged)

    @property
    def changed(self) -> int:
        """How many rows the table holds with other values."""
        return self._changed

    @property
    def unchanged(self) -> int:
        """How many rows the table holds just like this."""
        return self._unchanged

    def changed_rows(self, limit: int) -> list[ChangedRow]:
        """The first rows that would change."""
        if not self._changed:
            return []
        names = self._columns
        new, old = (
            ", ".join(f"{side}.{name} as {side}_{name}" for name in names) for side in ("new_row", "old_row")
        )
        rows = self._run("load/changed_rows", new_values=new, old_values=old, limit=str(limit))
        return [
            ChangedRow(
                row[0],
                dict(zip(names, row[1 + len(names) :], strict=True)),
                dict(zip(names, row[1 : 1 + len(names)], strict=True)),
            )
            for row in rows
        ]

    def answers_elsewhere(self) -> int:
        """How many answers bear the identifier of an answer in a wave of another group or office."""
        return int(self._run("load/answers_elsewhere")[0][0])

    def unusual_days(self, value: str, **limits: str) -> list[tuple[Any, ...]]:
        """Rows with many times the usual count of their office on that weekday, within a year before and after."""
        days = pc.min_max(self._rows["day"]).as_py()
        if days["min"] is None:
            return []
        since, until = days["min"] - _YEAR, days["max"] + _YEAR
        return self._run("load/unusual_days", value=value, since=str(since), until=str(until), **limits)

    def merge(self, batch_id: str) -> Merge:
        """Put the rows into their table, newer over older by key.

        Raises Damaged when afterwards the table does not hold what it should.
        """
        if self.new or self._changed:
            self._builder.facts.touch_batch(self._table, same_key(self._table, self._key))
        resting = 0
        if self._changed:
            if self._is_older:
                resting = int(self._run("load/older_gone_changed")[0][0])
            self._run("load/delete_changed")
        self._run("load/insert_batch", batch_id=batch_id)
        is_doubled = (self._before or self._is_older) and self._run("load/doubled_keys")[0][0]
        if self._table_count() != self._before + self.new + resting or is_doubled:
            raise Damaged("warehouse.merge_mismatch", table=self._table, batch=batch_id)
        return Merge(self.new, self._changed, self._unchanged)


def same_key(table: str, key: Sequence[str]) -> str:
    """A condition: new_row and old_row of a table have the same key. Of what is never missing, it lets DuckDB skip
    all blocks of the table that hold no such key."""
    empty = [name for name in key if name not in _never_missing(table)]
    return " and ".join(
        [f"new_row.{name} = old_row.{name}" for name in key if name not in empty]
        + ([all_same(empty)] if empty else [])
    )


@cache
def _never_missing(table: str) -> frozenset[str]:
    return frozenset(
        re.findall(r"^ {4}(\w+) .*\bnot null\b", query_file(f"tables/{table}").sql, re.MULTILINE)
    )


def all_same(columns: tuple[str, ...] | list[str]) -> str:
    """A condition: new_row and old_row agree in these columns; what is missing equals what is missing."""
    return " and ".join(f"new_row.{name} is not distinct from old_row.{name}" for name in columns)
