"""Batches put into their tables once more, so that what they refer to counts whatever the order of the imports.

Tables are filled in the order in which they refer to each other, the batches of a table in that of their import. What
the warehouse holds is thereby a function of the batches that count and of their order within the exports. What became
of them is written down in it, so that the app can show where its numbers come from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tqdm import tqdm

from einlass.errors import Damaged
from einlass.ingest.commit import offices
from einlass.ingest.commit.job import Job
from einlass.ingest.commit.judging import Exceeding, contradictions, is_contradicted, waves_of
from einlass.ingest.commit.rows import Applied, apply_again
from einlass.ingest.report import FileReport
from einlass.ingest.sources import BY_TABLE, SOURCES
from einlass.warehouse.build import Builder

CONTRADICTING = ("visits", "checks")  # more persons checked than visitors counted
ALL_TABLES = tuple(source.table for source in SOURCES)


def everything(job: Job, builder: Builder) -> list[Applied]:
    """All batches that count, into empty tables."""
    return again(job, builder, ALL_TABLES)


def again(job: Job, builder: Builder, tables: Collection[str]) -> list[Applied]:
    """Empty some tables and fill them from their batches."""
    builder.forget(tables)
    recorded = []
    for table in (one for one in ALL_TABLES if one in tables):
        filled = _filled(job, builder, table)
        if table == "checks" and (exceeding := contradictions(builder)):
            builder.forget([table])
            filled = _filled(job, builder, table, exceeding)
        recorded += filled
    return recorded


def _filled(job: Job, builder: Builder, table: str, exceeding: Exceeding | None = None) -> list[Applied]:
    """An empty table filled from its batches, in the order of their import."""
    entries = [entry for entry in job.active() if entry["table"] == table]
    recorded = []
    for entry in tqdm(
        entries, desc="rebuild", unit="batch", leave=False, disable=job.is_silent or not entries
    ):
        try:
            recorded.append(_apply_again(job, builder, entry, exceeding))
        except Damaged as error:
            raise _with_all_others(error, job) from None
    return recorded


def _with_all_others(error: Damaged, job: Job) -> Damaged:
    """The error about a damaged batch, or one that names all that are damaged: they are mended in one go."""
    damaged = [entry for entry in job.active() if not _is_whole(job, entry)]
    if len(damaged) < 2:
        return error
    named = [f"{entry['file']} ({entry['batch_id']})" for entry in damaged]
    return Damaged("warehouse.damaged_batches", count=len(named), batches=named)


def _is_whole(job: Job, entry: dict[str, Any]) -> bool:
    try:
        job.whole(entry, ".parquet", entry["parquet_sha256"])
        job.report(entry)
    except Damaged:
        return False
    return True


def without(job: Job, builder: Builder, table: str) -> list[Applied]:
    """What follows once a batch of a table no longer counts."""
    if table == "offices":
        return everything(job, builder)
    before = signature(builder, table)
    recorded = again(job, builder, [table])
    return recorded + referring(job, builder, table, before, is_smaller=True)


def signature(builder: Builder, table: str) -> object:
    """What others see of a table: when it differs, those that refer to it may have to be judged again."""
    if table == "offices":
        return builder.run("load/office_names")
    return waves_of(builder) if table == "survey_waves" else None


def referring(job: Job, builder: Builder, table: str, before: object, *, is_smaller: bool) -> list[Applied]:
    """Judge anew what refers to a table, where a row of it appeared that somebody waits for, or if it `is_smaller`."""
    if table == "offices":
        is_changed = signature(builder, table) != before
        return again(job, builder, ALL_TABLES[1:]) if is_changed else []
    recorded: list[Applied] = []
    if table in CONTRADICTING and is_contradicted(builder):
        recorded += again(job, builder, ["checks"])
        table, is_smaller = "checks", True
    for source in SOURCES:
        for column, referenced in source.references.items():
            if referenced != table:
                continue
            if table == "survey_waves":
                is_touched = signature(builder, table) != before
            else:  # a row that was replaced, or refused, may refer to what vanished, too
                is_touched = is_smaller or builder.found_again(source.table, column, table)
            recorded += again(job, builder, [source.table]) if is_touched else []
    return recorded


def _apply_again(job: Job, builder: Builder, entry: dict[str, Any], exceeding: Exceeding | None) -> Applied:
    candidates = pq.read_table(job.whole(entry, ".parquet", entry["parquet_sha256"]))
    report = _before_judging(job.report(entry), candidates)
    report = replace(report, means_all_offices=report.means_all_offices and _is_said(job, entry, report))
    applied = apply_again(builder, report, candidates, exceeding)
    take_out_gone(job, builder, entry, applied.report)
    return applied


def _is_said(job: Job, entry: dict[str, Any], report: FileReport) -> bool:
    """Whether what was remembered of an earlier file of this kind still counts: that file may have been taken back."""
    kinds = [note.values["kind"] for note in report.notes if note.key == offices.REMEMBERED]
    active = job.active()
    earlier = active[: active.index(entry)]
    said = {one.get("means_all_offices") for one in earlier if one["table"] == entry["table"]}
    return not kinds or bool(said & set(kinds))


def _before_judging(report: FileReport, candidates: pa.Table) -> FileReport:
    """The report of a file as its own rows alone made it."""
    numbers = set(candidates["row_number"].to_pylist()) if report.rejects else set()
    rejects = tuple(reject for reject in report.rejects if reject.row not in numbers)
    return replace(report, outcome="imported", questions=(), rejects=rejects)


def waiting_rows(job: Job, builder: Builder, table: str) -> list[pa.Table]:
    """The waiting rows of each earlier import of an export."""
    numbers: dict[str, list[int]] = {}
    for batch_id, number in builder.run("load/waiting_rows", table=table):
        numbers.setdefault(batch_id, []).append(number)
    found = []
    for entry in job.active():
        if entry["batch_id"] in numbers:
            rows = pq.read_table(job.whole(entry, ".parquet", entry["parquet_sha256"]))
            waiting = pa.array(numbers[entry["batch_id"]], rows["row_number"].type)
            found.append(rows.filter(pc.is_in(rows["row_number"], waiting)))
    return found


def take_out_gone(job: Job, builder: Builder, entry: dict[str, Any], report: FileReport) -> None:
    """Take out the older rows that a full export no longer holds, where somebody agreed to it."""
    source = BY_TABLE[entry["table"]]
    if "gone_sha256" in entry:  # as versions before 0.2 kept it: the keys themselves
        gone = pq.read_table(job.whole(entry, ".gone.parquet", entry["gone_sha256"]))
        builder.remove(source.table, source.key, gone)
    if "seen_sha256" in entry:
        assert source.day and report.period_from and report.period_until
        seen = pq.read_table(job.whole(entry, ".seen.parquet", entry["seen_sha256"]))
        period = (report.period_from, report.period_until)
        gone = builder.gone(source.table, source.key, source.day, period, seen, entry["gone_offices"])
        builder.remove(source.table, source.key, gone)


def write_down(builder: Builder, recorded: Sequence[Applied], imported_at: Mapping[str, str]) -> None:
    """Write down batches that are not there yet; of one that comes twice the last counts."""
    latest = {one.report.batch_id: one for one in recorded}
    reports = [one.report for one in latest.values()]
    waiting = [one.waiting for one in latest.values() if len(one.waiting)]
    builder.record(
        batches=pd.DataFrame(_batch(report, imported_at[report.batch_id]) for report in reports),
        batch_offices=pd.DataFrame(
            {"batch_id": report.batch_id, "office_id": office_id}
            for report in reports
            if report.accepted
            for office_id in report.offices
        ),
        rejects=pd.DataFrame(
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
        ),
        waiting=pd.concat(waiting) if waiting else pd.DataFrame(),
    )


def _batch(report: FileReport, imported_at: str) -> dict[str, Any]:
    return {
        "batch_id": report.batch_id,
        "source_table": report.table,
        "file_name": report.file,
        "sha256": report.sha256,
        "is_sample": report.is_sample,
        "period_from": report.period_from if report.accepted else None,
        "period_until": report.period_until if report.accepted else None,
        "accepted_count": report.accepted,
        "rejected_count": report.rejected,
        "duplicate_count": report.duplicates,
        "waiting_count": report.waiting,
        "imported_at": pd.Timestamp(imported_at),
    }
