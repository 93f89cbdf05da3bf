"""What the files of a comparison are called, and what stands below their tables."""

from __future__ import annotations

from collections.abc import Mapping

from einlass.export import file_stem
from einlass.findings import Finding
from einlass.measures import Office
from einlass.ui.comparison.answer import chart_foot, definition
from einlass.words import Words, caveats, places
from einlass.words.catalogue import last_day


def stem(found: Finding, names: Mapping[str, Office], what: str, w: Words) -> str:
    """What files of a finding are called: figure, offices, measure, period, Stand."""
    phases = [phase for phase in (found.before, found.after) if phase is not None]
    period = [
        min(phase.window.first for phase in phases).isoformat(),
        max(last_day(phase.window.until) for phase in phases).isoformat(),
    ]
    where = places.place(found.used_offices, names, w)
    name = w(f"indicator.{found.indicator.code}.short")
    parts = [name, where, found.measure.measure_id, "-".join(period), what]
    return file_stem(parts, found.provenance.stand.date())


def notes(found: Finding, names: Mapping[str, Office], w: Words) -> list[str]:
    """What stands below a table that leaves the house: sample mark, what limits it, definition, source, Stand."""
    mark = [w("sample.mark")] if found.provenance.is_sample else []
    return [*mark, *caveats.limits(found, names, w), definition(found.indicator, w), chart_foot(found, w)]
