"""A backup back into service: every byte looked at, the warehouse built anew, its figures compared with those saved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from einlass import config, ingest
from einlass.errors import BackupRefused, trouble_of
from einlass.release import ledger
from einlass.upkeep import archive
from einlass.upkeep.archive import Index
from einlass.upkeep.backup import build, figures
from einlass.warehouse import DataVersion
from einlass.warehouse.files import private_folder, write_atomically


@dataclass(frozen=True)
class Restored:
    """A folder in which everything is as it was saved.

    other_figures: indicators that this build computes otherwise than the one that made the backup; its list of changes
    says why.
    """

    folder: Path
    index: Index
    version: DataVersion
    other_figures: tuple[str, ...]


def restore(path: Path, to: Path) -> Restored:
    """Make a new data folder of a backup; either all of it or nothing.

    Raises BackupRefused where the backup is not whole, where `to` holds something, or where the figures are others.
    """
    to = to.absolute()
    try:
        if to.exists() and not (to.is_dir() and not any(to.iterdir())):
            raise BackupRefused("restore.not_empty", folder=str(to))
        archive.read(path)  # before anything is written
        with _staging(to) as staged:
            index = archive.unpack(path, staged)
            with _serving(staged):
                restored = _built(staged, to, index)
            # The pointer comes last: without it nothing is served.
            for one in sorted(staged.iterdir(), key=lambda one: one.name == "current"):
                one.rename(to / one.name)
            return restored
    except OSError as error:
        raise BackupRefused("backup.system", file=str(to), trouble=trouble_of(error)) from error


@contextmanager
def _staging(to: Path) -> Iterator[Path]:
    """A folder inside the new one, since its account may own nothing beside it; of a failure nothing is left."""
    is_new = not to.exists()
    staged = private_folder(to) / f".restoring-{os.getpid()}"
    try:
        yield private_folder(staged)
    except BaseException:
        shutil.rmtree(to if is_new else staged, ignore_errors=True)
        raise
    staged.rmdir()


def _built(staged: Path, to: Path, index: Index) -> Restored:
    """The warehouse of what was unpacked, compared with what the backup says of itself."""
    described = staged / "versions" / f"{index.number:06d}" / "version.json"
    if described.is_file():
        write_atomically(staged / "current", described.read_bytes())
    version = ingest.rebuild()
    book = ledger.read(staged)
    book.check()
    if (len(book.entries), book.head) != (index.ledger_entries, index.ledger_head):
        raise BackupRefused("restore.other_ledger")
    now = figures(version)
    other = tuple(code for code, sha256 in index.figures.items() if now.get(code) != sha256)
    if other and build() == index.build:
        raise BackupRefused("restore.other_figures", indicators=list(other), count=len(other))
    return Restored(to, index, replace(version, folder=to), other)


@contextmanager
def _serving(folder: Path) -> Iterator[None]:
    """Let this process and its children work on a folder, with the settings that lie there."""
    before = {name: os.environ.pop(name, None) for name in config.VARIABLES}
    os.environ["EINLASS_DATA"] = str(folder)
    config.look_anew()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        config.look_anew()
