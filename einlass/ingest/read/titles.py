"""What the lines around a table say of all its rows: the period, the offices, the group of a survey."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from einlass.ingest.clean.days import read_day
from einlass.ingest.clean.personal import hidden
from einlass.ingest.read.columns import Row
from einlass.ingest.read.header_words import in_titles
from einlass.ingest.report import CellError, Note
from einlass.ingest.vocabulary import (
    AUDIENCE,
    AUDIENCES,
    FOLDED,
    NEXT_LABEL,
    OFFICE_SEPARATOR,
    OFFICES,
    OTHER_PERIOD,
    PERIOD,
)

if TYPE_CHECKING:
    from einlass.ingest.read.sheet import Sheet

_LONGEST_TITLE = 2_000


def period_titled(cells: Iterable[str]) -> tuple[date, date] | None:
    """The period of the report that a title line declares, first day to last day."""
    text = "; ".join(cell for cell in cells if cell)[:_LONGEST_TITLE]
    match = next((one for one in PERIOD.finditer(text) if _is_of_report(one)), None)
    if not match:
        return None
    try:
        first, last = read_day(match["first"]), read_day(match["last"])
    except CellError:
        return None
    return (first, last) if first <= last else None


def _is_of_report(match: re.Match[str]) -> bool:
    """Whether a period is not said to be another one; one that is called that of the report is none of the others."""
    behind = re.split(r"[;|]", match.string[match.end() :])[0]
    return bool(match["own"]) or not OTHER_PERIOD.search(f"{match.string[: match.start()]} {behind}")


def bare(text: str) -> str:
    """A name without case, umlauts, spaces and punctuation."""
    return re.sub(r"[\W_]", "", text.casefold().translate(FOLDED))


def titled(cells: Iterable[str]) -> str:
    """The offices that a title line names, as it names them; nothing where it names none or holds a person."""
    found = OFFICES.search("; ".join(cell for cell in cells if cell)[:_LONGEST_TITLE])
    if not found:
        return ""
    names = OFFICE_SEPARATOR.split(NEXT_LABEL.sub("", found[1].strip(" ;,|\t")))
    shown = hidden(names, [False] * len(names))
    return "".join(text or ("…" if name else "") for name, text in zip(names, shown, strict=True))


def audiences_in(text: str) -> set[str]:
    """The groups of people that the words of a text name."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).casefold().translate(FOLDED))
    return {code for code, spelling in AUDIENCES.items() for word in words if spelling.fullmatch(word)}


def audience_titled(cells: Iterable[str]) -> tuple[str, str]:
    """The one group that a title line names, else what it names instead; two empty texts where it names nothing."""
    found = AUDIENCE.search(" ".join(cells))
    text = NEXT_LABEL.sub("", found[1]).strip() if found else ""
    codes = audiences_in(text)
    return (codes.pop(), "") if len(codes) == 1 else ("", hidden([text], [False])[0] or ("…" if text else ""))


def take_title(sheet: Sheet, row: Row) -> None:
    """Put a line above the header aside, and take what it says."""
    sheet.title_rows.append(row.number)
    sheet.title_words += in_titles(row.cells)
    _take_period(sheet, row)
    sheet.offices = "; ".join(filter(None, (sheet.offices, titled(row.cells))))
    _take_audience(sheet, row)


def _take_period(sheet: Sheet, row: Row) -> None:
    """The period that a title line declares; of files glued together, from the first to the last if they touch."""
    period = period_titled(row.cells)
    if period is None:
        return
    if sheet.period is None:
        sheet.period = period
    elif row.number < sheet.header_row:  # of the same file, not of another glued to it
        if period != sheet.period:
            sheet.notes.append(Note("note.period_second", {"row": row.number}))
    elif period[0] <= sheet.period[1] + timedelta(days=1) and sheet.period[0] <= period[1] + timedelta(
        days=1
    ):
        sheet.period = min(sheet.period[0], period[0]), max(sheet.period[1], period[1])
    else:
        sheet.notes.append(Note("note.period_apart", {"row": row.number}))


def _take_audience(sheet: Sheet, row: Row) -> None:
    """The group of people that a title line of answers names."""
    if sheet.source.table != "answers":
        return
    audience, other = audience_titled(row.cells)
    if other or (audience and sheet.audience not in ("", audience)):
        sheet.notes.append(Note("note.audience_unclear", {"row": row.number, "found": other or audience}))
    sheet.audience = sheet.audience or audience


def take_note(sheet: Sheet, row: Row) -> None:
    """Put a note below the header aside, and take what it says."""
    sheet.note_rows.append(row.number)
    sheet.title_words += in_titles(row.cells)
    _take_period(sheet, row)
    _told_offices_apart(sheet, row)


def _told_offices_apart(sheet: Sheet, row: Row) -> None:
    """Below the header a line may repeat the offices of the title, as files glued together do, but name no others."""
    named = titled(row.cells)
    if sheet.offices and named and bare(named) != bare(sheet.offices):
        sheet.notes.append(Note("note.offices_apart", {"row": row.number}))
