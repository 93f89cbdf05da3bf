"""Charts of checks and finds: rates by week above what was checked, items, waiting against throughput, shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import plotly.graph_objects as go

from einlass.charts.look import ROW, Look, framed, plain
from einlass.charts.marks import Mark, draw_lines, labels, number_of
from einlass.findings import Phase
from einlass.measures import Window
from einlass.topics.checks import Items, PeriodRate, Waiting
from einlass.words import Words

BAR_SHARE = 0.75  # of its period a bar covers
HOURS_A_DAY, MILLISECONDS_AN_HOUR = 24, 3_600_000
LOWER, GAP = 0.24, 0.12  # of the height: the bars below, and between both
HEADROOM = 2.6  # of the mean, up to where an interval is drawn to its end
HEIGHT = 330  # px
LABEL = 7.2  # px a letter of a row's label is wide, at most
HOVER = "%{customdata}<extra></extra>"


@dataclass(frozen=True)
class Frame:
    """What stands around a chart."""

    title: str
    sub: str
    foot: str


@dataclass(frozen=True)
class Row:
    """A bar with its label, what stands behind it, and what is said of it."""

    label: str
    value: float
    text: str
    spoken: str
    is_strong: bool = False


def rates_chart(
    rates: Sequence[PeriodRate],
    whole: Phase,
    texts: Sequence[str],
    span: Window,
    ends: tuple[float, float],
    marks: list[Mark],
    look: Look,
    w: Words,
    frame: Frame,
) -> go.Figure:
    """Rates with intervals and their mean; below, on an axis of its own, how many were checked.

    texts: what is said of each period. ends: of the axes of rates and of persons checked. marks: numbered, as the list
    below the chart says.
    """
    figure = go.Figure()
    _hatch_outages(figure, rates, ends[0], look)
    _draw_mean(figure, whole, span, look)
    _draw_intervals(figure, rates, ends[0], look)
    _draw_rates(figure, rates, texts, look)
    _draw_checked(figure, rates, texts, look)
    draw_lines(figure, marks, look)
    numbers = [number_of(place) for place in range(len(marks))]
    outages = _outage_labels(rates, 1 if marks else 0, look, w)
    named = [*outages, *labels(marks, numbers, [0] * len(marks), span, look)]
    rows = 1 + bool(marks) + bool(outages)
    framed(figure, look, w, title=frame.title, sub=frame.sub, foot=frame.foot, height=HEIGHT, label_rows=rows)
    first, last = span.first - timedelta(days=2), span.until + timedelta(days=1)
    figure.update_xaxes(
        type="date",
        range=[first.isoformat(), last.isoformat()],
        tickformat="%b<br>%Y",
        dtick=f"M{_months_apart(span)}",
        tick0="2000-01-01",
        anchor="y2",
    )
    figure.update_layout(
        bargap=0,
        barmode="overlay",
        annotations=[*_mean_label(whole, rows - 1, w, look), *named],
        yaxis={"domain": [LOWER + GAP, 1], "range": [0, ends[0]], "nticks": 5},
        yaxis2={
            "domain": [0, LOWER],
            "range": [0, ends[1]],
            "nticks": 3,
            "gridcolor": look.grid,
            "zeroline": False,
            "fixedrange": True,
            "tickformat": ",d",
        },
    )
    return figure


def ends_of(series: Sequence[tuple[Sequence[PeriodRate], Phase]]) -> tuple[float, float]:
    """The ends of the axes that several charts share: no point is cut, nor half of the intervals."""
    values = [one.value or 0.0 for rates, _ in series for one in rates]
    means = [whole.value or 0.0 for _, whole in series]
    checked = [one.checked for rates, _ in series for one in rates]
    highs = [one.high for rates, _ in series for one in rates if one.high is not None]
    half = 1.05 * median(highs) if highs else 0.0
    top = max([1.0, half, *(1.15 * one for one in values), *(HEADROOM * one for one in means)])
    return top, 1.08 * max([1, *checked])


def _months_apart(span: Window) -> int:
    """How many months lie between two names on the axis."""
    return next((step for step in (1, 2, 3, 6) if span.days <= 31 * 7 * step), 12)


def _hatch_outages(figure: go.Figure, rates: Sequence[PeriodRate], top: float, look: Look) -> None:
    failed = [one for one in rates if one.has_outage]
    figure.add_bar(
        x=[one.middle.isoformat() for one in failed],
        y=[top] * len(failed),
        width=[_width(one, 0.95) for one in failed],
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": look.palette.left_out, "size": 6, "solidity": 0.25},
        },
        hoverinfo="skip",
    )


def _outage_labels(rates: Sequence[PeriodRate], row: int, look: Look, w: Words) -> list[dict[str, object]]:
    """The name of a failure above it; of several, of the last one."""
    failed = [one for one in rates if one.has_outage]
    return [
        {
            "x": one.middle.isoformat(),
            "y": 1,
            "xref": "x",
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": ROW * row,
            "text": w("checks.chart.outage"),
            "showarrow": False,
            "font": {"size": 12, "color": look.ink},
        }
        for one in failed[-1:]
    ]


def _width(one: PeriodRate, share: float) -> float:
    return share * (one.until - one.start).days * HOURS_A_DAY * MILLISECONDS_AN_HOUR


def _draw_mean(figure: go.Figure, whole: Phase, span: Window, look: Look) -> None:
    if whole.value is None:
        return
    figure.add_scatter(
        x=[(span.first - timedelta(days=2)).isoformat(), (span.until + timedelta(days=1)).isoformat()],
        y=[whole.value, whole.value],
        mode="lines",
        line={"color": look.after, "width": 1.3, "dash": "dash"},
        hoverinfo="skip",
    )


def _mean_label(whole: Phase, row: int, w: Words, look: Look) -> list[dict[str, object]]:
    if whole.value is None:
        return []
    text = w("checks.chart.mean", value=w.number(whole.value, 1))
    if whole.low is not None and whole.high is not None:
        text = w(
            "checks.chart.mean_range",
            value=w.number(whole.value, 1),
            low=w.number(whole.low, 1),
            high=w.number(whole.high, 1),
        )
    return [
        {
            "x": 0,
            "y": 1,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": ROW * row,
            "text": text,
            "showarrow": False,
            "font": {"size": 13, "color": look.after},
        }
    ]


def _draw_intervals(figure: go.Figure, rates: Sequence[PeriodRate], top: float, look: Look) -> None:
    """A line an interval; one that goes on beyond the axis ends in an arrowhead."""
    known = [one for one in rates if one.low is not None and one.high is not None]
    for is_failed, color in ((False, look.after), (True, look.outside)):
        own = [one for one in known if one.has_outage == is_failed]
        figure.add_scatter(
            x=[day for one in own for day in (one.middle, one.middle, None)],
            y=[end for one in own for end in (one.low, min(one.high or 0.0, top), None)],
            mode="lines",
            line={"color": color, "width": 2},
            hoverinfo="skip",
        )
    cut = [one for one in known if (one.high or 0.0) > top]
    figure.add_scatter(
        x=[one.middle for one in cut],
        y=[top] * len(cut),
        mode="markers",
        marker={"symbol": "triangle-up", "size": 9, "color": look.after},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _draw_rates(figure: go.Figure, rates: Sequence[PeriodRate], texts: Sequence[str], look: Look) -> None:
    """Full where the period is whole, hollow where it is not; grey where a scanner failed."""
    colors = [look.outside if one.has_outage else look.after for one in rates]
    figure.add_scatter(
        x=[one.middle for one in rates],
        y=[one.value for one in rates],
        mode="markers",
        marker={
            "size": 10 if len(rates) <= 60 else 6,
            "color": [
                color if one.is_whole else look.ground for one, color in zip(rates, colors, strict=True)
            ],
            "line": {"color": colors, "width": 2},
        },
        cliponaxis=False,
        customdata=list(texts),
        hovertemplate=HOVER,
    )


def _draw_checked(figure: go.Figure, rates: Sequence[PeriodRate], texts: Sequence[str], look: Look) -> None:
    figure.add_bar(
        x=[one.middle for one in rates],
        y=[one.checked for one in rates],
        width=[_width(one, BAR_SHARE) for one in rates],
        yaxis="y2",
        marker={"color": [look.outside if one.has_outage else look.before for one in rates]},
        text=list(texts),
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )


def disposal_marks(look: Look) -> list[dict[str, object]]:
    """How the bars of what became of the items look, in the order of the disposals."""
    line = {"width": 1, "color": look.ground}
    return [
        {"color": look.before, "line": line},
        {"color": look.palette.heat[1], "line": {"width": 1, "color": look.before}},
        {"color": look.series[1], "line": line},
        {
            "color": look.ground,
            "line": {"width": 1, "color": look.palette.expected},
            "pattern": {
                "shape": "/",
                "fgcolor": look.palette.expected,
                "bgcolor": look.ground,
                "size": 5,
                "solidity": 0.4,
            },
        },
        {"color": look.series[2], "line": line},
    ]


def items_chart(
    items: Items,
    names: Sequence[str],
    disposals: Sequence[str],
    totals: Sequence[str],
    look: Look,
    w: Words,
    frame: Frame,
) -> go.Figure:
    """A bar a kind, split by what became of the items. names, totals: of the kinds; disposals: of the parts."""
    figure = go.Figure()
    places = list(range(len(items.kinds)))
    for number, (name, marker) in enumerate(zip(disposals, disposal_marks(look), strict=True)):
        counts = [one.disposals[number] for one in items.kinds]
        if any(counts):
            figure.add_bar(
                x=counts,
                y=places,
                orientation="h",
                name=name,
                marker=marker,
                width=0.62,
                customdata=[
                    w("checks.items.spoken", kind=plain(kind), disposal=name, count=w.number(count))
                    for kind, count in zip(names, counts, strict=True)
                ],
                hovertemplate=HOVER,
            )
    figure.add_scatter(
        x=[one.count for one in items.kinds],
        y=places,
        mode="text",
        text=[f" <b>{plain(one)}</b>" for one in totals],
        textposition="middle right",
        textfont={"color": look.ink, "size": 13},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    height = 34 * len(places) + 96
    framed(figure, look, w, title=frame.title, sub=frame.sub, foot=frame.foot, height=height)
    _rows_axis(figure, names, look)
    highest = max((one.count for one in items.kinds), default=1)
    figure.update_xaxes(type="linear", range=[0, 1.16 * highest], visible=False)
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        margin={"t": 62, "b": 10},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "xref": "container",
            "yref": "container",
            "yanchor": "top",
            "traceorder": "normal",
            "font": {"size": 13, "color": look.ink},
        },
    )
    return figure


def _rows_axis(figure: go.Figure, names: Sequence[str], look: Look) -> None:
    """Labels of rows, from above."""
    figure.update_yaxes(
        type="linear",
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=[f"{plain(one)}  " for one in names],
        range=[len(names) - 0.45, -0.55],
        showgrid=False,
        linecolor=look.outside,
        tickfont={"size": 13.5, "color": look.ink},
    )
    figure.update_layout(margin={"l": int(max(map(len, names), default=0) * LABEL) + 14, "r": 24})


def waiting_chart(waiting: Waiting, look: Look, w: Words, frame: Frame) -> go.Figure:
    """A point a check block (several of the same place are darker), and the line of the medians."""
    figure = go.Figure()
    for has_outage, symbol, color in ((False, "circle", look.after), (True, "square-open", look.series[2])):
        own = [one for one in waiting.blocks if one.has_outage == has_outage]
        if own:
            figure.add_scatter(
                x=[one.per_hour for one in own],
                y=[one.minutes for one in own],
                mode="markers",
                name=w(f"checks.waiting.{'outage' if has_outage else 'usual'}"),
                marker={
                    "symbol": symbol,
                    "size": [min(16.0, 5.5 + 1.5 * one.count**0.5) for one in own],
                    "color": color,
                    "opacity": 0.9 if has_outage else 0.42,
                },
                text=[_block_text(one.per_hour, one.minutes, one.count, w) for one in own],
                hovertemplate="%{text}<extra></extra>",
            )
    figure.add_scatter(
        x=[place for place, _ in waiting.line],
        y=[minutes for _, minutes in waiting.line],
        mode="lines",
        name=w("checks.waiting.line"),
        line={"color": look.palette.expected, "width": 3},
        customdata=[
            w("checks.waiting.spoken", persons=w.number(place), minutes=w.number(minutes, 1))
            for place, minutes in waiting.line
        ],
        hovertemplate=HOVER,
    )
    framed(figure, look, w, title=frame.title, sub=frame.sub, foot=frame.foot, height=330)
    figure.update_xaxes(
        type="linear",
        rangemode="tozero",
        title={"text": w("checks.waiting.axis"), "font": {"size": 13}, "standoff": 8},
        nticks=6,
    )
    figure.update_yaxes(type="linear", rangemode="tozero", nticks=6)
    figure.update_layout(
        showlegend=True,
        margin={"t": 34, "b": 52},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 13}},
    )
    return figure


def _block_text(per_hour: int, minutes: float, count: int, w: Words) -> str:
    where = w("checks.waiting.spoken", persons=w.number(per_hour), minutes=w.number(minutes, 1))
    return where if count == 1 else w("checks.waiting.several", text=where, count=w.number(count))


def shares_chart(
    rows: Sequence[Row], announced: float | None, look: Look, w: Words, frame: Frame
) -> go.Figure:
    """Shares of visits that were checked, and the share that was announced as a line."""
    figure = go.Figure()
    figure.add_bar(
        x=[one.value for one in rows],
        y=list(range(len(rows))),
        orientation="h",
        width=0.55,
        marker={"color": [look.after if one.is_strong else look.before for one in rows]},
        text=[f"  <b>{plain(one.text)}</b>" for one in rows],
        textposition="outside",
        textfont={"color": look.ink, "size": 14},
        cliponaxis=False,
        customdata=[one.spoken for one in rows],
        hovertemplate=HOVER,
    )
    framed(figure, look, w, title=frame.title, sub=frame.sub, foot=frame.foot, height=44 * len(rows) + 70)
    _rows_axis(figure, [one.label for one in rows], look)
    end = 1.35 * max([0.01, announced or 0.0, *(one.value for one in rows)])
    figure.update_xaxes(type="linear", range=[0, end], visible=False)
    figure.update_layout(margin={"t": 30, "b": 8})
    if announced is not None:
        figure.add_vline(x=announced, line={"color": look.ink, "width": 1.5, "dash": "dash"})
        figure.add_annotation(
            x=announced,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if announced > end / 2 else "left",
            text=w("checks.spots.announced", share=plain(w.percent(announced))),
            showarrow=False,
            font={"size": 13, "color": look.ink},
        )
    return figure
