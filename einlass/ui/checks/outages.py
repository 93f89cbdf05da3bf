"""Weeks in which scanners failed: named, with the figure with and without them."""

from __future__ import annotations

from einlass.topics.checks import FINDS, Group, Outage, outages, total, without
from einlass.topics.small import is_small
from einlass.ui import quiet, style
from einlass.ui.checks.asking import Choice
from einlass.ui.checks.texts import place, rate
from einlass.warehouse import DataVersion
from einlass.words import Words

MOST_NAMED = 5


def failures(version: DataVersion, choice: Choice, w: Words) -> None:
    """A section for each way of checking with a failure."""
    for group in choice.groups:
        found = outages(version, group)
        if found:
            style.section(heading(found, w), anchor=f"outages-{group.regime}")
            style.notes([*(_line(one, w) for one in found[-MOST_NAMED:]), _both(version, group, found, w)])


def heading(found: tuple[Outage, ...], w: Words) -> str:
    """The week of the failure, or how many there were."""
    if len(found) > 1:
        return w("checks.outage.headings", count=w.few(len(found)))
    return w("checks.outage.heading", days=_days(found[0], w))


def _days(one: Outage, w: Words) -> str:
    if len(one.days) == 1:
        return w.date(one.days[0])
    return w("format.period", first=w.short_date(one.days[0]), last=w.short_date(one.days[-1]))


def _line(one: Outage, w: Words) -> str:
    said = w.plural(
        "checks.outage.line",
        one.checked,
        days=_days(one, w),
        minutes=w.number(one.minutes),
        persons=w.number(one.persons),
        rate=rate(one.persons, one.checked, w),
    )
    said = quiet.marked(said, is_small(one.persons) or is_small(one.checked), w)
    if one.unchecked_blocks:
        said += " " + w.plural("checks.outage.unchecked", one.unchecked_blocks)
    return said


def _both(version: DataVersion, group: Group, found: tuple[Outage, ...], w: Words) -> str:
    """The figure with these weeks and without them."""
    rest = without(version, group, tuple(one.week for one in found))
    whole = total(version, FINDS, group)
    if rest.value is None or whole.value is None:
        return w("checks.outage.nothing_left")
    return w(
        "checks.outage.both" if len(found) == 1 else "checks.outage.both_weeks",
        place=place(group, version, w),
        value=w.number(whole.value, 1),
        rest=w.number(rest.value, 1),
        persons=quiet.number(rest.rated, w),
        checked=quiet.number(rest.denominator, w),
    )
