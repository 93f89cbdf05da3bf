"""What the reader chooses: a measure, up to which day costs are reckoned, and the days that "adapt" keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from einlass import decision
from einlass.measures import Measure, measures, offices
from einlass.ui import choices
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, places

SIDE_BY_SIDE = 4  # more measures than these stand in a list
RESETS = ("weekdays", "offices", "before", "after", "plan")


@dataclass(frozen=True)
class Asked:
    """The measure, the last day of costs, the weekdays kept when adapting, and whether each office has its row."""

    measure: Measure
    until: date
    weekdays: tuple[int, ...]
    is_by_office: bool = False


def choose(version: DataVersion, w: Words) -> Asked:
    """The widgets, and what they hold."""
    left, middle, right = st.columns([5, 2, 4], gap="medium")
    with left:
        measure = measures(version)[_measure(version, w)]
    with middle:
        until = _until(version, measure, w)
    with right:
        return Asked(measure, until, _weekdays(version, measure, w), by_office())


def asked(version: DataVersion) -> Asked:
    """What the address asks for, without drawing a widget."""
    measure = asked_measure(version)
    days = {str(day): day for day in _days(version, measure)}
    until = days.get(current_view().until or "", next(iter(days.values())))
    return Asked(measure, until, decision.kept_days(version, measure, _weekdays_asked()), by_office())


def by_office() -> bool:
    """Whether the offices of a measure are rows of their own."""
    return "offices" in current_view().opened


def _days(version: DataVersion, measure: Measure) -> tuple[date, ...]:
    return decision.ends(decision.first_day(version, measure))


def _weekdays_asked() -> list[int]:
    return [int(day) for day in current_view().weekdays]


def asked_measure(version: DataVersion) -> Measure:
    """The measure of the address, else the first."""
    every = measures(version)
    return every.get(current_view().measure or "", next(iter(every.values())))


def _measure(version: DataVersion, w: Words) -> str:
    every = measures(version)
    short = {key: w(f"measure.{one.regime}") for key, one in every.items()}
    if len(every) <= SIDE_BY_SIDE and len(set(short.values())) == len(every):
        return choices.switch(w("decision.measure"), list(every), "measure", short.__getitem__, resets=RESETS)
    names = places.measure_names(every, offices(version), w)
    found = choices.choose(w("decision.measure"), list(every), "measure", names.__getitem__, resets=RESETS)
    assert found is not None
    return found


def _until(version: DataVersion, measure: Measure, w: Words) -> date:
    days = [str(day) for day in _days(version, measure)]
    found = choices.choose(w("decision.until"), days, "until", lambda day: w.date(date.fromisoformat(day)))
    return date.fromisoformat(found or days[0])


def _weekdays(version: DataVersion, measure: Measure, w: Words) -> tuple[int, ...]:
    acting = decision.acting_days(version, measure)
    kept = decision.kept_days(version, measure, _weekdays_asked())
    if len(acting) > 1:
        choices.pills(
            w("decision.weekdays"),
            [str(day) for day in acting],
            "weekdays",
            [str(day) for day in kept],
            lambda day: w.weekday(int(day)),
        )
    return kept
