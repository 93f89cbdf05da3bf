"""A version as PDF/UA-1 on A4 and as two pictures: the same record as data for a Typst template each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from einlass.paper.compile import compiled
from einlass.paper.design import colours
from einlass.release.bundle import cells, charts
from einlass.release.bundle.sheets import SIGN_NAMES
from einlass.release.bundle.site import Site, citation, local
from einlass.release.records import Publication, Version, passage
from einlass.words import unmarked, words_for

HERE = Path(__file__).with_name("templates")
PICTURE_PPI = 72  # a point is a pixel


@cache
def template(name: str) -> bytes:
    """A template of this folder."""
    return (HERE / name).read_bytes()


def pdf(site: Site, publication: Publication, version: Version, language: str) -> bytes:
    """The version on paper, with tags, the same bytes for the same record."""
    return sheet(_data(site, publication, version, language), local(version.released_at))


def sheet(data: dict[str, Any], made_at: datetime) -> bytes:
    """One figure on A4 from the data of the template, which `_data` and `release.internal` make."""
    data = {"colours": colours() | {"ground": "#FFFFFF"}} | data
    return compiled(template("figure.typ"), data, "pdf", made_at=made_at)[0]


def pictures(site: Site, publication: Publication, version: Version, languages: Sequence[str]) -> list[bytes]:
    """Two pictures a language, 1200 × 628 and square; one run of the template makes them all."""
    data = {"pictures": [_data(site, publication, version, language) for language in languages]}
    return compiled(
        template("pictures.typ"), data, "png", ppi=PICTURE_PPI, made_at=local(version.released_at)
    )


def _data(site: Site, publication: Publication, version: Version, language: str) -> dict[str, Any]:
    w, texts, figure = words_for(language), version.texts[language], version.figure
    status = w(f"bundle.status.{version.status}")
    said = w("bundle.released", day=w.short_date(version.released_at.date()))
    return {
        "language": language,
        "colours": colours() | {"ground": "#FFFFFF"},
        "mark": unmarked(w("bundle.sample")) if figure.is_sample else "",
        "site": w("bundle.site", city=site.name(w)),
        "line": line(publication, version, language),
        "status": f"{status}, {said}",
        "made_on": version.released_at.date().isoformat(),
        "texts": {
            name: getattr(texts, name)
            for name in ("title", "sentence", "short", "chart_title", "chart_subtitle", "chart_alt", "source")
        },
        "chart": charts.bare(figure, texts, w),
        "table": table(version, language),
        "signs": [w(f"bundle.sign.{SIGN_NAMES[sign]}", sign=sign) for sign in cells.signs(figure)],
        "facts": texts.facts,
        "survey": texts.survey,
        "limits": texts.not_to_conclude,
        "correction": correction_of(version, language),
        "citation": w("bundle.looked_up", citation=citation(site, publication, version, w)),
        "licence": site.city.licence,
        "contact": " · ".join(filter(None, (site.city.contact_name, site.city.contact))),
        "imprint": site.city.imprint,
        "words": {
            name: unmarked(w(f"bundle.{name}"))
            for name in ("limits", "survey", "facts", "cite", "correction", "contact", "licence", "page")
        },
    }


def correction_of(version: Version, language: str) -> dict[str, str]:
    """What the correction says, in which language, and that there is no other."""
    one = version.correction
    said = passage(one.text, one.text_en, language) if one else passage("", "", language)
    is_german_only = bool(said.text) and said.language != language
    note = f"({unmarked(words_for(language)('bundle.german_only'))})" if is_german_only else ""
    return {"text": said.text, "language": said.language, "note": note}


def line(publication: Publication, version: Version, language: str) -> str:
    """Id, version, status and Stand in one line."""
    w = words_for(language)
    return w(
        "bundle.line",
        id=publication.id,
        number=w.number(version.number),
        status=w(f"bundle.status.{version.status}"),
        stand=w.datetime(local(version.figure.stand)),
    )


def table(version: Version, language: str) -> dict[str, Any]:
    """The table as text, with the values behind it."""
    w, texts, figure = words_for(language), version.texts[language], version.figure
    digits = [cells.column_decimals(figure, place) for place in range(len(figure.table.columns))]
    corner = f"bundle.dimension.{figure.table.dimension}"
    return {
        "caption": w("bundle.table", title=texts.chart_title),
        "corner": w(corner) if w.has(corner) else w("bundle.sheet.row"),
        "head": [cells.label(key, texts.labels) for key in figure.table.columns],
        "rows": [
            {
                "name": cells.label(row.label, texts.labels),
                "is_total": bool(figure.table.total) and row.label == figure.table.total,
                "cells": [asdict(cells.cell(one, digits[place], w)) for place, one in enumerate(row.cells)],
            }
            for row in figure.table.rows
        ],
    }
