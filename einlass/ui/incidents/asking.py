"""Which reports the reader wants to see: of which level, at which offices, in which period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from einlass.findings import data_window
from einlass.indicators import Indicator, indicator
from einlass.measures import Window, measures, offices
from einlass.topics.incidents import INDICATORS, Report, chosen, reports
from einlass.ui import address, choices
from einlass.ui.state import LEVELS, current_view
from einlass.warehouse import DataVersion
from einlass.words import Words

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """The reports that are looked at. treated: those of the offices that have or had a measure."""

    level: str
    offices: tuple[str, ...]
    treated: tuple[str, ...]
    period: Window

    @property
    def indicator(self) -> Indicator:
        """The indicator that counts just these."""
        return indicator(INDICATORS[self.level])


def choose(version: DataVersion, w: Words) -> Choice | None:
    """Level, period and offices; None where no reports are imported."""
    data = data_window(version, indicator(INDICATORS["all"]))
    if data.days <= 0:
        return None
    names = {key: one.short_name for key, one in offices(version).items()}
    every = [office for one in measures(version).values() for office in one.offices]
    treated = tuple(one for one in names if one in every)
    picked = choices.choose_many(
        w("choose.offices"), list(names), "offices", names.__getitem__, default=treated or tuple(names)
    )
    left, right = st.columns([5, 4], gap="large", vertical_alignment="bottom")
    with left:
        level = choices.switch(
            w("incidents.choose.level"), LEVELS, "level", lambda one: w(f"incidents.level.{one}")
        )
    with right:
        period = _period(data, w)
    return Choice(level, picked, tuple(one for one in treated if one in picked), period)


def _period(data: Window, w: Words) -> Window:
    asked = current_view().period
    if asked and not data.holds(Window(asked[0], asked[1] + DAY)):
        shown = w.period(asked[0], asked[1] + DAY), w.period(data.first, data.until)
        address.notice(w("address.cut", period=w("incidents.choose.period"), asked=shown[0], data=shown[1]))
    labels = w("incidents.choose.first_day"), w("incidents.choose.last_day")
    ends = asked or (data.first, data.until - DAY)
    first, last = (min(max(day, data.first), data.until - DAY) for day in ends)
    with choices.fold(w("incidents.choose.shown", period=w.period(first, last + DAY)), "period"):
        first, last = choices.choose_days(
            labels,
            "period",
            (data.first, data.until - DAY),
            first=data.first,
            last=data.until - DAY,
            within="period",
        )
    return Window(first, last + DAY)


def found(version: DataVersion, choice: Choice) -> tuple[Report, ...]:
    """The reports that were chosen."""
    return chosen(reports(version), choice.level, choice.offices, choice.period)
