"""What was found, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from einlass.measures import Window
from einlass.remembered import remembered
from einlass.topics.checks.rows import Group, checked_days
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

DISPOSALS = ("VRW", "WEG", "VZB", "ZUV", "POL")  # from given back to handed over
OTHER = "SON"
# The indicator that follows a kind of item over time.
COUNTED_BY = {
    "MES": "knives_found",
    "CUT": "cutters_found",
    "SCH": "scissors_found",
    "WKZ": "tools_found",
    "RZS": "sprays_found",
    "SHW": "striking_weapons_found",
    "SSW": "firearms_found",
    "GLS": "glass_found",
    "PYR": "pyrotechnics_found",
    "BTM": "drugs_found",
    "SON": "other_items_found",
}


@dataclass(frozen=True)
class Kind:
    """One kind of item: what became of how many, how many under the weapons act, of how many this is unclear."""

    code: str
    disposals: tuple[int, ...]
    weapons_act: int
    unclear: int

    @property
    def count(self) -> int:
        """How many were found."""
        return sum(self.disposals)


@dataclass(frozen=True)
class Items:
    """All items of a group, the most frequent kind first. unlisted: counted at the checks, but on no list."""

    kinds: tuple[Kind, ...]
    unlisted: int

    @property
    def count(self) -> int:
        """How many were listed."""
        return sum(one.count for one in self.kinds)

    @property
    def weapons_act(self) -> int:
        """How many fall under the weapons act."""
        return sum(one.weapons_act for one in self.kinds)

    @property
    def unclear(self) -> int:
        """Of how many this is not clear."""
        return sum(one.unclear for one in self.kinds)

    @property
    def disposals(self) -> tuple[int, ...]:
        """What became of all of them."""
        return tuple(sum(one.disposals[place] for one in self.kinds) for place in range(len(DISPOSALS)))

    def of(self, code: str) -> int:
        """How many of one kind."""
        return sum(one.count for one in self.kinds if one.code == code)


@remembered(64)
def _rows(version: DataVersion, period: Window) -> tuple[Any, ...]:
    return open_snapshot(version).rows("views/checks_items", day_from=period.first, day_until=period.until)


@remembered(64)
def items(version: DataVersion, group: Group) -> Items:
    """The items of a group by kind."""
    counts: dict[str, Counter[str]] = {}
    for row in _rows(version, group.period):
        if row.office_id in group.offices and row.regime == group.regime:
            own = counts.setdefault(row.category_code, Counter())
            own[row.disposal_code] += row.item_count
            own["act." + row.weapons_act_code] += row.item_count
    kinds = [
        Kind(code, tuple(own[one] for one in DISPOSALS), own["act.J"], own["act.U"])
        for code, own in counts.items()
    ]
    kinds.sort(key=lambda one: (one.code == OTHER, -one.count, one.code))
    counted = checked_days(version, group)["item_count"].sum()
    return Items(tuple(kinds), max(0, int(counted) - sum(one.count for one in kinds)))
