"""The dialects in which different systems write their exports; always byte for byte the same."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import parameters as p
import xlsxwriter

Row = dict[str, Any]
PERIOD_LINE = f"Berichtszeitraum: {p.FIRST_DAY:%d.%m.%Y} bis {p.LAST_DAY:%d.%m.%Y}"


@dataclass(frozen=True)
class Dialect:
    """How one system writes a table as text."""

    encoding: str
    delimiter: str
    newline: str = "\r\n"
    date_format: str = "%d.%m.%Y"
    is_german_number: bool = True

    def cell(self, value: Any, places: int = 1) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return value.strftime(self.date_format)
        if isinstance(value, int | float):
            return self.number(value, places)
        return str(value)

    def number(self, value: float, places: int) -> str:
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.{places}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.is_german_number else text.replace(",", "")


EXCEL_GERMAN = Dialect("utf-8-sig", ";")
OLD_WINDOWS = Dialect("cp1252", ";")
WEB_SERVICE = Dialect("utf-8", ",", "\n", "%Y-%m-%d", is_german_number=False)


@dataclass(frozen=True)
class Sheet:
    """A table with its columns in order, title lines above and sum columns below."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    titles: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    places: int = 1

    def sum_row(self) -> Row:
        return {self.columns[0]: "Summe"} | {key: sum(row[key] for row in self.rows) for key in self.sums}


def write_csv(path: Path, sheet: Sheet, dialect: Dialect) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=dialect.delimiter, lineterminator=dialect.newline)
    padding = [""] * (len(sheet.columns) - 1)
    writer.writerows([title, *padding] for title in sheet.titles)
    writer.writerow(sheet.columns)
    for row in [*sheet.rows, *([sheet.sum_row()] if sheet.sums else [])]:
        writer.writerow([dialect.cell(row.get(key), sheet.places) for key in sheet.columns])
    path.write_bytes(out.getvalue().encode(dialect.encoding))


def write_xlsx(path: Path, sheet: Sheet, name: str) -> None:
    """Title lines, an empty row, the header, the rows; dates are real dates."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2020, 3, 20, 9, 0)})
        page = book.add_worksheet(name)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        page.write_column(0, 0, sheet.titles, bold)
        head = len(sheet.titles) + 1
        page.write_row(head, 0, sheet.columns, bold)
        for number, row in enumerate(sheet.rows, head + 1):
            for column, key in enumerate(sheet.columns):
                page.write(number, column, row[key], day if isinstance(row[key], date) else None)
    path.write_bytes(stored(raw))


def stored(raw: io.BytesIO) -> bytes:
    """The same archive without compression, so that the bytes do not depend on the zlib of the machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for info in source.infolist():
            target.writestr(zipfile.ZipInfo(info.filename), source.read(info))
    return out.getvalue()
