"""Checks and finds in words: persons checked are not visitors, an item is no offence and mostly no weapon."""

from __future__ import annotations

from collections.abc import Callable

from einlass import config
from einlass.release.figures.catalogue import ACT, CHECKED, ITEM, ITEMS, WAITING, group_of
from einlass.release.wording.about import About, Pairs, Said
from einlass.release.wording.labels import topic_name
from einlass.topics import checks
from einlass.topics.small import is_small

KEPT = "VRW"
UNDER_LAW = ("BTM", "SSW", "SHW")  # kinds whose possession may be an offence


def finds(one: About) -> Said:
    """Persons with a find of those checked."""
    w, amount = one.w, one.figure.headline
    persons, rated = w.number(amount.numerator or 0), w.number(amount.value or 0, 1)
    values = {"persons": persons, "checked": w.number(amount.denominator or 0), "rate": rated}
    is_rate = (amount.denominator or 0) >= config.thresholds().share_least
    kind = "rate" if is_rate else "few"
    return Said(
        title=w(f"press.finds.{kind}.title", place=one.place, **values),
        sentence=" ".join(
            [w(f"press.finds.{kind}.sentence", days=one.days(), at=one.at, **values), w("press.no_offence")]
        ),
        short=w(f"press.finds.{kind}.short", place=one.place, period=one.period(), **values),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w.plural("press.plain.checked", amount.denominator or 0),
                w.plural("press.plain.finds", amount.numerator or 0),
                w("press.plain.no_offence"),
            ]
        ),
        value=rated if is_rate else w("press.of", agreeing=persons, answers=values["checked"]),
        of=w(f"press.finds.{kind}.of"),
        counted=w("press.finds.counted", **values),
        interval=_interval(one),
        more=_without_outages(one),
        nots=one.nots("armed", "offences", "visitors", "earlier", *one.elsewhere, place=one.place),
        chart=w("press.finds.chart", **values),
    )


def refused(one: About) -> Said:
    """Refused checks of all persons checked."""
    w, amount = one.w, one.figure.headline
    values = {"checked": w.number(amount.denominator or 0)}
    count = amount.numerator or 0
    persons = w.plural("press.refused.count", count)
    return Said(
        title=w("press.refused.title", persons=persons, place=one.place, **values),
        sentence=w("press.refused.sentence", persons=persons, days=one.days(), at=one.at, **values),
        short=w("press.refused.short", persons=persons, place=one.place, period=one.period(), **values),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w.plural("press.plain.checked", amount.denominator or 0),
                w.plural("press.plain.refused", count),
            ]
        ),
        value=w.number(amount.value or 0, 1),
        of=w("press.refused.of"),
        counted=w("press.refused.counted", persons=persons, **values),
        interval=_interval(one),
        nots=one.nots("refused", "earlier", *one.elsewhere, place=one.place),
        chart=w("press.refused.counted", persons=persons, **values),
    )


def checked(one: About) -> Said:
    """How many persons were checked."""
    w, count = one.w, one.figure.headline.value or 0
    persons = w.plural("press.checked.count", count)
    days = w.plural("press.checked.days", one.since.day_count)
    return Said(
        title=w("press.checked.title", persons=persons, place=one.place),
        sentence=w.plural("press.checked.sentence", count, days=one.days(), at=one.at),
        short=w("press.checked.short", persons=persons, place=one.place, period=one.period()),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w.plural("press.plain.checked", count),
                w("press.plain.several"),
            ]
        ),
        value=w.number(count),
        of=w("press.checked.of"),
        counted=w("press.checked.counted", persons=persons, days=days),
        nots=one.nots("different", "earlier", *one.elsewhere, place=one.place),
        chart=w("press.checked.counted", persons=persons, days=days),
    )


def share(one: About) -> Said:
    """Persons checked of the visits of the same days."""
    w, amount = one.w, one.figure.headline
    values = {"checked": w.number(amount.numerator or 0), "visits": w.number(amount.denominator or 0)}
    told = w("press.of", agreeing=values["checked"], answers=values["visits"])
    if amount.value is not None:
        told = w(
            "press.of.share",
            agreeing=values["checked"],
            answers=values["visits"],
            share=w.percent(amount.value / 100),
        )
    return Said(
        title=w("press.share.title", counts=told, place=one.place),
        sentence=w("press.share.sentence", counts=told, days=one.days(), at=one.at),
        short=w("press.share.short", counts=told, place=one.place, period=one.period()),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w.plural("press.plain.visits", amount.denominator or 0),
                w.plural("press.plain.checked", amount.numerator or 0),
            ]
        ),
        value=told if amount.value is None else w.percent(amount.value / 100),
        of=w("press.share.of"),
        counted=w("press.share.counted", **values),
        interval=_interval(one),
        nots=one.nots("share", *one.elsewhere, place=one.place),
        chart=w("press.share.counted", **values),
    )


def waiting(one: About) -> Said:
    """The mean of the days' waiting times."""
    w, amount = one.w, one.figure.headline
    minutes = w.number(amount.value or 0, 1)
    days = w.plural("press.days.dative", one.since.day_count)
    return Said(
        title=w("press.waiting.title", minutes=minutes, place=one.place),
        sentence=w("press.waiting.sentence", minutes=minutes, days=one.days(), at=one.at, count=days),
        short=w("press.waiting.short", minutes=minutes, place=one.place, period=one.period(), count=days),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w("press.plain.waiting", minutes=minutes),
            ]
        ),
        value=minutes,
        of=w("press.waiting.of"),
        counted=w("press.waiting.counted", count=days),
        nots=one.nots("nobody_longer", "whole_visit", *one.elsewhere, place=one.place),
        chart=w("press.waiting.counted", count=days),
    )


def items(one: About) -> Said:
    """Items found, all or of one kind."""
    w, count = one.w, one.figure.headline.numerator or 0
    persons = w.number(one.figure.headline.denominator or 0)
    law = ".act" if one.topic == ACT else ".open" if _code(one) in UNDER_LAW else ""
    told = _items(one, count)
    values = {"items": told, "checked": persons, "place": one.place}
    kind = "some" if count else "zero"
    name = _name(one)
    return Said(
        title=w(f"press.items.{kind}.title", name=name, **values),
        sentence=" ".join([*_sentence(one, count, name, told, persons), w(f"press.no_offence{law}")]),
        short=w(f"press.items.{kind}.short", name=name, period=one.period(), **values),
        plain=" ".join(
            [
                w("press.plain.where", places=one.place, days=one.days()),
                w.plural("press.plain.checked", one.figure.headline.denominator or 0),
                w("press.plain.items", items=told) if count else w("press.plain.items.zero", name=name),
                w(f"press.plain.no_offence{law}"),
            ]
        ),
        value=w.number(count),
        of=w("press.items.of", name=name, checked=persons),
        counted=w("press.items.counted", items=told, checked=persons),
        more=(*_unclear(one), *_without_lists(one)),
        nots=one.nots(
            "persons",
            "offences_open" if law == ".open" else "offences",
            "earlier",
            *one.elsewhere,
            place=one.place,
        ),
        chart=w("press.items.counted", items=told, checked=persons),
    )


def _code(one: About) -> str:
    return one.topic.removeprefix(ITEM) if one.topic != ITEMS else ""


def _items(one: About, count: float) -> str:
    code = _code(one)
    return one.w.plural(f"checks.count.{code}" if code else "press.items.count", count)


def _unclear(one: About) -> Pairs:
    """Of how many items nobody has said whether they fall under the weapons act."""
    cells = [row.cells[0].value or 0 for row in one.figure.table.rows if row.label == "act.U"]
    if one.topic != ACT or not cells or not cells[0]:
        return ()
    return ((one.w("press.term.unclear"), one.w.plural("press.items.unclear", cells[0])),)


def _name(one: About) -> str:
    if one.topic == ACT:
        return topic_name(ACT, one.w)
    code = _code(one)
    return one.w(f"indicator.{checks.COUNTED_BY[code]}.short") if code else one.w("press.items.name")


def _sentence(one: About, count: float, name: str, told: str, persons: str) -> list[str]:
    """How many were found, and how many of them were kept and given back, where neither part is small."""
    w = one.w
    values = {"days": one.days(), "at": one.at, "checked": persons}
    if not count:
        return [w("press.items.zero.sentence", name=name, **values)]
    key = "press.items.one.sentence" if count == 1 else "press.items.some.sentence"
    said = [w(key, items=told, **values)]
    kept = _kept(one)
    if 0 < kept < count and not is_small(kept) and not is_small(count - kept):
        said.append(w("press.items.kept", count=w.number(kept)))
    return said


def _kept(one: About) -> float:
    """How many were kept and given back."""
    table, label = one.figure.table, f"disposal.{KEPT}"
    if label in table.columns:
        whole = next((row for row in table.rows if row.label == table.total), None)
        return whole.cells[table.columns.index(label)].value or 0 if whole else 0
    return next((row.cells[0].value or 0 for row in table.rows if row.label == label), 0)


def _interval(one: About) -> str:
    amount, w = one.figure.headline, one.w
    if amount.low is None or amount.high is None or amount.value is None:
        return ""
    high = w.percent(amount.high / 100, 1) if one.figure.unit == "percent" else w.number(amount.high, 1)
    return w("press.interval", low=w.number(amount.low, 1), high=high)


def _without_outages(one: About) -> Pairs:
    """The rate without the weeks in which a scanner failed."""
    group = group_of(one.version, one.measure, one.extent) if one.measure else None
    if group is None:
        return ()
    failures = checks.outages(one.version, group)
    if not failures:
        return ()
    w = one.w
    rest = checks.without(one.version, group, tuple(each.week for each in failures))
    if is_small((one.figure.headline.numerator or 0) - rest.rated):
        return ()  # the difference would be a count that nobody may publish
    weeks = w.join([w.period(each.week.first, each.week.until) for each in failures])
    text = w(
        "press.outage",
        weeks=weeks,
        persons=w.number(rest.rated),
        checked=w.number(rest.denominator),
        rate=w.number(rest.value or 0, 1),
    )
    return ((w("press.term.outage"), text),)


def _without_lists(one: About) -> Pairs:
    """Items that were counted at the checks and stand on no list."""
    group = group_of(one.version, one.measure, one.extent) if one.measure else None
    unlisted = checks.items(one.version, group).unlisted if group else 0
    if not unlisted or is_small(unlisted):
        return ()
    return ((one.w("press.term.unlisted"), one.w.plural("checks.items.unlisted", unlisted)),)


BY_TOPIC: dict[str, Callable[[About], Said]] = {
    checks.FINDS: finds,
    checks.REFUSED: refused,
    checks.SHARE: share,
    CHECKED: checked,
    WAITING: waiting,
    ITEMS: items,
}
"""What is said of a topic; kinds of items are items too."""
