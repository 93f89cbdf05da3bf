"""The finding as a sentence, and what belongs to it."""

from __future__ import annotations

from einlass import config
from einlass.findings import Phase
from einlass.topics.checks import FINDS, THOUSAND, Group, Items, items, total
from einlass.topics.small import is_small
from einlass.ui import quiet, style
from einlass.ui.checks.asking import Choice
from einlass.ui.checks.texts import kinds, origin, period, place
from einlass.warehouse import DataVersion
from einlass.words import Words

NAMED_KINDS = 5
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
        return quiet.signed(w.plural("checks.title.nothing", finds.denominator), finds.denominator, w)
    named = [w(f"checks.kind.{one.code}") for one in listed.kinds if one.code != "SON"][:2]
    most = (
        w("checks.title.most", kinds=w.join(named))
        if named and listed.count >= config.thresholds().course_least
        else ""
    )
    if finds.rated < config.thresholds().course_least:
        persons, per = quiet.number(finds.rated, w), quiet.number(finds.denominator, w)
    else:
        digits = 0 if finds.value >= WHOLE_FROM else 1
        persons, per = w.number(finds.value, digits), w.number(THOUSAND)
    return w("checks.title", persons=persons, per=per, most=most)


def answer(group: Group, finds: Phase, listed: Items, w: Words) -> list[str]:
    """Counts with their range, the items by kind, and why there is no before."""
    said = []
    if finds.value is not None:
        key = "range" if finds.low is not None and finds.high is not None else "counts"
        text = w.plural(
            f"checks.answer.{key}",
            finds.rated,
            checked=w.number(finds.denominator),
            value=w.number(finds.value, 1),
            low=w.number(finds.low or 0.0, 1),
            high=w.number(finds.high or 0.0, 1),
        )
        said.append(quiet.marked(text, is_small(finds.rated) or is_small(finds.denominator), w))
    if listed.count:
        text = w.plural("checks.answer.items", listed.count, kinds=kinds(listed, w, NAMED_KINDS))
        said.append(quiet.signed(text, listed.count, w))
    return [*said, w("checks.answer.no_comparison")]
