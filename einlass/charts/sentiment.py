"""Charts of the sentiment page: answers on both sides of one line, and waves at their time in the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from einlass.charts.look import ROW, Look, framed, plain
from einlass.charts.marks import Mark, draw_lines, labels, number_of, rows_of, shade
from einlass.charts.tiny import svg
from einlass.findings import Estimate, Phase
from einlass.measures import Window
from einlass.topics.sentiment import LEAST_ANSWERS, SIDES, Stretch, WaveShare
from einlass.words import Words

SLIM = 0.09  # of all answers; the number of a slimmer part finds no room in it
LEAST_SIDE = 0.42  # of the axis for those who disagree, so that the words above it find room
LABEL, GAP = 0.17, 0.24  # room for a sum on the left, and between the right side and those in between
ANSWERS_HEIGHT, WAVES_HEIGHT = 190, 300
PLOT_WIDTH = 300  # px of the narrowest plot of waves
MOST_COUNTS = 12  # waves whose counts find room below them
COUNTS_APART = 0.06  # of the days shown, which the counts of two waves need between them
COUNTS_AT = -11  # per cent, where these stand
TINY_WIDTH, TINY_HEIGHT, TINY_BAR, TINY_GAP = 190, 30, 11, 10
RANGE_WIDTH, RANGE_HEIGHT = 168, 18


@dataclass(frozen=True)
class Room:
    """The largest shares (0 to 1) of those who disagree, agree and stand between: one scale for several charts."""

    left: float
    right: float
    middle: float


def room_of(phases: Sequence[Phase | None]) -> Room:
    """The room that the answers of several phases need; of those with too few answers none is drawn."""
    shares = [_parts(one) for one in phases if one is not None and one.answer_count >= LEAST_ANSWERS]
    return Room(
        max((one[0] + one[1] for one in shares), default=0.3),
        max((one[3] + one[4] for one in shares), default=0.3),
        max((one[2] for one in shares), default=0.3),
    )


def _parts(phase: Phase) -> tuple[float, ...]:
    total = phase.answer_count
    return tuple(count / total if total else 0.0 for count in phase.distribution or (0,) * 5)


# --- Answers --------------------------------------------------------------------------------------------


def answers_chart(
    phases: tuple[Phase | None, Phase | None],
    room: Room,
    look: Look,
    w: Words,
    *,
    title: str,
    sub: str,
    foot: str,
) -> go.Figure:
    """Both phases: 1 and 2 left, 4 and 5 right of one line, 3 apart; too few answers are told as counts."""
    figure = go.Figure()
    left = max(room.left, LEAST_SIDE)
    middle = room.right + GAP
    notes = [*_heads(middle, look, w)]
    for place, (side, phase) in enumerate(zip(SIDES, phases, strict=True)):
        notes.append(_note(-left - LABEL, place - 0.3, _side_in_words(side, phase, w), look, anchor="left"))
        if phase is None or phase.answer_count < LEAST_ANSWERS:
            text = w("sentiment.none") if phase is None or not phase.answer_count else counts(phase, w)
            notes.append(_note(-left - LABEL, place + 0.06, text, look, anchor="left", is_below=True))
            continue
        _draw_bar(figure, place, phase, middle, look, w)
        line = {"color": look.ink, "width": 2}
        figure.add_shape(type="line", x0=0, x1=0, y0=place - 0.2, y1=place + 0.44, line=line)
        notes += _sums(place, phase, look, w)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(visible=False, range=[-left - LABEL, middle + room.middle + 0.02])
    figure.update_yaxes(visible=False, range=[1.45, -0.75])
    framed(figure, look, w, title=title, sub=sub, foot=foot, height=ANSWERS_HEIGHT, label_rows=1)
    figure.update_layout(annotations=notes, margin={"l": 0, "r": 0, "b": 4})
    return figure


def counts(phase: Phase, w: Words) -> str:
    """Answers as counts, for where they carry no per cent."""
    one, two, three, *_ = phase.distribution
    return w(
        "sentiment.counts",
        agreeing=w.number(phase.numerator),
        asked=w.number(phase.denominator),
        disagreeing=w.number(one + two),
        between=w.number(three),
    )


def _draw_bar(figure: go.Figure, place: int, phase: Phase, middle: float, look: Look, w: Words) -> None:
    shares = _parts(phase)
    starts = (-shares[0] - shares[1], -shares[1], middle, 0.0, shares[3])
    for value, (share, start, ink) in enumerate(zip(shares, starts, _inks(), strict=True), 1):
        count = phase.distribution[value - 1]
        figure.add_bar(
            x=[share],
            y=[place + 0.12],
            base=[start],
            width=0.5,
            orientation="h",
            marker={"color": look.palette.answers[value - 1], "line": {"color": look.ground, "width": 1}},
            text=[w.number(100 * share) if share >= SLIM else ""],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": ink, "size": 13},
            customdata=[
                w(
                    "sentiment.hover",
                    answer=w(f"answer.{value}"),
                    count=w.number(count),
                    share=w.percent(share),
                )
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )


def _sums(place: int, phase: Phase, look: Look, w: Words) -> list[dict[str, object]]:
    """The shares of those who disagree and who agree, at the ends of the bar."""
    shares = _parts(phase)
    left, right = shares[0] + shares[1], shares[3] + shares[4]
    y = place + 0.12
    return [
        {**_note(-left, y, w.percent(left), look, anchor="right"), "xshift": -5, "yanchor": "middle"},
        {
            **_note(right, y, f"<b>{w.percent(right)}</b>", look, anchor="left"),
            "xshift": 5,
            "yanchor": "middle",
        },
    ]


def _heads(middle: float, look: Look, w: Words) -> list[dict[str, object]]:
    """What lies left and right of the line, and apart."""
    parts = ((0.0, "disagree", "right", -6), (0.0, "agree", "left", 6))
    font = {"font": {"size": 13, "color": look.muted}}
    sides = [
        {
            **_note(x, 1, w(f"sentiment.{name}"), look, anchor=anchor),
            **font,
            "yref": "paper",
            "xshift": shift,
        }
        for x, name, anchor, shift in parts
    ]
    return [*sides, {**_note(middle, -0.2, w("sentiment.between"), look, anchor="left"), **font}]


def _side_in_words(side: str, phase: Phase | None, w: Words) -> str:
    count = w.number(phase.answer_count if phase else 0)
    return w(f"sentiment.side.{side}", count=count)


def _note(
    x: float, y: float, text: str, look: Look, *, anchor: str, is_below: bool = False
) -> dict[str, object]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": anchor,
        "yanchor": "middle" if is_below else "bottom",
        "font": {"size": 13, "color": look.ink},
    }


def _inks() -> tuple[str, ...]:
    return ("#FFFFFF", "#1A1A1A", "#1A1A1A", "#1A1A1A", "#FFFFFF")


def reach_of(estimates: Sequence[Estimate | None]) -> float:
    """How far from no difference an axis must reach for all of them; a point of the scale at least."""
    ends = [end for one in estimates if one is not None for end in (one.low, one.high) if end is not None]
    return max([1.0, *(abs(end) for end in ends)])


def on_one_axis(figure: go.Figure, reach: float, w: Words) -> None:
    """Puts a difference of means on an axis in words that others share."""
    words = ("less", "same", "more")
    figure.update_xaxes(
        range=[-1.3 * reach, 1.3 * reach],
        tickvals=[-1, 0, 1],
        ticktext=[w(f"sentiment.points.{word}") for word in words],
    )
    figure.update_layout(height=112)


# --- Waves ----------------------------------------------------------------------------------------------


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
        height=WAVES_HEIGHT,
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
    is_small = wave.answers < LEAST_ANSWERS
    figure.add_scatter(
        x=[middle],
        y=[value],
        mode="markers",
        marker={
            "color": look.ground if is_small else color,
            "size": 10,
            "line": {"color": color if is_small else look.ground, "width": 2 if is_small else 1},
        },
        customdata=[plain(wave_in_words(wave, w))],
        hovertemplate="%{customdata}<extra></extra>",
    )


def wave_in_words(wave: WaveShare, w: Words) -> str:
    """A wave: its days, and how many of how many agree."""
    period = w.period(wave.first, wave.last + timedelta(days=1))
    values = {"agreeing": w.number(wave.agreeing), "asked": w.number(wave.answers)}
    if wave.share is None or wave.answers < LEAST_ANSWERS:
        return w("sentiment.wave.counts", period=period, **values)
    return w("sentiment.wave.share", period=period, share=w.percent(wave.share), **values)


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
    return [one for one in waves if 0 < one.answers < LEAST_ANSWERS]


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


# --- Tiny graphics --------------------------------------------------------------------------------------


def zero_of(room: Room) -> tuple[float, float]:
    """Where, as shares of the width of a tiny picture, the line stands and those in between begin."""
    scale = (TINY_WIDTH - TINY_GAP - 2) / (room.left + room.right + room.middle)
    zero = 1 + room.left * scale
    return zero / TINY_WIDTH, (zero + room.right * scale + TINY_GAP) / TINY_WIDTH


def tiny_answers(phases: tuple[Phase, Phase], room: Room, look: Look) -> str:
    """Both phases as two bars on both sides of one line, those in between apart."""
    zero, middle = (place * TINY_WIDTH for place in zero_of(room))
    scale = (TINY_WIDTH - TINY_GAP - 2) / (room.left + room.right + room.middle)
    parts = []
    for row, phase in enumerate(phases):
        shares = [share * scale for share in _parts(phase)]
        starts = (
            zero - shares[0] - shares[1],
            zero - shares[1],
            middle,
            zero,
            zero + shares[3],
        )
        parts += [
            f'<rect x="{start:.1f}" y="{3 + row * (TINY_BAR + 3)}" width="{share:.1f}" '
            f'height="{TINY_BAR}" fill="{color}"/>'
            for start, share, color in zip(starts, shares, look.palette.answers, strict=True)
        ]
    line = f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{TINY_HEIGHT}" stroke="{look.ink}" stroke-width="1.5"/>'
    return svg(TINY_WIDTH, TINY_HEIGHT, [*parts, line])


def tiny_share(phase: Phase, look: Look, *, is_after: bool) -> str:
    """One share from 0 to 100 % with its 95 % interval as a pale bar."""
    room, middle = RANGE_WIDTH - 12, RANGE_HEIGHT / 2
    color = look.after if is_after else look.before
    parts = [
        f'<line x1="{6 + room * at:.1f}" x2="{6 + room * at:.1f}" y1="2" y2="{RANGE_HEIGHT - 2}" stroke="{look.grid}"/>'
        for at in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    if phase.low is not None and phase.high is not None:
        left, right = (6 + room * end / 100 for end in (phase.low, phase.high))
        parts.append(
            f'<rect x="{left:.1f}" y="{middle - 3.5}" width="{right - left:.1f}" height="7" fill="{color}" '
            'fill-opacity="0.4"/>'
        )
    if phase.value is not None:
        at = 6 + room * phase.value / 100
        parts.append(f'<circle cx="{at:.1f}" cy="{middle}" r="5" fill="{color}"/>')
    return svg(RANGE_WIDTH, RANGE_HEIGHT, parts)
