"""What the guards cost and how long they were there, since the start; visits before and since."""

from __future__ import annotations

from dataclasses import dataclass, replace

from einlass.findings import Phase, finding, since_starts
from einlass.indicators import indicator
from einlass.measures import Episode, history, measures
from einlass.release.figures.catalogue import COST, VISITS
from einlass.release.figures.extent import USUAL, Extent
from einlass.release.figures.incidents import codes_of
from einlass.release.figures.parts import TOTAL, figure_of, number, office_table, rated, side
from einlass.release.records import Amount, Figure, Row, Table
from einlass.topics import staffing
from einlass.warehouse import DataVersion

COLUMNS = ("hours_planned", "hours_done", "euros")
CENT = 0.005


def guards(version: DataVersion, topic: str, measure_key: str, extent: Extent = USUAL) -> Figure | None:
    """Cost or hours of the guards of a measure, or of all measures together."""
    if not measure_key:
        return _together(version, topic, extent)
    episodes = extent.of(measures(version)[measure_key].episodes)
    whole = _spent(version, episodes, extent)
    if whole is None:
        return None
    rows = [
        Row(label=f"office.{episode.office_id}", cells=own.cells)
        for episode in episodes
        if (own := _spent(version, (episode,), extent)) is not None
    ]
    several = (*rows, Row(label=TOTAL, cells=whole.cells)) if len(rows) > 1 else tuple(rows)
    offices = tuple(row.label.removeprefix("office.") for row in rows)
    return _made(version, topic, measure_key, offices, whole, office_table(COLUMNS, several))


@dataclass(frozen=True)
class _Spent:
    """What the guards of some episodes did and cost."""

    cost: Phase
    hours: Phase
    planned: float

    @property
    def cells(self) -> tuple[Amount, ...]:
        """In the order of the columns."""
        return number(self.planned), number(self.hours.numerator), number(self.cost.numerator)


def _spent(version: DataVersion, episodes: tuple[Episode, ...], extent: Extent) -> _Spent | None:
    cost, hours, filled = (
        since_starts(version, code, episodes, extent.period)
        for code in (staffing.COST, staffing.HOURS, staffing.FULFILMENT)
    )
    if cost is None or hours is None or filled is None:
        return None
    return _Spent(cost, hours, filled.denominator)


def _together(version: DataVersion, topic: str, extent: Extent) -> Figure | None:
    """All measures, each shift once; where their rows do not add up to it, no row is called their sum."""
    of_measures = {one.measure.key: extent.of(one.measure.episodes) for one in staffing.spent(version)}
    found = {key: own for key, some in of_measures.items() if (own := _spent(version, some, extent))}
    every = tuple(one for office in history(version).values() for one in office.episodes)
    whole = _spent(version, extent.of(every), extent)
    if whole is None or not found:
        return None
    rows = [Row(label=f"measure.{key}", cells=own.cells) for key, own in found.items()]
    adds_up = abs(sum(own.cost.numerator for own in found.values()) - whole.cost.numerator) < CENT
    table = Table(
        dimension="measures",
        columns=COLUMNS,
        rows=(*rows, Row(label=TOTAL, cells=whole.cells)),
        total=TOTAL if adds_up else "",
    )
    with_guards = {one.office_id for key in found for one in of_measures[key]}
    offices = tuple(
        dict.fromkeys(o for m in measures(version).values() for o in m.offices if o in with_guards)
    )
    once = tuple(dict.fromkeys(one for key in found for one in of_measures[key]))
    told = whole if _has_trials(version, whole, once, extent) else _spent(version, once, extent)
    assert told is not None
    window = replace(whole.cost, window=told.cost.window, day_count=told.cost.day_count)
    return _made(
        version, topic, "", offices, replace(whole, cost=window), table
    )  # not of trials without cost


def _has_trials(version: DataVersion, whole: _Spent, once: tuple[Episode, ...], extent: Extent) -> bool:
    """Whether euros stand in none of the measures: those of short trials and the like."""
    of_measures = since_starts(version, staffing.COST, once, extent.period)
    return of_measures is not None and whole.cost.numerator - of_measures.numerator > CENT


def _made(
    version: DataVersion,
    topic: str,
    measure: str,
    offices: tuple[str, ...],
    spent: _Spent,
    table: Table,
) -> Figure:
    planned, hours, cost = (one.value for one in spent.cells)
    amount = (
        Amount(value=cost, numerator=cost, denominator=hours)
        if topic == COST
        else Amount(value=hours, numerator=hours, denominator=planned)
    )
    return figure_of(
        version,
        indicator(staffing.COST if topic == COST else staffing.HOURS),
        topic,
        measure,
        offices,
        spent.cost.window,
        kind="amount",
        unit="euros" if topic == COST else "hours",
        headline=amount,
        sides=(side("since", spent.cost, amount),),
        table=table,
    )


def visits(version: DataVersion, measure_key: str, extent: Extent = USUAL) -> Figure | None:
    """Visits a day of opening, before and since the start of a measure."""
    found = finding(version, extent.request(VISITS, measure_key))
    episodes = extent.of(found.measure.episodes)
    since = (
        found.after if found.before is not None else since_starts(version, VISITS, episodes, extent.period)
    )
    if since is None or since.value is None:
        return None
    before = found.before if found.before is not None and found.before.value is not None else None
    sides = [side("before", before, rated(before))] if before else []
    named = [("before", before), ("since", since)] if before else [("since", since)]
    rows = tuple(
        Row(label=f"phase.{name}", cells=(number(phase.rated), number(phase.denominator), rated(phase)))
        for name, phase in named
        if phase is not None
    )
    return figure_of(
        version,
        found.indicator,
        VISITS,
        measure_key,
        found.used_offices,
        since.window,
        kind="amount",
        unit=VISITS,
        headline=rated(since),
        sides=(*sides, side("since", since, rated(since))),
        table=Table(dimension="phases", columns=("visits", "open_days", "per_day"), rows=rows),
        verdict=found.verdict if before else "",
        caveats=codes_of(found.analysis, (one.code for one in found.caveats)) if before else (),
    )
