"""One figure on one screen: number, n and period, picture, sentence, what nobody may conclude, evidence, steps."""

from __future__ import annotations

from html import escape

import streamlit as st

from einlass import config
from einlass.charts import tiny
from einlass.findings import Finding, finding
from einlass.release import rules
from einlass.release.figures import Entry, extent_of, wider
from einlass.release.records import Figure, Texts
from einlass.release.wording import measure_name, texts
from einlass.ui import choices, show, style
from einlass.ui.press import at_desk, days
from einlass.ui.press.chart import chart, table
from einlass.ui.press.copying import copying
from einlass.ui.press.disclosure import disclosure, protected
from einlass.ui.press.steps import line, steps
from einlass.ui.state import SENTENCES
from einlass.warehouse import DataVersion
from einlass.words import Words, sentences, words_for

WIDE = 190  # signs of a fact that takes the whole width


def check(version: DataVersion, entry: Entry, w: Words) -> None:
    """Everything about one figure."""
    made = days.told(version, entry, w)
    if made is None:
        style.answer_box("open", w("press.nothing.title"), [w("press.nothing.text")])
        return
    found = protected(made, at_desk.published(), wider(version, made))
    shown = made if found.held else found.figure  # nobody writes a sentence about what is hidden
    told = texts(version, shown, w)
    compared_with = compared(version, shown)
    line(made, w)
    _head(version, entry, shown, told, compared_with, w, mark=w("quiet.sign") if found.held else "")
    if found.held:
        style.answer_box("open", w("press.held.title"), [w("press.held.text")])
    else:
        chart(version, shown, told, compared_with, w)
        _sentence(version, shown, told, w)
    left, right = st.columns(2, gap="large")
    with left:
        style.part(w("press.not"))
        _quotations(told, w)
    with right:
        style.part(w("press.disclosure"))
        disclosure(found, told.labels, w)
    _evidence(shown, told, w)
    table(version, shown, told, w)
    if not found.held:
        said = {one: texts(version, shown, words_for(one)) for one in config.LANGUAGES}
        steps(made, said, w, safe=shown, has_line=False)


def compared(version: DataVersion, made: Figure) -> Finding | None:
    """The comparison of one measure behind a figure."""
    own = made.subject
    if not made.verdict or not own.measure:
        return None
    return finding(version, extent_of(own).request(own.topic, own.measure))


def _head(
    version: DataVersion,
    entry: Entry,
    made: Figure,
    told: Texts,
    found: Finding | None,
    w: Words,
    *,
    mark: str,
) -> None:
    """The number in large, with the mark of what is not for publication."""
    of = measure_name(version, entry.measure, w) if entry.measure else w("press.place.all")
    line = w("press.hit", place=of, status=at_desk.status(entry.topic, entry.measure, w))
    st.html(
        f'<p class="em-sub">{escape(line)}</p><h2 class="em-section em-press-title">{escape(told.title)}</h2>'
        f'<div class="em-press-value"><p class="em-press-number">{escape(told.value + mark)}</p>'
        f'<div><p class="em-press-of">{escape(told.of)}</p><p class="em-sub">{escape(told.counts)}</p>'
        f"{_verdict(made, found, w)}</div></div>"
    )


def _verdict(made: Figure, found: Finding | None, w: Words) -> str:
    """What the comparison says, with its sign."""
    if not made.verdict:
        return ""
    text = sentences.verdict(found, w) if found is not None else w(f"verdict.{made.verdict}")
    kind = "em-firm" if made.verdict in sentences.FIRM else "em-open"
    sign = style.picture(tiny.sign(made.verdict, show.look()), "")
    return f'<p class="em-press-verdict {kind}">{sign}{escape(sentences.sentence_case(text))}</p>'


def _sentence(version: DataVersion, made: Figure, told: Texts, w: Words) -> None:
    """The sentence in the chosen form, and buttons that copy it."""
    other = next(one for one in config.LANGUAGES if one != w.language)
    names = {one: w(f"press.sentence.{one}") for one in SENTENCES[:-1]}
    names[SENTENCES[-1]] = w.language_name(other)
    form = choices.switch(w("press.sentence"), list(SENTENCES), "sentence", names.__getitem__)
    language = other if form == "other" else w.language
    shown = texts(version, made, words_for(other)) if form == "other" else told
    text = {"short": shown.short, "plain": shown.plain}.get(form, shown.sentence)
    st.html(f'<p class="em-press-sentence" lang="{language}">{escape(text)}</p>')
    copying(text, shown.source, words_for(language)("sample.mark") if made.is_sample else "", w)


def _quotations(told: Texts, w: Words) -> None:
    items = "".join(
        f"<li><b>{escape(quotation)}</b> {escape(why)}</li>" for quotation, why in told.not_to_conclude
    )
    st.html(f'<ul class="em-lines em-press-lines">{items}</ul>')


def _evidence(made: Figure, told: Texts, w: Words) -> None:
    """Terms with their texts, and whether the wording rules are kept."""
    style.part(w("press.evidence"))
    pairs = [*told.facts, *told.survey, (w("press.rules"), _rules(made, told, w))]
    items = "".join(
        f"<div{' class=em-wide' if len(text) > WIDE else ''}><dt>{escape(term)}</dt><dd>{escape(text)}</dd></div>"
        for term, text in pairs
    )
    st.html(f'<dl class="em-press-facts">{items}</dl>')


def _rules(made: Figure, told: Texts, w: Words) -> str:
    """How many rules are kept; each that is not with the words that break it."""
    found = rules.check(made, told, w)
    kept = [one for one in found if one.is_kept]
    counts = w("press.rules.kept", count=w.number(len(kept)), all=w.number(len(found)))
    broken = [
        w("press.rules.broken", rule=w(f"press.rule.{one.rule}"), words=w.join(list(one.words)))
        for one in found
        if not one.is_kept
    ]
    return " ".join([counts, *broken])
