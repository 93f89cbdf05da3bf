"""The catalogue after DCAT-AP.de 3.0: a dataset a figure that stands, a distribution a file of its latest version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from einlass.release.bundle import layout
from einlass.release.bundle.graph import Literal, Node, Ref
from einlass.release.bundle.site import LICENCE_LIST, Site, citation, local
from einlass.release.records import Publication, Version, passage
from einlass.words import unmarked, words_for

EU = "http://publications.europa.eu/resource/authority/"
GERMAN = "http://dcat-ap.de/def/"
MEDIA = "https://www.iana.org/assignments/media-types/"
LANGUAGE_CODES = {"de": "DEU", "en": "ENG"}
THEMES = ("GOVE", "JUST")
HERE = Path(__file__)


@cache
def _contributors() -> dict[str, str]:
    """Who hands the data of a state's cities on, in the list of GovData; states without an entry have none here."""
    told: dict[str, str] = json.loads(HERE.with_name("contributors.json").read_bytes())
    return told


@dataclass(frozen=True)
class Stored:
    """A file that was written: how long it is, and its SHA-256."""

    size: int
    sha256: str


Told = tuple[str, Ref | Literal | Node]


def catalogue(site: Site, files: Mapping[str, Stored]) -> Node:
    """All figures that stand."""
    told: list[Told] = []
    for language in site.languages:
        w = words_for(language)
        mark = f"{w('sample.mark')} – " if site.is_sample else ""
        name = unmarked(w("bundle.site", city=site.name(w)))
        told.append(("dcterms:title", Literal(mark + name, language)))
        told.append(("dcterms:description", Literal(mark + unmarked(w("bundle.index_about")), language)))
    told += [("dcterms:publisher", _publisher(site)), *_languages(site)]
    told.append(("foaf:homepage", Node("foaf:Document", (), site.address(layout.index_of("de")))))
    told.append(("dcterms:license", Ref(_licence(site))))
    if site.newest:
        told.append(("dcterms:modified", _moment(local(site.newest).isoformat())))
    told += [
        ("dcat:dataset", _dataset(site, one, files)) for one in site.publications if one.withdrawal is None
    ]
    return Node("dcat:Catalog", told, site.address("catalogue.rdf#catalogue"))


def _dataset(site: Site, publication: Publication, files: Mapping[str, Stored]) -> Node:
    version, first = publication.latest, publication.versions[0]
    subject = version.figure.subject
    told: list[Told] = [*_texts(site, publication, version)]
    told += [
        ("dcterms:identifier", Literal(publication.id)),
        ("dcat:version", Literal(str(version.number))),
        ("dcterms:issued", _moment(local(first.released_at).isoformat())),
        ("dcterms:modified", _moment(local(version.released_at).isoformat())),
        ("dcterms:publisher", _publisher(site)),
        ("dcat:contactPoint", _contact(site)),
        *(("dcat:theme", Ref(f"{EU}data-theme/{theme}")) for theme in THEMES),
        *_languages(site),
        ("dcterms:accessRights", Ref(f"{EU}access-right/PUBLIC")),
        ("dcterms:accrualPeriodicity", Ref(f"{EU}frequency/IRREG")),
        (
            "dcterms:temporal",
            Node(
                "dcterms:PeriodOfTime",
                (
                    ("dcat:startDate", Literal(subject.first.isoformat(), type="xsd:date")),
                    ("dcat:endDate", Literal(subject.last.isoformat(), type="xsd:date")),
                ),
            ),
        ),
        ("dcat:landingPage", Node("foaf:Document", (), _page(site, publication))),
        ("dcatde:politicalGeocodingLevelURI", Ref(f"{GERMAN}politicalGeocoding/Level/municipality")),
        *_place(site),
    ]
    if contributor := _contributors().get(site.city.state):
        told.append(("dcatde:contributorID", Ref(f"{GERMAN}contributors/{contributor}")))
    told += [("dcat:distribution", one) for one in _distributions(site, publication, version, files)]
    return Node("dcat:Dataset", told, site.address(f"{layout.evergreen(publication)}/"))


def _texts(site: Site, publication: Publication, version: Version) -> Iterator[Told]:
    for language in site.languages:
        w, texts = words_for(language), version.texts[language]
        mark = f"{w('sample.mark')} – " if version.figure.is_sample else ""
        yield "dcterms:title", Literal(f"{mark}{texts.title}", language)
        yield "dcterms:description", Literal(f"{mark}{texts.sentence}", language)
        for word in unmarked(w("bundle.keywords")).split(", "):
            yield "dcat:keyword", Literal(word, language)
        if version.correction:
            said = passage(version.correction.text, version.correction.text_en, language)
            if said.language == language:
                yield "adms:versionNotes", Literal(said.text, language)


def _languages(site: Site) -> Iterator[Told]:
    for one in site.languages:
        if one in LANGUAGE_CODES:
            yield "dcterms:language", Ref(f"{EU}language/{LANGUAGE_CODES[one]}")


def _publisher(site: Site) -> Node:
    name = unmarked(site.name(words_for("de")))
    return Node("foaf:Organization", (("foaf:name", Literal(name)),), site.address("catalogue.rdf#publisher"))


def _contact(site: Site) -> Node:
    name = site.city.contact_name or unmarked(site.name(words_for("de")))
    told: list[Told] = [("vcard:fn", Literal(name))]
    if site.city.contact:
        told.append(("vcard:hasEmail", Ref(f"mailto:{site.city.contact}")))
    return Node("vcard:Organization", told, site.address("catalogue.rdf#contact"))


def _place(site: Site) -> Iterator[Told]:
    key = site.city.municipality
    if key:
        told = (("skos:prefLabel", Literal(site.city.name or key)),)
        yield (
            "dcterms:spatial",
            Node("dcterms:Location", told, f"{GERMAN}politicalGeocoding/municipalityKey/{key}"),
        )


def _page(site: Site, publication: Publication) -> str:
    return site.address(f"{layout.evergreen(publication)}/{layout.index_of('de')}")


def _licence(site: Site) -> str:
    return LICENCE_LIST + (site.licence.entry if site.licence else "other-closed")


def _moment(text: str) -> Literal:
    return Literal(text, type="xsd:dateTime")


def _distributions(
    site: Site, publication: Publication, version: Version, files: Mapping[str, Stored]
) -> Iterator[Node]:
    names = layout.Names(site.languages, layout.stem(publication, version))
    folder = layout.folder(publication, version)
    for name, kind, media in (
        (names.csv, "CSV", "text/csv"),
        (names.xlsx, "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (names.json, "JSON", "application/json"),
        *((names.pdf(language), "PDF", "application/pdf") for language in site.languages),
        (names.zip, "ZIP", "application/zip"),
    ):
        path = f"{folder}/{name}"
        yield Node(
            "dcat:Distribution",
            tuple(_distribution(site, publication, version, path, kind, media, files[path])),
            f"{site.address(path)}#distribution",
        )


def _distribution(  # what a file is, and what is known of its bytes
    site: Site, publication: Publication, version: Version, path: str, kind: str, media: str, stored: Stored
) -> Iterator[Told]:
    yield "dcterms:title", Literal(f"{publication.id}, {path.rpartition('/')[2]}")
    yield "dcat:accessURL", Ref(_page(site, publication))
    yield "dcat:downloadURL", Ref(site.address(path))
    yield "dcterms:license", Ref(_licence(site))
    yield (
        "dcatde:licenseAttributionByText",
        Literal(citation(site, publication, version, words_for("de")), "de"),
    )
    yield "dcterms:format", Ref(f"{EU}file-type/{kind}")
    yield "dcat:mediaType", Ref(f"{MEDIA}{media}")
    yield "dcat:byteSize", Literal(str(stored.size), type="xsd:nonNegativeInteger")
    yield "adms:status", Ref(f"{EU}distribution-status/COMPLETED")
    yield "dcatap:availability", Ref(f"{EU}planned-availability/STABLE")
    yield "dcterms:issued", _moment(local(version.released_at).isoformat())
    yield (
        "spdx:checksum",
        Node(
            "spdx:Checksum",
            (
                ("spdx:algorithm", Ref("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")),
                ("spdx:checksumValue", Literal(stored.sha256, type="xsd:hexBinary")),
            ),
        ),
    )
