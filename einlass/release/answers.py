"""The answer to one enquiry: own text around released figures, what keeps it from going out, the text to paste.

No number is computed here: what stands in an answer was frozen with the version of a figure, or is own text that is
compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from einlass.errors import Reason
from einlass.release import rules
from einlass.release.bundle import answer, paper
from einlass.release.bundle.clean import clean
from einlass.release.desk.cases import Desk
from einlass.release.desk.sheets import against_figures, cited
from einlass.release.records import Sheet, Version
from einlass.words import Words, words_for

NUMBER = re.compile(r"\d(?:[\d.,\u202f\u00a0]*\d)?")


def problems(sheet: Sheet, desk: Desk, now: datetime) -> tuple[Reason, ...]:
    """Everything that keeps a sheet from going out."""
    return (*against_figures(desk, sheet, now), *remarks(desk, sheet, now))


def remarks(desk: Desk, sheet: Sheet, now: datetime) -> tuple[Reason, ...]:
    """What speaks against a sheet beside its figures: words, numbers that nobody released, length."""
    w = words_for(sheet.language)
    named = _cited(desk, sheet, now)
    versions = [version for _, version in named]
    return (*_wording(sheet, versions, w), *_numbers(sheet, versions, w), *_length(sheet, named, now))


def pdf(sheet: Sheet, desk: Desk, now: datetime) -> bytes:
    """The sheet on one page of A4; internal until it is approved and nothing speaks against it."""
    return answer.pdf(sheet, _cited(desk, sheet, now), now, is_open=is_open(sheet, desk, now))


def is_open(sheet: Sheet, desk: Desk, now: datetime) -> bool:
    """Whether it may not go out: not approved as it stands, or something speaks against it since."""
    kept = desk.sheets.get(sheet.number)
    is_approved = kept is not None and kept.sheet == sheet and kept.approved_at is not None
    return not is_approved or bool(problems(sheet, desk, now))


def text(sheet: Sheet, desk: Desk, now: datetime, *, with_sources: bool) -> str:
    """The answer to paste into a letter or a mail."""
    named = _cited(desk, sheet, now)
    is_sample = any(version.figure.is_sample for _, version in named)
    w = words_for(sheet.language)
    marks = [w("files.internal")] * is_open(sheet, desk, now) + [w("sample.mark")] * is_sample
    parts = [*marks, sheet.subject, *sheet.before.splitlines()]
    between = dict(sheet.between)
    for publication, version in named:
        parts += between.get(publication.id, "").splitlines()
        told = [version.texts[sheet.language].sentence]
        told += [f"{term}: {said}" for term, said in answer.basis(version, sheet.language)]
        if with_sources:
            told.append(answer.source_line(publication, version, sheet.language))
        parts.append("\n".join(told))
    parts += sheet.after.splitlines()
    if contact := answer.contact():
        parts.append(f"{w('bundle.contact')}: {contact}")
    return "\n\n".join(parts)


def _cited(desk: Desk, sheet: Sheet, now: datetime) -> answer.Cited:
    """The figures of a sheet, as they may leave."""
    return [
        (publication, clean(replace(publication, versions=(version,))).latest)
        for publication, version in cited(desk, sheet, now)
    ]


# --- What speaks against it -----------------------------------------------------------------------------


def _own(sheet: Sheet) -> str:
    """What the city says in its own words. The subject is among them: it is the title of the page that goes out."""
    between = [text for _, text in sheet.between]
    return "\n".join(filter(None, (sheet.subject, sheet.before, *between, sheet.after)))


def _wording(sheet: Sheet, versions: Sequence[Version], w: Words) -> Iterator[Reason]:
    for one in rules.check_own(_own(sheet), [version.figure for version in versions], w):
        if not one.is_kept:
            yield Reason("release.wording", {"words": ", ".join(said.rstrip(".,;:") for said in one.words)})


def _numbers(sheet: Sheet, versions: Sequence[Version], w: Words) -> Iterator[Reason]:
    """Numbers of the own text that stand in no text and no table of the figures beside it."""
    said = {
        number for version in versions for one in _said(version, sheet.language) for number in numbers(one, w)
    }
    for number, written in numbers(_own(sheet), w).items():
        if number not in said:
            yield Reason("release.sheet.number", {"found": written})


def numbers(own: str, w: Words) -> dict[str, str]:
    """The numbers of a text without their group marks, as they are written; days, years and paragraphs are none."""
    left = re.sub(w("press.rule.own.except"), " ", own)
    grouped = re.compile(w("press.rule.own.group"))
    return {
        grouped.sub("", one): one for one in NUMBER.findall(re.sub(r"(?<=\d) (?=\d{3}\b)", "\u202f", left))
    }


def _said(version: Version, language: str) -> Iterator[str]:
    """Every text of a version in which a number may stand."""
    texts = version.texts[language]
    yield from (texts.title, texts.sentence, texts.short, texts.plain, texts.value, texts.of, texts.counts)
    yield from (said for _, said in (*texts.facts, *texts.survey))
    for row in paper.table(version, language)["rows"]:
        yield from (cell["text"] for cell in row["cells"])


def _length(sheet: Sheet, named: answer.Cited, now: datetime) -> Iterator[Reason]:
    """Nothing is made smaller or cut to fit on the page."""
    count = answer.page_count(sheet, named, now)
    if count > 1:
        yield Reason("release.sheet.pages", {"count": count})
