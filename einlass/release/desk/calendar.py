"""The rules of the release calendar: a date is provisional, then certain; a certain one moves with a reason only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from einlass import config
from einlass.errors import Reason
from einlass.release import events as happened
from einlass.release.desk.asking import Asking, lacking
from einlass.release.desk.cases import Desk, Planned
from einlass.release.desk.commands import Announce, CalendarCommand, Cancel, Confirm, Move
from einlass.release.desk.figures import refuse
from einlass.release.desk.people import against, plain
from einlass.release.events import Event


def decide(desk: Desk, command: CalendarCommand, asking: Asking) -> Event:
    """The event that a command makes. Raises ReleaseRefused with every reason."""
    match command:
        case Announce():
            return _announce(desk, command, asking)
        case Confirm():
            return _confirm(desk, command, asking)
        case Move():
            return _move(desk, command, asking)
        case Cancel():
            return _cancel(desk, command, asking)


def _announce(desk: Desk, command: Announce, asking: Asking) -> Event:
    title = plain(command.title.get(config.DEFAULT_LANGUAGE, ""))
    refuse(
        [
            *against(asking.who, "prepare"),
            *lacking(title, "release.no_title"),
            *_past(command.planned_at, asking.now),
        ]
    )
    case = desk.case_of(command.subject) if command.subject else None
    titles = {one: plain(command.title.get(one, "")) or title for one in config.LANGUAGES}
    return happened.Announced(
        date=f"T{len(desk.dates) + 1:04d}",
        title=titles,
        planned_at=command.planned_at,
        case=case.number if case and not case.is_closed else 0,
    )


def _past(moment: datetime, now: datetime) -> Iterator[Reason]:
    if moment <= now:
        yield Reason("release.date_past")


def _confirm(desk: Desk, command: Confirm, asking: Asking) -> Event:
    planned = desk.dates.get(command.date)
    reasons = [*against(asking.who, "release"), *_gone(planned)]
    if planned and planned.state == "confirmed":
        reasons.append(Reason("release.date_is_confirmed"))
    elif planned:
        reasons += _past(planned.at, asking.now)
    refuse(reasons)
    return happened.Confirmed(date=command.date)


def _gone(planned: Planned | None) -> Iterator[Reason]:
    if planned is None or planned.state == "cancelled":
        yield Reason("release.date_gone")


def _move(desk: Desk, command: Move, asking: Asking) -> Event:
    planned = desk.dates.get(command.date)
    reasons = [*against(asking.who, "release"), *_gone(planned), *_past(command.planned_at, asking.now)]
    if planned and planned.at == command.planned_at:
        reasons.append(Reason("release.date_same"))
    if planned and planned.is_released and planned.at <= asking.now:
        reasons.append(Reason("release.date_over"))
    if planned and planned.state == "confirmed":
        reasons += lacking(command.reason, "release.no_reason_moved")
    refuse(reasons)
    return happened.Moved(date=command.date, planned_at=command.planned_at, reason=plain(command.reason))


def _cancel(desk: Desk, command: Cancel, asking: Asking) -> Event:
    planned = desk.dates.get(command.date)
    reasons = [
        *against(asking.who, "release"),
        *_gone(planned),
        *lacking(command.reason, "release.no_reason_cancelled"),
    ]
    if planned and planned.is_released:
        reasons.append(Reason("release.date_is_released"))
    refuse(reasons)
    return happened.Cancelled(date=command.date, reason=plain(command.reason))
