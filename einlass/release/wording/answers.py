"""What was answered in surveys, in words: how many of how many agree, how they were asked, and what it is not."""

from __future__ import annotations

from einlass import config
from einlass.release.records import Amount, Side
from einlass.release.wording.about import About, Pairs, Said, carries_percent
from einlass.topics.sentiment import CLIENTS, name_of
from einlass.words import ranges, sentences, unmarked

GROUPS = {"KUND": "clients", "BESCH": "staff"}


def answers(one: About) -> Said:
    """The texts of a statement that people were to agree with."""
    w, amount = one.w, one.figure.headline
    item = statement(one)
    return Said(
        title=_title(one),
        sentence=" ".join(_sentence(one, item)),
        short=_short(one, item),
        plain=" ".join(_plain(one, item)),
        value=_value(one, amount),
        of=_of(one, item),
        counted=" ".join(_counted(one, side) for side in reversed(one.figure.sides)),
        interval=_interval(one),
        more=_difference(one),
        survey=_survey(one),
        nots=_nots(one),
        chart=w("press.chart.answers", share=_share(one, one.since.amount)),
    )


def _group(one: About) -> str:
    found = one.finding
    return GROUPS[(found.indicator.audience if found else None) or CLIENTS]


def statement(one: About) -> str:
    """The statement as it was asked, in quotation marks; in another language with its meaning behind it."""
    w, found = one.w, one.finding
    meant = sentences.question(unmarked(w(f"indicator.{one.topic}")))
    if found is None or not found.wordings:
        return w("sentiment.item", text=meant)
    asked = sentences.question(found.wordings[0])
    if w.language == config.DEFAULT_LANGUAGE:
        return w("sentiment.item", text=asked)
    return w("press.item", text=asked, meant=meant)


def _is_share(one: About) -> bool:
    return carries_percent(*(side.amount for side in one.figure.sides))


def _share(one: About, amount: Amount) -> str:
    """How many of how many; in per cent where both sides have answers enough."""
    w = one.w
    values = {"agreeing": w.number(amount.numerator or 0), "answers": w.number(amount.denominator or 0)}
    if not _is_share(one):
        return w("press.of", **values)
    return w("press.of.share", share=_percent(one, amount), **values)


def _percent(one: About, amount: Amount) -> str:
    return one.w.percent((amount.numerator or 0) / (amount.denominator or 1))


def _value(one: About, amount: Amount) -> str:
    if _is_share(one):
        return _percent(one, amount)
    w = one.w
    return w("press.of", agreeing=w.number(amount.numerator or 0), answers=w.number(amount.denominator or 0))


def _of(one: About, item: str) -> str:
    """What the share or the counts are of."""
    of = one.w(f"press.answers.of.{_group(one)}", item=item)
    return one.w("press.answers.of.share", of=of) if _is_share(one) else of


def _title(one: About) -> str:
    """The finding as on the page about the mood."""
    w, found = one.w, one.finding
    assert found is not None
    keys = [f"sentiment.title.{part}{found.verdict}" for part in (f"{name_of(one.topic)}.", "")]
    key = next((each for each in keys if w.has(each)), "")
    if not key or found.indicator.audience != CLIENTS:
        return sentences.headline(found, one.offices, w)
    item = w("sentiment.item", text=sentences.question(unmarked(w(f"indicator.{one.topic}"))))
    return sentences.sentence_case(w(key, place=one.place, item=item))


def _sentence(one: About, item: str) -> list[str]:
    w, before = one.w, one.before
    told = [w("press.answers.sentence", who=_who(one), months=one.months(), at=one.at, item=item)]
    if before is not None:
        told.append(w("press.answers.before", begin=one.begin, counts=_share(one, before.amount)))
    return [*told, _said(one)]


def _who(one: About) -> str:
    """How many of how many of which group."""
    w, amount = one.w, one.since.amount
    counts = {"agreeing": w.number(amount.numerator or 0), "answers": w.number(amount.denominator or 0)}
    if not _is_share(one):
        return w(f"press.answers.{_group(one)}", **counts)
    return w(f"press.answers.{_group(one)}.share", share=_percent(one, amount), **counts)


def _said(one: About) -> str:
    """What the comparison says."""
    w = one.w
    keys = (f"press.said.{one.figure.verdict}.score", f"press.said.{one.figure.verdict}")
    return w(next(key for key in keys if w.has(key)))


def _short(one: About, item: str) -> str:
    w, before = one.w, one.before
    text = w("press.answers.short", who=_who(one), item=item, place=one.place, months=one.months())
    if before is None:
        return text + "."
    return text + w("press.short.before", counts=_share(one, before.amount)) + "."


def _plain(one: About, item: str) -> list[str]:
    w, before = one.w, one.before
    told = [
        w(f"press.plain.asked.{_group(one)}"),
        w("press.plain.where", places=one.place, days=one.days()),
        w("press.plain.item", item=item),
        *_plain_counts(one, one.since.amount),
    ]
    if before is not None:
        told += [w("press.plain.before", days=one.days(before)), *_plain_counts(one, before.amount)]
    key = f"press.plain.said.{one.figure.verdict}.score"
    told.append(w(key) if w.has(key) else w(f"press.plain.said.{one.figure.verdict}"))
    return [*told, w("press.plain.why")]


def _plain_counts(one: About, amount: Amount) -> list[str]:
    """Counts, and so many of a hundred instead of per cent."""
    w = one.w
    told = [
        w.plural("press.plain.answers", amount.denominator or 0),
        w.plural("press.plain.agree", amount.numerator or 0),
    ]
    if _is_share(one):
        hundred = round(100 * (amount.numerator or 0) / (amount.denominator or 1))
        told.append(w("press.plain.hundred", count=w.number(hundred)))
    return told


def _counted(one: About, side: Side) -> str:
    w = one.w
    return w(
        f"press.counted.{side.phase}",
        counts=w(
            "press.answers.counted",
            agreeing=w.number(side.amount.numerator or 0),
            answers=w.number(side.amount.denominator or 0),
        ),
    )


def _interval(one: About) -> str:
    amount, w = one.since.amount, one.w
    if amount.low is None or amount.high is None or not _is_share(one):
        return w("press.interval.none")
    return w("press.interval", low=w.number(amount.low, 1), high=w.percent(amount.high / 100, 1))


def _difference(one: About) -> Pairs:
    found, w = one.finding, one.w
    if found is None or found.estimate is None:
        return ()
    text = ranges.compatible(found.indicator, found.estimate, found.may_state_percent, w)
    return ((w("press.term.difference"), text),) if text else ()


def _survey(one: About) -> Pairs:
    """The five items of the press code, and the rate of response."""
    w, asked = one.w, one.figure.survey
    if asked is None:
        return ()
    counts = {"count": w.number(asked.respondents), "approached": w.number(asked.asked)}
    people = w("press.survey.people", **counts) if asked.asked else w("press.survey.people.unknown", **counts)
    waves = w.plural("sentiment.waves", one.since.wave_count)
    chosen = [w(f"sentiment.selection.{code}") for code in asked.selection.split("|") if code]
    modes = [w(f"sentiment.mode.{code}") for code in asked.modes]
    speaks = w("sentiment.representative" if asked.is_representative else "sentiment.not_representative")
    languages = [w("sentiment.languages", codes=", ".join(asked.languages))] if asked.languages else []
    return (
        (w("press.term.respondents"), people),
        (w("press.term.field"), w("press.survey.field", period=one.period(), waves=waves)),
        (w("press.term.client"), asked.client or w("sentiment.not_told")),
        (w("press.term.wording"), _wording(one)),
        (w("press.term.selection"), ", ".join([*chosen, speaks, *modes, *languages])),
    )


def _wording(one: About) -> str:
    w, asked = one.w, one.figure.survey
    if asked is not None and asked.wording:
        return asked.wording
    return w("sentiment.how.item_only", item=statement(one))


def _nots(one: About) -> Pairs:
    w, survey, before = one.w, one.figure.survey, one.before
    names = ["cause"]
    values: dict[str, object] = {"place": one.place}
    if survey is not None and not survey.is_representative:
        names.append("everybody.share" if _is_share(one) else "everybody")
        values["share"] = _percent(one, one.since.amount)
    if before is not None and _is_share(one):
        shares = [
            round(100 * (each.numerator or 0) / (each.denominator or 1))
            for each in (before.amount, one.since.amount)
        ]
        if points := abs(shares[1] - shares[0]):
            names.append("points.more" if shares[1] > shares[0] else "points.less")
            values |= {"points": w.number(points), "change": w.percent(points / 100)}
            values |= {"first": w.number(shares[0]), "last": w.percent(shares[1] / 100)}
    return one.nots(*names, *one.elsewhere, **values)
