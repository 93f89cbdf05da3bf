"""The same capabilities for cron and colleagues: import, undo, history, inbox, status, rebuild, sample."""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from einlass import config, ingest
from einlass.cli import audit_log, cities, cluster, upkeep
from einlass.cli.reports import (
    coverage_line,
    harmless,
    history_line,
    print_check,
    print_json,
    print_reports,
    print_undo,
    report_lines,
    say,
    speak_in_any_encoding,
)
from einlass.errors import EinlassError, NoWarehouse, ReleaseRefused, SettingsRefused
from einlass.ingest import Fault, FileReport
from einlass.ingest.commit import inbox
from einlass.ingest.commit.inbox import SETTLED_SECONDS
from einlass.paper.content import KINDS
from einlass.release import commands as release_commands
from einlass.warehouse import current_snapshot, current_version, on_newest
from einlass.warehouse.build import has_declared_tables
from einlass.words import Words, unmarked, words_for

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
    speak_in_any_encoding()
    w = words_for(config.default_language())
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
        if chosen.run not in (_check, upkeep.doctor):  # which tell of the settings beside everything else
            config.city()
        if chosen.run is not upkeep.doctor:  # which changes nothing
            ingest.sweep()
        code = int(chosen.run(chosen, w))
    except SettingsRefused as error:
        if getattr(chosen, "json", False):
            told = {
                "key": error.key,
                "message": w.message(error.key, error.values),
                "faults": w.faults(error),
            }
            print_json({"error": told})
        for line in (w.message(error.key, error.values), *w.faults(error)):
            print(harmless(line), file=sys.stderr)
        code = 1
    except EinlassError as error:
        if getattr(chosen, "json", False):
            print_json({"error": {"key": error.key, "message": w.message(error.key, error.values)}})
        for one in error.reasons if isinstance(error, ReleaseRefused) else (error,):
            print(harmless(w.message(one.key, dict(one.values))), file=sys.stderr)
        code = 1
    audit_log.note(chosen, code)
    return code


def _parser(w: Words) -> argparse.ArgumentParser:
    texts = {english: w(key) for english, key in USAGE.items()}
    vars(argparse)["_"] = lambda english: texts.get(english, english)  # its own hook for translations
    parser = argparse.ArgumentParser(prog="python -m einlass", description=w("cli.about"))
    commands = parser.add_subparsers(required=True, metavar=w("cli.command"), dest="command")
    add_import = commands.add_parser("import", help=w("cli.import"))
    add_import.add_argument("files", nargs="+", type=Path, metavar=w("cli.file"))
    add_import.add_argument("--dry-run", action="store_true", help=w("cli.dry_run"))
    add_import.add_argument("--accept", action="append", default=[], metavar="ID", help=w("cli.accept"))
    add_import.set_defaults(run=_import)
    undo = commands.add_parser("undo", help=w("cli.undo"))
    undo.add_argument("batch", metavar=w("cli.batch"))
    undo.add_argument("--dry-run", action="store_true", help=w("cli.undo_dry_run"))
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
    paper = commands.add_parser("paper", help=w("cli.paper"))
    paper.add_argument("--kind", required=True, choices=KINDS, help=w("cli.paper_kind"))
    paper.add_argument(
        "--lang", choices=config.LANGUAGES, default=config.default_language(), help=w("cli.paper_lang")
    )
    paper.add_argument("--to", required=True, type=Path, metavar=w("cli.file"), help=w("cli.paper_to"))
    paper.add_argument("--address", metavar="URL", help=w("cli.paper_address"))
    paper.set_defaults(run=_paper)
    sheet = commands.add_parser("questionnaire", help=w("cli.questionnaire"))
    sheet.add_argument(
        "--audience", required=True, choices=("clients", "staff"), help=w("cli.questionnaire_audience")
    )
    sheet.add_argument("--plain", action="store_true", help=w("cli.questionnaire_plain"))
    sheet.add_argument(
        "--lang", choices=config.LANGUAGES, default=config.default_language(), help=w("cli.paper_lang")
    )
    sheet.add_argument("--to", required=True, type=Path, metavar=w("cli.file"), help=w("cli.paper_to"))
    sheet.set_defaults(run=_questionnaire)
    release_commands.register(commands, w)
    cities.register(commands, w)
    upkeep.register(commands, w)
    audit_log.register(commands, w)
    cluster.register(commands, w)
    rebuild = commands.add_parser("rebuild", help=w("cli.rebuild"))
    rebuild.add_argument("--version", type=int, metavar=w("cli.number"), help=w("cli.rebuild_version"))
    rebuild.set_defaults(run=_rebuild)
    check = commands.add_parser("check", help=w("cli.check"))
    check.set_defaults(run=_check)
    sample = commands.add_parser("sample", help=w("cli.sample"))
    sample.add_argument("--unless-named", action="store_true", help=w("cli.sample_unless_named"))
    sample.set_defaults(run=_sample)
    for command in (add_import, undo, history, watch, spelling, status, answer, rebuild, check, sample):
        command.add_argument("--json", action="store_true", help=w("cli.json"))
    return parser


def _import(chosen: argparse.Namespace, w: Words) -> int:
    if chosen.dry_run:
        return _dry_run(chosen, w)
    shows_progress = sys.stderr.isatty() and not chosen.json
    reports = ingest.import_files(chosen.files, accept=chosen.accept, shows_progress=shows_progress)
    print_reports(reports, chosen.json, w)
    return _exit_code(reports)


def _exit_code(reports: list[FileReport]) -> int:
    return 1 if any(report.outcome in ("refused", "asked") for report in reports) else 0


def _dry_run(chosen: argparse.Namespace, w: Words) -> int:
    """Show what an import would do; nothing stays behind."""
    preview = ingest.preview(chosen.files)
    ingest.discard(preview.token)
    print_reports(preview.reports, chosen.json, w, is_dry_run=True)
    if not chosen.json:
        print(w("cli.dry_run_note"))
    return _exit_code(list(preview.reports))


def _undo(chosen: argparse.Namespace, w: Words) -> int:
    if chosen.dry_run:
        print_undo(ingest.preview_undo(chosen.batch), chosen.json, w)
        return 0
    version = ingest.undo(chosen.batch, shows_progress=sys.stderr.isatty() and not chosen.json)
    if chosen.json:
        print_json({"number": version.number, "sha256": version.sha256})
    else:
        print(w("cli.undone", number=w.number(version.number)))
    return 0


def _history(chosen: argparse.Namespace, w: Words) -> int:
    batches = ingest.history()
    if chosen.json:
        plain = [vars(batch) | {"report": batch.report and batch.report.to_json()} for batch in batches]
        print_json({"batches": plain})
    else:
        for batch in batches:
            say(history_line(batch, w))
    return 1 if any(batch.is_damaged for batch in batches) else 0


def _inbox(chosen: argparse.Namespace, w: Words) -> int:
    """Import what arrives in a folder, again and again; with --once, one round."""
    while True:
        for report in inbox.look(
            chosen.folder, chosen.seconds, lambda report: "\n".join(report_lines(report, w))
        ):
            print_reports([report], chosen.json, w)
        if chosen.once:
            for name, reason in inbox.left_alone(chosen.folder, chosen.seconds):
                print(harmless(w(reason, file=name)), file=sys.stderr)
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
        if chosen.unless_named and config.is_data_dir_named():
            return 0
    else:
        if has_declared_tables(version.snapshot_path):
            return 0
        chosen.version = None
        return _rebuild(chosen, w)
    files = sorted(path for path in config.SAMPLE_EXPORTS.iterdir() if path.suffix in (".csv", ".xlsx"))
    reports = ingest.import_files(files, accept=["all"], shows_progress=not chosen.json)
    print_reports(reports, chosen.json, w)
    return _exit_code(reports)


def _answer(chosen: argparse.Namespace, w: Words) -> int:
    """The findings in words, or as plain data."""
    # The statistics take two seconds to load, and no other command needs them.
    from einlass.cli.answer import asked_findings

    found = on_newest(lambda version: asked_findings(version, chosen.indicator, chosen.measure, chosen.city))
    if chosen.json:
        print_json(found.plain())
    else:
        print(unmarked("\n".join(found.lines(w))))
    return 0


def _paper(chosen: argparse.Namespace, w: Words) -> int:
    """A council paper as a file."""
    # The statistics take two seconds to load, and no other command needs them.
    from einlass.cli.paper import paper_files, write_files

    said = words_for(chosen.lang)
    files = on_newest(lambda version: paper_files(version, chosen.kind, chosen.to, chosen.address, said))
    write_files(files)
    for path in files:
        say(w("cli.paper_written", file=str(path)))
    return 0


def _questionnaire(chosen: argparse.Namespace, w: Words) -> int:
    """A questionnaire as PDF; before the first import with our own wording."""
    from einlass.cli.paper import questionnaire_file, write_files

    said = words_for(chosen.lang)
    content = questionnaire_file(chosen.audience, said, is_plain=chosen.plain)
    write_files({chosen.to: content})
    say(w("cli.paper_written", file=str(chosen.to)))
    return 0


def _rebuild(chosen: argparse.Namespace, w: Words) -> int:
    shows_progress = sys.stderr.isatty() and not chosen.json
    version = ingest.rebuild(version=chosen.version, shows_progress=shows_progress)
    if chosen.json:
        print_json({"number": version.number, "sha256": version.sha256})
    else:
        print(w("cli.rebuilt", number=w.number(version.number)))
    return 0


def _check(chosen: argparse.Namespace, w: Words) -> int:
    """Verify everything in the data folder; 1 when something has to be repaired."""
    data, book = ingest.check(), release_commands.ledger_faults()
    checked = replace(data, faults=(*data.faults, *(Fault(one.key, dict(one.values)) for one in book)))
    print_check(checked, chosen.json, w)
    if not book and not chosen.json:
        say(release_commands.ledger_line(w))
    return 0 if checked.is_whole else 1


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
        print_json(plain)
        return 0
    print(w("cli.version", number=w.number(version.number), moment=w.datetime(version.created_at)))
    if version.is_sample:
        print(w("sample.mark"))
    for row in exports:
        say(coverage_line(row, w))
    return 0
