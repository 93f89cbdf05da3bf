"""One run of the import process: its folders, its manifest as it grows, and the files of the batches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from einlass.errors import Damaged
from einlass.ingest.commit import offices
from einlass.ingest.report import FileReport, Progress
from einlass.warehouse import files, versions


def report_at(path: Path, sha256: str) -> FileReport | None:
    """The report of a batch; None where its file is lost or not what was written. Of the oldest no hash is known."""
    try:
        content = path.read_bytes()
        if sha256 not in ("", hashlib.sha256(content).hexdigest()):
            return None
        return FileReport.from_json(json.loads(content))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


class Job:
    """One run: the folder, the staged version and batches, and the manifest as it grows."""

    def __init__(self, order: dict[str, Any], tell: Callable[[Progress], None]) -> None:
        self.tell = tell
        self.folder = Path(order["folder"])
        self.created_at: str = order["created_at"]
        self.user: str = order.get("user", "")
        self.is_preview: bool = order.get("is_preview", False)
        self.is_kept: bool = order.get("is_kept", False)  # a preview that is to be looked at
        self.accept = frozenset(order.get("accept", ()))
        self.is_silent = not order.get("shows_progress")
        self.staged = Path(order["staged"])
        self.version = self.staged / "version"
        for name in ("version", "batches", "originals", "parsed"):
            (self.staged / name).mkdir(exist_ok=True)
        self.snapshot = self.version / "building.duckdb"
        self.manifest: list[dict[str, Any]] = []

    def batch(self, batch_id: str, ending: str) -> Path:
        """The path of a batch file: staged by this run, or kept since an earlier one."""
        staged = self.staged / "batches" / f"{batch_id}{ending}"
        kept = self.folder / "batches" / staged.name
        return kept if kept.is_file() and not staged.is_file() else staged

    def whole(self, entry: dict[str, Any], ending: str, sha256: str) -> Path:
        """The path of a batch file. Raises Damaged when it is not what the manifest says."""
        path = self.batch(entry["batch_id"], ending)
        if not path.is_file() or files.file_sha256(path) != sha256:
            raise Damaged("warehouse.damaged_batch", file=entry["file"], batch=entry["batch_id"])
        return path

    def report(self, entry: dict[str, Any]) -> FileReport:
        """What the import of a batch said. Raises Damaged."""
        report = report_at(self.batch(entry["batch_id"], ".json"), entry.get("report_sha256", ""))
        if report is None:
            raise Damaged("warehouse.damaged_batch", file=entry["file"], batch=entry["batch_id"])
        return report

    def write_report(self, report: FileReport) -> None:
        """Put the report of a batch beside its rows."""
        path = self.staged / "batches" / f"{report.batch_id}.json"
        path.write_text(json.dumps(report.to_json(), indent=1), encoding="utf-8")

    def active(self) -> list[dict[str, Any]]:
        """The batches that count, in the order of their import."""
        return versions.active(self.manifest)

    def accepts(self, question: str) -> bool:
        """Whether a question is answered with yes."""
        return question in self.accept or "all" in self.accept

    def says_all(self, table: str, file: str, kind: str) -> str:
        """Who says that rows of one office in such a file mean nothing at the others; see `Answers`."""
        if f"{file}:{offices.ONE_OFFICE}" in self.accept:
            return "accepted"
        kinds = {(entry["table"], entry.get("means_all_offices")) for entry in self.active()}
        return "remembered" if (table, kind) in kinds else ""
