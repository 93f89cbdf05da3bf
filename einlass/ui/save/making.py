"""From what a page shows to the record of its files: chart, table, notes, and what belongs to every file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

import streamlit as st

from einlass import config
from einlass.errors import NoWarehouse
from einlass.export import Extract, mark
from einlass.findings import CityFinding, Finding
from einlass.release import internal
from einlass.release.figures import USUAL, Extent
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.warehouse.versions import now
from einlass.words import Words, unmarked


@dataclass(frozen=True)
class Table:
    """A table of a page: caption, head, rows when they are asked for, and the columns with numbers."""

    caption: str
    head: Sequence[str]
    rows: Callable[[], list[list[str]]]
    numeric: Collection[int]


@dataclass(frozen=True)
class Told:
    """What a table tells of, where that may be released: indicator, measure (empty: all together), where and when.

    count: the number that a figure leads with, by which newer data are told apart; None: not known.
    """

    indicator: str
    measure: str
    extent: Extent = USUAL
    count: float | None = None


def told_of(found: Finding | CityFinding) -> Told:
    """What a comparison tells of."""
    measure = found.measure.key if isinstance(found, Finding) else ""
    used = found.used_offices if isinstance(found, Finding) else tuple(one.office_id for one in found.pooled)
    if found.after is None:
        return Told(found.indicator.code, measure)
    before = found.before.window if found.before else None
    extent = Extent(used, before, found.after.window)
    return Told(found.indicator.code, measure, extent, found.after.numerator)


@dataclass(frozen=True)
class Files:
    """What goes into the files of a table: name without ending, notes, last the source, and the numbers for a program.

    title: the finding, where the table's caption is none. figure: what it tells of, where that may be released.
    """

    stem: str
    notes: Sequence[str]
    machine: Callable[[], bytes] | None = None
    title: str = ""
    figure: Told | None = None


@dataclass(frozen=True)
class Numbers:
    """The numbers that a chart shows: as a table, and as files."""

    table: Table
    files: Files


@dataclass(frozen=True)
class Picture:
    """What stands around a chart: title, unit and period, source, accessible name, and what its files say besides."""

    title: str
    sub: str
    foot: str
    alt: str
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Here:
    """Where a page was when it ran: its path without the machine's name, and what its address chose."""

    path: str
    chosen: tuple[tuple[str, str], ...]

    def address(self, figure: Told | None) -> str:
        """What opens the view again; the finding is named, so that newer data do not put another in its place."""
        of = {"indicator": figure.indicator, "measure": figure.measure} if figure and figure.measure else {}
        asked = urlencode(of | dict(self.chosen), safe=",.")
        return f"{self.path}?{asked}" if asked else self.path


def here() -> Here:
    """The view of this run."""
    return Here(urlsplit(st.context.url or "").path or "/", tuple(current_view().params().items()))


def extract(
    picture: Picture | None, make: Callable[[], Numbers] | None, name: str, here: Here, w: Words
) -> Extract:
    """The record, made when a file is asked for, outside of any run of a page; name: of files without numbers."""
    numbers = make() if make else None
    table, files = (numbers.table, numbers.files) if numbers else (None, None)
    is_sample, made_at = _standing()
    told = [*(picture.notes if picture else ()), *(files.notes if files else ())]
    foot = unmarked(picture.foot if picture else told[-1])
    title, sub = _heading(picture, table, files.title if files else "")
    return Extract(
        stem=files.stem if files else name,
        mark=mark(w, is_sample=is_sample),
        title=title,
        sub=sub,
        caption=unmarked(table.caption if table else ""),
        head=[unmarked(one) for one in table.head] if table else [],
        rows=[[unmarked(cell) for cell in row] for row in table.rows()] if table else [],
        numeric=table.numeric if table else (),
        data=files.machine() if files and files.machine else b"",
        notes=_notes([*told, w("files.exact"), *_released(files, w)], {foot, title, sub, w("sample.mark")}),
        foot=foot,
        about=_about(here.address(files.figure if files else None), w),
        alt=picture.alt if picture else "",
        made_at=made_at,
    )


def _heading(picture: Picture | None, table: Table | None, finding: str) -> tuple[str, str]:
    """The finding, then what is shown of it; a chart or table that is called after its finding says it once."""
    shown = [picture.title, picture.sub] if picture else [table.caption if table else ""]
    first, *rest = [finding, *shown] if finding else shown
    return unmarked(first), ". ".join(one.rstrip(".") for one in map(unmarked, rest) if one and one != first)


def _standing() -> tuple[bool, datetime]:
    """Whether the data are made up, and when they were loaded; without data, e.g. of our own simulations, now."""
    try:
        version = current_version()
    except NoWarehouse:
        return False, now()
    return version.is_sample, version.created_at


def _notes(told: Sequence[str], elsewhere: Collection[str]) -> list[str]:
    """Each once, without what stands elsewhere in the file."""
    plain = dict.fromkeys(unmarked(one) for one in told if one)
    return [one for one in plain if one not in elsewhere]


def _released(files: Files | None, w: Words) -> list[str]:
    """What the press office has released: the very figure, or one on the same; a file of ours is still none of it."""
    if files is None or files.figure is None:
        return []
    of = files.figure
    return [
        w(
            "files.released.same" if internal.is_same(one, of.extent, of.count) else "files.released",
            id=one.id,
            number=w.number(one.latest.number),
            address=internal.address(one),
        )
        for one in internal.released(of.indicator, of.measure)
    ]


def _about(address: str, w: Words) -> list[tuple[str, str]]:
    city = config.city()
    told = {
        "city": city.name,
        "terms": city.licence,
        "contact": ", ".join(filter(None, (city.contact_name, city.contact))),
        "view": address,
    }
    return [(w(f"files.{name}"), text) for name, text in told.items() if text]
