"""The import process: reads files, writes batches, builds a snapshot in a staging folder. Prints JSON."""

from __future__ import annotations

import ctypes
import gzip
import hashlib
import json
import os
import resource
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from einlass import config
from einlass.errors import Damaged, EinlassError, ImportRefused, NoWarehouse
from einlass.ingest.clean import Cleaned, arrow_schema, clean
from einlass.ingest.reader import Sheet, read
from einlass.ingest.report import FileReport
from einlass.ingest.sources import BY_TABLE, SOURCES, Source
from einlass.warehouse import versions
from einlass.warehouse.build import Builder

BATCH_ID_LENGTH = 16
SECONDS_PER_DAY = 86_400
PR_SET_PDEATHSIG = 1  # prctl(2) of Linux


class Job:
    """One run: the folder, the staged version, and the manifest as it grows."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.folder = Path(order["folder"])
        self.created_at: str = order["created_at"]
        self.is_silent = not order["shows_progress"]
        self.version = Path(order["staged"]) / "version"
        self.version.mkdir()
        self.snapshot = self.version / "building.duckdb"
        self.manifest: list[dict[str, Any]] = []

    def batch(self, batch_id: str, ending: str) -> Path:
        """The path of a batch file."""
        return self.folder / "batches" / f"{batch_id}{ending}"


def import_files(job: Job, files: list[Path]) -> dict[str, Any]:
    """Import each file as far as it can be, in the order in which the exports depend on each other."""
    _start_from_current(job)
    read_files = [_open(path) for path in tqdm(files, desc="read", unit="file", disable=job.is_silent)]
    readable = sorted(
        (entry for entry in read_files if not isinstance(entry[1], ImportRefused)),
        key=lambda entry: SOURCES.index(entry[1].source),  # type: ignore[union-attr]
    )
    reports = {path: _refused(path, error) for path, error in read_files if isinstance(error, ImportRefused)}
    with Builder(job.snapshot) as builder:
        for path, sheet in tqdm(readable, desc="import", unit="file", disable=job.is_silent):
            assert isinstance(sheet, Sheet)
            try:
                reports[path] = _import_one(job, builder, path, sheet)
            except ImportRefused as error:
                reports[path] = _refused(path, error)
        imported = [report for report in reports.values() if report.outcome == "imported"]
        sha256 = _finish(job, builder, imported) if imported else ""
    return {"sha256": sha256, "reports": [reports[path].to_json() for path in files]}


def rebuild(job: Job) -> dict[str, Any]:
    """Build the snapshot from all batches of the manifest."""
    job.manifest = versions.pointed_version(job.folder).manifest()
    reports = []
    with Builder(job.snapshot) as builder:
        for entry in tqdm(job.manifest, desc="rebuild", unit="batch", disable=job.is_silent):
            reports.append(_apply_again(job, builder, entry))
        sha256 = _finish(job, builder, reports, is_new=False)
    return {"sha256": sha256, "reports": []}


def _start_from_current(job: Job) -> None:
    try:
        version = versions.current_version(job.folder)
    except NoWarehouse:
        return
    version.check()
    job.manifest = version.manifest()
    shutil.copyfile(version.snapshot_path, job.snapshot)


def _open(path: Path) -> tuple[Path, Sheet | ImportRefused]:
    try:
        return path, read(path)
    except ImportRefused as error:
        return path, error


def _refused(path: Path, error: ImportRefused) -> FileReport:
    return FileReport(file=path.name, outcome="refused", error=error.key, error_values=error.values)


def _import_one(job: Job, builder: Builder, path: Path, sheet: Sheet) -> FileReport:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    batch_id = sha256[:BATCH_ID_LENGTH]
    if any(entry["sha256"] == sha256 for entry in job.manifest):
        return FileReport(
            file=path.name, outcome="known", table=sheet.source.table, sha256=sha256, batch_id=batch_id
        )
    cleaned = clean(path.name, sheet, _known(builder, sheet.source))
    _refuse_unusable(job, path.name, sheet, cleaned)
    rows = _arrow(sheet.source, cleaned.rows)
    merge = builder.merge(sheet.source.table, sheet.source.key, batch_id, rows)
    report = FileReport(
        file=path.name,
        outcome="imported",
        table=sheet.source.table,
        batch_id=batch_id,
        sha256=sha256,
        is_sample=cleaned.is_sample,
        period_from=cleaned.period[0] if cleaned.period else None,
        period_until=cleaned.period[1] if cleaned.period else None,
        title_rows=len(sheet.title_rows),
        header_rows=1,
        blank_rows=len(sheet.blank_rows),
        sum_rows=len(sheet.sum_rows),
        data_rows=len(sheet.rows) + len(sheet.ragged_rows),
        new=merge.new,
        changed=merge.changed,
        unchanged=merge.unchanged,
        duplicates=len(cleaned.duplicate_rows),
        rejected=len(cleaned.rejected_rows),
        dropped_columns=tuple(sheet.dropped_headers),
        rejects=tuple(cleaned.rejects),
    )
    if not report.adds_up:
        raise Damaged("warehouse.report_mismatch", file=path.name)
    _store(job, report, rows, content)
    return report


def _refuse_unusable(job: Job, file: str, sheet: Sheet, cleaned: Cleaned) -> None:
    """A file without one good row, or sample data beside real data, changes nothing."""
    if cleaned.rows.empty:
        first = cleaned.rejects[0]
        raise ImportRefused("refused.all_rejected", file=file, table=sheet.source.table, row=first.row)
    if any(entry["is_sample"] != cleaned.is_sample for entry in job.manifest):
        raise ImportRefused("refused.sample_beside_real", file=file)


def _known(builder: Builder, source: Source) -> dict[str, set[str]]:
    return {table: builder.identifiers(table, column) for column, table in source.references.items()}


def _arrow(source: Source, rows: pd.DataFrame) -> pa.Table:
    table = pa.Table.from_pandas(rows, schema=arrow_schema(source), preserve_index=False)
    return table.append_column("row_number", pa.array(rows.index, type=pa.int32()))


def _store(job: Job, report: FileReport, rows: pa.Table, content: bytes) -> None:
    """Keep the batch: clean rows, report, original. Without an entry in a published manifest it does not count."""
    parquet = job.batch(report.batch_id, ".parquet")
    parquet.parent.mkdir(parents=True, exist_ok=True)
    draft = parquet.with_suffix(".new")
    pq.write_table(rows, draft)
    versions.write_atomically(parquet, draft.read_bytes())
    draft.unlink()
    versions.write_atomically(
        job.batch(report.batch_id, ".json"), json.dumps(report.to_json(), indent=1).encode()
    )
    if config.ORIGINALS_KEPT_DAYS:
        original = job.folder / "originals" / f"{report.sha256}.gz"
        versions.write_atomically(original, gzip.compress(content, mtime=0))
    job.manifest.append(
        {
            "batch_id": report.batch_id,
            "file": report.file,
            "table": report.table,
            "sha256": report.sha256,
            "is_sample": report.is_sample,
            "parquet_sha256": versions.file_sha256(parquet),
            "imported_at": job.created_at,
        }
    )


def _apply_again(job: Job, builder: Builder, entry: dict[str, Any]) -> FileReport:
    parquet, report_file = job.batch(entry["batch_id"], ".parquet"), job.batch(entry["batch_id"], ".json")
    is_whole = parquet.is_file() and versions.file_sha256(parquet) == entry["parquet_sha256"]
    if not is_whole or not report_file.is_file():
        raise Damaged("warehouse.damaged_batch", file=entry["file"], batch=entry["batch_id"])
    source = BY_TABLE[entry["table"]]
    builder.merge(source.table, source.key, entry["batch_id"], pq.read_table(parquet))
    return FileReport.from_json(json.loads(report_file.read_text(encoding="utf-8")))


def _finish(job: Job, builder: Builder, reports: list[FileReport], *, is_new: bool = True) -> str:
    imported_at = {entry["batch_id"]: entry["imported_at"] for entry in job.manifest}
    batches = pd.DataFrame(
        {
            "batch_id": report.batch_id,
            "source_table": report.table,
            "file_name": report.file,
            "sha256": report.sha256,
            "is_sample": report.is_sample,
            "period_from": report.period_from,
            "period_until": report.period_until,
            "accepted_count": report.accepted,
            "rejected_count": report.rejected,
            "duplicate_count": report.duplicates,
            "imported_at": pd.Timestamp(imported_at[report.batch_id]),
        }
        for report in reports
    )
    rejects = pd.DataFrame(
        {
            "batch_id": report.batch_id,
            "row_number": reject.row,
            "column_name": reject.column,
            "found_value": reject.value,
            "reason_key": reject.reason,
            "expected": reject.expected,
        }
        for report in reports
        for reject in report.rejects
    )
    builder.record(batches, rejects)
    sha256 = builder.finish()
    versions.name_snapshot(job.snapshot, sha256)
    manifest = json.dumps(job.manifest, indent=1, ensure_ascii=False)
    (job.version / "manifest.json").write_text(manifest, encoding="utf-8")
    return sha256


def _die_with(parent: int) -> None:
    """When the other side is killed its lock is gone: this process must not go on without it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def forget_originals(job: Job) -> None:
    """Remove original files older than the configured time; the clean rows stay."""
    oldest = time.time() - config.ORIGINALS_KEPT_DAYS * SECONDS_PER_DAY
    for path in (job.folder / "originals").glob("*.gz"):
        if path.stat().st_mtime < oldest:
            path.unlink()


def main() -> None:
    """Read the order from standard input, obey the limits, print the result."""
    order = json.load(sys.stdin)
    _die_with(order["parent"])
    resource.setrlimit(resource.RLIMIT_AS, (config.IMPORT_MEMORY_BYTES, config.IMPORT_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (config.IMPORT_CPU_SECONDS, config.IMPORT_CPU_SECONDS))
    try:
        job = Job(order)
        forget_originals(job)
        files = [Path(file) for file in dict.fromkeys(order.get("files", []))]
        result = import_files(job, files) if order["task"] == "import" else rebuild(job)
    except EinlassError as error:
        result = {"error": {"kind": type(error).__name__, "key": error.key, "values": error.values}}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
