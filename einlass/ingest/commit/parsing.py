"""A file on its way: read in a process of its own, its original packed and its rows written beside other work."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from einlass import config
from einlass.errors import ImportRefused
from einlass.ingest.clean.doubts import Decided
from einlass.ingest.parse import DECLARED, Parsed, parse
from einlass.ingest.processes import run_limited, seconds_for
from einlass.ingest.read.file import state_of
from einlass.ingest.read.headers import Spelling
from einlass.ingest.sources import BY_TABLE
from einlass.warehouse import files

COPIED_AT_ONCE = 4 * 1024**2


def as_text(name: str) -> str:
    """The name of a file; bytes in it that are no text are shown as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def under_readable_name(path: Path, aside: Path) -> Path:
    """A file whose name is no text, under a name that every report can hold; any other as it is."""
    name = as_text(path.name)
    if name == path.name:
        return path
    aside.mkdir(parents=True)
    named = aside / name.replace("/", "_")
    named.symlink_to(path)
    return named


@dataclass
class Incoming:
    """A file on its way: what the parser said about it."""

    path: Path
    aside: Path
    sha256: str = ""
    parsed: Parsed | None = None
    refusal: ImportRefused | None = None

    @property
    def original(self) -> Path | None:
        """The compressed copy that may be kept: of the file as it came, or of its declared columns; None: neither."""
        if not config.ORIGINALS_KEPT_DAYS:
            return None
        declared = self.aside.with_suffix(DECLARED)
        if config.ORIGINALS_KEPT_WHOLE or not declared.is_file():
            return self._whole
        return declared

    @property
    def original_ending(self) -> str:
        """How the name of the copy ends."""
        return ".zst" if self.original == self._whole else DECLARED

    @property
    def _whole(self) -> Path:
        return self.aside.with_suffix(".zst")

    @property
    def rows(self) -> Path:
        """The candidate rows, as they will be kept."""
        return self.aside.with_suffix(".parquet")

    def read(self, spellings: Sequence[Spelling], decided: Decided) -> None:
        """Have the file parsed; afterwards there are either its rows or why it is refused."""
        try:
            before = state_of(self.path)
        except ImportRefused as error:
            self.refusal = error
            return
        size, _ = before
        work = partial(parse, self.path, self.aside, spellings, decided)
        stopped = run_limited(work, seconds_for(size), self.keep_original)
        if stopped:
            self.refusal = ImportRefused(stopped, file=self.path.name, megabytes=size // 1024**2)
            return
        parsed = Parsed.load(self.aside)
        self.refusal = parsed.refusal
        # What was parsed and what is kept may differ.
        if not parsed.refusal and state_of(self.path) != before:
            self.refusal = ImportRefused("refused.still_written", file=self.path.name)
        if not self.refusal:
            parsed.report = replace(parsed.report, sha256=self.sha256)
            self.parsed = parsed

    def keep_original(self) -> None:
        """Note the hash of the file and, if originals are kept, put a compressed copy aside."""
        try:
            source = self.path.open("rb")
        except OSError:  # no file, a folder, no right to read: the parser says so
            return
        found = hashlib.sha256()
        with source, self._packed() as packed:
            while part := source.read(COPIED_AT_ONCE):
                found.update(part)
                packed.write(part)
        self.sha256 = found.hexdigest()

    @contextmanager
    def _packed(self) -> Iterator[BinaryIO | pa.CompressedOutputStream]:
        if not config.ORIGINALS_KEPT_DAYS:
            with Path(os.devnull).open("wb") as nothing:
                yield nothing
            return
        with pa.CompressedOutputStream(str(self._whole), "zstd") as packed:
            yield packed
        files.sync(self._whole)

    def write_rows(self) -> None:
        """The candidate rows as Parquet; a dictionary of identifiers or numbers would be as long as the table."""
        assert self.parsed
        key = BY_TABLE[self.parsed.report.table].key
        repeated = [
            name for name in self.parsed.candidates.column_names if name != "row_number" and (name,) != key
        ]
        pq.write_table(
            self.parsed.candidates,
            self.rows,
            use_dictionary=repeated,
            compression="lz4",  # a third less time than the default, and smaller
            write_statistics=False,  # it is only ever read as a whole
        )
        files.sync(self.rows)
