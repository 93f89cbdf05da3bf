"""Candidate rows → the table they belong to, as far as what is there already allows; the second half of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.clean.rows import covered, in_order
from einlass.ingest.commit import offices, waves
from einlass.ingest.commit.changes import (
    as_text,
    changed_cells,
    comes_again,
    many_changed,
    replaced_with_other_values,
)
from einlass.ingest.commit.judging import Exceeding, Judged, judged, waves_of
from einlass.ingest.report import GONE_LISTED, FileReport, Note, Question
from einlass.ingest.sources import BY_TABLE, Source
from einlass.warehouse.build import Builder

if TYPE_CHECKING:
    from einlass.ingest.parse import Parsed

COUNTED = {"visits": "visit_count", "checks": "checked_count"}
UNUSUAL = {"factor": "10", "least_days": "8", "least_count": "50"}
LISTED = 20
FIRST_ROWS = 10


@dataclass
class Applied:
    """What a file did: the complete report, and its waiting rows."""

    report: FileReport
    waiting: pd.DataFrame


@dataclass(frozen=True)
class Answers:
    """What somebody says to the questions about a file.

    `accepts` tells whether a question (by its id) is answered with yes; `says_all` of a file and its kind whether rows
    of one office mean that there was nothing at the others: `accepted`, `remembered`, or nobody says so.
    """

    accepts: Callable[[str], bool] = lambda question: True
    says_all: Callable[[str, str], str] = lambda file, kind: ""


def apply(
    builder: Builder,
    parsed: Parsed,
    report: FileReport,
    answers: Answers,
    older_waiting: Callable[[], Sequence[pa.Table]] = tuple,
    earlier_batch: str = "",
) -> Applied:
    """Put a file's rows into their table. With an open required question nothing is changed.

    `older_waiting` gives the rows of earlier imports of its export that wait. `earlier_batch` is the import that this
    very file was: where all its rows still count, nothing is changed either.
    """
    with judged(builder, report, parsed.candidates) as rows:
        report = _judged_report(report, parsed, rows)
        if earlier_batch and not rows.offer.new + rows.offer.changed:
            return Applied(replace(report, outcome="known", batch_id=earlier_batch), pd.DataFrame())
        report = _with_questions(
            builder, parsed, report, rows, answers, older_waiting, is_back=bool(earlier_batch)
        )
        if any(question.is_required and not answers.accepts(question.id) for question in report.questions):
            return Applied(replace(report, outcome="asked"), pd.DataFrame())
        report = _with_changes(report, rows)
        return Applied(_merged(report, rows), rows.waiting_rows(report.batch_id))


def apply_again(
    builder: Builder, report: FileReport, candidates: pa.Table, exceeding: Exceeding | None = None
) -> Applied:
    """Put the rows of an earlier import into their table once more: whatever was asked is answered.

    Of days on which the visitor count is exceeded no check counts, nor what stood in its place before.
    """
    with judged(builder, report, candidates, exceeding) as rows:
        report = replace(report, rejects=tuple(in_order([*report.rejects, *rows.rejects])))
        report = _with_period(rows.counted(report), rows)
        report = offices.covering_again(report, rows.source, rows.rows_to_count_on, rows.title, rows.known)
        applied = Applied(_merged(report, rows), rows.waiting_rows(report.batch_id))
        if rows.contradicting is not None and len(rows.contradicting):
            keys = pa.table({name: pa.array(rows.contradicting[name]) for name in rows.source.key})
            builder.remove(rows.source.table, rows.source.key, keys)
        return applied


def as_it_stands(report: FileReport, now: FileReport, parsed: Parsed) -> FileReport:
    """The report of a file just imported, after its rows were judged once more."""
    names = ("new", "changed", "unchanged", "duplicates", "rejected", "waiting", "waits", "rejects")
    known = {reject.row for reject in report.rejects}
    numbers = sorted({reject.row for reject in now.rejects} - known)
    return replace(
        report,
        refused_rows=(*report.refused_rows, *_rows_as_text(BY_TABLE[report.table], parsed, numbers)),
        **{name: getattr(now, name) for name in names},
    )


def _judged_report(report: FileReport, parsed: Parsed, rows: Judged) -> FileReport:
    """The report with the rows that do not count and the days of those that do."""
    report = replace(
        report,
        rejects=tuple(in_order([*report.rejects, *rows.rejects])),
        refused_rows=(*report.refused_rows, *_rows_as_text(rows.source, parsed, sorted(rows.rejected_rows))),
    )
    return _with_period(rows.counted(report), rows)


def _with_period(report: FileReport, rows: Judged) -> FileReport:
    if report.is_period_declared or not (period := covered(rows.source, None, rows.rows)):
        return report
    return replace(report, period_from=period[0], period_until=period[1])


def _with_questions(
    builder: Builder,
    parsed: Parsed,
    report: FileReport,
    rows: Judged,
    answers: Answers,
    older_waiting: Callable[[], Sequence[pa.Table]],
    *,
    is_back: bool,
) -> FileReport:
    """The report with everything that is worth knowing or asking."""
    source, offer = rows.source, rows.offer
    report = _with_first_rows(report, source, rows.rows_to_count_on)
    report = offices.covering(report, source, rows.rows_to_count_on, rows.title, rows.known, answers.says_all)
    report = _with_gone(builder, source, parsed, report, older_waiting)
    notes = [*report.notes, *rows.notes]
    if source.table == "answers" and (elsewhere := offer.answers_elsewhere()):
        notes.append(Note("note.answers_elsewhere", {"count": elsewhere}))
    report = replace(report, notes=tuple(notes))
    if source.table == "survey_waves":
        report = waves.with_shared(report, rows.rows, waves_of(builder))
    questions = [
        *report.questions,
        *offices.unclear(report, source, rows.title, rows.known),
        *_twice(rows, report.file),
        *_unusual(rows, report.file),
        *(comes_again(report.file, offer) if is_back else many_changed(report.file, source, offer)),
    ]
    return replace(report, questions=tuple(questions))


def _with_changes(report: FileReport, rows: Judged) -> FileReport:
    headers = {column.name: column.header for column in rows.source.columns}
    changed = {
        headers[name]: count for name, count in rows.offer.changed_columns().items() if name in headers
    }
    return replace(report, changed_columns=changed, changed_cells=changed_cells(rows.source, rows.offer))


def _merged(report: FileReport, rows: Judged) -> FileReport:
    merge = rows.offer.merge(report.batch_id)
    return replace(report, new=merge.new, changed=merge.changed, unchanged=merge.unchanged)


def _with_first_rows(report: FileReport, source: Source, rows: pd.DataFrame) -> FileReport:
    """The report with the first rows as they will be stored, in German notation."""
    first = rows[source.names].head(FIRST_ROWS).to_dict("records")
    return replace(
        report,
        first_columns=tuple(column.header for column in source.columns),
        first_rows=tuple(
            {str(name): "" if pd.isna(value) else as_text(value) for name, value in row.items()}
            for row in first
        ),
    )


def _twice(rows: Judged, file: str) -> Iterator[Question]:
    """The question about rows that a later one of the file replaces; those that wait are looked at like the others."""
    if not rows.waiting:
        yield from replaced_with_other_values(
            file, rows.source, rows.all_rows, rows.rows, rows.duplicate_rows
        )
        return
    found = rows.all_rows[~rows.all_rows.index.isin(rows.rejected_rows)]
    is_replaced = found.duplicated(list(rows.source.key), keep="last")
    replaced = [int(number) for number in found.index[is_replaced]]
    yield from replaced_with_other_values(file, rows.source, found, found[~is_replaced], replaced)


def _unusual(rows: Judged, file: str) -> Iterator[Question]:
    """Days with ten times the usual count of their office on that weekday."""
    if rows.source.table not in COUNTED:
        return
    value = COUNTED[rows.source.table]
    found = [*rows.offer.unusual_days(value, **UNUSUAL), *_unusual_waiting(rows, value)]
    if found:
        number, day, office, value, usual = found[0]
        yield Question(
            f"{file}:unusual",
            "question.unusual",
            {
                "count": len(found),
                "row": number,
                "rows": [entry[0] for entry in found[:LISTED]],
                "day": day,
                "office": office,
                "value": value,
                "usual": float(usual),
            },
        )


def _unusual_waiting(rows: Judged, value: str) -> list[tuple[int, date, str, int, float]]:
    """Those among the waiting rows; of an office that is not there no other rows are known."""
    waiting = rows.all_rows.loc[list(rows.waiting), ["day", "office_id", value]].dropna()
    if waiting.empty:
        return []
    weekday = [day.isoweekday() for day in waiting["day"]]
    counts = waiting[value].astype("int64")
    by_weekday = counts.groupby([waiting["office_id"].astype(object), weekday])
    usual, days = by_weekday.transform("median"), by_weekday.transform("count")
    is_unusual = (
        (days >= int(UNUSUAL["least_days"]))
        & (counts >= int(UNUSUAL["least_count"]))
        & (counts >= int(UNUSUAL["factor"]) * usual)
    )
    return [
        (int(number), row.day, str(row.office_id), int(counts[number]), float(usual[number]))
        for number, row in waiting[is_unusual].iterrows()
    ]


def _with_gone(
    builder: Builder,
    source: Source,
    parsed: Parsed,
    report: FileReport,
    older_waiting: Callable[[], Sequence[pa.Table]],
) -> FileReport:
    """The report with the rows of older exports, counting or waiting, inside its declared period that it lacks."""
    if (
        not report.is_period_declared
        or source.day is None
        or not report.period_from
        or not report.period_until
    ):
        return report
    period = (report.period_from, report.period_until)
    found = {
        tuple(row.values())
        for rows in (source.table, *older_waiting())
        for row in builder.gone(
            rows, source.key, source.day, period, parsed.seen_keys, report.offices
        ).to_pylist()
    }
    if not found:
        return report
    listed = [tuple(as_text(cell) for cell in key) for key in sorted(found, key=_in_order)[:GONE_LISTED]]
    question = Question(
        f"{report.file}:gone",
        "question.gone",
        {"count": len(found), "keys": [", ".join(row) for row in listed[:LISTED]]},
        False,
    )
    return replace(report, gone=tuple(listed), gone_count=len(found), questions=(*report.questions, question))


def _in_order(key: tuple[object, ...]) -> list[str]:
    """Days as in the calendar, what is missing first."""
    return ["" if cell is None else str(cell) for cell in key]


def _rows_as_text(source: Source, parsed: Parsed, numbers: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Number and cells of the rows that do not fit what is there, as text that can be read again."""
    if not numbers:
        return
    chosen = pa.array(numbers, pa.int32())
    refused = parsed.candidates.filter(pc.is_in(parsed.candidates["row_number"], chosen))
    for row in refused.to_pylist():
        yield str(row["row_number"]), *(as_text(row[name]) for name in source.names)
