"""A tree of elements, and the many ways in which it may be written."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

Names = dict[str, str]  # key of a namespace → its address


@dataclass
class Node:
    """An element: `key:name` with the key of its namespace, attributes likewise, and what it holds."""

    name: str
    attributes: dict[str, object] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str | None = None


def node(tag: str, /, *children: Node | None, text: str | None = None, **attributes: object) -> Node:
    """An element; `__` in the name of an attribute stands for the colon, `_` for a hyphen; None leaves it out."""
    named = {
        key.rstrip("_").replace("__", ":").replace("_", "-"): value
        for key, value in attributes.items()
        if value is not None
    }
    return Node(tag, named, [child for child in children if child is not None], text)


@dataclass
class Spelling:
    """How markup is written."""

    prefixes: Names = field(default_factory=dict)  # key → prefix; none: the default namespace
    quote: str = '"'
    is_indented: bool = False
    has_comments: bool = False
    has_sections: bool = False
    has_references: bool = False  # the first letter of a text or value as its number
    encoding: str = "utf-8"

    @classmethod
    def any(cls, chance: random.Random, keys: list[str], *, is_fixed: bool = False) -> Spelling:
        """Any spelling; with fixed prefixes where programs know no others."""
        prefixes = {} if is_fixed else {key: chance.choice(["", "x", f"{key}1", "ns0"]) for key in keys[:1]}
        return cls(
            prefixes,
            chance.choice(['"', "'"]),
            *(chance.random() < 0.25 for _ in range(4)),
            encoding=chance.choice(["utf-8"] * 4 + ["utf-8-sig", "utf-16"]),
        )


def written(tree: Node, spaces: Names, spelling: Spelling) -> bytes:
    """The tree as a part of a package."""
    prefixes = {key: spelling.prefixes.get(key, key) for key in spaces}
    declared = {
        f"xmlns:{prefixes[key]}" if prefixes[key] else "xmlns": address for key, address in spaces.items()
    }
    encoding = spelling.encoding.removesuffix("-sig").upper()
    quote = spelling.quote
    body = _element(tree, prefixes, declared, spelling, 0)
    text = f"<?xml version={quote}1.0{quote} encoding={quote}{encoding}{quote}?>\n{body}"
    return text.encode(spelling.encoding)


def _element(tree: Node, prefixes: Names, declared: Names, spelling: Spelling, depth: int) -> str:
    name = _named(tree.name, prefixes)
    attributes = "".join(
        f" {key if key.startswith('xmlns') else _named(key, prefixes)}={_value(value, spelling)}"
        for key, value in (declared | tree.attributes).items()
    )
    inner = _text(tree.text, spelling) if tree.text is not None else ""
    is_open = spelling.is_indented and tree.text is None and tree.name.rpartition(":")[2] not in _MIXED
    gap = "\n" + "  " * (depth + 1) if is_open else ""
    for child in tree.children:
        inner += gap + _element(child, prefixes, {}, spelling, depth + 1)
    if spelling.has_comments and is_open:
        inner += f"{gap}<!-- <row r='1'/> -->"
    if not inner:
        return f"<{name}{attributes}/>"
    return f"<{name}{attributes}>{inner}{gap[:-2] if gap else ''}</{name}>"


_MIXED = {"p", "span", "si", "r", "is"}  # white space in them is text


def _named(name: str, prefixes: Names) -> str:
    key, _, local = name.rpartition(":")
    prefix = prefixes.get(key, key)
    return f"{prefix}:{local}" if prefix else local


def _value(value: object, spelling: Spelling) -> str:
    quote = spelling.quote
    text = escape(str(value), {quote: "&quot;" if quote == '"' else "&apos;"})
    return f"{quote}{_referred(text) if spelling.has_references else text}{quote}"


def _text(text: str, spelling: Spelling) -> str:
    if spelling.has_sections and "]]>" not in text:
        return f"<![CDATA[{text}]]>"
    if spelling.has_comments and len(text) > 1:
        return f"{escape(text[0])}<!-- half -->{escape(text[1:])}"
    return _referred(escape(text)) if spelling.has_references else escape(text)


def _referred(text: str) -> str:
    return f"&#{ord(text[0])};{text[1:]}" if text[:1].isalnum() else text
