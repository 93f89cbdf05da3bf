"""What holds at the desk, computed from the events: nothing here is ever set in another way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce

from einlass.release import events as happened
from einlass.release.desk.cases import Case, Desk, KeptSheet, Planned, Proposal
from einlass.release.desk.people import folded
from einlass.release.events import Change, Entry
from einlass.release.records import Correction, Move, Notice, Status, Version, Withdrawal


def desk_of(entries: Iterable[Entry]) -> Desk:
    """The desk after these events."""
    return reduce(after, entries, Desk())


def after(desk: Desk, entry: Entry) -> Desk:
    """The desk after one more event."""
    handle = _HANDLERS.get(type(entry.event))
    return handle(desk, entry, entry.event) if handle else desk


def _put(desk: Desk, case: Case) -> Desk:
    return replace(desk, cases={**desk.cases, case.number: case})


def _plan(desk: Desk, planned: Planned) -> Desk:
    return replace(desk, dates={**desk.dates, planned.key: planned})


def _drafted(desk: Desk, entry: Entry, event: happened.Drafted) -> Desk:
    case = desk.cases.get(event.case) or Case(number=event.case, subject=event.figure.subject)
    before = case.proposal.prepared_by if case.proposal else frozenset()
    proposal = Proposal(
        change=event.change,
        figure=event.figure,
        raw=event.raw,
        texts=event.texts,
        text=event.text,
        text_en=event.text_en,
        severity=event.severity,
        reason=event.reason,
        tell=event.tell,
        prepared_by=before | {folded(entry.who.name)},
        drafted_at=entry.at,
    )
    return _put(desk, replace(case, proposal=proposal))


def _submitted(desk: Desk, entry: Entry, event: happened.Submitted) -> Desk:
    case = desk.cases[event.case]
    assert case.proposal
    proposal = replace(
        case.proposal,
        state="submitted",
        prepared_by=case.proposal.prepared_by | {folded(entry.who.name)},
        submitted_at=entry.at,
        submitted_by=entry.who.name,
    )
    told = _together(case.seen_before_by, event.seen_before_by)
    found = _put(desk, replace(case, proposal=proposal, id=event.id, seen_before_by=told))
    return replace(found, ids=_together(desk.ids, (event.id,)))


def _returned(desk: Desk, entry: Entry, event: happened.Returned) -> Desk:
    case = desk.cases[event.case]
    assert case.proposal
    proposal = replace(case.proposal, state="returned", returned_at=entry.at, reason_returned=event.reason)
    return _put(desk, replace(case, proposal=proposal))


def _dropped(desk: Desk, entry: Entry, event: happened.Dropped) -> Desk:
    case = desk.cases[event.case]
    return _put(desk, replace(case, proposal=None, is_dropped=not case.versions))


def _released(desk: Desk, entry: Entry, event: happened.Released) -> Desk:
    case = desk.cases[event.case]
    proposal = case.proposal
    assert proposal
    told = _together(case.seen_before_by, event.seen_before_by)
    case = replace(case, proposal=None, seen_before_by=told)
    if proposal.change == "notice":
        return _put(
            desk,
            replace(
                case,
                notices=(*case.notices, Notice(at=entry.at, text=proposal.text, text_en=proposal.text_en)),
            ),
        )
    version = _version(case, proposal, entry, event)
    versions, dates = (*case.versions, version), (*case.dates, event.date)
    found = _put(desk, replace(case, versions=versions, dates=dates, way=proposal, has_newer_data=False))
    found = replace(found, correction_count=max(desk.correction_count, event.correction))
    if not event.date:
        return found
    planned = replace(desk.dates[event.date], case=case.number, is_released=True)
    return _plan(found, planned)


def _version(case: Case, proposal: Proposal, entry: Entry, event: happened.Released) -> Version:
    late_until = proposal.figure.late_until
    is_open = entry.at.date() < late_until
    return Version(
        number=len(case.versions) + 1,
        status=_status(proposal.change, is_open=is_open),
        figure=proposal.figure,
        texts=dict(proposal.texts),
        released_at=entry.at,
        final_on=late_until if is_open else None,
        correction=_correction(case, proposal, event.correction),
        revision=proposal.text if proposal.change == "revision" else "",
        revision_en=proposal.text_en if proposal.change == "revision" else "",
    )


def _status(change: Change, *, is_open: bool) -> Status:
    if change == "correction":
        return "corrected"
    return "provisional" if is_open else "final"


def _correction(case: Case, proposal: Proposal, number: int) -> Correction | None:
    if proposal.change != "correction" or proposal.severity is None or proposal.reason is None:
        return None
    return Correction(
        number=number,
        severity=proposal.severity,
        reason=proposal.reason,
        text=proposal.text,
        text_en=proposal.text_en,
        tell=proposal.tell,
        old=case.versions[-1].figure.headline.value,
        new=proposal.figure.headline.value,
    )


def _withdrawn(desk: Desk, entry: Entry, event: happened.Withdrawn) -> Desk:
    case = desk.cases[event.case]
    withdrawal = Withdrawal(
        at=entry.at, reason=event.reason, reason_en=event.reason_en, is_secret=event.is_secret
    )
    return _put(desk, replace(case, proposal=None, withdrawal=withdrawal))


def _compared(desk: Desk, entry: Entry, event: happened.Compared) -> Desk:
    found = {number: _looked_at(case, event) for number, case in desk.cases.items()}
    return replace(desk, cases=found, compared=(event.data_sha256, entry.at.date()))


def _looked_at(case: Case, event: happened.Compared) -> Case:
    if not case.versions:
        return case
    versions = case.versions
    if case.number in event.final:
        latest = versions[-1]
        status: Status = "final" if latest.status == "provisional" else latest.status
        versions = (*versions[:-1], replace(latest, status=status, final_on=None))
    return replace(case, versions=versions, has_newer_data=case.number in event.differing)


def _announced(desk: Desk, entry: Entry, event: happened.Announced) -> Desk:
    return _plan(desk, Planned(key=event.date, title=event.title, at=event.planned_at, case=event.case))


def _confirmed(desk: Desk, entry: Entry, event: happened.Confirmed) -> Desk:
    return _plan(desk, replace(desk.dates[event.date], state="confirmed"))


def _moved(desk: Desk, entry: Entry, event: happened.Moved) -> Desk:
    planned = desk.dates[event.date]
    move = Move(was=planned.at, reason=event.reason, at=entry.at)
    moves = (*planned.moves, move) if planned.state == "confirmed" else planned.moves
    return _plan(desk, replace(planned, at=event.planned_at, moves=moves))


def _cancelled(desk: Desk, entry: Entry, event: happened.Cancelled) -> Desk:
    return _plan(desk, replace(desk.dates[event.date], state="cancelled", reason=event.reason))


def _answered(desk: Desk, entry: Entry, event: happened.Answered) -> Desk:
    before = desk.sheets.get(event.sheet.number)
    wrote = before.prepared_by if before else frozenset[str]()
    kept = KeptSheet(
        sheet=event.sheet,
        saved_at=entry.at,
        edition=before.edition + 1 if before else 1,
        prepared_by=wrote | {folded(entry.who.name)},
    )
    return replace(desk, sheets={**desk.sheets, event.sheet.number: kept})


def _sheet_approved(desk: Desk, entry: Entry, event: happened.SheetApproved) -> Desk:
    kept = replace(desk.sheets[event.number], approved_at=entry.at)
    return replace(desk, sheets={**desk.sheets, event.number: kept})


def _together(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))


_HANDLERS: Mapping[type, Callable[..., Desk]] = {
    happened.Drafted: _drafted,
    happened.Submitted: _submitted,
    happened.Returned: _returned,
    happened.Dropped: _dropped,
    happened.Released: _released,
    happened.Withdrawn: _withdrawn,
    happened.Compared: _compared,
    happened.Announced: _announced,
    happened.Confirmed: _confirmed,
    happened.Moved: _moved,
    happened.Cancelled: _cancelled,
    happened.Answered: _answered,
    happened.SheetApproved: _sheet_approved,
}
