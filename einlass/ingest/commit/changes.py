"""What a file changes in rows that are there: cell by cell, and when it is so much that somebody has to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from einlass.ingest.report import CHANGED_LISTED, ChangedCell, Question
from einlass.ingest.sources import Source
from einlass.warehouse.offer import ChangedRow, Offer

LEAST_CHANGED = 10
SHOWN = 3


def changed_cells(source: Source, offer: Offer) -> tuple[ChangedCell, ...]:
    """The first cells that get another value, row by row."""
    found = [cell for row in offer.changed_rows(CHANGED_LISTED) for cell in _cells(source, row)]
    return tuple(found[:CHANGED_LISTED])


def _cells(source: Source, row: ChangedRow) -> Iterator[ChangedCell]:
    key = ", ".join(as_text(row.new[name]) for name in source.key)
    for column in source.columns:
        old, new = row.old[column.name], row.new[column.name]
        if old != new:
            yield ChangedCell(row.number, key, column.header, as_text(old), as_text(new))


def many_changed(file: str, source: Source, offer: Offer) -> Iterator[Question]:
    """A question if most numbers of rows that are there become others: the wrong month under the right days."""
    numbers = [column.name for column in source.columns if column.kind.name in ("integer", "decimal")]
    counts = {name: count for name, count in offer.changed_columns().items() if name in numbers}
    if not counts:
        return
    name, count = max(counts.items(), key=lambda pair: pair[1])
    there = offer.changed + offer.unchanged
    if count < LEAST_CHANGED or 2 * count <= there:
        return
    header = next(column.header for column in source.columns if column.name == name)
    cells = [cell for cell in changed_cells(source, offer) if cell.column == header][:SHOWN]
    examples = [f"{cell.key}: {cell.old or '–'} → {cell.new or '–'}" for cell in cells]
    values = {"count": count, "there": there, "column": header, "examples": examples}
    yield Question(f"{file}:many_changed", "question.many_changed", values)


def comes_again(file: str, offer: Offer) -> Iterator[Question]:
    """The question whether rows of a file that was imported before are to count again."""
    values = {"count": offer.new + offer.changed, "changed": offer.changed, "new": offer.new}
    yield Question(f"{file}:comes_again", "question.comes_again", values)


def as_text(cell: object) -> str:
    """A value in German notation."""
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return "" if cell is None else str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
