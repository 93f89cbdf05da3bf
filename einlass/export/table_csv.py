"""A table of a page as a CSV that a spreadsheet of the reader's language opens as it stands, and names of files."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache

from einlass.formulas import defused
from einlass.words import Words, unmarked
from einlass.words.catalogue import MINUS

_LETTERS = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00df": "ss"})  # umlauts, sharp s
_LONGEST_PART = 60


def table_csv(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str], w: Words
) -> bytes:
    """The caption, the table, and a block of notes below it; UTF-8 with a mark, so that umlauts survive.

    Numbers keep the decimal sign of the language and lose the signs that group their digits.
    """
    text = io.StringIO()
    lines = csv.writer(text, delimiter=separator(w), lineterminator="\r\n")
    lines.writerow([_cell(caption, w)])
    lines.writerow([])
    lines.writerows([_cell(cell, w) for cell in row] for row in (head, *rows))
    lines.writerow([])
    lines.writerows([_cell(note, w)] for note in notes if note)
    return text.getvalue().encode("utf-8-sig")


def separator(w: Words) -> str:
    """What spreadsheets of the language expect between cells: a semicolon where the comma stands before decimals."""
    return ";" if w.decimal_mark == "," else ","


def _cell(text: str, w: Words) -> str:
    """A number as a spreadsheet reads it; a text that none takes for a formula or cuts at its separator."""
    text = unmarked(text)
    if _number(w).fullmatch(text):
        return text.replace(w.group_mark, "").replace(MINUS, "-")
    return defused(text)


def plain_number(text: str, w: Words) -> float | None:
    """The number that a text is in the language's own writing; None where it is anything else, as a per cent."""
    if text.endswith(w("format.percent", number="")) or not _number(w).fullmatch(text):
        return None
    return float(text.replace(w.group_mark, "").replace(w.decimal_mark, ".").replace(MINUS, "-"))


@cache
def _number(w: Words) -> re.Pattern[str]:
    """A number or per cent as the language writes it."""
    group, decimal = re.escape(w.group_mark), re.escape(w.decimal_mark)
    per_cent = re.escape(w("format.percent", number=""))
    return re.compile(rf"{MINUS}?\d{{1,3}}(?:{group}\d{{3}})*(?:{decimal}\d+)?(?:{per_cent})?")


def file_stem(parts: Sequence[str], stand: date) -> str:
    """The name of a file without its ending: what it holds, in plain letters, and the day of the data."""
    plain = [_plain(part) for part in parts]
    return "_".join(["einlassmonitor", *filter(None, plain), f"stand-{stand.isoformat()}"])


def _plain(part: str) -> str:
    """Letters and digits of ASCII with hyphens between them."""
    letters = (
        unicodedata.normalize("NFKD", part.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST_PART].strip("-")
