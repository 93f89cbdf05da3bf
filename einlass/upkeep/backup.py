"""A consistent copy of all that is truth in a data folder, made while the app runs and while others import.

Nobody is locked out: what a manifest names is never changed afterwards, and a newer version that comes meanwhile is not
looked at. What is appended or replaced is read under its own lock. Left out is what can be built again (snapshots),
what waits for a decision (previews, uploads), and the originals: they are kept for so many days and no longer, and a
backup would keep them beyond that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from einlass import audit, config
from einlass.errors import BackupRefused, Damaged, trouble_of
from einlass.indicators import indicators
from einlass.release import ledger
from einlass.release.ledger import Ledger
from einlass.upkeep import archive
from einlass.upkeep.archive import Index, Part, part_of_bytes, part_of_file
from einlass.upkeep.ended_sessions import FILE
from einlass.upkeep.last import LAST, remember
from einlass.warehouse import DataVersion, Snapshot, has_moved_on
from einlass.warehouse.files import PRIVATE, locked
from einlass.warehouse.versions import active, now, pointed_version

ENDING = ".tar"
OF_VERSION = ("manifest.json", "version.json", "standings.json")
# What is no truth of its own, at the top of the data folder; everything else there is saved.
_NOT_SAVED = {"current", "lock", "versions", "batches", "originals", "previews", "uploads", LAST, FILE}
_OURS = re.compile(r"einlass-\d{4}-\d{2}-\d{2}-\d{6}\.tar")
_TRIES = 3


@dataclass(frozen=True)
class Saved:
    """A backup that was made and read again, and the older ones that made room for it."""

    path: Path
    index: Index
    removed: tuple[Path, ...] = ()


def backup(to: Path, keep: int | None = None) -> Saved:
    """Save the data folder as a new file, or under a name of its own in a folder; `keep` so many of them there.

    Raises BackupRefused, Damaged, LedgerDamaged, NoWarehouse; the backups from before stay.
    """
    folder, moment = config.data_dir(), now()
    path = _path(to.absolute(), keep, folder, moment)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
        _sweep(path.parent)
        archive.write(path, _index(folder, moment))
        index = archive.read(path)  # what cannot be read is no backup
        remember(folder, path, moment)
        return Saved(path, index, tuple(_rotate(path, keep)) if keep else ())
    except OSError as error:
        raise BackupRefused("backup.system", file=str(path), trouble=trouble_of(error)) from error


def figures(version: DataVersion) -> dict[str, str]:
    """A hash of every value of every indicator: what a backup must give again. Raises Damaged, WarehouseError."""
    snapshot = Snapshot(version)
    return {
        code: hashlib.sha256(one.days(snapshot).to_csv(index=False).encode()).hexdigest()
        for code, one in indicators().items()
    }


@cache
def build() -> str:
    """A hash of the code and queries that make figures of rows: the same build gives the same figures."""
    found = hashlib.sha256()
    for path in sorted([*config.QUERIES.rglob("*.sql"), *(config.ROOT / "einlass" / "ingest").rglob("*.py")]):
        found.update(path.read_bytes())
    return found.hexdigest()


# --- Where to -------------------------------------------------------------------------------------------


def _path(to: Path, keep: int | None, folder: Path, moment: datetime) -> Path:
    """The file to write. Raises BackupRefused where it cannot be one."""
    is_file = to.suffix == ENDING
    path = to if is_file else to / f"einlass-{moment:%Y-%m-%d-%H%M%S}{ENDING}"
    if is_file and keep:
        raise BackupRefused("backup.keep_of_file")
    if keep is not None and keep < 1:
        raise BackupRefused("backup.keep_none")
    if path.resolve().is_relative_to(folder):
        raise BackupRefused("backup.inside", folder=str(folder))
    if path.exists():
        raise BackupRefused("backup.exists", file=str(path))
    return path


def _sweep(place: Path) -> None:
    """Remove what a killed backup has left there: its process no longer lives."""
    for path in place.glob(f".einlass-*{ENDING}.*"):
        if not Path(f"/proc/{path.suffix[1:]}").exists():
            path.unlink(missing_ok=True)


def _rotate(newest: Path, keep: int) -> Iterator[Path]:
    """Remove the oldest backups of this folder; the new one always stays."""
    older = sorted(path for path in newest.parent.iterdir() if _OURS.fullmatch(path.name) and path != newest)
    for path in older[: max(len(older) + 1 - keep, 0)]:
        path.unlink()
        yield path


# --- What is saved --------------------------------------------------------------------------------------


def _index(folder: Path, moment: datetime) -> Index:
    """Everything that is saved. The ledger comes first: it must not speak of data that are not there."""
    for _ in range(_TRIES):
        own, book = _own_files(folder)
        version = pointed_version(folder)
        try:
            return Index(
                moment,
                version.number,
                version.sha256,
                version.is_sample,
                build(),
                figures(version),
                len(book.entries),
                book.head,
                (*own, *_settings(), *_of_version(version), *_batches(version)),
            )
        except Damaged:
            if not has_moved_on(version):
                raise
    raise BackupRefused("backup.restless")


def _own_files(folder: Path) -> tuple[list[Part], Ledger]:
    """What is no batch and no version: ledger, remarks, remembered names, what else there is. Raises LedgerDamaged."""
    tops = [path for path in sorted(folder.glob("*")) if path.name not in _NOT_SAVED]
    files = [one for top in tops for one in ([top] if top.is_file() else sorted(top.rglob("*")))]
    with ExitStack() as held:
        for lock in files:
            if _is_lock(lock):
                held.enter_context(locked(lock, waits=True))
        book = ledger.read(folder)
        book.check()
        kept = [one for one in files if one.is_file() and not _is_lock(one) and one.suffix != ".new"]
        parts = [
            part_of_bytes(str(one.relative_to(folder)), one.read_bytes())
            for one in kept
            if one.name != config.CITY_FILE
        ]
        return parts, book


def _is_lock(path: Path) -> bool:
    return path.suffix == ".lock" or path.name == audit.LOCK


def _settings() -> Iterator[Part]:
    """The settings of the city that hold, wherever they lie; not those of the sample or of every city."""
    found = config.city_file()
    if found not in (config.SETTINGS, config.SAMPLE_CITY) and found.is_file():
        yield part_of_bytes(config.CITY_FILE, found.read_bytes())


def _of_version(version: DataVersion) -> Iterator[Part]:
    for name in OF_VERSION:
        if (version.path / name).is_file():  # versions before 0.2 have the manifest alone
            yield part_of_file(f"versions/{version.number:06d}/{name}", version.path / name)


def _batches(version: DataVersion) -> Iterator[Part]:
    """The rows and reports of every import. Raises Damaged; of one that was taken back what is whole is enough."""
    manifest = version.manifest()
    counting = {entry["batch_id"] for entry in active(manifest)}
    for entry in manifest:
        for name, sha256 in _hashes(entry):
            path = version.folder / "batches" / f"{entry['batch_id']}{name}"
            try:
                part = part_of_file(f"batches/{path.name}", path)
            except FileNotFoundError:
                part = None
            if part and sha256 in ("", part.sha256):
                yield part
            elif entry["batch_id"] in counting:
                raise Damaged("warehouse.damaged_batch", file=entry["file"], batch=entry["batch_id"])


def _hashes(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Ending and hash of each file of an import; none of an undo."""
    if "batch_id" not in entry:
        return
    yield ".json", entry.get("report_sha256", "")
    yield ".parquet", entry["parquet_sha256"]
    for name in ("seen", "gone"):
        if f"{name}_sha256" in entry:
            yield f".{name}.parquet", entry[f"{name}_sha256"]
