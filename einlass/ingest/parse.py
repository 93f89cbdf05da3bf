"""One file → candidate rows and the first half of its report; needs nothing but the file. Runs within limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv
from pyarrow import feather

from einlass.errors import ImportRefused
from einlass.ingest.clean.clock_change import clock_changes
from einlass.ingest.clean.doubts import Decided
from einlass.ingest.clean.personal import PERSONAL, hidden
from einlass.ingest.clean.rows import UNDECIDED, Cleaned, arrow_rows, covered, typed
from einlass.ingest.read.file import read
from einlass.ingest.read.headers import Spelling
from einlass.ingest.read.sheet import Sheet
from einlass.ingest.report import FileReport, Note
from einlass.ingest.sources import BY_TABLE, Source

DECLARED = ".declared.csv.zst"  # the declared columns alone of a file that holds more
_MOST_REJECTS = 100_000


@dataclass
class Parsed:
    """What the parser found: a report without effect on the data, candidate rows, keys of every row."""

    report: FileReport
    candidates: pa.Table
    seen_keys: pa.Table
    refusal: ImportRefused | None = None

    @classmethod
    def load(cls, target: Path) -> Parsed:
        """Read back what `parse` has left at `target`."""
        plain: dict[str, Any] = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
        report = FileReport.from_json(plain)
        if report.outcome == "refused":
            return cls(report, pa.table({}), pa.table({}), ImportRefused(report.error, **report.error_values))
        rows = feather.read_table(target.with_suffix(".rows"), memory_map=True)
        kept = target.with_suffix(".keys")
        keys = feather.read_table(kept) if kept.is_file() else rows.select(BY_TABLE[report.table].key)
        return cls(report, rows, keys)


def parse(path: Path, target: Path, spellings: Sequence[Spelling] = (), decided: Decided = UNDECIDED) -> None:
    """Read and clean a file; leaves its rows and report beside `target`. `decided` answers questions about it."""
    try:
        sheet = read(path, spellings=spellings)
        cleaned = typed(path.name, sheet, decided)
        report = _settled(_report(path, sheet, cleaned), decided)
        rows = arrow_rows(sheet.source, cleaned.rows)
        report = replace(report, notes=(*report.notes, *clock_changes(sheet.source, rows)))
        feather.write_feather(rows, target.with_suffix(".rows"), compression="uncompressed")
        if cleaned.seen_keys is not None:
            keys = pa.Table.from_pandas(cleaned.seen_keys, preserve_index=False)
            feather.write_feather(keys, target.with_suffix(".keys"), compression="uncompressed")
        if _holds_more(sheet, cleaned):
            _write_declared(sheet, cleaned, target.with_suffix(DECLARED))
    except ImportRefused as error:
        report = FileReport(path.name, "refused", error=error.key, error_values=error.values)
    target.with_suffix(".json").write_text(json.dumps(report.to_json()), encoding="utf-8")


def _holds_more(sheet: Sheet, cleaned: Cleaned) -> bool:
    """Whether a file may hold more than its declared columns: as a workbook does, or lines beside the table."""
    is_workbook = not sheet.separator
    beside = len(sheet.title_rows) + len(sheet.note_rows) + len(sheet.sum_rows) + len(sheet.ragged_rows)
    return is_workbook or bool(beside or sheet.dropped_headers or _personal(cleaned))


def _personal(cleaned: Cleaned) -> set[tuple[int, str]]:
    return {(reject.row, reject.column) for reject in cleaned.rejects if reject.reason == PERSONAL}


def _write_declared(sheet: Sheet, cleaned: Cleaned, target: Path) -> None:
    """The declared cells as they were read, without those that look like a person."""
    personal = _personal(cleaned)
    columns = {}
    for header in sheet.source.headers:
        cells = sheet.cells(header)
        texts = cells.cast(pa.string()) if isinstance(cells, pa.DictionaryArray) else cells
        if hits := [number for number, column in personal if column == header]:
            texts = pc.if_else(pa.array(np.isin(sheet.numbers, hits)), pa.scalar(""), texts)
        columns[header] = texts
    with pa.CompressedOutputStream(str(target), "zstd") as packed:
        pa_csv.write_csv(pa.table(columns), packed, pa_csv.WriteOptions(delimiter=";"))


def _report(path: Path, sheet: Sheet, cleaned: Cleaned) -> FileReport:
    if cleaned.rows.empty:
        first = cleaned.rejects[0].values()
        raise ImportRefused("refused.all_rejected", file=path.name, table=sheet.source.table, **first)
    if len(cleaned.rejects) > _MOST_REJECTS:
        raise ImportRefused(
            "refused.too_many_rejected", file=path.name, table=sheet.source.table, row=cleaned.rejects[0].row
        )
    period = covered(sheet.source, sheet.period, cleaned.rows)
    return FileReport(
        file=path.name,
        outcome="imported",
        table=sheet.source.table,
        is_sample=cleaned.is_sample,
        period_from=period[0] if period else None,
        period_until=period[1] if period else None,
        is_period_declared=sheet.period is not None,
        declared_offices=sheet.offices,
        declared_audience=sheet.audience,
        sheet=sheet.name,
        header_row=sheet.header_row,
        encoding=sheet.encoding,
        separator=sheet.separator,
        title_rows=len(sheet.title_rows),
        header_rows=len(sheet.header_rows),
        blank_rows=len(sheet.blank_rows),
        sum_rows=len(sheet.sum_rows),
        note_rows=len(sheet.note_rows),
        data_rows=len(sheet.numbers) + len(sheet.ragged_rows),
        rejected=len(cleaned.rejected_rows),
        dropped_columns=tuple(sheet.dropped_headers),
        gaps=tuple(gaps(sheet.source, cleaned.rows, period)),
        notes=(*sheet.notes, *cleaned.notes),
        questions=(*sheet.questions, *cleaned.questions),
        rejects=tuple(cleaned.rejects),
        refused_rows=tuple(_refused_rows(sheet, cleaned)),
    )


def _settled(report: FileReport, decided: Decided) -> FileReport:
    """The report without the questions that were answered; what this file answers is remembered once it counts."""
    settled = [one for one in report.questions if decided.settles(report.table, one)]
    notes = [Note(f"note.{one.key.removeprefix('question.')}", one.values) for one in settled]
    is_open = [decided.proposing(report.table, one) for one in report.questions if one not in settled]
    answers = {topic: answer for one in is_open for topic, answer in one.remember.items()}
    return replace(
        report, questions=tuple(is_open), notes=(*report.notes, *notes), answers=answers | dict(decided.now)
    )


def _refused_rows(sheet: Sheet, cleaned: Cleaned) -> Iterator[tuple[str, ...]]:
    """Number and declared cells of each refused row, to be corrected; what looks like a person is left out."""
    positions = np.flatnonzero(np.isin(sheet.numbers, list(cleaned.rejected_rows)))
    ragged = [dict(zip(sheet.header, row.cells, strict=False)) for row in sheet.ragged_rows]
    numbers = [*sheet.numbers[positions].tolist(), *(row.number for row in sheet.ragged_rows)]
    personal = {(reject.row, reject.column) for reject in cleaned.rejects if reject.reason == PERSONAL}
    columns = []
    for header in sheet.source.headers:
        cells = sheet.cells(header).take(pa.array(positions)).to_pylist()
        cells += [held.get(header, "") for held in ragged]
        columns.append(hidden(cells, [(number, header) in personal for number in numbers]))
    yield from zip(map(str, numbers), *columns, strict=True)


def gaps(source: Source, rows: pd.DataFrame, period: tuple[date, date] | None) -> Iterator[tuple[date, date]]:
    """Whole months of the period without a single row, neighbours joined; half-open."""
    if source.day is None or period is None or source.table == "survey_waves":
        return
    held = {(day.year, day.month) for day in rows[source.day].dropna().unique()}
    first: date | None = None
    month = period[0].replace(day=1)
    while month < period[1]:
        following = (month + timedelta(days=32)).replace(day=1)
        is_gap = (month.year, month.month) not in held
        if is_gap and first is None:
            first = max(month, period[0])
        if not is_gap and first is not None:
            yield first, month
            first = None
        month = following
    if first is not None:
        yield first, period[1]
