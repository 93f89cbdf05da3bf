"""Reading while data change: what finds its version gone is done once more, on the newest one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from einlass.errors import Damaged, NoWarehouse, WarehouseError
from einlass.warehouse.versions import DataVersion, current_version

Result = TypeVar("Result")


def has_moved_on(version: DataVersion | None) -> bool:
    """Whether another version is served by now; None: there was none."""
    try:
        return current_version() != version
    except NoWarehouse:
        return version is not None
    except WarehouseError:  # lost as well: nothing to go on with
        return False


def on_newest(read: Callable[[DataVersion], Result]) -> Result:
    """What `read` makes of the current version. Raises Damaged where it is lost and none has come in its place."""
    version = current_version()
    try:
        return read(version)
    except Damaged:
        if not has_moved_on(version):
            raise
    return read(current_version())
