"""Versions of the data on disk: immutable folders, one pointer switched atomically, one importer at a time.

<data>/current               which version is served
<data>/versions/000007/      manifest.json (all batches, in order) and the DuckDB snapshot built from them
<data>/batches/<id>.*        clean rows (Parquet) and import report (JSON) of each accepted file
<data>/originals/<hash>.zst  the accepted files as they came
<data>/previews/<token>/     what an import would do, waiting for a confirmation
<data>/lock                  held while somebody imports; holds the PID
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from einlass import config
from einlass.errors import Busy, Damaged, NoWarehouse

KEEP_SNAPSHOTS = 3  # an app still reading the one before must not lose its file
LOCAL_TIME = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class DataVersion:
    """The identity of everything shown: version number, hash of the snapshot, when it was made (local time)."""

    folder: Path
    number: int
    snapshot: str
    sha256: str
    created_at: datetime
    is_sample: bool

    @property
    def path(self) -> Path:
        """The folder of the version."""
        return self.folder / "versions" / f"{self.number:06d}"

    @property
    def snapshot_path(self) -> Path:
        """The DuckDB file of the version."""
        return self.path / self.snapshot

    def manifest(self) -> list[dict[str, Any]]:
        """The batches the version is built from, in the order of their import."""
        try:
            entries: list[dict[str, Any]] = json.loads(
                (self.path / "manifest.json").read_text(encoding="utf-8")
            )
        except (OSError, ValueError):
            raise Damaged("warehouse.damaged_manifest", folder=str(self.path)) from None
        return entries

    def check(self) -> None:
        """Raises Damaged when the snapshot is not the file that was published."""
        try:
            is_same = file_sha256(self.snapshot_path) == self.sha256
        except OSError:
            is_same = False
        if not is_same:
            raise Damaged("warehouse.damaged_snapshot", folder=str(self.folder), file=self.snapshot)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def current_version(folder: Path | None = None) -> DataVersion:
    """The version the pointer names. Raises NoWarehouse or Damaged."""
    version = pointed_version(folder or config.data_dir())
    if not version.snapshot_path.is_file():
        raise Damaged("warehouse.damaged_snapshot", folder=str(version.folder), file=version.snapshot)
    return version


def pointed_version(folder: Path) -> DataVersion:
    """Like current_version, but its snapshot may be lost: a rebuild needs the manifest alone."""
    try:
        pointer = json.loads((folder / "current").read_text(encoding="utf-8"))
        return DataVersion(
            folder=folder,
            number=pointer["number"],
            snapshot=pointer["snapshot"],
            sha256=pointer["sha256"],
            created_at=datetime.fromisoformat(pointer["created_at"]),
            is_sample=pointer["is_sample"],
        )
    except FileNotFoundError:
        raise NoWarehouse("warehouse.none", folder=str(folder)) from None
    except (ValueError, KeyError, TypeError):
        raise Damaged("warehouse.damaged_pointer", folder=str(folder)) from None


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
        (folder / kind).mkdir(exist_ok=True)
        for file in sorted((staged / kind).glob("*")):
            sync(file)
            os.replace(file, folder / kind / file.name)
            step("batch_stored")
        sync(folder / kind)


def publish(folder: Path, staged: Path, number: int, sha256: str, created_at: datetime) -> DataVersion:
    """Move a staged version into place and switch the pointer to it; either all of it happens or nothing."""
    manifest = json.loads((staged / "manifest.json").read_text(encoding="utf-8"))
    if not (staged / _snapshot_name(sha256)).is_file():
        raise Damaged("warehouse.damaged_snapshot", folder=str(folder), file=_snapshot_name(sha256))
    target = folder / "versions" / f"{number:06d}"
    if target.exists():  # left behind by an import that died before it switched the pointer
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    for file in staged.iterdir():
        sync(file)
    os.replace(staged, target)
    sync(target.parent)
    step("version_moved")
    pointer = {
        "number": number,
        "snapshot": _snapshot_name(sha256),
        "sha256": sha256,
        "created_at": created_at.isoformat(timespec="seconds"),
        "is_sample": any(entry["is_sample"] for entry in active(manifest)),
    }
    write_atomically(folder / "current", json.dumps(pointer, indent=1).encode())
    step("pointer_switched")
    _remove_old_snapshots(folder, number)
    return current_version(folder)


def _snapshot_name(sha256: str) -> str:
    return f"snapshot-{sha256[:12]}.duckdb"


def name_snapshot(built: Path, sha256: str) -> None:
    """Give a built snapshot its final name, which holds its hash: the same path is never replaced."""
    os.replace(built, built.with_name(_snapshot_name(sha256)))


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old or the new content, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    sync(draft)
    os.replace(draft, path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file, or the list of a folder, written to the disk before anything else happens."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_old_snapshots(folder: Path, number: int) -> None:
    """Manifests stay for ever; snapshots can be rebuilt from them."""
    for path in (folder / "versions").glob("[0-9]*/snapshot-*.duckdb"):
        if int(path.parent.name) <= number - KEEP_SNAPSHOTS:
            path.unlink(missing_ok=True)


@contextmanager
def importing(folder: Path) -> Iterator[None]:
    """Hold the right to import. Raises Busy with the PID of the process that has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Busy("warehouse.busy", pid=lock.read().strip() or "?") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """An empty folder beside the versions; whatever an earlier, killed import left there is removed."""
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    for left_over in (folder / "versions").glob(".staging-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    staged = folder / "versions" / f".staging-{os.getpid()}"
    staged.mkdir()
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def now() -> datetime:
    """Local wall-clock time, without zone, to the second."""
    return datetime.now(LOCAL_TIME).replace(tzinfo=None, microsecond=0)
