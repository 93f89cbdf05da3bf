"""Words and units beside the name of a column: what is converted, what makes it another column, what must be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from einlass.ingest.clean.cells import TEXT
from einlass.ingest.report import CellError
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

BRACKET = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
FOOTNOTE = re.compile(r"\s*\b\d{1,2}\)\s*$")
# Signs that a header may hold without meaning anything; those that no reader sees are none.
_SIGN = re.compile(r"[^a-z0-9\s_\-–—.,:;/'\"\u00ad\u200b\u2060\ufeff]+")
_OTHER = -1.0


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
