"""Guards and visits in words."""

from __future__ import annotations

from einlass.release.figures.catalogue import COST
from einlass.release.wording.about import About, Pairs, Said
from einlass.words import ranges
from einlass.words.money import euros, hours


def guards(one: About) -> Said:
    """Cost or hours of the guards."""
    return _cost(one) if one.topic == COST else _hours(one)


def _cost(one: About) -> Said:
    w, amount = one.w, one.figure.headline
    values = {"euros": euros(amount.value or 0, w), "hours": hours(amount.denominator or 0, w)}
    return Said(
        title=w("press.cost.title", place=one.place, **values),
        sentence=" ".join(
            [w("press.cost.sentence", days=one.days(), at=one.at, **values), w("press.cost.net")]
        ),
        short=w("press.cost.short", place=one.place, period=one.period(), **values),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w("press.plain.guards", **values),
                w("press.plain.cost", **values),
            ]
        ),
        value=values["euros"],
        of=w("press.cost.of"),
        counted=w("press.cost.counted", **values),
        nots=one.nots("worth", "all_cost", *one.elsewhere, place=one.place),
        chart=w("press.cost.counted", **values),
    )


def _hours(one: About) -> Said:
    w, amount = one.w, one.figure.headline
    done, planned = amount.value or 0, amount.denominator or 0
    values = {"done": hours(done, w), "planned": hours(planned, w)}
    values["share"] = w.percent(done / planned) if planned else w("value.none")
    return Said(
        title=w("press.hours.title", place=one.place, **values),
        sentence=w("press.hours.sentence", days=one.days(), at=one.at, **values),
        short=w("press.hours.short", place=one.place, period=one.period(), **values),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w("press.plain.planned", **values),
                w("press.plain.guards", hours=values["done"]),
            ]
        ),
        value=values["done"],
        of=w("press.hours.of", planned=values["planned"]),
        counted=w("press.hours.counted", **values),
        nots=one.nots("always", *one.elsewhere, place=one.place),
        chart=w("press.hours.counted", **values),
    )


def visits(one: About) -> Said:
    """Visits a day of opening, with what they rest on."""
    w, amount = one.w, one.figure.headline
    values = {
        "value": w.number(amount.value or 0),
        "visits": w.number(amount.numerator or 0),
        "days_open": w.plural("press.open_days", amount.denominator or 0),
    }
    sentence, before = [w("press.visits.sentence", days=one.days(), at=one.at, **values)], one.before
    plain = [
        w("press.plain.where", places=one.place, days=one.days()),
        w("press.plain.per_day", **values),
    ]
    counted = [w("press.visits.counted", **values)]
    if before is not None:
        earlier = {
            "value": w.number(before.amount.value or 0),
            "visits": w.number(before.amount.numerator or 0),
            "days_open": w.plural("press.open_days", before.amount.denominator or 0),
        }
        sentence += [
            w("press.visits.before", days=one.days(before), **earlier),
            w(f"press.said.{one.figure.verdict}"),
        ]
        plain += [w("press.plain.before", days=one.days(before)), w("press.plain.per_day", **earlier)]
        counted.append(w("press.visits.counted.before", **earlier))
    return Said(
        title=w("press.visits.title", place=one.place, **values),
        sentence=" ".join(sentence),
        short=w("press.visits.short", place=one.place, period=one.period(), **values),
        plain=" ".join(plain),
        value=values["value"],
        of=w("press.visits.of"),
        counted="; ".join(counted),
        more=_difference(one),
        nots=one.nots("people", *(("cause",) if before is not None else ()), *one.elsewhere, place=one.place),
        chart=w("press.visits.counted", **values),
    )


def _difference(one: About) -> Pairs:
    found, w = one.finding, one.w
    if found is None or found.estimate is None:
        return ()
    text = ranges.compatible(found.indicator, found.estimate, found.may_state_percent, w)
    return ((w("press.term.difference"), text),) if text else ()
