"""What each provider calls the columns, remembered once somebody has said it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from einlass.errors import Damaged, EinlassError
from einlass.ingest.read.headers import Spelling, folded
from einlass.ingest.sources import BY_TABLE
from einlass.warehouse import files

FILE = "spellings.json"


def remembered(folder: Path) -> list[Spelling]:
    """The remembered spellings of a data folder. Raises Damaged when the file is unreadable."""
    try:
        entries = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return [Spelling(entry["provider"], entry["table"], entry["headers"]) for entry in entries]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError):
        raise Damaged("warehouse.damaged_spellings", folder=str(folder)) from None


def remember(folder: Path, provider: str, table: str, headers: Mapping[str, str]) -> None:
    """Remember how a provider names columns (name in the file → declared header).

    Raises EinlassError when the export has no such column.
    """
    unknown = sorted(set(headers.values()) - set(BY_TABLE[table].headers)) if table in BY_TABLE else [table]
    if unknown:
        raise EinlassError("import.no_column", columns=unknown)
    others = [entry for entry in remembered(folder) if (entry.provider, entry.table) != (provider, table)]
    entries = [*others, Spelling(provider, table, {folded(name): column for name, column in headers.items()})]
    plain = [
        {"provider": entry.provider, "table": entry.table, "headers": dict(entry.headers)}
        for entry in entries
    ]
    files.write_atomically(folder / FILE, json.dumps(plain, indent=1, ensure_ascii=False).encode())
