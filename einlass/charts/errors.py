"""Error rates of methods: one line each, a mark per level of dependence, the honest 5 % as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from einlass.charts.heard import heard
from einlass.charts.look import SYMBOLS, Look, framed, plain
from einlass.words import Words

HONEST = 0.05


def errors_chart(
    claims: Mapping[str, Sequence[float | None]], levels: Sequence[float], look: Look, w: Words
) -> go.Figure:
    """False alarms by method; the method's name stands above its marks."""
    figure = go.Figure()
    for number, level in enumerate(levels):
        figure.add_scatter(
            x=[values[number] for values in claims.values()],
            y=list(range(len(claims))),
            mode="markers",
            name=w("method.errors.rho", rho=w.number(level, 1)),
            marker={"symbol": SYMBOLS[number % len(SYMBOLS)], "size": 10, "color": look.series[number]},
            meta=heard(is_across=True),
            customdata=[_told(name, level, values[number], w) for name, values in claims.items()],
            hovertemplate="%{customdata}<extra></extra>",
        )
    for place, name in enumerate(claims):
        figure.add_annotation(
            x=0,
            xref="paper",
            y=place,
            yshift=8,
            xanchor="left",
            yanchor="bottom",
            text=name,
            showarrow=False,
            font={"size": 12, "color": look.ink},
            bgcolor=look.ground,
        )
    figure.add_vline(x=HONEST, line={"color": look.ink, "width": 1, "dash": "dash"})
    figure.update_xaxes(range=[-0.02, 1.0], tickformat=".0%")
    figure.update_yaxes(visible=False, range=[len(claims) - 0.5, -1.0])
    chart = framed(
        figure,
        look,
        w,
        title=w("method.errors"),
        sub=w("chart.errors_sub"),
        foot=w("chart.errors_foot"),
        height=120 + 38 * len(claims),
        label_rows=3,
    )
    return chart.update_layout(
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 12}},
    )


def _told(name: str, level: float, share: float | None, w: Words) -> str:
    """A method at a level of dependence, and in how many series it claims a change."""
    told = w("value.none") if share is None else w.percent(share, 1)
    return w("method.errors.spoken", method=plain(name), rho=w.number(level, 1), share=told)
