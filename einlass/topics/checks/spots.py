"""Were the spot checks random? Days and hours with checks beside those on which people could come."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from einlass import config
from einlass.measures import history
from einlass.remembered import remembered
from einlass.stats.randomness import Randomness, evenly_drawn
from einlass.topics.checks.rows import Group, days_of_group
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

WEEK = 7


@dataclass(frozen=True)
class Part:
    """One weekday or office: opening days, days with checks, and visits.

    checked, visits_checked: on days with checks of which both numbers are known. visits: on all opening days with a
    count. Days are office-days where several offices are put together.
    """

    key: str
    open_days: int
    check_days: int
    checked: int
    visits_checked: int
    visits: int

    @property
    def share(self) -> float | None:
        """Checked of the visits on days with checks, 0–1; None where none were counted, or fewer than were checked."""
        return _share(self.checked, self.visits_checked)

    @property
    def share_of_all(self) -> float | None:
        """Checked of the visits on all opening days, 0–1."""
        return _share(self.checked, self.visits)


def _share(checked: int, visits: int) -> float | None:
    return checked / visits if visits > 0 and checked <= visits else None


@dataclass(frozen=True)
class Spots:
    """All about the choice of spot checks.

    hours: clock hours in which the offices are known to be in use; by_hour: office-days with checks by (ISO weekday,
    hour). is_known_open: whether anything besides these checks tells of hours. announced: the announced share, 0–1.
    """

    whole: Part
    weekdays: tuple[Part, ...]
    offices: tuple[Part, ...]
    hours: tuple[int, ...]
    by_hour: dict[tuple[int, int], int]
    is_known_open: bool
    test: Randomness
    office_test: Randomness | None
    announced: float | None

    @property
    def never(self) -> tuple[int, ...]:
        """Hours in which the offices are known to be in use, and of which no check is recorded."""
        checked = {hour for (_, hour), count in self.by_hour.items() if count}
        return tuple(one for one in self.hours if one not in checked)

    @property
    def is_uneven(self) -> bool | None:
        """Whether the weekdays are chosen more unevenly than chance allows; None where no test was possible."""
        return None if self.test.p_value is None else self.test.p_value < config.thresholds().chance

    @property
    def is_uneven_by_office(self) -> bool | None:
        """The same of the offices, where there are several."""
        test = self.office_test
        return None if test is None or test.p_value is None else test.p_value < config.thresholds().chance


@remembered(64)
def spots(version: DataVersion, group: Group) -> Spots:
    """The choice of days and hours of a group with spot checks."""
    days = days_of_group(version, group)
    weekdays = tuple(_part(str(number), own) for number, own in days.groupby("iso_weekday"))
    by_office = tuple(_part(one, days[days["office_id"] == one]) for one in group.offices)
    by_hour, hours, is_known_open = _hours(version, group)
    table = days.assign(is_drawn=days["regime"].notna()).pivot_table(
        index="office_id",
        columns="iso_weekday",
        values="is_drawn",
        aggfunc=["sum", "size"],
        fill_value=0,
        observed=True,
    )
    drawn, available = (table[name].to_numpy(dtype="int64") for name in ("sum", "size"))
    return Spots(
        _part("", days),
        weekdays,
        by_office,
        hours,
        by_hour,
        is_known_open,
        evenly_drawn(list(drawn), list(available)),
        evenly_drawn([drawn.sum(axis=1)], [available.sum(axis=1)]) if len(group.offices) > 1 else None,
        announced_share(version, group),
    )


def _part(key: str, days: pd.DataFrame) -> Part:
    checked = days[days["regime"].notna()]
    both = checked[checked["checked_count"].notna() & checked["visit_count"].notna()]
    return Part(
        key,
        len(days),
        len(checked),
        int(both["checked_count"].sum()),
        int(both["visit_count"].sum()),
        int(days["visit_count"].sum()),
    )


def _hours(version: DataVersion, group: Group) -> tuple[dict[tuple[int, int], int], tuple[int, ...], bool]:
    """Days with checks by weekday and hour; the hours in which the offices are known to be in use; whether it is known
    from anything besides these checks.

    Few exports of offices tell opening hours, so they are not used. A check on any day, or an incident at the office
    itself, shows that it was in use.
    """
    counts: dict[tuple[int, int], int] = {}
    snapshot = open_snapshot(version)
    asked = {"day_from": group.period.first, "day_until": group.period.until}
    for row in snapshot.rows("views/checks_hours", **asked):
        if row.office_id in group.offices and row.regime == group.regime:
            key = (row.iso_weekday, row.hour)
            counts[key] = counts.get(key, 0) + row.day_count
    checked = {hour for _, hour in counts}
    rows = [row for row in snapshot.rows("views/checks_known_hours") if row.office_id in group.offices]
    known = {row.hour for row in rows}
    return counts, tuple(sorted(known)), bool(known - checked) or any(row.has_incident for row in rows)


def announced_share(version: DataVersion, group: Group) -> float | None:
    """The share of visitors that was announced for the measures of these offices, if it is one and the same."""
    announced = config.announced_shares()
    found = {
        announced.get(one.measure_id)
        for office in group.offices
        if office in history(version)
        for one in history(version)[office].episodes
        if one.regime == group.regime
    }
    return found.pop() if len(found) == 1 else None
