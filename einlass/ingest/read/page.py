"""One sheet of a workbook: its first lines, its columns when they are asked for, and the look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from einlass.ingest.read.columns import Cells, Lines, Row, lines_of
from einlass.ingest.read.headers import HEADER_WITHIN, TALLEST, Header
from einlass.ingest.read.look import Look, Spread, spread
from einlass.ingest.read.sheet import Grid, grid_of, grid_of_columns
from einlass.ingest.read.texts import Refusal, shown_as

HEAD = HEADER_WITHIN + TALLEST


@dataclass
class Page:
    """A sheet; cells and look are read when they are needed."""

    name: str
    is_hidden: bool
    height: int
    read_head: Callable[[], Lines]
    read_columns: Callable[[], list[Cells]]
    read_look: Callable[[], Look]
    has_marks: bool = False  # whether parts of texts may be raised or struck out, headers included

    @cached_property
    def look(self) -> Look:
        """What the markup says besides the cells."""
        return self.read_look()

    @cached_property
    def head(self) -> Lines:
        """The first lines, as the sheet shows them."""
        lines = self.read_head()
        if not self.has_marks:
            return lines
        return [
            Row(line.number, [self._shown(line.number, at, cell) for at, cell in enumerate(line.cells)])
            for line in lines
        ]

    def _shown(self, row: int, at: int, cell: str) -> str:
        refusal = self.look.refused.get((row, at))
        return cell if refusal is None else refusal.shown or cell

    def below(self, header: Header) -> tuple[Grid, Spread]:
        """The lines below the header, and what became of merged cells there."""
        first = header.index + header.height
        columns = shown_columns(self.read_columns(), header, self.look)
        if not any(merge.bottom > first for merge in self.look.merges):
            return grid_of_columns(columns, header), Spread([], {})
        body = lines_of(columns, first)
        merged = spread(body, header, self.look.merges)
        return grid_of(body, header), merged


def shown_columns(columns: list[Cells], header: Header, look: Look) -> list[Cells]:
    """The columns with the texts that cells show where they hold something else; the look learns them, too."""
    days = {at for at in range(len(header.columns)) if _is_day(header, at)}
    shown = look.shown | {place: day for place, day in look.days.items() if place[1] in days}
    rows: dict[int, set[int]] = {}
    for row, at in (*shown, *look.refused):
        if at < len(columns) and row <= len(columns[at]):
            rows.setdefault(at, set()).add(row)
    return [
        _shown_cells(cells, at, rows[at], look, shown) if at in rows else cells
        for at, cells in enumerate(columns)
    ]


def _is_day(header: Header, at: int) -> bool:
    column = header.source.headers.get(header.columns[at] or "")
    return column is not None and column.kind.name == "day"


def _shown_cells(
    cells: Cells, at: int, rows: set[int], look: Look, shown: dict[tuple[int, int], str]
) -> pa.DictionaryArray:
    texts = cells.to_pylist()
    for row in rows:
        refusal = look.refused.get((row, at))
        if refusal and not refusal.shown:
            refusal = Refusal(refusal.reason, shown_as(texts[row - 1], refusal.reason))
            look.refused[(row, at)] = refusal
        texts[row - 1] = refusal.shown if refusal else shown[(row, at)]
    return pa.array(texts, pa.string()).dictionary_encode()
