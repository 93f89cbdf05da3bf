"""Clients and staff, each with the wording, how it was asked, the answers of both phases and their difference."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from einlass.charts import Figure, difference_chart, tiny
from einlass.charts.sentiment import Room, answers_chart, on_one_axis, reach_of, room_of
from einlass.export import file_stem, finding_csv
from einlass.findings import Finding, Phase
from einlass.topics.sentiment import Audience
from einlass.ui import quiet, show, style
from einlass.ui.comparison import definition
from einlass.ui.comparison.files import estimate_lines
from einlass.ui.sentiment import texts
from einlass.ui.sentiment.texts import Shown
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, caveats, places, sentences, unmarked


def panels(version: DataVersion, about: Shown, w: Words) -> None:
    """Both groups side by side on one scale."""
    room = room_of([phase for one in about.groups.values() for phase in one.phases])
    reach = reach_of([one.found.estimate for one in about.groups.values()])
    columns = st.columns(2, gap="large") if len(about.groups) > 1 else [st.container()]
    for column, (group, one) in zip(columns, about.groups.items(), strict=True):
        with column, st.container(gap="xsmall"):
            _panel(version, group, one, room, reach, about, w)


def _panel(
    version: DataVersion, group: str, one: Audience, room: Room, reach: float, about: Shown, w: Words
) -> None:
    found, look = one.found, show.look()
    title = w("sentiment.panel", group=texts.group_name(group, w), verdict=texts.verdict(found, w))
    _heading(one, title, w)
    asked = w("sentiment.asked", item=texts.item(found, w))
    st.html(f'<p class="em-asked">{style.rich(asked)}</p>')
    if one.waves:
        style.small(texts.in_view(one, w))
    if not any(phase is not None and phase.answer_count for phase in one.phases):
        style.small(" ".join(sentences.answer(found, w)) or w("sentiment.none"))
        return
    foot = texts.source_foot(version, found, w)
    difference = w("sentiment.difference")

    def build() -> list[Figure | None]:
        sub = w("sentiment.chart.sub", item=unmarked(texts.item(found, w)), about=texts.in_view(one, w))
        drawn = difference_chart(found, look, w, title=f"{title}. {difference}", foot=foot)
        if drawn is not None:
            on_one_axis(drawn, reach, w)
        return [answers_chart(one.phases, room, look, w, title=title, sub=sub, foot=foot), drawn]

    chart, drawn = show.kept(("sentiment", version, found.request, room, reach), build, w)
    assert chart is not None
    place = places.place(found.offices, about.names, w)
    alt = ". ".join([title, place, *_in_words(one, w)])
    marked = f"{w('sample.mark')}. {alt}" if version.is_sample else alt
    name = f"sentiment-{texts.GROUPS[group]}"
    numbers = partial(_numbers, one, title, about, foot, w)
    show.chart(chart, marked, name, w, numbers=numbers, is_titled=False)
    if drawn is not None:
        style.small(w("sentiment.difference.sub"))
        told = f"{difference}. {marked}"
        show.chart(drawn, told, f"{name}-difference", w, numbers=numbers, is_titled=False)
    style.small(" ".join([*caveats.ranked(found, about.names, w).capping, caveats.hint(found, w)]).strip())
    if "table" in current_view().opened:
        table = numbers().table
        style.html_table(title, table.head, table.rows(), numeric=table.numeric)


def _heading(one: Audience, title: str, w: Words) -> None:
    """The verdict of the group; it leads to the whole comparison."""
    code = one.found.verdict
    kind = "em-firm" if code in sentences.FIRM else "em-open"
    href = current_view().href("comparison", indicator=one.code, question=None)
    sign = style.picture(tiny.sign(code, show.look()), "")
    st.html(
        f'<h2 class="em-section em-group-verdict {kind}"><a href="{escape(href)}">{sign}{escape(title)}</a></h2>'
    )


def _in_words(one: Audience, w: Words) -> list[str]:
    """Both phases in words, for the accessible name and the table."""
    return [
        w(
            f"sentiment.said.{side}",
            agreement=sentences.agreement(phase, w),
            count=w.number(phase.answer_count),
        )
        for side, phase in zip(("before", "after"), one.phases, strict=True)
        if phase is not None and phase.answer_count
    ]


def _numbers(one: Audience, title: str, about: Shown, foot: str, w: Words) -> show.Numbers:
    head = [w("sentiment.answer"), w("sentiment.before"), w("sentiment.after")]
    table = show.Table(title, head, lambda: _rows(one, w), (1, 2))
    notes = [
        *_in_words(one, w),
        *estimate_lines(one.found, w),
        *caveats.limits(one.found, about.names, w),
        texts.quiet_key(w),
        texts.item(one.found, w),
        texts.in_view(one, w),
        definition(one.found.indicator, w),
        foot,
    ]
    stem = stem_of(one.found, about, w("sentiment.file.answers"), w)
    of = show.told_of(one.found)
    files = show.Files(stem, notes, lambda: finding_csv(one.found, about.names, w), figure=of)
    return show.Numbers(table, files)


def _rows(one: Audience, w: Words) -> list[list[str]]:
    """A row an answer, and one for all."""
    audience = one.found.indicator.audience or ""
    rows = [
        [w(f"answer.{value}"), *(_count(phase, value, w) for phase in one.phases)] for value in range(1, 6)
    ]
    rows.append(
        [
            w("sentiment.all"),
            *(quiet.answers(phase.answer_count, w) if phase else "–" for phase in one.phases),
        ]
    )
    return [*rows, [w("sentiment.agreeing"), *(texts.agreement(phase, audience, w) for phase in one.phases)]]


def _count(phase: Phase | None, value: int, w: Words) -> str:
    return quiet.number(phase.distribution[value - 1], w) if phase and phase.distribution else "–"


def stem_of(found: Finding, about: Shown, what: str, w: Words) -> str:
    """What files of the page are called: question, offices, measure, what is in them, Stand."""
    where = places.place(found.offices, about.names, w)
    parts = [w(f"indicator.{found.indicator.code}.short"), where, found.measure.measure_id, what]
    return file_stem(parts, found.provenance.stand.date())
