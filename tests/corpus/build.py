"""Small builders: a text table in any dialect, an XLSX with raw cells, an ODS, a ZIP with a lying directory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import xlsxwriter

HEADER = "datum;dienststelle_id;besucher;zaehlart"
ROWS = ("04.03.2019;D1;93;ZAEHL", "05.03.2019;D1;1.234;ZAEHL", "06.03.2019;D1;;SCHAETZ")
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def text(*lines: str, newline: str = "\r\n", encoding: str = "utf-8", end: bool = True) -> bytes:
    """Lines as a file."""
    return (newline.join(lines) + (newline if end else "")).encode(encoding)


def table(**layout: object) -> bytes:
    """Three good visitor counts."""
    return text(HEADER, *ROWS, **layout)


def xlsx(lines: Sequence[Sequence[object]], **options: object) -> bytes:
    """A workbook; options: hidden_rows, merged (place → value), before (name → lines), hidden, name, date_1904."""
    content = io.BytesIO()
    settings = {
        "in_memory": True,
        "default_date_format": "dd.mm.yyyy",
        "date_1904": options.get("date_1904", False),
    }
    with xlsxwriter.Workbook(content, settings) as book:
        for name, cells in {**options.get("before", {}), options.get("name", "Daten"): lines}.items():
            page = book.add_worksheet(name)
            for number, line in enumerate(cells):
                page.write_row(number, 0, line)
            if name in options.get("hidden", ()):
                page.hide()
            else:
                page.activate()
            if name == options.get("name", "Daten"):
                for row in options.get("hidden_rows", ()):
                    page.set_row(row, None, None, {"hidden": True})
                for place, value in options.get("merged", {}).items():
                    page.merge_range(place, value)
    return content.getvalue()


def patched(book: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with one part changed."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old.encode() in data, (part, old)
                data = data.replace(old.encode(), new.encode())
            target.writestr(name, data)
    return content.getvalue()


def ods(lines: Sequence[Sequence[object]], *, row: str = "", name: str = "Daten") -> bytes:
    """An OpenDocument sheet; `row` is put into the tag of the second data row."""
    rows = [ods_row(*map(ods_cell, line), tag=row if at == 2 else "") for at, line in enumerate(lines)]
    return ods_of(*rows, name=name)


def ods_of(*rows: str, name: str = "Daten") -> bytes:
    """An OpenDocument sheet of rows as they are."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE)
        package.writestr("content.xml", xml)
        package.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return content.getvalue()


def ods_row(*cells: str, tag: str = "") -> str:
    """A row of an OpenDocument sheet, with attributes."""
    return f"<table:table-row {tag}>{''.join(cells)}</table:table-row>"


def ods_cell(value: object, tag: str = "") -> str:
    """A cell of an OpenDocument sheet, with attributes; None is a formula without a value."""
    if value is None:
        return f'<table:table-cell {tag} table:formula="of:=IF([.A1]&gt;1;[.A1])"/>'
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {tag} {kind}><text:p>{value}</text:p></table:table-cell>"
    if hasattr(value, "isoformat"):
        return f'<table:table-cell {tag} office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if value == "":
        return f"<table:table-cell {tag}/>"
    kind = 'office:value-type="string"'
    return f"<table:table-cell {tag} {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def package(**parts: bytes) -> bytes:
    """A ZIP with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return content.getvalue()
