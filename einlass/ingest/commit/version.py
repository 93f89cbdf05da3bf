"""One run of the import process: each file parsed within limits, batches applied, a snapshot built."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from tqdm import tqdm

from einlass import config
from einlass.errors import Damaged, EinlassError, ImportRefused, NoWarehouse, WarehouseError
from einlass.ingest.commit import changes, offices, replay, spellings
from einlass.ingest.commit.job import Job
from einlass.ingest.commit.parsing import Incoming, as_text, under_readable_name
from einlass.ingest.commit.replay import write_down
from einlass.ingest.commit.rows import Answers, Applied, apply, as_it_stands
from einlass.ingest.report import FileReport, Progress
from einlass.warehouse import files, versions
from einlass.warehouse.build import Builder, continue_from

BATCH_ID_LENGTH = 16


def import_files(job: Job, files: list[Path]) -> dict[str, Any]:
    """Import each file as far as it can be, in the order in which the exports depend on each other."""
    _start_from_current(job)
    incoming = _read(job, files)
    reports = {entry.path: _refused(entry.path, entry.refusal) for entry in incoming if entry.refusal}
    readable = sorted((entry for entry in incoming if entry.parsed), key=_rank)
    sha256 = ""
    with Builder(job.snapshot) as builder:
        recorded = replay.everything(job, builder) if builder.is_new else []
        write_down(builder, recorded, _imported_at(job))
        merging = enumerate(tqdm(readable, desc="import", unit="file", disable=job.is_silent), start=1)
        for _, of_table in groupby(merging, key=lambda pair: _rank(pair[1])):
            reports |= _import_table(job, builder, of_table, len(readable))
        if any(report.outcome == "imported" for report in reports.values()):
            sha256 = _finish(job, builder)
    return {"sha256": sha256, "reports": [reports[entry.path].to_json() for entry in incoming]}


def _read(job: Job, paths: list[Path]) -> list[Incoming]:
    known = spellings.remembered(job.folder)
    incoming = []
    for number, path in enumerate(tqdm(paths, desc="read", unit="file", disable=job.is_silent), start=1):
        aside = job.staged / "parsed" / str(number)
        job.tell(Progress("read", as_text(path.name), number, len(paths)))
        incoming.append(Incoming(under_readable_name(path, aside), aside))
        decided = spellings.decided(
            versions.active(job.manifest), as_text(path.name), job.accept, is_proposed=job.is_preview
        )
        incoming[-1].read(known, decided)
    versions.step("parsed")
    return incoming


def _import_table(
    job: Job, builder: Builder, entries: Iterable[tuple[int, Incoming]], count: int
) -> dict[Path, FileReport]:
    """Import the files of one export, then judge anew the rows of other files that refer to what they brought."""
    pairs = list(entries)
    table = _report(pairs[0][1]).table
    before = replay.signature(builder, table)
    reports: dict[Path, FileReport] = {}
    for number, entry in pairs:
        job.tell(Progress("merge", entry.path.name, number, count))
        try:
            reports[entry.path] = _import_one(job, builder, entry)
        except ImportRefused as error:
            reports[entry.path] = _refused(entry.path, error)
    imported = [report for report in reports.values() if report.outcome == "imported"]
    is_smaller = any(_takes_out(job, report) for report in imported)
    standings = builder.standings()
    again = replay.referring(job, builder, table, before, is_smaller=is_smaller) if imported else []
    write_down(builder, again, _imported_at(job))
    now = {one.report.batch_id: one.report for one in again}
    for _, entry in pairs:
        report = reports[entry.path]
        if report.outcome == "imported" and report.batch_id in now:
            assert entry.parsed
            reports[entry.path] = as_it_stands(report, now.pop(report.batch_id), entry.parsed)
            job.write_report(reports[entry.path])
    imported = [report for report in reports.values() if report.outcome == "imported"]
    notes = changes.on_others(standings, list(now.values()))
    if notes:
        told = replace(imported[-1], notes=(*imported[-1].notes, *notes))
        job.write_report(told)
        reports = {path: told if one is imported[-1] else one for path, one in reports.items()}
    return reports


def rebuild(job: Job, number: int | None = None) -> dict[str, Any]:
    """Build the snapshot from the active batches of the manifest, or of that of an older version."""
    version = versions.pointed_version(job.folder)
    job.manifest = (version if number is None else versions.version_of(job.folder, number)).manifest()
    return _built_from_batches(job)


def undo(job: Job, batch_id: str) -> dict[str, Any]:
    """Build the snapshot as if a batch had never been imported; what follows for other files is done as well."""
    job.manifest = versions.pointed_version(job.folder).manifest()
    entry = next((entry for entry in job.active() if entry["batch_id"] == batch_id), None)
    if entry is None:
        raise EinlassError("import.no_batch", batch=batch_id)
    job.manifest.append({"undoes": batch_id, "at": job.created_at, "by": job.user})
    try:
        _start_from_current(job)
    except WarehouseError:  # there is no whole snapshot to begin with
        if job.is_preview:
            raise
        return _built_from_batches(job)
    with Builder(job.snapshot) as builder:
        if job.is_preview:
            changes.keep(builder)
        # What follows from offices is everything.
        again = replay.without(job, builder, "offices" if builder.is_new else entry["table"])
        write_down(builder, again, _imported_at(job))
        plain = [asdict(effect) for effect in changes.since_kept(builder)] if job.is_preview else []
        sha256 = "" if job.is_preview and not job.is_kept else _finish(job, builder)
    return {"sha256": sha256, "effects": plain, "file": entry["file"], "table": entry["table"]}


def with_answers(job: Job) -> dict[str, Any]:
    """Build a previewed version anew with the answers to what need not be answered.

    Vanished rows are taken out; files with rows of one office mean the others, too.
    """
    job.manifest = json.loads((job.version / "manifest.json").read_text(encoding="utf-8"))
    for entry in job.manifest:
        seen = job.staged / "batches" / f"{entry.get('batch_id')}.seen.parquet"  # of this preview alone
        if seen.is_file() and f"{entry['file']}:gone" in job.accept:
            entry["seen_sha256"] = files.file_sha256(seen)
        if (job.staged / "batches" / f"{entry.get('batch_id')}.json").is_file():
            _answer_for_all(job, entry)
    for snapshot in job.version.glob("snapshot-*.duckdb"):
        snapshot.unlink()
    return _built_from_batches(job)


def _answer_for_all(job: Job, entry: dict[str, Any]) -> None:
    """Note in a batch, and remember for its kind of file, that it means all offices."""
    report = job.report(entry)
    kind = offices.kind_answered(report, job.accept)
    if kind is not None:
        entry["means_all_offices"] = kind
        job.write_report(offices.with_answers(report, job.accept))
        entry.pop("report_sha256", None)  # of the report before; `_finish` notes that of the new one


def _built_from_batches(job: Job) -> dict[str, Any]:
    with Builder(job.snapshot) as builder:
        write_down(builder, replay.everything(job, builder), _imported_at(job))
        return {"sha256": _finish(job, builder), "reports": []}


def _report(entry: Incoming) -> FileReport:
    assert entry.parsed
    return entry.parsed.report


def _rank(entry: Incoming) -> int:
    return replay.ALL_TABLES.index(_report(entry).table)


def _start_from_current(job: Job) -> None:
    """Begin with the manifest and, if it has the tables of today, with the snapshot that is served."""
    try:
        version = versions.current_version(job.folder)
    except NoWarehouse:
        return
    # Incidents that were judged by another mapping of levels are judged anew, with everything else.
    continue_from(version, job.snapshot, config.city_of(is_sample=version.is_sample).severity.mapping)
    job.manifest = job.manifest or version.manifest()


def _refused(path: Path, error: ImportRefused | None) -> FileReport:
    assert error
    return FileReport(file=path.name, outcome="refused", error=error.key, error_values=error.values)


def _import_one(job: Job, builder: Builder, entry: Incoming) -> FileReport:
    assert entry.parsed
    report = entry.parsed.report
    if any(known["is_sample"] != report.is_sample for known in job.active()):
        raise ImportRefused("refused.sample_beside_real", file=report.file)
    report = replace(report, batch_id=_batch_id(job, report.sha256))
    earlier = next((one for one in reversed(job.active()) if one["sha256"] == report.sha256), None)
    if earlier and _counts_as_it_is(job, builder, earlier):
        return replace(report, outcome="known", batch_id=earlier["batch_id"], questions=(), rejects=())
    applied = _applied(job, builder, entry, report, earlier["batch_id"] if earlier else "")
    report = applied.report
    if report.outcome != "imported":
        return report
    if not report.adds_up:
        raise Damaged("warehouse.report_mismatch", file=report.file)
    manifest_entry = _stage(job, applied, entry)
    replay.take_out_gone(job, builder, manifest_entry, report)
    write_down(builder, [applied], _imported_at(job))
    return report


def _applied(job: Job, builder: Builder, entry: Incoming, report: FileReport, earlier: str) -> Applied:
    assert entry.parsed
    accepts: Callable[[str], bool] = (lambda _: True) if job.is_preview else job.accepts
    answers = Answers(accepts, partial(job.says_all, report.table))
    with ThreadPoolExecutor(1) as aside:
        written = aside.submit(entry.write_rows)
        older_waiting = partial(replay.waiting_rows, job, builder, report.table)
        applied = apply(builder, entry.parsed, report, answers, older_waiting, earlier)
        written.result()
    return applied


def _counts_as_it_is(job: Job, builder: Builder, earlier: dict[str, Any]) -> bool:
    """Whether every row of an import counts for sure: nothing waits, and no file came that may have replaced one."""
    *_, latest = (entry for entry in job.active() if entry["table"] == earlier["table"])
    return latest is earlier and not builder.standings()[earlier["batch_id"]].waiting


def _batch_id(job: Job, sha256: str) -> str:
    """The hash of the file, with a number behind it where the same file came before."""
    short = sha256[:BATCH_ID_LENGTH]
    times = sum(entry.get("sha256") == sha256 for entry in job.manifest)
    return f"{short}-{times + 1}" if times else short


def _takes_out(job: Job, report: FileReport) -> bool:
    """Whether the rows that a full export no longer holds are taken out: that is said of it alone."""
    return bool(report.gone_count) and f"{report.file}:gone" in job.accept


def _stage(job: Job, applied: Applied, entry: Incoming) -> dict[str, Any]:
    """Put the batch beside the version: rows, report, original. It counts once a published manifest names it."""
    assert entry.parsed
    report = applied.report
    parquet = job.staged / "batches" / f"{report.batch_id}.parquet"
    os.replace(entry.rows, parquet)
    job.write_report(report)
    manifest_entry: dict[str, Any] = {
        "batch_id": report.batch_id,
        "file": report.file,
        "table": report.table,
        "sha256": report.sha256,
        "is_sample": report.is_sample,
        "parquet_sha256": files.file_sha256(parquet),
        "imported_at": job.created_at,
        "imported_by": job.user,
    }
    if report.gone_count:
        seen = job.staged / "batches" / f"{report.batch_id}.seen.parquet"
        pq.write_table(entry.parsed.seen_keys, seen)
        manifest_entry["gone_offices"] = list(report.offices)
        if _takes_out(job, report):
            manifest_entry["seen_sha256"] = files.file_sha256(seen)
    kind = offices.kind_answered(report, job.accept)
    if kind is not None:
        manifest_entry["means_all_offices"] = kind
    if report.answers:
        manifest_entry["answers"] = report.answers
    if entry.original is not None:
        os.replace(entry.original, job.staged / "originals" / f"{report.sha256}{entry.original_ending}")
    job.manifest.append(manifest_entry)
    versions.step("staged")
    return manifest_entry


def _imported_at(job: Job) -> dict[str, str]:
    return {entry["batch_id"]: entry["imported_at"] for entry in job.manifest if "batch_id" in entry}


def _finish(job: Job, builder: Builder) -> str:
    for entry in job.manifest:
        report = job.staged / "batches" / f"{entry.get('batch_id')}.json"
        if report.is_file():
            entry["report_sha256"] = files.file_sha256(report)
    standings = {name: asdict(standing) for name, standing in builder.standings().items()}
    (job.version / versions.STANDINGS).write_text(json.dumps(standings), encoding="utf-8")
    job.tell(Progress("build"))
    versions.step("merged")
    city = config.city_of(is_sample=any(entry["is_sample"] for entry in job.active()))
    sha256 = builder.finish(city.state, city.severity.mapping)
    versions.step("built")
    versions.name_snapshot(job.snapshot, sha256)
    manifest = json.dumps(job.manifest, indent=1, ensure_ascii=False)
    (job.version / "manifest.json").write_text(manifest, encoding="utf-8")
    shutil.rmtree(job.staged / "parsed")
    return sha256
