"""What happened where and when: frozen records of days, offices, events and episodes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LONG_CLOSURE = timedelta(days=28)  # a shorter one (holidays) leaves its own days out, by having no visits
TRIAL = timedelta(
    weeks=8
)  # an episode that ended sooner and was followed by another is a trial: too short to judge


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

    def holds(self, other: Window) -> bool:
        """Whether the other lies inside as a whole."""
        return self.first <= other.first and other.until <= self.until

    def within(self, other: Window | None) -> Window:
        """The days that both share, which may be none; all of them without another."""
        if other is None:
            return self
        first = max(self.first, other.first)
        return Window(first, max(first, min(self.until, other.until)))

    def shifted(self, by: timedelta) -> Window:
        """The window moved by whole days."""
        return Window(self.first + by, self.until + by)


@dataclass(frozen=True)
class Event:
    """Something every chart must know; `office_id` None: all offices; `until` None: open end (half-open).

    kind KNOWN: a time known to be exceptional for everybody, from the settings; its label is a code.
    """

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
        """Whether its time can be compared with nothing: emergency operation, a long closure, a known exception."""
        if self.kind == "KNOWN" or self.operating_state == "NOT":
            return True
        is_long = self.until is None or self.until - self.first >= LONG_CLOSURE
        return self.operating_state == "ZU" and is_long


@dataclass(frozen=True, order=True)
class Episode:
    """One regime at one office from its start until its end (half-open; None while it lasts).

    measure_id: the measure it belongs to. planned_until, extended_until: last days as planned and as extended.
    """

    starts: date
    office_id: str
    measure_id: str
    regime: str
    until: date | None = None
    planned_until: date | None = None
    extended_until: date | None = None

    @property
    def ended(self) -> date | None:
        """Its last day; None while it lasts."""
        return self.until - timedelta(days=1) if self.until else None

    @property
    def expected_end(self) -> date | None:
        """The last day as extended, else as planned."""
        return self.extended_until or self.planned_until

    @property
    def is_short(self) -> bool:
        """Whether it ended before anything could be seen."""
        return self.until is not None and self.until - self.starts < TRIAL

    def window(self, data_until: date) -> Window:
        """Its days; one that lasts goes to the end of the data."""
        return Window(self.starts, max(self.until or data_until, self.starts))


@dataclass(frozen=True)
class OfficeHistory:
    """What happened at one office: episodes of any measure by start, days of triggers, times that count for nothing."""

    office_id: str
    episodes: tuple[Episode, ...] = ()
    triggers: tuple[date, ...] = ()
    breaks: tuple[Event, ...] = ()


def monday_from(day: date) -> date:
    """The Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)


def monday_until(day: date) -> date:
    """The Monday on or before a day."""
    return day - timedelta(days=day.weekday())


def day_after(day: date | None) -> date | None:
    """The day after a last day: half-open ranges throughout."""
    return day + timedelta(days=1) if day else None
