"""Reported incidents in words: counts and visits, the verdict, never a change in per cent of few."""

from __future__ import annotations

from einlass.indicators import indicator
from einlass.release.records import Side
from einlass.release.wording.about import About, Pairs, Said, is_few
from einlass.words import ranges, sentences

SETTLED = ("clear_decrease", "clear_increase", "no_large_change")


def incidents(one: About) -> Said:
    """The texts of reported incidents."""
    w, asked = one.w, indicator(one.topic)
    since, before = one.since, one.before
    count = since.amount.numerator or 0
    events = sentences.events_in(asked, count, w)
    return Said(
        title=_title(one),
        sentence=" ".join(_sentence(one)),
        short=_short(one, events),
        plain=" ".join(_plain(one)),
        value=w.number(count),
        of=_of(one),
        counted=" ".join(_counted(one, side) for side in (since, before) if side is not None),
        interval=_interval(one),
        more=_expected(one),
        nots=_nots(one),
        chart=w("press.chart.incidents", count=events, visits=_visits(one, since)),
    )


def _visits(one: About, side: Side) -> str:
    return one.w.plural("unit.per_10000_visits.exposure", side.amount.denominator or 0)


def _title(one: About) -> str:
    """The finding behind it as a heading."""
    w = one.w
    if one.finding is not None:
        return sentences.headline(one.finding, one.offices, w)
    found = one.city
    said = w(f"verdict.{found.verdict}") if found else ""
    name = w(f"indicator.{one.topic}.short")
    return w("headline", indicator=name, place=one.place, verdict=said)


def _sentence(one: About) -> list[str]:
    w, since, before = one.w, one.since, one.before
    values = {"days": one.days(), "at": one.at}
    counts = _with_visits(one, since)
    if since.amount.numerator:
        told = [w("press.incidents.sentence", counts=counts, **values)]
    else:
        name = sentences.numerator_name(indicator(one.topic), w)
        told = [w("press.incidents.zero", name=name, visits=_visits(one, since), **values)]
    if before is not None:
        told.append(
            w(
                "press.incidents.before",
                days=one.days(before),
                count=w.number(before.amount.numerator or 0),
                visits=_visits(one, before),
            )
        )
    told.append(w(f"press.said.{one.figure.verdict}"))
    if before is not None and is_few(since.amount, before.amount):
        told.append(w("press.few"))
    return told


def _with_visits(one: About, side: Side) -> str:
    """Events and visits; without visits the events alone."""
    asked = indicator(one.topic)
    events = sentences.events_in(asked, side.amount.numerator or 0, one.w)
    if not side.amount.denominator:
        return events
    return one.w("phase.rate", events=events, exposure=_visits(one, side))


def _short(one: About, events: str) -> str:
    w, since, before = one.w, one.since, one.before
    text = w(
        "press.incidents.short",
        events=events,
        visits=_visits(one, since),
        place=one.place,
        period=one.period(),
    )
    if before is None:
        return text + "."
    count = w.number(before.amount.numerator or 0)
    return text + w("press.incidents.short.before", count=count, visits=_visits(one, before)) + "."


def _plain(one: About) -> list[str]:
    w, since, before = one.w, one.since, one.before
    told = [
        w("press.plain.incidents"),
        w("press.plain.where", places=one.place, days=one.days()),
        w.plural("press.plain.reports", since.amount.numerator or 0),
        w.plural("press.plain.visits", since.amount.denominator or 0),
    ]
    if before is not None:
        told += [
            w("press.plain.before", days=one.days(before)),
            w.plural("press.plain.reports", before.amount.numerator or 0),
            w.plural("press.plain.visits", before.amount.denominator or 0),
        ]
    return [*told, w(f"press.plain.said.{one.figure.verdict}"), w("press.plain.unreported")]


def _of(one: About) -> str:
    """What the number counts: the form of many, but for one."""
    asked = indicator(one.topic)
    events = sentences.events_in(asked, one.since.amount.numerator or 0, one.w)
    return events.partition(" ")[2]


def _counted(one: About, side: Side) -> str:
    return one.w(f"press.counted.{side.phase}", counts=_with_visits(one, side))


def _interval(one: About) -> str:
    """Everything that fits the data."""
    found = one.finding or one.city
    if found is None or found.estimate is None:
        return ""
    return ranges.compatible(found.indicator, found.estimate, found.may_state_percent, one.w)


def _expected(one: About) -> Pairs:
    """Not of a period that begins later than the measure: the sentence tells of the time since the start."""
    found = None if one.since.phase == "period" else one.finding or one.city
    text = sentences.expected_sentence(found.analysis, one.w) if found else ""
    return ((one.w("press.term.expected"), text),) if text else ()


def _nots(one: About) -> Pairs:
    names = ["cause"]
    if one.before is not None and is_few(one.since.amount, one.before.amount):
        names.append("percent")
    names.append("unreported")
    if one.figure.verdict not in SETTLED:
        names.append("no_effect")
    return one.nots(*names, *one.elsewhere, place=one.place)
