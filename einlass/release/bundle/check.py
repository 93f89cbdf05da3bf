"""Whether a folder is what its records say: hashes, every number in every readable file, links, nothing foreign."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from einlass import config
from einlass.paper import draw
from einlass.release.bundle import cells, charts, layout, sheets
from einlass.release.records import Version
from einlass.words import words_for

LOADS = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src", "object": "data"}
_SVG = f"{{{draw.SVG}}}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file: text key `bundle.fault.<code>`."""

    path: str
    code: str
    found: str = ""


@dataclass
class Seen:
    """What a page holds: numbers of its table (value, text), numbers of its charts, links, what it loads, its ids."""

    numbers: list[tuple[str, str]] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._value: str | None = None
        self._chart = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.seen.ids.add(told["id"])
        if tag == "a" and "href" in told:
            self.seen.links.append(told["href"])
        is_loaded = tag != "link" or "stylesheet" in told.get("rel", "")
        if LOADS.get(tag) in told:
            address = told[LOADS[tag]]
            (self.seen.loads if is_loaded else self.seen.links).append(address)
        if tag == "data":
            self.seen.numbers.append((told.get("value", ""), ""))
            self._value = tag
        if "data-value" in told:
            self.seen.drawn.append(told["data-value"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._value = None if tag == "data" else self._value

    def handle_data(self, data: str) -> None:
        if self._value:
            value, text = self.seen.numbers[-1]
            self.seen.numbers[-1] = (value, text + data)


def read_page(text: str) -> Seen:
    """What a page holds, for whoever checks it."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.seen


def verify(folder: Path) -> list[Fault]:
    """All faults of a folder; none: it may be served."""
    try:
        told = json.loads((folder / layout.MANIFEST).read_bytes())
        listed: dict[str, dict[str, Any]] = told["files"]
        base = str(told["base"])
    except (OSError, ValueError, KeyError, TypeError):
        return [Fault(layout.MANIFEST, "no_manifest")]
    faults = [*_files(folder, listed), *_links(folder, listed, base)]
    broken = {one.path for one in faults if one.code in ("missing", "changed")}
    for path in sorted(one for one in listed if one.endswith("/figure.json")):
        if path not in broken:
            faults += _numbers(folder, path.rpartition("/")[0])
    return faults


def _files(folder: Path, listed: dict[str, dict[str, Any]]) -> Iterator[Fault]:
    there = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if not one.is_dir()}
    yield from (Fault(path, "foreign") for path in sorted(there - listed.keys() - {layout.MANIFEST}))
    for path, one in listed.items():
        if path not in there:
            yield Fault(path, "missing")
        elif hashlib.sha256((folder / path).read_bytes()).hexdigest() != one["sha256"]:
            yield Fault(path, "changed")


def _links(folder: Path, listed: dict[str, dict[str, Any]], base: str) -> Iterator[Fault]:
    known = {*listed, layout.MANIFEST}
    for path in sorted(one for one in listed if one.endswith(".html") and (folder / one).is_file()):
        seen = read_page((folder / path).read_text("utf-8", "replace"))
        for address in seen.loads:
            if urlsplit(address).scheme or address.startswith("//") or not _leads(address, path, seen, known):
                yield Fault(path, "loads", address)
        for address in seen.links:
            if not _leads(address.removeprefix(base) if base else address, path, seen, known):
                yield Fault(path, "link", address)


def _leads(address: str, path: str, seen: Seen, known: set[str]) -> bool:
    """Whether a link leads somewhere inside the folder, or is a whole address of its own."""
    parts = urlsplit(address)
    if parts.scheme in ("https", "http", "mailto"):
        return True
    if not parts.path:
        return not parts.fragment or parts.fragment in seen.ids
    target = _joined(path.rpartition("/")[0], unquote(parts.path))
    return target in known or f"{target}/index.html".lstrip("/") in known


def _joined(folder: str, path: str) -> str:
    steps = folder.split("/") if folder else []
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return "\0"  # leads out of the folder
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _numbers(folder: Path, where: str) -> Iterator[Fault]:
    """Every number of a version, read back from each file that a program can read."""
    try:
        held = (folder / where / "figure.json").read_bytes()
        if json.loads(held).get("status") == "withdrawn":
            return
        version = sheets.version_of(held)
    except ValueError as error:
        yield Fault(f"{where}/figure.json", "record", str(error))
        return
    if read_csv((folder / where / "data.csv").read_bytes()) != expected_csv(version):
        yield Fault(f"{where}/data.csv", "numbers")
    if not holds(read_xlsx((folder / where / "data.xlsx").read_bytes()), expected_xlsx(version)):
        yield Fault(f"{where}/data.xlsx", "numbers")
    for language in (one for one in config.LANGUAGES if one in version.texts):
        yield from _pages(folder, where, version, language)


def _pages(folder: Path, where: str, version: Version, language: str) -> Iterator[Fault]:
    drawn = expected_drawn(version, language)
    picture = f"{where}/{layout.named('figure', language, 'svg')}"
    if (folder / picture).is_file() and read_svg((folder / picture).read_bytes()) != drawn:
        yield Fault(picture, "numbers")
    page = layout.index_of(language)
    wanted = expected_table(version, language)
    for path in (f"{where}/{page}", f"{where.rpartition('/')[0]}/{page}"):
        if not (folder / path).is_file():
            continue
        text = (folder / path).read_text("utf-8", "replace")
        if path.startswith(f"{where}/") or f'href="v{version.number}/data.csv"' in text:
            seen = read_page(text)
            if seen.numbers != wanted or seen.drawn != drawn * 2:
                yield Fault(path, "numbers")


# --- What stands in a file, and what should --------------------------------------------------------------


def read_csv(content: bytes) -> list[list[str]]:
    """The cells of the data columns, a list a row."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    places = [
        n
        for n, name in enumerate(head)
        if re.search(r"_(numerator|denominator|value|low|high|status)$", name)
    ]
    return [[row[place] for place in places] for row in rows]


def expected_csv(version: Version) -> list[list[str]]:
    """The same from the record."""
    parts = sheets.used_parts(version)
    return [
        [
            text
            for one in row.cells
            for text in (*(sheets.plain(cells.number_of(one, part)) for part in parts), cells.sign_of(one))
        ]
        for row in version.figure.table.rows
    ]


def read_xlsx(content: bytes) -> list[list[float]]:
    """The numbers of each sheet, row by row."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        sheets_read = sorted(names, key=lambda name: int(re.sub(r"\D", "", name)))
        return [_numbers_of(archive.read(name)) for name in sheets_read]


def _numbers_of(sheet: bytes) -> list[float]:
    found = ElementTree.fromstring(sheet).iter(f"{_SHEET}c")
    return [float(one.findtext(f"{_SHEET}v") or "nan") for one in found if one.get("t") in (None, "n")]


def expected_xlsx(version: Version) -> list[list[float]]:
    """The numbers of the table and of the figure with its sides, with the 16 digits that the format's writer keeps."""
    figure, parts = version.figure, sheets.used_parts(version)
    rows = [cells.number_of(one, part) for row in figure.table.rows for one in row.cells for part in parts]
    amounts = (figure.headline, *(side.amount for side in figure.sides))
    sides = [cells.number_of(one, part) for one in amounts for part in cells.PARTS]
    return [[float(f"{one:.16G}") for one in numbers if one is not None] for numbers in (rows, sides)]


def holds(found: Sequence[list[float]], wanted: list[list[float]]) -> bool:
    """Whether the sheets of each language hold the numbers, and those of the notes none."""
    once = [*wanted, []]
    return bool(found) and len(found) % 3 == 0 and list(found) == once * (len(found) // 3)


def expected_table(version: Version, language: str) -> list[tuple[str, str]]:
    """The numbers of the table on a page: value and text."""
    w, figure = words_for(language), version.figure
    shown = [
        cells.cell(one, cells.column_decimals(figure, place), w)
        for row in figure.table.rows
        for place, one in enumerate(row.cells)
    ]
    return [(repr(one.value), one.text) for one in shown if one.value is not None]


def read_svg(content: bytes) -> list[str]:
    """The values that a chart draws, in order."""
    found = ElementTree.fromstring(content).iter(f"{_SVG}text")
    return [one.get("data-value", "") for one in found if "data-value" in one.attrib]


def expected_drawn(version: Version, language: str) -> list[str]:
    """The same from the record."""
    figure, texts = version.figure, version.texts[language]
    if any(charts.has_answers(side) for side in figure.sides):
        amounts = [side.amount for side in figure.sides]
    else:
        amounts = [one.amount for one in charts.bars(figure, texts, words_for(language))]
    values = [cells.number_of(one, "value") for one in amounts]
    return ["" if value is None else repr(float(value)) for value in values]
