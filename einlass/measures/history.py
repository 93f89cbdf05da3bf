"""From the rows of the exports to measures: each is its episodes, one office each, with their own start and end.

- The regime KEIN is an end, or says that there was none: never a measure.
- A row of another regime under the same identifier ends one treatment and begins another; they never carry one name.
- Rows of the same regime that follow each other without a gap (an extension) are one episode.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from einlass import config
from einlass.errors import UnknownCode
from einlass.measures.names import told_apart
from einlass.measures.records import Episode, Event, Office, OfficeHistory, day_after
from einlass.remembered import remembered
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

NONE = "KEIN"


@dataclass(frozen=True)
class Measure:
    """One treatment: a regime under one identifier, its episodes (one an office, in the order of offices).

    key: the identifier of the export, with the regime and, for earlier rounds, the first day behind it where the
    identifier alone would name several. trials: short earlier episodes of the same regime at these offices.
    """

    key: str
    measure_id: str
    regime: str
    episodes: tuple[Episode, ...]
    trials: tuple[Episode, ...] = ()

    @property
    def offices(self) -> tuple[str, ...]:
        """Its offices, in order."""
        return tuple(one.office_id for one in self.episodes)

    @property
    def starts(self) -> date:
        """The first day at any of its offices."""
        return min(one.starts for one in self.episodes)

    @property
    def is_staggered(self) -> bool:
        """Whether its offices differ in start or end."""
        return len({(one.starts, one.until) for one in self.episodes}) > 1

    @property
    def ended(self) -> date | None:
        """The last day of all; None while it lasts anywhere."""
        ends = [one.ended for one in self.episodes]
        return None if None in ends else max(end for end in ends if end)

    @property
    def decided_on(self) -> date | None:
        """The day of decision: its last day as planned or extended; None where none is planned.

        The plan of an office where it has ended counts only once it has ended everywhere.
        """
        lasting = [one for one in self.episodes if one.until is None] or self.episodes
        return max((end for one in lasting if (end := one.expected_end)), default=None)

    def at(self, office_id: str) -> Measure:
        """The same measure at one of its offices alone. Raises UnknownCode."""
        own = tuple(one for one in self.trials if one.office_id == office_id)
        return replace(self, episodes=(self.episode(office_id),), trials=own)

    def episode(self, office_id: str) -> Episode:
        """The episode at one of its offices. Raises UnknownCode."""
        for one in self.episodes:
            if one.office_id == office_id:
                return one
        raise UnknownCode("unknown.office", code=office_id)


@remembered(4)
def offices(version: DataVersion) -> dict[str, Office]:
    """All offices by identifier, each by names of its own."""
    rows = open_snapshot(version).rows("views/offices")
    names = told_apart({row.office_id: (row.name, row.site or "") for row in rows})
    short = told_apart({row.office_id: (row.short_name, row.site or "", row.name) for row in rows})
    return {
        row.office_id: Office(row.office_id, names[row.office_id], short[row.office_id], row.group_code)
        for row in rows
    }


@remembered(4)
def events(version: DataVersion) -> tuple[Event, ...]:
    """All events by day, those of the settings among them."""
    rows = open_snapshot(version).rows("views/events")
    told = [
        Event(
            first=row.day_from,
            until=day_after(row.day_until),
            office_id=row.office_id,
            kind=row.event_kind,
            operating_state=row.operating_state,
            label=row.label,
        )
        for row in rows
    ]
    known = [
        Event(one.first, day_after(one.last), None, "KNOWN", None, one.code) for one in config.known_times()
    ]
    return tuple(
        sorted([*told, *known], key=lambda one: (one.first, one.kind, one.label, one.office_id or ""))
    )


@remembered(4)
def history(version: DataVersion) -> dict[str, OfficeHistory]:
    """What happened at each office."""
    rows = open_snapshot(version).rows("views/measures")
    by_office: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_office[row.office_id].append(row)
    happened = events(version)
    return {
        office: OfficeHistory(
            office,
            tuple(sorted(episodes_of(by_office[office]))),
            tuple(one.first for one in happened if one.kind == "AUSLOESER" and one.concerns((office,))),
            tuple(one for one in happened if one.is_break and one.concerns((office,))),
        )
        for office in offices(version)
    }


@remembered(4)
def measures(version: DataVersion) -> dict[str, Measure]:
    """All measures by key, in the order of their start."""
    return measures_of(history(version).values())


def measures_of(histories: Iterable[OfficeHistory]) -> dict[str, Measure]:
    """The measures that the episodes of all offices make."""
    rounds: dict[tuple[str, str, int], list[Episode]] = defaultdict(list)
    trials: dict[tuple[str, str], list[Episode]] = defaultdict(list)
    for one in histories:
        for (measure_id, regime), own in _by_treatment(one.episodes).items():
            lasting = _lasting(own)
            trials[measure_id, regime] += [episode for episode in own if episode not in lasting]
            for back, episode in enumerate(reversed(lasting)):  # 0: the present round, 1: the one before …
                rounds[measure_id, regime, back].append(episode)
    found: dict[str, Measure] = {}
    for (measure_id, regime, back), episodes in sorted(rounds.items(), key=lambda pair: pair[0][2]):
        names = {episode.office_id for episode in episodes}
        key = _key(found, measure_id, regime, episodes, sum(one[0] == measure_id for one in rounds), back)
        found[key] = Measure(
            key,
            measure_id,
            regime,
            tuple(sorted(episodes, key=lambda one: one.office_id)),
            tuple(sorted(one for one in trials[measure_id, regime] if one.office_id in names)),
        )
    return dict(sorted(found.items(), key=lambda pair: (pair[1].starts, pair[0])))


def measure(version: DataVersion, key: str) -> Measure:
    """The measure of a key. Raises UnknownCode."""
    try:
        return measures(version)[key]
    except KeyError:
        raise UnknownCode("unknown.measure", code=key) from None


@remembered(4)
def spells(version: DataVersion) -> dict[str, tuple[Episode, ...]]:
    """For each office that has or had a measure: its last stretch under any, as the episodes it is made of.

    An office counts once in the city, however many measures it has.
    """
    found = {}
    for office, one in history(version).items():
        if one.episodes:
            found[office] = last_stretch(list(one.episodes))
    return found


def _key(
    found: dict[str, Measure], measure_id: str, regime: str, episodes: list[Episode], of_id: int, back: int
) -> str:
    """The shortest name that nothing else has."""
    start = min(one.starts for one in episodes).isoformat()
    names = [measure_id] if of_id == 1 else []
    names += [f"{measure_id}.{regime}"] if back == 0 else []
    names += [f"{measure_id}.{regime}.{start}", f"{measure_id}.{regime}.{start}.{back}"]
    return next(name for name in [*names, f"{names[-1]}.{len(found)}"] if name not in found)


def _by_treatment(episodes: Iterable[Episode]) -> dict[tuple[str, str], list[Episode]]:
    found: dict[tuple[str, str], list[Episode]] = defaultdict(list)
    for one in episodes:
        found[one.measure_id, one.regime].append(one)
    return found


def _lasting(episodes: list[Episode]) -> list[Episode]:
    """Without trials; the last one always stays."""
    return [one for place, one in enumerate(episodes) if not one.is_short or place == len(episodes) - 1]


def last_stretch(every: list[Episode]) -> tuple[Episode, ...]:
    """Of the episodes of an office the last one and those that reach up to it, trials apart."""
    episodes = _lasting(every)
    stretch = [episodes[-1]]
    for one in reversed(episodes[:-1]):
        first = min(episode.starts for episode in stretch)
        if one.until is None or first - one.until < timedelta(weeks=1):
            stretch.insert(0, one)
    return tuple(stretch)


def episodes_of(rows: list[Any]) -> list[Episode]:
    """The rows of one office as episodes: ended by what follows under the same identifier, or by KEIN."""
    by_id: dict[str, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.valid_from):
        by_id[row.measure_id].append(row)
    none_at_all = [
        row.valid_from for own in by_id.values() if all(row.regime == NONE for row in own) for row in own
    ]
    found = []
    for own in by_id.values():
        followers = [*own[1:], None]
        told = [_episode(row, after) for row, after in zip(own, followers, strict=True) if row.regime != NONE]
        found += [_ended_by(one, none_at_all) for one in _joined(told)]
    return found


def _episode(row: Any, follower: Any) -> Episode:
    until = day_after(row.valid_until)
    if follower is not None and (until is None or until > follower.valid_from):
        until = follower.valid_from
    return Episode(
        row.valid_from,
        row.office_id,
        row.measure_id,
        row.regime,
        until,
        row.planned_until,
        row.extended_until,
    )


def _joined(episodes: list[Episode]) -> list[Episode]:
    """Episodes of the same regime that follow each other without a gap as one."""
    found: list[Episode] = []
    for one in episodes:
        last = found[-1] if found else None
        if last and last.regime == one.regime and last.until == one.starts:
            found[-1] = replace(
                last,
                until=one.until,
                planned_until=last.planned_until or one.planned_until,
                extended_until=one.extended_until or one.planned_until or last.extended_until,
            )
        else:
            found.append(one)
    return found


def _ended_by(episode: Episode, none_at_all: list[date]) -> Episode:
    """An episode without an end is over where the export says that from a day on there is none at the office."""
    later = [day for day in none_at_all if day > episode.starts]
    return replace(episode, until=min(later)) if later and episode.until is None else episode
