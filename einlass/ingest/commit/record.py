"""What became of the batches, written down in the warehouse, so that the app can show where its numbers come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from einlass.ingest.report import FileReport
from einlass.warehouse.build import Builder


@dataclass(frozen=True)
class Recorded:
    """A batch to be written down: its report as things stand, and its waiting rows."""

    report: FileReport
    waiting: pd.DataFrame


def write_down(builder: Builder, recorded: Sequence[Recorded], imported_at: Mapping[str, str]) -> None:
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
