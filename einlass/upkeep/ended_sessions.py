"""Whose sessions somebody at the machine has ended: an account that was closed at the provider, a lost laptop.

The app asks the provider once, when somebody signs in; what is ended here counts for it at the next request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from einlass.warehouse.files import locked, private_folder, write_atomically

FILE, LOCK = "ended_sessions.json", "ended_sessions.lock"
EVERYBODY = ""


def end(folder: Path, account: str, moment: datetime, longest: timedelta) -> None:
    """From this moment on no session counts that the account, or `EVERYBODY`, has already.

    longest: how long a session may last; what was ended before that is forgotten.
    """
    with locked(private_folder(folder) / LOCK, waits=True):
        kept = {name: at for name, at in ended(folder).items() if at > (moment - longest).timestamp()}
        told = kept | {_same(account): moment.timestamp()}
        write_atomically(folder / FILE, json.dumps(told, ensure_ascii=False).encode())


def ended_at(folder: Path, account: str) -> float:
    """When sessions of an account were ended last, in seconds of the clock; 0: never."""
    told = ended(folder)
    return max(told.get(_same(account), 0.0), told.get(EVERYBODY, 0.0))


def ended(folder: Path) -> Mapping[str, float]:
    """When whose sessions were ended; a file that cannot be read has ended everybody's when it was written."""
    try:
        found = (folder / FILE).stat()
    except FileNotFoundError:
        return {}
    return _read(folder / FILE, found.st_mtime_ns, found.st_ino)


@lru_cache(8)
def _read(path: Path, written_ns: int, _inode: int) -> Mapping[str, float]:
    with suppress(OSError, ValueError, AttributeError, TypeError):
        return {str(name): float(at) for name, at in json.loads(path.read_text("utf-8")).items()}
    return {EVERYBODY: written_ns / 1e9}


def _same(account: str) -> str:
    """Names of accounts are told apart as a provider does: not by capitals."""
    return account.casefold()
