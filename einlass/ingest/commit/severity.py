"""Levels of severity as the exports write them → those of the Aachen model, by the settings of the city.

What is kept of an import are the city's own levels: after another mapping, a rebuild gives what it would have given.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from einlass import config
from einlass.city import Severity
from einlass.ingest.report import Reject
from einlass.ingest.sources import BY_TABLE, Source

_HEADER = next(one.header for one in BY_TABLE["incidents"].columns if one.name == "severity_code")
_LEVEL, _CODE = "severity_level", "severity_code"


def levelled(source: Source, rows: pd.DataFrame, *, is_sample: bool) -> tuple[pd.DataFrame, list[Reject]]:
    """Incidents with their level of the model, and those of a level that the settings do not know (any more)."""
    if _LEVEL not in source.computed:
        return rows, []
    severity = config.city_of(is_sample=is_sample).severity
    if _CODE not in rows:  # kept before cities could have levels of their own: those of the model
        rows = rows.assign(**{_CODE: rows[_LEVEL].astype("int64").astype(str)})
    levels = _levels(rows, severity)
    refused = [
        Reject(int(number), _HEADER, str(rows.at[number, _CODE]), "reason.level", ", ".join(severity.codes))
        for number in levels.index[levels.isna()]
    ]
    return rows.assign(**{_LEVEL: levels.astype(pd.ArrowDtype(pa.int32()))}), refused


def _levels(rows: pd.DataFrame, severity: Severity) -> pd.Series:
    """The level of each row; what several rows have in common is looked up once."""
    pairs = list(zip(rows[_CODE].astype(object), rows["incident_kinds"].astype(object), strict=True))
    known = {(code, kinds): severity.level_of(str(code), str(kinds).split("|")) for code, kinds in set(pairs)}
    return pd.Series([known[pair] for pair in pairs], index=rows.index, dtype="Int64")
