"""Candidate rows → the table they belong to, as far as what is there already allows; the second half of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from einlass.errors import ImportRefused
from einlass.ingest.clean.duplicates import replaced_with_other_values
from einlass.ingest.clean.rows import Cleaned, arrow_rows, covered, in_order, settle
from einlass.ingest.commit import offices, waves
from einlass.ingest.report import GONE_LISTED, FileReport, Note, Question, Reject
from einlass.ingest.sources import BY_TABLE, Source
from einlass.warehouse.build import Builder, Offer

if TYPE_CHECKING:
    from einlass.ingest.parse import Parsed

COUNTED = {"visits": "visit_count", "checks": "checked_count"}
CONFLICT_COLUMN = {"visits": "besucher", "checks": "personen_kontrolliert"}
UNUSUAL = {"factor": "10", "least_days": "8", "least_count": "50"}
LISTED = 20
FIRST_ROWS = 10


@dataclass
class Applied:
    """What a file did: the complete report, and the rows that vanished."""

    report: FileReport
    gone: pa.Table | None = None


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
    *,
    again: bool = False,
) -> Applied:
    """Put a file's rows into their table. With an open required question nothing is changed.

    `again` is a rebuild: questions were answered, and no row may be asked about a second time.
    """
    source = BY_TABLE[report.table]
    rows = _frame(parsed.candidates)
    known = offices.Offices(
        {office_id: (name, short_name) for office_id, name, short_name in builder.run("load/office_names")}
    )
    title = offices.read_title(report.declared_offices, known)
    refused = offices.outside(source, rows, title, known)
    notes: list[Note] = []
    if source.table == "answers":
        answered = waves.attributed(report, rows, _waves(builder), title, known)
        rows, notes = answered.rows, answered.notes
        refused += answered.rejects
    with _offered(builder, source, rows, refused) as (settled, offer):
        settled.rejects = offices.with_known(settled.rejects, known)
        report = replace(
            report,
            rejects=tuple(in_order([*report.rejects, *settled.rejects])),
            refused_rows=report.refused_rows
            if again
            else (*report.refused_rows, *_refused_rows(source, parsed, settled)),
        )
        if settled.rows.empty:
            if again:
                return Applied(replace(report, new=0, changed=0, unchanged=0))
            raise ImportRefused(
                "refused.all_rejected", file=report.file, table=source.table, **report.rejects[0].values()
            )
        report = replace(
            report,
            rejected=len({reject.row for reject in report.rejects}),
            duplicates=len(settled.duplicate_rows),
        )
        if not report.is_period_declared and (period := covered(source, None, settled.rows)):
            report = replace(report, period_from=period[0], period_until=period[1])
        if again:
            report = offices.covering_again(report, source, settled.rows, title, known)
        gone = None
        changed_columns = report.changed_columns
        if not again:
            report = _with_first_rows(report, source, settled.rows)
            report = offices.covering(report, source, settled.rows, title, known, answers.says_all)
            gone, report = _gone(builder, source, parsed, report)
            twice = replaced_with_other_values(
                report.file, source, rows, settled.rows, settled.duplicate_rows
            )
            unusual = _unusual(offer, source, report.file)
            if source.table == "answers" and (elsewhere := offer.answers_elsewhere()):
                notes.append(Note("note.answers_elsewhere", {"count": elsewhere}))
            report = replace(report, notes=(*report.notes, *notes))
            if source.table == "survey_waves":
                report = waves.with_shared(report, settled.rows, _waves(builder))
            unclear = offices.unclear(report, source, title, known)
            report = replace(report, questions=(*report.questions, *unclear, *twice, *unusual))
            if any(
                question.is_required and not answers.accepts(question.id) for question in report.questions
            ):
                return Applied(replace(report, outcome="asked"))
            headers = {column.name: column.header for column in source.columns}
            changed_columns = {headers[name]: count for name, count in offer.changed_columns().items()}
        merge = offer.merge(report.batch_id)
    report = replace(
        report,
        new=merge.new,
        changed=merge.changed,
        unchanged=merge.unchanged,
        changed_columns=changed_columns,
    )
    return Applied(report, gone)


@contextmanager
def _offered(
    builder: Builder, source: Source, rows: pd.DataFrame, refused: list[Reject]
) -> Iterator[tuple[Cleaned, Offer]]:
    """The rows that agree with the other exports, beside their table; without those that are `refused` already.

    Where one does not agree, an older row of its key counts again.
    """
    rows = _without(rows, refused)
    known = {table: builder.identifiers(table, name) for name, table in source.references.items()}
    settled = settle(source, rows, known)
    settled.rejects += refused
    with builder.offered(source.table, source.table_key, arrow_rows(source, settled.rows)) as offer:
        conflicts = _conflicts(offer, source)
        if not conflicts:
            yield settled, offer
            return
    settled = settle(source, _without(rows, conflicts), known)
    settled.rejects += [*refused, *conflicts]
    with builder.offered(source.table, source.table_key, arrow_rows(source, settled.rows)) as offer:
        yield settled, offer


def _waves(builder: Builder) -> waves.Waves:
    found: dict[str, list[waves.Wave]] = {}
    for wave_id, audience, office_id in builder.run("load/waves"):
        found.setdefault(wave_id, []).append((audience, office_id))
    return found


def _without(rows: pd.DataFrame, rejects: list[Reject]) -> pd.DataFrame:
    return rows[~rows.index.isin({reject.row for reject in rejects})] if rejects else rows


def _frame(candidates: pa.Table) -> pd.DataFrame:
    frame = candidates.to_pandas(types_mapper=_plain_type)
    return frame.set_index(frame.pop("row_number").astype("int64"))


def _plain_type(kind: pa.DataType) -> pd.ArrowDtype | None:
    """The type of a column in a frame; repeated texts stay a category."""
    return None if pa.types.is_dictionary(kind) else pd.ArrowDtype(kind)


def _with_first_rows(report: FileReport, source: Source, rows: pd.DataFrame) -> FileReport:
    """The report with the first rows as they will be stored, in German notation."""
    first = rows[source.names].head(FIRST_ROWS).to_dict("records")
    return replace(
        report,
        first_columns=tuple(column.header for column in source.columns),
        first_rows=tuple(
            {str(name): "" if pd.isna(value) else _text(value) for name, value in row.items()}
            for row in first
        ),
    )


def _conflicts(offer: Offer, source: Source) -> list[Reject]:
    """Rows that disagree with another export: more persons checked than visitors counted on that day."""
    if source.table not in COUNTED:
        return []
    return [
        Reject(number, CONFLICT_COLUMN[source.table], f"{checked} > {visits}", "rule.checked_exceed_visits")
        for number, checked, visits in offer.conflicts()
    ]


def _unusual(offer: Offer, source: Source, file: str) -> Iterator[Question]:
    """Days with ten times the usual count of their office on that weekday."""
    if source.table not in COUNTED:
        return
    found = offer.unusual_days(COUNTED[source.table], **UNUSUAL)
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


def _gone(
    builder: Builder, source: Source, parsed: Parsed, report: FileReport
) -> tuple[pa.Table | None, FileReport]:
    """Rows of older exports inside the declared period of this one that it no longer holds."""
    if (
        not report.is_period_declared
        or source.day is None
        or not report.period_from
        or not report.period_until
    ):
        return None, report
    gone = builder.gone(
        source.table,
        source.key,
        source.day,
        (report.period_from, report.period_until),
        parsed.seen_keys,
        report.offices,
    )
    if not gone.num_rows:
        return None, report
    listed = [tuple(_text(cell) for cell in row.values()) for row in gone.slice(0, GONE_LISTED).to_pylist()]
    question = Question(
        f"{report.file}:gone",
        "question.gone",
        {"count": gone.num_rows, "keys": [", ".join(row) for row in listed[:LISTED]]},
        False,
    )
    report = replace(
        report, gone=tuple(listed), gone_count=gone.num_rows, questions=(*report.questions, question)
    )
    return gone, report


def _refused_rows(source: Source, parsed: Parsed, settled: Cleaned) -> Iterator[tuple[str, ...]]:
    """Number and cells of the rows that do not fit what is there, as text that can be read again."""
    if not settled.rejects:
        return
    numbers = pa.array(sorted(settled.rejected_rows), pa.int32())
    refused = parsed.candidates.filter(pc.is_in(parsed.candidates["row_number"], numbers))
    for row in refused.to_pylist():
        yield str(row["row_number"]), *(_text(row[name]) for name in source.names)


def _text(cell: object) -> str:
    """A value in German notation."""
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return "" if cell is None else str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
