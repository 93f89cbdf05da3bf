"""The wording rules for the press as checks that can fail, on any texts of a figure.

Source: the project's rules for press and leadership. Words that break a rule stand in the catalogue, a language each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from einlass import config
from einlass.release.records import Figure, Texts
from einlass.words import Words

RULES = ("reported", "finds", "cause", "percent", "evidence", "survey")
OWN_RULES = ("reported", "finds", "cause", "percent")
WANTED = ("counts", "period", "interval", "definition", "limits", "source")
ASKED = ("respondents", "field", "client", "wording", "selection")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\xc4\xd6\xdc„“])|\s*[·\n]\s*")
PERCENT = "%"
QUOTED = re.compile(r"[„“][^„“”]*[“”]")


@dataclass(frozen=True)
class Kept:
    """Whether a rule is kept; words: what breaks it, as it stands in the texts."""

    rule: str
    is_kept: bool
    words: tuple[str, ...] = ()


def check(figure: Figure, texts: Texts, w: Words) -> tuple[Kept, ...]:
    """Every rule on the texts of a figure, in one language."""
    found = ((rule, tuple(dict.fromkeys(CHECKS[rule](figure, texts, w)))) for rule in RULES)
    return tuple(Kept(rule, not words, words) for rule, words in found)


def check_own(text: str, figures: Sequence[Figure], w: Words) -> tuple[Kept, ...]:
    """The rules that can be held against free text around figures, line by line."""
    thanks = re.compile(w("press.rule.own.thanks"))  # to the enquirer, not the reason of anything
    lines = [_own(thanks.sub(" ", line)) for line in text.splitlines()]
    found = (
        (
            rule,
            tuple(
                dict.fromkeys(said for own in lines for one in figures for said in CHECKS[rule](one, own, w))
            ),
        )
        for rule in OWN_RULES
    )
    return tuple(Kept(rule, not words, words) for rule, words in found)


def _own(text: str) -> Texts:
    """Free text as a record whose sentence it is."""
    return Texts(
        title="",
        sentence=text,
        short="",
        plain="",
        value="",
        chart_title="",
        chart_subtitle="",
        chart_alt="",
        facts=(),
    )


def _said(texts: Texts) -> list[str]:
    """What is read as a statement."""
    return [
        texts.title,
        texts.sentence,
        texts.short,
        texts.plain,
        texts.of,
        texts.counts,
        texts.chart_title,
        texts.chart_subtitle,
        texts.chart_alt,
    ]


def _everything(texts: Texts) -> list[str]:
    """Statements and facts; not the quotations that nobody may draw, but their answers."""
    facts = [text for _, text in (*texts.facts, *texts.survey)]
    return [*_said(texts), *facts, *(why for _, why in texts.not_to_conclude)]


def _pattern(rule: str, w: Words) -> re.Pattern[str]:
    return re.compile(w(f"press.rule.{rule}.words"), re.IGNORECASE)


def _reported(figure: Figure, texts: Texts, w: Words) -> Iterator[str]:
    """Incidents are always called reported."""
    incident, report = _pattern("reported", w), re.compile(w("press.rule.reported.wanted"), re.IGNORECASE)
    for text in _everything(texts):
        for sentence in SENTENCE.split(text):
            if (match := incident.search(sentence)) and not report.search(sentence):
                yield _around(sentence, match)


def _finds(figure: Figure, texts: Texts, w: Words) -> Iterator[str]:
    """An item is no weapon, whoever is checked no suspect, and persons checked are not visitors."""
    if not set(figure.sources) & {"checks", "finds"}:
        return
    allowed = re.compile(w("press.rule.finds.allowed"), re.IGNORECASE)
    for text in _said(texts):
        cleaned = allowed.sub("", text)
        yield from (_around(cleaned, match) for match in _pattern("finds", w).finditer(cleaned))


def _cause(figure: Figure, texts: Texts, w: Words) -> Iterator[str]:
    """No cause is claimed. What people were asked to agree with is theirs, not ours."""
    for text in _everything(texts):
        own = QUOTED.sub("", text)
        yield from (_around(own, match) for match in _pattern("cause", w).finditer(own))


def _percent(figure: Figure, texts: Texts, w: Words) -> Iterator[str]:
    """No per cent of few, no change in per cent where either count is small, none at all in easy words."""
    if PERCENT in texts.plain or _pattern("percent", w).search(texts.plain):
        yield texts.plain[:LONGEST]
    change, amounts = _pattern("change", w), [side.amount for side in figure.sides]
    is_few = any(0 < (one.denominator or 0) < config.thresholds().share_least for one in amounts)
    is_small = any((one.numerator or 0) < config.PERCENT_MIN_COUNT for one in amounts)
    for text in (texts.title, texts.sentence, texts.short, texts.value, texts.counts):
        if is_few and figure.kind in ("score", "share") and PERCENT in text:
            yield text[:LONGEST]
        if is_small and (match := change.search(text)):
            yield _around(text, match)


def _evidence(figure: Figure, texts: Texts, w: Words) -> Iterator[str]:
    """Counts, period, definition, limits, source and Stand are told, and the sentence has its numbers."""
    told = {term for term, text in texts.facts if text.strip()}
    yield from (w(f"press.term.{name}") for name in WANTED if w(f"press.term.{name}") not in told)
    for amount in (figure.headline, *(side.amount for side in figure.sides)):
        for number in (amount.numerator, amount.denominator):
            if number and not any(
                _stands(number, text, w) for text in (texts.sentence, *dict(texts.facts).values())
            ):
                yield w.number(number)
    if w.datetime(figure.stand) not in texts.source:
        yield w("press.rule.stand")


def _stands(number: float, text: str, w: Words) -> bool:
    """Whether a number stands in a text, with any usual number of decimals; not as part of another, a time, a hash."""
    forms = {w.number(number, digits) for digits in (0, 1, 2)}
    return any(
        re.search(rf"(?<![\w.,:{w.group_mark}]){re.escape(one)}(?![\w:]|[.,{w.group_mark}]\d)", text)
        for one in forms
    )


def _survey(figure: Figure, texts: Texts, w: Words) -> Iterator[str]:
    """The five items of the press code, number 2.1, and nothing in their place."""
    if figure.kind != "score":
        return
    told = {term for term, text in texts.survey if text.strip()}
    yield from (w(f"press.term.{name}") for name in ASKED if w(f"press.term.{name}") not in told)
    asked = figure.survey
    if asked is None:
        return
    people = dict(texts.survey).get(w("press.term.respondents"), "")
    if not _stands(asked.respondents, people, w):
        yield w.number(asked.respondents)
    if asked.wording and asked.wording not in dict(texts.survey).get(w("press.term.wording"), ""):
        yield w("press.term.wording")


LONGEST = 60  # signs of what breaks a rule


def _around(text: str, match: re.Match[str]) -> str:
    """The words that break a rule with a little before and behind, whole words only."""
    first, last = max(0, match.start() - 12), min(len(text), match.end() + 12)
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    return text[first:last].strip()


CHECKS: dict[str, Callable[[Figure, Texts, Words], Iterator[str]]] = {
    "reported": _reported,
    "finds": _finds,
    "cause": _cause,
    "percent": _percent,
    "evidence": _evidence,
    "survey": _survey,
}
