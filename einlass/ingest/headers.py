"""Which line is the header, of which export, and which of its columns is which, however they are spelled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from einlass.ingest.german import FOLDED
from einlass.ingest.sources import Source
from einlass.ingest.text import Lines

HEADER_WITHIN = 30  # a title block is never longer
TALLEST = 4  # lines over which a header may spread
_UNIT = re.compile(r"[(\[{][^)\]}]*[)\]}]")


@cache
def folded(header: str) -> str:
    """A header without case, spaces, punctuation, units in brackets and umlauts."""
    plain = _UNIT.sub("", header.casefold().translate(FOLDED)) or header.casefold().translate(FOLDED)
    return re.sub(r"[^a-z0-9]", "", plain)


@dataclass(frozen=True)
class Spelling:
    """A remembered mapping: what a provider calls the columns of an export."""

    provider: str
    table: str
    headers: Mapping[str, str]  # folded header of the file → declared header


@dataclass(frozen=True)
class Header:
    """A recognised header: where it stands, over how many lines, its names, and the column behind each."""

    source: Source
    index: int
    height: int
    names: list[str]
    columns: list[str | None]  # the declared header of each column, None: not declared
    provider: str = ""

    @property
    def doubled(self) -> list[str]:
        """Names of declared columns that stand there more than once."""
        declared = [column for column in self.columns if column is not None]
        return sorted({column for column in declared if declared.count(column) > 1})

    @property
    def renamed(self) -> dict[str, str]:
        """Names of the file that are not spelled as declared, with the declared ones."""
        pairs = zip(self.names, self.columns, strict=True)
        return {name: column for name, column in pairs if column is not None and name != column}


def spellings(source: Source, mapping: Spelling | None = None) -> dict[str, str]:
    """Each folded spelling of a column with its declared header."""
    known = {
        folded(name): column.header for column in source.columns for name in (*column.aliases, column.header)
    }
    return known | dict(mapping.headers) if mapping else known


def header_among(lines: Lines, sources: Sequence[Source], mappings: Sequence[Spelling] = ()) -> Header | None:
    """The first line (or lines) that holds all columns of an export; one line is preferred to several."""
    for height in range(1, TALLEST + 1):
        for index in range(min(len(lines), HEADER_WITHIN) - height + 1):
            for reaches in (True, False)[:height]:
                names = _names(lines, index, height, reaches)
                if found := header_of(names, sources, mappings, index, height):
                    return found
    return None


def header_of(
    names: list[str],
    sources: Sequence[Source],
    mappings: Sequence[Spelling] = (),
    index: int = 0,
    height: int = 1,
) -> Header | None:
    """The header that these names are, if they are one; empty columns at the end do not count."""
    names = names[: _filled(names)]
    keys = [folded(name) for name in names]
    for source in sources:
        if len(keys) < len(source.columns):
            continue
        for mapping in (None, *(entry for entry in mappings if entry.table == source.table)):
            if mapping and not mapping.headers.keys() <= set(keys):
                continue
            columns = _assigned(names, keys, source, mapping)
            if set(source.headers) <= set(columns):
                provider = mapping.provider if mapping else ""
                return Header(source, index, height, names, columns, provider)
    return None


def _filled(names: list[str]) -> int:
    """How many columns there are up to the last one with a name."""
    return max((at for at, name in enumerate(names, 1) if name), default=0)


def _assigned(
    names: list[str], keys: list[str], source: Source, mapping: Spelling | None
) -> list[str | None]:
    """The declared header of each name; a spelling counts only where the declared name itself is absent."""
    known = spellings(source, mapping)
    exact = {name for name in names if name in source.headers}
    found: list[str | None] = []
    for name, key in zip(names, keys, strict=True):
        column = name if name in exact else known.get(key)
        found.append(None if column in exact and name not in exact else column)
    return found


def _names(lines: Lines, index: int, height: int, reaches: bool) -> list[str]:
    """The names of a header over several lines: an upper cell may reach to the right, equal parts count once."""
    block = [line.cells for line in lines[index : index + height]]
    if height == 1:
        return block[0]
    width = max(map(len, block))
    even = [cells + [""] * (width - len(cells)) for cells in block]
    filled = [*map(_to_the_right, even[:-1]), even[-1]] if reaches else even
    return [" / ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*filled, strict=True)]


def _to_the_right(cells: list[str]) -> list[str]:
    last = ""
    return [last := cell or last for cell in cells]


def nearest(lines: Lines, sources: Sequence[Source]) -> tuple[int, Source, list[str]] | None:
    """The line that comes nearest to a header (by its share of columns), its export, and the columns it lacks."""
    near = []
    for line in lines[:HEADER_WITHIN]:
        keys = {folded(cell) for cell in line.cells}
        for source in sources:
            held = [column.header for column in source.columns if _is_named(column.header, source, keys)]
            near.append((len(held), len(held) / len(source.columns), line.number, source, held))
    near = [entry for entry in near if entry[0] >= 2]
    if not near:
        return None
    _, _, number, source, held = max(near, key=lambda entry: entry[1])
    return number, source, [header for header in source.headers if header not in held]


def _is_named(header: str, source: Source, keys: set[str]) -> bool:
    column = source.headers[header]
    return any(folded(name) in keys for name in (header, *column.aliases))
