"""The same capabilities for cron and colleagues: import, undo, history, inbox, status, rebuild, sample."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from einlass import config, ingest
from einlass.cli.answer import asked_findings
from einlass.errors import EinlassError, NoWarehouse
from einlass.ingest import Batch, FileReport
from einlass.ingest.commit import inbox
from einlass.ingest.commit.inbox import SETTLED_SECONDS
from einlass.warehouse import current_snapshot, current_version
from einlass.warehouse.build import has_declared_tables
from einlass.words import Words, imports, words_for
from einlass.words.catalogue import last_day

REJECTS_SHOWN = 20
INBOX_SECONDS = 30
# What the standard library says about usage, with the key of our text for it.
USAGE = {
    "usage: ": "cli.usage.title",
    "positional arguments": "cli.usage.positional",
    "options": "cli.usage.options",
    "show this help message and exit": "cli.usage.help",
    "the following arguments are required: %s": "cli.usage.required",
    "unrecognized arguments: %s": "cli.usage.unrecognized",
    "argument %(argument_name)s: %(message)s": "cli.usage.argument",
    "expected one argument": "cli.usage.one",
    "expected at least one argument": "cli.usage.at_least_one",
    "ignored explicit argument %r": "cli.usage.no_value",
    "ambiguous option: %(option)s could match %(matches)s": "cli.usage.ambiguous",
    "invalid %(type)s value: %(value)r": "cli.usage.value",
    "invalid choice: %(value)r (choose from %(choices)s)": "cli.usage.choice",
    "%(prog)s: error: %(message)s\n": "cli.usage.error",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused or failed, 2 wrong usage."""
    w = words_for(config.DEFAULT_LANGUAGE)
    chosen = _parser(w).parse_args(arguments)
    try:
        code = _run(chosen, w)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        # What is left in the buffer would break it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(chosen: argparse.Namespace, w: Words) -> int:
    try:
        return int(chosen.run(chosen, w))
    except EinlassError as error:
        if getattr(chosen, "json", False):
            _print_json({"error": {"key": error.key, "message": w.message(error.key, error.values)}})
        print(w.message(error.key, error.values), file=sys.stderr)
        return 1


def _parser(w: Words) -> argparse.ArgumentParser:
    texts = {english: w(key) for english, key in USAGE.items()}
    vars(argparse)["_"] = lambda english: texts.get(english, english)  # its own hook for translations
    parser = argparse.ArgumentParser(prog="python -m einlass", description=w("cli.about"))
    commands = parser.add_subparsers(required=True, metavar=w("cli.command"))
    add_import = commands.add_parser("import", help=w("cli.import"))
    add_import.add_argument("files", nargs="+", type=Path, metavar=w("cli.file"))
    add_import.add_argument("--dry-run", action="store_true", help=w("cli.dry_run"))
    add_import.add_argument("--accept", action="append", default=[], metavar="ID", help=w("cli.accept"))
    add_import.set_defaults(run=_import)
    undo = commands.add_parser("undo", help=w("cli.undo"))
    undo.add_argument("batch", metavar=w("cli.batch"))
    undo.set_defaults(run=_undo)
    history = commands.add_parser("history", help=w("cli.history"))
    history.set_defaults(run=_history)
    watch = commands.add_parser("inbox", help=w("cli.inbox"))
    watch.add_argument("folder", type=Path, metavar=w("cli.inbox_folder"))
    watch.add_argument("--once", action="store_true", help=w("cli.once"))
    watch.add_argument("--seconds", type=float, default=SETTLED_SECONDS, help=w("cli.inbox_seconds"))
    watch.set_defaults(run=_inbox)
    spelling = commands.add_parser("spelling", help=w("cli.spelling"))
    spelling.add_argument("provider", metavar=w("cli.spelling_provider"))
    spelling.add_argument("export", metavar=w("cli.spelling_export"), choices=list(ingest.templates()))
    spelling.add_argument("columns", nargs="+", metavar=w("cli.spelling_columns"))
    spelling.set_defaults(run=_spelling)
    status = commands.add_parser("status", help=w("cli.status"))
    status.set_defaults(run=_status)
    answer = commands.add_parser("answer", help=w("cli.answer"))
    answer.add_argument("--indicator", metavar=w("cli.code"), help=w("cli.answer_indicator"))
    answer.add_argument("--measure", metavar="ID", help=w("cli.answer_measure"))
    answer.add_argument("--city", action="store_true", help=w("cli.answer_city"))
    answer.set_defaults(run=_answer)
    rebuild = commands.add_parser("rebuild", help=w("cli.rebuild"))
    rebuild.set_defaults(run=_rebuild)
    sample = commands.add_parser("sample", help=w("cli.sample"))
    sample.set_defaults(run=_sample)
    for command in (add_import, undo, history, watch, spelling, status, answer, rebuild, sample):
        command.add_argument("--json", action="store_true", help=w("cli.json"))
    return parser


def _import(chosen: argparse.Namespace, w: Words) -> int:
    if chosen.dry_run:
        return _dry_run(chosen, w)
    shows_progress = sys.stderr.isatty() and not chosen.json
    reports = ingest.import_files(chosen.files, accept=chosen.accept, shows_progress=shows_progress)
    _print_reports(reports, chosen.json, w)
    return _exit_code(reports)


def _exit_code(reports: list[FileReport]) -> int:
    return 1 if any(report.outcome in ("refused", "asked") for report in reports) else 0


def _dry_run(chosen: argparse.Namespace, w: Words) -> int:
    """Show what an import would do; nothing stays behind."""
    preview = ingest.preview(chosen.files)
    ingest.discard(preview.token)
    _print_reports(list(preview.reports), chosen.json, w)
    if not chosen.json:
        print(w("cli.dry_run_note"))
    return _exit_code(list(preview.reports))


def _undo(chosen: argparse.Namespace, w: Words) -> int:
    version = ingest.undo(chosen.batch, shows_progress=sys.stderr.isatty() and not chosen.json)
    if chosen.json:
        _print_json({"number": version.number, "sha256": version.sha256})
    else:
        print(w("cli.undone", number=w.number(version.number)))
    return 0


def _history(chosen: argparse.Namespace, w: Words) -> int:
    batches = ingest.history()
    if chosen.json:
        plain = [vars(batch) | {"report": batch.report.to_json()} for batch in batches]
        print(json.dumps({"batches": plain}, ensure_ascii=False, indent=1, default=str))
        return 0
    for batch in batches:
        print(_history_line(batch, w))
    return 0


def _history_line(batch: Batch, w: Words) -> str:
    undone = ""
    if batch.undone_at:
        undone = w("cli.history_undone", moment=w.datetime(batch.undone_at), user=batch.undone_by)
    return w(
        "cli.history_line",
        moment=w.datetime(batch.imported_at),
        batch=batch.batch_id,
        file=batch.file,
        export=w(f"source.{batch.table}"),
        accepted=w.plural("count.data_rows", batch.report.accepted),
        user=batch.imported_by or "–",
        undone=undone,
    )


def _inbox(chosen: argparse.Namespace, w: Words) -> int:
    """Import what arrives in a folder, again and again; with --once, one round."""
    while True:
        for report in inbox.look(
            chosen.folder, chosen.seconds, lambda report: "\n".join(report_lines(report, w))
        ):
            _print_reports([report], chosen.json, w)
        if chosen.once:
            return 0
        time.sleep(INBOX_SECONDS)


def _spelling(chosen: argparse.Namespace, w: Words) -> int:
    headers = dict(pair.rpartition("=")[::2] for pair in chosen.columns)
    ingest.remember_spelling(chosen.provider, chosen.export, headers)
    return 0


def _sample(chosen: argparse.Namespace, w: Words) -> int:
    """Import the sample exports where nothing has been imported yet; else see that the tables are those of today."""
    try:
        version = current_version()
    except NoWarehouse:
        pass
    else:
        return 0 if has_declared_tables(version.snapshot_path) else _rebuild(chosen, w)
    files = sorted(path for path in config.SAMPLE_EXPORTS.iterdir() if path.suffix in (".csv", ".xlsx"))
    reports = ingest.import_files(files, accept=["all"], shows_progress=not chosen.json)
    _print_reports(reports, chosen.json, w)
    return _exit_code(reports)


def _answer(chosen: argparse.Namespace, w: Words) -> int:
    """The findings in words, or as plain data."""
    version = current_version()
    found = asked_findings(version, chosen.indicator, chosen.measure, chosen.city)
    if chosen.json:
        _print_json(found.plain())
    else:
        print("\n".join(found.lines(w)).replace("**", ""))  # marks of emphasis, for pages
    return 0


def _rebuild(chosen: argparse.Namespace, w: Words) -> int:
    version = ingest.rebuild(shows_progress=sys.stderr.isatty() and not chosen.json)
    if chosen.json:
        _print_json({"number": version.number, "sha256": version.sha256})
    else:
        print(w("cli.rebuilt", number=w.number(version.number)))
    return 0


def _status(chosen: argparse.Namespace, w: Words) -> int:
    version = current_version()
    exports = current_snapshot().rows("views/coverage")
    if chosen.json:
        plain = {
            "number": version.number,
            "sha256": version.sha256,
            "created_at": version.created_at.isoformat(),
            "is_sample": version.is_sample,
            "exports": [vars(row) for row in exports],
        }
        print(json.dumps(plain, ensure_ascii=False, indent=1, default=str))
        return 0
    print(w("cli.version", number=w.number(version.number), moment=w.datetime(version.created_at)))
    if version.is_sample:
        print(w("sample.mark"))
    for row in exports:
        print(_coverage_line(row, w))
    return 0


def _coverage_line(row: Any, w: Words) -> str:
    line = w(
        "cli.coverage_line",
        export=w(f"source.{row.source_table}"),
        files=w.plural("count.files", row.file_count),
        rows=w.plural("count.data_rows", row.accepted_count),
        rejected=w.number(row.rejected_count),
        duplicates=w.number(row.duplicate_count),
    )
    return line if row.period_from is None else f"{line} ({w.period(row.period_from, row.period_until)})"


def _print_json(plain: dict[str, Any]) -> None:
    print(json.dumps(plain, ensure_ascii=False, indent=1))


def _print_reports(reports: list[FileReport], as_json: bool, w: Words) -> None:
    if as_json:
        _print_json({"files": [report.to_json() for report in reports]})
        return
    for report in reports:
        for line in report_lines(report, w):
            print(line)


def report_lines(report: FileReport, w: Words) -> list[str]:
    """An import report in words."""
    if report.outcome == "refused":
        return [w("report.refused", file=report.file, why=refusal(report, w))]
    if report.outcome == "known":
        return [w("report.known", file=report.file)]
    if report.outcome == "asked":
        return [w("report.asked", file=report.file), *_question_lines(report, w)]
    counts = {
        name: w.number(getattr(report, name))
        for name in ("accepted", "new", "changed", "unchanged", "duplicates", "rejected")
    }
    export = w(f"source.{report.table}")
    lines = [w.plural("report.imported", report.data_rows, file=report.file, export=export, **counts)]
    if report.is_sample:
        lines.append("  " + w("sample.mark"))
    if report.title_rows or report.sum_rows:
        aside = imports.counts(
            {"report.aside.title": report.title_rows, "report.aside.sum": report.sum_rows}, w
        )
        lines.append("  " + w("report.aside", rows=w.join(aside)))
    if report.dropped_columns:
        lines.append("  " + w("report.dropped", columns=", ".join(report.dropped_columns)))
    lines += _remarks(report, w)
    for reject in report.rejects[:REJECTS_SHOWN]:
        lines.append(
            "  " + reject_line(reject.row, reject.column, reject.value, reject.reason, reject.expected, w)
        )
    if len(report.rejects) > REJECTS_SHOWN:
        lines.append("  " + w("report.more_rejects", count=w.number(len(report.rejects) - REJECTS_SHOWN)))
    return lines


def _remarks(report: FileReport, w: Words) -> list[str]:
    """What changed, what is missing, what else was noticed."""
    lines = []
    if report.changed_columns:
        columns = ", ".join(f"{name} ({w.number(count)})" for name, count in report.changed_columns.items())
        lines.append("  " + w("report.changed_columns", columns=columns))
    for first, until in report.gaps:
        lines.append("  " + w(_gap_key(report), first=w.date(first), last=w.date(last_day(until))))
    lines += ["  " + w.message(note.key, note.values) for note in report.notes]
    return lines + _question_lines(report, w)


def _gap_key(report: FileReport) -> str:
    """Days without rows are a true zero where a declared period says so, else they are missing."""
    return "report.gap_zero" if report.table in ("incidents", "shifts") else "report.gap"


def _question_lines(report: FileReport, w: Words) -> list[str]:
    return [
        "  "
        + w("report.question", id=question.id, question=w.message(question.key, _named(question.values, w)))
        for question in report.questions
    ]


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
