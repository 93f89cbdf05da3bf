"""Which offices and days the reader wants to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from einlass.measures import Window, offices
from einlass.topics.checks import Group, checked_offices, default_period, groups, whole_period
from einlass.ui import choices
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """Offices and days, and the offices by the way in which they were checked, full checks first.

    offices: empty where the data hold no checks at all; groups: empty where these days hold none.
    """

    offices: tuple[str, ...] = ()
    period: Window | None = None
    groups: tuple[Group, ...] = ()

    @property
    def spots(self) -> Group | None:
        """The offices with spot checks."""
        return next((one for one in self.groups if not one.is_full), None)


def choose(version: DataVersion, w: Words) -> Choice:
    """Offices with checks (all of them by default) and a stretch of days."""
    checked = checked_offices(version)
    if not checked:
        return Choice()
    names = {key: one.short_name for key, one in offices(version).items()}
    with st.container(key="checks-choice"):
        picked = choices.choose_many(
            w("choose.offices"),
            list(checked),
            "offices",
            lambda one: w("checks.office_regime", office=names[one], regime=_regimes(checked[one], w)),
            default=tuple(checked),
            elsewhere={key: name for key, name in names.items() if key not in checked},
            reason="unchecked",
        )
        whole, default = whole_period(version, picked), default_period(version, picked)
        asked = current_view().after or (default.first, default.until - DAY)
        label = w("checks.choose.days", period=w.period(asked[0], asked[1] + DAY))
        with choices.fold(label, "windows"):
            first, last = choices.choose_days(
                (w("checks.choose.first"), w("checks.choose.last")),
                "after",
                (default.first, default.until - DAY),
                first=whole.first,
                last=whole.until - DAY,
                within="windows",
            )
    period = Window(first, last + DAY)
    return Choice(picked, period, groups(version, picked, period))


def _regimes(regimes: tuple[str, ...], w: Words) -> str:
    return w.join([w(f"checks.regime.{one}") for one in regimes])
