"""Any indicator over time, one line an office."""

from __future__ import annotations

import plotly.graph_objects as go

from einlass.charts.look import DASHES, SYMBOLS, Look, framed, plain
from einlass.charts.marks import Mark, draw_marks
from einlass.findings import Limits, Point, Series
from einlass.indicators import Indicator
from einlass.measures import Window
from einlass.words import Words, sentences

FEW_POINTS = 45  # up to this many points each one is drawn


def trend_chart(
    indicator: Indicator,
    series: dict[str, Series],
    marks: list[Mark],
    span: Window,
    look: Look,
    w: Words,
    *,
    title: str,
    foot: str,
    limits: tuple[Limits, ...] = (),
) -> go.Figure:
    """Lines with gaps where nothing was reported; unfinished periods are open circles; labels at the lines."""
    figure = go.Figure()
    _draw_limits(figure, limits, look)
    for number, (name, rows) in enumerate(series.items()):
        _draw_line(figure, indicator, name, rows, number, look, w, is_alone=len(series) == 1)
    _draw_unusual(figure, limits, look, w)
    draw_marks(figure, marks, span, look)
    figure.update_xaxes(
        range=[span.first.isoformat(), span.until.isoformat()], tickformat="%b<br>%Y", nticks=7
    )
    figure.update_yaxes(rangemode="tozero")
    sub = w(f"unit.{indicator.unit}")
    if limits:
        sub = f"{sub}; {w('control.limits')}"
    chart = framed(figure, look, w, title=title, sub=sub, foot=foot, height=420, label_rows=len(marks))
    if len(series) > 1:
        rows_of_legend = len(series)  # on a phone each name has a line of its own
        chart.update_layout(
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 0,
                "yanchor": "top",
                "yref": "paper",
                "font": {"size": 13},
            },
        )
        _make_room(chart, rows_of_legend)
    return chart


def _draw_limits(figure: go.Figure, limits: tuple[Limits, ...], look: Look) -> None:
    """The band between the limits, and the mean."""
    if not limits:
        return
    days = [one.point.middle for one in limits]
    edge = {"mode": "lines", "line": {"width": 0, "shape": "hvh"}, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(x=days, y=[one.low for one in limits], **edge)
    figure.add_scatter(x=days, y=[one.high for one in limits], fill="tonexty", fillcolor=look.shade, **edge)
    figure.add_scatter(
        x=days,
        y=[one.mean for one in limits],
        mode="lines",
        line={"width": 1, "dash": "dash", "color": look.muted, "shape": "hvh"},
        hoverinfo="skip",
        showlegend=False,
    )


def _draw_unusual(figure: go.Figure, limits: tuple[Limits, ...], look: Look, w: Words) -> None:
    """Periods outside the limits (or against the run rules) get a ring and a word."""
    unusual = [one for one in limits if one.is_unusual]
    figure.add_scatter(
        x=[one.point.middle for one in unusual],
        y=[one.point.value for one in unusual],
        mode="markers",
        marker={"symbol": "circle-open", "size": 15, "color": look.series[3], "line": {"width": 2}},
        customdata=[w("control.unusual")] * len(unusual),
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _make_room(chart: go.Figure, rows: int) -> None:
    """The legend stands between the axis and the foot."""
    space = 30 + 22 * rows
    margin = chart.layout.margin
    plot_height = chart.layout.height - margin.t - margin.b
    chart.update_layout(height=chart.layout.height + space, margin={"b": margin.b + space})
    chart.update_layout(legend={"y": -40 / plot_height})


def _draw_line(
    figure: go.Figure,
    indicator: Indicator,
    name: str,
    rows: Series,
    number: int,
    look: Look,
    w: Words,
    *,
    is_alone: bool,
) -> None:
    middle = [point.middle for point in rows]
    color = look.series[number % len(look.series)]
    is_score = indicator.kind == "score"
    has_points = is_score or sum(point.value is not None for point in rows) <= FEW_POINTS
    figure.add_scatter(
        x=middle,
        y=[point.value for point in rows],
        name=plain(name),
        mode="lines+markers" if has_points else "lines",
        connectgaps=is_score,  # between two waves nobody was asked; the line only joins them
        line={"color": color, "width": 2.2 if is_alone else 1.8, "dash": DASHES[number % len(DASHES)]},
        marker={"symbol": SYMBOLS[number % len(SYMBOLS)], "size": 8, "color": color},
        customdata=[hover_text(name if not is_alone else "", indicator, row, w) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )
    _draw_unfinished(figure, rows, number, color, look)


def hover_text(name: str, indicator: Indicator, row: Point, w: Words) -> str:
    """What the pointer shows and the keyboard speaks: office, period, value with its counts, caveat."""
    text = w(
        "chart.hover",
        period=w.period(row.start, row.until),
        value=sentences.point_with_counts(indicator, row, w),
        note="" if row.is_complete else w("chart.incomplete"),
    )
    return f"{plain(name)}<br>{text}" if name else text


def _draw_unfinished(figure: go.Figure, rows: Series, number: int, color: str, look: Look) -> None:
    unfinished = [point for point in rows if not point.is_complete and point.value is not None]
    figure.add_scatter(
        x=[point.middle for point in unfinished],
        y=[point.value for point in unfinished],
        mode="markers",
        marker={
            "symbol": SYMBOLS[number % len(SYMBOLS)],
            "size": 9,
            "color": look.ground,
            "line": {"color": color, "width": 2},
        },
        hoverinfo="skip",
        showlegend=False,
    )
