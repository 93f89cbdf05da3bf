"""What must not stay: originals past their day or of taken-back imports, copies of uploads, leavings of killed runs."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from einlass import config
from einlass.errors import WarehouseError
from einlass.warehouse import versions
from einlass.warehouse.files import private_folder

SECONDS_PER_DAY = 86_400
UPLOADS = "uploads"


@contextmanager
def upload_folder() -> Iterator[Path]:
    """A private folder for copies of uploads; gone at the end, or when this program no longer lives."""
    folder = config.data_dir() / UPLOADS / f"{os.getpid()}-{secrets.token_hex(8)}"
    folder.parent.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    private_folder(folder.parent)
    private_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(keep_previews: int = config.PREVIEWS_KEPT) -> None:
    """Remove everything that must not stay. Whatever cannot be removed now is tried again the next time."""
    folder = config.data_dir()
    with suppress(OSError):
        _sweep_uploads(folder / UPLOADS)
        forget_previews(keep_previews)
        forget_originals(folder)
        _sweep_staging(folder)
        for left in Path(tempfile.gettempdir()).glob("einlass-upload-*"):  # of versions before 0.2
            if left.stat().st_uid == os.getuid():
                shutil.rmtree(left, ignore_errors=True)


def forget_previews(keep: int) -> None:
    """Remove previews that nobody decided for a day, and the oldest where there are more than `keep`."""
    ages = []
    for path in (config.data_dir() / "previews").glob("*"):
        try:
            ages.append((time.time() - path.stat().st_mtime, path))
        except OSError:
            continue
    for rank, (age, path) in enumerate(sorted(ages)):
        if age > config.PREVIEW_KEPT_SECONDS or rank >= keep:
            shutil.rmtree(path, ignore_errors=True)


def forget_originals(folder: Path) -> None:
    """Remove originals past their day and those of imports that were taken back; the clean rows stay."""
    oldest = time.time() - config.ORIGINALS_KEPT_DAYS * SECONDS_PER_DAY
    originals = list((folder / "originals").glob("*.zst"))
    if not originals:
        return
    try:
        counting = {entry["sha256"] for entry in versions.active(versions.pointed_version(folder).manifest())}
    except WarehouseError:
        counting = None
    for path in originals:
        is_taken_back = counting is not None and path.name.split(".")[0] not in counting
        if path.stat().st_mtime < oldest or is_taken_back:
            path.unlink(missing_ok=True)


def _sweep_uploads(folder: Path) -> None:
    """Copies of uploads whose program has ended."""
    for path in folder.glob("*"):
        pid = path.name.partition("-")[0]
        if not pid.isdecimal() or not Path(f"/proc/{pid}").exists() or _is_old(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > SECONDS_PER_DAY


def _sweep_staging(folder: Path) -> None:
    """What a killed import has staged: its process no longer lives."""
    for path in (folder / "versions").glob(".staging-*"):
        pid = path.name.rpartition("-")[2]
        if not Path(f"/proc/{pid}").exists():
            shutil.rmtree(path, ignore_errors=True)
