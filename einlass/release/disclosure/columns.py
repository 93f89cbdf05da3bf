"""The columns of a figure's table: which of them hold counts of people or reports, and what belongs together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from einlass.release.records import Figure

PHASES = ("before", "since", "period")
RATIO = re.compile(r"(rate|percent|per_\d+)$")
# Columns that count no people and no reports.
NO_COUNTS = frozenset(
    {"visits", "days", "open_days", "per_day", "hours_planned", "hours_done", "euros", "minutes"}
)
OUTCOME = "disposal."  # how columns and rows begin that tell what became of items


@dataclass(frozen=True)
class Column:
    """A column of a table. slot: how its slots end, None where it counts neither people nor reports.

    is_whole: what the count beside it is part of.
    """

    phase: str
    name: str
    slot: str | None
    is_whole: bool = False

    def is_ratio_of(self, other: Column) -> bool:
        """Whether this is the ratio of the count in another column."""
        return self.is_ratio and self.phase == other.phase

    @property
    def is_ratio(self) -> bool:
        """Whether it gives a rate or a share."""
        return bool(RATIO.match(self.name))


def columns_of(figure: Figure) -> tuple[Column, ...]:
    """The columns of a figure's table: of each phase the count first, then what it is part of, then the ratio."""
    split = [_split(name) for name in figure.table.columns]
    found = []
    for number, (phase, name) in enumerate(split):
        group = [of for of, (other, _) in enumerate(split) if other == phase]
        has_ratio = any(RATIO.match(split[of][1]) for of in group)
        is_whole = has_ratio and not RATIO.match(name) and group.index(number) == 1
        is_shown = figure.kind in ("share", "score") if is_whole else has_ratio or name not in NO_COUNTS
        slot = name if name.startswith(OUTCOME) else phase
        found.append(Column(phase, name, slot if is_shown else None, is_whole=is_whole))
    return tuple(found)


def _split(name: str) -> tuple[str, str]:
    """Phase and name of a column."""
    phase, _, rest = name.partition(".")
    return (phase, rest) if phase in PHASES and rest else ("", name)
