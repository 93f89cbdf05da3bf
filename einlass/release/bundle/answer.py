"""An answer sheet as PDF/UA-1 on A4: own text around released figures, each as it was released."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from einlass import config
from einlass.paper.compile import compiled
from einlass.paper.design import colours
from einlass.release.bundle.paper import correction_of, line, template
from einlass.release.bundle.site import Site, local, period
from einlass.release.records import Publication, Sheet, Version
from einlass.remembered import remembered
from einlass.words import unmarked, words_for

Cited = Sequence[tuple[Publication, Version]]
LIMITS = 2  # what nobody may conclude, of each figure
BASIS = ("counts", "interval")  # facts that a sentence never leaves without
COUNTING_PPI = 8  # pictures of which only the number counts


def pdf(sheet: Sheet, cited: Cited, made_at: datetime, *, is_open: bool) -> bytes:
    """The sheet on paper. is_open: not approved, or something speaks against it, so every page says internal."""
    return compiled(
        template("answer.typ"), _data(sheet, cited, made_at, is_open), "pdf", made_at=local(made_at)
    )[0]


def page_count(sheet: Sheet, cited: Cited, made_at: datetime) -> int:
    """How many pages it takes."""
    return _pages(json.dumps(_data(sheet, cited, made_at, is_open=True), ensure_ascii=False), made_at)


@remembered(64, key=lambda data, _made_at: data)
def _pages(data: str, made_at: datetime) -> int:
    """Kept, because the page asks again at each run, and the moment tells no two sheets apart."""
    answer = json.loads(data)
    return len(compiled(template("answer.typ"), answer, "png", ppi=COUNTING_PPI, made_at=local(made_at)))


def contact() -> str:
    """Whom to ask, where the city's settings say so."""
    city = config.city()
    return " · ".join(filter(None, (city.contact_name, city.contact)))


def source_line(publication: Publication, version: Version, language: str) -> str:
    """Source with Stand, then id, version and status."""
    return "\n".join(filter(None, (version.texts[language].source, line(publication, version, language))))


def basis(version: Version, language: str) -> tuple[tuple[str, str], ...]:
    """What a sentence rests on, as it was frozen: counts, interval, and of a survey how it was asked."""
    w, texts = words_for(language), version.texts[language]
    wanted = {w(f"press.term.{name}") for name in BASIS}
    return (*(pair for pair in texts.facts if pair[0] in wanted), *texts.survey)


def _data(sheet: Sheet, cited: Cited, made_at: datetime, is_open: bool) -> dict[str, Any]:
    w = words_for(sheet.language)
    site = Site((), (), config.city(), "", is_sample=False)
    is_sample = any(version.figure.is_sample for _, version in cited)
    marks = [w("sample.mark")] * is_sample + [w("files.internal")] * is_open
    made = w("release.sheet.made", day=w.short_date(made_at.date()))
    between = dict(sheet.between)
    asked = [(w("release.sheet.asked"), w(f"release.sheet.kind.{sheet.kind}"))]
    return {
        "language": sheet.language,
        "colours": colours() | {"ground": "#FFFFFF"},
        "mark": " · ".join(unmarked(one) for one in marks),
        "site": w("bundle.site", city=site.name(w)),
        "line": " · ".join(
            filter(None, (w("release.sheet.named", id=sheet.number) * bool(sheet.number), made))
        ),
        "made_on": made_at.date().isoformat(),
        "subject": sheet.subject,
        "asked": asked,
        "before": sheet.before.splitlines(),
        "after": sheet.after.splitlines(),
        "figures": [
            {"above": between.get(publication.id, "").splitlines()}
            | _figure(publication, version, sheet.language)
            for publication, version in cited
        ],
        "ends": [(w("bundle.contact"), contact())] if contact() else [],
        "imprint": config.city().imprint,
        "words": {
            "limits": w("press.not"),
            "page": w("bundle.page", page="{page}", count="{count}"),
        },
    }


def _figure(publication: Publication, version: Version, language: str) -> dict[str, Any]:
    w, texts, subject = words_for(language), version.texts[language], version.figure.subject
    return {
        "sentence": texts.sentence,
        "basis": basis(version, language),
        "value": texts.value,
        "of": texts.of,
        "period": period(subject.first, subject.last, w),
        "source": texts.source,
        "line": line(publication, version, language),
        "correction": correction_of(version, language),
        "limits": texts.not_to_conclude[:LIMITS],
    }
