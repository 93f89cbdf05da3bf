"""The cells of the matrix: one outcome of one measure as verdict, tiny graphic and counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from einlass.charts import tiny
from einlass.findings import Request, finding, series, since_in_both_ways, since_start
from einlass.findings.headlines import (
    ALL_REPORTS,
    CLIENTS,
    COST,
    FINDS,
    FULFILMENT,
    HOURS,
    PRIMARY,
    STAFF,
)
from einlass.indicators import indicator
from einlass.measures import Measure
from einlass.topics import outlook
from einlass.topics.checks import LONG_OUTAGE_MINUTES
from einlass.ui import show
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot
from einlass.words import Words, outcomes, ranges, sentences

AUDIENCES = {"clients": CLIENTS, "staff": STAFF}
STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)  # times a power of ten: where an axis may end


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. verdict_code gives its sign; a cell without one is a figure, not a verdict."""

    title: str
    lines: Sequence[str] = ()
    verdict_code: str = ""
    is_firm: bool = False
    href: str = ""
    graphic: str = ""
    graphic_alt: str = ""


@dataclass(frozen=True)
class Scales:
    """The ends of the axes that all rows share: finds per 1,000 checked in a week, euros."""

    finds: float
    cost: float


def scales(version: DataVersion, every: Iterable[Measure]) -> Scales:
    """The highest values of all measures, rounded up."""
    finds, costs = [0.0], [0.0]
    for one in every:
        finds += [bar.value or 0.0 for bar in _weekly_finds(version, one)]
        spent = since_start(version, COST, one)
        if spent is not None:
            costs.append(outlook.until_decision(version, one) or spent.numerator)
    return Scales(rounded_up(max(finds)), rounded_up(max(costs)))


def rounded_up(value: float) -> float:
    """The next round number, for the end of an axis."""
    if value <= 0:
        return 0.0  # nothing to draw
    power = 10.0 ** (len(str(int(value))) - 1)
    return next(step * power for step in STEPS if step * power >= value)


def incidents(version: DataVersion, view: View, measure: Measure, w: Words) -> Cell:
    """The primary outcome against what was to be expected, and all reports in a line."""
    primary, every = (finding(version, Request(code, measure.key)) for code in (PRIMARY, ALL_REPORTS))
    graphic = tiny.ratio(primary.estimate, show.look()) if primary.estimate is not None else ""
    alt = w("matrix.graphic.ratio", range=ranges.compatible_range(primary.estimate, False, w))
    return _of(outcomes.incidents(primary, every, w), view, measure, graphic, alt)


def agreement(version: DataVersion, view: View, measure: Measure, audience: str, w: Words) -> Cell:
    """How many agree that they feel safe, before and since the start."""
    one = finding(version, Request(AUDIENCES[audience], measure.key))
    is_firm = one.verdict in sentences.FIRM
    has_both = bool(one.before and one.after and one.before.answer_count and one.after.answer_count)
    graphic = tiny.shares(one.before, one.after, show.look(), is_firm=is_firm) if has_both else ""
    alt = w("matrix.graphic.shares", counts=outcomes.shares(one, w))
    return _of(outcomes.agreement(one, w), view, measure, graphic, alt)


def _of(said: outcomes.Said, view: View, measure: Measure, graphic: str, alt: str) -> Cell:
    return Cell(
        title=said.title,
        lines=said.lines,
        verdict_code=said.verdict,
        is_firm=said.is_firm,
        href=_comparison(view, measure, said.indicator),
        graphic=graphic,
        graphic_alt=alt,
    )


def finds(version: DataVersion, view: View, measure: Measure, ends: Scales, w: Words) -> Cell:
    """Persons with a find per 1,000 checked: there is no before."""
    if measure.regime == "PRAES":
        return Cell(w("card.no_checks"), [w("matrix.no_checks.why")], "not_comparable")
    found = since_start(version, FINDS, measure)
    if found is None:
        return Cell(w("card.checks.none"), [], "no_data")
    rate = w.number(found.value or 0.0, 1)
    title = rate
    if found.low is not None and found.high is not None:
        title = w("matrix.finds.rate", rate=rate, low=w.number(found.low, 1), high=w.number(found.high, 1))
    counts = w("matrix.finds.counts", count=w.number(found.numerator), checked=w.number(found.denominator))
    both = [w("checks.both_ways.short")] if since_in_both_ways(version, FINDS, measure) else []
    bars = _weekly_finds(version, measure)
    return Cell(
        title=title,
        lines=[counts, *both],
        href=view.href("trends", measure=measure.key, indicator=FINDS, offices=measure.offices, step="week"),
        graphic=tiny.weeks(bars, ends.finds, show.look()),
        graphic_alt=w("matrix.graphic.weeks", count=w.number(len(bars)), rate=rate),
    )


def _weekly_finds(version: DataVersion, measure: Measure) -> list[tiny.Bar]:
    """Each week since the start; one in which a scanner failed for long is marked."""
    if measure.regime == "PRAES":
        return []
    failed = _weeks_with_failure(version, measure.offices)
    points = series(version, FINDS, measure.offices, "week")
    return [tiny.Bar(one.value, one.start in failed) for one in points if one.until > measure.starts]


def _weeks_with_failure(version: DataVersion, where: Sequence[str]) -> set[date]:
    """The Mondays of weeks in which scanners of these offices were out of order for an hour or more."""
    minutes: dict[date, float] = {}
    for row in open_snapshot(version).rows("views/device_outages"):
        if row.office_id in where:
            monday = row.day - timedelta(days=row.day.weekday())
            minutes[monday] = minutes.get(monday, 0.0) + row.device_outage_minutes
    return {monday for monday, total in minutes.items() if total >= LONG_OUTAGE_MINUTES}


def staffing(version: DataVersion, view: View, measure: Measure, ends: Scales, w: Words) -> Cell:
    """What the guards cost to date and will have cost on the day of decision, hours and how many were filled."""
    hours, spent, filled = (since_start(version, code, measure) for code in (HOURS, COST, FULFILMENT))
    if hours is None or spent is None:
        return Cell(w("card.staffing.none"), [], "no_data")
    later = outlook.until_decision(version, measure)
    to_date = w("format.euros", amount=w.number(spent.numerator))
    lines = [w("matrix.hours", hours=w.number(hours.value or 0.0))]
    if filled is not None and filled.value is not None:
        filled_share = sentences.quantity(indicator(FULFILMENT), filled.value, w)
        lines = [w("matrix.hours.filled", hours=w.number(hours.value or 0.0), share=filled_share)]
    title = to_date
    if later is not None:
        title = w("matrix.cost", to_date=to_date, later=w("format.euros", amount=w.number(round(later, -2))))
    return Cell(
        title=title,
        lines=lines,
        href=_comparison(view, measure, HOURS),
        graphic=tiny.cost(spent.numerator, later, ends.cost, show.look()),
        graphic_alt=w("matrix.graphic.cost", to_date=to_date),
    )


def _comparison(view: View, measure: Measure, code: str) -> str:
    return view.href("comparison", measure=measure.key, indicator=code, offices=(), before=None, after=None)
