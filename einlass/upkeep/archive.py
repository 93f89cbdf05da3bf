"""A backup as one file: a tar whose first member lists all others with their hashes, and whose last one seals the list.

index.json          what was saved, when, and the figures it must give again
data/…              the files of the data folder
index.sha256        the hash of the list; a backup without it was cut off

Any tar opens it, and everything in it can be read without this program.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from einlass.errors import BackupRefused, trouble_of
from einlass.warehouse.files import file_sha256, open_private, private_folder, sync

INDEX, SEAL, DATA = "index.json", "index.sha256", "data/"
FORMAT = 1
# Names that may be written into a new folder: nothing that leads out of it.
_NAME = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[^/\0]+(?:/[^/\0]+)*")
_PIECE = 1024 * 1024  # bytes that are held at a time


@dataclass(frozen=True)
class Part:
    """A file of the data folder as it is saved: where it lies there, its size and hash, and where it is read from."""

    path: str
    size: int
    sha256: str
    source: Path | bytes = b""


@dataclass(frozen=True)
class Index:
    """What a backup holds. figures: a hash of the values of each indicator. build: one of what computed them."""

    made_at: datetime
    number: int
    sha256: str
    is_sample: bool
    build: str
    figures: dict[str, str]
    ledger_entries: int
    ledger_head: str
    files: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(part.size for part in self.files)


def part_of_file(path: str, source: Path) -> Part:
    """A file that never changes once it is there."""
    return Part(path, source.stat().st_size, file_sha256(source), source)


def part_of_bytes(path: str, content: bytes) -> Part:
    """A file that may change any time: its content as it was read once."""
    return Part(path, len(content), hashlib.sha256(content).hexdigest(), content)


def write(to: Path, index: Index) -> None:
    """Write a backup as a whole, readable by its owner alone."""
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with open_private(draft, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            listed = _listed(index)
            seal = hashlib.sha256(listed).hexdigest().encode()
            moment = index.made_at.timestamp()
            _add(tar, Part(INDEX, len(listed), "", listed), moment)
            for part in index.files:
                _add(tar, replace(part, path=DATA + part.path), moment)
            _add(tar, Part(SEAL, len(seal), "", seal), moment)
        sync(draft)
        os.replace(draft, to)
        sync(to.parent)
    finally:
        draft.unlink(missing_ok=True)


def _listed(index: Index) -> bytes:
    plain = asdict(index) | {"format": FORMAT, "made_at": index.made_at.isoformat()}
    plain["files"] = [{"path": part.path, "size": part.size, "sha256": part.sha256} for part in index.files]
    return json.dumps(plain, indent=1).encode()


def _add(tar: tarfile.TarFile, part: Part, moment: float) -> None:
    member = tarfile.TarInfo(part.path)
    member.size, member.mode, member.mtime = part.size, 0o600, moment
    with io.BytesIO(part.source) if isinstance(part.source, bytes) else part.source.open("rb") as file:
        tar.addfile(member, file)


def read(path: Path) -> Index:
    """Look at every byte of a backup. Raises BackupRefused with the first place that is not what was saved."""
    return _Reader(path).through(None)


def index(path: Path) -> Index:
    """What a backup says that it holds, without a look at the files. Raises BackupRefused."""
    return _Reader(path).begun()


def unpack(path: Path, folder: Path) -> Index:
    """Look at every byte of a backup and write its files into a folder. Raises BackupRefused."""
    return _Reader(path).through(folder)


class _Reader:
    """Reads a backup from its first byte to its last, in the order in which it must stand there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begun(self) -> Index:
        with self._opened(self.path) as tar:
            return self._index(self._content(tar, INDEX))

    def through(self, folder: Path | None) -> Index:
        with self._opened(folder if folder and not os.access(folder, os.W_OK) else self.path) as tar:
            listed = self._content(tar, INDEX)
            index = self._index(listed)
            for part in index.files:
                self._part(tar, part, folder)
            if self._content(tar, SEAL) != hashlib.sha256(listed).hexdigest().encode():
                raise self._damaged(INDEX)
            return index

    @contextmanager
    def _opened(self, troubled: Path) -> Iterator[tarfile.TarFile]:
        """The tar, as long as it is read; `troubled` is named where the system refuses."""
        try:
            with self.path.open("rb") as file, closing(self._tar(file)) as tar:
                yield tar
        except FileNotFoundError:
            raise BackupRefused("backup.missing", file=str(self.path)) from None
        except OSError as error:
            raise BackupRefused("backup.system", file=str(troubled), trouble=trouble_of(error)) from error

    def _tar(self, file: IO[bytes]) -> tarfile.TarFile:
        try:
            return tarfile.open(fileobj=file, mode="r:")
        except tarfile.TarError:
            raise BackupRefused("backup.no_backup", file=str(self.path)) from None

    def _member(self, tar: tarfile.TarFile, name: str) -> IO[bytes]:
        """The next file, which must have this name."""
        try:
            member = tar.next()
            content = tar.extractfile(member) if member and member.name == name and member.isreg() else None
        except (tarfile.TarError, ValueError):
            content = None
        if content is None:
            raise self._damaged(name)
        return content

    def _content(self, tar: tarfile.TarFile, name: str) -> bytes:
        try:
            return self._member(tar, name).read()
        except tarfile.TarError:  # the file ends here
            raise self._damaged(name) from None

    def _index(self, listed: bytes) -> Index:
        try:
            return _index_of(json.loads(listed))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise self._damaged(INDEX) from None

    def _part(self, tar: tarfile.TarFile, part: Part, folder: Path | None) -> None:
        content = self._member(tar, DATA + part.path)
        with open_private(_target(folder, part) if folder else Path(os.devnull), "wb") as file:
            try:
                sha256 = _copied(content, file)
            except tarfile.TarError:
                sha256 = ""
        if sha256 != part.sha256:
            raise self._damaged(part.path)

    def _damaged(self, place: str) -> BackupRefused:
        return BackupRefused("backup.damaged", file=str(self.path), place=place)


def _index_of(plain: dict[str, Any]) -> Index:
    """Raises ValueError, KeyError or TypeError where it is no list of ours."""
    if plain["format"] != FORMAT:
        raise ValueError
    files = tuple(Part(str(one["path"]), int(one["size"]), str(one["sha256"])) for one in plain["files"])
    if not all(_NAME.fullmatch(part.path) for part in files):
        raise ValueError
    return Index(
        datetime.fromisoformat(plain["made_at"]),
        int(plain["number"]),
        str(plain["sha256"]),
        bool(plain["is_sample"]),
        str(plain["build"]),
        dict(plain["figures"]),
        int(plain["ledger_entries"]),
        str(plain["ledger_head"]),
        files,
    )


def _target(folder: Path, part: Part) -> Path:
    """Where a file goes; its folders are made, private as all of the data folder."""
    target = folder / part.path
    for parent in reversed(Path(part.path).parents):
        private_folder(folder / parent)
    return target


def _copied(content: IO[bytes], to: IO[bytes]) -> str:
    """The hash of what was copied."""
    found = hashlib.sha256()
    while piece := content.read(_PIECE):
        found.update(piece)
        to.write(piece)
    return found.hexdigest()
