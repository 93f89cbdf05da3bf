"""The rules of an answer sheet: anybody who prepares may keep one, a second person approves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from einlass import config
from einlass.errors import Reason
from einlass.release import events as happened
from einlass.release.desk.asking import Asking
from einlass.release.desk.cases import Desk
from einlass.release.desk.commands import Answer, Approve, SheetCommand
from einlass.release.desk.figures import refuse
from einlass.release.desk.people import against, folded, plain
from einlass.release.desk.publish import published_at
from einlass.release.events import Event
from einlass.release.records import Publication, Sheet, Version

MOST_SIGNS_SUBJECT = 400
MOST_SIGNS_OWN = 3000  # of a text before, between or after the figures
MOST_FIGURES = 30


def decide(desk: Desk, command: SheetCommand, asking: Asking) -> Event:
    """The event that a command makes. Raises ReleaseRefused with every reason."""
    match command:
        case Answer():
            return _answer(desk, command, asking)
        case Approve():
            return _approve(desk, command, asking)


def _answer(desk: Desk, command: Answer, asking: Asking) -> Event:
    sheet = command.sheet
    kept = replace(
        sheet,
        number=sheet.number or _next_number(desk, asking.prefix),
        subject=plain(sheet.subject),
        before=paragraphs(sheet.before),
        after=paragraphs(sheet.after),
        figures=tuple(dict(sheet.figures).items()),  # each figure once
        between=_between(sheet),
    )
    reasons = [*against(asking.who, "prepare"), *_against_keeping(desk, sheet.number, kept)]
    refuse([*reasons, *_against_unseen(desk, sheet.number, command.seen)])
    return happened.Answered(sheet=kept)


def _between(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The texts above figures that the sheet names, in the order of these."""
    told = {name: paragraphs(text) for name, text in sheet.between}
    return tuple((name, text) for name, _ in sheet.figures if (text := told.get(name)))


def paragraphs(text: str) -> str:
    """A typed text, line by line, without signs that cannot be seen."""
    return "\n".join(line for one in text.splitlines() if (line := plain(one)))


def _next_number(desk: Desk, prefix: str) -> str:
    given = [int(found[0]) for one in desk.sheets if (found := re.search(r"\d+$", one))]
    return f"{prefix}A-{max(given, default=0) + 1:04d}"


def _against_keeping(desk: Desk, number: str, sheet: Sheet) -> Iterator[Reason]:
    if number and number not in desk.sheets:
        yield Reason("release.sheet.gone", {"id": number})
    if not sheet.subject:
        yield Reason("release.sheet.no_subject")
    for text, most in (
        (sheet.subject, MOST_SIGNS_SUBJECT),
        (sheet.before, MOST_SIGNS_OWN),
        *((text, MOST_SIGNS_OWN) for _, text in sheet.between),
        (sheet.after, MOST_SIGNS_OWN),
    ):
        if len(text) > most:
            yield Reason("release.long_text", {"most": most, "found": len(text)})
    if len(sheet.figures) > MOST_FIGURES:
        yield Reason("release.sheet.many_figures", {"most": MOST_FIGURES})
    if sheet.language not in config.LANGUAGES:
        yield Reason("release.no_texts")


def _against_unseen(desk: Desk, number: str, seen: int) -> Iterator[Reason]:
    """Nobody replaces or approves what another one wrote meanwhile without having read it."""
    kept = desk.sheets.get(number)
    if kept is not None and kept.edition != seen:
        yield Reason("release.sheet.changed", {"id": number})


def _approve(desk: Desk, command: Approve, asking: Asking) -> Event:
    reasons = [*against(asking.who, "release")]
    kept = desk.sheets.get(command.number)
    if kept is None:
        reasons.append(Reason("release.sheet.gone", {"id": command.number}))
    else:
        if kept.approved_at is not None:
            reasons.append(Reason("release.sheet.is_approved", {"id": command.number}))
        if folded(asking.who.name) in kept.prepared_by:
            reasons.append(Reason("release.same_person"))
        reasons += _against_unseen(desk, command.number, command.seen)
        reasons += against_figures(desk, kept.sheet, asking.now)
        reasons += asking.remarks(desk, kept.sheet, asking.now)
    refuse(reasons)
    return happened.SheetApproved(number=command.number)


def cited(desk: Desk, sheet: Sheet, now: datetime) -> tuple[tuple[Publication, Version], ...]:
    """The figures that a sheet names, as far as outsiders may read them, each in the version that it names."""
    known = {one.id: one for one in published_at(desk, now)}
    return tuple(
        (known[name], version)
        for name, number in sheet.figures
        if name in known
        for version in known[name].versions
        if version.number == number
    )


def against_figures(desk: Desk, sheet: Sheet, now: datetime) -> Iterator[Reason]:
    """Why the figures of a sheet cannot go out: none, withdrawn, replaced, not released, sample data."""
    if not sheet.figures:
        yield Reason("release.sheet.no_figure")
    found = {publication.id: (publication, version) for publication, version in cited(desk, sheet, now)}
    for name, number in sheet.figures:
        if name not in found:
            yield Reason("release.sheet.not_released", {"id": name})
            continue
        publication, version = found[name]
        if publication.withdrawal:
            yield Reason("release.is_withdrawn", {"id": name})
        elif publication.latest.number != number:
            latest = publication.latest.number
            yield Reason("release.sheet.replaced", {"id": name, "number": number, "latest": latest})
        if version.figure.is_sample:
            yield Reason("release.sample")
