"""Thousands of workbooks whose table is known: what arrives must be what the sheet shows.

    python -m bench.ingest.workbooks [count] [seed]     writes bench/ingest/workbooks.md

A file is silently wrong when a row arrives that its table does not hold in this form, or when a row that must be
refused arrives. What is told besides (notes, questions, places) must agree, too.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.ingest.workbooks.files import outcome, workbook
from bench.ingest.workbooks.model import Expected
from einlass.errors import ImportRefused

REPORT = Path(__file__).parent.with_suffix(".md")
PARTS = ("rejected", "notes", "questions")


def judged(found: Expected, expected: Expected) -> tuple[str, list[str]]:
    """What became of a workbook, and the rows that arrived and should not have arrived so."""
    strangers = [f"{number}: {row}" for number, row in found.rows.items() if expected.rows.get(number) != row]
    if strangers:
        return "silently wrong", strangers
    if found.rows != expected.rows:
        return "rows lost", []
    for part in PARTS:
        if getattr(found, part) != getattr(expected, part):
            return f"told otherwise: {part}", []
    if found.questions:
        return "asked about", []
    return ("imported, doubtful rows put aside" if found.rejected else "imported whole"), []


def main(count: int = 5_000, seed: int = 20200318) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    faults: list[str] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(seed, seed + count):
            ending, content, expected = workbook(number)
            path = Path(folder) / f"besuche.{ending}"
            path.write_bytes(content)
            try:
                what, strangers = judged(outcome(path), expected)
            except ImportRefused as refusal:
                what, strangers = refusal.key, []
            except Exception as error:
                what, strangers = "crashed", [f"{type(error).__name__}: {error}"]
            seen[ending, what] += 1
            faults += [f"{number} {one}" for one in strangers]
            told = [*expected.rejected.values(), *(key for key, _ in expected.notes + expected.questions)]
            reasons.update((ending, key) for key in set(told))
    write(count, seed, seen, reasons, faults, time.monotonic() - started)


def write(
    count: int,
    seed: int,
    seen: Counter[tuple[str, str]],
    reasons: Counter[tuple[str, str]],
    faults: list[str],
    seconds: float,
) -> None:
    """The report, printed and beside this folder."""
    lines = [
        "# Workbooks in many spellings",
        "",
        f"`python -m bench.ingest.workbooks {count} {seed}`: {count:,} files, {seconds:,.0f} s.",
        f"**Silently wrong rows or crashes: {len(faults)}.**",
        *_table("what became of it", seen),
        *_table("said of some of its rows or sheets", reasons),
        *(["", *(f"- {fault}" for fault in faults[:50])] if faults else []),
    ]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def _table(title: str, counts: Counter[tuple[str, str]]) -> list[str]:
    names = sorted({what for _, what in counts}, key=lambda what: -counts["xlsx", what] - counts["ods", what])
    rows = [f"| {what} | {counts['xlsx', what]:,} | {counts['ods', what]:,} |" for what in names]
    return ["", f"| {title} | XLSX | ODS |", "|---|---|---|", *rows]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
