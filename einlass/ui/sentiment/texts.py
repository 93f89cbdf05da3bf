"""The words of the sentiment page: heading, what fits the data, how it was asked in a line, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from einlass import config
from einlass.findings import Finding, Phase
from einlass.indicators import indicator
from einlass.measures import Office, offices
from einlass.topics.sentiment import (
    CLIENTS,
    STAFF,
    Asked,
    Audience,
    audience,
    name_of,
    questions,
)
from einlass.topics.small import is_small_agreement
from einlass.ui import quiet, style
from einlass.ui.comparison import definition
from einlass.ui.sentiment.asking import Choice
from einlass.warehouse import DataVersion
from einlass.words import Words, places, quoted, sentences

GROUPS = {CLIENTS: "clients", STAFF: "staff"}


@dataclass(frozen=True)
class Shown:
    """The chosen question to each group that is asked it, clients first."""

    groups: Mapping[str, Audience]
    names: Mapping[str, Office]

    @property
    def first(self) -> Audience:
        """The group that the heading speaks of."""
        return next(iter(self.groups.values()))


def shown(version: DataVersion, choice: Choice) -> Shown:
    """What the page shows of the choice."""
    codes = questions()[choice.question]
    groups = {
        group: audience(version, codes[group], choice.measure, choice.offices)
        for group in GROUPS
        if group in codes
    }
    return Shown(groups, offices(version))


def is_empty(about: Shown) -> bool:
    """Whether there is no answer of anybody, at any time."""
    return not any(one.waves for one in about.groups.values())


def verdict_code(about: Shown) -> str:
    """The verdict that the heading gives."""
    return about.first.found.verdict


def title(about: Shown, w: Words) -> str:
    """The finding as a sentence."""
    found = about.first.found
    place = places.place(found.offices, about.names, w)
    if is_empty(about):
        return sentences.sentence_case(w("sentiment.empty.title", place=place))
    keys = [f"sentiment.title.{part}{found.verdict}" for part in (f"{name_of(found.indicator.code)}.", "")]
    key = next((one for one in keys if w.has(one)), "")
    if not key or found.indicator.audience != CLIENTS:
        return sentences.headline(found, about.names, w)
    return sentences.sentence_case(w(key, place=place, item=item(found, w)))


def tone(about: Shown) -> style.Tone:
    """How firmly the answer is set."""
    return "firm" if verdict_code(about) in sentences.FIRM else "open"


def lead(about: Shown, w: Words) -> list[str]:
    """What was counted and what fits the data, of those whom the heading speaks of."""
    found = about.first.found
    if is_empty(about):
        return [w("sentiment.empty.text")]
    if found.analysis is None:
        return sentences.answer(found, w)
    said = [
        quiet.marked(sentences.counts_sentence(found, w), is_small(found), w),
        sentences.mix_sentence(found, w),
        sentences.compatible_sentence(found, w),
    ]
    return [one for one in said if one]


def standing(version: DataVersion, about: Shown, w: Words) -> str:
    """What can be said of the staff, until when it was asked, and the Stand."""
    asked = [] if is_empty(about) else list(about.groups.items())[1:]
    said = [
        w("sentiment.panel", group=group_name(group, w), verdict=verdict(one.found, w))
        for group, one in asked
    ]
    last = max((one.whole.last for one in about.groups.values() if one.whole.last), default=None)
    until = [w("sentiment.until", day=w.date(last))] if last else []
    return " · ".join([*said, *until, w("stand", moment=w.datetime(version.created_at))])


def verdict(found: Finding, w: Words) -> str:
    """The verdict in a few words; what a survey lacks are waves."""
    if found.verdict == "too_little_data":
        return w("sentiment.too_few_waves")
    return sentences.verdict(found, w)


def verdict_of(code: str, w: Words) -> str:
    """A verdict that was corrected for looking at several, in a few words with a capital letter."""
    if code == "too_little_data":
        return sentences.sentence_case(w("sentiment.too_few_waves"))
    key = f"verdict.{code}.score"
    return sentences.sentence_case(w(key) if w.has(key) else w(f"verdict.{code}"))


def item(found: Finding, w: Words) -> str:
    """The statement that was to be agreed with, in quotation marks: as the wave tells it, else as the item is known."""
    if not found.wordings:
        return w("sentiment.item", text=sentences.question(w(f"indicator.{found.indicator.code}")))
    return w("sentiment.item", text=quoted(sentences.question(found.wordings[0])))


def group_name(group: str, w: Words) -> str:
    """A group by name."""
    return w(f"sentiment.group.{GROUPS[group]}")


def in_view(one: Audience, w: Words) -> str:
    """Answers, waves, mode, response, selection, and whether it speaks for all: in one line."""
    sides = [
        w(
            f"sentiment.n.{side}",
            count=quiet.answers(phase.answer_count, w),
            waves=w.plural("sentiment.waves", phase.wave_count),
        )
        for side, phase in zip(("before", "after"), one.phases, strict=True)
        if phase is not None
    ]
    parts = [", ".join(sides), codes("mode", one.whole.modes, w), _response(one, w)]
    parts += [codes("selection", one.whole.selections, w), representative(one.whole, w)]
    parts += [w("sentiment.for", clients=w.join(list(one.whole.clients)))] if one.whole.clients else []
    parts += [w("sentiment.languages", codes=", ".join(one.whole.languages))] if one.whole.languages else []
    return " · ".join(part for part in parts if part)


def codes(kind: str, values: tuple[str, ...], w: Words) -> str:
    """Codes of a wave in words."""
    return w.join([w(f"sentiment.{kind}.{value}") for value in values]) if values else ""


def representative(asked: Asked, w: Words) -> str:
    """Whether it speaks for all whom the office deals with."""
    return w("sentiment.representative" if asked.is_representative else "sentiment.not_representative")


def _response(one: Audience, w: Words) -> str:
    both = [response(asked, w) for asked in (one.before, one.after)]
    if all(both):
        return w("sentiment.response.both", before=both[0], after=both[1])
    whole = response(one.whole, w)
    return w("sentiment.response.one", share=whole) if whole else w("sentiment.response.unknown")


def response(asked: Asked, w: Words) -> str:
    """How many of those approached took part; of few people as counts, empty where not told."""
    if asked.approached is None or asked.response is None:
        return ""
    if asked.approached < config.thresholds().share_least:
        told = {"agreeing": quiet.answers(asked.participants, w), "asked": quiet.answers(asked.approached, w)}
        return w("sentiment.of", **told)
    return w.percent(asked.response)


def agreement(phase: Phase | None, audience: str, w: Words) -> str:
    """The share that agrees; of few answers as counts. With the mark of what is not for publication."""
    if phase is None or not phase.answer_count:
        return "–"
    return quiet.agreement(_agreement(phase, w), phase.numerator, phase.denominator, audience, w)


def _agreement(phase: Phase, w: Words) -> str:
    if phase.answer_count < config.thresholds().share_least:
        return w("sentiment.of", agreeing=w.number(phase.numerator), asked=w.number(phase.denominator))
    return w.percent(phase.numerator / phase.denominator)


def is_small(found: Finding | None) -> bool:
    """Whether a publication would hide the answers of either phase."""
    if found is None:
        return False
    return any(
        is_small_agreement(one.numerator, one.denominator, found.indicator.audience or "")
        for one in (found.before, found.after)
        if one is not None
    )


def both(found: Finding | None, w: Words) -> str:
    """Before and since the start as HTML: shares where both phases carry them, with the counts below; else counts."""
    before, after = (found.before, found.after) if found else (None, None)
    if before is None or after is None or not (before.answer_count + after.answer_count):
        return "–"
    counts = w(
        "sentiment.both.counts",
        before=w.number(before.numerator),
        after=w.number(after.numerator),
        asked_before=w.number(before.denominator),
        asked_after=w.number(after.denominator),
    )
    counts = quiet.marked(counts, is_small(found), w)
    if min(before.answer_count, after.answer_count) < config.thresholds().share_least:
        return f"<b>{escape(counts)}</b>"
    before_share = w.number(100 * before.numerator / before.denominator)
    shares = w("sentiment.both.shares", before=before_share, after=_agreement(after, w))
    return f'<b>{escape(shares)}</b> <span class="em-quiet em-line">{escape(counts)}</span>'


def counts(phase: Phase | None, found: Finding | None, w: Words) -> tuple[str, str]:
    """How many agree and how many answered, for two cells of a table."""
    if phase is None or found is None:
        return "–", "–"
    audience = found.indicator.audience or ""
    told = [
        quiet.agreement(w.number(value), phase.numerator, phase.denominator, audience, w)
        for value in (phase.numerator, phase.denominator)
    ]
    return told[0], told[1]


def source_foot(version: DataVersion, found: Finding, w: Words) -> str:
    """Source, Stand and sample mark, inside every picture."""
    origin = found.provenance
    line = sentences.source_line(found.indicator, origin.version_number, w.datetime(origin.stand), w)
    return f"{w('sample.mark')}. {line}" if origin.is_sample else line


def quiet_key(w: Words) -> str:
    """What the mark of small groups and numbers means."""
    told = config.thresholds()
    answers, least = w.number(told.hidden_answers_below), w.number(told.hidden_below)
    return w("sentiment.quiet.key", answers=answers, least=least, staff=w.number(told.small_staff_below))


def foot(version: DataVersion, about: Shown, w: Words) -> list[str]:
    """How a verdict comes about, definition, source."""
    found = about.first.found
    rules = [] if is_empty(about) else [quiet_key(w), w("sentiment.foot")]
    return [
        *rules,
        definition(indicator(found.indicator.code), w),
        source_foot(version, found, w),
    ]
