"""What the guards of each measure did and cost, beside what was counted on the same days, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from einlass.findings import Phase, indicator_rows, since_any_start, since_start, since_starts
from einlass.findings.days import covered
from einlass.findings.phases import spans_since
from einlass.indicators import indicator
from einlass.measures import Episode, Measure, measures
from einlass.remembered import remembered
from einlass.topics.staffing.roster import (
    COST,
    FULFILMENT,
    HOURS,
    known_until,
    overlap,
    shifts_of,
    stretches,
)
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

VISITS, FINDS = "visits_per_open_day", "persons_with_find"
COUNTED = {
    VISITS: ("is_visit_told", "visit_count", "visit_count"),
    FINDS: ("is_check_told", "persons_with_find_count", "checked_count"),
}
CENT = 0.005


@dataclass(frozen=True)
class Shared:
    """What was spent and counted at the same offices on the same days: those that roster and counts both tell of.

    Visits: count and of are the same; finds: persons with a find and persons checked. day_count: days with any.
    """

    cost: float
    count: float
    of: float
    day_count: int
    offices: tuple[str, ...]


@dataclass(frozen=True)
class Spent:
    """What the guards of one measure did and cost since its start; None: nothing known.

    cost and hours are those of every other page.
    """

    measure: Measure
    cost: Phase
    hours: Phase
    planned_hours: float
    visits: Shared | None
    finds: Shared | None

    @property
    def per_week(self) -> float:
        """Euros a week."""
        return self.cost.value or 0.0

    def is_over(self, until: date) -> bool:
        """Whether it had ended at all its offices before a day."""
        return self.measure.ended is not None and self.measure.ended < until


@dataclass(frozen=True)
class Together:
    """All measures, each office-day once, and why their sum is another.

    per_week: of what still went on at the end of the data. twice: euros that stand in the rows of several measures;
    trials: euros that stand in none, of short trials and the like.
    """

    cost: float
    hours: float
    planned_hours: float
    per_week: float
    twice: float
    trials: float


@remembered(4)
def spent(version: DataVersion) -> tuple[Spent, ...]:
    """Every measure with guards in the roster, the dearest first."""
    found = [one for each in measures(version).values() if (one := spent_on(version, each)) is not None]
    return tuple(sorted(found, key=lambda one: (-one.cost.numerator, one.measure.key)))


def spent_on(version: DataVersion, measure: Measure) -> Spent | None:
    """The guards of one measure, or of some of its offices; None where the roster has none."""
    cost, hours, filled = (since_start(version, code, measure) for code in (COST, HOURS, FULFILMENT))
    if cost is None or hours is None or filled is None or shifts_of(version, measure).empty:
        return None
    visits, finds = (_shared(version, measure, code) for code in (VISITS, FINDS))
    return Spent(measure, cost, hours, filled.denominator, visits, finds)


@remembered(4)
def _days(version: DataVersion) -> pd.DataFrame:
    return open_snapshot(version).run("views/staffing_days")


def _shared(version: DataVersion, measure: Measure, code: str) -> Shared | None:
    """Cost and counts of the days that both exports cover, but for those whose count is missing.

    An office at which nobody was counted on any of them, as one without a log of its checks, costs nothing here.
    """
    told, count, of = COUNTED[code]
    rows = pd.concat([_both_cover(version, one, code) for one in measure.episodes])
    rows = rows[rows[told]]
    counted = rows[rows[of] > 0]
    if counted.empty:
        return None
    rows = rows[rows["office_id"].isin(set(counted["office_id"]))]
    return Shared(
        float(rows["guard_cost_eur"].sum()),
        float(rows[count].sum()),
        float(rows[of].sum()),
        counted["day"].nunique(),
        tuple(sorted(set(counted["office_id"]))),
    )


def _both_cover(version: DataVersion, episode: Episode, code: str) -> pd.DataFrame:
    rows = _days(version)
    inside = pd.Series(False, index=rows.index)
    for one in stretches(version, episode):
        for other in covered(version, indicator(code), episode.office_id):
            both = overlap(one, other)
            inside |= (rows["day"] >= pd.Timestamp(both.first)) & (rows["day"] < pd.Timestamp(both.until))
    # As wherever the count is told: what days of checks tell ends with lasting emergency operation.
    for window, _ in spans_since(version, code, [episode]).values():
        inside &= (rows["day"] >= pd.Timestamp(window.first)) & (rows["day"] < pd.Timestamp(window.until))
    return rows[inside & (rows["office_id"] == episode.office_id)]


@remembered(4)
def together(version: DataVersion) -> Together:
    """All measures; the cost is that of the heading and of the overview."""
    found = spent(version)
    cost, hours, filled = (since_any_start(version, code) for code in (COST, HOURS, FULFILMENT))
    own = tuple(dict.fromkeys(one for each in found for one in each.measure.episodes))
    once = since_starts(version, COST, own)
    whole, of_measures = (part.numerator if part else 0.0 for part in (cost, once))
    twice, trials = sum(one.cost.numerator for one in found) - of_measures, whole - of_measures
    return Together(
        whole,
        hours.numerator if hours else 0.0,
        filled.denominator if filled else 0.0,
        _per_week(version, own),
        twice if twice > CENT else 0.0,
        trials if trials > CENT else 0.0,
    )


def _per_week(version: DataVersion, episodes: tuple[Episode, ...]) -> float:
    """What a week costs at the offices where a measure goes on at the end of the data."""
    until = known_until(version)
    lasting = tuple(one for one in episodes if one.until is None or one.until > until)
    found = since_starts(version, COST, lasting)
    return (found.value or 0.0) if found else 0.0


@remembered(64)
def course(version: DataVersion, measure: Measure) -> tuple[tuple[date, float], ...]:
    """The net cost since the start at the end of each day with cost."""
    rows = indicator_rows(version, COST)
    total, found = 0.0, []
    windows = {one.office_id: one.window(date.max) for one in measure.episodes}
    own = rows[rows["office_id"].isin(windows) & (rows["numerator"] > 0)]
    inside: dict[date, float] = {}
    for office, day, amount in zip(own["office_id"], own["day"].dt.date, own["numerator"], strict=True):
        if day in windows[office]:
            inside[day] = inside.get(day, 0.0) + float(amount)
    for day in sorted(inside):
        total += inside[day]
        found.append((day, total))
    return tuple(found)
