"""What was found and what became of it, waiting against throughput, shares that were checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from einlass.charts.heard import heard
from einlass.charts.look import Frame, Look, framed, plain
from einlass.topics.checks import Items, Waiting
from einlass.topics.small import is_small
from einlass.words import Words, points

LABEL = 7.2  # px a letter of a row's label is wide, at most
HOVER = "%{customdata}<extra></extra>"


@dataclass(frozen=True)
class Row:
    """A bar with its label, what stands behind it, and what is said of it."""

    label: str
    value: float
    text: str
    spoken: str
    is_strong: bool = False


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
                    w(
                        "checks.items.spoken",
                        kind=plain(kind),
                        disposal=name,
                        count=points.quiet(w.number(count), is_small(count), w),
                    )
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
    """The line of the medians above a point a check block (several of the same place are darker)."""
    figure = go.Figure()
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
        zorder=1,
    )
    for has_outage, symbol, color in ((False, "circle", look.after), (True, "square-open", look.series[2])):
        own = [one for one in waiting.blocks if one.has_outage == has_outage]
        own.sort(key=lambda one: (one.per_hour, one.minutes))
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
                meta=heard(flagged=[has_outage] * len(own)),
                customdata=[_block_text(one.per_hour, one.minutes, one.count, has_outage, w) for one in own],
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


def _block_text(per_hour: int, minutes: float, count: int, has_outage: bool, w: Words) -> str:
    where = w("checks.waiting.spoken", persons=w.number(per_hour), minutes=w.number(minutes, 1))
    told = where if count == 1 else w("checks.waiting.several", text=where, count=w.number(count))
    return f"{told}; {w('checks.waiting.outage')}" if has_outage else told


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
