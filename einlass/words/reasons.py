"""Reasons for and against in a line each, with the counts they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from einlass.decision.records import Argument
from einlass.topics.small import is_small, is_small_agreement
from einlass.words import outcomes, sentences
from einlass.words.catalogue import Words
from einlass.words.markup import unmarked
from einlass.words.money import euros
from einlass.words.outcomes import counted

# What a reason counts, for the form of its words; others name a part of a whole.
COUNTED_BY = {"other_days_finds": "persons", "other_days_reports": "count", "refused": "count"}


def argument(one: Argument, w: Words) -> str:
    """A reason in a line."""
    return _REASONS[one.code](one, w) if one.code in _REASONS else _of_numbers(one, w)


def weekdays(days: Sequence[int], w: Words) -> str:
    """Weekdays in short."""
    return w.join([w.weekday(day) for day in days])


def _sign(is_hidden: bool, w: Words) -> str:
    return w("quiet.sign") if is_hidden else ""


def _finding(one: Argument, w: Words) -> str:
    found = one.finding
    assert found is not None
    is_score = found.indicator.kind == "score"
    counts = outcomes.shares(found, w) if is_score else outcomes.against_expected(found, w)
    return w(
        f"decision.argument.{one.code}",
        indicator=w(f"indicator.{found.indicator.code}.short"),
        verdict=sentences.verdict(found, w),
        counts=unmarked(counts),
    )


def _leaning(one: Argument, w: Words) -> str:
    found = one.finding
    assert found is not None and found.before is not None and found.after is not None
    audience = found.indicator.audience or ""
    sides = (found.before, found.after)
    is_hidden = any(is_small_agreement(side.numerator, side.denominator, audience) for side in sides)
    return w(
        "decision.argument.leaning",
        indicator=w(f"indicator.{found.indicator.code}.short"),
        after=w.number(found.after.numerator),
        asked_after=w.number(found.after.denominator) + _sign(is_hidden, w),
        before=w.number(found.before.numerator),
        asked_before=w.number(found.before.denominator),
    )


def _finds(one: Argument, w: Words) -> str:
    numbers = dict(one.numbers)
    persons, act = numbers["persons"], numbers["act"]
    checked = w.number(numbers["checked"])
    text = w.plural("decision.argument.finds", persons, sign=_sign(is_small(persons), w), checked=checked)
    if act:
        items = w.plural("decision.items", int(act), sign=_sign(is_small(act), w))
        text = w("decision.argument.finds.act", text=text, items=items)
    if numbers["unclear"]:
        text = w("decision.argument.finds.unclear", text=text, count=counted(numbers["unclear"], w))
    return text


def _of_numbers(one: Argument, w: Words) -> str:
    key, numbers = f"decision.argument.{one.code}", dict(one.numbers)
    days = weekdays(one.days, w)
    if one.code in COUNTED_BY:
        name = COUNTED_BY[one.code]
        count = numbers.pop(name)
        told = {other: w.number(value) for other, value in numbers.items()}
        return w.plural(key, count, sign=_sign(is_small(count), w), days=days, **told)
    if "euros" in numbers:
        return w(key, euros=euros(numbers["euros"], w))
    told = {name: w.number(value) for name, value in numbers.items()}
    if "all" in numbers:
        rest = numbers["all"] - numbers["count"]
        told["all"] += _sign(is_small(numbers["count"]) or is_small(rest) or is_small(numbers["all"]), w)
    return w(key, days=days, **told)


def _saves(one: Argument, w: Words) -> str:
    days = dict(one.numbers)["days"]
    if not float(days).is_integer():
        return w("decision.argument.saves_part", days=w.number(days, 1))
    return w.plural("decision.argument.saves", days)


_REASONS = {
    "saves": _saves,
    "finding": _finding,
    "no_decrease": _finding,
    "leaning": _leaning,
    "finds": _finds,
}
