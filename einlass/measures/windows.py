"""The windows an episode makes: its own start, its own triggers, its own breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from einlass.measures.records import Episode, OfficeHistory, Window, monday_from, monday_until

TRIGGER_WEEKS = timedelta(weeks=4)  # left out before a known trigger, up to the start
UNKNOWN_TRIGGER_WEEKS = timedelta(weeks=8)  # left out before the start when none is known
NEAR_TRIGGER = timedelta(weeks=26)  # from a trigger this near, everything up to the start is left out
OLD_TRIGGER = timedelta(days=366)  # a trigger older than that has nothing to do with the start
OLD_TRIGGER_WEEKS = timedelta(weeks=12)  # left out behind a trigger that is neither near nor too old
LEAST_BEFORE = timedelta(weeks=26)  # without so much untreated time, time under another measure has to serve
TRIGGER_REASONS = ("left_out.trigger", "left_out.unknown_trigger")


@dataclass(frozen=True)
class LeftOut:
    """Days that count for neither phase, and the text key that says why; label: of the event behind it."""

    window: Window
    reason: str
    label: str = ""


@dataclass(frozen=True)
class Windows:
    """What is compared with what at one office.

    triggers: days of the triggers whose weeks are left out. quiet_until: where the weeks around the start begin.
    overlaps: episodes of other measures inside the compared time.
    """

    before: Window
    after: Window
    left_out: tuple[LeftOut, ...]
    triggers: tuple[date, ...]
    starts: date
    quiet_until: date
    ended: date | None = None
    overlaps: tuple[Episode, ...] = ()
    is_moved: bool = False

    @property
    def trigger(self) -> date | None:
        """The first trigger from which on everything up to the start is left out."""
        near = [day for day in self.triggers if self.starts - day <= NEAR_TRIGGER]
        return min(near, default=None)

    @property
    def contradicts(self) -> bool:
        """Whether the reader has moved a window to where the measure does not allow it."""
        around = Window(min(self.quiet_until, self.starts), max(self.starts, self.quiet_until))
        return self.is_moved and (
            self.after.first < self.starts
            or self.before.until > self.starts
            or (around.days > 0 and self.before.overlaps(around))
        )


def windows(
    own: tuple[Episode, ...], happened: OfficeHistory, data: Window, *, in_weeks: bool = True
) -> Windows | None:
    """The windows of an episode, or of a stretch of them, in the days the data cover; None when one is empty.

    `in_weeks`: both hold whole weeks only (for counts and amounts; a survey wave stands on its own).

    After: from its start to its end. Before: everything up to the weeks around the trigger (4 weeks before it; 8 weeks
    before the start when no trigger is known). Left out on both sides: weeks around older triggers of the last year,
    weeks under another episode (before), emergency operation, long closures, known exceptional times.
    """
    starts = min(one.starts for one in own)
    ends = None if any(one.until is None for one in own) else max(one.until for one in own if one.until)
    end = min(ends or data.until, data.until)
    span = Window(monday_from(data.first), monday_until(end)) if in_weeks else Window(data.first, end)
    triggers = tuple(day for day in happened.triggers if timedelta(0) <= starts - day <= OLD_TRIGGER)
    quiet_until = _quiet_until(starts, triggers)
    after = Window(max(monday_from(starts) if in_weeks else starts, span.first), span.until)
    before = Window(span.first, min(quiet_until, span.until))
    if before.days <= 0 or after.days <= 0:
        return None
    left_out = [_around_start(quiet_until, after.first, starts, triggers)]
    left_out += [LeftOut(_around(day), "left_out.trigger") for day in triggers if starts - day > NEAR_TRIGGER]
    left_out += [
        LeftOut(_whole_weeks(one.first, one.until or data.until), "left_out.break", one.label)
        for one in happened.breaks
        if Window(one.first, one.until or data.until).overlaps(data)
    ]
    before, after = (_trimmed(one, [gap.window for gap in left_out[1:]]) for one in (before, after))
    if before.days <= 0 or after.days <= 0:
        return None
    others = tuple(one for one in happened.episodes if one not in own)
    untreated, overlaps = _others(others, before, after, left_out)
    if ends and ends < data.until:
        left_out.append(LeftOut(Window(ends, data.until), "left_out.ended"))
    gaps = _without_repeats([*left_out, *untreated], Window(before.first, data.until))
    return Windows(before, after, gaps, triggers, starts, quiet_until, ends, overlaps)


def until_break(histories: Iterable[OfficeHistory], window: Window) -> Window:
    """A window that ends where a break begins which is still going on at its end, at any of some offices.

    What is counted on days of checks alone has no time before and no weeks left out; emergency operation at its end
    belongs to it no more than to a comparison. A break that ended before the window does stays inside.
    """
    ends = [
        event.first
        for one in histories
        for event in one.breaks
        if window.first < event.first < window.until and (event.until is None or event.until >= window.until)
    ]
    return Window(window.first, min(ends, default=window.until))


def moved(made: Windows, before: Window | None, after: Window | None) -> Windows:
    """The windows as the reader has moved them; what is left out stays left out."""
    if before is None and after is None:
        return made
    return replace(made, before=before or made.before, after=after or made.after, is_moved=True)


def bounded(made: Windows, before: Window | None, after: Window | None) -> Windows | None:
    """The windows as far as they lie inside given days; None where a side has no day left."""
    one, other = (own.within(days) for own, days in ((made.before, before), (made.after, after)))
    return replace(made, before=one, after=other) if one.days > 0 and other.days > 0 else None


def hull(every: Sequence[Windows]) -> Windows:
    """From the first to the last day at any office; what is left out at all of them."""
    first = every[0]
    if all(one == first for one in every):
        return first
    return replace(
        first,
        before=Window(min(one.before.first for one in every), max(one.before.until for one in every)),
        after=Window(min(one.after.first for one in every), max(one.after.until for one in every)),
        left_out=tuple(gap for gap in first.left_out if all(gap in one.left_out for one in every)),
        triggers=tuple(sorted({day for one in every for day in one.triggers})),
        starts=min(one.starts for one in every),
        quiet_until=min(one.quiet_until for one in every),
        overlaps=tuple(dict.fromkeys(episode for one in every for episode in one.overlaps)),
        is_moved=any(one.is_moved for one in every),
    )


def _quiet_until(starts: date, triggers: tuple[date, ...]) -> date:
    """Where the weeks around the start begin."""
    near = [day for day in triggers if starts - day <= NEAR_TRIGGER]
    if near:
        return monday_until(min(near)) - TRIGGER_WEEKS
    return monday_until(starts) - UNKNOWN_TRIGGER_WEEKS


def _around_start(quiet_until: date, start: date, starts: date, triggers: tuple[date, ...]) -> LeftOut:
    is_known = any(starts - day <= NEAR_TRIGGER for day in triggers)
    return LeftOut(Window(quiet_until, start), "left_out.trigger" if is_known else "left_out.unknown_trigger")


def _around(trigger: date) -> Window:
    """The weeks around an older trigger."""
    week = monday_until(trigger)
    return Window(week - TRIGGER_WEEKS, week + OLD_TRIGGER_WEEKS)


def _others(
    others: tuple[Episode, ...], before: Window, after: Window, left_out: list[LeftOut]
) -> tuple[list[LeftOut], tuple[Episode, ...]]:
    """What other episodes take from the time before, and which of them lie in the compared time all the same."""
    earlier = [one for one in others if one.window(after.until).overlaps(before)]
    gaps = [gap for one in earlier for gap in _gaps_of(one, after)]
    if _days_left(before, [*left_out, *gaps]) < LEAST_BEFORE:
        lasting = [one for one in earlier if one.until is None or one.until > after.first]
        gaps = [gap for one in earlier if one not in lasting for gap in _gaps_of(one, after)]
    else:
        lasting = []
    inside = tuple(one for one in others if one in lasting or one.window(after.until).overlaps(after))
    return gaps, inside


def _trimmed(window: Window, gaps: list[Window]) -> Window:
    """The window without what is left out at its ends."""
    first, until = window.first, window.until
    for gap in sorted(gaps):
        first = gap.until if gap.first <= first < gap.until else first
    for gap in sorted(gaps, reverse=True):
        until = gap.first if gap.first < until <= gap.until else until
    return Window(first, max(until, first))


def _gaps_of(one: Episode, after: Window) -> list[LeftOut]:
    """The weeks of another episode, and those before it, as before any start; trials are no answer to a spike."""
    window = one.window(after.first)
    gaps = [LeftOut(_whole_weeks(window.first, window.until), "left_out.episode", one.measure_id)]
    if not one.is_short:
        week = monday_until(one.starts)
        gaps.append(LeftOut(Window(week - UNKNOWN_TRIGGER_WEEKS, week), "left_out.unknown_trigger"))
    return gaps


def _days_left(window: Window, left_out: list[LeftOut]) -> timedelta:
    """Days of a window outside all that is left out."""
    left, day = 0, window.first
    for gap in sorted(gap.window for gap in left_out if gap.window.overlaps(window)):
        left += max(0, (gap.first - day).days)
        day = max(day, gap.until)
    return timedelta(days=left + max(0, (window.until - day).days))


def _without_repeats(left_out: list[LeftOut], span: Window) -> tuple[LeftOut, ...]:
    """Each stretch once, in order; one that lies inside another, or outside the data, is not named."""
    by_window = {
        one.window: one
        for one in sorted(left_out, key=lambda one: one.reason, reverse=True)
        if one.window.overlaps(span)
    }
    unique = sorted(by_window.values(), key=lambda one: one.window)
    return tuple(
        one
        for one in unique
        if not any(other is not one and other.window.holds(one.window) for other in unique)
    )


def _whole_weeks(first: date, until: date) -> Window:
    return Window(monday_until(first), monday_from(until))
