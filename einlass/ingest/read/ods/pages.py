"""The tables of an OpenDocument package as pages, by the library where they are nothing but plain cells.

That is several times as fast. Whatever the library reads otherwise than a spreadsheet shows, or does not tell, has a
name that stands in the bytes. Copies of other workbooks are no pages.
"""

from __future__ import annotations

import io
import re
from functools import partial

from einlass.errors import ImportRefused
from einlass.ingest.read.columns import Lines, lines_of
from einlass.ingest.read.library_cells import UnreadableCells, cells_of, head_of, height_of, opened, sheet_of
from einlass.ingest.read.look import Look
from einlass.ingest.read.ods.styles import Styles
from einlass.ingest.read.ods.tables import Reader, Table
from einlass.ingest.read.package import Attributes, Package, feed, is_plain, parser_of
from einlass.ingest.read.page import HEAD, Page

FROM_BYTES = 256 * 1024
_TABLE = "urn:oasis:names:tc:opendocument:xmlns"
_USUAL = [f'xmlns:{name}="{_TABLE}:{name}:1.0"'.encode() for name in ("table", "office", "text")]
_NUMBER_NAME = f'xmlns:number="{_TABLE}:datastyle:1.0"'.encode()
_CELL_TOO_MUCH = (
    b"formula", b"spanned", b"covered", b"boolean", b"time-value", b"percentage", b"currency", b"string-value",
    b'"error"', b"annotation", b"<draw:", b"<text:s", b"<text:a", b"<text:t", b"<text:l", b"<text:r", b"ruby", b"&#",
)  # fmt: skip
_SHEET_TOO_MUCH = (
    b"visibility", b'display="false"', b"row-group", b"header-rows", b"<table:table-rows", b"table-source",
    b"<table:dde", b"tracked-changes", b"shapes", b"sub-table", b"null-date", b"line-through", b"text-position",
    b'row-height="0',
)  # fmt: skip
_FORMAT = re.compile(rb"<number:number-style\b[^>]*?(?:/>|>(.*?)</number:number-style>)", re.DOTALL)
_NUMBER = re.compile(rb"<number:(?:number|scientific-number|fraction)\b")
_MOMENT = re.compile(rb'date-value="[^"]*T')
CONTENT, STYLES, MANIFEST, ENCRYPTED = (
    "content.xml",
    "styles.xml",
    "META-INF/manifest.xml",
    "encrypted-package",
)
_ENCRYPTION = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0 encryption-data"


def is_plain_content(content: bytes, styles: Styles) -> bool:
    """Whether the content is long and the library reads all of it as it is shown."""
    if len(content) < FROM_BYTES or styles.has_marks or not is_plain(content):
        return False
    if styles.formats_without_number or _has_format_without_number(content):
        return False
    root = content[: content.find(b"<office:automatic-styles")]
    if b"datastyle" in root and _NUMBER_NAME not in root:
        return False
    if not all(name in root for name in _USUAL) or content.count(b"xmlns") != root.count(b"xmlns"):
        return False
    return not any(name in content for name in (*_CELL_TOO_MUCH, *_SHEET_TOO_MUCH)) and not _MOMENT.search(
        content
    )


def _has_format_without_number(content: bytes) -> bool:
    """Whether the content declares a format that shows words alone; the styles stand before the tables."""
    declared = content[: content.find(b"<office:body")]
    return any(not _NUMBER.search(found[1] or b"") for found in _FORMAT.finditer(declared))


def is_ods(package: Package) -> bool:
    """Whether a package is an OpenDocument file."""
    return CONTENT in package or ENCRYPTED in package


def styles_of(file: str, package: Package) -> Styles:
    """The styles of a workbook besides those of its content. Raises ImportRefused, BrokenPackage, BrokenMarkup."""
    if _is_locked(package):
        raise ImportRefused("refused.locked", file=file)
    styles = Styles()
    if STYLES in package:
        feed(parser_of(styles.start), package.read(STYLES))
    return styles


def _is_locked(package: Package) -> bool:
    if ENCRYPTED in package or package.is_locked:
        return True
    found: list[str] = []

    def start(name: str, _: Attributes) -> None:
        if name == _ENCRYPTION:
            found.append(name)

    if MANIFEST in package:
        feed(parser_of(start), package.read(MANIFEST))
    return bool(found)


def pages_of(file: str, package: Package) -> tuple[list[Page], int]:
    """The sheets of a workbook, and how many copies of other workbooks it holds.

    Raises ImportRefused, BrokenPackage, BrokenMarkup, BadValue.
    """
    styles = styles_of(file, package)
    content = package.read(CONTENT)
    if is_plain_content(content, styles):
        try:
            return _plain_pages(package), 0
        except UnreadableCells:
            pass  # spelled in a way that the library does not know
    tables = Reader(styles).read(content)
    own = [table for table in tables if not table.is_linked]
    return [_page(table) for table in own], len(tables) - len(own)


def _page(table: Table) -> Page:
    return Page(
        table.name,
        table.is_hidden,
        table.height,
        partial(_head, table),
        table.columns,
        lambda: table.look,
        has_marks=bool(table.look.refused),
    )


def _head(table: Table) -> Lines:
    return lines_of(table.columns(), 0, HEAD)


def _plain_pages(package: Package) -> list[Page]:
    library = opened(io.BytesIO(package.content))
    pages = []
    for name in library.sheet_names:
        cells = sheet_of(library, name)
        head, columns = partial(head_of, cells, HEAD), partial(cells_of, cells)
        pages.append(Page(name, False, height_of(cells), head, columns, Look))
    return pages
