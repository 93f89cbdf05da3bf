"""The levels of severity that a data version was built with."""

from __future__ import annotations

from collections.abc import Collection

from einlass.errors import WarehouseError
from einlass.warehouse.snapshot import Snapshot

Mapping = frozenset[tuple[str, str, int]]


def is_levelled_by(snapshot: Snapshot, mapping: Collection[tuple[str, str, int]]) -> bool:
    """Whether the incidents of a snapshot were judged by this mapping: codes, kinds, levels of the model."""
    levels = levels_of(snapshot)
    if levels is None:
        return all(not kinds and code == str(level) for code, kinds, level in mapping)
    return levels == set(mapping)


def levels_of(snapshot: Snapshot) -> Mapping | None:
    """The mapping that a snapshot was built with; None for one built before cities could have levels of their own."""
    try:
        rows = snapshot.rows("views/severity_levels")
    except WarehouseError:
        return None
    return frozenset((row.severity_code, row.incident_kinds, row.severity_level) for row in rows)
