"""Where a build keeps its files: a folder of this machine, or one that Hadoop reaches (hdfs://, s3a://).

How the second kind is reached, and with whose rights, is Spark's own configuration (`--conf spark.hadoop.…`).
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from einlass.cluster import spark as door
from einlass.errors import ClusterRefused
from einlass.warehouse.files import locked, private_folder, sync, write_atomically

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BUILDING = ".building"
# What Hadoop says of a store that shows a file when all of it is there, as S3 does.
SHOWN_WHEN_WHOLE = "fs.capability.outputstream.abortable"


class Place(Protocol):
    """A folder; the paths in it are relative, with slashes."""

    def __str__(self) -> str: ...

    def address(self, path: str) -> str:
        """What Spark calls a file or folder."""

    def read(self, path: str) -> bytes:
        """What is in a small file. Raises FileNotFoundError."""

    def write(self, path: str, content: bytes) -> None:
        """Write a small file so that a reader sees the old or the new content, never a part."""

    def here(self, path: str) -> Path:
        """A file on this machine with the content of this one. Raises FileNotFoundError."""

    def put(self, draft: Path, path: str) -> None:
        """Give a file of this machine its place."""

    def move(self, draft: str, path: str) -> None:
        """Give a file that is in the folder already its place."""

    def listed(self, folder: str) -> list[str]:
        """Every file under a folder, in order; none where it is not there."""

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it."""

    def building(self) -> AbstractContextManager[Path]:
        """The right to build, an empty BUILDING, and a folder of this machine for drafts. Raises ClusterRefused."""


class LocalPlace:
    """A folder of this machine, or one that it and all executors see under the same path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def __str__(self) -> str:
        return str(self.folder)

    def address(self, path: str) -> str:
        return str(self.folder / path)

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def write(self, path: str, content: bytes) -> None:
        write_atomically(self.folder / path, content)

    def here(self, path: str) -> Path:
        return self.folder / path

    def put(self, draft: Path, path: str) -> None:
        target = self.folder / path
        private_folder(target.parent)
        sync(draft)
        os.replace(draft, target)
        sync(target.parent)

    def move(self, draft: str, path: str) -> None:
        self.put(self.folder / draft, path)

    def listed(self, folder: str) -> list[str]:
        found = (path for path in (self.folder / folder).rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def remove(self, path: str) -> None:
        target = self.folder / path
        if target.is_dir():
            shutil.rmtree(target, ignore_errors=True)
        else:
            target.unlink(missing_ok=True)

    @contextmanager
    def building(self) -> Iterator[Path]:
        private_folder(self.folder)
        lock = self.folder / "lock"
        try:
            with locked(lock, waits=False) as held:
                held.truncate(0)
                held.write(str(os.getpid()))
                held.flush()
                self.remove(BUILDING)
                yield private_folder(self.folder / BUILDING)
                self.remove(BUILDING)
        except BlockingIOError:
            pid = lock.read_text(encoding="utf-8").strip()
            raise ClusterRefused("cluster.busy", folder=str(self), pid=pid or "?") from None


class HadoopPlace:
    """A folder that Hadoop reaches. `aside`: a folder of this machine for what is read from there."""

    def __init__(self, spark: SparkSession, address: str, aside: Path) -> None:
        java: Any = spark
        self._hadoop = java._jvm.org.apache.hadoop.fs
        self._array = java.sparkContext._gateway.new_array
        self._settings = java._jsc.hadoopConfiguration()
        root = self._hadoop.Path(address.rstrip("/"))
        self._files = root.getFileSystem(self._settings)
        self._root = self._files.makeQualified(root)
        self._aside = aside

    def __str__(self) -> str:
        return str(self._root.toString())

    def address(self, path: str) -> str:
        return f"{self}/{path}"

    def read(self, path: str) -> bytes:
        content = self.here(path).read_bytes()
        self._copy(path).unlink()  # another one may have this name the next time
        return content

    def write(self, path: str, content: bytes) -> None:
        target = self._at(path)
        if self._files.hasPathCapability(target, SHOWN_WHEN_WHOLE):
            self._write(target, content)
            return
        draft = self._at(f"{path}.new")
        self._write(draft, content)
        context = self._hadoop.FileContext.getFileContext(self._root.toUri(), self._settings)
        rename = getattr(self._hadoop, "Options$Rename")
        options = self._array(rename, 1)
        options[0] = rename.OVERWRITE
        context.rename(draft, target, options)

    def here(self, path: str) -> Path:
        copy = self._copy(path)
        if not copy.exists():
            if not self._files.exists(self._at(path)):
                raise FileNotFoundError(self.address(path))
            copy.parent.mkdir(parents=True, exist_ok=True)
            self._files.copyToLocalFile(False, self._at(path), self._local(copy), True)
        return copy

    def put(self, draft: Path, path: str) -> None:
        self._files.copyFromLocalFile(True, True, self._local(draft), self._at(path))

    def move(self, draft: str, path: str) -> None:
        target = self._at(path)
        self._files.mkdirs(target.getParent())
        if not self._files.rename(self._at(draft), target):
            raise ClusterRefused(
                "cluster.failed", trouble=f"rename: {self.address(draft)} → {target.toString()}"
            )
        self._copy(draft).unlink(missing_ok=True)

    def listed(self, folder: str) -> list[str]:
        if not self._files.exists(self._at(folder)):
            return []
        found, files = [], self._files.listFiles(self._at(folder), True)
        while files.hasNext():
            found.append(files.next().getPath().toUri().getPath())
        return sorted(path.removeprefix(self._root.toUri().getPath() + "/") for path in found)

    def remove(self, path: str) -> None:
        self._files.delete(self._at(path), True)

    @contextmanager
    def building(self) -> Iterator[Path]:
        # No lock there ends with the process that has it: one that was killed leaves it, for somebody to remove.
        if self._files.exists(self._at("lock")):
            who = self.read("lock").decode()
            raise ClusterRefused("cluster.locked", file=self.address("lock"), who=who)
        stream = self._files.create(self._at("lock"), False)
        stream.write(f"{platform.node()}, PID {os.getpid()}".encode())
        stream.close()
        try:
            self.remove(BUILDING)
            with TemporaryDirectory(dir=self._aside) as aside:
                yield Path(aside)
        finally:
            self.remove(BUILDING)
            self.remove("lock")

    def _at(self, path: str) -> Any:
        return self._hadoop.Path(self._root, path)

    def _local(self, path: Path) -> Any:
        return self._hadoop.Path(f"file://{path}")  # as it stands: Hadoop takes no %3D for =

    def _copy(self, path: str) -> Path:
        return self._aside / "here" / path

    def _write(self, target: Any, content: bytes) -> None:
        stream = self._files.create(target, True)
        stream.write(content)
        stream.close()


@contextmanager
def place_at(out: Path | str, master: str = door.MASTER, settings: Mapping[str, str] = {}) -> Iterator[Place]:
    """The folder of a path or an address. One that Hadoop reaches needs Spark, which runs until the block ends.

    Raises ClusterRefused where there is no Spark, or nothing that knows such an address.
    """
    if folder := local_folder(out):
        yield LocalPlace(folder)
        return
    with door.session(master, settings) as spark, TemporaryDirectory() as aside:
        yield HadoopPlace(spark, str(out), Path(aside))


def local_folder(out: Path | str) -> Path | None:
    """The folder of this machine that a path or an address names; None where only Hadoop reaches it."""
    if isinstance(out, str) and "://" in out:
        parts = urlsplit(out)
        return Path(url2pathname(parts.path)) if parts.scheme == "file" and not parts.netloc else None
    return Path(out)
