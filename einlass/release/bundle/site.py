"""What every page and file of a folder needs to know: whose figures these are, and under which terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from einlass import config
from einlass.city import City
from einlass.release.bundle import layout
from einlass.release.records import Announcement, Publication, Version
from einlass.words import Words, unmarked


@dataclass(frozen=True)
class Licence:
    """A licence: what its name looks like, how it is cited, its address, and its entry in the list of DCAT-AP.de."""

    looks: str
    short: str
    address: str
    entry: str


_LICENCES = (
    Licence(
        r"datenlizenz.*zero|dl-(de/)?zero",
        "dl-de/zero-2-0",
        "https://www.govdata.de/dl-de/zero-2-0",
        "dl-zero-de/2.0",
    ),
    Licence(
        r"datenlizenz.*(namensnennung|attribution)|dl-(de/)?by",
        "dl-de/by-2-0",
        "https://www.govdata.de/dl-de/by-2-0",
        "dl-by-de/2.0",
    ),
    Licence(
        r"cc[- ]by[- /]4|creative commons (namensnennung|attribution) 4",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "cc-by/4.0",
    ),
)
LICENCE_LIST = "http://dcat-ap.de/def/licenses/"


@dataclass(frozen=True)
class Site:
    """All of one folder. base: its absolute address with a slash at the end, or empty: addresses are relative."""

    publications: tuple[Publication, ...]
    announcements: tuple[Announcement, ...]
    city: City
    base: str
    is_sample: bool

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the pages: those in which every figure has texts."""
        versions = [version for one in self.publications for version in one.versions]
        return tuple(
            name for name in config.LANGUAGES if name == "de" or all(name in one.texts for one in versions)
        )

    @property
    def licence(self) -> Licence | None:
        """The licence of the figures, if it is one that is known."""
        name = self.city.licence.lower()
        return next((one for one in _LICENCES if re.search(one.looks, name)), None)

    @property
    def licence_short(self) -> str:
        """The licence as it is cited."""
        return self.licence.short if self.licence else self.city.licence

    def name(self, w: Words) -> str:
        """Whose figures these are."""
        return w("bundle.city", city=self.city.name) if self.city.name else w("bundle.a_city")

    def address(self, path: str) -> str:
        """An absolute address where the base is known, else the path from the root."""
        return f"{self.base}{path}"

    def next_release(self, figure_id: str = "") -> Announcement | None:
        """What comes next: of a figure if one is announced, else of all."""
        waiting = sorted(
            (one for one in self.announcements if one.state in ("provisional", "confirmed")),
            key=lambda one: (one.at, one.key),
        )
        own = [one for one in waiting if figure_id and one.figure == figure_id]
        return next(iter(own or waiting), None)

    @property
    def newest(self) -> datetime | None:
        """When something was last released or withdrawn."""
        moments = [version.released_at for one in self.publications for version in one.versions]
        moments += [one.withdrawal.at for one in self.publications if one.withdrawal]
        return max(moments, default=None)


def citation(site: Site, publication: Publication, version: Version, w: Words) -> str:
    """How a version is cited, without the day of looking it up."""
    subject, figure = version.figure.subject, version.figure
    parts = [
        w("sample.mark") if figure.is_sample else "",
        site.name(w),
        w("bundle.cite.series"),
        w("bundle.cite.figure", id=publication.id),
        w("bundle.cite.period", period=period(subject.first, subject.last, w)),
        w("bundle.cite.version", number=w.number(version.number)),
        w("bundle.cite.stand", day=w.short_date(figure.stand.date())),
        site.licence_short,
        site.address(layout.folder(publication, version)) + "/" if site.base else "",
    ]
    return unmarked(", ".join(filter(None, parts)))


def period(first: date, last: date, w: Words) -> str:
    """From a first to a last day, both within."""
    return w.short_date(first) if first == last else w.period(first, last + timedelta(days=1))


def local(moment: datetime) -> datetime:
    """A moment of the records with its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=config.LOCAL_TIME)


def order(publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Publications by id, so that the order of the ledger leaves no trace."""
    return tuple(sorted(publications, key=lambda one: one.id))
