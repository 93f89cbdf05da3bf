"""The registry of indicators, read from the headers of queries/indicators/*.sql."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from einlass.errors import QueryContractError, UnknownCode
from einlass.warehouse import QueryFile, Snapshot, query_files

KINDS = ("rate", "share", "score", "amount")
BETTER = ("lower", "higher", "neither")
COMPARABLE = ("across", "within_regime")
DAY_COLUMNS = ["office_id", "day", "numerator", "denominator"]
SCORE_COLUMNS = ["office_id", "day", "wave_id", "value", "answer_count"]


@dataclass(frozen=True)
class Indicator:
    """What is followed over time. `per` scales numerator / denominator to the unit.

    kind: rate (events by exposure), share (part of a whole), score (answers 1 to 5), amount (a mean).
    is_total: several offices add up (hours, euros) instead of being averaged.
    is_recording_stable: a change of who reports does not touch it.
    comparable: `across` the start of a measure, or only `within_regime` (it exists only where checks happen).
    """

    code: str
    topic: str
    unit: str
    kind: str
    per: float
    better: str
    comparable: str
    sources: tuple[str, ...]
    version: str
    grain: str
    is_total: bool = False
    is_recording_stable: bool = False

    @property
    def query(self) -> str:
        """Name of its query file."""
        return f"indicators/{self.code}"

    @property
    def is_comparable(self) -> bool:
        """Whether a before/after across the start of a measure makes sense."""
        return self.comparable == "across"

    def days(self, snapshot: Snapshot) -> pd.DataFrame:
        """Its rows in a snapshot; `day` as timestamps."""
        return snapshot.run(self.query)


def _one_of(file: QueryFile, field: str, allowed: tuple[str, ...]) -> str:
    value = file.fields.get(field, "")
    if value not in allowed:
        raise QueryContractError("query.bad_field", name=file.name, field=field, value=value, allowed=allowed)
    return value


def _indicator(file: QueryFile) -> Indicator:
    missing = [name for name in ("topic", "unit", "per", "sources", "version") if not file.fields.get(name)]
    if missing:
        raise QueryContractError("query.fields_missing", name=file.name, fields=missing)
    return Indicator(
        code=file.name.split("/")[1],
        topic=file.fields["topic"],
        unit=file.fields["unit"],
        kind=_one_of(file, "kind", KINDS),
        per=float(file.fields["per"]),
        better=_one_of(file, "better", BETTER),
        comparable=_one_of(file, "comparable", COMPARABLE),
        sources=tuple(name.strip() for name in file.fields["sources"].split(",")),
        version=file.fields["version"],
        grain=file.grain,
        is_total=file.fields.get("offices") == "add_up",
        is_recording_stable=file.fields.get("recording") == "stable",
    )


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by code, in the order of topics: incidents, sentiment, checks, staffing, visits."""
    topics = ("incidents", "sentiment", "checks", "staffing", "visits")
    found = [_indicator(file) for file in query_files("indicators")]
    return {
        one.code: one
        for one in sorted(found, key=lambda one: (topics.index(one.topic), _FIRST.get(one.code, 9)))
    }


# Within a topic the headline indicators come first, the others by name.
_FIRST = {
    "reported_incidents": 0,
    "stable_incidents": 1,
    "staff_reported_incidents": 2,
    "serious_incidents": 3,
    "feels_safe_clients": 0,
    "feels_safe_staff": 1,
    "mood_clients": 2,
    "persons_with_find": 0,
    "checked_share": 1,
    "guard_hours": 0,
    "guard_cost": 1,
}


def indicator(code: str) -> Indicator:
    """The indicator of a code. Raises UnknownCode."""
    try:
        return indicators()[code]
    except KeyError:
        raise UnknownCode("unknown.indicator", code=code) from None
