"""The reports behind the incident indicators, one by one, without any identifier."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from einlass.measures import Window
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

# Which reports are looked at, and the indicator that counts just these.
INDICATORS = {
    "all": "reported_incidents",
    "serious": "serious_incidents",
    "consequences": "stable_incidents",
}
SERIOUS_LEVEL = 2


@dataclass(frozen=True)
class Report:
    """One reported incident. kinds: one or more codes. consequences: codes of what followed from it."""

    office_id: str
    day: date
    hour: int | None
    place: str
    kinds: tuple[str, ...]
    level: int
    reporter: str
    reported_on: date
    consequences: tuple[str, ...]

    @property
    def delay(self) -> int:
        """Days from the incident to its report."""
        return (self.reported_on - self.day).days

    @property
    def is_serious(self) -> bool:
        """Whether it is of level 2 or 3."""
        return self.level >= SERIOUS_LEVEL

    @property
    def has_consequences(self) -> bool:
        """Whether it counts for the primary outcome: police, injury, house ban, or level 2 and 3."""
        return self.is_serious or bool({"police", "house_ban", "injured"} & set(self.consequences))


@remembered(4)
def reports(version: DataVersion) -> tuple[Report, ...]:
    """All reports that the indicators count, in order of their days."""
    found = [
        Report(
            row.office_id,
            row.day,
            row.hour,
            row.place_code,
            tuple(dict.fromkeys(row.incident_kinds.split("|"))),
            row.severity_level,
            row.reporter_code,
            row.reported_on,
            _consequences(row),
        )
        for row in open_snapshot(version).rows("views/incidents_reports")
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _consequences(row: object) -> tuple[str, ...]:
    """What followed, in the order in which pages name it."""
    told = {
        "complaint": "is_criminal_complaint",
        "house_ban": "is_house_ban",
        "police": "is_police",
        "alarm": "is_alarm",
        "guard": "is_guard_intervention",
        "injured": "injured_count",
        "unfit": "unfit_count",
    }
    return tuple(code for code, column in told.items() if getattr(row, column))


def chosen(
    every: Collection[Report], level: str, offices: Collection[str], period: Window
) -> tuple[Report, ...]:
    """The reports of a level (a key of `INDICATORS`) at some offices within a period."""
    return tuple(
        one for one in every if one.office_id in offices and one.day in period and _is_of(one, level)
    )


def _is_of(one: Report, level: str) -> bool:
    return {"all": True, "serious": one.is_serious, "consequences": one.has_consequences}[level]
