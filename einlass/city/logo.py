"""The city's logo: a local PNG or SVG that can neither run nor fetch anything."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 512 * 1024
MOST_PIXELS = 4000  # on either side
_ALLOWED = frozenset(
    ("svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline")
) | frozenset(
    (
        "polygon",
        "style",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "use",
        "symbol",
    )
)
_ELSEWHERE = re.compile(r"(?i)url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|https?:|//|\\")
_NAMESPACE = re.compile(r"\{[^}]*\}")


def beside(settings: Path, named: str) -> Path:
    """The picture that a settings file names, from the folder of that file."""
    return settings.resolve().parent / named.strip()


def kind(path: Path) -> str:
    """png or svg, by the ending that the check has found to be true."""
    return path.suffix.lower().removeprefix(".")


@lru_cache(8)
def content(path: Path) -> bytes:
    """The picture, read once; nothing where it has gone since the check."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


@lru_cache(8)
def data_uri(path: Path) -> str:
    """The picture as part of a page: no request fetches it."""
    media = "image/png" if kind(path) == "png" else "image/svg+xml"
    return f"data:{media};base64,{base64.b64encode(content(path)).decode()}"


def fault(path: Path) -> str:
    """The key of what is wrong with a picture; nothing where it may be shown."""
    try:
        held = path.read_bytes()
    except OSError:
        return "settings.logo.lost"
    if len(held) > MOST_BYTES:
        return "settings.logo.large"
    if kind(path) == "png" and _is_whole(held):
        return ""
    if kind(path) == "svg":
        return "" if _is_harmless(held) else "settings.logo.unsafe"
    return "settings.logo.kind"


def _is_whole(content: bytes) -> bool:
    """Whether this is a PNG of a size that can be drawn."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            is_small = max(picture.size) <= MOST_PIXELS
            picture.verify()
            return is_small
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


def _is_harmless(content: bytes) -> bool:
    """Whether an SVG is a drawing and nothing else: no script, no reference out of itself, no entities."""
    if (
        b"\0" in content
        or b"<!DOCTYPE" in content
        or b"<!ENTITY" in content
        or b"<?xml-stylesheet" in content
    ):
        return False
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return False
    return _plain(root.tag) == "svg" and all(_is_drawing(one) for one in root.iter())


def _is_drawing(element: ElementTree.Element) -> bool:
    attributes = {_plain(name).lower(): value.strip() for name, value in element.attrib.items()}
    return (
        _plain(element.tag) in _ALLOWED
        and not any(name.startswith("on") for name in attributes)
        and attributes.get("href", "#").startswith("#")
        and not any(_ELSEWHERE.search(value) for value in (*attributes.values(), element.text or ""))
    )


def _plain(name: str) -> str:
    return _NAMESPACE.sub("", name)
