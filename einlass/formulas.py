"""Texts that a spreadsheet would take for a formula: marked on the way out, and as they were on the way in."""

from __future__ import annotations

import re

# At the start of a cell, or behind a sign at which some spreadsheet cuts the line, whatever its separator here.
_BEGINS = re.compile(r"(^|[;,|\t\r\n])(\s*)([=+\-@\t\r])")
MARKED = r"(^|[;,|\t\r\n])(\s*)'([=+\-@\t\r])"
"""A marked place; its groups are what stands before the apostrophe and behind it (RE2 and re alike)."""
_NUMBER = re.compile(r"[+-]?[\d.,]+|-")


def defused(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain sign or number stays as it is."""
    return text if _NUMBER.fullmatch(text) else _BEGINS.sub(r"\1\2'\3", text)
