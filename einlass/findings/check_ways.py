"""Whether a figure puts full and spot checks together: they answer different questions, so it is said."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from einlass.findings.phases import spans_since
from einlass.indicators import indicator
from einlass.measures import Measure, Window
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot


@remembered(4)
def _ways(version: DataVersion) -> dict[str, dict[str, list[date]]]:
    """Of each office that was ever checked in both ways: the days of each way, ascending."""
    found: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for row in open_snapshot(version).rows("views/check_ways"):
        found[row.office_id][row.regime].append(row.day)
    return {office: ways for office, ways in found.items() if len(ways) > 1}


def checked_both_ways(version: DataVersion, code: str, windows: Mapping[str, Window]) -> tuple[str, ...]:
    """The offices of which an indicator adds up full and spot checks, each within its own days."""
    if "checks" not in indicator(code).sources:
        return ()
    ways = _ways(version)
    return tuple(
        office
        for office, window in windows.items()
        if sum(
            bisect_left(days, window.first) < bisect_left(days, window.until)
            for days in ways.get(office, {}).values()
        )
        > 1
    )


def since_in_both_ways(version: DataVersion, code: str, measure: Measure) -> tuple[str, ...]:
    """The same for an indicator since the start of a measure."""
    spans = spans_since(version, code, measure.episodes)
    return checked_both_ways(version, code, {office: window for office, (window, _) in spans.items()})


def under_any_in_both_ways(version: DataVersion, code: str, measures: Iterable[Measure]) -> tuple[str, ...]:
    """The offices of which this holds under any of these measures, each once."""
    return tuple(
        dict.fromkeys(office for one in measures for office in since_in_both_ways(version, code, one))
    )
