"""The words around the page: for which day, Stand, sources."""

from __future__ import annotations

from einlass import decision
from einlass.decision import data_until
from einlass.findings import under_any_in_both_ways
from einlass.findings.headlines import FINDS
from einlass.measures import Measure, measures, offices
from einlass.warehouse import DataVersion
from einlass.words import Words, places
from einlass.words.catalogue import last_day
from einlass.words.decision import Days


def standing(version: DataVersion, w: Words) -> str:
    """The day of decision, how far the data reach, Stand."""
    lasting = [one for one in measures(version).values() if one.ended is None]
    days = sorted({day for one in lasting if (day := one.decided_on)})
    parts = [w("decision.sub", day=w.join([w.date(day) for day in days]))] if days else []
    reach = w("overview.data_until", day=w.date(last_day(data_until(version))))
    return " · ".join([*parts, reach, w("stand", moment=w.datetime(version.created_at))])


def name_of(version: DataVersion, measure: Measure, w: Words) -> str:
    """A measure by what is done, where no other does the same; else by a name of its own."""
    every = measures(version)
    same = [one for one in every.values() if one.regime == measure.regime]
    if len(same) == 1:
        return w(f"measure.{measure.regime}")
    return places.measure_names(every, offices(version), w)[measure.key]


def days_of(version: DataVersion, measure: Measure) -> Days:
    """The weekdays on which a measure, or one of its offices, acts, and those with guards."""
    return Days(decision.acting_days(version, measure), decision.guard_days(version, measure))


def foot(version: DataVersion, w: Words) -> list[str]:
    """How reasons are made, sources, sample mark, and where full and spot checks stand in one figure."""
    mark = f"{w('sample.mark')}. " if version.is_sample else ""
    source = w(
        "decision.source",
        mark=mark,
        moment=w.datetime(version.created_at),
        version=w.number(version.number),
    )
    both = under_any_in_both_ways(version, FINDS, measures(version).values())
    return [w("decision.foot"), source, *places.both_ways(both, offices(version), w), w("foot.method")]
