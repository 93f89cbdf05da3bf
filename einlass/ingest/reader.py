"""Bytes of an export → its header, its rows as columns of text, and every line that is neither.

A file that fits no declared export is refused. Files without quotes are cut by Arrow, the others line by line.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from einlass.errors import ImportRefused
from einlass.ingest import text, workbook
from einlass.ingest.headers import Header, Spelling, header_among, nearest
from einlass.ingest.lines import Grid, Sheet, sorted_lines
from einlass.ingest.report import Note, Question
from einlass.ingest.sources import SOURCES, Source
from einlass.ingest.text import SEPARATORS, Lines, Row

_HEAD_BYTES = 256 * 1024
_FAST_FROM = 64 * 1024  # smaller files are cut line by line in no time


def read(path: Path, sources: Sequence[Source] = SOURCES, spellings: Sequence[Spelling] = ()) -> Sheet:
    """The sheet of an export file (CSV, XLSX, ODS).

    Raises ImportRefused when the file is missing, empty, cut off, undecodable or fits no declared source.
    """
    content = _content(path)
    if content.startswith((b"PK", workbook.OLD_WORKBOOK)):
        return _from_workbook(path.name, content, sources, spellings)
    return _from_text(path.name, content, sources, spellings)


def _content(path: Path) -> bytes:
    try:
        before = path.stat()
        content = path.read_bytes()
        after = path.stat()
    except OSError:
        raise ImportRefused("refused.unreadable", file=path.name) from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ImportRefused("refused.still_written", file=path.name)
    if not content.strip(b"\0 \r\n\t"):
        raise ImportRefused("refused.empty", file=path.name)
    return content


# --- Workbooks ------------------------------------------------------------------------------------------


def _from_workbook(
    file: str, content: bytes, sources: Sequence[Source], spellings: Sequence[Spelling]
) -> Sheet:
    pages = workbook.pages(file, content)
    found = [
        (page, header)
        for page in pages
        if (header := header_among(page.lines, sources, spellings)) is not None
    ]
    shown = [entry for entry in found if not entry[0].is_hidden] or found
    if len(shown) > 1:
        raise ImportRefused("refused.several_tables", file=file, sheets=[page.name for page, _ in shown])
    if not shown:
        raise _no_source(file, [page.lines for page in pages], sources)
    page, header = shown[0]
    lines = [_without_empty_end(row, len(header.names)) for row in page.lines]
    sheet = sorted_lines(
        file, header, lines[: header.index], _grid_of(lines[header.index + header.height :], header)
    )
    sheet.name, sheet.encoding = page.name, "xlsx" if b"xl/workbook" in content else "ods"
    sheet.notes += page.notes
    hidden = [other.name for other in pages if other.is_hidden]
    if hidden:
        sheet.notes.append(Note("note.hidden_sheets", {"sheets": hidden, "used": page.name}))
    return sheet


def _without_empty_end(row: Row, width: int) -> Row:
    """A line no wider than the header where only empty cells stand behind it."""
    return row if len(row.cells) <= width or any(row.cells[width:]) else Row(row.number, row.cells[:width])


# --- Text -----------------------------------------------------------------------------------------------


def _from_text(file: str, content: bytes, sources: Sequence[Source], spellings: Sequence[Spelling]) -> Sheet:
    decoded, encoding = text.decode(file, content)
    is_ended = decoded.endswith(("\n", "\r"))
    found = list(_fitting(file, decoded, sources, spellings))
    if len(found) > 1:
        raise ImportRefused("refused.several_tables", file=file, sheets=["CSV"] * len(found))
    if not found:
        raise _no_source(file, [text.cut(decoded, separator)[0] for separator in SEPARATORS], sources)
    separator, lines, header = found[0]
    grid = _fast_grid(decoded, separator, header) or _slow_grid(file, decoded, separator, header)
    sheet = sorted_lines(file, header, lines[: header.index], grid)
    _refuse_cut_off(file, sheet, decoded, is_ended)
    sheet.encoding, sheet.separator = encoding, separator
    return sheet


def _fitting(
    file: str, decoded: str, sources: Sequence[Source], spellings: Sequence[Spelling]
) -> Iterator[tuple[str, Lines, Header]]:
    """The separators with which the beginning of the text holds a declared header."""
    head = decoded if len(decoded) <= _HEAD_BYTES else decoded[:_HEAD_BYTES].rpartition("\n")[0] + "\n"
    for separator in SEPARATORS:
        lines, broken = text.cut(head, separator)
        header = header_among(lines, sources, spellings)
        if header:
            if broken and head is decoded:
                raise _broken(file, broken)
            yield separator, lines, header


def _broken(file: str, broken: text.Break) -> ImportRefused:
    return ImportRefused(broken.key, file=file, row=broken.row, limit=text.LONGEST_CELL)


def _fast_grid(decoded: str, separator: str, header: Header) -> Grid | None:
    """The grid cut by Arrow, where the text is simple enough: no quotes, one kind of line end, no odd line."""
    if len(decoded) < _FAST_FROM or '"' in decoded or header.height > 1:
        return None
    newline = "\r\n" if "\r\n" in decoded else "\n"
    if decoded.count("\r") != (decoded.count("\r\n")) or (
        newline == "\r\n" and decoded.count("\n") != decoded.count("\r\n")
    ):
        return None
    start = 0
    for _ in range(header.index + header.height):
        start = decoded.index(newline, start) + len(newline)
    names = [str(index) for index in range(len(header.names))]
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(decoded[start:].encode()),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=8 * 1024**2),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, quote_char=False, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:  # a line with another number of cells
        return None
    first = header.index + header.height + 1
    columns = [_trimmed(column) for column in table.columns]
    return Grid(np.arange(first, first + table.num_rows), columns, [])


def _trimmed(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """One array with one dictionary, without spaces at the ends of its texts."""
    array = column.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks else pa.array([], pa.string()).dictionary_encode()
    stripped = pc.utf8_trim_whitespace(array.dictionary)
    if stripped.equals(array.dictionary):
        return array
    encoded = stripped.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(array.indices), encoded.dictionary)


def _slow_grid(file: str, decoded: str, separator: str, header: Header) -> Grid:
    lines, broken = text.cut(decoded, separator)
    if broken:
        raise _broken(file, broken)
    width = len(header.names)
    return _grid_of([_without_empty_end(row, width) for row in lines[header.index + header.height :]], header)


def _grid_of(lines: Lines, header: Header) -> Grid:
    width = len(header.names)
    regular = [row for row in lines if len(row.cells) == width]
    cells = list(zip(*(row.cells for row in regular), strict=True)) or [()] * width
    return Grid(
        np.array([row.number for row in regular], dtype=np.int64),
        [pa.array(column, pa.string()).dictionary_encode() for column in cells],
        [row for row in lines if len(row.cells) != width],
    )


def _refuse_cut_off(file: str, sheet: Sheet, decoded: str, is_ended: bool) -> None:
    """A file that ends inside a line is refused; one whose last line is whole but has no line end is asked about."""
    last = max([0, *sheet.numbers[-1:], *sheet.sum_rows, *sheet.note_rows, *sheet.blank_rows])
    if sheet.ragged_rows and sheet.ragged_rows[-1].number > last:
        raise ImportRefused("refused.cut_off", file=file, row=sheet.ragged_rows[-1].number)
    if not is_ended and len(sheet.numbers) and sheet.numbers[-1] == last:
        sheet.questions.append(
            Question(f"{file}:line_end", "question.line_end", {"row": int(last), "cell": ""})
        )


def _no_source(file: str, cuts: list[Lines], sources: Sequence[Source]) -> ImportRefused:
    """Why a file fits no source: the nearest header and what it lacks, or none."""
    near = [entry for lines in cuts if (entry := nearest(lines, sources))]
    if not near:
        return ImportRefused("refused.no_source", file=file)
    number, source, missing = min(near, key=lambda entry: len(entry[2]) / len(entry[1].columns))
    return ImportRefused(
        "refused.columns_missing", file=file, row=number, table=source.table, missing=missing
    )
