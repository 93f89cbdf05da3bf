"""The finding as a sentence, and what belongs to it."""

from __future__ import annotations

from einlass.findings import Phase
from einlass.topics.checks import FINDS, THOUSAND, Group, Items, items, total
from einlass.ui import style
from einlass.ui.checks.asking import Choice
from einlass.ui.checks.texts import is_hidden_outside, kinds, origin, period, place
from einlass.warehouse import DataVersion
from einlass.words import Words

NAMED_KINDS = 5
LEAST_COUNT = 20  # persons with a find, below which the heading names the counts instead of a rate
WHOLE_FROM = 10.0  # a rate per 1,000 from which the heading needs no decimal


def head(version: DataVersion, choice: Choice, w: Words) -> None:
    """Heading, where and when, the answer in one paragraph; or why there is none."""
    stand = w("stand", moment=w.datetime(origin(version).stand))
    if not choice.groups:
        style.heading(w("menu.checks"), stand)
        key = "days" if choice.offices else "none"
        style.answer_box("open", w(f"checks.empty.{key}.title"), [w(f"checks.empty.{key}.text")])
        return
    group = choice.groups[0]
    finds, listed = total(version, FINDS, group), items(version, group)
    sub = w(
        f"checks.sub.{group.regime}", place=place(group, version, w), period=period(group, w), stand=stand
    )
    style.heading(title(finds, listed, w), sub)
    style.answer(answer(group, finds, listed, w))


def title(finds: Phase, listed: Items, w: Words) -> str:
    """How often something was found, and what most often."""
    if finds.value is None:
        return w("checks.title.unknown")
    if not finds.rated:
        return w.plural("checks.title.nothing", finds.denominator)
    named = [w(f"checks.kind.{one.code}") for one in listed.kinds if one.code != "SON"][:2]
    most = w("checks.title.most", kinds=w.join(named)) if named and listed.count >= LEAST_COUNT else ""
    if finds.rated < LEAST_COUNT:
        persons, per = w.number(finds.rated), w.number(finds.denominator)
    else:
        digits = 0 if finds.value >= WHOLE_FROM else 1
        persons, per = w.number(finds.value, digits), w.number(THOUSAND)
    return w("checks.title", persons=persons, per=per, most=most)


def answer(group: Group, finds: Phase, listed: Items, w: Words) -> list[str]:
    """Counts with their range, the items by kind, and why there is no before."""
    said = []
    if finds.value is not None:
        key = "range" if finds.low is not None and finds.high is not None else "counts"
        said.append(
            w.plural(
                f"checks.answer.{key}",
                finds.rated,
                checked=w.number(finds.denominator),
                value=w.number(finds.value, 1),
                low=w.number(finds.low or 0.0, 1),
                high=w.number(finds.high or 0.0, 1),
            )
        )
    if listed.count:
        said.append(w.plural("checks.answer.items", listed.count, kinds=kinds(listed, w, NAMED_KINDS)))
    small = [finds.rated, *(one.count for one in listed.kinds[:NAMED_KINDS])]
    said += [w("checks.small_counts")] if any(is_hidden_outside(count) for count in small) else []
    return [*said, w("checks.answer.no_comparison")]
