"""What header, the line of units below it and the titles above say beside the names of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from einlass.errors import ImportRefused
from einlass.ingest.read.columns import Row
from einlass.ingest.read.headers import Header
from einlass.ingest.read.units import said_by, words_of
from einlass.ingest.report import Note, Question
from einlass.ingest.sources import Column

if TYPE_CHECKING:
    from einlass.ingest.read.sheet import Sheet

_LISTED = 10


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
