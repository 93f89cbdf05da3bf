"""A seed → a workbook and what must come of it; a workbook → what the reader makes of it."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd

from bench.ingest.workbooks import ods, xlsx
from bench.ingest.workbooks.model import Expected, any_table, expected_of
from einlass.ingest.clean.rows import typed
from einlass.ingest.read.file import read


def workbook(seed: int) -> tuple[str, bytes, Expected]:
    """Format, bytes and outcome of one workbook; half of them are of each format."""
    chance = random.Random(seed)
    is_ods = seed % 2 == 1
    table = any_table(chance, is_ods=is_ods)
    expected = expected_of(table, "Daten")
    if is_ods:
        return "ods", ods.package_of(table, chance, ods.Dialect.any(chance)), expected
    dialect = xlsx.Dialect.any(chance, len(table.others) + 1)
    return "xlsx", xlsx.package_of(table, chance, dialect), expected


def outcome(path: Path) -> Expected:
    """What the reader makes of a workbook. Raises ImportRefused."""
    sheet = read(path)
    cleaned = typed(path.name, sheet)
    found = Expected()
    for number, day, office, count, method in cleaned.rows[
        ["day", "office_id", "visit_count", "counting_method"]
    ].itertuples():
        found.rows[int(number)] = day, office, None if pd.isna(count) else int(count), method
    found.rejected = {reject.row: reject.reason for reject in reversed(cleaned.rejects)}
    found.notes = [(note.key, note.values) for note in sheet.notes]
    found.questions = [(question.key, question.values) for question in sheet.questions]
    return found
