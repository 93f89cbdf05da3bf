"""What somebody has said once and is remembered: what a provider calls the columns, how a kind of file is to be read.

Names of columns stand in a file of their own; answers stand with the import in which they were given, and hold until
it is taken back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from einlass.errors import Damaged, EinlassError
from einlass.ingest.clean.doubts import Decided
from einlass.ingest.read.headers import Spelling, folded
from einlass.ingest.sources import BY_TABLE
from einlass.ingest.vocabulary import FOLDED, MONTH
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


def kind_of(file: str) -> str:
    """The kind of a file: its name without digits and months."""
    words = re.findall(r"[^\W\d_]+", Path(file).stem.casefold().translate(FOLDED))
    return " ".join(word for word in words if not MONTH.fullmatch(word))


def decided(
    entries: Sequence[Mapping[str, Any]], file: str, accept: Collection[str], *, is_proposed: bool = False
) -> Decided:
    """How a file is to be read: by the answers to imports of its kind that count, and by those given now.

    An answer given now is `FILE:SUBJECT:COLUMN+COLUMN=ANSWER`. Those of earlier imports hold, or are only proposed.
    """
    earlier: dict[str, dict[str, str]] = {}
    days: dict[str, dict[str, date]] = {}
    for entry in entries:
        if kind_of(entry["file"]) == kind_of(file):
            answers = entry.get("answers", {})
            earlier.setdefault(entry["table"], {}).update(answers)
            day = datetime.fromisoformat(entry["imported_at"]).date()
            days.setdefault(entry["table"], {}).update(dict.fromkeys(answers, day))
    now: dict[str, str] = {}
    for answer in accept:
        if answer.startswith(f"{file}:") and "=" in answer:
            subject, _, columns = answer[len(file) + 1 :].partition(":")
            names, _, said = columns.rpartition("=")
            now |= {f"{subject}:{name}": said for name in names.split("+")}
    return Decided(now, earlier, days, is_proposed)
