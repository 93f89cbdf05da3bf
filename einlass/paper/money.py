"""What the measures cost so far and until the decision, and the finance block that the city fills in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from einlass.findings import since_any_start
from einlass.findings.headlines import COST
from einlass.measures import Measure, offices
from einlass.paper import charts
from einlass.paper.content import Block, Chart, Heading, Open, Paragraph, Table
from einlass.topics import staffing
from einlass.topics.outlook import until_decision
from einlass.warehouse import DataVersion
from einlass.words import Words, places
from einlass.words.catalogue import last_day
from einlass.words.money import about, euros, hours

NONE = "–"
LONGEST = 160  # letters of the name of a measure
FINANCE = ("effects", "product", "account", "cover", "later")


def cost(version: DataVersion, w: Words, *, has_finance: bool) -> Iterator[Block]:
    """The costs of all measures with guards; has_finance: with the block that the city fills in."""
    found = staffing.spent(version)
    yield Heading(w("paper.cost"))
    if not found:
        yield Paragraph(w("summary.cost.none"))
    else:
        yield from _spent(version, found, w)
    if has_finance:
        yield Heading(w("paper.finance"), 2)
        yield finance(w)


def _spent(version: DataVersion, found: Sequence[staffing.Spent], w: Words) -> Iterator[Block]:
    whole = since_any_start(version, COST)
    if whole is not None:
        day = w.date(last_day(whole.window.until))
        yield Paragraph(w("summary.cost", euros=w.number(whole.numerator), day=day), is_strong=True)
    names = names_of(version, [one.measure for one in found], w)
    yield _table(version, found, names, w)
    rows = [_drawn(version, one, name, w) for one, name in zip(found, _short(found, names, w), strict=True)]
    caption = w("paper.chart.cost")
    spoken = [w("paper.spoken", name=one.name, told=one.told) for one in rows]
    yield Chart(charts.cost(rows, w), " ".join([caption + ".", *spoken]), caption)
    surcharges = staffing.surcharge_hours(version)
    told = (
        w("staffing.surcharges", hours=hours(surcharges, w)) if surcharges else w("staffing.surcharges.none")
    )
    yield Paragraph(" ".join([w("staffing.foot"), told, w("paper.cost.later")]), is_note=True)


def _table(version: DataVersion, found: Sequence[staffing.Spent], names: Sequence[str], w: Words) -> Table:
    head = [w(f"staffing.column.{name}") for name in ("measure", "hours", "cost", "week", "decided")]
    rows = [
        (
            name,
            w("staffing.of_hours", done=hours(one.hours.numerator, w), planned=hours(one.planned_hours, w)),
            euros(one.cost.numerator, w),
            euros(one.per_week, w),
            NONE if (later := until_decision(version, one.measure)) is None else about(later, w),
        )
        for one, name in zip(found, names, strict=True)
    ]
    return Table(
        w("paper.table.cost"), tuple(head), tuple(rows), numeric=(1, 2, 3, 4), shares=(3.2, 2, 1.5, 1.5, 2)
    )


def _short(found: Sequence[staffing.Spent], names: Sequence[str], w: Words) -> list[str]:
    """What is done, where no other measure does the same: a chart has no room for every office."""
    often = Counter(one.measure.regime for one in found)
    return [
        w(f"measure.{one.measure.regime}") if often[one.measure.regime] == 1 else name
        for one, name in zip(found, names, strict=True)
    ]


def _drawn(version: DataVersion, one: staffing.Spent, name: str, w: Words) -> charts.Cost:
    later, to_date = until_decision(version, one.measure), euros(one.cost.numerator, w)
    told = to_date
    if later is not None:
        told = w("paper.chart.cost.row", to_date=to_date, later=about(later, w))
    return charts.Cost(name, one.cost.numerator, later, told)


def finance(w: Words) -> Table:
    """The block on the budget: nothing in it is known to the product."""
    rows = tuple((w(f"paper.finance.{name}"), Open(w(f"paper.finance.{name}.open"))) for name in FINANCE)
    return Table(w("paper.finance.table"), (w("paper.field"), w("paper.content")), rows, shares=(1, 2))


def names_of(version: DataVersion, every: Sequence[Measure], w: Words) -> list[str]:
    """Each measure by a name of its own, cut where it would fill a page; the background says it whole."""
    named = places.measure_names({one.key: one for one in every}, offices(version), w)
    cut = {
        key: name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()} …" for key, name in named.items()
    }
    often = Counter(cut.values())
    return [cut[one.key] if often[cut[one.key]] == 1 else named[one.key] for one in every]
