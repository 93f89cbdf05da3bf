"""The setting of the what-if: a measure, and what shall be from when to when. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from einlass import config
from einlass.measures import Measure, measures, offices
from einlass.topics import plans, staffing
from einlass.topics.plans import LAST_HOLIDAY, LENGTH, first_day
from einlass.ui import choices, plain, style
from einlass.ui.comparison.asking import choose_measure
from einlass.ui.plan import LONGEST, MOST_HOURS, MOST_POSTS, MOST_RATE, PURPOSES, Setting
from einlass.ui.state import current_view, set_view
from einlass.warehouse import DataVersion
from einlass.words import Words

DAY = timedelta(days=1)
HOUR_STEP, RATE_STEP, RATE_ROOM = 0.5, 0.05, 6.0


@dataclass(frozen=True)
class Choice:
    """A measure with guards in the roster, how it has been, and the reader's setting."""

    measure: Measure
    usual: plans.Plan
    setting: Setting

    @property
    def places(self) -> tuple[str, ...]:
        """The offices that the plan is for."""
        return self.setting.offices if self.is_copy else self.usual.offices

    @property
    def is_copy(self) -> bool:
        """Whether other offices shall have what these have."""
        return self.setting.purpose == "copy"

    @property
    def plan(self) -> plans.Plan:
        """The reader's plan; one that ends the measure has no weekday."""
        one = self.setting
        weekdays = () if one.purpose == "end" else one.weekdays
        return plans.Plan(
            *(one.first, one.last, weekdays, one.hours, one.posts, one.low_rate, one.high_rate),
            self.places,
            self._usual_on,
            self.usual.days_a_week if weekdays == self.usual.weekdays else 0.0,
        )

    @property
    def as_before(self) -> plans.Plan:
        """The same days and offices with weekdays, hours, posts and rates as they have been."""
        first, last = self.setting.first, self.setting.last
        return replace(self.usual, first=first, last=last, offices=self.places, usual_on=self._usual_on)

    @property
    def _usual_on(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return () if self.is_copy else self.usual.usual_on


def horizon(version: DataVersion) -> date:
    """Up to which day costs are drawn: the last day of the plan, whatever its measure."""
    asked = current_view().plan
    return asked.last if asked else _last_day(first_day(version))


def _last_day(first: date) -> date:
    return min(first + LENGTH - DAY, LAST_HOLIDAY)


def choose(version: DataVersion, w: Words) -> Choice | None:
    """The widgets; None where the measure has no guards in the roster."""
    measure = measures(version)[choose_measure(version, w)]
    if not any(one.measure.key == measure.key for one in staffing.spent(version)):
        style.small(w("staffing.whatif.no_roster"))
        return None
    first = first_day(version)
    usual = plans.usual(version, measure, first, _last_day(first))
    asked = current_view().plan or _plain(usual)
    setting = replace(asked, offices=tuple(one for one in asked.offices if one in offices(version)))
    _widgets(version, measure, usual, setting, w)
    return Choice(measure, usual, setting)


def _plain(usual: plans.Plan) -> Setting:
    """The measure as it has been."""
    return Setting(
        "extend",
        usual.first,
        usual.last,
        usual.weekdays,
        min(usual.hours, MOST_HOURS),
        min(usual.posts, MOST_POSTS),
        min(usual.low_rate, MOST_RATE),
        min(usual.high_rate, MOST_RATE),
    )


def _widgets(version: DataVersion, measure: Measure, usual: plans.Plan, setting: Setting, w: Words) -> None:
    key = _prepared("purpose", setting.purpose)
    st.segmented_control(
        w("staffing.purpose"),
        PURPOSES,
        required=True,
        key=key,
        format_func=lambda one: w(f"staffing.purpose.{one}"),
        on_change=_take,
        args=("purpose", key, setting),
    )
    _days(setting, w)
    if setting.purpose == "end":
        return
    if setting.purpose == "copy":
        _offices(version, measure, setting, w)
    _several("weekdays", range(1, 8), setting, lambda one: w.weekday(one), w)
    _slider("hours", _steps(HOUR_STEP, MOST_HOURS, HOUR_STEP), setting.hours, setting, w, digits=1)
    _slider("posts", range(1, MOST_POSTS + 1), setting.posts, setting, w)
    low = max(0.0, min(usual.low_rate - RATE_ROOM, setting.low_rate))
    high = min(MOST_RATE, max(usual.high_rate + RATE_ROOM, setting.high_rate))
    rates = _steps(low, high, RATE_STEP)
    # Two sliders: one with two ends forgets that it has two when its value comes from the address.
    _slider("low_rate", rates, setting.low_rate, setting, w, digits=2)
    _slider("high_rate", rates, setting.high_rate, setting, w, digits=2)


def _steps(low: float, high: float, step: float) -> list[float]:
    first, last = round(low / step), round(high / step)
    return [round(place * step, 2) for place in range(first, last + 1)]


def _days(setting: Setting, w: Words) -> None:
    days = w("format.period", first=w.date(setting.first), last=w.date(setting.last))
    with choices.fold(w("staffing.days", days=days), "period"):
        if "period" in current_view().opened:  # the heaviest of all fields
            _ends(setting, w)


def _ends(setting: Setting, w: Words) -> None:
    """The first and the last day, and why it cannot be later."""
    earliest = max(setting.last - LONGEST, config.CALENDAR_FROM)
    latest = min(setting.first + LONGEST, LAST_HOLIDAY)
    spans = {"first": (earliest, setting.last), "last": (setting.first, latest)}
    for name, (least, most) in spans.items():
        key = _prepared(name, getattr(setting, name))
        st.date_input(
            w(f"staffing.{name}"),
            min_value=least,
            max_value=most,
            required=True,
            format=choices.DATE_FORMAT,
            key=key,
            on_change=_take,
            args=(name, key, setting),
        )
    if setting.first + LONGEST > LAST_HOLIDAY:
        style.small(w("staffing.days.calendar", day=w.date(LAST_HOLIDAY)))


def _offices(version: DataVersion, measure: Measure, setting: Setting, w: Words) -> None:
    """The offices without this measure."""
    names = {key: one.short_name for key, one in offices(version).items() if key not in measure.offices}
    names |= {key: offices(version)[key].short_name for key in setting.offices}
    _several("offices", list(names), setting, lambda one: names[str(one)], w)


def _several(
    name: str, options: Sequence[Any], setting: Setting, label: Callable[[Any], str], w: Words
) -> None:
    key = _prepared(name, list(getattr(setting, name)))
    st.pills(
        w(f"staffing.{name}"),
        options,
        selection_mode="multi",
        key=key,
        format_func=lambda one: plain.label(label(one)),
        on_change=_take,
        args=(name, key, setting),
    )


def _slider(
    name: str, options: Sequence[float], value: float, setting: Setting, w: Words, *, digits: int = 0
) -> None:
    """A slider whose numbers are written as the language writes them; it takes one of its steps."""
    key = _prepared(name, min(options, key=lambda one: abs(one - value)))
    st.select_slider(
        w(f"staffing.{name}"),
        list(options),
        key=key,
        format_func=lambda one: w.number(one, digits),
        on_change=_take,
        args=(name, key, setting),
    )


def _prepared(name: str, value: Any) -> str:
    key = f"plan.{name}:{current_view().lang}"
    st.session_state[key] = value
    return key


def _take(name: str, key: str, setting: Setting) -> None:
    """Takes a widget's value; of the two rates the other moves along where it would lie on the wrong side."""
    value = st.session_state[key]
    changes: dict[str, Any] = {name: value}
    if name == "low_rate":
        changes["high_rate"] = max(value, setting.high_rate)
    elif name == "high_rate":
        changes["low_rate"] = min(value, setting.low_rate)
    elif isinstance(value, list):
        changes = {name: tuple(sorted(value)) if name == "weekdays" else tuple(value)}
    set_view(plan=replace(setting, **changes))
