"""Rows as text → typed rows, each accepted, rejected with a reason, or replaced by a later row of the file."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd
import pyarrow as pa

from einlass import config
from einlass.errors import ImportRefused
from einlass.ingest.cells import CellError
from einlass.ingest.reader import Sheet
from einlass.ingest.sources import Column, Source


@dataclass(frozen=True)
class Reject:
    """Why a row was refused: where it stands, what was found, what would be accepted. `reason` is a text key."""

    row: int
    column: str
    value: str
    reason: str
    expected: str = ""


@dataclass
class Cleaned:
    """Typed rows (index: row number in the file), what was refused, and what a later row replaced."""

    rows: pd.DataFrame
    rejects: list[Reject] = field(default_factory=list)
    duplicate_rows: list[int] = field(default_factory=list)
    is_sample: bool = False
    period: tuple[date, date] | None = None

    @property
    def rejected_rows(self) -> set[int]:
        """Numbers of the refused rows; a row refused for two reasons counts once."""
        return {reject.row for reject in self.rejects}


def clean(file: str, sheet: Sheet, known: Mapping[str, Set[str]]) -> Cleaned:
    """The typed rows of a sheet; `known` holds, per referenced table, the identifiers that exist.

    Raises ImportRefused when rows of sample data and of real data are mixed in one file.
    """
    rejects = [
        Reject(row.number, "", str(len(row.cells)), "reason.cell_count", str(len(sheet.header)))
        for row in sheet.ragged_rows
    ]
    rows = _typed(sheet, rejects)
    rows = _without(rows, rejects)
    _check_references(sheet.source, rows, known, rejects)
    _check_rules(sheet.source, rows, rejects)
    rows = _without(rows, rejects)
    is_latest = ~rows.duplicated(list(sheet.source.key), keep="last")
    cleaned = Cleaned(
        rows=rows[is_latest],
        rejects=sorted(rejects, key=lambda reject: (reject.row, reject.column)),
        duplicate_rows=[int(number) for number in rows.index[~is_latest]],
        is_sample=_is_sample(file, sheet.source, rows),
    )
    cleaned.period = _covered(sheet, cleaned.rows)
    return cleaned


def arrow_schema(source: Source) -> pa.Schema:
    """The Arrow types of a source's clean rows."""
    return pa.schema([pa.field(column.name, column.kind.arrow) for column in source.columns])


def _typed(sheet: Sheet, rejects: list[Reject]) -> pd.DataFrame:
    numbers = [row.number for row in sheet.rows]
    cells = list(zip(*(row.cells for row in sheet.rows), strict=True)) or [()] * len(sheet.header)
    position = {header: index for index, header in enumerate(sheet.header)}
    columns = {
        column.name: _read_column(column, numbers, cells[position[column.header]], rejects)
        for column in sheet.source.columns
    }
    return pd.DataFrame(columns, index=pd.Index(numbers, name="row_number"))


def _read_column(
    column: Column, numbers: list[int], cells: tuple[str, ...], rejects: list[Reject]
) -> pd.Series[object]:
    """Each distinct cell is read once, then spread over its rows."""
    values: dict[str, object] = {}
    reasons: dict[str, CellError] = {}
    for cell in set(cells):
        try:
            values[cell] = _read_cell(column, cell)
        except CellError as error:
            reasons[cell] = error
    if reasons:
        rejects.extend(
            Reject(number, column.header, cell, reasons[cell].reason, reasons[cell].expected)
            for number, cell in zip(numbers, cells, strict=True)
            if cell in reasons
        )
    array = pa.array([values.get(cell) for cell in cells], type=column.kind.arrow)
    return pd.Series(array.to_pandas(types_mapper=pd.ArrowDtype).array, index=numbers)


def _read_cell(column: Column, cell: str) -> object:
    if cell:
        return column.kind.read(cell)
    if column.is_required:
        raise CellError("reason.missing")
    return None


def _without(rows: pd.DataFrame, rejects: list[Reject]) -> pd.DataFrame:
    return rows[~rows.index.isin({reject.row for reject in rejects})]


def _check_references(
    source: Source, rows: pd.DataFrame, known: Mapping[str, Set[str]], rejects: list[Reject]
) -> None:
    headers = {column.name: column.header for column in source.columns}
    for name, table in source.references.items():
        unknown = rows[name].notna() & ~rows[name].isin(known[table])
        rejects.extend(
            Reject(int(number), headers[name], str(value), f"reason.unknown_{table}")
            for number, value in rows.loc[unknown, name].items()
        )


def _check_rules(source: Source, rows: pd.DataFrame, rejects: list[Reject]) -> None:
    headers = {column.name: column.header for column in source.columns}
    for rule in source.rules:
        broken = rows[rule.is_broken(rows).fillna(False).astype(bool)]
        rejects.extend(
            Reject(
                int(number),
                ", ".join(headers[name] for name in rule.columns),
                ", ".join("" if pd.isna(row[name]) else str(row[name]) for name in rule.columns),
                rule.key,
            )
            for number, row in broken.iterrows()
        )


def _is_sample(file: str, source: Source, rows: pd.DataFrame) -> bool:
    """Whether the rows are sample data, by the prefix of their identifiers."""
    if rows.empty:
        return False
    marked = pd.Series(False, index=rows.index)
    for name in source.id_columns:
        marked |= rows[name].str.startswith(config.SAMPLE_ID_PREFIX).fillna(False).astype(bool)
    if source.table == "events":  # an event for all offices carries no identifier
        marked |= rows["office_id"].isna() & bool(marked.any())
    if marked.any() and not marked.all():
        raise ImportRefused("refused.mixed_sample", file=file, row=int(marked.index[~marked][0]))
    return bool(marked.all())


def _covered(sheet: Sheet, rows: pd.DataFrame) -> tuple[date, date] | None:
    """Half-open range of days the file speaks about: as its title declares, else first to last day found."""
    if sheet.period:
        return sheet.period[0], sheet.period[1] + timedelta(days=1)
    if sheet.source.day is None or rows.empty:
        return None
    last = rows[sheet.source.day_until or sheet.source.day].max()
    return rows[sheet.source.day].min(), last + timedelta(days=1)
