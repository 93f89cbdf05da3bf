"""Planned and done hours: by week and post, what fell out and why, providers, qualifications and rates."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from einlass.findings import closed_days
from einlass.measures import Episode, Measure, Window
from einlass.remembered import remembered
from einlass.topics.staffing.roster import (
    all_episodes,
    days_of,
    known_until,
    shifts_of,
    shifts_under,
    short,
    stretches,
)
from einlass.topics.staffing.spent import spent
from einlass.warehouse import DataVersion

EVERY = ""  # stands for any episode
FEW_MONTHS = 2  # below, there is no weakest and no best month


@dataclass(frozen=True)
class Week:
    """One week of a measure in the roster."""

    start: date
    planned: float
    done: float
    cost: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Post:
    """Planned and done hours of one post of an office, how many shifts were short, and why."""

    office_id: str
    post: str
    shifts: int
    short: int
    planned: float
    done: float
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
class PostWeek:
    """One week of one post under the same measures (none: a trial); each shift lies in one of them.

    days: those of the week on which exactly these measures held, as far as rosters go.
    """

    measures: tuple[Measure, ...]
    start: date
    days: Window
    cost: float
    of: Post


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
class Filled:
    """The share of planned hours that were done, in the weakest and in the best whole month.

    months: how many whole months there are; with too few of them both are the share since the start.
    """

    low: float
    high: float
    months: int


@remembered(64)
def weeks(version: DataVersion, measure: Measure) -> tuple[Week, ...]:
    """The weeks of a measure with planned or done hours."""
    return tuple(
        Week(start, *_hours(own), float(own["cost_eur"].sum()), _reasons(own))
        for start, own in shifts_of(version, measure).groupby("week_start")
    )


def _hours(rows: pd.DataFrame) -> tuple[float, float]:
    return float(rows["planned_hours"].sum()), float(rows["actual_hours"].sum())


def _reasons(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(set(rows.loc[short(rows), "absence_reason"])))


@remembered(4)
def posts(version: DataVersion) -> tuple[Post, ...]:
    """Every post of every office since the start of any measure."""
    rows = shifts_under(version, all_episodes(version))
    return tuple(_post(office, post, own) for (office, post), own in rows.groupby(["office_id", "post"]))


def _post(office: str, post: str, rows: pd.DataFrame) -> Post:
    return Post(str(office), str(post), len(rows), int(short(rows).sum()), *_hours(rows), _reasons(rows))


@remembered(4)
def post_weeks(version: DataVersion) -> tuple[PostWeek, ...]:
    """Every week of every post; a shift under several measures stands in one row that names them all."""
    rows = shifts_under(version, all_episodes(version))
    under: dict[int, tuple[Measure, ...]] = {}
    for one in spent(version):
        for place in shifts_of(version, one.measure).index:
            under[place] = (*under.get(place, ()), one.measure)
    names = ["+".join(one.key for one in under.get(place, ())) for place in rows.index]
    return tuple(
        PostWeek(
            held := under.get(own.index[0], ()),
            start,
            _days_under(version, str(office), start, held),
            float(own["cost_eur"].sum()),
            _post(office, post, own),
        )
        for (_, office, post, start), own in rows.groupby([names, "office_id", "post", "week_start"])
    )


def _days_under(version: DataVersion, office: str, start: date, held: tuple[Measure, ...]) -> Window:
    """From the first to the last day of a week on which these measures, and no other, held at an office."""
    keys = {one.key for one in held} | {EVERY}
    week = days_of(Window(start, min(start + timedelta(weeks=1), known_until(version))))
    told = _windows(version)[office]
    inside = [day for day in week if {key for key, window in told if day in window} == keys]
    return Window(inside[0], inside[-1] + timedelta(days=1))


@remembered(4)
def _windows(version: DataVersion) -> dict[str, list[tuple[str, Window]]]:
    """The days of the measures at each office, and of all episodes, trials among them."""
    found: dict[str, list[tuple[str, Window]]] = defaultdict(list)
    for key, episodes in [
        (EVERY, all_episodes(version)),
        *((one.measure.key, one.measure.episodes) for one in spent(version)),
    ]:
        for one in episodes:
            found[one.office_id].append((key, one.window(date.max)))
    return found


@remembered(4)
def gaps(version: DataVersion) -> tuple[Gap, ...]:
    """What fell out, by week, office, post and reason."""
    rows = shifts_under(version, all_episodes(version))
    keys = ["week_start", "office_id", "post", "absence_reason"]
    return tuple(
        Gap(start, str(office), str(post), str(reason), len(own), *_hours(own))
        for (start, office, post, reason), own in rows[short(rows)].groupby(keys)
    )


def shift_counts(version: DataVersion) -> tuple[int, int]:
    """How many shifts were planned under any of the measures, and how many were shorter than planned or fell out."""
    rows = shifts_under(version, all_episodes(version))
    return len(rows), int(short(rows).sum())


@remembered(64)
def rates(version: DataVersion, episodes: tuple[Episode, ...]) -> tuple[float, float] | None:
    """The lowest and the highest rate paid an hour."""
    rows = shifts_under(version, episodes)
    paid = rows.loc[rows["actual_hours"] > 0, "rate_eur_per_hour"]
    return (float(paid.min()), float(paid.max())) if len(paid) else None


@remembered(64)
def filled(version: DataVersion, measure: Measure) -> Filled | None:
    """How much of the planned hours was done; a month cut by start, end or a gap of the roster is none."""
    rows = shifts_of(version, measure)
    planned, done = _hours(rows)
    if not planned:
        return None
    month = pd.Series([day.replace(day=1) for day in rows["day"]], index=rows.index)
    whole = pd.Series(False, index=rows.index)
    for one in measure.episodes:
        own = rows["office_id"] == one.office_id
        months = {first for first in set(month[own]) if _is_whole(version, one, first)}
        whole |= own & month.isin(months)
    sums = rows[whole].groupby(month[whole])[["actual_hours", "planned_hours"]].sum()
    sums = sums[sums["planned_hours"] > 0]
    if len(sums) < FEW_MONTHS:
        return Filled(done / planned, done / planned, len(sums))
    shares = sums["actual_hours"] / sums["planned_hours"]
    return Filled(float(shares.min()), float(shares.max()), len(shares))


def _is_whole(version: DataVersion, episode: Episode, first: date) -> bool:
    """Whether every day of a month on which the office is open lies in the episode and in a roster."""
    until = (first + timedelta(days=31)).replace(day=1)
    closed = closed_days(version).get(episode.office_id, frozenset())
    inside = stretches(version, episode)
    return all(day in closed or any(day in one for one in inside) for day in days_of(Window(first, until)))


@remembered(4)
def kinds(version: DataVersion) -> tuple[Kind, ...]:
    """Hours and cost by provider and qualification, over all measures, most hours first."""
    rows = shifts_under(version, all_episodes(version))
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
    rows = shifts_under(version, all_episodes(version))
    return float(rows.loc[~rows["surcharge_code"].isin(["", "KEIN"]), "actual_hours"].sum())
