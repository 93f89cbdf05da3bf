"""The known table as an OpenDocument package in any spelling."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass

from bench.ingest.workbooks.markup import Node, Spelling, node, written
from bench.ingest.workbooks.model import (
    BELOW_ZERO,
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

_URN = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = {name: f"{_URN}:{name}:1.0" for name in ("office", "table", "text", "style")} | {
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
}
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MARKS = {RAISED: "T1", LOWERED: "T2", STRUCK: "T3"}
_CELLS = {STRUCK_CELL: "c1", RAISED_CELL: "c2"}


@dataclass
class Dialect:
    """How a program writes the package."""

    spelling: Spelling
    wraps: str = ""  # rows in groups, as rows of a header, or plainly
    hides: str = "collapse"  # or filter, a group, a style
    has_type: bool = True
    has_value_on_texts: bool = False
    fills_up: bool = True

    @classmethod
    def any(cls, chance: random.Random) -> Dialect:
        """Any dialect."""
        spelling = Spelling.any(chance, ["table"])
        if chance.random() < 0.5:
            spelling.prefixes = {key: f"{key[0]}{at}" for at, key in enumerate(SPACES)}
        elif spelling.prefixes.get("table") == "":
            spelling.prefixes = {}  # attributes have a namespace, too
        return cls(
            spelling,
            chance.choice(["", "groups", "header", "rows"]),
            chance.choice(["collapse", "filter", "group", "height"]),
            *(chance.random() < 0.7 for _ in range(3)),
        )


def package_of(table: Table, chance: random.Random, dialect: Dialect) -> bytes:
    """The table as a workbook: its table is called Daten and stands behind the others."""
    tables = [_other(name, is_hidden) for name, is_hidden in table.others]
    tables.append(_table(table, dialect))
    tables += [_linked(table) for _ in range(table.linked)]
    content = node(
        "office:document-content",
        node("office:automatic-styles", *_styles()),
        node("office:body", node("office:spreadsheet", *tables)),
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        if dialect.has_type:
            package.writestr(zipfile.ZipInfo("mimetype"), TYPE)
        package.writestr("content.xml", written(content, SPACES, dialect.spelling))
    return target.getvalue()


def _styles() -> list[Node]:
    def style(name: str, family: str, kind: str, **look: str) -> Node:
        inside = node(f"style:{kind}-properties")
        inside.attributes = {key.replace("__", ":").replace("_", "-"): value for key, value in look.items()}
        return node("style:style", inside, style__name=name, style__family=family)

    return [
        style("T1", "text", "text", style__text_position="33% 58%"),
        style("T2", "text", "text", style__text_position="sub 58%"),
        style("T3", "text", "text", style__text_line_through_style="solid"),
        style("T4", "text", "text", style__text_position="0% 100%", style__text_line_through_style="none"),
        style("c1", "table-cell", "text", style__text_line_through_type="single"),
        style("c2", "table-cell", "text", style__text_position="super 58%"),
        style("flat", "table-row", "table-row", style__row_height="0cm"),
        style("away", "table", "table", table__display="false"),
    ]


def _other(name: str, is_hidden: bool) -> Node:
    row = node("table:table-row", _text("ohne Tabelle", Dialect(Spelling())))
    return node("table:table", row, table__name=name, table__style_name="away" if is_hidden else None)


def _linked(table: Table) -> Node:
    lines = [HEADER, ["04.03.2017", "D1", "1", "ZAEHL"]]
    rows = [node("table:table-row", *(_text(cell, Dialect(Spelling())) for cell in line)) for line in lines]
    source = node("table:table-source", table__table_name="Alt")
    return node(
        "table:table", source, *rows, table__name="'file:///vorjahr.ods'#Alt", table__style_name="away"
    )


def _table(table: Table, dialect: Dialect) -> Node:
    columns = [
        node("table:table-column", table__visibility="collapse" if column in table.hidden_columns else None)
        for column in table.order
    ]
    lines = [[_text(title, dialect)] for title in table.titles]
    body = [[_text(name, dialect) for name in HEADER]]
    body += [_cells(table, at, row, dialect) for at, row in enumerate(table.rows)]
    lines += [[cells[column] for column in table.order] for cells in body]
    rows = []
    for number, cells in enumerate(lines, 1):
        if dialect.fills_up:
            cells.append(node("table:table-cell", table__number_columns_repeated=16_384 - len(cells)))
        rows.append(_row(table, number - table.first, cells, dialect))
    if dialect.fills_up:
        rows.append(node("table:table-row", node("table:table-cell"), table__number_rows_repeated=1_000_000))
    return node("table:table", *columns, *_wrapped(rows, dialect), table__name="Daten")


def _row(table: Table, at: int, cells: list[Node], dialect: Dialect) -> Node:
    is_hidden = at >= 0 and table.rows[at].is_hidden
    if not is_hidden:
        return node("table:table-row", *cells)
    if dialect.hides == "group":
        return node("table:table-row-group", node("table:table-row", *cells), table__display="false")
    if dialect.hides == "height":
        return node("table:table-row", *cells, table__style_name="flat")
    return node("table:table-row", *cells, table__visibility=dialect.hides)


def _wrapped(rows: list[Node], dialect: Dialect) -> list[Node]:
    if dialect.wraps == "groups":
        middle = len(rows) // 2
        inner = node("table:table-row-group", *rows[1:middle])
        return [rows[0], node("table:table-row-group", inner, *rows[middle:])]
    if dialect.wraps == "header":
        return [node("table:table-header-rows", rows[0]), *rows[1:]]
    return [node("table:table-rows", *rows)] if dialect.wraps == "rows" else rows


def _text(text: str, dialect: Dialect) -> Node:
    value = "x" if dialect.has_value_on_texts else None
    inside = node("text:p", text=text)
    return node("table:table-cell", inside, office__value_type="string", office__value=value)


def _cells(table: Table, at: int, row: Row, dialect: Dialect) -> list[Node]:
    day, office, _, method = row.visit
    spans = {first: last - first + 1 for first, last in table.merged_days}
    counts = {first: last - first + 1 for first, last in table.merged_counts}
    shown = node("text:p", text=f"{day:%d.%m.%Y}")
    day_cell = node("table:table-cell", shown, office__value_type="date", office__date_value=day.isoformat())
    count = _count(row, dialect)
    _span(day_cell, spans.get(at))
    _span(count, counts.get(at))
    covered = node("table:covered-table-cell")
    return [
        covered if any(first < at < first + down for first, down in spans.items()) else day_cell,
        _text(office, dialect),
        covered if any(first < at < first + down for first, down in counts.items()) else count,
        _text(method, dialect),
    ]


def _span(cell: Node, down: int | None) -> None:
    if down:
        cell.attributes |= {"table:number-rows-spanned": down, "table:number-columns-spanned": 1}


def _count(row: Row, dialect: Dialect) -> Node:
    count, how = row.visit[2], row.how
    if count is None:
        return node("table:table-cell")
    if how in _MARKS:
        plain = node("text:span", text=str(count), text__style_name="T4")
        marked = node("text:span", text="1", text__style_name=_MARKS[how])
        return node("table:table-cell", node("text:p", plain, marked), office__value_type="string")
    if how == TEXT:
        return _text(f"{count:,}".replace(",", "."), dialect)
    formula = "of:=[.E2]+[.F2]" if how in (FORMULA, ZERO_FORMULA, NO_VALUE, ERROR) else None
    if how == NO_VALUE:
        return node("table:table-cell", table__formula=formula)
    if how == ERROR:
        shown = node("text:p", text="#DIV/0!")
        said = {"office__string_value": "", "calcext__value_type": "error"}
        return node("table:table-cell", shown, table__formula=formula, office__value_type="string", **said)
    if how == FLAG:
        shown = node("text:p", text="WAHR")
        return node("table:table-cell", shown, office__value_type="boolean", office__boolean_value=count + 1)
    if how == BELOW_ZERO:
        shown = node("text:p", text="-00:15")
        return node("table:table-cell", shown, office__value_type="time", office__time_value="-PT00H15M00S")
    if how == SHARE:
        shown = node("text:p", text=f"{count} %")
        return node("table:table-cell", shown, office__value_type="percentage", office__value=count / 100)
    value: object = {ZERO_FORMULA: 0, NOISE: repr(count * (1 + 3e-16))}.get(how, count)
    shown, style = node("text:p", text=str(count)), _CELLS.get(how)
    named = {"office__value_type": "float", "office__value": value, "table__style_name": style}
    return node("table:table-cell", shown, table__formula=formula, **named)
