"""Which line is the header, of which export, and which of its columns is which, however they are spelled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from einlass.ingest.read.columns import Lines
from einlass.ingest.read.header_words import FOOTNOTE, said_beside, without_words
from einlass.ingest.sources import Column, Source
from einlass.ingest.vocabulary import FOLDED, OTHER_MEANING

HEADER_WITHIN = 30  # a title block is never longer
TALLEST = 4  # lines over which a header may spread
WIDEST_SPREAD = 300  # columns of such a header
_UNIT_OF_LINE = re.compile(r"[(\[{][^)\]}\n]*[)\]}]")
_NO_KEY = re.compile(r"[^a-z0-9\n]+")
_OPEN = re.compile(r"[(\[{]")
_SIGN_OF_FOOTNOTE = re.compile(r"[*†‡§#¹²³⁰-⁹^]|\d\)")
_UNIT_BEHIND = re.compile(r"_(?:n|min)$")


@cache
def folded(header: str) -> str:
    """A header without case, spaces, punctuation, units in brackets, footnote marks and umlauts."""
    whole = header.casefold().translate(FOLDED)
    plain = without_words(whole) or whole
    return re.sub(r"[^a-z0-9]", "", plain)


def folded_all(texts: Sequence[str]) -> list[str]:
    """What `folded` says of each text, for many at once."""
    return _keys_of_lines(_without_units(texts), texts)


def _keys_of_lines(lines: str, texts: Sequence[str]) -> list[str]:
    if _SIGN_OF_FOOTNOTE.search(lines):
        lines = "\n".join(FOOTNOTE.sub("", line) for line in lines.split("\n"))
    keys = _NO_KEY.sub("", lines).split("\n") if texts else []
    return [key or folded(text) for key, text in zip(keys, texts, strict=True)]


def _without_units(texts: Sequence[str]) -> str:
    """The texts, one a line, without case and units in brackets."""
    lines = "\n".join(texts)
    if lines.count("\n") >= len(texts):
        lines = "\n".join(text.replace("\n", " ") for text in texts)
    plain = lines.casefold()
    return _UNIT_OF_LINE.sub("", plain if plain.isascii() else plain.translate(FOLDED))


Ends = frozenset[tuple[str, str]]  # of a table, its columns


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
    def declared(self) -> list[Column | None]:
        """What is declared of each column, None where nothing is."""
        return [None if name is None else self.source.headers[name] for name in self.columns]

    @property
    def renamed(self) -> dict[str, str]:
        """Names of the file that are not spelled as declared, with the declared ones."""
        pairs = zip(self.names, self.columns, strict=True)
        return {name: column for name, column in pairs if column is not None and name != column}


def spellings(source: Source, mapping: Spelling | None = None) -> Mapping[str, str]:
    """Each folded spelling of a column with its declared header; a unit may be absent or stand in brackets."""
    return {**_declared_spellings(source), **mapping.headers} if mapping else _declared_spellings(source)


@cache
def _declared_spellings(source: Source) -> Mapping[str, str]:
    names = {name: column.header for column in source.columns for name in (*column.aliases, column.header)}
    known = {folded(_UNIT_BEHIND.sub("", name)): header for name, header in names.items()}
    return known | {folded(name): header for name, header in names.items()}


def header_among(
    lines: Lines, sources: Sequence[Source], mappings: Sequence[Spelling] = (), reach: Reach | None = None
) -> Header | None:
    """The first line (or lines) that holds all columns of an export; one line is preferred to several."""
    lines = lines[:HEADER_WITHIN]
    reach = reach or Reach(lines, sources, mappings)
    for height in range(1, TALLEST + 1 if reach.sources else 1):
        for index in range(len(lines) - height + 1):
            possible = [source for source in reach.sources if reach.is_possible(source, index, height)]
            if not possible:
                continue
            block = [line.cells for line in lines[index : index + height]]
            found = (
                header_of(block[0], possible, mappings, index)
                if height == 1
                else _spread_header(block, possible, mappings, index)
            )
            if found:
                return found
    return None


class Reach:
    """Which columns of an export a line can have a part in: looked up, where to try costs a hundred times as much.

    A name over several lines is the texts of its cells one behind the other, so it ends with that of one of them. Only
    an open bracket may be closed by a later line, and what stands in it then falls away.
    """

    def __init__(self, lines: Lines, sources: Sequence[Source], mappings: Sequence[Spelling] = ()) -> None:
        texts = [[cell for cell in line.cells if cell] for line in lines[:HEADER_WITHIN]]
        cells = [cell for line in texts for cell in line]
        plain = _without_units(cells)
        keys = iter(_keys_of_lines(plain, cells))
        self._keys = [set(islice(keys, len(line))) for line in texts]
        has_open = bool(_OPEN.search(plain))  # a bracket that its cell does not close
        self._is_open = [has_open and bool(_OPEN.search(_without_units(line))) for line in texts]
        ends = _ends_of(tuple(sources), mappings)
        self._columns = [_possible_columns(line, ends) for line in self._keys]
        everything = _possible_columns(set().union(*self._keys), ends)
        self.most = {source: len(everything.get(source.table, ())) for source in sources}  # in all lines
        if any(self._is_open):
            self.most = {source: len(source.columns) for source in sources}
        self.sources = [source for source in sources if self.most[source] >= len(source.columns)]

    def count(self, source: Source, index: int, height: int) -> int:
        """How many columns of an export some lines can name at most."""
        if height > 1 and any(self._is_open[index : index + height]):
            return len(source.columns)
        lines = [self._columns[at].get(source.table, set()) for at in range(index, index + height)]
        return len(lines[0]) if height == 1 else len(set().union(*lines))

    def is_possible(self, source: Source, index: int, height: int) -> bool:
        """Whether some lines may name all columns of an export."""
        return self.count(source, index, height) >= len(source.columns)


def _possible_columns(keys: set[str], ends: Mapping[str, Ends]) -> dict[str, set[str]]:
    """The columns that names can mean, by the table of their export."""
    found: dict[str, set[str]] = {}
    for key in ends.keys() & keys if len(ends) < len(keys) else keys & ends.keys():
        for table, header in ends[key]:
            found.setdefault(table, set()).add(header)
    for table, header in ends.get("", ()):  # a column may have no name
        found.setdefault(table, set()).add(header)
    return found


def _ends_of(sources: tuple[Source, ...], mappings: Sequence[Spelling]) -> Mapping[str, Ends]:
    """Each end of a known spelling with the columns it may belong to, by the table of their export."""
    return _declared_ends(sources) if not mappings else _ends(sources, mappings)


@cache
def _declared_ends(sources: tuple[Source, ...]) -> Mapping[str, Ends]:
    return _ends(sources, ())


def _ends(sources: Sequence[Source], mappings: Sequence[Spelling]) -> Mapping[str, Ends]:
    ends: dict[str, set[tuple[str, str]]] = {}
    for source in sources:
        own = [entry for entry in mappings if entry.table == source.table]
        for known in [spellings(source, one) for one in (None, *own)]:
            for key, header in known.items():
                for start in range(max(1, len(key))):
                    ends.setdefault(key[start:], set()).add((source.table, header))
    return {end: frozenset(columns) for end, columns in ends.items()}


def _spread_header(
    block: list[list[str]], sources: Sequence[Source], mappings: Sequence[Spelling], index: int
) -> Header | None:
    """The header that several lines together are, if each column has exactly one declared reading."""
    if max(map(len, block)) > WIDEST_SPREAD:
        return None
    columns = _readings(block)
    for source in sources:
        if len(columns) < len(source.columns):
            continue
        for mapping in (None, *(entry for entry in mappings if entry.table == source.table)):
            known = spellings(source, mapping)
            names = [_only_reading(readings, known) for readings in columns]
            if found := header_of(names, [source], [mapping] if mapping else [], index, len(block)):
                return found
    return None


def _readings(block: list[list[str]]) -> list[list[str]]:
    """What each column may be called, the whole first: its lines joined, with or without the upper ones.

    An upper cell may reach to the right, as a merged one does, but only above a cell with a text of its own.
    """
    width = max(map(len, block))
    own = [cells + [""] * (width - len(cells)) for cells in block]
    reached = [*map(_to_the_right, own[:-1]), own[-1]]
    columns = []
    for alone, under in zip(zip(*own, strict=True), zip(*reached, strict=True), strict=True):
        stacks = [under, alone] if alone[-1] else [alone]
        names = [_joined(parts[start:]) for parts in stacks for start in range(len(parts))]
        columns.append([name for name in dict.fromkeys(names) if name] or [""])
    return columns


def _joined(parts: Sequence[str]) -> str:
    """Parts above each other as one name, equal ones once."""
    return " / ".join(dict.fromkeys(part for part in parts if part))


def _only_reading(readings: list[str], known: Mapping[str, str]) -> str:
    """The reading that is declared, if all that are declared mean the same column; else the whole.

    A group above that makes another column of it, such as one of last year, is never left away.
    """
    if OTHER_MEANING.search(readings[0]):
        return readings[0]
    declared = {known[key]: name for name in reversed(readings) if (key := _without_unit(name)) in known}
    return next(iter(declared.values())) if len(declared) == 1 else readings[0]


def _without_unit(name: str) -> str:
    """A folded name; nothing for a unit alone."""
    return folded(name) if without_words(name).strip() else ""


def header_of(
    names: list[str],
    sources: Sequence[Source],
    mappings: Sequence[Spelling] = (),
    index: int = 0,
    height: int = 1,
) -> Header | None:
    """The header that these names are, if they are one; empty columns at the end do not count."""
    names = names[: filled(names)]
    keys = [folded(name) for name in names]
    for source in sources:
        if len(keys) < len(source.columns):
            continue
        for mapping in (None, *(entry for entry in mappings if entry.table == source.table)):
            if mapping and not mapping.headers.keys() <= set(keys):
                continue
            known = spellings(source, mapping)
            if len(known.keys() & keys) < len(source.columns):  # most lines are no header: told at once
                continue
            columns = _assigned(names, keys, source, known)
            if set(source.headers) <= set(columns):
                provider = mapping.provider if mapping else ""
                return Header(source, index, height, names, columns, provider)
    return None


def filled(names: list[str]) -> int:
    """How many columns there are up to the last one with a name."""
    return max((at for at, name in enumerate(names, 1) if name), default=0)


def _assigned(
    names: list[str], keys: list[str], source: Source, known: Mapping[str, str]
) -> list[str | None]:
    """The declared header of each name; a spelling counts only where the declared name itself is absent."""
    exact = {name for name in names if name in source.headers}
    found: list[str | None] = []
    for name, key in zip(names, keys, strict=True):
        column = name if name in exact else known.get(key)
        if column and column != name and said_beside(name, source.headers[column]).is_other:
            column = None
        found.append(None if column in exact and name not in exact else column)
    return found


def _to_the_right(cells: list[str]) -> list[str]:
    last = ""
    return [last := cell or last for cell in cells]


def nearest(
    lines: Lines, sources: Sequence[Source], reach: Reach | None = None
) -> tuple[int, Source, list[str]] | None:
    """The line that comes nearest to a header (by its share of columns), its export, and the columns it lacks."""
    lines = lines[:HEADER_WITHIN]
    near = []
    reach = reach or Reach(lines, sources)
    sources = [source for source in sources if reach.most[source] >= 2]
    best = 0.0
    blocks = [*((at, 1) for at in range(len(lines))), *((at, 2) for at in range(len(lines) - 1))]
    for index, height in blocks if sources else []:
        counts = {source.table: reach.count(source, index, height) for source in sources}
        possible = [
            one for one in sources if counts[one.table] >= 2 and counts[one.table] > best * len(one.columns)
        ]
        keys = _keys_of(lines[index : index + height]) if possible else set()
        for source in possible:
            known = spellings(source)
            held = {known[key] for key in keys & known.keys()}
            near.append((len(held), len(held) / len(source.columns), lines[index].number, source, held))
            best = max(best, near[-1][1]) if len(held) >= 2 else best
    near = [entry for entry in near if entry[0] >= 2]
    if not near:
        return None
    _, _, number, source, held = max(near, key=lambda entry: entry[1])
    return number, source, [header for header in source.headers if header not in held]


def of_other_meaning(lines: Lines, number: int, source: Source) -> list[str]:
    """The names in a line that would be columns of an export, did not the words beside them say otherwise."""
    known = spellings(source)
    names = [name for line in lines if line.number == number for name in line.cells]
    return [
        name
        for name in names
        if (column := known.get(folded(name))) and said_beside(name, source.headers[column]).is_other
    ]


def _keys_of(lines: Lines) -> set[str]:
    """The folded names of a line, or of two lines together, which is a header as often."""
    if len(lines) == 1:
        return {folded(cell) for cell in lines[0].cells}
    if max(len(line.cells) for line in lines) > WIDEST_SPREAD:
        return set()
    columns = _readings([line.cells for line in lines])
    return {_without_unit(name) for readings in columns for name in readings}
