"""The sheets of an XLSX package as pages: the cells by the library, a long sheet in pieces, the look by a parser.

The library knows only the usual ways of spelling: it overlooks numbers behind a comment or in a section, and whole
parts in another encoding. A workbook spelled in an unusual way is spelled plainly for it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import python_calamine as calamine

from einlass.ingest.processes import Failed, beside
from einlass.ingest.read.columns import lines_of
from einlass.ingest.read.library_cells import UnreadableCells, cells_of, head_of, height_of, opened, sheet_of
from einlass.ingest.read.look import Look
from einlass.ingest.read.package import Attributes, Package, Plain, is_plain
from einlass.ingest.read.page import HEAD, Page
from einlass.ingest.read.xlsx.book import Book, SheetPart, book_of
from einlass.ingest.read.xlsx.look import look_at
from einlass.ingest.read.xlsx.pieces import Piece, cells_of_pieces, is_long, pieces_of
from einlass.ingest.read.xlsx.styles import MAIN, MAINS, RELATIONS

_CLIMBING = re.compile(rb"Target\s*=\s*[\"'][^\"']*\.[/\\]")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OTHERS = ("styles", "sharedStrings")
FLAGS = {"1": "J", "true": "J", "0": "N", "false": "N"}
_FIXED = {"workbook": "xl/workbook.xml", "relations": "xl/_rels/workbook.xml.rels"}


def is_usual_package(package: Package, book: Book) -> bool:
    """Whether the reader of cells finds the sheets of a workbook, its texts and styles; a look at no sheet itself."""
    if book.part != _FIXED["workbook"] or len({sheet.name for sheet in book.sheets}) < len(book.sheets):
        return False
    relations = package.read(book.relations)
    others = [book.parts[kind] for kind in _OTHERS if book.parts[kind] in package]
    parts = [relations, package.read(book.part), *map(package.read, others)]
    has_references = any(b"&#" in part for part in parts[: len(parts) - len(others)])
    return not has_references and not _CLIMBING.search(relations) and all(map(is_plain, parts))


def spelled_plainly(package: Package, book: Book, sheets: Sequence[SheetPart]) -> io.BytesIO:
    """A workbook of these sheets, called 1, 2, …, for the reader of cells. Raises BrokenMarkup, BrokenPackage."""
    content = io.BytesIO()
    others = [kind for kind in _OTHERS if book.parts[kind] in package]
    with zipfile.ZipFile(content, "w") as target:
        for number, sheet in enumerate(sheets, 1):
            xml = _PlainSheet(MAINS, MAIN).written(package.read(sheet.part))
            target.writestr(f"xl/worksheets/sheet{number}.xml", xml)
        for kind in others:
            target.writestr(f"xl/{kind}.xml", Plain(MAINS, MAIN).written(package.read(book.parts[kind])))
        target.writestr(_FIXED["workbook"], _workbook(book, len(sheets)))
        targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
        targets += [(kind, f"{kind}.xml") for kind in others]
        target.writestr(_FIXED["relations"], _relations(targets))
        target.writestr("_rels/.rels", _relations([("officeDocument", _FIXED["workbook"])]))
    content.seek(0)
    return content


def is_usual(xml: bytes) -> bool:
    """Whether the reader of cells understands a part."""
    return is_plain(xml) and b"&#" not in xml


class _PlainSheet(Plain):
    """Flags are written as texts, for the reader of cells gives up at one that is neither true nor false."""

    _is_flag = False

    def attributes(self, local: str, attributes: Attributes) -> Attributes:
        """The attributes of an element as they are to be written."""
        if local == "c":
            self._is_flag = attributes.get("t") == "b"
            return attributes | {"t": "str"} if self._is_flag else attributes
        return attributes

    def text(self, local: str, text: str) -> str:
        """The text of an element as it is to be written."""
        return FLAGS.get(text.strip(), text) if self._is_flag and local == "v" else text


def _workbook(book: Book, count: int) -> str:
    sheets = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId{at}"/>' for at in range(1, count + 1))
    days = '<workbookPr date1904="1"/>' if book.counts_from_1904 else "<workbookPr/>"
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{days}<sheets>{sheets}</sheets></workbook>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    tags = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{tags}</Relationships>'


@dataclass
class _Workbook:
    package: Package
    book: Book
    library: calamine.CalamineWorkbook | None  # None: it would not find the sheets


def pages_of(package: Package) -> list[Page]:
    """The sheets of a workbook. Raises BrokenPackage, BrokenMarkup, UnreadableCells."""
    with ThreadPoolExecutor(1) as aside:
        opening = aside.submit(opened, io.BytesIO(package.content))
        book = book_of(package)
        is_usual_one = is_usual_package(package, book)
    workbook = _Workbook(package, book, _library(opening) if is_usual_one else None)
    return [_page(workbook, sheet) for sheet in book.sheets]


def _library(opening: Future[calamine.CalamineWorkbook]) -> calamine.CalamineWorkbook | None:
    try:
        return opening.result()
    except UnreadableCells:
        return None


def _page(workbook: _Workbook, sheet: SheetPart) -> Page:
    xml = workbook.package.read(sheet.part)
    is_plain = workbook.library is not None and is_usual(xml)
    has_marks = bool(workbook.book.strings) or b"vertAlign" in xml or b"strike" in xml
    page = None
    if is_plain and is_long(xml):
        looking = beside(partial(look_at, xml, workbook.book))
        pieces = pieces_of(workbook.package, sheet.part, xml)
        del xml  # whoever is forked from here on would hold it once more
        page = _long_page(sheet, pieces, _result(looking, workbook, sheet))
    if page is None:
        cells = _cells(workbook, sheet, is_plain=is_plain)
        page = Page(
            sheet.name,
            sheet.is_hidden,
            height_of(cells),
            partial(head_of, cells, HEAD),
            partial(cells_of, cells),
            partial(_look, workbook, sheet),
        )
    page.has_marks = has_marks
    return page


def _cells(workbook: _Workbook, sheet: SheetPart, *, is_plain: bool) -> calamine.CalamineSheet:
    if workbook.library is not None and is_plain:
        with suppress(UnreadableCells):
            return sheet_of(workbook.library, sheet.name)
    return sheet_of(opened(spelled_plainly(workbook.package, workbook.book, [sheet])), "1")


def _look(workbook: _Workbook, sheet: SheetPart) -> Look:
    return look_at(workbook.package.read(sheet.part), workbook.book)


def _long_page(sheet: SheetPart, pieces: list[Piece], look: Look) -> Page | None:
    """A long sheet, its pieces read side by side. None if it has to be read in one."""
    columns = cells_of_pieces(sheet, pieces) if pieces else None
    if columns is None:
        return None
    return Page(
        sheet.name,
        sheet.is_hidden,
        len(columns[0]),
        lambda: lines_of(columns, 0, HEAD),
        lambda: columns,
        lambda: look,
    )


def _result(looking: Callable[[], Look], workbook: _Workbook, sheet: SheetPart) -> Look:
    try:
        return looking()
    except Failed:  # for want of memory: with less at a time there may be enough
        return _look(workbook, sheet)
