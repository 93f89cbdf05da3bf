"""Charts of guards: cost since the start and onwards, planned and done by week, plans on one axis."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from einlass.charts.heard import REFERENCE, heard
from einlass.charts.look import DASHES, SYMBOLS, Frame, Look, framed, plain, translucent
from einlass.measures import Window
from einlass.topics.staffing import Week
from einlass.words import Words

HOVER = "%{customdata}<extra></extra>"
COST_HEIGHT, WEEKS_HEIGHT = 360, 150  # px
ROW_HEIGHT = 46  # px of a plan
WEEK_MILLISECONDS = 7 * 86_400_000
NARROW = 600  # px
LEGEND_SIGNS = 40  # in a row


@dataclass(frozen=True)
class CostLine:
    """One measure: what it cost at the end of each day, and where it would be on a later day (mean, low, high).

    name: what the legend says. measure: its name alone, which is spoken with each point.
    """

    name: str
    measure: str
    days: Sequence[date]
    euros: Sequence[float]
    spoken: Sequence[str]
    known_until: date
    later: date
    ends: tuple[float, float, float]
    end_spoken: str


@dataclass(frozen=True)
class PlanRow:
    """A plan with its range in euros; `ends`: what each end says beside that, where there are two."""

    label: str
    told: str
    low: float
    high: float
    ends: tuple[str, ...] = ()
    is_strong: bool = False


def cost_chart(
    lines: Sequence[CostLine],
    days: Sequence[tuple[date, str]],
    hatched: Window | None,
    look: Look,
    w: Words,
    frame: Frame,
) -> go.Figure:
    """Lines of what was paid; dashed with a band what it would be; days: verticals with a label."""
    figure = go.Figure()
    for place, line in enumerate(lines):
        _paid(figure, line, place, look)
        if line.later > line.known_until:
            _onwards(figure, line, place, look)
    if hatched:
        _hatch(figure, hatched, max((line.ends[2] for line in lines), default=0.0), look)
    framed(
        figure,
        look,
        w,
        title=frame.title,
        sub=frame.sub,
        foot=frame.foot,
        height=COST_HEIGHT,
        label_rows=len(days),
    )
    for row, (day, label) in enumerate(days):
        _vertical(figure, day, label, row, len(days), look)
    _names(figure, sum(len(_legend(line)) for line in lines))
    top = max((max(line.ends[2], *line.euros) for line in lines), default=1.0)
    figure.update_yaxes(range=[0, 1.08 * top or 1], tickformat=",.0f", **_in_euros(w))
    figure.update_xaxes(type="date", tickformat="%b<br>%Y", nticks=7)
    figure.update_layout(margin={"l": 74})
    return figure


def _in_euros(w: Words) -> dict[str, str]:
    """The euro sign on the side of the number where the language has it."""
    before, _, behind = w("format.euros", amount="0").partition("0")
    return {"tickprefix": before, "ticksuffix": behind}


def _paid(figure: go.Figure, line: CostLine, place: int, look: Look) -> None:
    color = look.series[place % len(look.series)]
    figure.add_scatter(
        x=line.days,
        y=line.euros,
        name="<br>".join(map(plain, _legend(line))),
        mode="lines+markers",
        line={"color": color, "width": 2.4},
        marker={
            "symbol": SYMBOLS[place % len(SYMBOLS)],
            "size": [0] * (len(line.days) - 1) + [9],
            "color": color,
        },
        customdata=[_told(line, text) for text in line.spoken],
        hovertemplate=HOVER,
    )


def _onwards(figure: go.Figure, line: CostLine, place: int, look: Look) -> None:
    color = look.series[place % len(look.series)]
    now, then = line.known_until, line.later
    mean, low, high = line.ends
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(x=[now, then], y=[line.euros[-1], low], **edge)
    figure.add_scatter(
        x=[now, then], y=[line.euros[-1], high], fill="tonexty", fillcolor=translucent(color, 0.22), **edge
    )
    figure.add_scatter(
        x=[now, then],
        y=[line.euros[-1], mean],
        mode="lines",
        line={"color": color, "width": 2, "dash": DASHES[1]},
        meta=heard(REFERENCE),
        customdata=[_told(line, text) for text in (line.spoken[-1], line.end_spoken)],
        hovertemplate=HOVER,
        showlegend=False,
    )


def _told(line: CostLine, text: str) -> str:
    """A point of a line with the measure that it belongs to."""
    return f"{plain(line.measure)}, {text}"


def _hatch(figure: go.Figure, days: Window, top: float, look: Look) -> None:
    """Days that are not like those before them."""
    figure.add_scatter(
        x=[days.first, days.until, days.until, days.first],
        y=[0, 0, 1.08 * top, 1.08 * top],
        fill="toself",
        mode="lines",
        line={"width": 0},
        fillcolor=translucent(look.outside, 0.0),
        fillpattern={"shape": "/", "fgcolor": look.palette.left_out, "size": 9, "solidity": 0.12},
        hoverinfo="skip",
        showlegend=False,
    )


def _vertical(figure: go.Figure, day: date, label: str, row: int, rows: int, look: Look) -> None:
    figure.add_shape(
        type="line",
        xref="x",
        yref="paper",
        x0=day.isoformat(),
        x1=day.isoformat(),
        y0=0,
        y1=1,
        line={"color": look.ink, "width": 1 + row},
    )
    figure.add_annotation(
        x=day.isoformat(),
        y=1,
        xref="x",
        yref="paper",
        yshift=17 * (rows - 1 - row),
        text=plain(label),
        showarrow=False,
        xanchor="right" if row == 0 else "center",
        yanchor="bottom",
        font={"size": 12, "color": look.ink},
    )


def _legend(line: CostLine) -> list[str]:
    """What stands beside a line's sign, in rows that a phone holds."""
    return [*textwrap.wrap(f"{line.name},", LEGEND_SIGNS), line.end_spoken]


def _names(figure: go.Figure, rows: int) -> None:
    """The legend below the axis, each line of it in rows of its own."""
    space = 24 + 20 * rows
    margin = figure.layout.margin
    plot = figure.layout.height - margin.t - margin.b
    figure.update_layout(
        showlegend=True,
        height=figure.layout.height + space,
        margin={"b": margin.b + space},
        legend={
            "orientation": "v",
            "x": 0,
            "y": -44 / plot,
            "yanchor": "top",
            "yref": "paper",
            "font": {"size": 13},
        },
    )


def weeks_chart(
    weeks: Sequence[Week],
    spoken: Sequence[str],
    span: Window,
    top: float,
    look: Look,
    w: Words,
    frame: Frame,
) -> go.Figure:
    """Hours by week: filled what was done, an empty frame what was planned and not done."""
    figure = go.Figure()
    days = [one.start + timedelta(days=3) for one in weeks]
    shared = {"x": days, "width": 0.8 * WEEK_MILLISECONDS}
    figure.add_bar(
        y=[one.done for one in weeks],
        marker={"color": look.after},
        customdata=spoken,
        hovertemplate=HOVER,
        **shared,
    )
    missing = [max(0.0, one.planned - one.done) for one in weeks]
    edge = [1.6 if one else 0 for one in missing]
    figure.add_bar(
        y=missing,
        marker={"color": look.ground, "line": {"color": look.palette.expected, "width": edge}},
        hovertext=spoken,  # to the pointer alone: by keyboard the bar below says the same
        hovertemplate="%{hovertext}<extra></extra>",
        **shared,
    )
    framed(figure, look, w, title=frame.title, sub=frame.sub, foot=frame.foot, height=WEEKS_HEIGHT + 56)
    figure.update_layout(barmode="stack")
    figure.update_yaxes(range=[0, 1.1 * top or 1], nticks=4)
    figure.update_xaxes(
        type="date",
        range=[span.first.isoformat(), span.until.isoformat()],
        tickformat="%b<br>%Y",
        nticks=4,
    )
    return figure


def plans_chart(rows: Sequence[PlanRow], look: Look, w: Words, frame: Frame) -> go.Figure:
    """Each plan a row on one axis of euros: its label and range above its bar."""
    figure = go.Figure()
    top = max([row.high for row in rows] + [1.0])
    for place, row in enumerate(rows):
        color = look.after if row.is_strong else look.outside
        figure.add_scatter(
            x=[row.low, row.high] if row.ends else [row.high],
            y=[-place] * (len(row.ends) or 1),
            mode="lines" if row.ends else "markers",
            line={"color": color, "width": 11},
            marker={"size": 10, "color": color},
            meta=heard(line="plans", is_across=True),
            customdata=[
                "<br>".join(plain(text) for text in (row.label, row.told, end) if text)
                for end in row.ends or ("",)
            ],
            hovertemplate=HOVER,
        )
        _row_text(figure, row, place, look)
    framed(
        figure,
        look,
        w,
        title=frame.title,
        sub=frame.sub,
        foot=frame.foot,
        height=56 + ROW_HEIGHT * len(rows),
    )
    figure.update_yaxes(range=[-len(rows) + 0.6, 0.75], showticklabels=False, showgrid=False)
    figure.update_xaxes(
        range=[-0.02 * top, 1.06 * top],
        nticks=4,
        tickformat=",.0f",
        **_in_euros(w),
        showgrid=True,
    )
    figure.update_layout(margin={"l": 8, "r": 24})
    return figure


def _row_text(figure: go.Figure, row: PlanRow, place: int, look: Look) -> None:
    text = f"{plain(row.label)} <b>{plain(row.told)}</b>"
    figure.add_annotation(
        x=0,
        y=-place,
        xref="paper",
        yshift=15,
        text=text,
        showarrow=False,
        xanchor="left",
        yanchor="middle",
        font={"size": 12.5, "color": look.ink},
    )
