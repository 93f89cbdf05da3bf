"""One known table of visitor counts with what a workbook can do to its cells, and what must come of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

HEADER = ["datum", "dienststelle_id", "besucher", "zaehlart"]
OFFICES, METHODS = ("D1", "D2", "D3"), ("ZAEHL", "TICKET", "SCHAETZ")
NUMBER, TEXT, NOISE, FORMULA, ZERO_FORMULA = "number", "text", "noise", "formula", "zero formula"
ERROR, NO_VALUE, RAISED, STRUCK, LOWERED = "error", "no value", "raised", "struck", "lowered"
STRUCK_CELL, RAISED_CELL, FLAG, SHARE, BELOW_ZERO = (
    "struck cell",
    "raised cell",
    "flag",
    "share",
    "below zero",
)
ODD = {
    RAISED: "reason.raised",
    LOWERED: "reason.lowered",
    STRUCK: "reason.struck",
    STRUCK_CELL: "reason.struck",
    RAISED_CELL: "reason.raised",
    FLAG: "reason.odd_flag",
    SHARE: "reason.integer",
    BELOW_ZERO: "reason.below_zero",
}
COUNT_COLUMN = 2

Visit = tuple[date, str, int | None, str]
Said = tuple[str, dict[str, object]]


@dataclass
class Row:
    """A visitor count, how its number stands in the sheet, and whether the row is hidden."""

    visit: Visit
    how: str = NUMBER
    is_hidden: bool = False


@dataclass
class Expected:
    """What must come of a workbook: rows by number, reasons by number, notes and questions."""

    rows: dict[int, Visit] = field(default_factory=dict)
    rejected: dict[int, str] = field(default_factory=dict)
    notes: list[Said] = field(default_factory=list)
    questions: list[Said] = field(default_factory=list)


@dataclass
class Table:
    """Rows below titles; merged are ranges of rows (positions, both included) in a column."""

    rows: list[Row]
    titles: list[str] = field(default_factory=list)
    merged_days: list[tuple[int, int]] = field(default_factory=list)
    merged_counts: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    others: list[tuple[str, bool]] = field(default_factory=list)  # name and whether hidden
    linked: int = 0
    order: list[int] = field(default_factory=lambda: [0, 1, 2, 3])  # of the columns
    is_from_1904: bool = False
    wants_computing: bool = False

    @property
    def first(self) -> int:
        """The number of the first data row."""
        return len(self.titles) + 2

    def letter(self, column: int) -> str:
        """Where a column stands."""
        return "ABCD"[self.order.index(column)]


def any_table(chance: random.Random, *, is_ods: bool) -> Table:
    """Any table; some features only one of the formats has."""
    count = chance.randint(3, 14)
    days = sorted(chance.sample(range(700), count))
    visits = [
        (
            date(2018, 1, 1) + timedelta(days=day),
            chance.choice(OFFICES),
            chance.choice([None, *(chance.randint(1, 2500) for _ in range(4))]),
            chance.choice(METHODS),
        )
        for day in days
    ]
    table = Table([Row(visit) for visit in visits])
    table.titles = ["Besuche", "Stand: heute"][: chance.choice([0, 0, 1, 2])]
    _spoil_cells(chance, table)
    _merge(chance, table)
    for row in table.rows:
        row.is_hidden = chance.random() < 0.1
    table.order = chance.sample(table.order, 4) if chance.random() < 0.3 else table.order
    table.hidden_columns = [3] if chance.random() < 0.15 else []
    table.others = [("Deckblatt", False), ("Codes", True), ("Alt", True)][: chance.choice([0, 0, 1, 2, 3])]
    table.linked = chance.choice([0, 0, 1]) if is_ods else 0
    table.is_from_1904 = not is_ods and chance.random() < 0.15
    table.wants_computing = not is_ods and chance.random() < 0.3
    return table


def _spoil_cells(chance: random.Random, table: Table) -> None:
    kinds = [TEXT, NOISE, FORMULA, ZERO_FORMULA, ERROR, NO_VALUE, *ODD]
    for row in table.rows[:-1]:  # one row stays good
        if row.visit[2] is not None and chance.random() < 0.35:
            row.how = chance.choice(kinds)


def _merge(chance: random.Random, table: Table) -> None:
    """Two neighbours share a day in one merged cell, or a number in one."""
    if len(table.rows) < 6 or chance.random() < 0.5:
        return
    above, below = table.rows[0], table.rows[1]
    below.visit = (above.visit[0], "D9" if above.visit[1] != "D9" else "D8", *below.visit[2:])
    table.merged_days.append((0, 1))
    if chance.random() < 0.5:
        table.rows[2].visit = (*table.rows[2].visit[:2], 7, table.rows[2].visit[3])
        table.rows[2].how = table.rows[3].how = NUMBER
        table.rows[3].visit = (*table.rows[3].visit[:2], None, table.rows[3].visit[3])
        table.merged_counts.append((2, 3))


def expected_of(table: Table, used: str) -> Expected:
    """What must come of a table, told without looking at any file."""
    expected = Expected()
    merged = {at for first, last in table.merged_counts for at in range(first, last + 1)}
    zeros = [at for at, row in enumerate(table.rows) if row.how == ZERO_FORMULA]
    computed = [row for row in table.rows if row.how == FORMULA]
    is_never = table.wants_computing and not computed
    for at, row in enumerate(table.rows):
        number, (day, office, count, method) = table.first + at, row.visit
        if at in merged:
            expected.rejected[number] = "reason.merged"
        elif row.how in ODD:
            expected.rejected[number] = ODD[row.how]
        elif row.how == ZERO_FORMULA and is_never:
            expected.rejected[number] = "reason.never_computed"
        else:
            stored = 0 if row.how == ZERO_FORMULA else None if row.how in (ERROR, NO_VALUE) else count
            expected.rows[number] = day, office, stored, method
    expected.notes = _notes(table, used)
    if zeros and not is_never and (table.wants_computing or not computed):
        cells = _places(table, ZERO_FORMULA)
        said = {"count": len(cells), "columns": ["besucher"], "cells": cells}
        expected.questions.append(("question.formulas_of_zero", said))
    return expected


def _places(table: Table, how: str) -> list[str]:
    return [
        f"{table.letter(COUNT_COLUMN)}{table.first + at}"
        for at, row in enumerate(table.rows)
        if row.how == how
    ]


def _notes(table: Table, used: str) -> list[Said]:
    notes: list[Said] = []
    hidden = [table.first + at for at, row in enumerate(table.rows) if row.is_hidden]
    if hidden:
        notes.append(("note.hidden_rows", {"count": len(hidden), "rows": hidden}))
    if table.hidden_columns:
        columns = [HEADER[at] for at in table.hidden_columns]
        notes.append(("note.hidden_columns", {"count": len(columns), "columns": columns}))
    for key, how in (("note.error_cells", ERROR), ("note.formula_without_value", NO_VALUE)):
        if cells := _places(table, how):
            notes.append((key, {"count": len(cells), "cells": cells}))
    if table.merged_days:
        day = table.letter(0)
        places = [
            f"{day}{table.first + first}:{day}{table.first + last}" for first, last in table.merged_days
        ]
        notes.append(("note.merged_cells", {"count": len(places), "cells": places}))
    if others := [name for name, is_hidden in table.others if is_hidden]:
        notes.append(("note.hidden_sheets", {"sheets": others, "used": used}))
    if table.linked:
        notes.append(("note.linked_sheets", {"count": table.linked, "used": used}))
    return notes
