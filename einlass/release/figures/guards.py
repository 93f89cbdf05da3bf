"""What the guards cost and how long they were there, since the start; visits before and since."""

from __future__ import annotations

from dataclasses import replace

from einlass.findings import Phase, Request, finding, since_any_start, since_start, since_starts
from einlass.indicators import indicator
from einlass.measures import Episode, Window, measures
from einlass.release.figures.catalogue import COST, VISITS
from einlass.release.figures.incidents import codes_of
from einlass.release.figures.parts import TOTAL, figure_of, number, office_table, rated, side
from einlass.release.records import Amount, Figure, Row, Table
from einlass.topics import staffing
from einlass.warehouse import DataVersion

COLUMNS = ("hours_planned", "hours_done", "euros")
CENT = 0.005


def guards(version: DataVersion, topic: str, measure_key: str) -> Figure | None:
    """Cost or hours of the guards of a measure, or of all measures together."""
    code = staffing.COST if topic == COST else staffing.HOURS
    if not measure_key:
        return _together(version, topic, code)
    one = next((each for each in staffing.spent(version) if each.measure.key == measure_key), None)
    if one is None:
        return None
    rows = [
        Row(label=f"office.{episode.office_id}", cells=own)
        for episode in one.measure.episodes
        if (own := _cells_of(version, episode)) is not None
    ]
    whole = _cells(one.cost.numerator, one.hours.numerator, one.planned_hours)
    several = (*rows, Row(label=TOTAL, cells=whole)) if len(rows) > 1 else tuple(rows)
    offices = tuple(row.label.removeprefix("office.") for row in rows)
    return _made(version, topic, code, measure_key, offices, one.cost, whole, office_table(COLUMNS, several))


def _cells_of(version: DataVersion, episode: Episode) -> tuple[Amount, ...] | None:
    cost, hours, filled = (
        since_starts(version, code, (episode,))
        for code in (staffing.COST, staffing.HOURS, staffing.FULFILMENT)
    )
    if cost is None or hours is None or filled is None:
        return None
    return _cells(cost.numerator, hours.numerator, filled.denominator)


def _cells(cost: float, hours: float, planned: float) -> tuple[Amount, ...]:
    return number(planned), number(hours), number(cost)


def _together(version: DataVersion, topic: str, code: str) -> Figure | None:
    """All measures, each shift once; where their rows do not add up to it, no row is called their sum."""
    whole, every = since_any_start(version, code), staffing.spent(version)
    if whole is None or not every:
        return None
    sums = staffing.together(version)
    rows = [
        Row(
            label=f"measure.{one.measure.key}",
            cells=_cells(one.cost.numerator, one.hours.numerator, one.planned_hours),
        )
        for one in every
    ]
    cells = _cells(sums.cost, sums.hours, sums.planned_hours)
    adds_up = abs(sum(one.cost.numerator for one in every) - sums.cost) < CENT
    table = Table(
        dimension="measures",
        columns=COLUMNS,
        rows=(*rows, Row(label=TOTAL, cells=cells)),
        total=TOTAL if adds_up else "",
    )
    with_guards = {office for one in every for office in one.measure.offices}
    offices = tuple(
        dict.fromkeys(o for m in measures(version).values() for o in m.offices if o in with_guards)
    )
    first = whole.window.first if sums.trials else min(one.cost.window.first for one in every)
    told = replace(whole, window=Window(first, whole.window.until))  # trials without cost are no part of it
    return _made(version, topic, code, "", offices, told, cells, table)


def _made(
    version: DataVersion,
    topic: str,
    code: str,
    measure: str,
    offices: tuple[str, ...],
    whole: Phase,
    cells: tuple[Amount, ...],
    table: Table,
) -> Figure:
    planned, hours, cost = (one.value for one in cells)
    amount = (
        Amount(value=cost, numerator=cost, denominator=hours)
        if topic == COST
        else Amount(value=hours, numerator=hours, denominator=planned)
    )
    return figure_of(
        version,
        indicator(code),
        topic,
        measure,
        offices,
        whole.window,
        kind="amount",
        unit="euros" if topic == COST else "hours",
        headline=amount,
        sides=(side("since", whole, amount),),
        table=table,
    )


def visits(version: DataVersion, measure_key: str) -> Figure | None:
    """Visits a day of opening, before and since the start of a measure."""
    found = finding(version, Request(VISITS, measure_key))
    of = found.measure
    since = found.after if found.before is not None else since_start(version, VISITS, of)
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
