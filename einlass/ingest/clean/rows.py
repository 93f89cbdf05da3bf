"""Rows as text → typed rows, each accepted, rejected with a reason, or replaced by a later row of the file.

`typed` needs the file alone; `settle` needs to know which identifiers exist and is done again whenever a warehouse is
built, so that a warehouse without a batch is the one that never saw it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from einlass import config
from einlass.errors import ImportRefused
from einlass.ingest.clean.cells import TEXT, numbers_read, reading_of, restored
from einlass.ingest.clean.days import Hints, Reading
from einlass.ingest.clean.doubts import Decided, Numbers, left_out, numbers_of
from einlass.ingest.clean.personal import PERSONAL, hidden, looks_personal
from einlass.ingest.read.columns import Cells, distinct, spread
from einlass.ingest.read.sheet import Sheet
from einlass.ingest.report import CellError, Note, Question, Reject
from einlass.ingest.sources import Column, Source

UNDECIDED = Decided()
NOT_AVAILABLE = "NA"  # as R writes it; a name that must be given may be that


@dataclass
class Cleaned:
    """Typed rows (index: row number in the file), what was refused, what waits, and what a later row replaced.

    `waiting` holds for each row that refers to something unknown its identifier. `seen_keys` are the keys of all
    readable rows, where some of them were refused.
    """

    rows: pd.DataFrame
    rejects: list[Reject] = field(default_factory=list)
    duplicate_rows: list[int] = field(default_factory=list)
    waiting: dict[int, str] = field(default_factory=dict)
    is_sample: bool = False
    seen_keys: pd.DataFrame | None = None
    questions: list[Question] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def rejected_rows(self) -> set[int]:
        """Numbers of the refused rows; a row refused for two reasons counts once."""
        return {reject.row for reject in self.rejects}


def typed(file: str, sheet: Sheet, decided: Decided = UNDECIDED) -> Cleaned:
    """The rows whose cells can be read and whose columns agree with each other; `decided` answers what is open.

    Raises ImportRefused when sample and real data are mixed, days can be read in two ways, or none lies in the period
    that the title names.
    """
    rejects = [
        Reject(row.number, "", str(len(row.cells)), "reason.cell_count", str(len(sheet.header)))
        for row in sheet.ragged_rows
    ]
    merged = sorted(sheet.merged_rows.keys() & set(sheet.numbers if sheet.merged_rows else ()))
    rejects += [Reject(number, *sheet.merged_rows[number], "reason.merged") for number in merged]
    refused = list(_refused_cells(sheet))
    numbers = numbers_of(file, sheet, decided)
    rows = _typed(file, sheet, numbers, rejects)
    if refused:  # the better reason of two for one cell
        places = {(reject.row, reject.column) for reject in refused}
        rejects = [*refused, *(reject for reject in rejects if (reject.row, reject.column) not in places)]
    seen_keys = rows[list(sheet.source.key)]
    rows = _without(rows, rejects)
    _check_rules(sheet.source, rows, rejects)
    _refuse_other_period(file, sheet.source, sheet.period, rows)
    _check_period(sheet.source, sheet.period, rows, rejects)
    rows = _without(rows, rejects)
    return Cleaned(
        rows,
        in_order(rejects),
        is_sample=_is_sample(file, sheet.source, rows),
        seen_keys=None if len(seen_keys) == len(rows) else seen_keys,
        questions=[*numbers.questions, *left_out(file, sheet, numbers, rejects)],
        notes=list(numbers.notes),
    )


def _refused_cells(sheet: Sheet) -> Iterator[Reject]:
    """Rows with a cell that the reader of the workbook could not take; what looks like a person is left out."""
    refused = sheet.refused_cells
    rows = sheet.numbers[np.isin(sheet.numbers, list(refused))].tolist() if refused else []
    found = {number: refused[number] for number in rows}
    cells = hidden([shown for _, shown, _ in found.values()], [False] * len(found))
    for (number, (column, _, reason)), cell in zip(found.items(), cells, strict=True):
        yield Reject(number, column, cell, reason)


def settle(source: Source, rows: pd.DataFrame, known: Mapping[str, Collection[str]]) -> Cleaned:
    """The rows that refer to something known, the last one of each key; the others wait for what they refer to."""
    if rows.empty:
        return Cleaned(rows)
    waiting = _referring_to_unknown(source, rows, known)
    rows = rows[~rows.index.isin(waiting.keys())] if waiting else rows
    is_latest = ~_is_repeated(source, rows)
    return Cleaned(
        rows if is_latest.all() else rows[is_latest],
        duplicate_rows=[int(number) for number in rows.index[~is_latest]],
        waiting=waiting,
    )


def in_order(rejects: list[Reject]) -> list[Reject]:
    """Refused rows as they stand in the file."""
    return sorted(rejects, key=lambda reject: (reject.row, reject.column))


def arrow_rows(source: Source, rows: pd.DataFrame) -> pa.Table:
    """Rows as an Arrow table with the number of each in its file; repeated texts as a dictionary."""
    columns = {column.name: _arrow(rows[column.name], column.kind.arrow) for column in source.columns}
    columns |= {name: _arrow(rows[name], pa.string()) for name in source.derived if name in rows}
    columns |= {name: _arrow(rows[name], kind) for name, kind in source.computed.items() if name in rows}
    return pa.table({**columns, "row_number": pa.array(rows.index, type=pa.int32())})


def _arrow(values: pd.Series, kind: pa.DataType) -> pa.Array:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return pa.array(values.array)
    return pa.array(values.array, type=kind)


def _typed(file: str, sheet: Sheet, numbers: Numbers, rejects: list[Reject]) -> pd.DataFrame:
    hints = sheet.hints

    def values(column: Column) -> pd.api.extensions.ExtensionArray:
        return _read_column(column, _reading(column, sheet, file, hints, numbers), sheet, rejects)

    with ThreadPoolExecutor() as pool:
        columns = dict(zip(sheet.source.names, pool.map(values, sheet.source.columns), strict=True))
    return pd.DataFrame(columns, index=pd.Index(sheet.numbers, name="row_number"), copy=False)


def _reading(column: Column, sheet: Sheet, file: str, hints: Hints, numbers: Numbers) -> Reading:
    if column.kind is TEXT:
        return column.kind.read
    cells = distinct(sheet.cells(column.header)).to_pylist()
    if column.header in numbers.columns:
        return numbers_read(cells, *numbers.columns[column.header])
    return reading_of(column.kind, cells, file, column.header, hints)


def _read_column(
    column: Column, reading: Reading, sheet: Sheet, rejects: list[Reject]
) -> pd.api.extensions.ExtensionArray:
    """Each distinct cell is read once, then spread over its rows."""
    cells = sheet.cells(column.header)
    reasons: dict[int, CellError] = {}
    if column.kind is TEXT:
        values = _texts(column, distinct(cells), reasons)
    else:
        values = _values(column, reading, distinct(cells), reasons)
    if reasons:
        _reject_rows(column, cells, sheet.numbers, reasons, rejects)
    if (
        values.type == pa.string()
        and isinstance(cells, pa.DictionaryArray)
        and column.name not in sheet.source.key
    ):
        return _categorical(values, cells)
    return pd.arrays.ArrowExtensionArray(spread(values, cells))


def _categorical(values: pa.StringArray, cells: pa.DictionaryArray) -> pd.Categorical:
    """Few texts in many rows: each is held once."""
    encoded = values.dictionary_encode()
    codes = encoded.indices.take(cells.indices).fill_null(-1)
    return pd.Categorical.from_codes(
        codes.to_numpy(), categories=pd.Index(encoded.dictionary.to_pylist(), dtype="str")
    )


def _texts(column: Column, texts: pa.Array, reasons: dict[int, CellError]) -> pa.Array:
    """Texts as they stand; an empty one is missing, one that looks like a person is refused."""
    texts = restored(texts)
    is_personal_text = looks_personal(
        texts, is_identifier=column.name.endswith("_id"), is_link=column.name.endswith("_url")
    )
    for index in pc.indices_nonzero(is_personal_text).to_pylist():
        reasons[index] = CellError(PERSONAL)
    is_empty = pc.equal(texts, "")
    if not column.is_required:
        is_empty = pc.or_(is_empty, pc.equal(texts, NOT_AVAILABLE))
    if column.is_required:
        for index in pc.indices_nonzero(is_empty).to_pylist():
            reasons[index] = CellError("reason.missing")
    return pc.if_else(pc.or_(is_empty, is_personal_text), pa.scalar(None, pa.string()), texts)


def _values(column: Column, reading: Reading, texts: pa.Array, reasons: dict[int, CellError]) -> pa.Array:
    values: list[object] = []
    for index, cell in enumerate(texts.to_pylist()):
        try:
            values.append(_read_cell(column, reading, cell))
        except CellError as error:
            reasons[index] = error
            values.append(None)
    return pa.array(values, type=column.kind.arrow)


def _read_cell(column: Column, reading: Reading, cell: str) -> object:
    value = reading(cell) if cell else None
    if value is None and column.is_required:
        raise CellError("reason.missing")
    return value


def _reject_rows(
    column: Column,
    cells: Cells,
    numbers: np.ndarray,
    reasons: dict[int, CellError],
    rejects: list[Reject],
) -> None:
    texts = distinct(cells)
    indices = spread(pa.array(np.arange(len(texts))), cells).to_numpy(zero_copy_only=False)
    found = texts.take(pa.array(reasons, pa.int64())).to_pylist()
    known = [error.reason == PERSONAL for error in reasons.values()]
    shown = dict(zip(reasons, hidden(found, known), strict=True))
    reasons = {
        index: CellError(PERSONAL) if cell != shown[index] else reasons[index]
        for index, cell in zip(reasons, found, strict=True)
    }
    rejects.extend(
        Reject(int(numbers[at]), column.header, shown[index], reasons[index].reason, reasons[index].expected)
        for at in np.flatnonzero(np.isin(indices, list(reasons)))
        if (index := int(indices[at])) in reasons
    )


def _without(rows: pd.DataFrame, rejects: list[Reject]) -> pd.DataFrame:
    numbers = {reject.row for reject in rejects}
    return rows[~rows.index.isin(numbers)] if numbers else rows


def _is_repeated(source: Source, rows: pd.DataFrame) -> np.ndarray:
    """Rows whose key comes again further down."""
    if len(source.key) == 1 and len(rows):
        column = rows[source.key[0]].array.__arrow_array__().combine_chunks()
        if pc.all(pc.less(column[:-1], column[1:])).as_py():  # numbered as most systems do
            return np.zeros(len(rows), dtype=bool)
        if pc.count_distinct(column).as_py() == len(rows):
            return np.zeros(len(rows), dtype=bool)
    return np.asarray(rows.duplicated(list(source.key), keep="last"))


def _referring_to_unknown(
    source: Source, rows: pd.DataFrame, known: Mapping[str, Collection[str]]
) -> dict[int, str]:
    """Rows whose office, check or wave is not there, with its identifier."""
    found: dict[int, str] = {}
    for name, table in source.references.items():
        is_unknown = rows[name].notna() & ~rows[name].isin(list(known[table]))
        values = rows.loc[is_unknown, name]
        found |= dict(zip(values.index.tolist(), values.tolist(), strict=True))
    return found


def _check_rules(source: Source, rows: pd.DataFrame, rejects: list[Reject]) -> None:
    headers = {column.name: column.header for column in source.columns}
    for rule in source.rules:
        is_broken = rule.is_broken(rows).fillna(False).astype(bool)
        if not is_broken.any():
            continue
        broken = rows.loc[is_broken, list(rule.columns)]
        named = ", ".join(headers[name] for name in rule.columns)
        values = zip(*(broken[name].tolist() for name in rule.columns), strict=True)
        rejects.extend(
            Reject(
                int(number), named, ", ".join("" if pd.isna(cell) else str(cell) for cell in cells), rule.key
            )
            for number, cells in zip(broken.index, values, strict=True)
        )


def _check_period(
    source: Source, period: tuple[date, date] | None, rows: pd.DataFrame, rejects: list[Reject]
) -> None:
    """Rows that begin after today, or lie wholly outside the period that the file declares.

    Nothing says that the other days outside the period are complete.
    """
    if source.day is None or rows.empty:
        return
    today = config.today()
    header = next(column.header for column in source.columns if column.name == source.day)
    checks = [("reason.future_day", rows[source.day] > today, f"… – {today:%d.%m.%Y}")]
    if period:
        is_outside = (rows[source.day_until or source.day] < period[0]) | (rows[source.day] > period[1])
        expected = f"{period[0]:%d.%m.%Y} – {period[1]:%d.%m.%Y}"
        checks.append(("reason.outside_period", is_outside, expected))
    for reason, is_wrong, expected in checks:
        rejects.extend(
            Reject(int(number), header, f"{day:%d.%m.%Y}", reason, expected)
            for number, day in rows.loc[is_wrong, source.day].items()
        )


def _refuse_other_period(
    file: str, source: Source, period: tuple[date, date] | None, rows: pd.DataFrame
) -> None:
    """Raises ImportRefused when every row lies outside the period that the file declares."""
    if source.day is None or period is None or rows.empty:
        return
    first, last = rows[source.day].min(), rows[source.day_until or source.day].max()
    is_inside = (rows[source.day_until or source.day] >= period[0]) & (rows[source.day] <= period[1])
    if not is_inside.any():
        raise ImportRefused(
            "refused.other_period",
            file=file,
            stated_from=period[0],
            stated_until=period[1],
            first=first,
            last=last,
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


def covered(
    source: Source, declared: tuple[date, date] | None, rows: pd.DataFrame
) -> tuple[date, date] | None:
    """Half-open range of days the file speaks about: as its title declares, else first to last day found.

    What a title declares beyond today nobody can know yet.
    """
    if declared:
        return declared[0], max(declared[0], min(declared[1], config.today())) + timedelta(days=1)
    if source.day is None or rows.empty:
        return None
    last = rows[source.day_until or source.day].max()
    return rows[source.day].min(), last + timedelta(days=1)
