"""What the command line says: reports, history and coverage in words, or everything as JSON."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from einlass.ingest import Batch, Checked, FileReport, Question, UndoPreview
from einlass.words import Words, imports, unmarked
from einlass.words.catalogue import last_day

REJECTS_SHOWN = 20
COUNTS = ("new", "changed", "unchanged", "duplicates", "rejected", "waiting")
CELLS_SHOWN = 5


def speak_in_any_encoding() -> None:
    """Signs that the terminal cannot show become escapes, and no error; so do bytes of a file name that are no text."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a line; control characters from files and their names never reach the terminal."""
    print(harmless(text))


def harmless(text: str) -> str:
    """A text whose control and invisible formatting characters are shown as escapes."""
    return "".join(
        sign
        if unicodedata.category(sign) not in ("Cc", "Cf", "Cs") or sign == "\u00ad"
        else ascii(sign)[1:-1]
        for sign in text
    )


def print_json(plain: dict[str, Any]) -> None:
    """Print plain data as JSON; in escapes where the terminal has no Unicode."""
    print(json.dumps(plain, ensure_ascii=not _is_unicode(), indent=1, default=str))


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def history_line(batch: Batch, w: Words) -> str:
    """An import in the history: when, what, how many of its rows count, and whether it was taken back."""
    undone = w.plural("cli.history_waiting", batch.waiting) if batch.waiting else ""
    if batch.undone_at:
        undone = w("cli.history_undone", moment=w.datetime(batch.undone_at), user=batch.undone_by)
    if batch.is_damaged:
        undone += w("cli.history_damaged", batch=batch.batch_id)
    accepted, _ = batch.counted
    return w(
        "cli.history_line",
        moment=w.datetime(batch.imported_at),
        batch=batch.batch_id,
        file=batch.file,
        export=w(f"source.{batch.table}"),
        accepted="–" if accepted is None else w.plural("count.data_rows", accepted),
        user=batch.imported_by or "–",
        undone=undone,
    )


def coverage_line(row: Any, w: Words) -> str:
    """An export: its files, what became of their rows, and the days they cover."""
    line = w(
        "cli.coverage_line",
        export=w(f"source.{row.source_table}"),
        files=w.plural("count.files", row.file_count),
        rows=w.plural("count.data_rows", row.accepted_count),
        rejected=w.number(row.rejected_count),
        waiting=w.number(row.waiting_count),
        duplicates=w.number(row.duplicate_count),
    )
    return line if row.period_from is None else f"{line} ({w.period(row.period_from, row.period_until)})"


def print_reports(
    reports: Iterable[FileReport], as_json: bool, w: Words, *, is_dry_run: bool = False
) -> None:
    """Say what became, or in a dry run would become, of files."""
    if as_json:
        print_json({"files": [report.to_json() for report in reports]})
        return
    for report in reports:
        for line in report_lines(report, w, is_dry_run=is_dry_run):
            say(line)


def print_undo(preview: UndoPreview, as_json: bool, w: Words) -> None:
    """Say what taking an import back would do, export by export and office by office."""
    if as_json:
        print_json(asdict(preview))
        return
    say(w("undo.title", file=preview.file, export=w(f"source.{preview.table}")))
    for line in imports.effects(preview.effects, w):
        say("  " + line)
    print(w("undo.dry_run_note"))


def print_check(checked: Checked, as_json: bool, w: Words) -> None:
    """Say what was verified and what has to be repaired."""
    if as_json:
        print_json(asdict(checked) | {"is_whole": checked.is_whole})
        return
    for fault in checked.faults:
        say(w.message(fault.key, fault.values))
    counts = {"batches": w.number(checked.batches), "manifests": w.number(checked.manifests)}
    print(w("check.whole" if checked.is_whole else "check.not_whole", **counts))


def report_lines(report: FileReport, w: Words, *, is_dry_run: bool = False) -> list[str]:
    """An import report in words."""
    if report.outcome == "refused":
        return [w("report.refused", file=report.file, why=refusal(report, w))]
    if report.outcome == "known":
        return _known_lines(report, w)
    if report.outcome == "asked":
        return [w("report.asked", file=report.file), *_question_lines(report, w)]
    counts = {name: getattr(report, name) for name in COUNTS}
    key, terms = "report.would_import" if is_dry_run else "report.imported", imports.sum_of_rows(counts, w)
    export = w(f"source.{report.table}")
    lines = [w.plural(key, report.data_rows, file=report.file, export=export, terms=terms)]
    if report.is_sample:
        lines.append("  " + w("sample.mark"))
    if report.title_rows or report.sum_rows:
        aside = imports.counts(
            {"report.aside.title": report.title_rows, "report.aside.sum": report.sum_rows}, w
        )
        lines.append("  " + w("report.aside", rows=w.join(aside)))
    if report.dropped_columns:
        lines.append("  " + w("report.dropped", columns=", ".join(report.dropped_columns)))
    lines += _waiting_lines(report, w)
    lines += _remarks(report, w)
    for reject in report.rejects[:REJECTS_SHOWN]:
        lines.append(
            "  " + reject_line(reject.row, reject.column, reject.value, reject.reason, reject.expected, w)
        )
    if len(report.rejects) > REJECTS_SHOWN:
        lines.append("  " + w("report.more_rejects", count=w.number(len(report.rejects) - REJECTS_SHOWN)))
    return lines


def _known_lines(report: FileReport, w: Words) -> list[str]:
    if not report.waiting:
        return [w("report.known", file=report.file)]
    first = w.plural("report.known_waiting", report.waiting, file=report.file)
    return [first, *_waiting_lines(report, w)]


def _waiting_lines(report: FileReport, w: Words) -> list[str]:
    return ["  " + unmarked(line) for line in imports.waits(report.waits, report.waiting, w)]


def _remarks(report: FileReport, w: Words) -> list[str]:
    """What changed, what is missing, what else was noticed."""
    lines = []
    if report.changed_columns:
        columns = ", ".join(f"{name} ({w.number(count)})" for name, count in report.changed_columns.items())
        lines.append("  " + w("report.changed_columns", columns=columns))
    lines += _cell_lines(report, w)
    for first, until in report.gaps:
        lines.append("  " + w(_gap_key(report), first=w.date(first), last=w.date(last_day(until))))
    lines += ["  " + w.message(note.key, note.values) for note in report.notes]
    return lines + _question_lines(report, w)


def _cell_lines(report: FileReport, w: Words) -> list[str]:
    """The first changed cells with their old and new value."""
    return [
        "    "
        + w(
            "report.changed_cell",
            row=w.number(cell.row),
            key=cell.key,
            column=cell.column,
            old=cell.old or "–",
            new=cell.new or "–",
        )
        for cell in report.changed_cells[:CELLS_SHOWN]
    ]


def _gap_key(report: FileReport) -> str:
    """Days without rows are a true zero where a declared period says so, else they are missing."""
    return "report.gap_zero" if report.table in ("incidents", "shifts") else "report.gap"


def _question_lines(report: FileReport, w: Words) -> list[str]:
    return [f"  {_question_line(question, w)}" for question in report.questions]


def _question_line(question: Question, w: Words) -> str:
    """What is to be answered; what was answered in the same way last time holds by itself in an import."""
    text = w.message(question.key, _named(question.values, w))
    if question.answered_on:
        return w("report.question_last_time", question=text, day=w.date(question.answered_on))
    return w("report.question", id=question.id, question=text)


def reject_line(row: int, column: str, value: str, reason: str, expected: str, w: Words) -> str:
    """Why one row was refused, in words."""
    shown = imports.rejected_value(reason, value, w) or "–"
    line = w("report.reject", row=w.number(row), column=column or "–", value=shown, reason=w(reason))
    return line + (w("report.expected", expected=expected) if expected else "")


def refusal(report: FileReport, w: Words) -> str:
    """Why a file was refused, in words."""
    return w.message(report.error, _named(report.error_values, w))


def _named(values: Mapping[str, Any], w: Words) -> dict[str, Any]:
    """Values of a message with the name of an export and the words of a reason."""
    named = dict(values)
    if "table" in named:
        named["table"] = w(f"source.{named['table']}")
    if "reason" in named and w.has(named["reason"]):
        named["reason"] = w(named["reason"])
    return named
