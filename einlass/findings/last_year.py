"""The same week, month or day of the year before: only where both were told as a whole and neither lies in a break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from einlass import config
from einlass.findings.phases import series
from einlass.findings.records import Point
from einlass.indicators import Indicator, indicator
from einlass.measures import Event, Window, events, history
from einlass.remembered import remembered
from einlass.warehouse import DataVersion


@dataclass(frozen=True)
class Latest:
    """The latest complete period of an office, and the same one of the year before where it can be set beside it.

    why: why there is none to set beside it: `nothing` recorded, a `break`, or the `recording` or the `regime`
    changed in between.
    starts: the first day of a measure in between.
    """

    point: Point
    before: Point | None = None
    why: str | None = None
    starts: date | None = None

    @property
    def carries_percent(self) -> bool:
        """Whether both counts carry a change in per cent (press wording rule)."""
        if self.before is None:
            return False
        return min(self.point.numerator, self.before.numerator) >= config.PERCENT_MIN_COUNT


@remembered(512)
def last_year(version: DataVersion, code: str, office: str, step: str) -> tuple[Point | None, ...]:
    """For each period of a series the same one of the year before; None where there is nothing to show."""
    points = series(version, code, (office,), step)
    by_start = {point.start: point for point in points}
    earlier = [by_start.get(start) if (start := year_before(one.start, step)) else None for one in points]
    return tuple(
        other if other is not None and why_not(version, code, office, one, other) is None else None
        for one, other in zip(points, earlier, strict=True)
    )


def why_not(version: DataVersion, code: str, office: str, point: Point, earlier: Point) -> str | None:
    """Why a period cannot stand beside the one of a year before: a code of `Latest.why`; None where it can."""
    if earlier.value is None or not earlier.is_complete:
        return "nothing"
    breaks = [_window(one) for one in history(version)[office].breaks]
    if _touches(point, breaks) or _touches(earlier, breaks):
        return "break"
    between = Window(earlier.start, point.until)
    if not indicator(code).is_comparable and _regime_changed(version, office, between):
        return "regime"
    is_changed = recording_matters(indicator(code)) and _recording_changed(version, office, between)
    return "recording" if is_changed else None


def year_before(day: date, step: str) -> date | None:
    """The first day of the same month, of the same ISO week, or the same day of that week, a year before.

    None for week 53 where the year before has none.
    """
    if step == "month":
        return day.replace(year=day.year - 1)
    year, week, weekday = day.isocalendar()
    try:
        return date.fromisocalendar(year - 1, week, weekday)
    except ValueError:
        return None


@remembered(512)
def latest(version: DataVersion, code: str, office: str, step: str) -> Latest | None:
    """The latest complete period with a value, and what may be set beside it; None without any."""
    points = series(version, code, (office,), step)
    breaks = [_window(one) for one in history(version)[office].breaks]
    usable = [point for point in points if point.is_complete and point.value is not None]
    if not usable:
        return None
    point = ([one for one in usable if not _touches(one, breaks)] or usable)[-1]
    start = year_before(point.start, step)
    before = next((one for one in points if one.start == start), None)
    why = "nothing" if before is None else why_not(version, code, office, point, before)
    if before is None or why is not None:
        return Latest(point, why=why)
    between = Window(before.start, point.until)
    starts = [one.starts for one in history(version)[office].episodes if one.starts in between]
    return Latest(point, before, starts=min(starts, default=None))


def _regime_changed(version: DataVersion, office: str, between: Window) -> bool:
    """Whether a measure began or ended, so that what is counted within it cannot stand beside what was before."""
    return any(
        one.starts in between or (one.until is not None and one.until in between)
        for one in history(version)[office].episodes
    )


def recording_matters(asked: Indicator) -> bool:
    """Whether a change of who reports touches an indicator: it counts reports, and not only those that stay."""
    return "incidents" in asked.count_sources and not asked.is_recording_stable


def _recording_changed(version: DataVersion, office: str, between: Window) -> bool:
    return any(
        one.kind == "MELDEWEG" and one.concerns((office,)) and one.first in between for one in events(version)
    )


def _touches(point: Point, breaks: list[Window]) -> bool:
    return any(one.overlaps(Window(point.start, point.until)) for one in breaks)


def _window(event: Event) -> Window:
    return Window(event.first, event.until or date.max)
