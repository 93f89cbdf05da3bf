"""What a chart or table of a page holds, as it leaves the screen: one record, worn by CSV, XLSX, PDF and pictures.

Every file says what it shows, what it rests on, where it can be seen, and that it is not for publication.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from einlass.export.table_csv import plain_number, table_csv
from einlass.formulas import defused
from einlass.words import Words, unmarked

WIDEST = 60  # signs of a column; longer texts wrap
LONGEST_TITLE = 250  # signs of a title in a workbook's properties
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Extract:
    """A finding with everything that belongs to it.

    stem: its name as a file. mark: that it is internal, and whether the data are made up. title: the finding; sub:
    unit and period. numeric: columns of the table with numbers. data: the same numbers with all digits, as CSV.
    notes: what it rests on and what limits it. foot: exports and Stand. about: term and text, such as licence,
    contact, address of the view.
    """

    stem: str
    mark: str
    title: str
    sub: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Collection[int]
    data: bytes
    notes: Sequence[str]
    foot: str
    about: Sequence[tuple[str, str]]
    alt: str
    made_at: datetime

    @property
    def lines(self) -> list[str]:
        """The whole note below the mark, a line each and each once."""
        told = [
            self.title,
            self.sub,
            *self.notes,
            self.foot,
            *(f"{term}: {text}" for term, text in self.about),
        ]
        return list(dict.fromkeys(unmarked(one) for one in told if one))


def mark(w: Words, *, is_sample: bool) -> str:
    """What every internal file says of itself."""
    return " · ".join([w("files.internal"), *([w("sample.mark")] if is_sample else [])])


def extract_table(extract: Extract, w: Words) -> bytes:
    """The table as it stands on the page, for a spreadsheet; the note below it."""
    caption = f"{extract.caption} ({extract.mark})"
    return table_csv(caption, extract.head, extract.rows, [extract.mark, *extract.lines], w)


def extract_data(extract: Extract, w: Words) -> bytes:
    """The numbers with all digits, for a program. The first row alone holds the whole note: it may be long."""
    head, *rows = _read(extract.data)
    about = dict(extract.about)
    shared = {"view": about.get(w("files.view"), ""), "contact": about.get(w("files.contact"), "")}
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([*head, *shared, "note"])
    for number, row in enumerate(rows):
        note = "" if number else " ".join([extract.mark, *extract.lines])
        lines.writerow([*row, *map(defused, (*shared.values(), note))])
    return text.getvalue().encode()


def extract_xlsx(extract: Extract, w: Words) -> bytes:
    """The table as on the page, the note, and the numbers with all digits, a sheet each; no text is ever run."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": extract.title[:LONGEST_TITLE], "created": extract.made_at})
    for name, head, rows in _sheets(extract, w):
        _write(book, w(f"files.sheet.{name}"), [extract.mark, extract.caption], head, rows)
    book.close()
    return buffer.getvalue()


Cell = str | float


def _sheets(extract: Extract, w: Words) -> Iterator[tuple[str, Sequence[str], list[list[Cell]]]]:
    shown = [
        [_shown(text, w) if place in extract.numeric else unmarked(text) for place, text in enumerate(row)]
        for row in extract.rows
    ]
    yield "table", extract.head, shown
    yield "notes", [], [[line] for line in extract.lines]
    if extract.data:
        head, *rows = _read(extract.data)
        yield "data", head, [[_exact(text) for text in row] for row in rows]


def _read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def _shown(text: str, w: Words) -> Cell:
    """A cell of the page: a number where it is nothing but one."""
    number = plain_number(unmarked(text), w)
    return unmarked(text) if number is None else number


def _exact(text: str) -> Cell:
    """A cell for programs: a number with all its digits; one that begins with a zero is a name."""
    return float(text) if _NUMBER.fullmatch(text) else text


def _write(book: Any, name: str, above: list[str], head: Sequence[str], rows: list[list[Cell]]) -> None:
    strong = book.add_format({"bold": True, "text_wrap": bool(head), "valign": "top"})
    usual = book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet(name)
    for line, text in enumerate(above):
        page.write_string(line, 0, defused(text), book.add_format({"bold": True}))
    lines: list[Sequence[Cell]] = [list(head), *rows] if head else list(rows)
    for line, row in enumerate(lines, len(above) + 1):
        form = strong if head and line == len(above) + 1 else usual
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(line, place, defused(value), form)
            else:
                page.write_number(line, place, value, usual)
    for place in range(max(map(len, lines), default=0)):
        longest = max(len(str(row[place])) for row in lines if place < len(row))
        page.set_column(place, place, min(longest + 2, WIDEST) if head else 2 * WIDEST)
    if head:
        page.freeze_panes(len(above) + 2, 1)
