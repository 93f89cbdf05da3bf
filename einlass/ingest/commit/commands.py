"""Files → a new version of the data; undo and history. The work is done in a process with limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from einlass import config
from einlass.errors import Damaged, NoWarehouse
from einlass.ingest.commit import check as checking
from einlass.ingest.commit import spellings
from einlass.ingest.commit.check import Checked
from einlass.ingest.commit.job import report_at
from einlass.ingest.commit.process import os_user, reports_of, run_and_publish, writing
from einlass.ingest.report import FileReport
from einlass.warehouse import versions


@dataclass(frozen=True)
class Batch:
    """An accepted file in the history: who, when, what, and whether it was taken back.

    `report` tells what the import did, unless its file is lost or damaged; `accepted`, `rejected` and `waiting` how its
    rows stand now, as far as that is known: those that wait come in when what they refer to comes, and wait again when
    it goes.
    """

    batch_id: str
    file: str
    table: str
    sha256: str
    is_sample: bool
    imported_at: datetime
    imported_by: str
    undone_at: datetime | None
    undone_by: str
    report: FileReport | None
    accepted: int | None = 0
    rejected: int | None = 0
    waiting: int = 0
    is_elsewhere: bool = False  # it was made in another folder, which has its report

    @property
    def is_damaged(self) -> bool:
        """Whether it counts although its report is lost: something has to be done."""
        return self.report is None and self.undone_at is None and not self.is_elsewhere

    @property
    def counted(self) -> tuple[int | None, int | None]:
        """Accepted and rejected rows as they stand; of an import that was taken back, as they stood when it came."""
        if self.undone_at is None:
            return self.accepted, self.rejected
        return (self.report.accepted, self.report.rejected) if self.report else (None, None)


def import_files(
    files: Sequence[Path], *, accept: Sequence[str] = (), user: str = "", shows_progress: bool = False
) -> list[FileReport]:
    """Import export files as far as each can be; a refused file changes nothing. One report a file.

    `accept` holds the ids of accepted questions, or `all` for every required one; a file with an open required question
    changes nothing (outcome `asked`). Raises Busy when somebody else imports, WarehouseError when the import process
    fails; then nothing changed.
    """
    job = {
        "task": "import",
        "files": [str(path.resolve()) for path in files],
        "accept": list(accept),
        "user": user or os_user(),
        "shows_progress": shows_progress,
    }
    return reports_of(run_and_publish(config.data_dir(), job))


def undo(batch_id: str, *, user: str = "", shows_progress: bool = False) -> versions.DataVersion:
    """Take a batch back: a new version as if it had never been imported; its files and the history stay.

    Raises EinlassError when there is no such batch or it was taken back already; NoWarehouse, Busy, Damaged.
    """
    versions.pointed_version(config.data_dir())
    job = {"task": "undo", "batch": batch_id, "user": user or os_user(), "shows_progress": shows_progress}
    run_and_publish(config.data_dir(), job)
    return versions.current_version()


def rebuild(*, version: int | None = None, shows_progress: bool = False) -> versions.DataVersion:
    """Build the current version anew from its batches, or from those of an older `version`, as a new one.

    Raises NoWarehouse, Busy, Damaged.
    """
    versions.pointed_version(config.data_dir())
    job = {"task": "rebuild", "of_version": version, "shows_progress": shows_progress}
    run_and_publish(config.data_dir(), job)
    return versions.current_version()


def check() -> Checked:
    """Verify every batch, report, manifest and snapshot of the data folder by its hash. Raises NoWarehouse."""
    return checking.check(config.data_dir())


def history() -> list[Batch]:
    """Every accepted file, newest first: who, when, what, whether it was taken back, and how its rows stand now.

    One whose report is lost or damaged is listed like the others. Raises Damaged where the list itself is.
    """
    folder = config.data_dir()
    try:
        version = versions.pointed_version(folder)
    except NoWarehouse:
        return []
    manifest = version.manifest()
    undone = {entry["undoes"]: entry for entry in manifest if "undoes" in entry}
    standings = version.standings()
    entries = [entry for entry in reversed(manifest) if "batch_id" in entry]
    return [_batch(folder, entry, undone, standings.get(entry["batch_id"])) for entry in entries]


def _batch(
    folder: Path, entry: dict[str, Any], undone: Mapping[str, dict[str, Any]], standing: dict[str, Any] | None
) -> Batch:
    report = _report_if_whole(folder, entry)
    taken_back = undone.get(entry["batch_id"])
    return Batch(
        entry["batch_id"],
        entry["file"],
        entry["table"],
        entry["sha256"],
        entry["is_sample"],
        datetime.fromisoformat(entry["imported_at"]),
        entry.get("imported_by", ""),
        datetime.fromisoformat(taken_back["at"]) if taken_back else None,
        taken_back["by"] if taken_back else "",
        report,
        accepted=_count("accepted", standing, report, is_out=taken_back is not None),
        rejected=_count("rejected", standing, report, is_out=taken_back is not None),
        waiting=standing["waiting"] if standing else 0,
        is_elsewhere=versions.is_fetched(folder),
    )


def _count(
    name: str, standing: Mapping[str, Any] | None, report: FileReport | None, *, is_out: bool
) -> int | None:
    """How many rows of an import count, or are refused, today; versions before 0.2 hold no more than its report."""
    if standing:
        return int(standing[name])
    if is_out:
        return 0
    return int(getattr(report, name)) if report else None


def _report_if_whole(folder: Path, entry: Mapping[str, Any]) -> FileReport | None:
    path = folder / "batches" / f"{entry['batch_id']}.json"
    try:
        return _brief_report(path, entry.get("report_sha256", ""), path.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=1024)
def _brief_report(path: Path, sha256: str, changed_ns: int) -> FileReport | None:
    """The report of a batch without what a page cannot hold; `changed_ns` tells a file from the one before it."""
    report = report_at(path, sha256)
    return report.brief() if report else None


def full_report(batch_id: str) -> FileReport:
    """The report of a batch with all that was refused. Raises Damaged."""
    folder = config.data_dir()
    entries = versions.pointed_version(folder).manifest()
    sha256 = next((one.get("report_sha256", "") for one in entries if one.get("batch_id") == batch_id), "")
    report = report_at(folder / "batches" / f"{batch_id}.json", sha256)
    if report is None:
        raise Damaged("warehouse.damaged_batch", file="", batch=batch_id)
    return report


def remember_spelling(provider: str, table: str, headers: Mapping[str, str]) -> None:
    """Remember how a provider names columns (name in the file → declared header).

    Raises EinlassError when there is no such column, Busy, WarehouseError.
    """
    folder = config.data_dir()
    with writing(folder), versions.importing(folder):
        spellings.remember(folder, provider, table, headers)
