"""The pages of the folder as HTML, in every language of the site; how they are rendered is `html`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from einlass import config
from einlass.release.bundle import cells, charts, layout
from einlass.release.bundle.html import Page, Said, announced, environment, rendered
from einlass.release.bundle.paper import line, table
from einlass.release.bundle.sheets import SIGN_NAMES
from einlass.release.bundle.site import Site, citation, local, period
from einlass.release.records import Passage, Publication, Version, passage
from einlass.words import Words, words_for

SEVERITIES = ("serious", "minor", "formal")


def figure_pages(site: Site, publication: Publication, version: Version, checksum: str) -> Iterator[Page]:
    """A version in every language, at its own address and, while it stands, at the evergreen one."""
    is_latest = version is publication.latest
    folders = [layout.folder(publication, version)]
    folders += [layout.evergreen(publication)] if is_latest else []
    for language in site.languages:
        values = _figure(site, publication, version, checksum, language)
        for place in folders:
            path = f"{place}/{layout.index_of(language)}"
            files = "" if place.endswith(f"/v{version.number}") else f"v{version.number}/"
            evergreen = "" if place == layout.evergreen(publication) else "../"
            template = "withdrawn.html" if publication.withdrawal else "figure.html"
            title = version.texts[language].title
            yield rendered(template, site, path, title, language, **values, files=files, evergreen=evergreen)


def _figure(
    site: Site, publication: Publication, version: Version, checksum: str, language: str
) -> dict[str, Any]:
    """What is said of a version in one language; the same at each of its addresses."""
    t, texts, figure = Said(language), version.texts[language], version.figure
    names = layout.Names(site.languages, layout.stem(publication, version))
    subject = figure.subject
    return {
        "figure_id": publication.id,
        "publication": publication,
        "version": version,
        "is_latest": version is publication.latest,
        "latest": publication.latest,
        "texts": texts,
        "wording": Passage(figure.survey.wording if figure.survey else "", config.DEFAULT_LANGUAGE),
        "line": line(publication, version, language),
        "status": _status(publication, version, t),
        "charts": []
        if publication.withdrawal
        else [
            charts.inline(figure, texts, t.w, charts.WIDE, "wide"),
            charts.inline(figure, texts, t.w, charts.NARROW, "narrow"),
        ],
        "table": table(version, language),
        "signs": [(sign, t(f"sign.{SIGN_NAMES[sign]}", sign=sign)) for sign in cells.signs(figure)],
        "citation": citation(site, publication, version, t.w),
        "period": period(subject.first, subject.last, t.w),
        "versions": _versions(publication, t),
        "names": names,
        "checksum": checksum,
        "notices": [
            (t.w.short_date(one.at.date()), passage(one.text, one.text_en, language))
            for one in publication.notices
        ],
        "withdrawn": t.w.short_date(publication.withdrawal.at.date()) if publication.withdrawal else "",
        "why": _why(publication, language),
    }


def _is_secret(publication: Publication) -> bool:
    """Whether nothing of what the figure told is left, so that there is nothing to strike."""
    return publication.withdrawal is not None and publication.withdrawal.is_secret


def _why(publication: Publication, language: str) -> Passage:
    """Why a figure was withdrawn."""
    one = publication.withdrawal
    return passage(one.reason, one.reason_en, language) if one else passage("", "", language)


def _status(publication: Publication, version: Version, t: Said) -> dict[str, str]:
    """The status, when it came about, and what will become of it."""
    latest = publication.latest
    if publication.withdrawal:
        name, then = "withdrawn", ""
    elif version is not latest:
        name, then = "replaced", t("replaced_by", number=t.w.number(latest.number))
    else:
        name, then = version.status, ""
        final_on = version.final_on if version.status == "provisional" else None
        if final_on and final_on > version.released_at.date():
            then = t("final_on", day=t.w.short_date(final_on))
    return {
        "name": t(f"status.{name}"),
        "released": t("released", day=t.w.short_date(version.released_at.date())),
        "then": then,
    }


def _versions(publication: Publication, t: Said) -> list[dict[str, Any]]:
    """All versions, newest first; what no longer stands is struck."""
    made = []
    for place, one in reversed(list(enumerate(publication.versions))):
        before = publication.versions[place - 1] if place else None
        correction = one.correction
        made.append(
            {
                "number": one.number,
                "day": t.w.short_date(one.released_at.date()),
                "value": one.texts[t.w.language].value,
                "is_struck": not _is_secret(publication)
                and (one is not publication.latest or publication.withdrawal is not None),
                "reason": t(f"reason.{correction.reason}") if correction else "",
                "severity": t(f"severity.{correction.severity}") if correction else "",
                "text": passage(correction.text, correction.text_en, t.w.language)
                if correction
                else passage(one.revision, one.revision_en, t.w.language),
                "size": size_of(before, one, t) if before and correction else "",
            }
        )
    return made


def size_of(before: Version, after: Version, t: Said) -> str:
    """By how much a correction moved the number; nothing where one of the two may not be read."""
    old = cells.number_of(before.figure.headline, "value")
    new = cells.number_of(after.figure.headline, "value")
    figure = after.figure
    if old is None or new is None or before.figure.unit != figure.unit:
        return ""
    decimals = cells.decimals(figure)
    decimals += 1 if decimals or cells.is_percent(figure) else 0  # one more, where two versions are compared
    least = 10.0**-decimals
    change = abs(new - old)
    if change and change < least:
        name, amount = "change_below", t.w.number(least, decimals)
    else:
        sign = "" if not change else "+" if new > old else "\u2212"
        name, amount = "change", sign + t.w.number(change, decimals)
    return t(f"{name}_points" if cells.is_percent(figure) else name, amount=amount)


def overview_pages(site: Site) -> Iterator[Page]:
    """The list of all figures, the calendar, and the corrections."""
    for language in site.languages:
        t = Said(language)
        index = layout.index_of(language)
        yield rendered("index.html", site, index, t("all"), language, figures=_listed(site, t))
        entries = [announced(one, t) for one in sorted(site.announcements, key=lambda one: (one.at, one.key))]
        known = {one.id for one in site.publications}
        yield rendered(
            "calendar.html",
            *(site, f"kalender/{index}", t("calendar"), language),
            entries=entries,
            known=known,
        )
        corrections = _corrections(site, t)
        yield rendered(
            "corrections.html",
            *(site, f"korrekturen/{index}", t("corrections"), language),
            groups=[
                (t(f"severity.{name}.many"), [one for one in corrections if one["severity"] == name])
                for name in SEVERITIES
            ],
            withdrawn=[one for one in _listed(site, t) if one["is_withdrawn"]],
        )


def _listed(site: Site, t: Said) -> list[dict[str, Any]]:
    """All figures, what was released last first, with what a search looks at."""
    made = []
    for one in sorted(site.publications, key=lambda one: -local(one.latest.released_at).timestamp()):
        texts, version = one.latest.texts[t.w.language], one.latest
        status = _status(one, version, t)["name"]
        found = (
            one.id,
            texts.title,
            texts.sentence,
            texts.plain,
            texts.value,
            status,
            *sorted(texts.labels.values()),
        )
        made.append(
            {
                "id": one.id,
                "address": f"{layout.evergreen(one)}/{layout.index_of(t.w.language)}",
                "title": texts.title,
                "short": texts.short,
                "status": status,
                "number": version.number,
                "day": t.w.short_date(version.released_at.date()),
                "is_withdrawn": one.withdrawal is not None,
                "is_secret": _is_secret(one),
                "reason": _why(one, t.w.language),
                "withdrawn": t.w.short_date(one.withdrawal.at.date()) if one.withdrawal else "",
                "has_newer_data": one.has_newer_data,
                "words": " ".join(found).lower(),
            }
        )
    return made


def _corrections(site: Site, t: Said) -> list[dict[str, Any]]:
    """All corrections of all figures, newest first."""
    made = []
    for one in site.publications:
        for before, after in zip(one.versions, one.versions[1:], strict=False):
            if after.correction is None:
                continue
            made.append(
                {
                    "number": after.correction.number,
                    "severity": after.correction.severity,
                    "reason": t(f"reason.{after.correction.reason}"),
                    "text": passage(after.correction.text, after.correction.text_en, t.w.language),
                    "day": t.w.short_date(after.released_at.date()),
                    "id": one.id,
                    "title": after.texts[t.w.language].title,
                    "address": f"{layout.evergreen(one)}/{layout.index_of(t.w.language)}",
                    "is_secret": _is_secret(one),
                    "old": before.texts[t.w.language].value,
                    "new": after.texts[t.w.language].value,
                    "version": after.number,
                    "size": size_of(before, after, t),
                }
            )
    return sorted(made, key=lambda one: -one["number"])


def readme(site: Site, publication: Publication, version: Version, files: Sequence[str]) -> bytes:
    """What a file says that somebody finds in three years, in every language of the site."""
    texts = [
        environment()
        .get_template("readme.txt")
        .render(
            t=Said(language),
            texts=version.texts[language],
            line=line(publication, version, language),
            citation=citation(site, publication, version, words_for(language)),
            city=site.city,
            is_sample=version.figure.is_sample,
            files=files,
            signs=[
                Said(language)(f"sign.{SIGN_NAMES[sign]}", sign=sign) for sign in cells.signs(version.figure)
            ],
            language=Words.language_name(language),
        )
        for language in site.languages
    ]
    return ("\n\n".join(texts)).encode()
