"""The tables of an OpenDocument workbook: their cells, and what the markup says besides."""

from __future__ import annotations

from dataclasses import dataclass, field

from einlass.ingest.read.columns import Cells, columns_of, put_together
from einlass.ingest.read.look import Area, Look, Merge
from einlass.ingest.read.ods.styles import OFFICE, TABLE, TEXT, Styles
from einlass.ingest.read.ods.values import Paragraphs, Value, Values
from einlass.ingest.read.package import Attributes, BrokenMarkup, feed, parser_of
from einlass.ingest.read.texts import Refusal, shown_as

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_AT_ONCE = 5_000
_MOST_SPACES = 1_000
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 "
_ROWS, _COLUMNS = f"{TABLE}number-rows-repeated", f"{TABLE}number-columns-repeated"
_DOWN, _RIGHT = f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"
_VISIBILITY, _DISPLAY = f"{TABLE}visibility", f"{TABLE}display"
_STYLE, _DEFAULT = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
_TEXT_STYLE = f"{TEXT}style-name"
_CELL = f"{TABLE}table-cell"
_COVERED = f"{TABLE}covered-table-cell"
_CELLS = {_CELL, _COVERED}
_SPACES = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
# Their paragraphs and tables are none of the sheet: notes, drawings, changes, copies of other files.
_ASIDE = {
    f"{OFFICE}annotation",
    f"{TABLE}shapes",
    f"{TABLE}tracked-changes",
    f"{TABLE}dde-links",
    f"{OFFICE}dde-source",
    f"{TEXT}ruby-text",
    *(f"{_DRAW}{name}" for name in ("frame", "custom-shape", "rect", "line", "g", "control", "a", "caption")),
}


@dataclass
class Table:
    """One table: its name, its columns as far as they hold something, and the look at it."""

    name: str
    is_hidden: bool
    is_linked: bool = False
    look: Look = field(default_factory=Look)
    blocks: list[list[Cells]] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    height: int = 0

    def add(self, row: list[object], blank_before: int, times: int) -> None:
        """A row with something in it, so often; before it that many blank ones."""
        self.height += blank_before + times
        for _ in range(blank_before):
            self._add([])
        for _ in range(times):
            self._add(row)

    def _add(self, row: list[object]) -> None:
        self.rows.append(row)
        if len(self.rows) >= _AT_ONCE:
            self._close()

    def _close(self) -> None:
        width = max(1, *map(len, self.rows)) if self.rows else 0
        if width:
            even = ([*row, *[""] * (width - len(row))] if len(row) < width else row for row in self.rows)
            self.blocks.append(columns_of(even, str))
        self.rows = []

    def columns(self) -> list[Cells]:
        """All cells of the table."""
        self._close()
        self.blocks = [put_together(self.blocks)] if self.blocks else []
        return self.blocks[0] if self.blocks else []


class Reader:
    """Reads the content of a workbook: styles first, then one table after the other."""

    def __init__(self, styles: Styles) -> None:
        self.tables: list[Table] = []
        self.counts_from_1904 = False
        self._styles = styles
        self._table: Table | None = None
        self._aside = 0
        self._row: list[object] = []
        self._row_tag: Attributes = {}
        self._cell: Attributes | None = None
        self._next_row, self._blank, self._column = 1, 0, 0
        self._column_marks: list[
            tuple[int, str]
        ] = []  # end and mark of columns whose cells are marked by default
        self._column_end = 0
        self._hidden_groups: list[bool] = []
        self._paragraphs = Paragraphs()
        self._values = Values()
        self._parser = parser_of(self._start, self._end)
        self._parser.CharacterDataHandler = self._text
        self._starts = {
            f"{TABLE}table": self._start_table,
            f"{TABLE}table-source": self._start_source,
            f"{TABLE}table-column": self._start_column,
            f"{TABLE}table-row": self._start_row,
            f"{TABLE}table-row-group": self._start_group,
            f"{TEXT}p": lambda _: self._paragraphs.start(),
            f"{TEXT}span": self._start_span,
            f"{TABLE}null-date": self._start_null_date,
        }
        self._ends = {
            _CELL: self._end_cell,
            _COVERED: self._end_covered,
            f"{TABLE}table-row": self._end_row,
            f"{TABLE}table-row-group": self._end_group,
            f"{TABLE}table": self._end_table,
            f"{TEXT}p": self._paragraphs.end,
            f"{TEXT}span": self._paragraphs.end_span,
        }

    def read(self, content: bytes) -> list[Table]:
        """The tables of the content. Raises BrokenMarkup, BadValue."""
        feed(self._parser, content)
        for table in self.tables:
            table.look.counts_from_1904 = self.counts_from_1904
        return self.tables

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._aside:
            self._aside += 1
        elif name in _CELLS:
            self._cell = attributes
        elif name in self._starts:
            self._starts[name](attributes)
        elif name in _ASIDE:
            self._aside = 1
        elif name in _SPACES:
            self._paragraphs.add(_SPACES[name] * min(_times(attributes, f"{TEXT}c"), _MOST_SPACES))
        elif self._table is None:
            self._styles.start(name, attributes)

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name in self._ends:
            self._ends[name]()

    def _text(self, text: str) -> None:
        if not self._aside:
            self._paragraphs.add(text)

    # --- Tables and columns

    def _start_table(self, attributes: Attributes) -> None:
        if self._table is not None:  # a table within a cell
            self._aside = 1
            return
        is_hidden = ("table", attributes.get(_STYLE, "")) in self._styles.hidden
        self._table = Table(attributes.get(f"{TABLE}name", ""), is_hidden)
        self._next_row, self._blank, self._column_end, self._column_marks = 1, 0, 0, []

    def _end_table(self) -> None:
        assert self._table is not None
        self.tables.append(self._table)
        self._table = None

    def _start_source(self, _: Attributes) -> None:
        if self._table is not None:
            self._table.is_linked = True

    def _start_null_date(self, attributes: Attributes) -> None:
        self.counts_from_1904 = attributes.get(f"{TABLE}date-value", "1899-12-30")[:10] != "1899-12-30"

    def _start_column(self, attributes: Attributes) -> None:
        first, self._column_end = self._column_end, self._column_end + _times(attributes, _COLUMNS)
        if self._table and attributes.get(_VISIBILITY) in ("collapse", "filter"):
            self._table.look.hidden_columns.append(range(first, self._column_end))
        self._column_marks.append(
            (self._column_end, self._styles.mark("table-cell", attributes.get(_DEFAULT)))
        )

    # --- Rows

    def _start_group(self, attributes: Attributes) -> None:
        self._hidden_groups.append(attributes.get(_DISPLAY) == "false")

    def _end_group(self) -> None:
        self._hidden_groups.pop()

    def _start_row(self, attributes: Attributes) -> None:
        self._row_tag, self._row, self._column = attributes, [], 0

    def _end_row(self) -> None:
        assert self._table is not None
        times = _times(self._row_tag, _ROWS)
        number, self._next_row = self._next_row, self._next_row + times
        if self._is_hidden_row():
            self._table.look.hidden_rows.append(range(number, self._next_row))
        if any(self._row):
            self._table.add(self._row, self._blank, times)
            self._blank = 0
        else:
            self._blank += times

    def _is_hidden_row(self) -> bool:
        tag = self._row_tag
        is_hidden = tag.get(_VISIBILITY) in ("collapse", "filter") or any(self._hidden_groups)
        return is_hidden or ("table-row", tag.get(_STYLE, "")) in self._styles.hidden

    # --- Cells

    def _start_span(self, attributes: Attributes) -> None:
        self._paragraphs.start_span(self._styles.mark("text", attributes.get(_TEXT_STYLE)))

    def _end_covered(self) -> None:
        self._paragraphs.take()
        self._column += _times(self._cell or {}, _COLUMNS)

    def _end_cell(self) -> None:
        attributes = self._cell or {}
        shown, refusal = self._paragraphs.take()
        times = _times(attributes, _COLUMNS) if _COLUMNS in attributes else 1
        if shown or len(attributes) > (times > 1):
            value = Value(attributes, shown)
            is_plain = refusal is None and value.is_plain and not self._styles.has_marks
            if is_plain and value.is_text:
                text = shown
            else:
                text, odd = self._values.text_of(value)
                if odd or not is_plain or value.is_moment:
                    text = self._looked_at(value, text, odd or refusal, times)
            if text:
                self._row += [""] * (self._column - len(self._row))
                self._row += [text] * times
                if len(self._row) > MOST_COLUMNS:
                    raise BrokenMarkup("columns")
        self._column += times

    def _looked_at(self, value: Value, text: str, refusal: Refusal | None, times: int) -> str:
        """The text of a cell that is not plain; what else it says goes into the look."""
        assert self._table is not None
        look, area = self._table.look, Area(self._next_row, self._column, _times(self._row_tag, _ROWS), times)
        down, right = _times(value.attributes, _DOWN), _times(value.attributes, _RIGHT)
        if down > 1 or right > 1:
            look.merges.append(Merge(area.row, area.column, area.row + down - 1, area.column + right - 1))
        if value.is_error:
            look.errors.append(area)
            return ""
        if value.is_formula:
            look.add_formula(area, has_value=value.has_value, is_zero=value.is_zero)
        if value.is_moment and " " in text and value.shows_time_alone:
            text = value.shown
        elif value.is_moment and " " in text and value.shows_day_alone:
            look.days |= dict.fromkeys(area.places(), text.partition(" ")[0])
        mark = self._cell_mark(value.attributes)
        refusal = Refusal(mark, shown_as(text, mark)) if mark else refusal
        if text and refusal:
            look.refused |= dict.fromkeys(area.places(), refusal)
        return text

    def _cell_mark(self, attributes: Attributes) -> str:
        own = attributes.get(_STYLE) or self._row_tag.get(_DEFAULT)
        if own:
            return self._styles.mark("table-cell", own)
        return next((mark for end, mark in self._column_marks if self._column < end), "")


def _times(attributes: Attributes, name: str) -> int:
    """How often something stands. Raises BrokenMarkup where that is no number a sheet can hold."""
    value = attributes.get(name, "1")
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= MOST_ROWS:
        raise BrokenMarkup(name)
    return int(value)
