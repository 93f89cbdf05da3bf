"""The one door to the desk: decided on the ledger as it is, and written before anybody else decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from einlass import config
from einlass.errors import ReleaseRefused
from einlass.release import ledger
from einlass.release.desk import calendar, figures, sheets
from einlass.release.desk.asking import Asking, Objections, Rebuild, Remarks, no_objections, no_remarks
from einlass.release.desk.cases import Case, Desk
from einlass.release.desk.commands import Announce, Answer, Approve, Cancel, Command, Confirm, Move
from einlass.release.desk.compare import says_the_same
from einlass.release.desk.people import against, plain
from einlass.release.desk.state import after, desk_of
from einlass.release.events import Compared, Entered, Entry, Event, Who
from einlass.warehouse.versions import now as local_now

PRODUCT = Who(name="", role="desk")


def act(
    folder: Path,
    who: Who,
    *commands: Command,
    rebuild: Rebuild | None = None,
    objections: Objections = no_objections,
    remarks: Remarks = no_remarks,
    now: datetime | None = None,
) -> tuple[Entry, ...]:
    """Carry out commands, all of them or none.

    rebuild: builds a figure from the data of now, so that nothing outdated is released. objections: what else speaks
    against publishing; remarks: against approving an answer sheet. Raises ReleaseRefused with every reason against the
    first command that is refused, and LedgerDamaged.
    """
    moment = now or local_now()
    asking = Asking(
        who=who,
        now=moment,
        prefix=config.city().id_prefix,
        rebuild=rebuild,
        objections=objections,
        remarks=remarks,
    )
    return ledger.append(folder, lambda entries: _decided(entries, commands, asking), _kept(who), moment)


def _kept(who: Who) -> Who:
    return Who(name=plain(who.name), role=who.role)


def _decided(entries: Sequence[Entry], commands: Sequence[Command], asking: Asking) -> list[Event]:
    desk = desk_of(entries)
    events: list[Event] = []
    for command in commands:
        event = _decide(desk, command, asking)
        desk = after(desk, _as_entry(event, asking))
        events.append(event)
    return events


def _decide(desk: Desk, command: Command, asking: Asking) -> Event:
    if isinstance(command, Announce | Confirm | Move | Cancel):
        return calendar.decide(desk, command, asking)
    if isinstance(command, Answer | Approve):
        return sheets.decide(desk, command, asking)
    return figures.decide(desk, command, asking)


def _as_entry(event: Event, asking: Asking) -> Entry:
    """An event as it will stand in the ledger, for the commands that follow in the same breath."""
    return Entry(number=0, at=asking.now, who=_kept(asking.who), event=event, previous="")


def taken_role(folder: Path, who: Who, now: datetime | None = None) -> None:
    """Write down that somebody took a role. Raises ReleaseRefused without a name, and LedgerDamaged."""
    if reasons := [*against(who, who.role)]:
        raise ReleaseRefused(*reasons)
    ledger.append(folder, lambda _: [Entered()], _kept(who), now or local_now())


def keep_up(
    folder: Path, data_version: int, data_sha256: str, rebuild: Rebuild, now: datetime | None = None
) -> bool:
    """Compare published figures with those of now, once for each data version and on the day they become final.

    Provisional figures whose day has come and that the data still tell are final from now on; those that differ are
    marked. True where something was written down. Raises LedgerDamaged.
    """
    moment = now or local_now()
    desk = desk_of(ledger.read(folder).entries)
    if not _is_due(desk, data_sha256, moment):
        return False
    differing = tuple(one.number for one in _published(desk) if not _is_as_now(one, rebuild))
    final = tuple(
        one.number for one in _published(desk) if _has_come(one, moment) and one.number not in differing
    )
    event = Compared(data_version=data_version, data_sha256=data_sha256, differing=differing, final=final)

    def still_due(entries: Sequence[Entry]) -> list[Event]:
        return (
            [event] if desk_of(entries) == desk else []
        )  # else somebody was faster: looked at again next time

    return bool(ledger.append(folder, still_due, PRODUCT, moment))


def _is_due(desk: Desk, data_sha256: str, now: datetime) -> bool:
    published = _published(desk)
    if not published:
        return False
    if desk.compared is None or desk.compared[0] != data_sha256:
        return True
    return any(_has_come(one, now) and desk.compared[1] < now.date() for one in published)


def _published(desk: Desk) -> list[Case]:
    return [one for one in desk.cases.values() if one.versions and one.withdrawal is None]


def _has_come(case: Case, now: datetime) -> bool:
    final_on = case.versions[-1].final_on
    return final_on is not None and final_on <= now.date()


def _is_as_now(case: Case, rebuild: Rebuild) -> bool:
    return case.counted is not None and says_the_same(case.counted, rebuild(case.subject))
