"""Files to hand out: a template of each export, and the refused rows of a file to be corrected and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from einlass import config
from einlass.formulas import defused
from einlass.ingest.report import FileReport, Reject
from einlass.ingest.sources import BY_TABLE, SOURCES, Source

FILES = {
    "offices": "dienststellen",
    "measures": "massnahmen",
    "events": "ereignisse",
    "visits": "besuche",
    "checks": "kontrollen",
    "finds": "funde",
    "incidents": "vorfaelle",
    "survey_waves": "befragung",
    "answers": "antworten",
    "shifts": "dienstplan",
}
_EXAMPLES = {
    "day": "23.01.2020",
    "moment": "23.01.2020 18:30",
    "clock": "07:30",
    "integer": "1",
    "decimal": "5,50",
    "flag": "N",
    "weekdays": "Mo-Fr",
}


def templates() -> dict[str, str]:
    """The table of each export with the name of its template, in the order of import."""
    return {source.table: f"{FILES[source.table]}.csv" for source in SOURCES}


def template(table: str) -> bytes:
    """The header of an export with one example row."""
    source = BY_TABLE[table]
    return _csv([list(source.headers), _example(source)])


def _example(source: Source) -> list[str]:
    first_level = config.city().severity.codes[0]
    examples = _EXAMPLES | {"level": "1" if "1" in config.city().severity.codes else first_level}
    return [
        column.kind.codes[0] if column.kind.codes else examples.get(column.kind.name, "…")
        for column in source.columns
    ]


def rejected_rows_csv(
    report: FileReport, in_words: Callable[[Reject], str] = lambda reject: reject.reason
) -> bytes | None:
    """The refused rows with their reasons, under the declared header; None where no row was refused.

    Cells that look like a person are blank; columns that are not declared are absent.
    """
    if not report.refused_rows:
        return None
    source = BY_TABLE[report.table]
    header = [*source.headers, "zeile_der_datei", "grund"]
    reasons: dict[int, list[str]] = {}
    for reject in report.rejects:
        reasons.setdefault(reject.row, []).append(
            ": ".join(part for part in (reject.column, in_words(reject)) if part)
        )
    lines = [[*row[1:], row[0], "; ".join(reasons.get(int(row[0]), []))] for row in report.refused_rows]
    return _csv([header, *lines])


def _csv(lines: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerows([defused(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")
