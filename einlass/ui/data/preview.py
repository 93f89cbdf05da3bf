"""A preview: what importing the checked files would do, file by file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from einlass import ingest
from einlass.ingest import FileReport, Preview
from einlass.ui import plain, style
from einlass.ui.data import decision, parts, spelling, texts
from einlass.warehouse import DataVersion
from einlass.words import Words, imports

LINES_SHOWN = 20
GONE_SHOWN = 10
EFFECTS = ("new", "changed", "gone", "waiting", "rejected")
ASIDE = ("title", "header", "blank", "sum", "note")

ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}  # the others go by their own name
SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe"}


def show(preview: Preview, version: DataVersion | None, w: Words) -> None:
    """Everything about the checked files, then the decision."""
    _headline(preview, w)
    if len(preview.reports) > 1:
        _overview(preview, w)
    for number, report in enumerate(preview.reports):
        _file(preview, report, number, w)
        decision.ask_whether_in(preview, number, w)
    decision.show(preview, version, w)


def _headline(preview: Preview, w: Words) -> None:
    good = preview.publishable
    style.section(w.plural("data.preview", len(preview.reports)), w("data.preview.sub"))
    sentences = []
    if good:
        counts = {f"data.effect.{name}": getattr(preview, name) for name in EFFECTS}
        rows = imports.counts(counts, w) or [w("data.effect.none")]
        files = w.plural("count.files", len(good))
        sentences.append(w("data.preview.effect", files=files, rows=w.join(rows)))
    refused = sum(report.outcome == "refused" for report in preview.reports)
    if refused:
        sentences.append(w.plural("data.preview.refused", refused))
    left_out = sum(report.outcome == "left_out" for report in preview.reports)
    if left_out:
        sentences.append(w.plural("data.preview.left_out", left_out))
    if preview.questions:
        sentences.append(w.plural("data.preview.questions", len(preview.questions)))
    if preview.is_empty:
        sentences.append(w("data.preview.nothing"))
    parts.announce("open" if preview.is_empty or refused else "plain", w("data.preview.title"), sentences)


def _overview(preview: Preview, w: Words) -> None:
    names = ("file", "outcome", "period", "new", "changed", "unchanged", "duplicates", "rejected", "waiting")
    style.html_table(
        w("data.files"),
        [w(f"data.column.{name}") for name in names],
        [
            [
                report.file,
                _outcome(report, w),
                texts.period(report, w) if report.table else texts.NONE,
                *(w.number(getattr(report, name)) if report.table else texts.NONE for name in names[3:]),
            ]
            for report in preview.reports
        ],
        numeric=range(3, len(names)),
        hide_caption=True,
        stacks=True,
    )


def _outcome(report: FileReport, w: Words) -> str:
    return w(f"data.outcome.{report.outcome}", export=texts.export(report.table, w) if report.table else "")


def _file(preview: Preview, report: FileReport, number: int, w: Words) -> None:
    parts.part(report.file)
    if report.outcome == "refused":
        parts.announce(
            "open",
            w("data.refused.title"),
            [texts.message(report.error, report.error_values, w)],
            hint=w("data.refused.hint"),
        )
        if report.error == spelling.ERROR:
            spelling.ask(preview, number, w)
        return
    if report.outcome in ("known", "left_out"):
        style.notes([w(f"data.{report.outcome}"), *_known_waiting(report, w)])
        return
    style.notes(_facts(report, w))
    decision.ask(preview, report, w)
    _changed_cells(report, number, w)
    _rejects(preview, report, number, w)
    _rows_as_stored(report, w)


def _known_waiting(report: FileReport, w: Words) -> list[str]:
    if not report.waiting:
        return []
    return [w.plural("data.known.waiting", report.waiting), *imports.waits(report.waits, report.waiting, w)]


def _facts(report: FileReport, w: Words) -> list[str]:
    """Sentences about a file, in the order in which a reader asks."""
    facts = [w("data.recognised", export=texts.export_title(report.table, w), period=texts.period(report, w))]
    facts.append(texts.sum_line(report, w))
    facts += imports.waits(report.waits, report.waiting, w)
    facts.append(_aside(report, w))
    if report.changed_columns:
        columns = [f"{header} ({w.number(count)})" for header, count in report.changed_columns.items()]
        facts.append(w("data.changed_columns", columns=", ".join(columns)))
    if report.gone_count:
        facts.append(w.plural("data.gone", report.gone_count, rows=_gone_rows(report)))
    if report.dropped_columns:
        facts.append(w("data.dropped", columns=", ".join(report.dropped_columns)))
    if report.gaps:
        gaps = [w.period(first, until) for first, until in report.gaps]
        facts.append(w("data.gaps", periods="; ".join(gaps[:LINES_SHOWN])))
    return [*facts, *(texts.message(note.key, note.values, w) for note in report.notes)]


def _aside(report: FileReport, w: Words) -> str:
    """The rows that are no data, and how the file was read."""
    counts = {f"data.aside.{name}": getattr(report, f"{name}_rows") for name in ASIDE}
    rows = imports.counts(counts, w)
    encoding = ENCODINGS.get(report.encoding, report.encoding.upper())
    layout = [encoding, w(f"separator.{SEPARATORS[report.separator]}") if report.separator else ""]
    sheet = [w("data.sheet", sheet=report.sheet)] if report.sheet else []
    return w("data.aside", rows=w.join(rows), layout=", ".join(part for part in (*layout, *sheet) if part))


def _gone_rows(report: FileReport) -> str:
    rows = [" · ".join(key) for key in report.gone[:GONE_SHOWN]]
    return "; ".join(rows) + (" …" if report.gone_count > len(rows) else "")


def _rejects(preview: Preview, report: FileReport, number: int, w: Words) -> None:
    if not report.rejects:
        return
    names = ("row", "column", "value", "reason", "expected")
    style.html_table(
        w.plural("data.rejects", report.rejected),
        [w(f"data.column.{name}") for name in names],
        [
            [
                w.number(reject.row),
                reject.column or texts.NONE,
                imports.rejected_value(reject.reason, reject.value, w) or texts.NONE,
                w(reject.reason),
                texts.expected(reject, w),
            ]
            for reject in report.rejects[:LINES_SHOWN]
        ],
        stacks=True,
    )
    count = report.reject_count or len(report.rejects)
    if count > LINES_SHOWN:
        parts.small(w.plural("data.rejects.more", count - LINES_SHOWN))
    parts.small(w("data.rejects.fix"))
    parts.rejects_button(
        report, partial(ingest.full_report_of_preview, preview.token, number), str(number), w
    )


def _changed_cells(report: FileReport, number: int, w: Words) -> None:
    """Old and new value of the first changed cells."""
    if not report.changed_cells:
        return
    with st.expander(
        plain.label(w("data.changed_cells", file=report.file)), key=f"data:cells:{number}:{report.batch_id}"
    ):
        style.html_table(
            w("data.changed_cells.caption"),
            [w(f"data.column.{name}") for name in ("row", "key", "column", "old", "new_value")],
            [
                [
                    w.number(cell.row),
                    *(text or texts.NONE for text in (cell.key, cell.column, cell.old, cell.new)),
                ]
                for cell in report.changed_cells[:LINES_SHOWN]
            ],
            hide_caption=True,
            stacks=True,
        )


def _rows_as_stored(report: FileReport, w: Words) -> None:
    if not report.first_rows:
        return
    with st.expander(plain.label(w("data.first_rows", file=report.file)), key=f"data:rows:{report.batch_id}"):
        style.html_table(
            w("data.first_rows.caption"),
            list(report.first_columns),
            [[cell or texts.NONE for cell in row.values()] for row in report.first_rows],
            hide_caption=True,
            stacks=True,
        )
