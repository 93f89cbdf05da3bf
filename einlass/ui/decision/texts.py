"""The words around the page: for which day, Stand, sources."""

from __future__ import annotations

from einlass import decision
from einlass.decision import data_until, decision_day
from einlass.measures import measures
from einlass.warehouse import DataVersion
from einlass.words import Words
from einlass.words.catalogue import last_day
from einlass.words.decision import Days


def standing(version: DataVersion, w: Words) -> str:
    """The day of decision, how far the data reach, Stand."""
    day = decision_day(measures(version).values())
    parts = [w("decision.sub", day=w.date(day))] if day else []
    reach = w("overview.data_until", day=w.date(last_day(data_until(version))))
    return " · ".join([*parts, reach, w("stand", moment=w.datetime(version.created_at))])


def days_of(version: DataVersion, key: str) -> Days:
    """The weekdays on which a measure acts, and those with guards."""
    measure = measures(version)[key]
    return Days(decision.acting_days(version, measure), decision.guard_days(version, measure))


def foot(version: DataVersion, w: Words) -> list[str]:
    """How reasons are made, sources, sample mark."""
    mark = f"{w('sample.mark')}. " if version.is_sample else ""
    source = w(
        "decision.source",
        mark=mark,
        moment=w.datetime(version.created_at),
        version=w.number(version.number),
    )
    return [w("decision.foot"), source, w("foot.method")]
