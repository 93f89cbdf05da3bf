"""Sum rows are known because they equal what they sum; one that does not is a question, for something is missing."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.clean.cells import MISSING, notation_among, plain_number
from einlass.ingest.read.columns import Row, distinct, spread
from einlass.ingest.report import CellError, Note, Question
from einlass.ingest.vocabulary import SUM_BEHIND

if TYPE_CHECKING:
    from einlass.ingest.read.sheet import Sheet

_TOLERANCE = 0.005


def check_sums(file: str, sheet: Sheet, candidates: list[tuple[int, Row]]) -> None:
    """Compare each sum row with the rows since the last one, with all rows above, and with all rows that bear its name.

    A row that only looks like a sum and equals nothing stays a data row (and is refused for what it lacks).
    """
    named = [(position, row) for position, row in candidates]
    if not named:
        return
    notations = _notations(sheet, named)
    body = _numbers(sheet, notations)
    since = 0
    disagree = []
    for _, row in named:
        totals = _totals(sheet, row, notations)
        is_named = row.number not in set(sheet.numbers.tolist())
        until = int(np.searchsorted(sheet.numbers, row.number))
        ranges = [slice(since, until), slice(0, until), slice(0, len(sheet.numbers))]
        wrong = _disagreement(body, totals, ranges, _named_like(sheet, row)) if totals else None
        if is_named or (totals and wrong is None):
            sheet.sum_rows.append(row.number)
            if totals and wrong is None:
                sheet.notes.append(Note("note.control_total", {"row": row.number, "columns": sorted(totals)}))
            elif wrong is not None:
                disagree.append((row.number, *wrong))
            since = until
    _drop_unnamed(sheet)
    if disagree:
        number, column, stated, computed = disagree[0]
        sheet.questions.append(
            Question(
                f"{file}:control_total",
                "question.control_total",
                {
                    "count": len(disagree),
                    "row": number,
                    "column": column,
                    "stated": stated,
                    "computed": computed,
                },
            )
        )


def _drop_unnamed(sheet: Sheet) -> None:
    """Rows that turned out to be sums leave the data."""
    keep = ~np.isin(sheet.numbers, sheet.sum_rows)
    if not keep.all():
        sheet.numbers = sheet.numbers[keep]
        sheet.columns = {name: column.filter(pa.array(keep)) for name, column in sheet.columns.items()}


def _notations(sheet: Sheet, candidates: list[tuple[int, Row]]) -> dict[str, str]:
    """How the numbers of each countable column are written, those of its sums included."""
    found = {}
    for column in sheet.source.columns:
        if column.kind.range:
            place = sheet.header.index(column.header)
            sums = [row.cells[place] for _, row in candidates if place < len(row.cells)]
            cells = {*distinct(sheet.cells(column.header)).to_pylist(), *sums}
            found[column.header] = notation_among(cells, replace(column.kind.range, high=math.inf)).name
    return found


def _numbers(sheet: Sheet, notations: dict[str, str]) -> dict[str, np.ndarray]:
    """The countable columns as numbers; a cell that is none counts as nothing."""
    found = {}
    for header, notation in notations.items():
        cells = sheet.cells(header)
        values = pa.array(
            [_number(cell, notation) or 0.0 for cell in distinct(cells).to_pylist()], pa.float64()
        )
        found[header] = spread(values, cells).to_numpy(zero_copy_only=False)
    return found


def _number(cell: str, notation: str) -> float | None:
    if not cell or cell in MISSING:
        return None
    try:
        return plain_number(cell, notation)
    except CellError:
        return None


def _totals(sheet: Sheet, row: Row, notations: dict[str, str]) -> dict[str, float]:
    """The numbers of a sum row by column."""
    return {
        name: number
        for name, cell in zip(sheet.header, row.cells, strict=False)
        if name in notations and (number := _number(cell, notations[name])) is not None
    }


def _named_like(sheet: Sheet, row: Row) -> np.ndarray | None:
    """The rows of a group that the label of a subtotal ends with, such as an office."""
    label = next((cell for cell in row.cells if cell), "")
    is_behind = SUM_BEHIND.search(label)
    name = re.sub(r"[ -][^ -]+$", "", label.strip(" :.")) if is_behind else label.partition(" ")[2].strip()
    for column in sheet.source.columns:
        cells = sheet.cells(column.header)
        is_named = pc.equal(distinct(cells), name)
        if name and pc.any(is_named).as_py():
            return np.flatnonzero(spread(is_named, cells).to_numpy(zero_copy_only=False))
    return None


def _disagreement(
    body: dict[str, np.ndarray],
    totals: dict[str, float],
    ranges: list[slice],
    group: np.ndarray | None,
) -> tuple[str, float, float] | None:
    """The first column in which the totals equal none of the sums, with what is stated and what was added up."""
    parts: list[slice | np.ndarray] = [*ranges, *([group] if group is not None else [])]
    worst = None
    for part in parts:
        wrong = [
            (name, stated, float(body[name][part].sum()))
            for name, stated in totals.items()
            if abs(float(body[name][part].sum()) - stated) > _TOLERANCE
        ]
        if not wrong:
            return None
        worst = worst or wrong[0]
    return worst
