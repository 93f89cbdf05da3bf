"""Each wave at its time in the field, clients and staff side by side, with the means of the phases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape

import streamlit as st

from einlass import config
from einlass.charts import Figure, marks_of, shared_phases
from einlass.charts.marks import Mark
from einlass.charts.sentiment import MOST_COUNTS, Around, small_waves, wave_in_words, waves_chart
from einlass.export import records_csv
from einlass.measures import Window, events
from einlass.topics.sentiment import Audience, Stretch, WaveShare, stretches
from einlass.topics.small import is_small_agreement
from einlass.ui import quiet, show, style
from einlass.ui.comparison import definition
from einlass.ui.sentiment import texts
from einlass.ui.sentiment.panels import stem_of
from einlass.ui.sentiment.texts import Shown
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences, unmarked

MARGIN = timedelta(days=24)  # of the axis beyond the first and the last wave


def waves(version: DataVersion, about: Shown, w: Words) -> None:
    """The charts, what their numbers stand for, table and files."""
    asked = {group: one for group, one in about.groups.items() if one.waves}
    if not asked:
        return
    around = _around(version, about, asked, w)
    style.section(
        _title(about.first, w), w("sentiment.waves.sub", least=w.number(config.thresholds().share_least))
    )
    columns = st.columns(2, gap="large") if len(asked) > 1 else [st.container()]
    for column, (group, one) in zip(columns, asked.items(), strict=True):
        with column:
            _chart(version, group, one, around, about, w)
    _marks(around, w)
    show.table_switch(lambda: _numbers(version, asked, about, w), w)


def _title(one: Audience, w: Words) -> str:
    """In how many waves since the start more agreed than on the average before."""
    group = _name(one, w)
    before, after = one.found.before, [wave for wave in one.waves if wave.side == "after" and wave.answers]
    if before is None or not before.answer_count or len(after) < 2:
        return w("sentiment.waves.title", group=group)
    mean = before.numerator / before.denominator
    above, below = (sum(sign * ((wave.share or 0.0) - mean) > 0 for wave in after) for sign in (1, -1))
    if below > above:
        return w(
            "sentiment.waves.below",
            group=group,
            below=w.number(below),
            all=w.plural("sentiment.waves", len(after)),
        )
    return w(
        "sentiment.waves.above",
        group=group,
        above=w.number(above),
        all=w.plural("sentiment.waves", len(after)),
    )


def _name(one: Audience, w: Words) -> str:
    return texts.group_name(one.found.indicator.audience or "", w)


def _around(version: DataVersion, about: Shown, asked: dict[str, Audience], w: Words) -> Around:
    every = [wave for one in asked.values() for wave in one.waves]
    found = about.first.found
    span = Window(min(one.first for one in every) - MARGIN, max(one.last for one in every) + MARGIN)
    marks = marks_of([found.measure], events(version), found.offices, about.names, span, w)
    after = shared_phases(found)["after"] if found.windows else None
    small = [len(small_waves(one.waves)) for one in asked.values()]
    return Around(span, marks, after, any(small) and max(small) <= MOST_COUNTS)


def _chart(version: DataVersion, group: str, one: Audience, around: Around, about: Shown, w: Words) -> None:
    found = one.found
    title = w(
        "sentiment.waves.chart",
        group=texts.group_name(group, w),
        before=texts.agreement(found.before, group, w),
        after=texts.agreement(found.after, group, w),
    )
    own = replace(around, marks=sorted([*around.marks, *_cuts(one, w)], key=lambda mark: mark.day))
    shown = tuple(each.found.request for each in about.groups.values())  # they share the days on the axis
    of = ("sentiment-waves", version, found.request, shown)
    (chart,) = show.kept(of, lambda: [_drawn(version, one, own, title, w)], w)
    assert chart is not None
    marks = "; ".join(mark.label for mark in own.marks)
    told = [title, *(wave_in_words(wave, w) for wave in one.waves), marks]
    alt = ". ".join(part for part in told if part)
    alt = f"{w('sample.mark')}. {alt}" if version.is_sample else alt
    explained = [f"{number} {label}" for number, label in own.explained]
    show.chart(
        chart,
        alt,
        f"sentiment-waves-{texts.GROUPS[group]}",
        w,
        numbers=lambda: _numbers(version, {group: one}, about, w),
        notes=explained,
    )
    numbers = {label: number for number, label in own.explained}
    for cut in _cuts(one, w):
        style.small(f"{numbers[cut.label]} {cut.label}")


def _drawn(version: DataVersion, one: Audience, around: Around, title: str, w: Words) -> Figure:
    """The chart of one group."""
    waves_in_words = w.plural("sentiment.waves", len(one.waves))
    sub = w("sentiment.waves.chart.sub", item=unmarked(texts.item(one.found, w)), waves=waves_in_words)
    parts = stretches(one.waves)
    means = [
        (part, _mean(one, part, part.side in [other.side for other in parts[:n]], w))
        for n, part in enumerate(parts)
    ]
    foot = texts.source_foot(version, one.found, w)
    return waves_chart(one.waves, means, around, show.look(), w, title=title, sub=sub, foot=foot)


def _mean(one: Audience, stretch: Stretch, is_further: bool, w: Words) -> str:
    """What is written on a mean: per cent, or counts where there are few answers; on a further one that alone."""
    values = {"agreeing": w.number(stretch.agreeing), "asked": w.number(stretch.answers)}
    share = (
        w("sentiment.of", **values)
        if stretch.answers < config.thresholds().share_least
        else w.percent(stretch.agreeing / stretch.answers)
    )
    audience = one.found.indicator.audience or ""
    share = quiet.agreement(share, stretch.agreeing, stretch.answers, audience, w)
    return share if is_further else w(f"sentiment.mean.{stretch.side}", share=share)


def _cuts(one: Audience, w: Words) -> list[Mark]:
    """Where it was asked otherwise from then on."""
    return [
        Mark(
            wave.first,
            w(
                "sentiment.cut",
                day=w.short_date(wave.first),
                what=w.join([w(f"sentiment.cut.{name}") for name in wave.cut]),
            ),
        )
        for wave in one.waves
        if wave.cut
    ]


def _marks(around: Around, w: Words) -> None:
    """What the numbers above the lines stand for."""
    items = "".join(
        f'<li><span aria-hidden="true">{number}</span> {escape(label)}</li>'
        for number, label in around.explained
    )
    if items:
        st.html(f'<ol class="em-marks" aria-label="{style.attribute(w("trends.marks_label"))}">{items}</ol>')


def _numbers(version: DataVersion, asked: dict[str, Audience], about: Shown, w: Words) -> show.Numbers:
    """A row a wave of either group."""
    first = about.first.found
    place = places.place(first.offices, about.names, w)
    caption = w("sentiment.waves.table", place=place, item=texts.item(first, w))
    head = [w(f"sentiment.table.{name}") for name in ("group", "field", "side", "agreeing", "answers")]
    head += [sentences.unit_name(first.indicator, w), w("sentiment.table.note")]
    table = show.Table(
        caption,
        head,
        lambda: [_row(group, wave, w) for group, one in asked.items() for wave in one.waves],
        (3, 4, 5),
    )
    foot = texts.source_foot(version, first, w)
    about_all = [texts.in_view(one, w) for one in asked.values()]
    files = show.Files(
        stem_of(first, about, w("sentiment.file.waves"), w),
        [texts.quiet_key(w), *about_all, definition(first.indicator, w), foot],
        lambda: waves_csv(asked, w),
    )
    return show.Numbers(table, files)


def _row(group: str, wave: WaveShare, w: Words) -> list[str]:
    is_small = wave.answers < config.thresholds().share_least
    notes = [w("sentiment.few", least=w.number(config.thresholds().share_least))] if is_small else []
    notes += [w("quiet")] if is_small_agreement(wave.agreeing, wave.answers, group) else []
    notes += [w(f"sentiment.cut.{name}") for name in wave.cut]
    return [
        texts.group_name(group, w),
        w.period(wave.first, wave.last + timedelta(days=1)),
        w(f"sentiment.table.{wave.side or 'nowhere'}"),
        w.number(wave.agreeing),
        w.number(wave.answers),
        "–" if is_small or wave.share is None else w.number(100 * wave.share),
        ", ".join(notes) or "–",
    ]


def waves_csv(asked: dict[str, Audience], w: Words) -> bytes:
    """The waves of each group for a program, one a row."""
    rows = [
        (
            one.found.indicator,
            one.found.provenance,
            {
                "audience": group,
                "field_from": wave.first.isoformat(),
                "field_until": wave.last.isoformat(),
                "phase": wave.side,
                "agreeing": wave.agreeing,
                "answers": wave.answers,
                **{f"answers_{value}": count for value, count in enumerate(wave.distribution, 1)},
                "interval_95_low": wave.low,
                "interval_95_high": wave.high,
                "changed": "|".join(wave.cut),
            },
        )
        for group, one in asked.items()
        for wave in one.waves
    ]
    return records_csv(rows, w)
