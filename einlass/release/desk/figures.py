"""The rules of a figure's way: each command becomes events, or every reason against it is said at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from einlass import config
from einlass.errors import Reason, ReleaseRefused
from einlass.release import events as happened
from einlass.release.desk.asking import Asking, lacking, names, too_long, too_many
from einlass.release.desk.cases import Case, Desk, Planned, Proposal
from einlass.release.desk.commands import Draft, Drop, FigureCommand, Release, Return, Submit, Withdraw
from einlass.release.desk.compare import changes_nothing, says_the_same
from einlass.release.desk.people import against, folded, plain
from einlass.release.events import Event
from einlass.release.records import Figure, Version


def decide(desk: Desk, command: FigureCommand, asking: Asking) -> Event:
    """The event that a command makes. Raises ReleaseRefused with every reason."""
    match command:
        case Draft():
            return _draft(desk, command, asking)
        case Submit():
            return _submit(desk, command, asking)
        case Return():
            return _return(desk, command, asking)
        case Drop():
            return _drop(desk, command, asking)
        case Release():
            return _release(desk, command, asking)
        case Withdraw():
            return _withdraw(desk, command, asking)


def refuse(reasons: list[Reason]) -> None:
    """Raise ReleaseRefused where there are reasons."""
    if reasons:
        raise ReleaseRefused(*reasons)


# --- Drawing up -----------------------------------------------------------------------------------------


def _draft(desk: Desk, command: Draft, asking: Asking) -> Event:
    case = desk.case_of(command.subject)
    refuse(
        [
            *against(asking.who, "prepare"),
            *_in_the_way(case, command),
            *([] if command.change == "first" else _against_change(case, command, asking)),
            *([] if set(config.LANGUAGES) <= command.texts.keys() else [Reason("release.no_texts")]),
        ]
    )
    number = case.number if case and not case.is_closed else len(desk.cases) + 1
    return happened.Drafted(
        case=number,
        figure=command.figure,
        raw=command.raw,
        texts=dict(command.texts),
        change=command.change,
        text=plain(command.text),
        text_en=plain(command.text_en),
        severity=command.severity,
        reason=command.reason,
        tell=names(command.tell),
    )


def _in_the_way(case: Case | None, command: Draft) -> Iterator[Reason]:
    """What stands at this place already."""
    if case and case.proposal and case.proposal.state == "submitted":
        yield Reason("release.is_submitted", {"id": case.id})
    if command.change == "first" and case and case.versions and not case.is_closed:
        yield Reason("release.is_published", {"id": case.id})


def _against_change(case: Case | None, command: Draft, asking: Asking) -> Iterator[Reason]:
    """Why a published figure may not be changed like this."""
    if case is None or case.counted is None or case.is_closed:
        yield Reason("release.not_published")
        return
    latest = case.versions[-1]
    yield from lacking(command.text, f"release.no_text_{command.change}")
    yield from too_long(command.text_en)
    if command.change == "correction":
        yield from _against_correction(case.counted, command)
    if command.change == "revision":
        yield from _against_revision(latest, asking)
    if command.change != "notice" and changes_nothing(
        case.counted, command.counted, latest.texts, command.texts
    ):
        yield Reason("release.changes_nothing")


def _against_correction(published: Figure, command: Draft) -> Iterator[Reason]:
    if command.severity is None:
        yield Reason("release.no_severity")
    if command.reason is None:
        yield Reason("release.no_reason")
    if command.severity == "formal" and not says_the_same(published, command.counted):
        yield Reason("release.formal_changes_figure")
    yield from too_many(command.tell)


def _against_revision(latest: Version, asking: Asking) -> Iterator[Reason]:
    """A revision is what was announced: provisional figures give way to the final ones on their day."""
    if latest.status != "provisional" or latest.final_on is None:
        yield Reason("release.not_provisional")
    elif asking.now.date() < latest.final_on:
        yield Reason("release.revision_too_early", {"day": latest.final_on})


# --- Four eyes ------------------------------------------------------------------------------------------


def _submit(desk: Desk, command: Submit, asking: Asking) -> Event:
    case = desk.case_of(command.subject)
    proposal = case.proposal if case else None
    reasons = [*against(asking.who, "prepare"), *too_many(command.seen_before_by)]
    if proposal is None:
        reasons.append(Reason("release.nothing_drafted"))
    elif proposal.state == "submitted" and case:
        reasons.append(Reason("release.is_submitted", {"id": case.id}))
    else:
        reasons += _against_publishing(desk, proposal, asking)
    refuse(reasons)
    assert case
    return happened.Submitted(
        case=case.number,
        id=case.id or _next_id(desk, asking.prefix),
        seen_before_by=names(command.seen_before_by),
    )


def _against_publishing(desk: Desk, proposal: Proposal, asking: Asking) -> Iterator[Reason]:
    """What holds at submission and, as data may have come meanwhile, at release once more."""
    if proposal.figure.is_sample:
        yield Reason("release.sample")
    if proposal.change == "notice":
        return
    if asking.rebuild and not says_the_same(proposal.counted, asking.rebuild(proposal.figure.subject)):
        yield Reason("release.data_changed")
    yield from asking.objections(desk, proposal)


def _next_id(desk: Desk, prefix: str) -> str:
    """The number after the highest one ever given, whatever stood before it."""
    given = [int(found[0]) for one in desk.ids if (found := re.search(r"\d+$", one))]
    return f"{prefix}{max(given, default=0) + 1:04d}"


def _return(desk: Desk, command: Return, asking: Asking) -> Event:
    case = desk.case_of(command.subject)
    refuse(
        [
            *against(asking.who, "release"),
            *_not_submitted(case),
            *lacking(command.reason, "release.no_reason_returned"),
        ]
    )
    assert case
    return happened.Returned(case=case.number, reason=plain(command.reason))


def _not_submitted(case: Case | None) -> Iterator[Reason]:
    if case is None or case.proposal is None or case.proposal.state != "submitted":
        yield Reason("release.not_submitted")


def _drop(desk: Desk, command: Drop, asking: Asking) -> Event:
    case = desk.case_of(command.subject)
    reasons = [*against(asking.who, "prepare")]
    if case is None or case.proposal is None:
        reasons.append(Reason("release.nothing_drafted"))
    elif case.proposal.state == "submitted":
        reasons.append(Reason("release.is_submitted", {"id": case.id}))
    refuse(reasons)
    assert case
    return happened.Dropped(case=case.number)


def _release(desk: Desk, command: Release, asking: Asking) -> Event:
    case = desk.case_of(command.subject)
    proposal = case.proposal if case else None
    reasons = [*against(asking.who, "release"), *_not_submitted(case), *too_many(command.seen_before_by)]
    date = command.date or _promised(desk, case)
    if case and proposal and proposal.state == "submitted":
        if folded(asking.who.name) in proposal.prepared_by:
            reasons.append(Reason("release.same_person"))
        reasons += _against_publishing(desk, proposal, asking)
        reasons += _against_date(desk, case, date)
    refuse(reasons)
    assert case
    assert proposal
    return happened.Released(
        case=case.number,
        correction=desk.correction_count + 1 if proposal.change == "correction" else 0,
        date=date if proposal.change != "notice" else "",
        seen_before_by=names(command.seen_before_by),
    )


def _promised(desk: Desk, case: Case | None) -> str:
    """The confirmed date that was announced for the first version of a figure: a promise holds unasked."""
    if case is None or case.versions:
        return ""
    return next((one.key for one in desk.dates.values() if _is_open(one) and one.case == case.number), "")


def _is_open(planned: Planned) -> bool:
    return planned.state == "confirmed" and not planned.is_released


def _against_date(desk: Desk, case: Case, key: str) -> Iterator[Reason]:
    if not key:
        return
    planned = desk.dates.get(key)
    if planned is None or not _is_open(planned):
        yield Reason("release.date_not_confirmed")
    elif planned.case not in (0, case.number):
        yield Reason("release.date_of_another")


def _withdraw(desk: Desk, command: Withdraw, asking: Asking) -> Event:
    """One person is enough: what must not be read any longer cannot wait for a second one."""
    case = desk.case_of(command.subject)
    reasons = [
        *against(asking.who, "release"),
        *lacking(command.reason, "release.no_reason_withdrawn"),
        *too_long(command.reason_en),
    ]
    if case is None or not case.versions:
        reasons.append(Reason("release.not_published"))
    elif case.withdrawal:
        reasons.append(Reason("release.is_withdrawn", {"id": case.id}))
    refuse(reasons)
    assert case
    return happened.Withdrawn(
        case=case.number,
        reason=plain(command.reason),
        reason_en=plain(command.reason_en),
        is_secret=command.is_secret,
    )
