"""Names, styles and shared texts of an XLSX workbook: which cells show something else than they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from einlass.ingest.read.package import Attributes, feed, is_plain, parser_of
from einlass.ingest.read.texts import LOWERED, RAISED, STRUCK, Refusal, refusal_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAINS = frozenset((MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"))
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OF_RELATIONS = frozenset((RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
_LOCAL: dict[str, str] = {}
CLOCK, ELAPSED, DAY, PERCENT, WORDS = "clock", "elapsed", "day", "percent", "words"
_BUILT_IN = {
    **dict.fromkeys((9, 10), PERCENT),
    **dict.fromkeys((14, 15, 16, 17), DAY),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), CLOCK),
    46: ELAPSED,
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_CONDITION = re.compile(r"\[[=<>][^\]]*\]")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
_WORDS = re.compile(r'"([^"]*)"|\\(.)')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_OFF = {"0", "false", "off"}


def local_name(full_name: str) -> str:
    """The name of an element of the workbook without its namespace; nothing for one of another namespace."""
    name = _LOCAL.get(full_name)
    if name is None:
        namespace, _, local = full_name.rpartition(" ")
        name = _LOCAL[full_name] = local if namespace in MAINS else ""
    return name


@dataclass
class Styles:
    """By the number of a cell style: how its cells are marked, and what kind of value it shows."""

    marks: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)  # of formats that show nothing else


def is_on(attributes: Attributes, name: str = "val") -> bool:
    """Whether a property is set; one without a value is."""
    return attributes.get(name, "1").strip().lower() not in _OFF


def mark_of(name: str, attributes: Attributes) -> str:
    """The mark that an element of a font gives, if any."""
    if name == "strike":
        return STRUCK if is_on(attributes) else ""
    return {"superscript": RAISED, "subscript": LOWERED}.get(attributes.get("val", ""), "")


def kind_of(code: str) -> str:
    """What a number format shows: a time, elapsed hours, a day without a time, per cent, words alone; else nothing."""
    if not code.strip():
        return ""
    section = _LITERAL.sub("", _main_section(code)).lower()
    if _ELAPSED.search(section):
        return ELAPSED
    if any(word in section for word in ("general", "standard", "@")):
        return ""
    has_time, has_day = bool(set("hs") & set(section)), bool(set("yd") & set(section))
    if has_time:
        return "" if has_day else CLOCK
    if has_day:
        return DAY
    if not set("0#?m") & set(section):
        return WORDS
    return PERCENT if "%" in section else ""


def words_of(code: str) -> str:
    """What a number format of words alone shows of a number."""
    return "".join(quoted or letter for quoted, letter in _WORDS.findall(_main_section(code)))


def _main_section(code: str) -> str:
    """The part of a format that holds for positive numbers: the first without a condition."""
    sections: list[str] = [
        section for section in _SECTION.findall(code + ";") if section or code.startswith(";")
    ] or [""]
    return next((section for section in sections if not _CONDITION.search(section)), sections[0])


class _StyleReader:
    def __init__(self) -> None:
        self.styles = Styles()
        self._path: list[str] = []
        self._fonts: list[str] = []
        self._formats: dict[str, str] = {}
        self._count = 0

    def start(self, full_name: str, attributes: Attributes) -> None:
        name = local_name(full_name)
        inside = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "font" and inside == "fonts":
            self._fonts.append("")
        elif name in ("strike", "vertAlign") and inside == "font" and self._path[-3:-2] == ["fonts"]:
            self._fonts[-1] = self._fonts[-1] or mark_of(name, attributes)
        elif name == "numFmt" and inside == "numFmts":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            self._add(attributes)

    def end(self, _: str) -> None:
        self._path.pop()

    def _add(self, attributes: Attributes) -> None:
        font, number = int(attributes.get("fontId", "0")), attributes.get("numFmtId", "0")
        mark = self._fonts[font] if font < len(self._fonts) else ""
        code = self._formats.get(number)
        kind = kind_of(code) if code is not None else _BUILT_IN.get(int(number), "")
        if kind == WORDS:
            self.styles.words[self._count] = words_of(code or "")
        if mark:
            self.styles.marks[self._count] = mark
        if kind:
            self.styles.kinds[self._count] = kind
        self._count += 1


def styles_of(xml: bytes) -> Styles:
    """The styles of cells. Raises BrokenMarkup, ValueError."""
    reader = _StyleReader()
    feed(parser_of(reader.start, reader.end), xml)
    return reader.styles


class Runs:
    """Gathers the parts of a text with their marks."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []
        self._mark = ""
        self._is_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """An element of the text begins."""
        if name == "rPh" or self._phonetic:
            self._phonetic += 1
        elif name == "r":
            self._mark = ""
        elif name in ("strike", "vertAlign"):
            self._mark = self._mark or mark_of(name, attributes)
        elif name == "t":
            self._is_text = True

    def end(self, name: str) -> None:
        """An element of the text ends."""
        if self._phonetic:
            self._phonetic -= 1
        elif name == "t":
            self._is_text = False
        elif name == "r":
            self._mark = ""

    def text(self, text: str) -> None:
        """Characters."""
        if self._is_text:
            self._parts.append((text, self._mark))

    def take(self) -> tuple[str, Refusal | None]:
        """The text that ends, and why it cannot be taken."""
        parts, self._parts = self._parts, []
        return "".join(text for text, _ in parts).strip(), refusal_of(parts)


class _StringReader:
    def __init__(self) -> None:
        self.refused: dict[int, Refusal] = {}
        self._runs = Runs()
        self._count = 0

    def start(self, full_name: str, attributes: Attributes) -> None:
        self._runs.start(local_name(full_name), attributes)

    def end(self, full_name: str) -> None:
        name = local_name(full_name)
        self._runs.end(name)
        if name == "si":
            _, refusal = self._runs.take()
            if refusal:
                self.refused[self._count] = refusal
            self._count += 1

    def text(self, text: str) -> None:
        self._runs.text(text)


def refused_strings(xml: bytes) -> dict[int, Refusal]:
    """The shared texts that cannot be taken, by their number. Raises BrokenMarkup."""
    if is_plain(xml) and b"vertAlign" not in xml and b"strike" not in xml:
        return {}
    reader = _StringReader()
    parser = parser_of(reader.start, reader.end)
    parser.CharacterDataHandler = reader.text
    feed(parser, xml)
    return reader.refused
