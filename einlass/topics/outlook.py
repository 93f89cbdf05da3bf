"""What guards will have cost on a later day if each week costs what it did so far: one computation for every page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from einlass.findings import data_window, since_start, since_starts
from einlass.indicators import indicator
from einlass.measures import Episode, Measure
from einlass.remembered import remembered
from einlass.topics.staffing import COST, HOURS, all_episodes, known_until, rates, spent
from einlass.warehouse import DataVersion

WEEK = 7
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Outlook:
    """Net cost at the end of a day: at the mean, lowest and highest rate paid."""

    mean: float
    low: float
    high: float


@remembered(256)
def projected(version: DataVersion, episodes: tuple[Episode, ...], last: date) -> Outlook:
    """What some episodes will have cost, office by office; a day of an office counts once, under however many.

    An episode that ended costs no more, whatever goes on elsewhere.
    """
    by_office: dict[str, list[Episode]] = defaultdict(list)
    for one in episodes:
        by_office[one.office_id].append(one)
    parts = [_at_office(version, office, tuple(own), last) for office, own in by_office.items()]
    return Outlook(
        sum(one.mean for one in parts), sum(one.low for one in parts), sum(one.high for one in parts)
    )


def _at_office(version: DataVersion, office: str, episodes: tuple[Episode, ...], last: date) -> Outlook:
    so_far = since_starts(version, COST, episodes)
    if so_far is None:
        return Outlook(0.0, 0.0, 0.0)
    known = data_window(version, indicator(COST), (office,)).until
    lasting = tuple(
        one for one in episodes if one.starts < known and (one.until is None or one.until > known)
    )
    more = _more(version, lasting, known, last)
    low, high = _rate_range(version, lasting)
    return Outlook(so_far.numerator + more, so_far.numerator + low * more, so_far.numerator + high * more)


def _more(version: DataVersion, lasting: tuple[Episode, ...], known: date, last: date) -> float:
    """Euros from the end of the data on, as long as any of the episodes lasts."""
    per_week = since_starts(version, COST, lasting)
    if per_week is None or per_week.value is None:
        return 0.0
    until = max(min(one.until or last + DAY, last + DAY) for one in lasting)
    return per_week.value * max(0, (until - known).days) / WEEK


def _rate_range(version: DataVersion, lasting: tuple[Episode, ...]) -> tuple[float, float]:
    """The lowest and the highest rate paid, as shares of the mean rate."""
    cost, hours = (since_starts(version, code, lasting) for code in (COST, HOURS))
    paid = rates(version, lasting)
    if cost is None or hours is None or paid is None or not cost.numerator or not hours.numerator:
        return 1.0, 1.0
    mean = cost.numerator / hours.numerator
    return paid[0] / mean, paid[1] / mean


def until_decision(version: DataVersion, measure: Measure) -> float | None:
    """What a measure will have cost on its day of decision; None without one, and once it is past."""
    cost, decided = since_start(version, COST, measure), measure.decided_on
    if cost is None or decided is None or decided < cost.window.until:
        return None
    return projected(version, measure.episodes, decided).mean


@remembered(4)
def all_until_decision(version: DataVersion) -> float | None:
    """What all measures will have cost, each on its own day of decision; None where one that lasts has none."""
    found, until = spent(version), known_until(version)
    ahead = [one.measure for one in found if not one.is_over(until)]
    days = {one.key: one.decided_on for one in ahead if until_decision(version, one) is not None}
    if not ahead or len(days) < len(ahead):
        return None
    ends = {each: days[one.key] for one in ahead for each in one.episodes}
    cut = tuple(_ended_by(one, ends.get(one)) for one in all_episodes(version))
    return projected(version, cut, max(day for day in days.values() if day)).mean


def _ended_by(episode: Episode, last: date | None) -> Episode:
    """The episode, with a last day at the latest."""
    if last is None or (episode.until and episode.until <= last):
        return episode
    return replace(episode, until=last + DAY)
