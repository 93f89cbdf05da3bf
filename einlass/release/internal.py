"""A finding of a page as PDF/UA-1: the sheet of a released figure, with a mark that this is none."""

from __future__ import annotations

import re
from typing import Any

from einlass import config
from einlass.errors import EinlassError
from einlass.export import Extract
from einlass.paper.content import readable
from einlass.paper.design import FONT
from einlass.release import ledger
from einlass.release.bundle import layout
from einlass.release.bundle.paper import sheet
from einlass.release.desk import publications
from einlass.release.figures import Extent, fills, topic_of
from einlass.release.records import Publication
from einlass.warehouse.versions import now
from einlass.words import Words

MOST_ROWS = 400  # of a table on paper; beyond, nobody reads it there
MOST_ROWS_ABOVE = 20  # a longer table stands behind what belongs to it
MOST_BYTES = 4_000_000  # of a drawing
_FONTS = re.compile(r"font-family:[^;\"]*")
_ELSEWHERE = re.compile(
    r"<!|<\?xml-|<(?:script|foreignObject)\b|(?:href|src)\s*=\s*[\"'](?!#|data:image/png;)|url\((?!['\"]?#|&quot;#)"
)


def pdf(extract: Extract, drawing: str, w: Words) -> bytes:
    """The extract on A4, marked on every page. drawing: its chart as SVG, or empty. Raises ValueError if foreign."""
    data = _data(extract, _checked(drawing), w)
    return sheet(_readable(data), extract.made_at)


def _checked(drawing: str) -> str:
    """A drawing that a browser sent back: in the font of the paper, without anything from outside of it."""
    if not drawing:
        return ""
    if len(drawing) > MOST_BYTES or not drawing.startswith("<svg") or _ELSEWHERE.search(drawing):
        raise ValueError("not a drawing of ours")
    return _FONTS.sub(f"font-family: {FONT}", drawing)


def _data(extract: Extract, drawing: str, w: Words) -> dict[str, Any]:
    is_long = len(extract.rows) > MOST_ROWS
    rows = () if is_long else extract.rows
    notes = [w.plural("files.long", len(extract.rows))] * is_long + list(extract.notes)
    city = config.city()
    return {
        "language": w.language,
        "mark": extract.mark,
        "site": w("app.of", city=city.name) if city.name else w("app.name"),
        "line": extract.foot,
        "made_on": extract.made_at.date().isoformat(),
        "texts": {
            "title": extract.title,
            "sentence": extract.sub,
            "chart_title": "" if extract.caption in (extract.title, extract.sub) else extract.caption,
            "chart_subtitle": "",
            "chart_alt": extract.alt,
        },
        "chart": drawing,
        "table": {
            "is_last": len(extract.rows) > MOST_ROWS_ABOVE,
            "corner": extract.head[0] if rows else "",
            "head": list(extract.head[1:]) if rows else [],
            "numeric": list(extract.numeric),
            "rows": [
                {"name": first, "is_total": False, "cells": [{"text": text} for text in others]}
                for first, *others in rows
            ],
        },
        "signs": [],
        "limits": [["", note] for note in dict.fromkeys(notes) if note],
        "survey": [],
        "facts": [list(pair) for pair in extract.about],
        "correction": {"text": "", "language": "", "note": ""},
        "citation": "",
        "licence": "",
        "contact": "",
        "imprint": city.imprint,
        "words": {
            "limits": w("files.notes"),
            "facts": w("files.origin"),
            "page": w("bundle.page", page="{page}", count="{count}"),
        },
    }


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: one if name == "chart" else _readable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_readable(one) for one in value]
    return readable(value) if isinstance(value, str) else value


def released(indicator: str, measure: str) -> list[Publication]:
    """What outsiders may read of an indicator and a measure (empty: all); nothing where the ledger cannot be read."""
    try:
        every = publications(ledger.read(config.data_dir()).entries, now())
    except EinlassError:
        return []
    wanted = (topic_of(indicator), measure)
    return [
        one
        for one in every
        if one.withdrawal is None
        and (one.latest.figure.subject.topic, one.latest.figure.subject.measure) == wanted
    ]


def is_same(one: Publication, extent: Extent, count: float | None) -> bool:
    """Whether what was released tells of just these offices and days, and of so many."""
    figure = one.latest.figure
    return count is not None and figure.headline.numerator == count and fills(figure, extent)


def address(one: Publication) -> str:
    """Where the version that stands lies on the released pages."""
    return f"{layout.folder(one, one.latest)}/"
