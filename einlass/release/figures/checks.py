"""Persons checked, finds, refusals, waiting and items: only within one way of checking, never before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from einlass.findings import Phase, since_starts
from einlass.indicators import indicator
from einlass.measures import measure
from einlass.release.figures.catalogue import ACT, CHECKED, ITEM, WAITING, group_of
from einlass.release.figures.extent import USUAL, Extent
from einlass.release.figures.parts import (
    TOTAL,
    figure_of,
    number,
    office_rows,
    office_table,
    rated,
    share,
    side,
)
from einlass.release.records import Amount, Figure, Row, Table
from einlass.topics import checks
from einlass.topics.checks import DISPOSALS, FINDS, SHARE, Group
from einlass.warehouse import DataVersion

UNITS = {FINDS: "per_1000_checked", checks.REFUSED: "per_1000_checked", SHARE: "percent"}
Of = Callable[[Group], Phase]


def rate(version: DataVersion, topic: str, measure_key: str, extent: Extent = USUAL) -> Figure | None:
    """Persons with a find or refusals per 1,000 checked, or persons checked of the visits."""
    group = group_of(version, measure(version, measure_key), extent)
    if group is None:
        return None
    whole = checks.total(version, topic, group)
    if whole.value is None:
        return None
    columns = ("checked", "visits", "percent") if topic == SHARE else ("persons", "checked", "per_1000")

    def cells(own: Phase) -> tuple[Amount, ...]:
        told = _share(own) if topic == SHARE else rated(own)
        return number(own.rated), number(own.denominator), told

    return _made(
        version,
        topic,
        topic,
        measure_key,
        group,
        kind="share" if topic == SHARE else "rate",
        unit=UNITS[topic],
        headline=cells(whole)[2],
        sides=(side("period", whole, cells(whole)[2]),),
        table=_by_office(group, lambda one: cells(checks.total(version, topic, one)), columns),
    )


def _share(own: Phase) -> Amount:
    return share(own.rated, own.denominator, own.low, own.high)


def checked(version: DataVersion, measure_key: str, extent: Extent = USUAL) -> Figure | None:
    """How many persons were checked."""
    group = group_of(version, measure(version, measure_key), extent)
    if group is None:
        return None
    whole = checks.total(version, FINDS, group)
    if not whole.denominator:
        return None
    amount = number(whole.denominator)

    def cells(one: Group) -> tuple[Amount, ...]:
        own = checks.total(version, FINDS, one)
        return number(own.denominator), number(float(own.day_count))

    return _made(
        version,
        FINDS,
        CHECKED,
        measure_key,
        group,
        kind="count",
        unit="checked",
        headline=amount,
        sides=(side("period", whole, amount),),
        table=_by_office(group, cells, ("checked", "days")),
    )


def waiting(version: DataVersion, measure_key: str, extent: Extent = USUAL) -> Figure | None:
    """The mean of the days' median waiting times since the start."""
    episodes = extent.of(measure(version, measure_key).episodes)
    whole = since_starts(version, WAITING, episodes, extent.period)
    if whole is None:
        return None
    rows = [
        (one.office_id, (number(float(own.day_count)), _mean(own)))
        for one in episodes
        if (own := since_starts(version, WAITING, (one,), extent.period)) is not None
    ]
    return figure_of(
        version,
        indicator(WAITING),
        WAITING,
        measure_key,
        tuple(office for office, _ in rows),
        whole.window,
        kind="amount",
        unit="minutes",
        headline=_mean(whole),
        sides=(side("since", whole, _mean(whole)),),
        table=office_table(
            ("days", "minutes"), office_rows(rows, (number(float(whole.day_count)), _mean(whole)))
        ),
    )


def _mean(own: Phase) -> Amount:
    """A mean of days: the sum behind it says nothing by itself."""
    return Amount(value=own.value, denominator=own.denominator)


def items(version: DataVersion, topic: str, measure_key: str, extent: Extent = USUAL) -> Figure | None:
    """Items found, all or of one kind, with what became of them and the persons checked."""
    group = group_of(version, measure(version, measure_key), extent)
    if group is None:
        return None
    found, persons = checks.items(version, group), checks.total(version, FINDS, group)
    code = topic.removeprefix(ITEM) if topic.startswith(ITEM) and topic != ACT else ""
    if topic == ACT and found.count == found.unclear:
        return None  # the lists do not say what falls under it
    count = float(found.weapons_act if topic == ACT else found.of(code) if code else found.count)
    amount = Amount(value=count, numerator=count, denominator=persons.denominator or None)
    asked = checks.COUNTED_BY[code] if code else FINDS
    made = _made(
        version,
        asked,
        topic,
        measure_key,
        group,
        kind="count",
        unit="items",
        headline=amount,
        sides=(side("period", persons, amount),),
        table=_acts(found) if topic == ACT else _of_kind(found, code) if code else _kinds(found),
    )
    return replace(made, sources=("checks", "finds"))


def _of_kind(found: checks.Items, code: str) -> Table:
    """What became of the items of one kind."""
    own = next(
        (one for one in found.kinds if one.code == code), checks.Kind(code, (0,) * len(DISPOSALS), 0, 0)
    )
    rows = [
        Row(label=f"disposal.{name}", cells=(number(float(count)),))
        for name, count in zip(DISPOSALS, own.disposals, strict=True)
    ]
    rows.append(Row(label=TOTAL, cells=(number(float(own.count)),)))
    return Table(dimension="disposals", columns=("items",), rows=tuple(rows), total=TOTAL)


def _acts(found: checks.Items) -> Table:
    """How many fall under the weapons act, how many do not, and of how many that is not clear."""
    counts = {
        "J": found.weapons_act,
        "N": found.count - found.weapons_act - found.unclear,
        "U": found.unclear,
    }
    rows = [Row(label=f"act.{code}", cells=(number(float(count)),)) for code, count in counts.items()]
    rows.append(Row(label=TOTAL, cells=(number(float(found.count)),)))
    return Table(dimension="acts", columns=("items",), rows=tuple(rows), total=TOTAL)


def _kinds(found: checks.Items) -> Table:
    """A row a kind, a column for each thing that became of them."""

    def cells(counts: tuple[int, ...]) -> tuple[Amount, ...]:
        return tuple(number(float(one)) for one in (sum(counts), *counts))

    rows = [Row(label=f"kind.{one.code}", cells=cells(one.disposals)) for one in found.kinds]
    columns = ("items", *(f"disposal.{name}" for name in DISPOSALS))
    return Table(
        dimension="kinds",
        columns=columns,
        rows=(*rows, Row(label=TOTAL, cells=cells(found.disposals))),
        total=TOTAL,
    )


def _by_office(group: Group, cells: Callable[[Group], tuple[Amount, ...]], columns: tuple[str, ...]) -> Table:
    own = [(office, cells(replace(group, offices=(office,)))) for office in group.offices]
    return office_table(columns, office_rows(own, cells(group)))


def _made(
    version: DataVersion, code: str, topic: str, measure_key: str, group: Group, **about: Any
) -> Figure:
    failed = ("outage",) if topic != SHARE and checks.outages(version, group) else ()
    return figure_of(
        version,
        indicator(code),
        topic,
        measure_key,
        group.offices,
        group.period,
        caveats=(*failed, "within_regime"),
        **about,
    )
