"""What outsiders see: publications, the calendar, corrections. Names of persons are no part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from einlass.release.desk.cases import Case, Desk, Planned
from einlass.release.desk.secret import without_values
from einlass.release.desk.state import desk_of
from einlass.release.events import Entry
from einlass.release.records import Announcement, Correction, Publication, Severity, Version
from einlass.warehouse.versions import now as local_now


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A correction with the figure, the version that it made and the one that this replaced."""

    id: str
    version: Version
    replaced: Version
    correction: Correction


def publications(events: Iterable[Entry], now: datetime) -> tuple[Publication, ...]:
    """All figures that outsiders may read at this moment, by id."""
    return published_at(desk_of(events), now)


def published_at(desk: Desk, now: datetime) -> tuple[Publication, ...]:
    """The same of a desk."""
    found = (_publication(desk, case, now) for case in desk.cases.values())
    return tuple(sorted((one for one in found if one), key=lambda one: one.id))


def _publication(desk: Desk, case: Case, now: datetime) -> Publication | None:
    versions = tuple(
        replace(version, released_at=moment)
        for version, date in zip(case.versions, case.dates, strict=True)
        if (moment := _appears_at(desk, version, date)) <= now
    )
    if not versions:
        return None
    if case.withdrawal:
        versions = (*versions[:-1], replace(versions[-1], status="withdrawn"))
    found = Publication(
        id=case.id,
        versions=versions,
        withdrawal=case.withdrawal,
        has_newer_data=case.has_newer_data and case.withdrawal is None,
        seen_before_by=case.seen_before_by,
        notices=case.notices,
    )
    return without_values(found) if case.withdrawal and case.withdrawal.is_secret else found


def _appears_at(desk: Desk, version: Version, date: str) -> datetime:
    """When a version appears: on its date in the calendar, never before it was released."""
    return max(version.released_at, desk.dates[date].at) if date else version.released_at


def announcements(events: Iterable[Entry], now: datetime | None = None) -> tuple[Announcement, ...]:
    """The release calendar at this moment, by time."""
    desk, moment = desk_of(events), now or local_now()
    found = (_announcement(desk, one, moment) for one in desk.dates.values())
    return tuple(sorted(found, key=lambda one: (one.at, one.key)))


def _announcement(desk: Desk, planned: Planned, now: datetime) -> Announcement:
    is_out = planned.is_released and planned.at <= now
    case = desk.cases.get(planned.case)
    return Announcement(
        key=planned.key,
        title=dict(planned.title),
        state="published" if is_out else planned.state,
        at=planned.at,
        moves=planned.moves,
        figure=case.id if case and is_out else "",
        reason=planned.reason,
    )


def next_release(events: Iterable[Entry], now: datetime) -> Announcement | None:
    """The next date that is certain."""
    return next(
        (one for one in announcements(events, now) if one.state == "confirmed" and one.at > now), None
    )


def corrections(
    events: Iterable[Entry], now: datetime, severity: Severity | None = None
) -> tuple[Corrected, ...]:
    """Corrections of the whole city by number, the latest first; `severity`: of this class alone."""
    found = [
        Corrected(id=publication.id, version=version, replaced=replaced, correction=version.correction)
        for publication in publications(events, now)
        for replaced, version in pairwise(publication.versions)
        if version.correction and severity in (None, version.correction.severity)
    ]
    return tuple(sorted(found, key=lambda one: -one.correction.number))
