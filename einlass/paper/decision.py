"""Ways to decide, and what is not known: the records of the page about the decision as blocks of a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from einlass import decision
from einlass.decision import Option
from einlass.measures import Measure, measures, offices
from einlass.paper.content import Block, Heading, Paragraph, Table, Way, Ways
from einlass.paper.money import names_of
from einlass.warehouse import DataVersion
from einlass.words import Words, reasons, unmarked
from einlass.words import decision as said

LETTERS = "ABC"
GAP_SHARES = (3, 3, 2.4, 2.4, 2.4)


@dataclass(frozen=True)
class Chosen:
    """What a reader chose on the page: a measure, the last day of cost, the weekdays kept when adapting."""

    measure: str
    until: date
    weekdays: tuple[int, ...]


def ways(version: DataVersion, measure: Measure, chosen: Chosen | None, w: Words) -> Ways:
    """The alternatives of one measure with their costs and reasons, up to the chosen day where it is on offer."""
    days = decision.ends(decision.first_day(version, measure))
    until = chosen.until if chosen is not None and chosen.until in days else days[0]
    weekdays = chosen.weekdays if chosen is not None and chosen.measure == measure.key else ()
    found = decision.options(version, measure.key, until, weekdays)
    every = measures(version)
    names = dict(zip(every, names_of(version, list(every.values()), w), strict=True))
    return Ways(
        names[measure.key],
        tuple(_way(letter, one, measure, w) for letter, one in zip(LETTERS, found, strict=True)),
        w("decision.for"),
        w("decision.against"),
    )


def _way(letter: str, one: Option, measure: Measure, w: Words) -> Way:
    told = said.option_cost(one, w)
    cost = w("paper.way.cost", cost=told, period=said.option_period(one, w)) if one.outcome else told
    sides = [
        tuple(unmarked(reasons.argument(reason, w)) for reason in some)
        for some in (one.reasons_for, one.reasons_against)
    ]
    return Way(
        w("paper.way", letter=letter, name=said.option_title(one, measure, w)),
        (said.option_how(one, measure, w), cost),
        *sides,
    )


def gaps(version: DataVersion, w: Words) -> tuple[Block, ...]:
    """What is not known and what it would take, of all measures."""
    every, named = measures(version), offices(version)
    found = dict.fromkeys(gap for key in every for gap in decision.gaps(version, key))
    if not found:
        return ()
    today = decision.data_until(version)
    order = {key: place for place, key in enumerate(every)}
    in_order = sorted(found, key=lambda one: order[one.measures[0]] if one.measures else -1)
    told = [said.gap(one, every, named, today, w) for one in in_order]
    names = ("question", "where", "have", "need", "until")
    return (
        Heading(w("decision.gaps")),
        Paragraph(w("decision.gaps.sub")),
        Table(
            w("paper.gaps"),
            tuple(w(f"decision.gap.{name}") for name in names),
            tuple((one.question, one.where, one.have, one.need, one.until) for one in told),
            shares=GAP_SHARES,
        ),
    )
