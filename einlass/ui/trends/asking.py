"""What the reader wants to see: an indicator, offices, a step, and how to look at it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from einlass.indicators import Indicator, indicator, indicators
from einlass.measures import measures, offices
from einlass.ui import address, choices
from einlass.ui.state import SIGHTS, STEPS, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, places

MOST_OFFICES = 12  # small charts that can be looked at together
MOST_TOGETHER = 6  # as many as the palette tells apart


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see."""

    indicator: Indicator
    offices: tuple[str, ...]
    step: str
    is_calendar: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The offices that are shown: not more than can be looked at together."""
        return self.offices[:MOST_OFFICES]


def choose(version: DataVersion, w: Words) -> Choice:
    """Indicator, way of looking, step and offices."""
    names = {key: one.short_name for key, one in offices(version).items()}
    code = choices.choose(
        w("choose.indicator"), list(indicators()), "indicator", lambda one: w(f"indicator.{one}")
    )
    asked = indicator(code or "")
    step, sight = "month", "line"
    if asked.kind != "score":
        with st.container(horizontal=True, gap="medium"):
            sight = choices.switch(w("choose.sight"), SIGHTS, "sight", lambda one: w(f"sight.{one}"))
            if sight == "line":
                step = choices.switch(
                    w("choose.step"), STEPS, "step", lambda one: w(f"step.{one}"), default="month"
                )
    picked = choices.choose_many(
        w("choose.offices"),
        list(names),
        "offices",
        names.__getitem__,
        default=_default_offices(version, w),
    )
    is_calendar = sight == "calendar"
    return Choice(asked, picked, "day" if is_calendar else step, is_calendar)


def _default_offices(version: DataVersion, w: Words) -> tuple[str, ...]:
    """The offices of the chosen measure, else of the first one."""
    found = measures(version)
    if not found:
        return tuple(offices(version))[:MOST_TOGETHER]
    asked = current_view().measure
    shown = asked if asked in found else next(iter(found))
    is_needed = not set(current_view().offices) & offices(version).keys()
    if asked and asked != shown and is_needed:
        address.say_gone("measure", asked, places.measure_name(found[shown], offices(version), w))
    return found[shown].offices
