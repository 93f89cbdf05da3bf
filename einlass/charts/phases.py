"""Before and since the start as a chart shows them: where offices differ, only what holds for all of them is named."""

from __future__ import annotations

from einlass.findings import Finding, Point
from einlass.measures import Window

SIDES = ("before", "after")


def shared_phases(finding: Finding) -> dict[str, Window | None]:
    """The days before the first start, and those since the last one until the first end; None where there are none."""
    used = finding.used_windows
    if not used:
        return dict.fromkeys(SIDES)
    before = Window(min(one.before.first for one in used), min(one.before.until for one in used))
    after = Window(max(one.after.first for one in used), min(one.after.until for one in used))
    return {name: span if span.days > 0 else None for name, span in zip(SIDES, (before, after), strict=True)}


def mixed_phase(finding: Finding) -> Window | None:
    """The days in between, on which some offices have started (or ended) and others have not."""
    if not finding.differs_by_office:
        return None
    used = finding.used_windows
    first = min(one.after.first for one in used)
    after = shared_phases(finding)["after"]
    until = after.first if after else max(one.after.until for one in used)
    return Window(first, until) if first < until else None


def phase_of(finding: Finding, point: Point) -> str:
    """before, after, mixed (where offices differ), or nothing for a period that counts on neither side."""
    assert finding.windows is not None
    period = Window(point.start, point.until)
    if any(gap.window.holds(period) for gap in finding.windows.left_out):
        return ""
    shared = shared_phases(finding)
    for name in reversed(SIDES):
        span = shared[name]
        if span is not None and period.overlaps(span):
            return name
    own = [span for one in finding.used_windows for span in (one.before, one.after)]
    return "mixed" if any(period.overlaps(span) for span in own) else ""
