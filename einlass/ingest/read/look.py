"""What the markup of a sheet says besides its cells: one record for all formats, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from einlass.ingest.read.headers import Header
from einlass.ingest.read.marked import Refusal
from einlass.ingest.read.merged import Merge, Spread, cell_name
from einlass.ingest.report import Note, Question

if TYPE_CHECKING:
    from einlass.ingest.read.sheet import Sheet

_LISTED = 20
NEVER_COMPUTED = "reason.never_computed"


class Area(NamedTuple):
    """Equal cells beside or below each other: the first (row from 1, column from 0), how many rows and columns."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def count(self, height: int) -> int:
        """How many of its cells stand in the first `height` rows."""
        return max(0, min(self.rows, height - self.row + 1)) * self.columns

    def places(self) -> Iterator[tuple[int, int]]:
        """Row and column of each of its cells."""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield row, column


@dataclass
class Look:
    """Rows count from 1, columns from 0.

    `zeros` are the rows of formulas whose value is 0, by column, `computed` counts the formulas with another value;
    `wants_computing` tells that the workbook asks to be computed when it is opened, so nobody may have done it.
    `refused` are cells that cannot be taken as they are (one without a text shows its own, marked as its reason says),
    `shown` those that show something else than they hold, `days` moments of which the sheet shows the day alone.
    """

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    errors: list[Area] = field(default_factory=list)
    without_value: list[Area] = field(default_factory=list)
    zeros: dict[int, list[int]] = field(default_factory=dict)
    computed: dict[int, int] = field(default_factory=dict)
    wants_computing: bool = False
    refused: dict[tuple[int, int], Refusal] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    days: dict[tuple[int, int], str] = field(default_factory=dict)
    counts_from_1904: bool = False
    is_whole: bool = True  # False: something of the markup could not be read

    def add_formula(self, area: Area, *, has_value: bool, is_zero: bool) -> None:
        """Note a formula: one without a value, one whose value is 0, or any other."""
        if not has_value:
            self.without_value.append(area)
        elif is_zero:
            for row, column in area.places():
                self.zeros.setdefault(column, []).append(row)
        else:
            for column in range(area.column, area.column + area.columns):
                self.computed[column] = self.computed.get(column, 0) + area.rows


def put_look(file: str, sheet: Sheet, header: Header, look: Look, merged: Spread, height: int) -> None:
    """Put into the sheet what follows from the look at it: notes, questions, rows that are refused."""
    sheet.counts_from_1904 = look.counts_from_1904
    sheet.notes += _notes(look, header, height)
    sheet.merged_rows = merged.doubtful
    if merged.filled:
        sheet.notes.append(
            Note("note.merged_cells", {"count": len(merged.filled), "cells": merged.filled[:_LISTED]})
        )
    if not look.is_whole:
        sheet.questions.append(Question(f"{file}:no_look", "question.no_look", {"sheet": sheet.name}))
    first = header.index + header.height
    for (row, at), refusal in look.refused.items():
        column = header.columns[at] if at < len(header.columns) else None
        if column is not None and row > first:
            sheet.refused_cells.setdefault(row, (column, refusal.shown, refusal.reason))
    _put_computed(file, sheet, header, look)


def _notes(look: Look, header: Header, height: int) -> list[Note]:
    notes = []
    rows = [row for rows in look.hidden_rows for row in rows if row <= height]
    if rows:
        notes.append(Note("note.hidden_rows", {"count": len(rows), "rows": rows[:_LISTED]}))
    hidden = [
        header.names[at] for columns in look.hidden_columns for at in columns if _is_declared(header, at)
    ]
    if hidden:
        notes.append(Note("note.hidden_columns", {"count": len(hidden), "columns": hidden}))
    for key, areas in (("note.error_cells", look.errors), ("note.formula_without_value", look.without_value)):
        count = sum(area.count(height) for area in areas)
        if count:
            cells = [cell_name(area.row, area.column) for area in areas if area.count(height)]
            notes.append(Note(key, {"count": count, "cells": cells[:_LISTED]}))
    return notes


def _is_declared(header: Header, at: int) -> bool:
    return at < len(header.columns) and header.columns[at] is not None


def _put_computed(file: str, sheet: Sheet, header: Header, look: Look) -> None:
    """Formulas whose value is 0 although nothing says that anybody computed them.

    Where the workbook asks to be computed and no formula of the sheet has a value, nobody did. Else it is asked,
    where the workbook asks to be computed or a whole column has no other value.
    """
    data = set(sheet.numbers.tolist()) if look.zeros else set()
    is_never = look.wants_computing and not look.computed
    doubtful: list[str] = []
    columns: list[str] = []
    for at in sorted(look.zeros):
        rows = [row for row in look.zeros[at] if row in data] if _is_declared(header, at) else []
        name = (header.columns[at] or "") if rows else ""
        if rows and is_never:
            _refuse(sheet, rows, name)
        elif rows and (look.wants_computing or not look.computed.get(at)):
            columns.append(name)
            doubtful += [cell_name(row, at) for row in rows]
    if doubtful:
        values = {"count": len(doubtful), "columns": columns, "cells": doubtful[:_LISTED]}
        sheet.questions.append(Question(f"{file}:zeros", "question.formulas_of_zero", values))


def _refuse(sheet: Sheet, rows: Iterable[int], column: str) -> None:
    for row in rows:
        sheet.refused_cells.setdefault(row, (column, "0", NEVER_COMPUTED))
