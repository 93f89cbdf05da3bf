"""A workbook spelled in an unusual way → one spelled plainly, for the reader of cells knows only the usual ways.

It overlooks numbers behind a comment or in a section, and whole parts in another encoding.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from einlass.ingest.read.markup import Attributes, Plain, is_plain
from einlass.ingest.read.package import Package
from einlass.ingest.read.xlsx.book import Book, SheetPart
from einlass.ingest.read.xlsx.names import MAIN, MAINS, RELATIONS

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
