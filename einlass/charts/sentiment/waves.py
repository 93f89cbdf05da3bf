"""Waves at their days in the field, each with its interval, and the means of the phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

import plotly.graph_objects as go

from einlass import config
from einlass.charts.heard import WIDE, heard
from einlass.charts.look import ROW, Look, framed, plain
from einlass.charts.marks import Mark, draw_lines, labels, number_of, rows_of, shade
from einlass.measures import Window
from einlass.topics.sentiment import Stretch, WaveShare
from einlass.words import Words

HEIGHT = 300
PLOT_WIDTH = 300  # px of the narrowest plot of waves
LINE = 40  # signs beside a point that a phone has room for
MOST_COUNTS = 12  # waves whose counts find room below them
COUNTS_APART = 0.06  # of the days shown, which the counts of two waves need between them
COUNTS_AT = -11  # per cent, where these stand


@dataclass(frozen=True)
class Around:
    """What charts of waves share: the days shown, marks, the days since the start.

    has_counts: whether room is kept below for the counts of waves with few answers.
    """

    span: Window
    marks: Sequence[Mark]
    after: Window | None
    has_counts: bool = False

    @property
    def texts(self) -> list[str]:
        """What stands above the lines: starts in words, a number for everything else."""
        numbers = iter(range(len(self.marks)))
        return [mark.label if mark.is_start else number_of(next(numbers)) for mark in self.marks]

    @property
    def explained(self) -> list[tuple[str, str]]:
        """Each number with what it stands for."""
        both = zip(self.texts, self.marks, strict=True)
        return [(number, mark.label) for number, mark in both if not mark.is_start]


def waves_chart(
    waves: Sequence[WaveShare],
    means: Sequence[tuple[Stretch, str]],
    around: Around,
    look: Look,
    w: Words,
    *,
    title: str,
    sub: str,
    foot: str,
) -> go.Figure:
    """Each wave at its days in the field with its interval; broken lines are the means, one a stretch alike asked.

    means: with what is written on each.
    """
    figure = go.Figure()
    if around.after is not None:
        shade(figure, around.after, look.shade)
    draw_lines(figure, list(around.marks), look)
    for stretch, _ in means:
        _draw_mean(figure, stretch, look)
    for wave in waves:
        _draw_wave(figure, wave, look, w)
    rows = rows_of(list(around.marks), around.texts, around.span, PLOT_WIDTH)
    lowest = COUNTS_AT if around.has_counts else 0
    figure.update_yaxes(range=[lowest, 100], tickvals=[0, 25, 50, 75, 100], ticktext=_percents(w))
    figure.update_xaxes(
        range=[around.span.first.isoformat(), around.span.until.isoformat()], tickformat="%b<br>%Y", nticks=5
    )
    framed(
        figure,
        look,
        w,
        title=title,
        sub=sub,
        foot=foot,
        height=HEIGHT,
        label_rows=max(rows, default=-1) + 1,
    )
    notes = [
        *labels(list(around.marks), around.texts, rows, around.span, look),
        *[_mean_note(stretch, text, n % 2, look) for n, (stretch, text) in enumerate(means)],
        *(_small_counts(waves, around.span, look, w) if around.has_counts else []),
    ]
    figure.update_layout(annotations=notes)
    return figure


def _percents(w: Words) -> list[str]:
    return [w.number(0), w.number(25), w.number(50), w.number(75), w.percent(1)]


def _draw_mean(figure: go.Figure, stretch: Stretch, look: Look) -> None:
    mean = 100 * stretch.agreeing / stretch.answers if stretch.answers else None
    figure.add_scatter(
        x=[stretch.first.isoformat(), _day_after(stretch.last)],
        y=[mean, mean],
        mode="lines",
        line={"color": _color(stretch.side, look), "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )


def _draw_wave(figure: go.Figure, wave: WaveShare, look: Look, w: Words) -> None:
    """Its interval, its days as a short line, and its share; hollow where it has few answers."""
    if wave.share is None or wave.low is None or wave.high is None:
        return
    color, middle, value = _color(wave.side, look), _middle(wave), 100 * wave.share
    line = {"mode": "lines", "line": {"color": color, "width": 2.5}, "hoverinfo": "skip"}
    figure.add_scatter(x=[middle, middle], y=[100 * wave.low, 100 * wave.high], **line)
    figure.add_scatter(x=[wave.first.isoformat(), _day_after(wave.last)], y=[value, value], **line)
    is_small = wave.answers < config.thresholds().share_least
    figure.add_scatter(
        x=[middle],
        y=[value],
        mode="markers",
        marker={
            "color": look.ground if is_small else color,
            "size": 10,
            "line": {"color": color if is_small else look.ground, "width": 2 if is_small else 1},
        },
        meta=heard(line="waves", flagged=[is_small or wave.high - wave.low > WIDE]),
        customdata=["<br>".join(map(plain, wrap(wave_in_words(wave, w), LINE, break_on_hyphens=False)))],
        hovertemplate="%{customdata}<extra></extra>",
    )


def wave_in_words(wave: WaveShare, w: Words) -> str:
    """A wave: its days, how many of how many agree, and its range or why there is none."""
    period = w.period(wave.first, wave.last + timedelta(days=1))
    values = {"agreeing": w.number(wave.agreeing), "asked": w.number(wave.answers)}
    is_few = wave.answers < config.thresholds().share_least
    if is_few or wave.share is None or wave.low is None or wave.high is None:
        return w("sentiment.wave.counts", period=period, **values)
    shares = {"share": wave.share, "low": wave.low, "high": wave.high}
    return w("sentiment.wave.share", period=period, **values, **{k: w.percent(v) for k, v in shares.items()})


def _mean_note(stretch: Stretch, text: str, row: int, look: Look) -> dict[str, object]:
    """Before: above the beginning of its line; since the start: left of it, where there is room.

    row: neighbours stand on rows of their own, as a line may be short.
    """
    is_after = stretch.side == "after"
    return {
        "x": stretch.first.isoformat(),
        "y": 100 * stretch.agreeing / stretch.answers if stretch.answers else 0,
        "text": f"<b>{plain(text)}</b>" if is_after else plain(text),
        "showarrow": False,
        "xanchor": "right" if is_after else "left",
        "yanchor": "bottom",
        "xshift": -14 if is_after else 0,
        "yshift": 0 if is_after else 30 + row * ROW,
        "bgcolor": look.ground,
        "font": {"size": 13, "color": look.after if is_after else look.ink},
    }


def small_waves(waves: Sequence[WaveShare]) -> list[WaveShare]:
    """Those with few answers."""
    return [one for one in waves if 0 < one.answers < config.thresholds().share_least]


def _apart(waves: Sequence[WaveShare], span: Window) -> list[WaveShare]:
    """Those whose counts find room beside that of the one before."""
    kept: list[WaveShare] = []
    for one in waves:
        if not kept or (one.first - kept[-1].first).days >= COUNTS_APART * span.days:
            kept.append(one)
    return kept


def _small_counts(waves: Sequence[WaveShare], span: Window, look: Look, w: Words) -> list[dict[str, object]]:
    """The counts of waves with few answers, below the axis."""
    return [
        {
            "x": _middle(one),
            "y": COUNTS_AT,
            "text": w("sentiment.of_short", agreeing=w.number(one.agreeing), asked=w.number(one.answers)),
            "showarrow": False,
            "yanchor": "bottom",
            "font": {"size": 12, "color": look.muted},
        }
        for one in _apart(small_waves(waves), span)
    ]


def _color(side: str, look: Look) -> str:
    return {"before": look.before, "after": look.after}.get(side, look.outside)


def _middle(wave: WaveShare) -> str:
    return date.fromordinal((wave.first.toordinal() + wave.last.toordinal()) // 2).isoformat()


def _day_after(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()
