"""Ways to decide, and what is not known: the records of the page about the decision as blocks of a paper."""

from __future__ import annotations

from einlass import decision
from einlass.decision import Option
from einlass.measures import Measure, measures, offices
from einlass.paper.content import Block, Heading, Paragraph, Table, Way, Ways
from einlass.warehouse import DataVersion
from einlass.words import Words, places, unmarked
from einlass.words import decision as said

LETTERS = "ABC"
GAP_SHARES = (3, 3, 2.4, 2.4, 2.4)


def ways(version: DataVersion, measure: Measure, w: Words) -> Ways | None:
    """The alternatives of one measure with their costs and reasons, up to the end of the next quarter."""
    until = decision.ends(decision.first_day(version))[0]
    found = decision.options(version, measure.key, until)
    return Ways(
        places.measure_names(measures(version), offices(version), w)[measure.key],
        tuple(_way(letter, one, measure, w) for letter, one in zip(LETTERS, found, strict=True)),
        w("decision.for"),
        w("decision.against"),
    )


def _way(letter: str, one: Option, measure: Measure, w: Words) -> Way:
    until = w("decision.option.until", day=w.date(one.until))
    cost = f"{said.option_cost(one, w)} {until}" if one.outcome is not None else said.option_cost(one, w)
    reasons = [
        tuple(unmarked(said.argument(reason, w)) for reason in some)
        for some in (one.reasons_for, one.reasons_against)
    ]
    return Way(
        w("paper.way", letter=letter, name=said.option_title(one, measure, w)),
        (said.option_how(one, measure, w), w("paper.way.cost", cost=cost)),
        *reasons,
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
