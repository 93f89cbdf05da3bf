"""Answers 1 to 5 on both sides of a line, one bar a side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from einlass.paper import draw
from einlass.release.bundle import cells
from einlass.release.bundle.charts.lettering import text_width
from einlass.release.bundle.charts.look import (
    APART,
    BAR,
    EDGE,
    GAP,
    LEAST_ROOM,
    NEUTRAL,
    NUMBER,
    ON_ANSWERS,
    SMALL,
    USUAL,
    WIDE,
    Drawn,
    Inks,
    number_text,
    text_lines,
)
from einlass.release.records import Figure, Side
from einlass.words import Words


def has_answers(side: Side) -> bool:
    """Whether the answers of a side carry shares that may be shown."""
    has_value = cells.number_of(side.amount, "value") is not None
    return has_value and len(side.distribution) == 5 and sum(side.distribution) > 0


@dataclass(frozen=True)
class _Scale:
    """Where the answers stand: place of the line, of the neutral ones, pixels for a per cent."""

    line: float
    neutral: float
    step: float


def drawn_answers(figure: Figure, w: Words, width: int, inks: Inks) -> Drawn:
    """Every side as a bar of its answers, below each other, with a scale."""
    sides = figure.sides
    names = [w(f"bundle.phase.{one.phase}") for one in sides]
    beside = max(text_width(name, USUAL, True) for name in names) + 16 if width == WIDE else 0.0
    scale = _scale([_shares(one) for one in sides if has_answers(one)], width, beside, w)
    parts = [
        draw.label(scale.line - 6, 14, w("bundle.disagree"), anchor="end", color=inks("muted"), size=SMALL),
        draw.label(scale.line + 6, 14, w("bundle.agree"), color=inks("muted"), size=SMALL),
        draw.label(scale.neutral, 14, w("bundle.neutral"), color=inks("muted"), size=SMALL),
    ]
    y = 24.0
    for one, name in zip(sides, names, strict=True):
        if not beside:
            y = text_lines(parts, [name], y, USUAL, inks("text"), True)
        else:
            parts.append(
                draw.label(EDGE, y + BAR * 0.7, name, color=inks("text"), is_strong=True, size=USUAL)
            )
        parts += _side(one, figure, w, inks, y + 2, scale)
        y += BAR + 2 + GAP
    parts.append(draw.vertical(scale.line, 20, y - GAP + 6, inks("text"), 1.5))
    parts.append(draw.vertical(scale.neutral, 20, y - GAP + 6, inks("rule"), 1))
    return Drawn(y + 2, tuple(parts))


def _shares(side: Side) -> list[float]:
    """Per cent of each answer."""
    whole = sum(side.distribution)
    return [100 * count / whole for count in side.distribution]


def _scale(shares: Sequence[Sequence[float]], width: float, beside: float, w: Words) -> _Scale:
    """The largest scale at which bars, numbers and the words above them fit into the width."""
    reach = _Reach(*(max(parts) for parts in zip(*map(_ends, shares), strict=True)))
    heads = [text_width(w(f"bundle.{name}"), SMALL) + 8 for name in ("disagree", "agree", "neutral")]
    step = (width - beside) / max(reach.against + reach.agreeing + reach.neutral, 1.0)
    while step > 0.05:
        line = beside + max(NUMBER + reach.against * step, heads[0])
        neutral = line + max(NUMBER + reach.agreeing * step, heads[1]) + APART
        if neutral + max(reach.neutral * step, heads[2]) <= width - EDGE:
            break
        step *= 0.98
    return _Scale(line, neutral, step)


@dataclass(frozen=True)
class _Reach:
    """How far the bars go to each side, in per cent."""

    against: float
    agreeing: float
    neutral: float


def _ends(shares: Sequence[float]) -> tuple[float, float, float]:
    return shares[0] + shares[1], shares[3] + shares[4], shares[NEUTRAL - 1]


def _side(side: Side, figure: Figure, w: Words, inks: Inks, y: float, scale: _Scale) -> list[str]:
    base = y + BAR * 0.7
    if not has_answers(side):
        return [number_text(scale.line + 8, base, cells.shown(side.amount, figure, w), None, inks("muted"))]
    shares = _shares(side)
    parts = [
        *_segment(side, 2, scale.line - shares[1] * scale.step, shares[1], y, scale, inks, w),
        *_segment(side, 1, scale.line - (shares[0] + shares[1]) * scale.step, shares[0], y, scale, inks, w),
        *_segment(side, 4, scale.line, shares[3], y, scale, inks, w),
        *_segment(side, 5, scale.line + shares[3] * scale.step, shares[4], y, scale, inks, w),
        *_segment(side, NEUTRAL, scale.neutral, shares[NEUTRAL - 1], y, scale, inks, w),
    ]
    against = shares[0] + shares[1]
    left = scale.line - against * scale.step - 6
    right = scale.line + (shares[3] + shares[4]) * scale.step + 8
    value = cells.number_of(side.amount, "value")
    said = cells.shown(side.amount, figure, w)
    return [
        *parts,
        draw.label(left, base, w.percent(against / 100), anchor="end", color=inks("text"), size=SMALL),
        number_text(right, base, said, value, inks("text"), is_strong=True),
    ]


def _segment(
    side: Side, answer: int, x: float, share: float, y: float, scale: _Scale, inks: Inks, w: Words
) -> list[str]:
    room = share * scale.step
    if room <= 0:
        return []
    parts = [draw.bar(x, x + room, y, BAR, inks.answer(answer))]
    if room >= LEAST_ROOM:
        parts.append(
            draw.label(
                x + room / 2,
                y + BAR * 0.7,
                w.number(share),
                anchor="middle",
                color=ON_ANSWERS[answer - 1],
                size=SMALL,
            )
        )
    return [f'<g data-answer="{answer}" data-count="{side.distribution[answer - 1]}">{"".join(parts)}</g>']
