"""What an import or an undo changes, and what somebody has to be asked about.

Rows that are there, cell by cell; rows of one file that replace each other; rows of other files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from einlass.ingest.report import CHANGED_LISTED, ChangedCell, Effect, FileReport, Note, Question
from einlass.ingest.sources import SOURCES, Source
from einlass.warehouse.build import Builder, Standing
from einlass.warehouse.offer import ChangedRow, Offer

LEAST_CHANGED = 10
SHOWN = 3
ROWS_LISTED = 20
FILES_LISTED = 10


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


def replaced_with_other_values(
    file: str, source: Source, rows: pd.DataFrame, kept: pd.DataFrame, replaced: list[int]
) -> Iterator[Question]:
    """A question if rows were replaced by a later one of the file (of `kept`) that says something else."""
    if not replaced:
        return
    is_of_many = rows.duplicated(list(source.key), keep=False)
    last = {
        key: (number, values)
        for number, key, values in _by_key(source, kept[is_of_many.loc[kept.index].to_numpy()])
    }
    headers = {column.name: column.header for column in source.columns}
    found: list[tuple[int, int]] = []
    columns: set[str] = set()
    for number, key, values in _by_key(source, rows.loc[replaced]):
        later, other = last[key]
        changed = [header for name, header in headers.items() if values.get(name) != other.get(name)]
        if changed:
            found.append((number, later))
            columns.update(changed)
    if found:
        yield Question(
            f"{file}:twice",
            "question.twice",
            {
                "count": len(found),
                "row": found[0][0],
                "later": found[0][1],
                "rows": [number for number, _ in found[:ROWS_LISTED]],
                "columns": sorted(columns),
            },
        )


def _by_key(source: Source, rows: pd.DataFrame) -> Iterator[tuple[int, tuple[Any, ...], dict[str, Any]]]:
    """Number, key and other values of each row; what is missing equals what is missing."""
    plain = rows.astype(object).where(rows.notna(), None)
    for number, values in zip(plain.index, plain.to_dict("records"), strict=True):
        named = {str(name): value for name, value in values.items()}
        yield int(number), tuple(named.pop(name) for name in source.key), named


def on_others(before: Mapping[str, Standing], after: Sequence[FileReport]) -> list[Note]:
    """How many rows of other files come in by an import, and how many no longer count."""
    changes = {
        report.batch_id: (report.file, report.accepted - before[report.batch_id].accepted)
        for report in after
        if report.batch_id in before
    }
    notes = []
    for key, sign in (("note.others_come_in", 1), ("note.others_fall_out", -1)):
        found = [(file, sign * count) for file, count in changes.values() if sign * count > 0]
        if found:
            files = [file for file, _ in found]
            listed = [*files[:FILES_LISTED], "…"] if len(files) > FILES_LISTED else files
            notes.append(Note(key, {"count": sum(count for _, count in found), "files": listed}))
    return notes


def keep(builder: Builder) -> None:
    """Remember every table as it stands."""
    builder.keep([*(source.table for source in SOURCES), "waiting"])


def since_kept(builder: Builder) -> list[Effect]:
    """What happened since, by export and office."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for source in SOURCES:
        names = [*source.names, *source.derived]
        values = [name for name in names if name not in source.table_key]
        office = "office_id" if "office_id" in names else None
        for office_id, leaving, coming, changed in builder.compared(
            source.table, source.table_key, values, office
        ):
            counts = {"leaving": leaving, "coming": coming, "changed": changed}
            found.setdefault((source.table, office_id or ""), {}).update(counts)
    for table, office_id, waiting in builder.run("load/compare_waiting"):
        found.setdefault((table, office_id or ""), {})["waiting"] = int(waiting)
    order = [source.table for source in SOURCES]
    keys = sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    return [Effect(table, office_id, **found[table, office_id]) for table, office_id in keys]
