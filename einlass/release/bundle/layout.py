"""Where each file of the folder lies. Addresses are quoted elsewhere and never change; this module alone knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from einlass.release.records import Publication, Version

FIGURES = "zahl"  # as it is quoted, in the language of those who quote it
ASSETS = "assets"
MANIFEST = "manifest.json"
ARCHIVE = "zahlen"  # the folder in the file that is handed out whole
SAMPLE_FOLDER = "beispieldaten"  # part of every address of what must not be published


def index_of(language: str) -> str:
    """The name of a page in a language; German is the one that a web server shows by itself."""
    return named("index", language, "html")


def named(stem: str, language: str, ending: str) -> str:
    """The name of a file in a language; German has none in its name."""
    return f"{stem}.{ending}" if language == "de" else f"{stem}.{language}.{ending}"


def slug(figure_id: str) -> str:
    """An id as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", figure_id.lower()).strip("-")


def evergreen(publication: Publication) -> str:
    """The folder that always shows what stands."""
    return f"{FIGURES}/{slug(publication.id)}"


def folder(publication: Publication, version: Version) -> str:
    """The folder of one version, for ever the same."""
    return f"{evergreen(publication)}/v{version.number}"


def stem(publication: Publication, version: Version) -> str:
    """The name of what is saved on another machine, and still says what it is there."""
    mark = f"{SAMPLE_FOLDER}-" if version.figure.is_sample else ""
    return f"{mark}{slug(publication.id)}-v{version.number}"


def up(path: str) -> str:
    """From the folder of a file to the root, with a slash at the end, or nothing."""
    return "../" * path.count("/")


@dataclass(frozen=True)
class Names:
    """The files of one version, by what they are."""

    languages: tuple[str, ...]
    zip_stem: str

    csv: str = "data.csv"
    csvw: str = "csv-metadata.json"
    xlsx: str = "data.xlsx"
    json: str = "figure.json"

    @property
    def zip(self) -> str:
        """Everything in one file."""
        return f"{self.zip_stem}.zip"

    def svg(self, language: str) -> str:
        """The chart."""
        return named("figure", language, "svg")

    def png(self, language: str) -> str:
        """The picture for a page or a post, 1200 × 628."""
        return named("figure", language, "png")

    def square(self, language: str) -> str:
        """The same, square."""
        return named("figure-square", language, "png")

    def pdf(self, language: str) -> str:
        """The page to print or to send."""
        return named("figure", language, "pdf")
