"""Answers on both sides of one line, those in between apart; and the difference of two means on an axis in words."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from einlass import config
from einlass.charts.heard import heard
from einlass.charts.look import Look, framed
from einlass.charts.sentiment.room import Room, parts_of
from einlass.findings import Estimate, Phase
from einlass.topics.sentiment import SIDES
from einlass.words import Words, points, sentences

SLIM = 0.09  # of all answers; the number of a slimmer part finds no room in it
LEAST_SIDE = 0.42  # of the axis for those who disagree, so that the words above it find room
LABEL, GAP = 0.17, 0.24  # room for a sum on the left, and between the right side and those in between
HEIGHT = 190


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
        if phase is None or phase.answer_count < config.thresholds().share_least:
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
    framed(figure, look, w, title=title, sub=sub, foot=foot, height=HEIGHT, label_rows=1)
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
    shares = parts_of(phase)
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
            meta=heard(line=f"answers-{place}"),
            customdata=[
                points.told(
                    sentences.sentence_case(_side_in_words(SIDES[place], phase, w)),
                    w(
                        "sentiment.hover",
                        answer=w(f"answer.{value}"),
                        count=w.number(count),
                        share=w.percent(share),
                    ),
                    [],
                    w,
                )
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )


def _sums(place: int, phase: Phase, look: Look, w: Words) -> list[dict[str, object]]:
    """The shares of those who disagree and who agree, at the ends of the bar."""
    shares = parts_of(phase)
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
