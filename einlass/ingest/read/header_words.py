"""Words and units beside the names of columns: what is converted, what names another column, what must be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from einlass.errors import ImportRefused
from einlass.ingest.clean.cells import TEXT
from einlass.ingest.read.columns import Row
from einlass.ingest.report import CellError, Note, Question
from einlass.ingest.sources import UNITS, Column
from einlass.ingest.vocabulary import (
    FOLDED,
    HARMLESS,
    OTHER_MEANING,
    PER_HOUR,
    TITLE_UNIT,
    UNIT_ROW,
    UNIT_WORDS,
)

if TYPE_CHECKING:
    from einlass.ingest.read.headers import Header
    from einlass.ingest.read.sheet import Grid, Sheet

BRACKET = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
FOOTNOTE = re.compile(r"\s*\b\d{1,2}\)\s*$")
# Signs that a header may hold without meaning anything; those that no reader sees are none.
_SIGN = re.compile(r"[^a-z0-9\s_\-–—.,:;/'\"\u00ad\u200b\u2060\ufeff]+")
_OTHER = -1.0
_LISTED = 10


@dataclass(frozen=True)
class Said:
    """What the words beside a name say: the factor to the declared unit, words that nobody knows, another meaning."""

    factor: float = 1.0
    unknown: tuple[str, ...] = ()
    is_other: bool = False


def said_beside(name: str, column: Column) -> Said:
    """What brackets and footnote marks of a header say of its column."""
    return said_by(words_of(name), column)


def said_by(words: Collection[str], column: Column) -> Said:
    """What some words say of a column."""
    factors = {word: _factor(word, column) for word in words}
    if _OTHER in factors.values():
        return Said(is_other=True)
    told = {factor for factor in factors.values() if factor}
    if len(told) > 1:
        return Said(is_other=True)
    return Said(
        told.pop() if told else 1.0, tuple(word for word, factor in factors.items() if factor is None)
    )


def words_of(name: str) -> list[str]:
    """The words in the brackets of a header, its footnote marks, and signs such as % that are no part of a name."""
    brackets = [part.strip() for found in BRACKET.findall(name) for part in re.split(r"[,;\n]", found)]
    rest = BRACKET.sub("", name)
    marks = [found[0].strip() for found in FOOTNOTE.finditer(rest)]
    marks += _SIGN.findall(FOOTNOTE.sub("", rest).casefold().translate(FOLDED))
    return [word for word in (*brackets, *marks) if word]


def without_words(name: str) -> str:
    """A header without brackets and footnote marks."""
    return FOOTNOTE.sub("", BRACKET.sub("", name))


def _factor(word: str, column: Column) -> float | None:
    """The factor that a word stands for, 0 for a word that changes nothing; None for one that nobody knows."""
    plain = re.sub(r"[\s._]", "", word.casefold().translate(FOLDED))
    plain = re.sub(r"^(?:angaben?)?in(?=.)", "", plain) or plain
    unit = UNIT_WORDS.get(plain) or (
        UNIT_WORDS.get(PER_HOUR.sub("", plain)) if column.unit == "eur" else None
    )
    if unit and column.kind.range:
        return UNITS.get(column.unit, {}).get(unit, _OTHER)
    if column.kind.range and OTHER_MEANING.search(word.casefold()):
        return _OTHER
    if plain in HARMLESS["every"] or plain in HARMLESS.get(column.kind.name, ()):
        return 0.0
    codes = re.split(r"[/|]", plain)
    is_codes = bool(column.kind.codes) and {code.upper() for code in codes} <= set(column.kind.codes)
    return 0.0 if is_codes else None


def is_unit_row(cells: list[str], columns: list[Column | None]) -> bool:
    """Whether a line below the header holds units or kinds of values, and no value."""
    known = 0
    for cell, column in zip(cells, columns, strict=False):
        if not cell or column is None:
            continue
        if column.kind is TEXT:
            if not UNIT_ROW.fullmatch(cell):
                return False
        elif _is_value(cell, column):
            return False
        else:
            known += bool(UNIT_ROW.fullmatch(cell) or _factor(cell.strip("()[]"), column) is not None)
    return known > 0


def _is_value(cell: str, column: Column) -> bool:
    """Whether a cell could be a value of its column, however it is written."""
    try:
        column.kind.read(cell)
    except CellError:
        is_number = column.kind.range is not None and re.fullmatch(r"[\d.,  ]+", cell)
        return bool(is_number) or (
            column.kind.name in ("day", "moment", "clock") and bool(re.search(r"\d", cell))
        )
    return True


def in_titles(cells: list[str]) -> Iterator[str]:
    """Words of a title line that would change the numbers below it, such as a group of last year or thousands."""
    if found := TITLE_UNIT.search(" ".join(cells)):
        yield found[0]
    yield from (
        cell for cell in cells[1:] if cell and OTHER_MEANING.fullmatch(cell.strip("()[] ").casefold())
    )


class HeaderWords:
    """Words found beside the names of the columns of one header; a unit is converted, an unknown word asked about."""

    def __init__(self, file: str, header: Header) -> None:
        self.file, self.header = file, header
        self.words = words_beside(header)
        self.shown = {
            column: name
            for name, column in zip(header.names, header.columns, strict=True)
            if column is not None
        }

    def take_row(self, row: Row) -> None:
        """The words in a line of units below the header."""
        for cell, column in zip(row.cells, self.header.declared, strict=False):
            if cell and column:
                words = words_of(cell) or [cell]
                self.words[column.header] = [*self.words.get(column.header, []), *words]
                self.shown[column.header] += f" / {cell}"

    def settle(self, sheet: Sheet) -> None:
        """Set what is to be converted, and ask about the rest. Raises ImportRefused for a column of another meaning."""
        unknown: list[str] = []
        converted = []
        for header, words in self.words.items():
            said = said_by(words, self._column(header))
            if said.is_other:
                self._refuse(sheet, header)
            if said.factor != 1:
                sheet.factors[header] = said.factor
                converted.append(f"{self.shown[header]} → {header}")
            unknown += [self.shown[header]] if said.unknown else []
        if converted:
            sheet.notes.append(Note("note.units_converted", {"columns": converted}))
        if unknown:
            sheet.questions.append(self._question("header_words", "names", unknown))
        if sheet.title_words:
            words = list(dict.fromkeys(sheet.title_words))
            sheet.questions.append(self._question("title_words", "words", words))

    def _column(self, header: str) -> Column:
        return self.header.source.headers[header]

    def _refuse(self, sheet: Sheet, header: str) -> None:
        raise ImportRefused(
            "refused.header_words",
            file=self.file,
            row=sheet.header_row,
            table=sheet.source.table,
            names=[self.shown[header]],
        )

    def _question(self, subject: str, name: str, words: list[str]) -> Question:
        return Question(
            f"{self.file}:{subject}",
            f"question.{subject}",
            {name: words[:_LISTED]},
            remember={f"{subject}:{word}": "yes" for word in words},
        )


def words_beside(header: Header) -> dict[str, list[str]]:
    """The words beside the name of each declared column that bears some."""
    return {
        column: words
        for name, column in zip(header.names, header.columns, strict=True)
        if column is not None and name != column and (words := words_of(name))
    }


def name_dropped(sheet: Sheet, headers: list[tuple[int, Header]], grid: Grid) -> None:
    """List what each header drops from its position on; a column without a name by its number, if it holds any."""
    ends = [position for position, _ in headers[1:]] + [len(grid.numbers)]
    dropped: dict[str, None] = {}
    unnamed = set(grid.beside)
    for (start, header), end in zip(headers, ends, strict=True):
        dropped |= {
            name: None
            for name, column in zip(header.names, header.columns, strict=True)
            if name and column is None
        }
        for at, cells in enumerate(grid.columns):
            is_named = at < len(header.names) and header.names[at]
            if not is_named and _is_filled(cells[start:end], np.isin(grid.numbers[start:end], sheet.numbers)):
                unnamed.add(at + 1)
    sheet.dropped_headers = [*dropped, *(f"({number})" for number in sorted(unnamed))]
    if unnamed:
        sheet.notes.append(Note("note.unnamed_columns", {"columns": sorted(unnamed)}))


def _is_filled(cells: pa.DictionaryArray, is_data: np.ndarray) -> bool:
    return bool(pc.any(pc.not_equal(cells.cast(pa.string()), "").filter(pa.array(is_data))).as_py())
