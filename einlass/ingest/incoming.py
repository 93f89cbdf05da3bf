"""A file on its way: read in a process of its own, its original packed and its rows written beside other work."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from einlass import config
from einlass.errors import ImportRefused
from einlass.ingest.headers import Spelling
from einlass.ingest.limits import run_limited, seconds_for
from einlass.ingest.parse import Parsed, parse
from einlass.ingest.sources import BY_TABLE
from einlass.warehouse import versions

COPIED_AT_ONCE = 4 * 1024**2


@dataclass
class Incoming:
    """A file on its way: what the parser said about it."""

    path: Path
    aside: Path
    original_sha256: str = ""
    parsed: Parsed | None = None
    refusal: ImportRefused | None = None

    @property
    def original(self) -> Path:
        """The compressed copy of the file."""
        return self.aside.with_suffix(".zst")

    @property
    def rows(self) -> Path:
        """The candidate rows, as they will be kept."""
        return self.aside.with_suffix(".parquet")

    def read(self, spellings: Sequence[Spelling]) -> None:
        """Have the file parsed; afterwards there are either its rows or why it is refused."""
        try:
            size = self.path.stat().st_size
        except OSError:
            size = 0
        stopped = run_limited(
            partial(parse, self.path, self.aside, spellings), seconds_for(size), self.keep_original
        )
        if stopped:
            self.refusal = ImportRefused(stopped, file=self.path.name, megabytes=size // 1024**2)
            return
        parsed = Parsed.load(self.aside)
        self.refusal = parsed.refusal
        if not parsed.refusal and config.ORIGINALS_KEPT_DAYS and self.original_sha256 != parsed.report.sha256:
            self.refusal = ImportRefused("refused.still_written", file=self.path.name)
        self.parsed = None if self.refusal else parsed

    def keep_original(self) -> None:
        """Put a compressed copy aside, as far as the file can be read."""
        if config.ORIGINALS_KEPT_DAYS and os.access(self.path, os.R_OK):
            self.original_sha256 = _compressed(self.path, self.original)

    def write_rows(self) -> None:
        """The candidate rows as Parquet; a dictionary of identifiers would be as long as the table."""
        assert self.parsed
        key = BY_TABLE[self.parsed.report.table].key
        repeated = [name for name in self.parsed.candidates.column_names if (name,) != key]
        pq.write_table(self.parsed.candidates, self.rows, use_dictionary=repeated)
        versions.sync(self.rows)


def _compressed(path: Path, target: Path) -> str:
    """Write a compressed copy of a file; returns the SHA-256 of what was read."""
    found = hashlib.sha256()
    with path.open("rb") as source, pa.CompressedOutputStream(str(target), "zstd") as packed:
        while part := source.read(COPIED_AT_ONCE):
            found.update(part)
            packed.write(part)
    versions.sync(target)
    return found.hexdigest()
