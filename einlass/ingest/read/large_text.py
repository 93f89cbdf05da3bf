"""The lines of a large, plain text file cut by Arrow, all but the last ones.

What is taken here is what the line-by-line reader would read: quotes around whole cells of one line, one kind of line
end, every line as wide as the header, no sign that no table holds. Anything else is left to that reader.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from einlass.ingest.clean.cells import TEXT
from einlass.ingest.read import delimited
from einlass.ingest.read.columns import Cells, Row, distinct, joined
from einlass.ingest.read.headers import Header
from einlass.ingest.read.sheet import Grid, grid_of

FROM_BYTES = 256 * 1024
_TAIL = 64 * 1024  # notes and sums below the table: read line by line
_BLOCK = 4 * 1024**2
_ODD = (
    "[\\x00-\\x08\\x0e-\\x1f\\x7f\u0080-\u009f\ufffd\u00c2\u00c3\u00e2\ufeff"
    "\u0580-\u05bf\u0700-\u073f\u07c0-\u07ff]"
)
_QUOTE, _LINE_END, _RETURN = b'"\n\r'
_ENUMERATED = pa.dictionary(pa.int32(), pa.string())


def cut_in_bulk(
    raw: bytes | mmap.mmap, start: int, first: int, separator: str, header: Header
) -> Grid | None:
    """The lines of a UTF-8 text from byte `start` (line number `first`) on.

    None where the text is too small or not plain enough; the last lines may be anything but broken.
    """
    end = raw.rfind(b"\n", start, max(start, len(raw) - _TAIL)) + 1
    view = memoryview(raw)
    if end - start < FROM_BYTES:
        return None
    has_quotes = _holds(view[start:end], b'"')
    if has_quotes and not _are_around_cells(view[start:end], separator):
        return None
    try:
        table = _table(view[start:end], separator, header, has_quotes)
        tail, broken = delimited.cut(bytes(view[end:]).decode(), separator)
    except (pa.ArrowInvalid, UnicodeDecodeError):  # a line with another number of cells, or no UTF-8
        return None
    behind = grid_of([Row(first + table.num_rows + row.number - 1, row.cells) for row in tail], header)
    numbers = np.arange(first, first + table.num_rows)
    has_returns = _holds(view[start:], b"\r")
    has_one_line_end = not has_returns or len(numbers) == _count(view[start:end], b"\r")
    is_cut_at_line_ends = not (has_returns or has_quotes) or len(numbers) == _count(view[start:end], b"\n")
    if broken or not (has_one_line_end and is_cut_at_line_ends):
        return None
    _let_go(raw)
    parts = table.columns
    del table  # each part is let go as soon as it is joined: two copies of a large file are too much
    columns = _joined(parts, behind.columns)
    if columns is None:
        return None
    return Grid(np.concatenate([numbers, behind.numbers]), columns, behind.ragged)


def _let_go(raw: bytes | mmap.mmap) -> None:
    """Give back the memory of a mapped file that has been read; what is asked for once more is read anew."""
    if isinstance(raw, mmap.mmap):
        raw.madvise(mmap.MADV_DONTNEED)


def _joined(columns: list[pa.ChunkedArray], ends: list[Cells]) -> list[Cells] | None:
    """The parts of each column (their list is emptied) in one; None where a text looks odd."""

    def joined_column(at: int) -> Cells | None:
        parts = [*columns[at].chunks, ends[at]]
        columns[at] = None
        cells = joined(parts)
        return None if _is_odd(cells) else cells

    with ThreadPoolExecutor() as pool:
        whole = list(pool.map(joined_column, range(len(columns))))
    found = [cells for cells in whole if cells is not None]
    return found if len(found) == len(whole) else None


def _table(body: memoryview, separator: str, header: Header, has_quotes: bool) -> pa.Table:
    names = [str(index) for index in range(len(header.names))]
    types = {
        name: pa.string() if column is not None and _is_identifier(header, column) else _ENUMERATED
        for name, column in zip(names, header.columns, strict=True)
    }
    return arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(body)),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, quote_char='"' if has_quotes else False, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=types, strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )


def _is_identifier(header: Header, name: str) -> bool:
    """Whether nearly every row has another text in this column."""
    column = header.source.headers[name]
    return column.kind is TEXT and header.source.key == (column.name,)


def _is_odd(cells: Cells) -> bool:
    """Whether a sign stands there that the line-by-line reader looks at closer, or a cell is very long."""
    texts = distinct(cells)
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    if longest > delimited.LONGEST_CELL:
        return True
    return not _is_plain_ascii(texts) and pc.any(pc.match_substring_regex(texts, _ODD)).as_py() is True


def _is_plain_ascii(texts: pa.StringArray) -> bool:
    """Whether only letters, digits and signs of ASCII stand there, none of them odd: told at once for all cells."""
    signs = np.frombuffer(texts.buffers()[2] or b"", dtype=np.uint8)
    return not len(signs) or bool(signs.min() >= ord(" ") and signs.max() <= ord("~"))


def _are_around_cells(body: memoryview, separator: str) -> bool:
    """Whether every quote opens or closes a whole cell within its line, or stands twice for itself in such a cell.

    Arrow is lenient where the line-by-line reader refuses, so that nothing else may come to it.
    """
    whole = np.frombuffer(body, dtype=np.uint8)
    starts = _line_starts(body)
    with ThreadPoolExecutor() as pool:
        parts = (whole[start:end] for start, end in pairwise(starts))
        return all(pool.map(partial(_are_in_pairs, separator=ord(separator)), parts))


def _line_starts(body: memoryview) -> list[int]:
    """Places at which the text can be cut into blocks of whole lines, from its beginning to its end."""
    starts = [0]
    while len(body) - starts[-1] > _BLOCK:
        block = bytes(body[starts[-1] : starts[-1] + _BLOCK])
        end = block.rfind(b"\n") + 1
        starts.append(starts[-1] + (end or _BLOCK))
    return [*starts, len(body)]


def _are_in_pairs(part: np.ndarray, separator: int) -> bool:
    """Whether the quotes of whole lines open and close their cells in turn."""
    places = np.flatnonzero(part == _QUOTE)
    if not len(places):
        return True
    before = np.where(places > 0, part[places - 1], _LINE_END)
    behind = part[np.minimum(places + 1, len(part) - 1)]
    opens = (before == separator) | (before == _LINE_END)
    closes = (behind == separator) | (behind == _LINE_END) | (behind == _RETURN)
    if (opens & closes).any():
        return False
    inside = ~(opens | closes)
    if inside.any() and not _are_doubled(places, inside):
        return False
    turns = opens[~inside]
    return len(turns) % 2 == 0 and bool(turns[::2].all()) and not turns[1::2].any()


def _are_doubled(places: np.ndarray, inside: np.ndarray) -> bool:
    """Whether the quotes inside of cells come two by two, next to each other and apart from those around."""
    runs = np.flatnonzero(inside)
    if len(runs) % 2:
        return False
    first, second = runs[::2], runs[1::2]
    return bool((second == first + 1).all() and (places[second] == places[first] + 1).all())


def _holds(view: memoryview, sign: bytes) -> bool:
    return any(sign in part.tobytes() for part in _parts(view))


def _count(view: memoryview, sign: bytes) -> int:
    return sum(int(np.count_nonzero(part == sign[0])) for part in _parts(view))


def _parts(view: memoryview) -> Iterator[np.ndarray]:
    whole = np.frombuffer(view, dtype=np.uint8)
    for start in range(0, len(whole), _BLOCK):
        yield whole[start : start + _BLOCK]
