"""Long content that is nothing but plain cells: python-calamine reads it several times as fast.

Whatever the library reads otherwise than a spreadsheet shows, or does not tell, has a name that stands in the bytes.
"""

from __future__ import annotations

import re

from einlass.ingest.read.markup import is_plain
from einlass.ingest.read.ods.styles import Styles

FROM_BYTES = 256 * 1024
_TABLE = "urn:oasis:names:tc:opendocument:xmlns"
_USUAL = [f'xmlns:{name}="{_TABLE}:{name}:1.0"'.encode() for name in ("table", "office", "text")]
_NUMBER_NAME = f'xmlns:number="{_TABLE}:datastyle:1.0"'.encode()
_CELL_TOO_MUCH = (
    b"formula", b"spanned", b"covered", b"boolean", b"time-value", b"percentage", b"currency", b"string-value",
    b'"error"', b"annotation", b"<draw:", b"<text:s", b"<text:a", b"<text:t", b"<text:l", b"<text:r", b"ruby", b"&#",
)  # fmt: skip
_SHEET_TOO_MUCH = (
    b"visibility", b'display="false"', b"row-group", b"header-rows", b"<table:table-rows", b"table-source",
    b"<table:dde", b"tracked-changes", b"shapes", b"sub-table", b"null-date", b"line-through", b"text-position",
    b'row-height="0',
)  # fmt: skip
_FORMAT = re.compile(rb"<number:number-style\b[^>]*?(?:/>|>(.*?)</number:number-style>)", re.DOTALL)
_NUMBER = re.compile(rb"<number:(?:number|scientific-number|fraction)\b")
_MOMENT = re.compile(rb'date-value="[^"]*T')


def is_plain_content(content: bytes, styles: Styles) -> bool:
    """Whether the content is long and the library reads all of it as it is shown."""
    if len(content) < FROM_BYTES or styles.has_marks or not is_plain(content):
        return False
    if styles.formats_without_number or _has_format_without_number(content):
        return False
    root = content[: content.find(b"<office:automatic-styles")]
    if b"datastyle" in root and _NUMBER_NAME not in root:
        return False
    if not all(name in root for name in _USUAL) or content.count(b"xmlns") != root.count(b"xmlns"):
        return False
    return not any(name in content for name in (*_CELL_TOO_MUCH, *_SHEET_TOO_MUCH)) and not _MOMENT.search(
        content
    )


def _has_format_without_number(content: bytes) -> bool:
    """Whether the content declares a format that shows words alone; the styles stand before the tables."""
    declared = content[: content.find(b"<office:body")]
    return any(not _NUMBER.search(found[1] or b"") for found in _FORMAT.finditer(declared))
