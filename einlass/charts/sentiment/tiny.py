"""Tiny graphics of answers, without text: the words and numbers stand beside them in HTML."""

from __future__ import annotations

from einlass.charts.look import Look
from einlass.charts.sentiment.room import Room, parts_of
from einlass.charts.tiny import svg
from einlass.findings import Phase

TINY_WIDTH, TINY_HEIGHT, TINY_BAR, TINY_GAP = 190, 30, 11, 10
RANGE_WIDTH, RANGE_HEIGHT = 168, 18


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
        shares = [share * scale for share in parts_of(phase)]
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
