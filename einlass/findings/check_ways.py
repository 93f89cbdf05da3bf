"""Whether a figure puts full and spot checks together: they answer different questions, so it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from einlass.findings.phases import spans_since
from einlass.indicators import indicator
from einlass.measures import Measure, Window
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot


@remembered(4)
def _ways(version: DataVersion) -> pd.DataFrame:
    """Days with checks of the offices that were ever checked in both ways."""
    rows = open_snapshot(version).run("views/check_ways")
    return rows[rows.groupby("office_id")["regime"].transform("nunique") > 1]


def checked_both_ways(version: DataVersion, code: str, windows: Mapping[str, Window]) -> tuple[str, ...]:
    """The offices of which an indicator adds up full and spot checks, each within its own days."""
    if "checks" not in indicator(code).sources:
        return ()
    rows = _ways(version)
    return tuple(
        office
        for office, window in windows.items()
        if rows.loc[
            (rows["office_id"] == office)
            & (rows["day"] >= pd.Timestamp(window.first))
            & (rows["day"] < pd.Timestamp(window.until)),
            "regime",
        ].nunique()
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
