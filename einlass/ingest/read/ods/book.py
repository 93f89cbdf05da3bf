"""An OpenDocument package: what it is, whether it is locked, and its styles."""

from __future__ import annotations

from einlass.errors import ImportRefused
from einlass.ingest.read.markup import Attributes, feed, parser_of
from einlass.ingest.read.ods.styles import Styles
from einlass.ingest.read.package import Package

CONTENT, STYLES, MANIFEST, ENCRYPTED = (
    "content.xml",
    "styles.xml",
    "META-INF/manifest.xml",
    "encrypted-package",
)
_ENCRYPTION = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0 encryption-data"


def is_ods(package: Package) -> bool:
    """Whether a package is an OpenDocument file."""
    return CONTENT in package or ENCRYPTED in package


def styles_of(file: str, package: Package) -> Styles:
    """The styles of a workbook besides those of its content. Raises ImportRefused, BrokenPackage, BrokenMarkup."""
    if _is_locked(package):
        raise ImportRefused("refused.locked", file=file)
    styles = Styles()
    if STYLES in package:
        feed(parser_of(styles.start), package.read(STYLES))
    return styles


def _is_locked(package: Package) -> bool:
    if ENCRYPTED in package or package.is_locked:
        return True
    found: list[str] = []

    def start(name: str, _: Attributes) -> None:
        if name == _ENCRYPTION:
            found.append(name)

    if MANIFEST in package:
        feed(parser_of(start), package.read(MANIFEST))
    return bool(found)
