"""What was counted on some weekdays since a measure began: the figures of the indicators, split by weekday."""

from __future__ import annotations

from datetime import timedelta

from einlass.findings import Finding, Phase
from einlass.findings.phases import Spans, phase_by_office, spans_since
from einlass.measures import Measure, Window
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

WEEKDAYS = range(1, 8)
DAY = timedelta(days=1)


@remembered(256)
def on_weekdays(version: DataVersion, code: str, measure: Measure, weekdays: tuple[int, ...]) -> Phase | None:
    """An indicator since the start on some weekdays (1 Monday) only; None where nothing is told."""
    return _on(version, code, spans_since(version, code, measure.episodes), weekdays)


def compared_on(version: DataVersion, found: Finding, weekdays: tuple[int, ...]) -> float:
    """The events since the start that a finding compares, those on some weekdays only."""
    used = set(found.used_offices)
    spans = {
        one.office_id: (one.windows.after, [gap.window for gap in one.windows.left_out])
        for one in found.uses
        if one.windows is not None and one.office_id in used
    }
    told = _on(version, found.indicator.code, spans, weekdays)
    return told.numerator if told else 0.0


def _on(version: DataVersion, code: str, spans: Spans, weekdays: tuple[int, ...]) -> Phase | None:
    narrowed = {
        office: (window, [*gaps, *_others(window, weekdays)]) for office, (window, gaps) in spans.items()
    }
    found = phase_by_office(version, code, narrowed) if narrowed else None
    return found if found is not None and found.day_count else None


def _others(window: Window, weekdays: tuple[int, ...]) -> list[Window]:
    days = (window.first + DAY * place for place in range(window.days))
    return [Window(day, day + DAY) for day in days if day.isoweekday() not in weekdays]


def counted_on(version: DataVersion, code: str, measure: Measure, weekdays: tuple[int, ...]) -> float:
    """Events on some weekdays since the start; 0 where nothing is told."""
    found = on_weekdays(version, code, measure, weekdays)
    return found.numerator if found else 0.0


def open_days(version: DataVersion, measure: Measure) -> tuple[int, ...]:
    """The weekdays on which any of a measure's offices is open, as its export says."""
    own = [row for row in open_snapshot(version).rows("views/offices") if row.office_id in measure.offices]
    return tuple(sorted({int(told[0]) for row in own for told in row.open_weekdays.split(",") if told}))


@remembered(64)
def busiest(version: DataVersion, code: str, measure: Measure, share: float) -> tuple[int, ...]:
    """The fewest weekdays that hold a share of the visits since the start; all with visits where fewer do not."""
    by_day = {day: counted_on(version, code, measure, (day,)) for day in WEEKDAYS}
    total, chosen, held = sum(by_day.values()), [], 0.0
    for day in sorted(by_day, key=lambda one: (-by_day[one], one)):
        if not by_day[day] or held >= share * total:
            break
        chosen.append(day)
        held += by_day[day]
    return tuple(sorted(chosen))
