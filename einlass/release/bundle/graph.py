"""A tree of statements, written as RDF/XML and as JSON-LD: both hold the same, in the same order every time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Ref:
    """A thing that is described elsewhere."""

    iri: str


@dataclass(frozen=True)
class Literal:
    """A text in a language, or a value of a type such as `xsd:date`."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True)
class Node:
    """A thing with its kind and what is said of it; without an address it has no name of its own."""

    kind: str
    told: Sequence[tuple[str, Ref | Literal | Node]]
    iri: str | None = None


def full(name: str) -> str:
    """A name with a prefix as an address."""
    prefix, _, rest = name.partition(":")
    return f"{PREFIXES[prefix]}{rest}"


def rdf_xml(root: Node) -> bytes:
    """The tree as RDF/XML; relative addresses are meant from where the file lies."""
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in PREFIXES.items())
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<rdf:RDF {names}>",
        *_xml(root, " "),
        "</rdf:RDF>",
        "",
    ]
    return "\n".join(lines).encode()


def _xml(node: Node, gap: str) -> list[str]:
    about = "" if node.iri is None else f" rdf:about={quoteattr(node.iri)}"
    lines = [f"{gap}<{node.kind}{about}>"]
    for name, value in node.told:
        if isinstance(value, Ref):
            lines.append(f"{gap} <{name} rdf:resource={quoteattr(value.iri)}/>")
        elif isinstance(value, Literal):
            lines.append(f"{gap} <{name}{_xml_kind(value)}>{escape(value.text)}</{name}>")
        else:
            lines += [f"{gap} <{name}>", *_xml(value, gap + "  "), f"{gap} </{name}>"]
    return [*lines, f"{gap}</{node.kind}>"]


def _xml_kind(value: Literal) -> str:
    if value.language:
        return f' xml:lang="{value.language}"'
    return f' rdf:datatype="{full(value.type)}"' if value.type else ""


def json_ld(root: Node) -> bytes:
    """The tree as JSON-LD, with its own context."""
    told = {"@context": PREFIXES, **_json(root)}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _json(node: Node) -> dict[str, object]:
    told: dict[str, object] = {} if node.iri is None else {"@id": node.iri}
    told["@type"] = node.kind
    values: dict[str, list[object]] = {}
    for name, value in node.told:
        values.setdefault(name, []).append(_json_value(value))
    return told | {name: one[0] if len(one) == 1 else one for name, one in values.items()}


def _json_value(value: Ref | Literal | Node) -> object:
    if isinstance(value, Ref):
        return {"@id": value.iri}
    if isinstance(value, Node):
        return _json(value)
    if value.language:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text, "@type": value.type} if value.type else value.text
