"""Guards: what a measure costs, which planned hours were done, which days had none.

Sums since the start of a measure are those of `einlass.findings`; here stands what they do not tell: course, gaps,
kinds of guards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from einlass.findings import Phase, closed_days, data_window, indicator_rows, since_start
from einlass.indicators import indicator
from einlass.measures import Measure, Window, measures
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

HOURS, COST, FULFILMENT = "guard_hours", "guard_cost", "roster_fulfilment"
VISITS, FINDS = "visits_per_open_day", "persons_with_find"
WEEK = 7
EPSILON = 1e-9


@dataclass(frozen=True)
class Spent:
    """What the guards of one measure did and cost since its start; None: nothing known.

    All are those of every other page. finds: persons with a find; its denominator is the persons checked.
    """

    measure: Measure
    cost: Phase
    hours: Phase
    planned_hours: float
    visits: Phase | None
    finds: Phase | None

    @property
    def per_week(self) -> float:
        """Euros a week."""
        return self.cost.value or 0.0

    @property
    def mean_rate(self) -> float | None:
        """Euros an hour, over all hours done."""
        return self.cost.numerator / self.hours.numerator if self.hours.numerator else None


@dataclass(frozen=True)
class Week:
    """One week of a measure in the roster."""

    start: date
    planned: float
    done: float
    cost: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Planned hours that were not done, by week, office, post and reason."""

    start: date
    office_id: str
    post: str
    reason: str
    shifts: int
    planned: float
    done: float


@dataclass(frozen=True)
class Kind:
    """Hours and net cost by provider and qualification."""

    provider: str
    qualification: str
    hours: float
    cost: float
    low_rate: float
    high_rate: float


@dataclass(frozen=True)
class WeekdayCover:
    """Open days of an office since the start on one weekday (1 Monday), and on how many no guard was present."""

    office_id: str
    weekday: int
    open_days: int
    without: int


@remembered(4)
def shifts(version: DataVersion) -> pd.DataFrame:
    """All shifts; not to be changed by the caller."""
    rows = open_snapshot(version).run("views/staffing_shifts")
    for name in ("day", "week_start"):
        rows[name] = pd.to_datetime(rows[name]).dt.date
    return rows


@remembered(4)
def holidays(version: DataVersion) -> frozenset[date]:
    """Public holidays."""
    return frozenset(row.day for row in open_snapshot(version).rows("views/staffing_holidays"))


@remembered(64)
def shifts_of(version: DataVersion, measure: Measure) -> pd.DataFrame:
    """The shifts at a measure's offices, each from its own start to its end."""
    rows = shifts(version)
    inside = pd.Series(False, index=rows.index)
    for one in measure.episodes:
        known = data_window(version, indicator(COST), (one.office_id,))
        window = one.window(known.until)
        inside |= (
            (rows["office_id"] == one.office_id)
            & (rows["day"] >= window.first)
            & (rows["day"] < window.until)
        )
    return rows[inside]


@remembered(4)
def spent(version: DataVersion) -> tuple[Spent, ...]:
    """Every measure with guards in the roster, the dearest first."""
    found = [one for each in measures(version).values() if (one := _spent(version, each)) is not None]
    return tuple(sorted(found, key=lambda one: (-one.cost.numerator, one.measure.key)))


def _spent(version: DataVersion, measure: Measure) -> Spent | None:
    cost, hours, filled = (since_start(version, code, measure) for code in (COST, HOURS, FULFILMENT))
    if cost is None or hours is None or filled is None or shifts_of(version, measure).empty:
        return None
    visits, finds = (since_start(version, code, measure) for code in (VISITS, FINDS))
    return Spent(measure, cost, hours, filled.denominator, visits, finds)


@remembered(64)
def weeks(version: DataVersion, measure: Measure) -> tuple[Week, ...]:
    """The weeks of a measure with planned or done hours."""
    rows = shifts_of(version, measure)
    found = []
    for start, own in rows.groupby("week_start"):
        short = own[own["actual_hours"] < own["planned_hours"] - EPSILON]
        found.append(
            Week(
                start,
                float(own["planned_hours"].sum()),
                float(own["actual_hours"].sum()),
                float(own["cost_eur"].sum()),
                tuple(sorted(set(short["absence_reason"]))),
            )
        )
    return tuple(found)


@remembered(64)
def gaps(version: DataVersion, measure: Measure) -> tuple[Gap, ...]:
    """What fell out, by week, office, post and reason."""
    rows = shifts_of(version, measure)
    short = rows[rows["actual_hours"] < rows["planned_hours"] - EPSILON]
    keys = ["week_start", "office_id", "post", "absence_reason"]
    return tuple(
        Gap(
            start,
            str(office),
            str(post),
            str(reason),
            len(own),
            float(own["planned_hours"].sum()),
            float(own["actual_hours"].sum()),
        )
        for (start, office, post, reason), own in short.groupby(keys)
    )


def shift_counts(version: DataVersion, every: Sequence[Measure]) -> tuple[int, int]:
    """How many shifts were planned under any of the measures, and how many were shorter than planned or fell out."""
    parts = [shifts_of(version, one) for one in every]
    rows = pd.concat(parts) if parts else shifts(version).iloc[:0]
    rows = rows[~rows.index.duplicated()]
    return len(rows), int((rows["actual_hours"] < rows["planned_hours"] - EPSILON).sum())


@remembered(64)
def course(version: DataVersion, measure: Measure) -> tuple[tuple[date, float], ...]:
    """The net cost since the start at the end of each day with cost."""
    rows = indicator_rows(version, COST)
    total, found = 0.0, []
    windows = {one.office_id: one for one in measure.episodes}
    own = rows[rows["office_id"].isin(windows) & (rows["numerator"] > 0)]
    inside: dict[date, float] = {}
    for office, day, amount in zip(own["office_id"], own["day"], own["numerator"], strict=True):
        on = pd.Timestamp(day).date()
        if on >= windows[office].starts and (windows[office].until is None or on < windows[office].until):
            inside[on] = inside.get(on, 0.0) + float(amount)
    for day in sorted(inside):
        total += inside[day]
        found.append((day, total))
    return tuple(found)


@remembered(64)
def rates(version: DataVersion, measure: Measure) -> tuple[float, float] | None:
    """The lowest and the highest rate paid an hour."""
    rows = shifts_of(version, measure)
    paid = rows.loc[rows["actual_hours"] > 0, "rate_eur_per_hour"]
    return (float(paid.min()), float(paid.max())) if len(paid) else None


@remembered(64)
def filled(version: DataVersion, measure: Measure) -> tuple[float, float] | None:
    """The share of planned hours that were done, in the weakest and in the best calendar month."""
    rows = shifts_of(version, measure)
    if not len(rows):
        return None
    month = [day.replace(day=1) for day in rows["day"]]
    sums = rows.groupby(month)[["actual_hours", "planned_hours"]].sum()
    sums = sums[sums["planned_hours"] > 0]
    shares = sums["actual_hours"] / sums["planned_hours"]
    return (float(shares.min()), float(shares.max())) if len(shares) else None


@remembered(4)
def kinds(version: DataVersion) -> tuple[Kind, ...]:
    """Hours and cost by provider and qualification, over all measures, most hours first."""
    parts = [shifts_of(version, one.measure) for one in spent(version)]
    if not parts:
        return ()
    rows = pd.concat(parts)
    rows = rows[~rows.index.duplicated()]
    found = [
        Kind(
            str(provider),
            str(code),
            float(own["actual_hours"].sum()),
            float(own["cost_eur"].sum()),
            float(own["rate_eur_per_hour"].min()),
            float(own["rate_eur_per_hour"].max()),
        )
        for (provider, code), own in rows.groupby(["provider", "qualification_code"])
    ]
    return tuple(sorted(found, key=lambda one: (-one.hours, one.provider, one.qualification)))


@remembered(4)
def surcharge_hours(version: DataVersion) -> float:
    """Hours done with a surcharge (night, Sunday, holiday): the export tells that there is one, not how much."""
    parts = [shifts_of(version, one.measure) for one in spent(version)]
    rows = pd.concat(parts) if parts else shifts(version).iloc[:0]
    rows = rows[~rows.index.duplicated()]
    return float(rows.loc[~rows["surcharge_code"].isin(["", "KEIN"]), "actual_hours"].sum())


@remembered(64)
def cover(version: DataVersion, measure: Measure) -> tuple[WeekdayCover, ...]:
    """For each office and weekday: open days since the start that the roster covers, and those without a guard."""
    rows = shifts_of(version, measure)
    present = {
        (office, day)
        for office, day, done in zip(rows["office_id"], rows["day"], rows["actual_hours"], strict=True)
        if done > 0
    }
    found = []
    for one in measure.episodes:
        known = data_window(version, indicator(COST), (one.office_id,))
        window = one.window(known.until)
        closed = closed_days(version).get(one.office_id, frozenset())
        covered = Window(max(window.first, known.first), min(window.until, known.until))
        days = [day for day in days_of(covered) if day not in closed]
        for weekday in range(1, WEEK + 1):
            own = [day for day in days if day.isoweekday() == weekday]
            if own:
                without = sum((one.office_id, day) not in present for day in own)
                found.append(WeekdayCover(one.office_id, weekday, len(own), without))
    return tuple(found)


def days_of(window: Window) -> list[date]:
    """The days of a window."""
    return [window.first + timedelta(days=place) for place in range(max(0, window.days))]
