"""Merged cells below the header: only the first cell of a merge holds the value, the others come empty.

A day, an office or a code that spans several rows holds for each of them. A number that does might be the sum of them
or the number of each: those rows are put aside, and so are rows whose merges span columns.
"""

from __future__ import annotations

from dataclasses import dataclass

from einlass.ingest.clean.cells import integer_like
from einlass.ingest.read.columns import Lines
from einlass.ingest.read.headers import Header


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
