"""The rates of finds by week or month, above how many were checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

import plotly.graph_objects as go

from einlass.charts.heard import heard
from einlass.charts.look import ROW, Frame, Look, framed
from einlass.charts.marks import Mark, draw_lines, labels, number_of
from einlass.findings import Phase
from einlass.measures import Window
from einlass.topics.checks import PeriodRate
from einlass.words import Words

BAR_SHARE = 0.75  # of its period a bar covers
HOURS_A_DAY, MILLISECONDS_AN_HOUR = 24, 3_600_000
LOWER, GAP = 0.24, 0.12  # of the height: the bars below, and between both
HEADROOM = 2.6  # of the mean, up to where an interval is drawn to its end
HEIGHT = 330  # px
HOVER = "%{customdata}<extra></extra>"


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
        meta=heard(flagged=[one.has_outage or not one.is_whole for one in rates]),
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
