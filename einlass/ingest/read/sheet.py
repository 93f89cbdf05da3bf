"""What one file holds: its lines from the header on, and the sheet they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from einlass.ingest.clean.days import Hints, weekday_of
from einlass.ingest.read.columns import Cells, Lines, Row, compact, distinct, spread
from einlass.ingest.read.headers import Header, filled
from einlass.ingest.report import CellError, Note, Question
from einlass.ingest.sources import Source


@dataclass
class Sheet:
    """What one file holds: its source, its rows, and what was put aside. Every line is counted once."""

    source: Source
    name: str
    header: list[str]
    header_row: int
    numbers: np.ndarray
    columns: dict[str, Cells]
    title_rows: list[int] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    blank_rows: list[int] = field(default_factory=list)
    sum_rows: list[int] = field(default_factory=list)
    note_rows: list[int] = field(default_factory=list)
    ragged_rows: list[Row] = field(default_factory=list)
    merged_rows: dict[int, tuple[str, str]] = field(default_factory=dict)  # doubtful ones: column and place
    refused_cells: dict[int, tuple[str, str, str]] = field(
        default_factory=dict
    )  # row → column, what the sheet shows, and why it cannot be taken
    dropped_headers: list[str] = field(default_factory=list)
    period: tuple[date, date] | None = None
    offices: str = ""  # as the title names them
    audience: str = ""  # as the title names it
    encoding: str = ""
    separator: str = ""
    notes: list[Note] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    weekday_column: str = ""
    counts_from_1904: bool = False
    title_words: list[str] = field(default_factory=list)  # around the table; they would change its numbers
    factors: dict[str, float] = field(default_factory=dict)  # header → factor to the declared unit

    def cells(self, header: str) -> Cells:
        """The cells of a declared column, each distinct text once."""
        return self.columns[header]

    @property
    def rows(self) -> Lines:
        """The data rows as lines, in the order of the file's header."""
        names = [name for name in self.header if name in self.columns]
        cells = [self.columns[name].to_pylist() for name in names]
        return [Row(int(number), list(line)) for number, *line in zip(self.numbers, *cells, strict=True)]

    @property
    def hints(self) -> Hints:
        """What the file says about its days besides the days themselves."""
        return Hints(self._weekdays_beside(), self.period, self.counts_from_1904)

    def _weekdays_beside(self) -> dict[str, set[int]]:
        beside: dict[str, set[int]] = {}
        day = next((column for column in self.source.columns if column.name == self.source.day), None)
        if day is None or not self.weekday_column:
            return beside
        pairs = zip(
            self.columns[day.header].to_pylist(), self.columns[self.weekday_column].to_pylist(), strict=True
        )
        for cell, weekday in set(pairs):
            if number := weekday_of(weekday):
                beside.setdefault(cell, set()).add(number)
        return beside


@dataclass
class Grid:
    """The lines of a file from its header on: those as wide as the header as columns, the others as they are."""

    numbers: np.ndarray
    columns: list[Cells]
    ragged: Lines
    beside: list[int] = field(default_factory=list)  # numbers of columns beside the table that were left out


def grid_of(lines: Lines, header: Header) -> Grid:
    """The lines below a header; one no wider than it, but for empty cells and a legend, is a plain line."""
    width = len(header.names)
    beside = _beside([row.cells for row in lines if any(row.cells[width:])], header)
    if beside:
        lines = [Row(row.number, row.cells[:width]) for row in lines]
    even = [_without_empty_end(row, width) for row in lines]
    regular = [row for row in even if len(row.cells) == width]
    cells = list(zip(*(row.cells for row in regular), strict=True)) or [()] * width
    return Grid(
        np.array([row.number for row in regular], dtype=np.int64),
        [pa.array(column, pa.string()).dictionary_encode() for column in cells],
        [row for row in even if len(row.cells) != width],
        beside,
    )


def _beside(rows: list[list[str]], header: Header) -> list[int]:
    """The numbers of filled columns right of the table that belong to something else, such as a legend.

    An empty column stands between, and none of their cells could be a day of the table: else a row is out of place.
    """
    width = len(header.names)
    if not rows or any(row[width] for row in rows):
        return []
    cells = {(at, cell) for row in rows for at, cell in enumerate(row[width:], width + 1) if cell}
    kinds = {column.kind.name: column.kind for column in header.declared if column}
    kind = kinds.get("day") or kinds.get("code")
    if kind and any(is_readable(kind.read, cell) for _, cell in cells):
        return []
    return sorted({at for at, _ in cells})


def is_readable(read: Callable[[str], object], cell: str) -> bool:
    """Whether a cell can be read."""
    try:
        read(cell)
    except CellError:
        return False
    return True


def _without_empty_end(row: Row, width: int) -> Row:
    return row if len(row.cells) <= width or any(row.cells[width:]) else Row(row.number, row.cells[:width])


def grid_of_columns(columns: list[Cells], header: Header) -> Grid:
    """The lines below a header; those with more than the header are ragged. No fewer columns than the header has."""
    first = header.index + header.height
    width = len(header.names)
    below = [column[first:] for column in columns]
    is_wide = _is_filled(below[width:], len(below[0]))
    ragged = [_row(below, int(at), first + 1) for at in np.flatnonzero(is_wide)]
    beside = _beside([row.cells for row in ragged], header)
    if beside:
        is_wide, ragged = np.zeros_like(is_wide), []
    keep = pa.array(~is_wide)
    return Grid(
        first + 1 + np.flatnonzero(~is_wide),
        [compact(column.filter(keep) if ragged else column) for column in below[:width]],
        ragged,
        beside,
    )


def _row(columns: list[Cells], at: int, first: int) -> Row:
    """A row up to its last filled cell; the row at 0 has the number `first`."""
    cells = [column[at].as_py() for column in columns]
    return Row(first + at, cells[: filled(cells)])


def _is_filled(columns: list[Cells], height: int) -> np.ndarray:
    """Marks the rows in which one of the columns holds something."""
    filled = np.zeros(height, dtype=bool)
    for cells in columns:
        filled |= spread(pc.not_equal(distinct(cells), ""), cells).to_numpy(zero_copy_only=False)
    return filled
