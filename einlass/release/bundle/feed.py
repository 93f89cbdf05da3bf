"""The Atom feed, one entry a release, correction or withdrawal; and the list of pages for search engines."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from einlass.release.bundle import layout
from einlass.release.bundle.site import Site, local
from einlass.release.records import Passage, Publication, Version, passage
from einlass.words import Words, unmarked, words_for

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed without entries, which must have a date all the same
_IDS = uuid.UUID("6f0a4b1e-5c1d-4f0e-9a43-0f3f2f6f7a14")


@dataclass(frozen=True)
class Entry:
    """One entry: what happened, to which version, when."""

    happened: str
    publication: Publication
    version: Version
    at: datetime

    @property
    def id(self) -> str:
        """The same for ever, wherever the folder lies."""
        told = f"{self.publication.id}/{self.version.number}/{self.happened}/{self.at.isoformat()}"
        return uuid.uuid5(_IDS, told).urn


def entries(site: Site) -> list[Entry]:
    """All entries, newest first."""
    made = [entry for one in site.publications for entry in _of(one)]
    return sorted(made, key=lambda one: (-one.at.timestamp(), one.publication.id, -one.version.number))


def _of(publication: Publication) -> Iterator[Entry]:
    for one in publication.versions:
        happened = "corrected" if one.correction else "released"
        yield Entry(happened, publication, one, local(one.released_at))
    if publication.withdrawal:
        yield Entry("withdrawn", publication, publication.latest, local(publication.withdrawal.at))


def feed(site: Site, language: str) -> bytes:
    """The feed in one language."""
    w = words_for(language)
    name = layout.named("feed", language, "xml")
    every = entries(site)
    newest = every[0].at if every else NEVER
    mark = f"{w('sample.mark')} – " if site.is_sample else ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<id>{uuid.uuid5(_IDS, f'feed/{language}/{site.base}{site.city.id_prefix}').urn}</id>",
        f"<title>{escape(mark + _said(w('bundle.site', city=site.name(w))))}</title>",
        f"<updated>{newest.isoformat()}</updated>",
        f"<author><name>{escape(_said(site.name(w)))}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(site.address(name))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(site.address(layout.index_of(language)))}/>',
        *([f"<rights>{escape(site.city.licence)}</rights>"] if site.city.licence else []),
        *(line for one in every for line in _entry(site, one, w)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(site: Site, one: Entry, w: Words) -> Iterator[str]:
    texts = one.version.texts[w.language]
    heading = _said(
        w(f"bundle.feed.{one.happened}", id=one.publication.id, number=w.number(one.version.number))
    )
    mark = f"{w('sample.mark')} – " if site.is_sample else ""
    told = _told(one, w.language)
    path = f"{layout.folder(one.publication, one.version)}/{layout.index_of(w.language)}"
    yield "<entry>"
    yield f"<id>{one.id}</id>"
    yield f"<title>{escape(f'{mark}{heading}: {texts.title}')}</title>"
    yield f"<updated>{one.at.isoformat()}</updated>"
    yield f"<published>{one.at.isoformat()}</published>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(site.address(path))}/>'
    yield f'<category term="{one.happened}"/>'
    yield f'<summary xml:lang="{told.language}">{escape(told.text)}</summary>'
    yield "</entry>"


def _told(one: Entry, language: str) -> Passage:
    """What happened, in the words of the desk; in German where nobody wrote it in the other language."""
    correction, withdrawal = one.version.correction, one.publication.withdrawal
    if one.happened == "corrected" and correction:
        return passage(correction.text, correction.text_en, language)
    if one.happened == "withdrawn" and withdrawal:
        return passage(withdrawal.reason, withdrawal.reason_en, language)
    return Passage(one.version.texts[language].sentence, language)


def _said(text: str) -> str:
    return unmarked(text)


def sitemap(site: Site) -> bytes:
    """All pages with the day of their last change; the standard wants absolute addresses, so the base is needed."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    for path, changed in _pages(site):
        day = f"<lastmod>{local(changed).isoformat()}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(site.address(path))}</loc>{day}</url>")
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()


def _pages(site: Site) -> Iterator[tuple[str, datetime | None]]:
    for language in site.languages:
        index = layout.index_of(language)
        for folder in ("", "kalender/", "korrekturen/"):
            yield f"{folder}{index}", site.newest
        for one in site.publications:
            changed = one.withdrawal.at if one.withdrawal else one.latest.released_at
            yield f"{layout.evergreen(one)}/{index}", changed
            yield from (
                (f"{layout.folder(one, version)}/{index}", version.released_at) for version in one.versions
            )
