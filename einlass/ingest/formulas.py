"""Cells that a spreadsheet would take for a formula: marked as text on the way out, and as they were on the way in."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKED = r"^'([=+\-@\t\r])"


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain sign or number stays as it is."""
    is_number = cell.lstrip("+-").replace(".", "").replace(",", "").isdigit()
    return f"'{cell}" if cell.startswith(_STARTS) and not is_number and cell != "-" else cell


def restored(texts: pa.Array) -> pa.Array:
    """Texts without the apostrophe that marks them as text."""
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, _MARKED, r"\1")
