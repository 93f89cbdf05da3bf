"""What a data folder remembers of its newest backup."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from einlass.warehouse.files import write_atomically

LAST = "last_backup.json"


@dataclass(frozen=True)
class LastBackup:
    """When the newest backup was made, where it lies, how large it is."""

    at: datetime
    path: Path
    size: int


def last_backup(folder: Path) -> LastBackup | None:
    """The newest backup that was made of a data folder; None where none is known."""
    try:
        plain = json.loads((folder / LAST).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(plain["at"]), Path(plain["path"]), int(plain["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(folder: Path, path: Path, moment: datetime) -> None:
    """Note that a backup was made."""
    plain = {"at": moment.isoformat(), "path": str(path), "size": path.stat().st_size}
    write_atomically(folder / LAST, json.dumps(plain).encode())
