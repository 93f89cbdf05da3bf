"""Every error the product raises on purpose.

EinlassError
├── ImportRefused      a file cannot be imported; nothing was changed
├── WarehouseError
│   ├── NoWarehouse    nothing has been imported yet
│   ├── Busy           another process is importing
│   └── Damaged        a snapshot or a batch is not what the manifest says
├── SettingsRefused    the settings file of the city holds faults; nothing of it is used
├── QueryContractError a query file and its declared contract disagree
├── RemarkRefused      a remark cannot be kept or read
├── ReleaseRefused     a step towards a release is against the rules; nothing was changed
├── LedgerDamaged      the ledger of releases is not what was written; nothing is released
├── UnknownCode        an indicator, measure or office that does not exist
├── BackupRefused      a backup cannot be made, or is not what was saved; nothing was changed
├── ClusterRefused     figures of many cities cannot be made or fetched; what was made before stands
├── AuditRefused       the log of who did what cannot be written or read
├── NothingToTell      there is nothing yet that a file could be written about
└── CannotWrite        a file that was asked for cannot be written

An error carries a text key and values, never prose: `words` turns it into German or English.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

DISK_TROUBLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EIO)


def trouble_of(error: Exception) -> str:
    """What the operating system objects to, as the name of its error, such as ENOSPC; else nothing.

    DuckDB has errors of its own for a full disk: they hold the text of the system.
    """
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    return next((errno.errorcode[code] for code in DISK_TROUBLE if os.strerror(code) in str(error)), "")


class EinlassError(Exception):
    """A problem with a text key (`key`) and the `values` its text needs."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(f"{key} {values}" if values else key)


class ImportRefused(EinlassError):
    """A file cannot be imported; nothing was changed."""


class WarehouseError(EinlassError):
    """The warehouse cannot serve."""


class NoWarehouse(WarehouseError):
    """Nothing has been imported yet."""


class Busy(WarehouseError):
    """Another process is importing."""


class Damaged(WarehouseError):
    """A snapshot or a batch is not what the manifest says."""


@dataclass(frozen=True)
class SettingsFault:
    """One fault of a settings file: its line (0: the whole file), a text key with its values, what stands there."""

    line: int
    key: str
    values: Mapping[str, object]
    found: str = ""

    def told(self, path: Path) -> dict[str, object]:
        """The values of its text, with the place."""
        return {"file": path.name, "line": self.line, "found": self.found, **self.values}


class SettingsRefused(EinlassError):
    """The settings file of the city holds faults; nothing of it is used."""

    def __init__(self, path: Path, faults: Sequence[SettingsFault]) -> None:
        super().__init__("settings.refused", file=str(path), count=len(faults))
        self.path, self.faults = path, tuple(faults)


class QueryContractError(EinlassError):
    """A query file and its declared contract disagree."""


class RemarkRefused(EinlassError):
    """A remark cannot be kept or read; nothing was changed."""


@dataclass(frozen=True)
class Reason:
    """Why something is refused: a text key with its values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class ReleaseRefused(EinlassError):
    """A step towards a release is against the rules, for all these reasons; nothing was changed."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(reasons[0].key, **reasons[0].values)
        self.reasons = reasons


class LedgerDamaged(EinlassError):
    """The ledger of releases is not what was written; nothing is released."""


class BackupRefused(EinlassError):
    """A backup cannot be made, or is not what was saved; nothing was changed."""


class ClusterRefused(EinlassError):
    """Figures of many cities cannot be made or fetched; what was made before stands."""


class AuditRefused(EinlassError):
    """The log of who did what cannot be written or read."""


class UnknownCode(EinlassError):
    """An indicator, measure or office that does not exist."""


class NothingToTell(EinlassError):
    """There is nothing yet that a file could be written about."""


class CannotWrite(EinlassError):
    """A file that was asked for cannot be written."""
