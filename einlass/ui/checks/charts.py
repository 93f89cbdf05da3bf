"""The course of the finds, what was found, and how long people waited."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import streamlit as st

from einlass.charts import Figure, Mark, finds, marks_of, number_of
from einlass.charts import checks as drawn
from einlass.charts.look import Frame
from einlass.export import file_stem
from einlass.findings import Phase
from einlass.measures import events, measures, offices
from einlass.topics.checks import (
    COMPARED,
    DISPOSALS,
    FINDS,
    Group,
    Items,
    PeriodRate,
    Waiting,
    by_period,
    course,
    failed_days,
    items,
    outages,
    step_of,
    total,
    waiting,
)
from einlass.ui import show, style
from einlass.ui.chart import Drawing
from einlass.ui.checks.asking import Choice
from einlass.ui.checks.texts import (
    alt,
    definition_of,
    mark,
    origin,
    period,
    place,
    rate,
    source_foot,
)
from einlass.warehouse import DataVersion
from einlass.words import Words, trends

LEAST_PERIODS = 12  # fewer are no course


def rates_of(version: DataVersion, group: Group) -> tuple[PeriodRate, ...]:
    """Each week or month of a group; those with a failure are marked."""
    return by_period(version, group, failed_days(outages(version, group)))


def kept(of: Hashable, build: Callable[[], Figure], w: Words) -> Drawing:
    """A drawing built once for all readers; of: what decides it besides language and theme."""
    (drawing,) = show.kept(("checks", of), lambda: [build()], w)
    assert drawing is not None
    return drawing


def stem(version: DataVersion, group: Group, what: str, w: Words) -> str:
    """What a file is called: what it shows, offices, period, Stand."""
    days = f"{group.period.first.isoformat()}-{group.period.until.isoformat()}"
    return file_stem([what, place(group, version, w), days], origin(version).stand.date())


def rates(version: DataVersion, choice: Choice, w: Words) -> None:
    """Full and spot checks side by side, never together, on the same scales."""
    series = [(group, rates_of(version, group), total(version, FINDS, group)) for group in choice.groups]
    series = [one for one in series if one[1]]
    if not series:
        return
    ends = drawn.ends_of([(own, whole) for _, own, whole in series])
    columns = st.columns([7, 4], gap="large") if len(series) > 1 else [st.container()]
    for column, (group, own, whole) in zip(columns, series, strict=False):
        with column:
            _rates_chart(version, group, own, whole, ends, w)


def _marks(version: DataVersion, group: Group, w: Words) -> list[Mark]:
    """What happened in these days, without the start of these very checks at their beginning."""
    found = marks_of(
        measures(version).values(), events(version), group.offices, offices(version), group.period, w
    )
    return [one for one in found if one.day != group.period.first]


def _rates_chart(
    version: DataVersion,
    group: Group,
    own: tuple[PeriodRate, ...],
    whole: Phase,
    ends: tuple[float, float],
    w: Words,
) -> None:
    step, marks = step_of(group), _marks(version, group, w)
    title = rates_title(group, own, whole, w)
    sub = w(
        f"checks.rates.sub.{step}",
        place=place(group, version, w),
        period=period(group, w),
        checked=w.number(whole.denominator),
    )
    figure = kept(
        (version, group, ends),
        lambda: drawn.rates_chart(
            own,
            whole,
            [rate_text(one, step, w) for one in own],
            group.period,
            ends,
            marks,
            show.look(),
            w,
            Frame(title, sub, source_foot(version, w)),
        ),
        w,
    )
    show.chart(
        figure,
        alt(version, w, title, sub, w("checks.rates.alt", count=w.number(len(own)))),
        f"checks-rates-{group.regime}",
        w,
        stem=stem(version, group, w("checks.file.rates"), w),
        notes=[*_explained(marks), definition_of(FINDS, w), w("checks.ranges")],
    )
    entries = "".join(f"<li>{style.rich(one)}</li>" for one in _explained(marks))
    if entries:
        st.html(
            f'<ul class="em-marks" aria-label="{style.attribute(w("trends.marks_label"))}">{entries}</ul>'
        )


def _explained(marks: list[Mark]) -> list[str]:
    """What the numbers above a chart stand for."""
    return [f"{number_of(place)} {one.label}" for place, one in enumerate(marks)]


def rates_title(group: Group, own: tuple[PeriodRate, ...], whole: Phase, w: Words) -> str:
    """How the rate began and how it is now, where both hold enough; else the mean, or that these are too few."""
    name = w(f"checks.regime.{group.regime}.heading")
    found = course(own)
    if found is not None:
        first, last = (w.number(value) for value in found.values)
        return w(
            f"checks.rates.course.{step_of(group)}",
            regime=name,
            count=w.few(COMPARED),
            first=first,
            last=last,
        )
    if len(own) < LEAST_PERIODS or whole.rated < 2 * COMPARED:
        return w("checks.rates.few", regime=name)
    return w("checks.rates.mean", regime=name, value=w.number(whole.value or 0.0, 1))


def rate_text(one: PeriodRate, step: str, w: Words) -> str:
    """A period in words: when, how many of how many, how much that is, what is special."""
    days = trends.period_name(one.start, step, w)
    said = [
        w(
            "checks.rates.spoken",
            period=days,
            persons=w.number(one.persons),
            checked=w.number(one.checked),
            rate=rate(one.persons, one.checked, w),
            low=w.number(one.low or 0.0, 1),
            high=w.number(one.high or 0.0, 1),
        )
    ]
    said += [w("checks.rates.outage")] if one.has_outage else []
    said += [] if one.is_whole else [w("chart.incomplete")]
    said += [mark(one.persons, w)] if mark(one.persons, w) else []
    return "; ".join(said)


def found(version: DataVersion, group: Group, w: Words) -> None:
    """What was found beside how long people waited."""
    listed, waited = items(version, group), waiting(version, group)
    columns = st.columns([1, 1], gap="large") if listed.count and waited.count else None
    with columns[0] if columns else st.container():
        _items(version, group, listed, w)
    with columns[1] if columns else st.container():
        _waiting(version, group, waited, w)


def _items(version: DataVersion, group: Group, listed: Items, w: Words) -> None:
    if not listed.count:
        style.small(w("checks.items.none"))
        return
    title = items_title(listed, w)
    sub = w.plural("checks.items.sub", listed.count, period=period(group, w))
    names = [w(f"checks.kind.{one.code}") for one in listed.kinds]
    told = [w.plural(f"checks.count.{one.code}", one.count) for one in listed.kinds]
    figure = kept(
        ("items", version, group),
        lambda: finds.items_chart(
            listed,
            names,
            [w(f"checks.disposal.{one}") for one in DISPOSALS],
            [w.number(one.count) for one in listed.kinds],
            show.look(),
            w,
            Frame(title, sub, source_foot(version, w)),
        ),
        w,
    )
    below = items_notes(listed, w)
    show.chart(
        figure,
        alt(version, w, title, w.join(told)),
        "checks-items",
        w,
        stem=stem(version, group, w("checks.file.items"), w),
        notes=below,
    )
    style.small(" ".join(below))


def items_title(listed: Items, w: Words) -> str:
    """What became of most items."""
    most = max(range(len(DISPOSALS)), key=lambda place: listed.disposals[place])
    values = {"count": w.number(listed.disposals[most]), "all": w.number(listed.count)}
    return w(f"checks.items.title.{DISPOSALS[most]}", **values)


def items_notes(listed: Items, w: Words) -> list[str]:
    """That a find is no offence, what falls under the weapons act, and what was not listed."""
    said = [w("checks.items.no_offence")]
    own = [(one.code, one.weapons_act, one.count) for one in listed.kinds if one.weapons_act]
    told = w.join(
        [
            w("checks.items.act_of", counted=w.plural(f"checks.count.{code}", act), all=w.number(count))
            for code, act, count in own
        ]
    )
    none = w("checks.items.act.open" if listed.unclear else "checks.items.act.none")
    said.append(w("checks.items.act", items=told) if told else none)
    said += [w.plural("checks.items.unclear", listed.unclear)] if listed.unclear else []
    said += [w.plural("checks.items.unlisted", listed.unlisted)] if listed.unlisted else []
    hidden = [count for one in listed.kinds for count in (*one.disposals, one.weapons_act) if mark(count, w)]
    return [*said, *([w("checks.small_counts")] if hidden else [])]


def _waiting(version: DataVersion, group: Group, waited: Waiting, w: Words) -> None:
    if not waited.count:
        style.small(w("checks.waiting.none"))
        return
    title = waiting_title(waited, w)
    sub = w.plural("checks.waiting.sub", waited.count)
    figure = kept(
        ("waiting", version, group),
        lambda: finds.waiting_chart(waited, show.look(), w, Frame(title, sub, source_foot(version, w))),
        w,
    )
    show.chart(
        figure,
        alt(version, w, title, sub),
        "checks-waiting",
        w,
        stem=stem(version, group, w("checks.file.waiting"), w),
        notes=[definition_of("waiting_time", w), w("checks.waiting.note")],
    )
    style.small(w("checks.waiting.note"))


def waiting_title(waited: Waiting, w: Words) -> str:
    """The waiting time in the busiest and in the calmest quarter of the blocks."""
    if waited.calm is None or waited.busy is None:
        return w("checks.waiting.few")
    return w("checks.waiting.title", busy=w.number(waited.busy, 1), calm=w.number(waited.calm, 1))
