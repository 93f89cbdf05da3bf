"""The markup of a workbook's parts by a real parser: whatever prefixes, quotes and encoding; declarations refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
XML_SPACE = "http://www.w3.org/XML/1998/namespace space"
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.-]+)")
_ASCII_WITHIN = (b"utf-8", b"us-ascii", b"utf8", b"ascii")


_KEPT = ("t", "v")  # elements of a workbook in which white space is text


class BrokenMarkup(ValueError):
    """A part that no XML parser reads, or that declares entities."""


def parser_of(start: Start | None = None, end: End | None = None) -> expat.XMLParserType:
    """A parser that names elements and attributes by namespace and name with a space between."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    if start:
        parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    return parser


def _refuse(*_: object) -> None:
    raise BrokenMarkup("declarations")


def feed(parser: expat.XMLParserType, xml: bytes) -> None:
    """Let a parser read a whole part. Raises BrokenMarkup."""
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BrokenMarkup(str(error)) from None


def is_plain(xml: bytes) -> bool:
    """Whether names and numbers stand in the bytes as they are: no other encoding, comments or sections."""
    head = xml[:200].removeprefix(b"\xef\xbb\xbf")
    encoding = _ENCODING.search(head[: head.find(b"?>")]) if head.startswith(b"<?xml") else None
    is_readable = head.lstrip()[:1] == b"<" and b"\0" not in head
    is_usual = encoding is None or encoding[1].lower() in _ASCII_WITHIN
    return is_readable and is_usual and not (b"!" in xml and b"<!" in xml)


class Plain:
    """Writes a part anew: UTF-8, no prefixes, no comments, each text in one piece; foreign elements left out."""

    def __init__(self, namespaces: Container[str], namespace: str) -> None:
        self._known, self._namespace = namespaces, namespace
        self._out: list[str] = []
        self._foreign = 0
        self._path: list[str] = []
        self._text: list[str] = []

    def attributes(self, local: str, attributes: Attributes) -> Attributes:
        """The attributes of an element as they are to be written."""
        return attributes

    def text(self, local: str, text: str) -> str:
        """The text of an element as it is to be written."""
        return text

    def written(self, xml: bytes) -> bytes:
        """The part written anew. Raises BrokenMarkup."""
        parser = parser_of(self._start, self._end)
        parser.CharacterDataHandler = self._text.append
        feed(parser, xml)
        return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(self._out)).encode()

    def _start(self, name: str, attributes: Attributes) -> None:
        self._flush()
        namespace, _, local = name.rpartition(" ")
        if self._foreign or namespace not in self._known:
            self._foreign += 1
            return
        self._path.append(local)
        attributes = self.attributes(local, attributes)
        kept = [(key, value) for key, value in attributes.items() if " " not in key]
        kept += [("xml:space", attributes[XML_SPACE])] if XML_SPACE in attributes else []
        root = "" if self._out else f' xmlns="{self._namespace}"'
        self._out.append(f"<{local}{root}{''.join(f' {key}={quoteattr(value)}' for key, value in kept)}>")

    def _end(self, name: str) -> None:
        self._flush()
        if self._foreign:
            self._foreign -= 1
        else:
            self._out.append(f"</{self._path.pop()}>")

    def _flush(self) -> None:
        if self._text and not self._foreign and self._path:
            text = self.text(self._path[-1], "".join(self._text))
            text = "" if text.isspace() and self._path[-1] not in _KEPT else text
            self._out.append(escape(text, {"\r": "&#13;"}))
        self._text.clear()
