"""The known table as an XLSX package in any spelling."""

from __future__ import annotations

import io
import posixpath
import random
import zipfile
from dataclasses import dataclass, field
from datetime import date

from bench.ingest.workbooks.markup import Node, Spelling, node, written
from bench.ingest.workbooks.model import (
    BELOW_ZERO,
    COUNT_COLUMN,
    ERROR,
    FLAG,
    FORMULA,
    HEADER,
    LOWERED,
    NO_VALUE,
    NOISE,
    RAISED,
    RAISED_CELL,
    SHARE,
    STRUCK,
    STRUCK_CELL,
    TEXT,
    ZERO_FORMULA,
    Row,
    Table,
)

MAINS = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
]
RELATIONS = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
]
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DAY_STYLE, STRUCK_STYLE, RAISED_STYLE, CLOCK_STYLE, SHARE_STYLE = 1, 2, 3, 4, 5
_STYLES = {STRUCK_CELL: STRUCK_STYLE, RAISED_CELL: RAISED_STYLE, BELOW_ZERO: CLOCK_STYLE, SHARE: SHARE_STYLE}
_MARKS = {RAISED: "superscript", LOWERED: "subscript"}


@dataclass
class Dialect:
    """How a program writes the package."""

    sheets: list[Spelling]
    book: Spelling
    other: Spelling
    is_strict: bool = False
    strings: str = "shared"  # or inline
    folder: str = "xl"
    targets: str = "relative"  # or absolute, dotted, climbing
    names: str = "plain"  # or upper, backslashes
    has_places: bool = True
    has_types: bool = True
    hides_by_height: bool = False

    @classmethod
    def any(cls, chance: random.Random, count: int) -> Dialect:
        """Any dialect for a workbook of so many sheets."""
        main = ["m", "r"]
        return cls(
            [Spelling.any(chance, main) for _ in range(count)],
            Spelling.any(chance, main),
            Spelling.any(chance, main),
            chance.random() < 0.2,
            chance.choice(["shared", "inline"]),
            chance.choice(["xl", "xl", "xl", "book"]),
            chance.choice(["relative", "relative", "absolute", "dotted", "climbing"]),
            chance.choice(["plain", "plain", "upper", "backslashes"]),
            *(chance.random() < 0.8 for _ in range(2)),
            chance.random() < 0.3,
        )


@dataclass
class _Texts:
    is_shared: bool
    kept: list[Node] = field(default_factory=list)

    def cell(self, runs: list[Node]) -> tuple[str, Node]:
        """The type of a cell and its value."""
        if not self.is_shared:
            return "inlineStr", node("m:is", *runs)
        self.kept.append(node("m:si", *runs))
        return "s", node("m:v", text=str(len(self.kept) - 1))


def package_of(table: Table, chance: random.Random, dialect: Dialect) -> bytes:
    """The table as a workbook: its sheet is called Daten and stands behind the others."""
    main, relations = MAINS[dialect.is_strict], RELATIONS[dialect.is_strict]
    spaces = {"m": main, "r": relations}
    texts = _Texts(dialect.strings == "shared")
    sheets = [*(_other(texts) for _ in table.others), _sheet(table, texts, chance, dialect)]
    folder = dialect.folder
    parts = {
        f"{folder}/worksheets/sheet{at}.xml": written(sheet, spaces, spelling)
        for at, (sheet, spelling) in enumerate(zip(sheets, dialect.sheets, strict=True), 1)
    }
    parts[f"{folder}/styles.xml"] = written(_styles(), {"m": main}, dialect.other)
    if texts.kept:
        parts[f"{folder}/sharedStrings.xml"] = written(node("m:sst", *texts.kept), {"m": main}, dialect.other)
    parts[f"{folder}/workbook.xml"] = written(_book(table), spaces, dialect.book)
    kinds = [(part, "worksheet") for part in parts if "worksheets" in part]
    kinds += [
        (f"{folder}/{kind}.xml", kind)
        for kind in ("styles", "sharedStrings")
        if f"{folder}/{kind}.xml" in parts
    ]
    parts[f"{folder}/_rels/workbook.xml.rels"] = _relations(kinds, relations, folder, dialect)
    start = [(f"{folder}/workbook.xml", "officeDocument")]
    parts["_rels/.rels"] = _relations(start, relations, "", dialect)
    if dialect.has_types:
        parts["[Content_Types].xml"] = written(
            node("t:Types"), {"t": f"{PACKAGE}/content-types"}, Spelling({"t": ""})
        )
    return _packed(parts, dialect)


def _packed(parts: dict[str, bytes], dialect: Dialect) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name)
            info.filename = _spelled(name, dialect.names)
            target.writestr(info, data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _spelled(name: str, how: str) -> str:
    if how == "backslashes":
        return name.replace("/", "\\")
    return name.replace("sheet", "Sheet").replace("shared", "Shared") if how == "upper" else name


def _relations(kinds: list[tuple[str, str]], of: str, folder: str, dialect: Dialect) -> bytes:
    tags = [
        node("p:Relationship", Id=f"rId{at}", Type=f"{of}/{kind}", Target=_target(part, folder, dialect))
        for at, (part, kind) in enumerate(kinds, 1)
    ]
    spelling = Spelling(
        {"p": dialect.book.prefixes.get("m", "")}, dialect.book.quote, dialect.book.is_indented
    )
    return written(node("p:Relationships", *tags), {"p": f"{PACKAGE}/relationships"}, spelling)


def _target(part: str, folder: str, dialect: Dialect) -> str:
    relative = posixpath.relpath(part, folder or ".")
    if dialect.targets == "absolute":
        return f"/{part}"
    if dialect.targets == "dotted":
        return f"./{relative}"
    return f"../{part}" if dialect.targets == "climbing" and folder else relative


def _book(table: Table) -> Node:
    names = [*table.others, ("Daten", False)]
    sheets = [
        node("m:sheet", name=name, sheetId=at, state="hidden" if is_hidden else None, r__id=f"rId{at}")
        for at, (name, is_hidden) in enumerate(names, 1)
    ]
    return node(
        "m:workbook",
        node("m:workbookPr", date1904="1" if table.is_from_1904 else None),
        node("m:sheets", *sheets),
        node("m:calcPr", fullCalcOnLoad="1" if table.wants_computing else None),
    )


def _styles() -> Node:
    fonts = [
        node("m:font"),
        node("m:font", node("m:strike")),
        node("m:font", node("m:vertAlign", val="superscript")),
    ]
    formats = [(0, 0), (165, 0), (0, 1), (0, 2), (166, 0), (9, 0)]
    xfs = [node("m:xf", numFmtId=number, fontId=font) for number, font in formats]
    codes = [
        node("m:numFmt", numFmtId=165, formatCode="dd.mm.yyyy"),
        node("m:numFmt", numFmtId=166, formatCode="hh:mm"),
    ]
    return node("m:styleSheet", node("m:numFmts", *codes), node("m:fonts", *fonts), node("m:cellXfs", *xfs))


def _other(texts: _Texts) -> Node:
    kind, value = texts.cell([node("m:t", text="ohne Tabelle")])
    return node("m:worksheet", node("m:sheetData", node("m:row", node("m:c", value, r="A1", t=kind), r="1")))


def _sheet(table: Table, texts: _Texts, chance: random.Random, dialect: Dialect) -> Node:
    lines = [[_text(texts, title)] for title in table.titles]
    body = [[_text(texts, name) for name in HEADER]]
    body += [_cells(table, texts, at, row) for at, row in enumerate(table.rows)]
    lines += [[cells[column] for column in table.order] for cells in body]
    rows = []
    for number, cells in enumerate(lines, 1):
        at = number - table.first
        is_hidden = at >= 0 and table.rows[at].is_hidden
        by_height = is_hidden and dialect.hides_by_height
        for column, cell in enumerate(cells):
            if dialect.has_places:
                cell.attributes["r"] = f"{'ABCD'[column]}{number}"
        tag = {"hidden": "1" if is_hidden and not by_height else None, "ht": "0" if by_height else None}
        rows.append(node("m:row", *cells, r=number if dialect.has_places else None, **tag))
    places = [table.order.index(column) + 1 for column in table.hidden_columns]
    hidden = [node("m:col", min=place, max=place, hidden="true") for place in places]
    merged = [(table.letter(0), *rows) for rows in table.merged_days]
    merged += [(table.letter(COUNT_COLUMN), *rows) for rows in table.merged_counts]
    merges = [f"{at}{table.first + first}:{at}{table.first + last}" for at, first, last in merged]
    return node(
        "m:worksheet",
        node("m:cols", *hidden) if hidden else None,
        node("m:sheetData", *rows),
        node("m:mergeCells", *(node("m:mergeCell", ref=ref) for ref in merges)) if merges else None,
    )


def _text(texts: _Texts, text: str) -> Node:
    kind, value = texts.cell([node("m:t", text=text)])
    return node("m:c", value, t=kind)


def _cells(table: Table, texts: _Texts, at: int, row: Row) -> list[Node]:
    day, office, _, method = row.visit
    is_covered = any(first < at <= last for first, last in table.merged_days)
    epoch = date(1904, 1, 1) if table.is_from_1904 else date(1899, 12, 30)
    day_cell = node("m:c", node("m:v", text=str((day - epoch).days)), s=DAY_STYLE)
    return [
        node("m:c") if is_covered else day_cell,
        _text(texts, office),
        _count(texts, row),
        _text(texts, method),
    ]


def _count(texts: _Texts, row: Row) -> Node:
    count, how = row.visit[2], row.how
    if count is None:
        return node("m:c")
    if how in (RAISED, LOWERED, STRUCK):
        mark = node("m:strike") if how == STRUCK else node("m:vertAlign", val=_MARKS[how])
        marked = node("m:r", node("m:rPr", mark), node("m:t", text="1"))
        kind, value = texts.cell([node("m:r", node("m:t", text=str(count))), marked])
        return node("m:c", value, t=kind)
    if how == TEXT:
        return _text(texts, f"{count:,}".replace(",", "."))
    formula = node("m:f", text="E2+F2") if how in (FORMULA, ZERO_FORMULA, NO_VALUE, ERROR) else None
    stored = {ERROR: "#DIV/0!", ZERO_FORMULA: "0", NOISE: repr(count * (1 + 3e-16)), FLAG: str(count + 1)}
    stored |= {SHARE: str(count / 100), BELOW_ZERO: str(-count / 10_000)}
    value = None if how == NO_VALUE else node("m:v", text=stored.get(how, str(count)))
    kind = {ERROR: "e", FLAG: "b"}.get(how)
    return node("m:c", formula, value, t=kind, s=_STYLES.get(how))
