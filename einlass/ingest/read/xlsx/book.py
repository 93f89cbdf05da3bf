"""An XLSX package → its sheets in order, each with its part, and what holds for all of them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from einlass.ingest.read.package import Attributes, BrokenMarkup, BrokenPackage, Package, feed, parser_of
from einlass.ingest.read.texts import Refusal
from einlass.ingest.read.xlsx.styles import (
    OF_RELATIONS,
    Styles,
    is_on,
    local_name,
    refused_strings,
    styles_of,
)

_DEFAULT = "xl/workbook.xml"
_DEFAULT_PARTS = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}


@dataclass(frozen=True)
class SheetPart:
    """A sheet: its name, its part of the package, and whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Book:
    """The sheets of a workbook and what holds for all their cells."""

    part: str
    relations: str
    sheets: list[SheetPart]
    parts: dict[str, str]  # kind of the others, such as styles → part
    counts_from_1904: bool = False
    wants_computing: bool = False
    styles: Styles = field(default_factory=Styles)
    strings: dict[int, Refusal] = field(default_factory=dict)
    is_whole: bool = True  # False: styles or texts could not be looked at


@dataclass
class _Relation:
    kind: str
    part: str


def is_xlsx(package: Package) -> bool:
    """Whether a package is a workbook of this kind."""
    return any(name.startswith("xl/") or name.endswith("/workbook.xml") for name in package.infos)


def is_binary(package: Package) -> bool:
    """Whether a package is a workbook of the binary kind, XLSB."""
    return any(name.endswith("/workbook.bin") for name in package.infos)


def book_of(package: Package) -> Book:
    """The workbook of a package. Raises BrokenPackage, BrokenMarkup."""
    part = _workbook_part(package)
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    known = _relations(package, relations, folder)
    reader = _BookReader(known)
    feed(parser_of(reader.start), package.read(part))
    parts = {relation.kind: relation.part for relation in known.values() if relation.part in package}
    book = Book(part, relations, reader.sheets, _DEFAULT_PARTS | parts)
    book.counts_from_1904, book.wants_computing = reader.counts_from_1904, reader.wants_computing
    if missing := [sheet.part for sheet in book.sheets if sheet.part not in package]:
        raise BrokenPackage(missing[0])
    _look_at_styles(package, book)
    return book


def _look_at_styles(package: Package, book: Book) -> None:
    try:
        if book.parts["styles"] in package:
            book.styles = styles_of(package.read(book.parts["styles"]))
        if book.parts["sharedStrings"] in package:
            book.strings = refused_strings(package.read(book.parts["sharedStrings"]))
    except (BrokenMarkup, ValueError):
        book.is_whole = False


def _workbook_part(package: Package) -> str:
    relations = _relations(package, "_rels/.rels", "") if "_rels/.rels" in package else {}
    named = [relation.part for relation in relations.values() if relation.kind == "officeDocument"]
    return named[0] if named and named[0] in package else _DEFAULT


def _relations(package: Package, part: str, folder: str) -> dict[str, _Relation]:
    found: dict[str, _Relation] = {}

    def start(full_name: str, attributes: Attributes) -> None:
        if full_name.endswith("Relationship") and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
            found[attributes.get("Id", "")] = _Relation(kind, posixpath.normpath(path).lstrip("/"))

    feed(parser_of(start), package.read(part))
    return found


class _BookReader:
    def __init__(self, relations: dict[str, _Relation]) -> None:
        self.sheets: list[SheetPart] = []
        self.counts_from_1904 = self.wants_computing = False
        self._relations = relations

    def start(self, full_name: str, attributes: Attributes) -> None:
        name = local_name(full_name)
        if name == "sheet":
            self._add(attributes)
        elif name == "workbookPr":
            self.counts_from_1904 = "date1904" in attributes and is_on(attributes, "date1904")
        elif name == "calcPr":
            asks = "fullCalcOnLoad" in attributes and is_on(attributes, "fullCalcOnLoad")
            self.wants_computing = asks or not is_on(attributes, "calcCompleted")

    def _add(self, attributes: Attributes) -> None:
        key = next((attributes[f"{of} id"] for of in OF_RELATIONS if f"{of} id" in attributes), "")
        relation = self._relations.get(key)
        if relation is None:
            raise BrokenPackage(attributes.get("name", ""))
        if relation.kind == "worksheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(SheetPart(attributes.get("name", ""), relation.part, is_hidden))
