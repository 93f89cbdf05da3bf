"""The parts of a workbook's package: a ZIP whose names may be spelled otherwise, and XML; neither may burst."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Container
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from einlass.errors import ImportRefused

LARGEST_UNPACKED = 1024**3
LARGEST_RATIO = 200  # a sheet of empty rows packs 1:150, a bomb 1:1000
SMALL = 50 * 1024**2  # below this any ratio is harmless
LONG = 8 * 1024**2  # bytes from which a part is unpacked in one step
_HEADER, _LENGTHS, _LOCKED = 30, (26, 28), 1  # of a part of a ZIP: its size, two lengths in it, a flag
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
XML_SPACE = "http://www.w3.org/XML/1998/namespace space"
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.-]+)")
_ASCII_WITHIN = (b"utf-8", b"us-ascii", b"utf8", b"ascii")
_KEPT = ("t", "v")  # elements of a workbook in which white space is text


class BrokenPackage(ValueError):
    """A package, or a part of it, that is not what it should be."""


def plain_name(name: str) -> str:
    """The name of a part as packages mean it: slashes, no case, none in front."""
    return name.replace("\\", "/").lstrip("/").lower()


@dataclass
class Package:
    """The parts of a ZIP by their plain names."""

    content: bytes
    archive: zipfile.ZipFile
    infos: dict[str, zipfile.ZipInfo]

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self.infos

    def size(self, name: str) -> int:
        """How many bytes a part unpacks to."""
        return self.infos[plain_name(name)].file_size

    @property
    def is_locked(self) -> bool:
        """Whether a part needs a password."""
        return any(info.flag_bits & _LOCKED for info in self.infos.values())

    def read(self, name: str) -> bytes:
        """A part; a large one in one step, which takes half the time. Raises BrokenPackage."""
        info = self.infos.get(plain_name(name))
        if info is None:
            raise BrokenPackage(name)
        try:
            if (
                info.file_size < LONG
                or info.compress_type != zipfile.ZIP_DEFLATED
                or info.flag_bits & _LOCKED
            ):
                return self.archive.read(info)
            return self._in_one_step(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
        ) as error:
            raise BrokenPackage(name) from error

    def _in_one_step(self, info: zipfile.ZipInfo) -> bytes:
        header = self.content[info.header_offset : info.header_offset + _HEADER]
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in _LENGTHS)
        start = info.header_offset + _HEADER + name + extra
        packed = memoryview(self.content)[start : start + info.compress_size]
        unpacked = zlib.decompress(packed, -zlib.MAX_WBITS, bufsize=info.file_size)
        if zlib.crc32(unpacked) != info.CRC:
            raise zipfile.BadZipFile(info.filename)
        return unpacked


def package_of(file: str, content: bytes) -> Package:
    """The package, after a look at how much it unpacks to. Raises ImportRefused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ImportRefused("refused.broken_workbook", file=file) from None
    unpacked = sum(info.file_size for info in infos)
    if unpacked > LARGEST_UNPACKED or (unpacked > SMALL and unpacked > LARGEST_RATIO * len(content)):
        raise ImportRefused("refused.bomb", file=file, megabytes=unpacked // 1024**2)
    named = {plain_name(info.filename): info for info in infos}
    if len(named) != len(infos):  # which of two parts of one name a program takes is its own choice
        raise ImportRefused("refused.broken_workbook", file=file)
    return Package(content, archive, named)


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
