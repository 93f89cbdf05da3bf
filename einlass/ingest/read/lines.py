"""What each line of a file is: data, header, title, sum, note or blank; decided once, for every kind of file."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from einlass.errors import ImportRefused
from einlass.ingest.clean.cells import DAY, MISSING, TEXT, Kind, integer_like
from einlass.ingest.read.columns import Cells, Lines, Row, compact, distinct, matching, spread
from einlass.ingest.read.delimited import is_row
from einlass.ingest.read.header_words import HeaderWords, is_unit_row, name_dropped, words_beside, words_of
from einlass.ingest.read.headers import Header, folded, header_of
from einlass.ingest.read.sheet import Grid, Sheet
from einlass.ingest.read.sums import check_sums
from einlass.ingest.read.titles import take_note, take_title
from einlass.ingest.report import CellError, Note
from einlass.ingest.sources import SOURCES
from einlass.ingest.vocabulary import SUM_BEHIND, SUM_ROW, WEEKDAY_HEADERS

_LABELS_WITHIN = 3  # the label of a sum row stands in one of the first columns


def sorted_lines(file: str, header: Header, above: Lines, grid: Grid) -> Sheet:
    """The sheet below a header, each line put where it belongs.

    Raises ImportRefused when columns stand there twice, another export follows, or there is no data row.
    """
    if header.doubled:
        raise ImportRefused(
            "refused.doubled_columns", file=file, row=_header_row(header, above), columns=header.doubled
        )
    sheet = Sheet(
        header.source,
        "",
        [
            name if column is None else column
            for column, name in zip(header.columns, header.names, strict=True)
        ],
        _header_row(header, above),
        grid.numbers,
        {},
    )
    sheet.header_rows = [sheet.header_row + offset for offset in range(header.height)]
    if header.renamed:
        sheet.notes.append(_renamed(header))
    for row in above:
        take_title(sheet, row)
    words = HeaderWords(file, header)
    segments = _aside(file, sheet, header, grid, words)
    words.settle(sheet)
    _fill(sheet, header, grid, segments)
    name_dropped(sheet, segments.headers, grid)
    check_sums(file, sheet, segments.sums)
    _refuse_short_header(file, sheet)
    if not len(sheet.numbers) and not sheet.ragged_rows:
        raise ImportRefused("refused.no_rows", file=file, table=sheet.source.table)
    return sheet


def _refuse_short_header(file: str, sheet: Sheet) -> None:
    """Raises ImportRefused when every row has one cell more than the header, as R writes numbered rows."""
    width = len(sheet.header) + 1
    if (
        sheet.ragged_rows
        and not len(sheet.numbers)
        and all(len(row.cells) == width for row in sheet.ragged_rows)
    ):
        raise ImportRefused(
            "refused.header_short", file=file, row=sheet.header_row, cells=width - 1, wider=width
        )


def _header_row(header: Header, above: Lines) -> int:
    return above[-1].number + 1 if above and header.index else header.index + 1


def _renamed(header: Header) -> Note:
    pairs = [f"{name} → {column}" for name, column in header.renamed.items()]
    if header.provider:
        return Note("note.remembered_columns", {"columns": pairs, "provider": header.provider})
    return Note("note.renamed_columns", {"columns": pairs})


@dataclass
class Segments:
    """Positions in the grid that are no data, the headers found further down, and the sum rows."""

    aside: list[int] = field(default_factory=list)
    headers: list[tuple[int, Header]] = field(default_factory=list)  # from this position on, this header
    sums: list[tuple[int, Row]] = field(default_factory=list)


def _aside(file: str, sheet: Sheet, header: Header, grid: Grid, words: HeaderWords) -> Segments:
    """Look at every line that cannot be a plain data row and put it where it belongs."""
    segments = Segments(headers=[(0, header)])
    last_plain = -1
    suspicious = np.flatnonzero(_is_suspicious(header, grid))
    plain = np.ones(len(grid.numbers), dtype=bool)
    plain[suspicious] = False
    if plain.any():
        last_plain = int(np.flatnonzero(plain)[-1])
    for position in suspicious:
        row = Row(int(grid.numbers[position]), [column[position].as_py() for column in grid.columns])
        current = segments.headers[-1][1]
        if _is_row_of_units(sheet, header, row):
            words.take_row(row)
            sheet.header_rows.append(row.number)
            segments.aside.append(int(position))
        elif _put_aside(file, sheet, segments, current, row, int(position), int(position) > last_plain):
            segments.aside.append(int(position))
    last_number = int(grid.numbers[last_plain]) if last_plain >= 0 else 0
    for row in grid.ragged:
        if len(row.cells) < len(header.names) and _is_row_of_units(sheet, header, row):
            words.take_row(row)
            sheet.header_rows.append(row.number)
            continue
        _put_ragged(file, sheet, segments.headers[0][1], row, row.number > last_number)
    return segments


def _is_row_of_units(sheet: Sheet, header: Header, row: Row) -> bool:
    """Whether a line right below the header says in which units its columns are."""
    is_next = row.number == sheet.header_rows[0] + len(sheet.header_rows)
    return is_next and is_unit_row(row.cells, header.declared)


def _is_suspicious(header: Header, grid: Grid) -> np.ndarray:
    """Lines that begin like a sum, or in which a required cell is empty or cannot be read."""
    with ThreadPoolExecutor() as pool:
        marks = pool.map(partial(_suspicious_cells, header, grid), range(len(grid.columns)))
        return np.asarray(np.logical_or.reduce([np.zeros(len(grid.numbers), dtype=bool), *marks]))


def _suspicious_cells(header: Header, grid: Grid, at: int) -> np.ndarray:
    cells, texts = grid.columns[at], distinct(grid.columns[at])
    name = header.columns[at]
    column = None if name is None else header.source.headers.get(name)
    is_odd = pa.array(np.zeros(len(texts), dtype=bool))
    if at < _LABELS_WITHIN:
        is_odd = matching(texts, SUM_ROW)
    if column and column.is_required:
        is_odd = pc.or_(is_odd, pc.equal(texts, ""))
        if column.kind is TEXT:
            is_odd = pc.or_(is_odd, _is_like_header(texts, name or ""))
        else:
            unreadable = [not _seems(column.kind, cell) for cell in texts.to_pylist()]
            is_odd = pc.or_(is_odd, pa.array(unreadable, pa.bool_()))
    return _marked(cells, is_odd)


def _is_like_header(texts: pa.Array, name: str) -> pa.Array:
    return pc.equal(pc.utf8_lower(texts), name.lower())


def _seems(kind: Kind, cell: str) -> bool:
    try:
        kind.read(cell)
    except CellError:
        return bool(re.search(r"\d", cell))
    return True


def _marked(cells: Cells, is_odd: pa.Array) -> np.ndarray:
    if not pc.any(is_odd).as_py():
        return np.zeros(len(cells), dtype=bool)
    return np.asarray(spread(is_odd, cells).to_numpy(zero_copy_only=False))


def _put_aside(
    file: str, sheet: Sheet, segments: Segments, header: Header, row: Row, position: int, is_behind: bool
) -> bool:
    """Whether a line is no data row; if so it is counted as what it is."""
    filled = [cell for cell in row.cells if cell]
    if not filled:
        sheet.blank_rows.append(row.number)
    elif again := _header_again(file, header, row):
        segments.headers.append((position, again))
        sheet.header_rows.append(row.number)
    elif (is_named := _is_named_sum(filled[0], header, row)) or _might_be_sum(header, row):
        segments.sums.append((position, row))
        return is_named  # one without a name is told by its numbers
    elif _is_note(filled, row, is_behind) and not is_row(filled[0], header):
        take_note(sheet, row)
    else:
        return False
    return True


def _header_again(file: str, header: Header, row: Row) -> Header | None:
    again = header_of(row.cells, [header.source])
    if again and again.doubled:
        raise ImportRefused("refused.doubled_columns", file=file, row=row.number, columns=again.doubled)
    if again is None and header_of(row.cells, SOURCES):
        raise ImportRefused("refused.several_tables", file=file, sheets=[str(row.number)])
    if again is None and [folded(cell) for cell in row.cells] == [folded(name) for name in header.names]:
        again = replace(header, names=row.cells)
    if again and words_beside(again) != words_beside(header):
        raise ImportRefused(
            "refused.header_words",
            file=file,
            row=row.number,
            table=header.source.table,
            names=[name for name in row.cells if words_of(name)] or row.cells,
        )
    return again and replace(again, index=0)


def _is_named_sum(label: str, header: Header, row: Row) -> bool:
    """Whether a line is called a sum; where the word comes last, it must not have a day of its own."""
    if re.search(SUM_ROW, label):
        return True
    pairs = zip(row.cells, header.declared, strict=False)
    days = [cell for cell, column in pairs if column and column.kind is DAY and column.is_required]
    return bool(SUM_BEHIND.search(label)) and bool(days) and all(cell in ("", label) for cell in days)


def _might_be_sum(header: Header, row: Row) -> bool:
    """No day, no identifier, but numbers: perhaps a sum without a name; it is one if it equals what it sums."""
    cells = dict(zip(header.columns, row.cells, strict=False))  # a header further down may be narrower
    source = header.source
    keys = [column.header for column in source.columns if column.name in source.key]
    numbers = [cells[column.header] for column in source.columns if integer_like(column.kind)]
    return not any(_is_key(cells[key]) for key in keys) and any(numbers)


def _is_key(cell: str | None) -> bool:
    return bool(cell) and cell not in MISSING


def _is_note(filled: list[str], row: Row, is_behind: bool) -> bool:
    """One cell alone with words in it, or anything alone below the last row of data."""
    is_alone = len(filled) == 1 and len(row.cells) > 2
    return is_alone and (is_behind or bool(re.search(r"[^\W\d_]{3}|__|©|\*", filled[0])))


def _is_note_alone(filled: list[str], header: Header) -> bool:
    """One cell in a line of its own, with words in it that are no row."""
    has_words = len(filled) == 1 and bool(re.search(r"[^\W\d_]{3}|__|©", filled[0]))
    return has_words and len(header.names) > 2 and not is_row(filled[0], header)


def _put_ragged(file: str, sheet: Sheet, header: Header, row: Row, is_behind: bool) -> None:
    filled = [cell for cell in row.cells if cell]
    if not filled:
        sheet.blank_rows.append(row.number)
    elif header_of(row.cells, SOURCES):
        raise ImportRefused("refused.several_tables", file=file, sheets=[f"{row.number}"])
    elif len(row.cells) <= len(header.names) and _is_named_sum(filled[0], header, row):
        sheet.sum_rows.append(row.number)
    elif _is_note_alone(filled, header):
        take_note(sheet, row)
    else:
        sheet.ragged_rows.append(row)


def _fill(sheet: Sheet, header: Header, grid: Grid, segments: Segments) -> None:
    """The data rows by declared column; below a header with another order, the columns change places."""
    keep = np.ones(len(grid.numbers), dtype=bool)
    keep[segments.aside] = False
    wanted = [column for column in header.columns if column is not None]
    weekday = next((name for name in header.names if folded(name) in WEEKDAY_HEADERS), "")
    for name in [*wanted, *([weekday] if weekday else [])]:
        sheet.columns[name] = _joined(name, grid, segments, keep)
    sheet.weekday_column = weekday
    sheet.numbers = grid.numbers[keep]


def _joined(name: str, grid: Grid, segments: Segments, keep: np.ndarray) -> Cells:
    starts = [position for position, _ in segments.headers] + [len(keep)]
    places = [_place(header, name) for _, header in segments.headers]
    if len(set(places)) == 1:
        column = grid.columns[places[0]]
        return column if keep.all() else compact(column.filter(pa.array(keep)))
    parts = [
        grid.columns[place].slice(start, end - start).cast(pa.string())
        for place, start, end in zip(places, starts[:-1], starts[1:], strict=True)
    ]
    return pa.concat_arrays(parts).filter(pa.array(keep)).dictionary_encode()


def _place(header: Header, name: str) -> int:
    return header.columns.index(name) if name in header.columns else header.names.index(name)
