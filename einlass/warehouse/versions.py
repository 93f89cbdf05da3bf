"""Versions of the data on disk: immutable folders, one pointer switched atomically, one importer at a time.

<data>/current               which version is served
<data>/versions/000007/      manifest.json (all batches, in order), the DuckDB snapshot built from them, and
                             version.json: what the pointer says of it, so that a lost pointer is found again;
                             standings.json: how the rows of each batch stand;
                             older-<hash>.duckdb, of many checks alone: what rests of them (older.py), as a hard link
<data>/batches/<id>.*        clean rows (Parquet) and import report (JSON) of each accepted file
<data>/originals/<hash>.zst  the accepted files, as long as they are kept
<data>/previews/<token>/     what an import would do, waiting for a confirmation
<data>/lock                  held while somebody imports; holds the PID

A version is never overwritten. Every manifest is whole; the newest ten are kept, so that a damaged one costs an import
at most and the folder grows with the number of imports, not with its square. What a reader may still be at is kept
whatever its number. Nobody else may read the folders.
"""

from __future__ import annotations

import errno
import hashlib
import json
import math
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from einlass import config
from einlass.errors import Busy, Damaged, NoWarehouse, WarehouseError
from einlass.warehouse.files import (
    PRIVATE,
    copied,
    file_sha256,
    locked,
    private_folder,
    sync,
    write_atomically,
)

KEEP_SNAPSHOTS = 3  # an app still reading the one before must not lose its file
STANDINGS = "standings.json"
_UNREADABLE = (errno.ENOENT, errno.EACCES, errno.EIO)  # a full disk is another matter
KEEP_VERSIONS = 10  # with their manifests
MOST_SNAPSHOTS = 30  # however young: many files that come one by one must not fill the disk
FOLDERS = ("versions", "batches", "originals", "previews")
FETCHED = "fetched"  # a file that names the city


@dataclass(frozen=True)
class DataVersion:
    """The identity of everything shown: version number, hash of the snapshot, when it was made (local time)."""

    folder: Path
    number: int
    snapshot: str
    sha256: str
    created_at: datetime
    is_sample: bool
    manifest_sha256: str = ""  # of versions before 0.2 it is not known
    standings_sha256: str = ""
    staged: str = ""  # its place in the folder, where it is not published yet

    @property
    def path(self) -> Path:
        """The folder of the version."""
        return self.folder / (self.staged or f"versions/{self.number:06d}")

    @property
    def snapshot_path(self) -> Path:
        """The DuckDB file of the version."""
        return self.path / self.snapshot

    def manifest(self) -> list[dict[str, Any]]:
        """The batches the version is built from, in the order of their import."""
        try:
            content = (self.path / "manifest.json").read_bytes()
            entries: list[dict[str, Any]] = json.loads(content)
        except (OSError, ValueError):
            raise Damaged("warehouse.damaged_manifest", folder=str(self.path)) from None
        if self.manifest_sha256 and hashlib.sha256(content).hexdigest() != self.manifest_sha256:
            raise Damaged("warehouse.damaged_manifest", folder=str(self.path))
        return entries

    def standings(self) -> dict[str, dict[str, Any]]:
        """How the rows of each batch stand, by its id; none where nobody wrote it down, or it is damaged."""
        try:
            content = (self.path / STANDINGS).read_bytes()
            found: dict[str, dict[str, Any]] = json.loads(content)
        except (OSError, ValueError):
            return {}
        return found if self.standings_sha256 in ("", hashlib.sha256(content).hexdigest()) else {}

    def damaged_beside(self) -> list[str]:
        """Names of the files beside its manifest that are not what was written; figures need none of them."""
        described, standings = self.path / "version.json", self.path / STANDINGS
        damaged = []
        if described.is_file() and not _is_described(self.folder, described, self):
            damaged.append(described.name)
        if self.standings_sha256 and not (
            standings.is_file() and file_sha256(standings) == self.standings_sha256
        ):
            damaged.append(standings.name)
        return damaged

    def check(self) -> None:
        """Raises Damaged when the snapshot is not the file that was published."""
        try:
            is_same = file_sha256(self.snapshot_path) == self.sha256
        except OSError:
            is_same = False
        if not is_same:
            raise self._damaged()

    def copy_to(self, path: Path) -> None:
        """Copy the snapshot. Raises Damaged, and leaves nothing there, when it is not the file that was published."""
        try:
            is_same = copied(self.snapshot_path, path) == self.sha256
        except OSError as error:
            if error.errno not in _UNREADABLE:
                raise
            is_same = False
        if not is_same:
            path.unlink(missing_ok=True)
            raise self._damaged()

    def _damaged(self) -> Damaged:
        return Damaged("warehouse.damaged_snapshot", folder=str(self.folder), file=self.snapshot)


def current_version(folder: Path | None = None) -> DataVersion:
    """The version the pointer names. Raises NoWarehouse or Damaged."""
    version = pointed_version(folder or config.data_dir())
    if not version.snapshot_path.is_file():
        raise Damaged("warehouse.damaged_snapshot", folder=str(version.folder), file=version.snapshot)
    return version


def pointed_version(folder: Path) -> DataVersion:
    """Like current_version, but its snapshot may be lost: a rebuild needs the manifest alone.

    Where the pointer is lost or damaged, the newest whole version is the one that is served.
    """
    try:
        pointed = _described(folder, folder / "current")
        if pointed.path.is_dir():
            return pointed
    except (OSError, ValueError, KeyError, TypeError):
        pass
    numbers = version_numbers(folder)
    if not numbers:
        raise NoWarehouse("warehouse.none", folder=str(folder))
    for number in reversed(numbers):
        try:
            return version_of(folder, number)
        except Damaged:
            continue
    raise Damaged("warehouse.damaged_pointer", folder=str(folder))


def is_pointed_at(folder: Path, version: DataVersion) -> bool:
    """Whether the pointer names this version."""
    return _is_described(folder, folder / "current", version)


def version_numbers(folder: Path) -> list[int]:
    """The versions that are kept, oldest first."""
    return sorted(
        int(path.name) for path in (folder / "versions").glob("*") if path.name.isdecimal() and path.is_dir()
    )


def version_of(folder: Path, number: int) -> DataVersion:
    """A version by its number; its snapshot may be gone. Raises Damaged when its manifest is not whole."""
    path = _path(folder, number)
    try:
        version = _described(folder, path / "version.json")
    except (OSError, ValueError, KeyError, TypeError):
        version = _undescribed(folder, path, number)
    version.manifest()
    return version


def _is_described(folder: Path, path: Path, version: DataVersion) -> bool:
    try:
        return _described(folder, path) == version
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _described(folder: Path, path: Path) -> DataVersion:
    """What a file says of a version. Raises ValueError where it is not what was written, be it a digit of the time."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    if plain.pop("own_sha256", "") not in ("", _own_sha256(plain)):
        raise ValueError(path)
    return DataVersion(
        folder=folder,
        number=int(plain["number"]),
        snapshot=str(plain["snapshot"]),
        sha256=str(plain["sha256"]),
        created_at=datetime.fromisoformat(plain["created_at"]),
        is_sample=bool(plain["is_sample"]),
        manifest_sha256=str(plain.get("manifest_sha256", "")),
        standings_sha256=str(plain.get("standings_sha256", "")),
    )


def _own_sha256(described: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()


def _undescribed(folder: Path, path: Path, number: int) -> DataVersion:
    """A version that says nothing of itself, as those before 0.2: its manifest and its snapshot do."""
    snapshot = next(iter(sorted(path.glob("snapshot-*.duckdb"))), path / "lost.duckdb")
    found = DataVersion(folder, number, snapshot.name, "", datetime.fromtimestamp(0), is_sample=False)
    entries = found.manifest()
    moments = [str(entry.get("imported_at") or entry.get("at")) for entry in entries]
    return replace(
        found,
        sha256=file_sha256(snapshot) if snapshot.is_file() else "",
        created_at=datetime.fromisoformat(max(moments)) if moments else found.created_at,
        is_sample=any(entry["is_sample"] for entry in active(entries)),
    )


def step(name: str) -> None:
    """A named step of an import; a test names the one at which the process is to be killed."""
    if os.environ.get("EINLASS_KILL_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)


def active(manifest: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The batches of a manifest that count: imported and not taken back."""
    undone = {entry["undoes"] for entry in manifest if "undoes" in entry}
    return [entry for entry in manifest if "batch_id" in entry and entry["batch_id"] not in undone]


def store_batches(folder: Path, staged: Path) -> None:
    """Move staged batch files beside the others. Without an entry in a published manifest they do not count."""
    for kind in ("batches", "originals"):
        private_folder(folder / kind)
        for file in sorted((staged / kind).glob("*")):
            sync(file)
            os.replace(file, folder / kind / file.name)
            step("batch_stored")
        sync(folder / kind)


def next_number(folder: Path) -> int:
    """The number of the next version: no number is ever given twice."""
    try:
        pointed = pointed_version(folder).number
    except WarehouseError:
        pointed = 0
    return max([pointed, *version_numbers(folder)]) + 1


def publish(folder: Path, staged: Path, number: int, sha256: str, created_at: datetime) -> DataVersion:
    """Move a staged version into place and switch the pointer to it; either all of it happens or nothing."""
    manifest = (staged / "manifest.json").read_bytes()
    if not (staged / _snapshot_name(sha256)).is_file():
        raise Damaged("warehouse.damaged_snapshot", folder=str(folder), file=_snapshot_name(sha256))
    described = {
        "number": number,
        "snapshot": _snapshot_name(sha256),
        "sha256": sha256,
        "created_at": created_at.isoformat(timespec="seconds"),
        "is_sample": any(entry["is_sample"] for entry in active(json.loads(manifest))),
        "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
    }
    if (staged / STANDINGS).is_file():
        described["standings_sha256"] = file_sha256(staged / STANDINGS)
    content = json.dumps(described | {"own_sha256": _own_sha256(described)}, indent=1).encode()
    write_atomically(staged / "version.json", content)
    target = _path(folder, number)
    private_folder(target.parent)
    for file in staged.iterdir():
        sync(file)
    staged.rename(target)  # fails where there is one: no version is overwritten
    sync(target.parent)
    step("version_moved")
    write_atomically(folder / "current", content)
    step("pointer_switched")
    config.look_anew()
    _remove_old(folder)
    return current_version(folder)


def _snapshot_name(sha256: str) -> str:
    return f"snapshot-{sha256[:12]}.duckdb"


def name_snapshot(built: Path, sha256: str) -> None:
    """Give a built snapshot its final name, which holds its hash: the same path is never replaced."""
    os.replace(built, built.with_name(_snapshot_name(sha256)))


def _remove_old(folder: Path) -> None:
    """Snapshots can be rebuilt from manifests, and a manifest holds everything that those before it held."""
    numbers = version_numbers(folder)
    for number, follower in pairwise(numbers[: 1 - KEEP_SNAPSHOTS]):
        path, newer = (_path(folder, one) for one in (number, follower))
        if number in numbers[-MOST_SNAPSHOTS:] and _seconds_since(newer) < config.SNAPSHOTS_KEPT_SECONDS:
            return
        if number in numbers[:-KEEP_VERSIONS]:
            shutil.rmtree(path, ignore_errors=True)
            continue
        for file in path.glob("*.duckdb"):  # the snapshot, and its links to checks that rest
            file.unlink(missing_ok=True)


def _seconds_since(published: Path) -> float:
    """How long a version has been there; one that says nothing of itself for ever."""
    described = published / "version.json"
    return time.time() - described.stat().st_mtime if described.is_file() else math.inf


def _path(folder: Path, number: int) -> Path:
    return folder / "versions" / f"{number:06d}"


def is_fetched(folder: Path) -> bool:
    """Whether a folder is filled from a cluster: it holds what is shown, and none of the imports behind it."""
    return (folder / FETCHED).exists()


@contextmanager
def importing(folder: Path, *, fetches: bool = False) -> Iterator[None]:
    """Hold the right to import, or to fetch. Raises Busy with the PID of the process that has it; WarehouseError where
    somebody would import into a folder that is fetched.
    """
    if is_fetched(folder) and not fetches:
        raise WarehouseError("warehouse.is_fetched", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    for name in FOLDERS:
        private_folder(folder / name)
    with ExitStack() as held:
        try:
            lock = held.enter_context(locked(folder / "lock", waits=False))
        except BlockingIOError:
            pid = (folder / "lock").read_text(encoding="utf-8").strip()
            raise Busy("warehouse.busy", pid=pid or "?") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """An empty folder beside the versions; whatever an earlier, killed import left there is removed."""
    private_folder(folder / "versions")
    for left_over in (folder / "versions").glob(".staging-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    staged = folder / "versions" / f".staging-{os.getpid()}"
    staged.mkdir(mode=PRIVATE)
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def now() -> datetime:
    """Local wall-clock time, without zone, to the second."""
    return datetime.now(config.LOCAL_TIME).replace(tzinfo=None, microsecond=0)
