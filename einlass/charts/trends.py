"""Any indicator over time, one line an office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import plotly.graph_objects as go

from einlass.charts.heard import REFERENCE, heard
from einlass.charts.look import DASHES, ROW, SYMBOLS, Look, framed, plain, translucent
from einlass.charts.marks import Mark, draw_lines, labels, number_of, rows_of, shade, told_at
from einlass.findings import Limits, Point, Series
from einlass.indicators import Indicator
from einlass.measures import Window
from einlass.words import Words, points, sentences, trends

FEW_POINTS = 45  # up to this many points each one is drawn
NARROW = 600  # px; a narrower chart shows numbers, and the list below it says what they stand for
NARROW_PLOT = 290
WIDE_PLOT = 540
HEIGHT, SMALL_HEIGHT = 420, 190
CLOSED = 0.16  # of the ground of a short closure


@dataclass(frozen=True)
class Panel:
    """What is drawn of one office. last_year: for each row the same period of the year before, empty: not shown."""

    office_id: str
    name: str
    rows: Series
    limits: tuple[Limits, ...] = ()
    last_year: tuple[Point | None, ...] = ()

    @property
    def highest(self) -> float:
        """The highest value drawn."""
        drawn = [*self.rows, *self.last_year]
        values = [point.value for point in drawn if point is not None and point.value is not None]
        return max([*values, *(one.high for one in self.limits)], default=0.0)


@dataclass(frozen=True)
class Around:
    """What is the same in every chart of a page: the days shown, marks, short closures, and what stands beside.

    closures: with the offices that closed. top: the end of the shared scale of values.
    """

    span: Window
    marks: list[Mark]
    closures: Mapping[Window, tuple[str, ...]]
    sub: str
    foot: str
    top: float


def trend_chart(
    indicator: Indicator, panels: Sequence[Panel], around: Around, look: Look, w: Words, *, title: str
) -> go.Figure:
    """Lines with gaps where nothing was reported; unfinished periods are hollow and stand alone."""
    chart = _drawn(indicator, panels, around, look, w)
    wide = [mark.label for mark in around.marks]
    rows = rows_of(around.marks, wide, around.span, WIDE_PLOT)
    framed(
        chart,
        look,
        w,
        title=title,
        sub=around.sub,
        foot=around.foot,
        height=HEIGHT,
        label_rows=max(rows, default=-1) + 1,
    )
    chart.update_layout(annotations=labels(around.marks, wide, rows, around.span, look))
    if len(panels) > 1:
        _draw_legend(chart, len(panels))
    chart.update_layout(meta=chart.layout.meta | {"narrow": _narrow(chart, around, look)})
    return chart


def small_charts(
    indicator: Indicator,
    panels: Sequence[Panel],
    told: Sequence[str],
    around: Around,
    look: Look,
    w: Words,
) -> list[go.Figure]:
    """A small chart an office, all with the same scales and the same room; numbers stand for the marks.

    told: what is said of each below its name.
    """
    numbered = [
        [
            (number_of(place), mark)
            for place, mark in enumerate(around.marks)
            if panel.office_id in mark.offices
        ]
        for panel in panels
    ]
    rows = [
        rows_of([mark for _, mark in own], [number for number, _ in own], around.span, NARROW_PLOT)
        for own in numbered
    ]
    most = max((row for own in rows for row in own), default=-1) + 1
    return [
        _small(
            indicator, panel, replace(around, marks=[mark for _, mark in own], sub=sub), most, look, w
        ).update_layout(
            annotations=labels(
                [mark for _, mark in own], [number for number, _ in own], places, around.span, look
            )
        )
        for panel, sub, own, places in zip(panels, told, numbered, rows, strict=True)
    ]


def _small(
    indicator: Indicator, panel: Panel, around: Around, label_rows: int, look: Look, w: Words
) -> go.Figure:
    chart = _drawn(indicator, [panel], around, look, w)
    framed(
        chart,
        look,
        w,
        title=panel.name,
        sub=around.sub,
        foot=around.foot,
        height=SMALL_HEIGHT,
        label_rows=label_rows,
    )
    chart.update_xaxes(nticks=4)
    chart.update_yaxes(nticks=4)
    return chart


def _drawn(indicator: Indicator, panels: Sequence[Panel], around: Around, look: Look, w: Words) -> go.Figure:
    figure = go.Figure()
    for number, panel in enumerate(panels):
        _draw_limits(figure, panel.limits, look)
        _draw_last_year(figure, indicator, panel, look, w, is_alone=len(panels) == 1)
        words = _spoken(indicator, panel, around, w, is_alone=len(panels) == 1)
        _draw_line(figure, indicator, panel, words, number, look, is_alone=len(panels) == 1)
        _draw_unusual(figure, panel.limits, look)
    shown = {panel.office_id for panel in panels}
    for closure in [days for days, where in around.closures.items() if shown & set(where)]:
        shade(figure, closure, translucent(look.outside, CLOSED))
    draw_lines(figure, around.marks, look)
    span = [around.span.first.isoformat(), around.span.until.isoformat()]
    figure.update_xaxes(type="date", range=span, tickformat="%b<br>%Y", nticks=7)
    figure.update_yaxes(type="linear", range=[0, 1.1 * around.top or 1])
    return figure


def _narrow(chart: go.Figure, around: Around, look: Look) -> dict[str, object]:
    """What is another way where the chart is narrow: numbers instead of labels, so fewer rows above the plot."""
    numbers = [number_of(place) for place in range(len(around.marks))]
    rows = rows_of(around.marks, numbers, around.span, NARROW_PLOT)
    top = ROW * (max(rows, default=-1) + 1) + 12
    margin = chart.layout.margin
    return {
        "below": NARROW,
        "layout": {
            "annotations": labels(around.marks, numbers, rows, around.span, look),
            "height": chart.layout.height - margin.t + top,
            "margin": margin.to_plotly_json() | {"t": top},
        },
    }


def _draw_limits(figure: go.Figure, limits: tuple[Limits, ...], look: Look) -> None:
    """The band between the limits, and the mean; each stretch by itself, dotted where its limits are on trial."""
    edge = {"mode": "lines", "line": {"width": 0, "shape": "hvh"}, "hoverinfo": "skip", "showlegend": False}
    for _, group in groupby(limits, key=lambda one: one.phase):
        stretch = list(group)
        days = [one.point.middle for one in stretch]
        dash = "dot" if stretch[0].is_trial else "dash"
        figure.add_scatter(x=days, y=[one.low for one in stretch], **edge)
        figure.add_scatter(
            x=days, y=[one.high for one in stretch], fill="tonexty", fillcolor=look.shade, **edge
        )
        figure.add_scatter(
            x=days,
            y=[one.mean for one in stretch],
            mode="lines",
            line={"width": 1, "dash": dash, "color": look.muted, "shape": "hvh"},
            hoverinfo="skip",
            showlegend=False,
        )


def _draw_last_year(
    figure: go.Figure, indicator: Indicator, panel: Panel, look: Look, w: Words, *, is_alone: bool
) -> None:
    """The same periods of the year before, thin and grey at the place of this year's."""
    if not any(panel.last_year):
        return

    def text(point: Point) -> str:
        return w(
            "trends.hover.last_year", point=hover_text("" if is_alone else panel.name, indicator, point, w)
        )

    pairs = list(zip(panel.rows, panel.last_year, strict=True))
    figure.add_scatter(
        x=[row.middle for row, _ in pairs],
        y=[None if point is None else point.value for _, point in pairs],
        mode="lines+markers" if sum(map(bool, panel.last_year)) <= FEW_POINTS else "lines",
        line={"color": look.outside, "width": 1.3},
        marker={"size": 4, "color": look.outside},
        meta=heard(REFERENCE),
        customdata=[None if point is None else text(point) for _, point in pairs],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _draw_unusual(figure: go.Figure, limits: tuple[Limits, ...], look: Look) -> None:
    """Periods outside the limits (or against the run rules) get a ring; their words are those of the line."""
    unusual = [one for one in limits if one.is_unusual]
    figure.add_scatter(
        x=[one.point.middle for one in unusual],
        y=[one.point.value for one in unusual],
        mode="markers",
        marker={"symbol": "circle-open", "size": 15, "color": look.series[3], "line": {"width": 2}},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _draw_legend(chart: go.Figure, rows: int) -> None:
    """The legend stands between the axis and the foot; on a phone each name has a line of its own."""
    space = 30 + 22 * rows
    margin = chart.layout.margin
    plot_height = chart.layout.height - margin.t - margin.b
    chart.update_layout(
        showlegend=True,
        height=chart.layout.height + space,
        margin={"b": margin.b + space},
        legend={
            "orientation": "h",
            "x": 0,
            "y": -40 / plot_height,
            "yanchor": "top",
            "yref": "paper",
            "font": {"size": 13},
        },
    )


def _draw_line(
    figure: go.Figure,
    indicator: Indicator,
    panel: Panel,
    words: list[str],
    number: int,
    look: Look,
    *,
    is_alone: bool,
) -> None:
    color = look.series[number % len(look.series)]
    is_score = indicator.kind == "score"
    values = [point.value if point.is_complete else None for point in panel.rows]
    figure.add_scatter(
        x=[point.middle for point in panel.rows],
        y=values,
        name=plain(panel.name),
        mode="lines+markers",
        connectgaps=is_score,  # between two waves nobody was asked; the line only joins them
        line={"color": color, "width": 2.2 if is_alone else 1.8, "dash": DASHES[number % len(DASHES)]},
        marker={
            "symbol": SYMBOLS[number % len(SYMBOLS)],
            "size": _sizes(values, is_every=is_score),
            "color": color,
        },
        meta=_heard(panel),
        customdata=words,
        hovertemplate="%{customdata}<extra></extra>",
    )
    _draw_unfinished(figure, panel.rows, words, number, color, look)


def _heard(panel: Panel) -> dict[str, object]:
    """Unfinished periods, which a sign beside the line shows, and unusual ones sound with a caveat."""
    unusual = {one.point.start for one in panel.limits if one.is_unusual}
    return heard(
        values={number: row.value for number, row in enumerate(panel.rows) if not row.is_complete},
        flagged=[not row.is_complete or row.start in unusual for row in panel.rows],
    )


def _spoken(indicator: Indicator, panel: Panel, around: Around, w: Words, *, is_alone: bool) -> list[str]:
    """What is said of each period: its value, its limits and what is special about it, closures and marks."""
    limits = {one.point.start: one for one in panel.limits}
    name = "" if is_alone else panel.name
    return [
        hover_text(
            name,
            indicator,
            row,
            w,
            [
                *_control(indicator, limits.get(row.start), w),
                *_closed(panel.office_id, row, around, w),
                *told_at(around.marks, Window(row.start, row.until), panel.office_id),
            ],
        )
        for row in panel.rows
    ]


def _control(indicator: Indicator, one: Limits | None, w: Words) -> list[str]:
    """The limits of a period and on which side of them, or in which run, it lies."""
    if one is None:
        return []
    cause = [w(f"control.cause.{one.cause}")] if one.is_unusual else []
    return [*cause, points.limits(indicator, one, w)]


def _closed(office_id: str, row: Point, around: Around, w: Words) -> list[str]:
    """The short closures of an office within a period, which have a grey ground."""
    period = Window(row.start, row.until)
    return [
        w("chart.closed", days=trends.days_in_words(days.first, days.until, w))
        for days, where in around.closures.items()
        if office_id in where and days.overlaps(period)
    ]


def _sizes(values: list[float | None], *, is_every: bool) -> list[int]:
    """Few points each have a sign; of many only those that no line reaches."""
    known = [value is not None for value in values]
    if is_every or sum(known) <= FEW_POINTS:
        return [8 if sum(known) <= FEW_POINTS / 1.5 else 6] * len(values)
    around = [False, *known, False]
    return [
        6 if is_known and not (around[place] or around[place + 2]) else 0
        for place, is_known in enumerate(known)
    ]


def hover_text(name: str, indicator: Indicator, row: Point, w: Words, notes: Sequence[str] = ()) -> str:
    """What the pointer shows and the keyboard speaks: office, period, value with its counts, caveats."""
    value = sentences.point_with_counts(indicator, row, w)
    if not row.is_complete and row.count is not None:
        value = f"{value} {w('chart.incomplete')}"
    text = points.told(trends.days_in_words(row.start, row.until, w), value, notes, w)
    return f"{plain(name)},<br>{text}" if name else text


def _draw_unfinished(
    figure: go.Figure, rows: Series, words: list[str], number: int, color: str, look: Look
) -> None:
    """Hollow signs that no line joins: a part of a period is not compared with a whole one."""
    unfinished = [
        (point, text)
        for point, text in zip(rows, words, strict=True)
        if not point.is_complete and point.value is not None
    ]
    figure.add_scatter(
        x=[point.middle for point, _ in unfinished],
        y=[point.value for point, _ in unfinished],
        mode="markers",
        marker={
            "symbol": SYMBOLS[number % len(SYMBOLS)],
            "size": 9,
            "color": look.ground,
            "line": {"color": color, "width": 2},
        },
        cliponaxis=False,
        text=[text for _, text in unfinished],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
