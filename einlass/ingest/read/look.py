"""What the markup of a sheet says besides its cells: one record for all formats, and what follows from it.

Of merged cells below the header only the first holds the value, the others come empty. A day, an office or a code that
spans several rows holds for each of them. A number that does might be the sum of them or the number of each: those rows
are put aside, and so are rows whose merges span columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from einlass.ingest.clean.cells import integer_like
from einlass.ingest.read.columns import Lines
from einlass.ingest.read.headers import Header
from einlass.ingest.read.texts import Refusal
from einlass.ingest.report import Note, Question

if TYPE_CHECKING:
    from einlass.ingest.read.sheet import Sheet

_LISTED = 20
NEVER_COMPUTED = "reason.never_computed"


@dataclass(frozen=True)
class Merge:
    """Cells that are one: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def place(self) -> str:
        """The range as a spreadsheet names it, such as A3:A5."""
        return f"{cell_name(self.top, self.left)}:{cell_name(self.bottom, self.right)}"


def cell_name(row: int, column: int) -> str:
    """The name of a cell by its row (from 1) and column (from 0), such as C7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


@dataclass
class Spread:
    """What became of the merges: places that were filled, and rows to reject with their column and place."""

    filled: list[str]
    doubtful: dict[int, tuple[str, str]]


def spread(body: Lines, header: Header, merges: list[Merge]) -> Spread:
    """Fill the cells that a merge speaks for, in place; name the rows where it cannot be told."""
    result = Spread([], {})
    first, last = (body[0].number, body[-1].number) if body else (1, 0)
    for merge in merges:
        rows = range(max(merge.top, first), min(merge.bottom, last) + 1)
        columns = _declared(header, merge)
        begins_below = merge.top >= first
        value = body[merge.top - first].cells[merge.left] if begins_below and rows and columns else ""
        if not rows or not columns or (begins_below and not value):
            continue
        is_one_column = begins_below and columns == [merge.left]
        if not is_one_column or (len(rows) > 1 and not _holds_for_each(header, merge.left)):
            result.doubtful |= dict.fromkeys(rows, (header.columns[columns[0]] or "", merge.place))
        elif len(rows) > 1:
            for number in rows:
                body[number - first].cells[merge.left] = value
            result.filled.append(merge.place)
    return result


def _declared(header: Header, merge: Merge) -> list[int]:
    """The declared columns that a merge covers."""
    within = range(merge.left, min(merge.right + 1, len(header.columns)))
    return [at for at in within if header.columns[at] is not None]


def _holds_for_each(header: Header, at: int) -> bool:
    """Whether a value may stand in several rows: neither a number nor the identifier of a row."""
    column = header.source.headers[header.columns[at] or ""]
    return not integer_like(column.kind) and header.source.key != (column.name,)


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
