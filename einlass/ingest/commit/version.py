"""One run of the import process: each file parsed within limits, batches applied, a snapshot built."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from tqdm import tqdm

from einlass import config
from einlass.errors import Damaged, EinlassError, ImportRefused, NoWarehouse
from einlass.ingest.commit import offices, spellings
from einlass.ingest.commit.parsing import Incoming
from einlass.ingest.commit.rows import Answers, Applied, apply
from einlass.ingest.parse import Parsed
from einlass.ingest.report import FileReport, Progress
from einlass.ingest.sources import BY_TABLE, SOURCES
from einlass.warehouse import versions
from einlass.warehouse.build import Builder, has_declared_tables

BATCH_ID_LENGTH = 16


class Job:
    """One run: the folder, the staged version and batches, and the manifest as it grows."""

    def __init__(self, order: dict[str, Any], tell: Callable[[Progress], None]) -> None:
        self.tell = tell
        self.folder = Path(order["folder"])
        self.created_at: str = order["created_at"]
        self.user: str = order.get("user", "")
        self.is_preview: bool = order.get("is_preview", False)
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

    def accepts(self, question: str) -> bool:
        """Whether a question is answered with yes."""
        return question in self.accept or "all" in self.accept

    def says_all(self, table: str, file: str, kind: str) -> str:
        """Who says that rows of one office in such a file mean nothing at the others; see `Answers`."""
        if f"{file}:{offices.ONE_OFFICE}" in self.accept:
            return "accepted"
        kinds = {(entry["table"], entry.get("means_all_offices")) for entry in versions.active(self.manifest)}
        return "remembered" if (table, kind) in kinds else ""


def import_files(job: Job, files: list[Path]) -> dict[str, Any]:
    """Import each file as far as it can be, in the order in which the exports depend on each other."""
    _start_from_current(job)
    known = spellings.remembered(job.folder)
    incoming = []
    for number, path in enumerate(tqdm(files, desc="read", unit="file", disable=job.is_silent), start=1):
        job.tell(Progress("read", path.name, number, len(files)))
        incoming.append(Incoming(path, job.staged / "parsed" / str(number)))
        incoming[-1].read(known, spellings.decided(versions.active(job.manifest), path.name, job.accept))
    versions.step("parsed")
    reports = {entry.path: _refused(entry.path, entry.refusal) for entry in incoming if entry.refusal}
    readable = sorted((entry for entry in incoming if entry.parsed), key=_rank)
    sha256 = ""
    with Builder(job.snapshot) as builder:
        earlier = [_apply_again(job, builder, entry) for entry in _to_build_again(job, builder)]
        merging = tqdm(readable, desc="import", unit="file", disable=job.is_silent)
        for number, entry in enumerate(merging, start=1):
            job.tell(Progress("merge", entry.path.name, number, len(readable)))
            try:
                reports[entry.path] = _import_one(job, builder, entry)
            except ImportRefused as error:
                reports[entry.path] = _refused(entry.path, error)
        if any(report.outcome == "imported" for report in reports.values()):
            sha256 = _finish(job, builder, [*earlier, *_recorded(job, builder)])
    return {"sha256": sha256, "reports": [reports[path].to_json() for path in files]}


def rebuild(job: Job, undo: str = "") -> dict[str, Any]:
    """Build the snapshot from the active batches of the manifest; `undo` names one that no longer counts."""
    job.manifest = versions.pointed_version(job.folder).manifest()
    if undo:
        if undo not in {entry["batch_id"] for entry in versions.active(job.manifest)}:
            raise EinlassError("import.no_batch", batch=undo)
        job.manifest.append({"undoes": undo, "at": job.created_at, "by": job.user})
    return _built_from_batches(job)


def with_answers(job: Job) -> dict[str, Any]:
    """Build a previewed version anew with the answers to what need not be answered.

    Vanished rows are taken out; files with rows of one office mean the others, too.
    """
    job.manifest = json.loads((job.version / "manifest.json").read_text(encoding="utf-8"))
    for entry in job.manifest:
        gone = job.staged / "batches" / f"{entry.get('batch_id')}.gone.parquet"  # of this preview alone
        if gone.is_file() and f"{entry['file']}:gone" in job.accept:
            entry["gone_sha256"] = versions.file_sha256(gone)
        if (job.staged / "batches" / f"{entry.get('batch_id')}.json").is_file():
            _answer_for_all(job, entry)
    for snapshot in job.version.glob("snapshot-*.duckdb"):
        snapshot.unlink()
    return _built_from_batches(job)


def _answer_for_all(job: Job, entry: dict[str, Any]) -> None:
    """Note in a batch, and remember for its kind of file, that it means all offices."""
    report = _report_of(job, entry)
    kind = offices.kind_answered(report, job.accept)
    if kind is not None:
        entry["means_all_offices"] = kind
        _write_report(job, offices.with_answers(report, job.accept))


def _write_report(job: Job, report: FileReport) -> None:
    path = job.staged / "batches" / f"{report.batch_id}.json"
    path.write_text(json.dumps(report.to_json(), indent=1), encoding="utf-8")


def _built_from_batches(job: Job) -> dict[str, Any]:
    reports = []
    with Builder(job.snapshot) as builder:
        for entry in tqdm(versions.active(job.manifest), desc="rebuild", unit="batch", disable=job.is_silent):
            reports.append(_apply_again(job, builder, entry))
        sha256 = _finish(job, builder, reports)
    return {"sha256": sha256, "reports": []}


def _rank(entry: Incoming) -> int:
    assert entry.parsed
    return [source.table for source in SOURCES].index(entry.parsed.report.table)


def _start_from_current(job: Job) -> None:
    try:
        version = versions.current_version(job.folder)
    except NoWarehouse:
        return
    version.check()
    job.manifest = version.manifest()
    if has_declared_tables(version.snapshot_path):
        shutil.copyfile(version.snapshot_path, job.snapshot)


def _to_build_again(job: Job, builder: Builder) -> list[dict[str, Any]]:
    """All batches, where the snapshot was made by a version of this program with other tables."""
    return versions.active(job.manifest) if builder.is_new else []


def _refused(path: Path, error: ImportRefused | None) -> FileReport:
    assert error
    return FileReport(file=path.name, outcome="refused", error=error.key, error_values=error.values)


def _import_one(job: Job, builder: Builder, entry: Incoming) -> FileReport:
    assert entry.parsed
    report = entry.parsed.report
    if any(known["is_sample"] != report.is_sample for known in versions.active(job.manifest)):
        raise ImportRefused("refused.sample_beside_real", file=report.file)
    report = replace(report, batch_id=_batch_id(job, report.sha256))
    earlier = _known_batch(job, builder, report.sha256)
    if earlier and not earlier["can_come_again"]:
        return replace(report, outcome="known", batch_id=earlier["batch_id"], questions=(), rejects=())
    accepts: Callable[[str], bool] = (lambda _: True) if job.is_preview else job.accepts
    says_all = partial(job.says_all, report.table)
    with ThreadPoolExecutor(1) as aside:
        written = aside.submit(entry.write_rows)
        applied = apply(builder, entry.parsed, report, Answers(accepts, says_all))
        written.result()
    report = applied.report
    if earlier and not report.new + report.changed:
        return replace(report, outcome="known", batch_id=earlier["batch_id"])
    if report.outcome != "imported":
        return report
    if not report.adds_up:
        raise Damaged("warehouse.report_mismatch", file=report.file)
    if applied.gone is not None and f"{report.file}:gone" in job.accept:
        builder.remove(report.table, BY_TABLE[report.table].key, applied.gone)
    _stage(job, applied, entry)
    return report


def _batch_id(job: Job, sha256: str) -> str:
    """The hash of the file, with a number behind it where the same file came before."""
    short = sha256[:BATCH_ID_LENGTH]
    times = sum(entry.get("sha256") == sha256 for entry in job.manifest)
    return f"{short}-{times + 1}" if times else short


def _known_batch(job: Job, builder: Builder, sha256: str) -> dict[str, Any] | None:
    """The batch that this very file became, and whether rows refused then, or since, could be accepted now.

    Rows are refused since when what they refer to was taken back; a file without any row left is not in the snapshot.
    """
    for entry in reversed(versions.active(job.manifest)):
        if entry["sha256"] == sha256:
            report = _report_of(job, entry)
            again = any(".unknown_" in reject.reason for reject in report.rejects) or (
                entry["batch_id"] in builder.waiting_batches() or entry["batch_id"] not in builder.batch_ids()
            )
            return dict(entry, can_come_again=again)
    return None


def _stage(job: Job, applied: Applied, entry: Incoming) -> None:
    """Put the batch beside the version: rows, report, original. It counts once a published manifest names it."""
    report = applied.report
    parquet = job.staged / "batches" / f"{report.batch_id}.parquet"
    os.replace(entry.rows, parquet)
    _write_report(job, report)
    manifest_entry = {
        "batch_id": report.batch_id,
        "file": report.file,
        "table": report.table,
        "sha256": report.sha256,
        "is_sample": report.is_sample,
        "parquet_sha256": versions.file_sha256(parquet),
        "imported_at": job.created_at,
        "imported_by": job.user,
    }
    if applied.gone is not None:
        gone = job.staged / "batches" / f"{report.batch_id}.gone.parquet"
        pq.write_table(applied.gone, gone)
        if f"{report.file}:gone" in job.accept:
            manifest_entry["gone_sha256"] = versions.file_sha256(gone)
    kind = offices.kind_answered(report, job.accept)
    if kind is not None:
        manifest_entry["means_all_offices"] = kind
    if report.answers:
        manifest_entry["answers"] = report.answers
    if config.ORIGINALS_KEPT_DAYS:
        os.replace(entry.original, job.staged / "originals" / f"{report.sha256}.zst")
    job.manifest.append(manifest_entry)
    versions.step("staged")


def _report_of(job: Job, entry: dict[str, Any]) -> FileReport:
    try:
        text = job.batch(entry["batch_id"], ".json").read_text(encoding="utf-8")
        return FileReport.from_json(json.loads(text))
    except (OSError, ValueError, KeyError, TypeError):
        raise Damaged("warehouse.damaged_batch", file=entry["file"], batch=entry["batch_id"]) from None


def _recorded(job: Job, builder: Builder) -> list[FileReport]:
    """Reports of the batches that this run adds: the others stand in the snapshot already."""
    known = builder.batch_ids()
    return [
        _report_of(job, entry)
        for entry in versions.active(job.manifest)
        if entry["batch_id"] not in known and entry["imported_at"] == job.created_at
    ]


def _apply_again(job: Job, builder: Builder, entry: dict[str, Any]) -> FileReport:
    parquet = _whole(job, entry, ".parquet", entry["parquet_sha256"])
    report = _report_of(job, entry)
    source = BY_TABLE[entry["table"]]
    candidates = pq.read_table(parquet)
    numbers = set(candidates["row_number"].to_pylist()) if report.rejects else set()
    parsed = Parsed(
        replace(
            report,
            outcome="imported",
            questions=(),
            rejects=tuple(reject for reject in report.rejects if reject.row not in numbers),
        ),
        candidates,
        candidates.slice(0, 0),
    )
    applied = apply(builder, parsed, parsed.report, Answers(), again=True)
    if "gone_sha256" in entry:
        gone = pq.read_table(_whole(job, entry, ".gone.parquet", entry["gone_sha256"]))
        builder.remove(source.table, source.key, gone)
    return applied.report


def _whole(job: Job, entry: dict[str, Any], ending: str, sha256: str) -> Path:
    path = job.batch(entry["batch_id"], ending)
    if not path.is_file() or versions.file_sha256(path) != sha256:
        raise Damaged("warehouse.damaged_batch", file=entry["file"], batch=entry["batch_id"])
    return path


def _finish(job: Job, builder: Builder, reports: list[FileReport]) -> str:
    imported_at = {entry["batch_id"]: entry["imported_at"] for entry in job.manifest if "batch_id" in entry}
    reports = [report for report in reports if report.accepted]
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
    batch_offices = pd.DataFrame(
        {"batch_id": report.batch_id, "office_id": office_id}
        for report in reports
        for office_id in report.offices
    )
    builder.record(batches=batches, batch_offices=batch_offices, rejects=rejects)
    job.tell(Progress("build"))
    versions.step("merged")
    sha256 = builder.finish()
    versions.step("built")
    versions.name_snapshot(job.snapshot, sha256)
    manifest = json.dumps(job.manifest, indent=1, ensure_ascii=False)
    (job.version / "manifest.json").write_text(manifest, encoding="utf-8")
    shutil.rmtree(job.staged / "parsed")
    return sha256
