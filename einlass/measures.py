"""Measures, offices and events as the exports tell them, and the windows a measure makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any, overload

from einlass import config
from einlass.errors import UnknownCode
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

TRIGGER_WEEKS = timedelta(weeks=4)  # left out before a known trigger, up to the start
UNKNOWN_TRIGGER_WEEKS = timedelta(weeks=8)  # left out before the start when none is known
LONG_BREAK = timedelta(days=28)  # a shorter closure (holidays) leaves days out, it ends no window


@dataclass(frozen=True)
class Office:
    """An office of the city."""

    office_id: str
    name: str
    short_name: str
    group_code: str


@dataclass(frozen=True, order=True)
class Window:
    """A half-open range of days."""

    first: date
    until: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.until - self.first).days

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.until

    def overlaps(self, other: Window) -> bool:
        """Whether both share a day."""
        return self.first < other.until and other.first < self.until

    def shifted(self, by: timedelta) -> Window:
        """The window moved by whole days."""
        return Window(self.first + by, self.until + by)


@dataclass(frozen=True)
class Event:
    """Something every chart must know; `office_id` None: all offices; `until` None: open end (half-open)."""

    first: date
    until: date | None
    office_id: str | None
    kind: str
    operating_state: str | None
    label: str

    def concerns(self, offices: tuple[str, ...]) -> bool:
        """Whether it concerns one of the offices."""
        return self.office_id is None or self.office_id in offices

    @property
    def is_break(self) -> bool:
        """Whether nothing after it can be compared with anything before it."""
        is_long = self.until is None or self.until - self.first >= LONG_BREAK
        return self.operating_state in ("NOT", "ZU") and is_long


@dataclass(frozen=True)
class Measure:
    """A measure: its offices, its present episode, and earlier ones (trials)."""

    measure_id: str
    regime: str
    offices: tuple[str, ...]
    starts: date
    planned_until: date | None
    extended_until: date | None
    ended: date | None
    earlier: tuple[Window, ...]

    @property
    def expected_end(self) -> date | None:
        """The last day as extended, else as planned."""
        return self.extended_until or self.planned_until


@dataclass(frozen=True)
class LeftOut:
    """Days that count for neither phase, and the text key that says why."""

    window: Window
    reason: str


@dataclass(frozen=True)
class Windows:
    """What is compared with what."""

    before: Window
    after: Window
    left_out: tuple[LeftOut, ...]
    trigger: date | None
    starts: date


@lru_cache(maxsize=4)
def offices(version: DataVersion) -> dict[str, Office]:
    """All offices by identifier."""
    rows = open_snapshot(version).rows("views/offices")
    return {row.office_id: Office(row.office_id, row.name, row.short_name, row.group_code) for row in rows}


@lru_cache(maxsize=4)
def events(version: DataVersion) -> tuple[Event, ...]:
    """All events by day."""
    rows = open_snapshot(version).rows("views/events")
    return tuple(
        Event(
            first=row.day_from,
            until=_after(row.day_until),
            office_id=row.office_id,
            kind=row.event_kind,
            operating_state=row.operating_state,
            label=row.label,
        )
        for row in rows
    )


@lru_cache(maxsize=4)
def measures(version: DataVersion) -> dict[str, Measure]:
    """All measures by identifier, in the order of their start."""
    rows = open_snapshot(version).rows("views/measures")
    found = [_measure(list(episodes)) for _, episodes in groupby(rows, lambda row: row.measure_id)]
    return {one.measure_id: one for one in sorted(found, key=lambda one: (one.starts, one.measure_id))}


def measure(version: DataVersion, measure_id: str) -> Measure:
    """The measure of an identifier. Raises UnknownCode."""
    try:
        return measures(version)[measure_id]
    except KeyError:
        raise UnknownCode("unknown.measure", code=measure_id) from None


def _measure(episodes: list[Any]) -> Measure:
    """Episodes in the order of their start: the last one at each office is the present one."""
    latest = {episode.office_id: episode for episode in episodes}
    earlier = [episode for episode in episodes if latest[episode.office_id] is not episode]
    present = episodes[-1]
    return Measure(
        measure_id=present.measure_id,
        regime=present.regime,
        offices=tuple(sorted(latest)),
        starts=present.valid_from,
        planned_until=present.planned_until,
        extended_until=present.extended_until,
        ended=present.valid_until,
        earlier=tuple(
            sorted({Window(one.valid_from, _after(one.valid_until or one.valid_from)) for one in earlier})
        ),
    )


def windows(
    measure: Measure,
    happened: tuple[Event, ...],
    offices: tuple[str, ...],
    data: Window,
    *,
    in_weeks: bool = True,
) -> Windows | None:
    """The windows a measure makes in the days the data cover; None when one of them is empty.

    `in_weeks`: both hold whole weeks only (for counts and amounts; a survey wave stands on its own).

    After: from its start to its end, to a break, or to the day from which nothing is comparable. Before: everything up
    to the weeks around the trigger (4 weeks before it; 8 weeks before the start when no trigger is known).
    Weeks of an earlier episode and of a long break count for neither.
    """
    concerned = [event for event in happened if event.concerns(offices)]
    start = monday_from(measure.starts)
    ends = [data.until, *_cuts(measure, concerned)]
    whole = Window(monday_from(data.first), _monday_until(min(ends)))
    span = whole if in_weeks else Window(data.first, min(ends))
    after = Window(max(start, span.first), span.until)
    trigger = _trigger(measure, concerned)
    quiet_until = (
        _monday_until(trigger) - TRIGGER_WEEKS
        if trigger
        else _monday_until(measure.starts) - UNKNOWN_TRIGGER_WEEKS
    )
    before = Window(span.first, quiet_until)
    if before.days <= 0 or after.days <= 0:
        return None
    left_out = [
        LeftOut(Window(quiet_until, start), "left_out.trigger" if trigger else "left_out.unknown_trigger")
    ]
    left_out += [LeftOut(_whole_weeks(episode), "left_out.episode") for episode in measure.earlier]
    left_out += [LeftOut(_whole_weeks(one), "left_out.break") for one in _breaks(concerned, data)]
    if min(ends) < data.until:
        is_over = measure.ended is not None and min(ends) == _after(measure.ended)
        reason = "left_out.ended" if is_over else "left_out.closed"
        left_out.append(LeftOut(Window(min(ends), data.until), reason))
    return Windows(before, after, _without_repeats(left_out), trigger, measure.starts)


def _cuts(measure: Measure, concerned: list[Event]) -> list[date]:
    """The days on which the time after ends, whichever comes first."""
    breaks = [event.first for event in concerned if event.is_break and event.first > measure.starts]
    closed = [config.CLOSED_FROM] if measure.starts < config.CLOSED_FROM else []
    return breaks + closed + ([_after(measure.ended)] if measure.ended else [])


def _trigger(measure: Measure, concerned: list[Event]) -> date | None:
    """The last trigger in the year before the start."""
    days = [
        event.first
        for event in concerned
        if event.kind == "AUSLOESER" and timedelta(0) <= measure.starts - event.first <= timedelta(days=366)
    ]
    return max(days, default=None)


def _breaks(happened: list[Event], data: Window) -> list[Window]:
    whole = (Window(event.first, event.until or data.until) for event in happened if event.is_break)
    return sorted({one for one in whole if one.overlaps(data)})


def _without_repeats(left_out: list[LeftOut]) -> tuple[LeftOut, ...]:
    """Each stretch once, in order; one that lies inside another is not named again."""
    by_window = {one.window: one for one in sorted(left_out, key=lambda one: one.reason, reverse=True)}
    unique = sorted(by_window.values(), key=lambda one: one.window)
    return tuple(
        one
        for one in unique
        if not any(
            other is not one
            and other.window.first <= one.window.first
            and one.window.until <= other.window.until
            for other in unique
        )
    )


def _whole_weeks(window: Window) -> Window:
    return Window(_monday_until(window.first), monday_from(window.until))


def monday_from(day: date) -> date:
    """The Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)


def _monday_until(day: date) -> date:
    """The Monday on or before a day."""
    return day - timedelta(days=day.weekday())


@overload
def _after(day: date) -> date: ...
@overload
def _after(day: None) -> None: ...
def _after(day: date | None) -> date | None:
    """The day after a last day: half-open ranges throughout."""
    return day + timedelta(days=1) if day else None
