"""Tables of a page as a workbook: each sheet says what it is, where it comes from, and whether data are made up."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from einlass.formulas import defused
from einlass.words.brief import Sheet

WIDEST = 70  # signs of a column; longer texts wrap
LONGEST_NAME = 31  # of a sheet, as the format allows
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(sheets: Sequence[Sheet], notes: Sequence[str], title: str, created: datetime) -> bytes:
    """An XLSX file; every cell is text, so that nothing is taken for a formula or turned into another number, and
    nothing becomes one where somebody saves the sheet as CSV.

    created: the moment of the data, so that the same data give the same bytes.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": created})
    heading = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name.translate(FORBIDDEN)[:LONGEST_NAME])
        page.write_string(0, 0, defused(sheet.caption), heading)
        for number, text in enumerate(sheet.head):
            page.write_string(2, number, defused(text), head)
            longest = max([len(text), *(len(row[number]) for row in sheet.rows)])
            page.set_column(number, number, min(longest + 2, WIDEST))
        for line, row in enumerate(sheet.rows, 3):
            for number, text in enumerate(row):
                page.write_string(line, number, defused(text), cell)
        for line, note in enumerate(filter(None, notes), len(sheet.rows) + 4):
            page.write_string(line, 0, defused(note))
        page.freeze_panes(3, 1)
    book.close()
    return buffer.getvalue()
