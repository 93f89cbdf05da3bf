"""Which verdicts differ between two data versions: what an import would do to what is said in public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from einlass.findings.city import city
from einlass.findings.make import finding
from einlass.findings.records import Request
from einlass.indicators import Indicator, indicator
from einlass.measures import Measure, measures
from einlass.warehouse import DataVersion


@dataclass(frozen=True)
class VerdictChange:
    """A verdict before and after; None where there was no measure to judge. measure: None for the whole city."""

    indicator: Indicator
    measure: Measure | None
    before: str | None
    after: str | None


def verdict_changes(
    before: DataVersion | None, after: DataVersion, codes: Sequence[str]
) -> list[VerdictChange]:
    """The verdicts on these indicators that differ, by measure, then of the city; before: None for no data."""
    old = measures(before) if before else {}
    new = measures(after)
    found = []
    for code in codes:
        for key in dict.fromkeys((*old, *new)):
            verdicts = _verdict(before, code, key in old, key), _verdict(after, code, key in new, key)
            found.append(VerdictChange(indicator(code), new.get(key) or old[key], *verdicts))
        cities = (
            city(before, code).verdict if before and old else None,
            city(after, code).verdict if new else None,
        )
        found.append(VerdictChange(indicator(code), None, *cities))
    return [one for one in found if one.before != one.after]


def _verdict(version: DataVersion | None, code: str, is_there: bool, key: str) -> str | None:
    return finding(version, Request(code, key)).verdict if version and is_there else None
