"""What was counted on some weekdays since a measure began: the figures of the indicators, split by weekday."""

from __future__ import annotations

from datetime import timedelta

from einlass.findings import Phase, data_window
from einlass.findings.phases import phase_by_office
from einlass.indicators import indicator
from einlass.measures import Measure, Window
from einlass.remembered import remembered
from einlass.warehouse import DataVersion

WEEKDAYS = range(1, 8)
DAY = timedelta(days=1)


@remembered(256)
def on_weekdays(version: DataVersion, code: str, measure: Measure, weekdays: tuple[int, ...]) -> Phase | None:
    """An indicator since the start on some weekdays (1 Monday) only; None where nothing is told."""
    spans = {}
    for one in measure.episodes:
        data = data_window(version, indicator(code), (one.office_id,))
        window = one.window(data.until)
        window = Window(max(window.first, data.first), min(window.until, data.until))
        if window.days > 0:
            days = (window.first + DAY * place for place in range(window.days))
            spans[one.office_id] = (
                window,
                [Window(day, day + DAY) for day in days if day.isoweekday() not in weekdays],
            )
    found = phase_by_office(version, code, spans) if spans else None
    return found if found is not None and found.day_count else None


def counted_on(version: DataVersion, code: str, measure: Measure, weekdays: tuple[int, ...]) -> float:
    """Events on some weekdays since the start; 0 where nothing is told."""
    found = on_weekdays(version, code, measure, weekdays)
    return found.numerator if found else 0.0


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
