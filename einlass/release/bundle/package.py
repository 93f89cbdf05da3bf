"""What the columns of the data mean, for programs: CSVW beside each table, one Frictionless package for all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from einlass.release.bundle import cells, layout, sheets
from einlass.release.bundle.catalogue import Stored
from einlass.release.bundle.site import Site, citation
from einlass.release.records import Publication, Version
from einlass.words import unmarked, words_for


def _columns(site: Site, version: Version) -> list[dict[str, str]]:
    """Name, kind and meaning of each column, in order."""
    w, texts = words_for("de"), version.texts["de"]
    made = [{"name": "row", "kind": "text", "about": w("bundle.column.row")}]
    made += [
        {
            "name": f"label_{language}",
            "kind": "text",
            "about": w("bundle.column.label", language=w.language_name(language)),
        }
        for language in site.languages
    ]
    for key, name in zip(version.figure.table.columns, sheets.names(version.figure.table), strict=True):
        label = cells.label(key, texts.labels)
        for part in sheets.used_parts(version):
            about = f"{label}: {w(f'bundle.part.{part}')}"
            made.append({"name": f"{name}_{part}", "kind": "number", "about": about})
        about = f"{label}: {w('bundle.part.status')}"
        made.append({"name": f"{name}_status", "kind": "status", "about": about})
    if version.figure.is_sample:
        made.append({"name": sheets.NOTICE, "kind": "text", "about": w("bundle.sample")})
    return made


def csvw(site: Site, publication: Publication, version: Version) -> bytes:
    """The columns after CSV on the Web."""
    texts = version.texts["de"]
    told: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "de"}],
        "url": "data.csv",
        "dc:title": _marked(texts.title, version),
        "dc:description": _marked(texts.sentence, version),
        "dc:identifier": publication.id,
        "dc:source": unmarked(citation(site, publication, version, words_for("de"))),
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [_csvw_column(one) for one in _columns(site, version)],
            "primaryKey": "row",
        },
    }
    if site.licence:
        told["dc:license"] = {"@id": site.licence.address}
    return _json(told)


def _csvw_column(one: Mapping[str, str]) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": one["name"],
        "titles": one["name"],
        "dc:description": unmarked(one["about"]),
        "datatype": "decimal" if one["kind"] == "number" else "string",
    }
    return column | ({"required": True} if one["name"] == "row" else {})


def _marked(text: str, version: Version) -> str:
    return f"{words_for('de')('sample.mark')} – {text}" if version.figure.is_sample else text


def datapackage(site: Site, files: Mapping[str, Stored]) -> bytes:
    """The tables of all versions that stand or stood, withdrawn figures left out."""
    w = words_for("de")
    mark = f"{w('sample.mark')} – " if site.is_sample else ""
    told: dict[str, Any] = {
        "name": "einlasskontrollen",
        "title": mark + unmarked(w("bundle.site", city=site.name(w))),
        "description": mark + unmarked(w("bundle.index_about")),
        "profile": "data-package",
        "resources": [
            _resource(site, one, version, files)
            for one in site.publications
            if one.withdrawal is None
            for version in one.versions
        ],
    }
    if site.base:
        told["homepage"] = site.base
    if site.licence:
        told["licenses"] = [
            {
                "name": site.licence.short.replace(" ", "-"),
                "title": site.city.licence,
                "path": site.licence.address,
            }
        ]
    return _json(told)


def _resource(
    site: Site, publication: Publication, version: Version, files: Mapping[str, Stored]
) -> dict[str, Any]:
    path = f"{layout.folder(publication, version)}/data.csv"
    return {
        "name": f"{layout.slug(publication.id)}-v{version.number}",
        "title": _marked(version.texts["de"].title, version),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "bytes": files[path].size,
        "hash": f"sha256:{files[path].sha256}",
        "schema": {
            "fields": [_field(one) for one in _columns(site, version)],
            "primaryKey": ["row"],
        },
    }


def _field(one: Mapping[str, str]) -> dict[str, Any]:
    """missingValues stands at each field: for the whole table it would empty the signs of the status columns too."""
    return {
        "name": one["name"],
        "type": "number" if one["kind"] == "number" else "string",
        "description": unmarked(one["about"]),
        "missingValues": [""] if one["kind"] == "number" else [],
    }


def _json(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
