"""Bold, links and quotations in our texts: marks that no file can hold, so that nothing from one is read as markup.

In `locales/` a part in bold is written `**so**` and a link `[so](method#verdict.no_data)`: page and anchor. When a
text is taken from the catalogue, before any value is filled in, both become marks: signs that Unicode gives no
meaning and that are drawn anew at every start. Whoever shows a text either reads the marks (`style.rich`) or takes
them out (`unmarked`).
"""

from __future__ import annotations

import re
import secrets
from functools import cache

_PRIVATE = range(0xF0000, 0xFFFFE)  # Unicode's private plane 15


def _drawn(count: int) -> list[str]:
    """So many different signs that nobody can guess."""
    return [chr(code) for code in secrets.SystemRandom().sample(_PRIVATE, count)]


BOLD, BOLD_END, LINK, LINK_TEXT, LINK_END, QUOTE, QUOTE_END = _drawn(7)

_BOLD_WRITTEN = re.compile(r"\*\*(.+?)\*\*")
_LINK_WRITTEN = re.compile(r"\[([^\]]+)\]\(([\w.{}#-]+)\)")
_LINK_MARKED = re.compile(f"{LINK}[^{LINK_TEXT}]*{LINK_TEXT}")
_MARKS = re.compile(f"[{BOLD}{BOLD_END}{LINK}{LINK_TEXT}{LINK_END}{QUOTE}{QUOTE_END}]")


@cache
def marked(text: str) -> str:
    """A text of our own with marks in place of its markup."""
    text = _BOLD_WRITTEN.sub(rf"{BOLD}\1{BOLD_END}", text)
    return _LINK_WRITTEN.sub(rf"{LINK}\2{LINK_TEXT}\1{LINK_END}", text)


def bold(text: str) -> str:
    """A text in bold, whatever it holds."""
    return f"{BOLD}{text}{BOLD_END}"


def link(text: str, page: str, anchor: str = "") -> str:
    """A text that leads to a page of ours."""
    return f"{LINK}{page}#{anchor}{LINK_TEXT}{text}{LINK_END}"


def quoted(text: str) -> str:
    """Words from an export, which are in the exports' language whatever the language of the page."""
    return f"{QUOTE}{text}{QUOTE_END}"


def unmarked(text: str) -> str:
    """A text without its markup, for files, names of pictures and everything else that is no HTML."""
    return _MARKS.sub("", _LINK_MARKED.sub("", text))
