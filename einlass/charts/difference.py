"""How large a difference is: the estimate with its 80 and 95 % intervals on an axis in words."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from einlass.charts.heard import REFERENCE, VALUE, heard
from einlass.charts.look import Look, framed
from einlass.findings import Estimate, Finding
from einlass.words import Words, points, ranges, sentences

RATIO_TICKS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
WIDEST_RATIO = 12.0  # an interval that goes on beyond is cut here
MANY_DOUBLINGS = 14  # beyond this ratio of both ends only every second tick fits a phone


def difference_chart(finding: Finding, look: Look, w: Words, *, title: str, foot: str) -> go.Figure | None:
    """The estimate with its 80 and 95 % intervals: a ratio on an axis in words, a difference in its unit."""
    estimate = finding.estimate
    if estimate is None or (estimate.low is None and estimate.high is None):
        return None
    figure = go.Figure()
    color = look.after if finding.verdict in sentences.FIRM else look.muted
    low, high = _ends(estimate, estimate.low, estimate.high)
    inner = _ends(estimate, estimate.interval_80.low, estimate.interval_80.high)
    for ends, width in (((low, high), 3), (inner, 10)):
        figure.add_scatter(
            x=ends, y=[0, 0], mode="lines", line={"color": color, "width": width}, hoverinfo="skip"
        )
    if estimate.value is not None and low <= estimate.value <= high:
        figure.add_scatter(
            x=[estimate.value],
            y=[0],
            mode="markers+text",
            marker={"color": look.ground, "size": 16, "line": {"color": color, "width": 4}},
            text=[f"<b>{_value_text(finding, estimate.value, w)}</b>"],
            textposition="top center",
            textfont={"color": look.ink, "size": 14},
            hoverinfo="skip",
        )
    _draw_points(figure, finding, estimate, (low, high), inner, w)
    figure.add_vline(x=estimate.null, line={"color": look.ink, "width": 1.5})
    figure.update_yaxes(visible=False, range=[-1, 1])
    _effect_axis(figure, estimate.effect, low, high, w)
    sub = _interval_text(finding, w)
    return framed(figure, look, w, title=title, sub=sub, foot=foot, height=130)


def _draw_points(
    figure: go.Figure,
    finding: Finding,
    estimate: Estimate,
    outer: tuple[float, float],
    inner: tuple[float, float],
    w: Words,
) -> None:
    """What keyboard and pointer find, from left to right: the ends of both intervals, the estimate; then no change."""
    found = [
        (drawn, points.end(finding, estimate, level, side, w))
        for level, ends in ((95, outer), (80, inner))
        for side, drawn in zip(("low", "high"), ends, strict=True)
    ]
    if estimate.value is not None and outer[0] <= estimate.value <= outer[1]:
        found.append((estimate.value, points.estimate(finding, estimate, w)))
    found.sort(key=lambda one: one[0])
    none = [(estimate.null, points.no_change(estimate, w))]
    for own, voice in ((found, VALUE), (none, REFERENCE)):
        figure.add_scatter(
            x=[place for place, _ in own],
            y=[0] * len(own),
            mode="markers",
            marker={"size": 16, "opacity": 0},
            meta=heard(voice, is_across=True),
            customdata=[text for _, text in own],
            hovertemplate="%{customdata}<extra></extra>",
        )


def _ends(estimate: Estimate, low: float | None, high: float | None) -> tuple[float, float]:
    """Limits as drawn: a ratio's open or very far ends stop at the edge of the axis."""
    if estimate.effect == "ratio":
        return max(low or 0.0, 1 / WIDEST_RATIO), min(high or WIDEST_RATIO, WIDEST_RATIO)
    return low or 0.0, high or 0.0


def _effect_axis(figure: go.Figure, effect: str, low: float, high: float, w: Words) -> None:
    """The axis of the effect: ratios on a log scale in words."""
    if effect == "ratio":
        left, right = min(low, 0.4) / 1.15, max(high, 2.5) * 1.15
        ticks = RATIO_TICKS if right / left < MANY_DOUBLINGS else RATIO_TICKS[1::2]
        figure.update_xaxes(
            type="log",
            tickvals=ticks,
            ticktext=[w(f"ratio.{tick:g}") for tick in ticks],
            range=[math.log10(left), math.log10(right)],
            tickangle=0,
        )
        return
    reach = max(abs(low), abs(high)) * 1.25 or 1.0
    figure.update_xaxes(range=[-reach if low < 0 else -reach * 0.15, reach if high > 0 else reach * 0.15])


def _interval_text(finding: Finding, w: Words) -> str:
    key = "ratio" if finding.indicator.kind == "rate" else finding.indicator.kind
    return w(f"chart.interval_{key}", unit=w(f"unit.{finding.indicator.unit}"))


def _value_text(finding: Finding, value: float, w: Words) -> str:
    """The estimate as a label; a difference carries its sign."""
    if finding.indicator.kind == "rate":
        return ranges.factor(value, w)
    return ranges.signed(value, ranges.difference_digits(finding.indicator), w)
