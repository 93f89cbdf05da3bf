"""Parts of the time since a start: how they are called, what is coarser than them, which days are lacking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from einlass.findings.whole import told
from einlass.measures import Window, measures
from einlass.release.figures.catalogue import indicator_of
from einlass.release.records import Figure, Row, Side
from einlass.warehouse import DataVersion

DAY = timedelta(days=1)
SINCE, PERIOD = "since", "period"


def as_part(figure: Figure) -> Figure:
    """The figure of a period that begins after the start, so that nothing calls it one since the start."""
    table = figure.table
    return replace(
        figure,
        sides=tuple(_side(one) for one in figure.sides),
        table=replace(
            table,
            columns=tuple(_renamed(name, f"{SINCE}.", f"{PERIOD}.") for name in table.columns),
            rows=tuple(_row(one) for one in table.rows),
        ),
    )


def _side(one: Side) -> Side:
    return replace(one, phase="period") if one.phase == SINCE else one


def _row(one: Row) -> Row:
    return replace(one, label=_renamed(one.label, f"phase.{SINCE}", f"phase.{PERIOD}"))


def _renamed(name: str, begin: str, other: str) -> str:
    return other + name.removeprefix(begin) if name.startswith(begin) else name


def quarter_around(period: Window) -> Window | None:
    """The quarter that a shorter period lies in; None where it lies in none, or is one."""
    first = date(period.first.year, 3 * ((period.first.month - 1) // 3) + 1, 1)
    after = first + timedelta(days=95)
    quarter = Window(first, date(after.year, after.month, 1))
    return quarter if quarter.holds(period) and quarter != period else None


def untold_days(version: DataVersion, figure: Figure) -> int:
    """On how many days of a figure the exports are silent on an office at which it counts. Not for surveys."""
    own = figure.subject
    asked = indicator_of(own.topic)
    if asked.kind == "score":
        return 0
    found: set[date] = set()
    period = Window(own.first, own.last + DAY)
    for office in own.offices:
        known = told(version, asked, office)
        inside = _days_of(version, own.measure, office, period)
        found |= {day for day in inside if not any(day in one for one in known)}
    return len(found)


def _days_of(version: DataVersion, measure: str, office: str, period: Window) -> list[date]:
    """The days of a period on which an office had the measure."""
    one = measures(version).get(measure)
    window = one.episode(office).window(period.until).within(period) if one else period
    return [window.first + timedelta(days=number) for number in range(window.days)]
