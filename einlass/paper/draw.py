"""Shapes of charts on paper as SVG: text, lines, bars, discs, and an axis of amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from einlass.paper.content import readable
from einlass.paper.design import FONT, ink

SVG = "http://www.w3.org/2000/svg"
WIDTH = 620
SIZE = 13
LEFT, RIGHT = 8, 16
STEPS = (1, 2, 5, 10)  # times a power of ten: the distance of two lines of an axis
MOST_LINES = 6


@dataclass(frozen=True)
class Axis:
    """Amounts from 0 to an end, drawn from left to right."""

    end: float
    step: float

    def place(self, value: float) -> float:
        """Where an amount stands; beyond the ends it stands at the end."""
        share = min(max(value / self.end, 0.0), 1.0) if self.end else 0.0
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    @property
    def marks(self) -> list[float]:
        """Where lines are drawn."""
        count = round(self.end / self.step) if self.step else 0
        return [place * self.step for place in range(count + 1)]


def axis_to(highest: float) -> Axis:
    """An axis that holds an amount and ends at a round one."""
    if highest <= 0:
        return Axis(1.0, 1.0)
    power = 10.0 ** (len(str(int(highest))) - 1)
    steps = [scale * share for share in (power / 10, power) for scale in STEPS if scale * share >= 1]
    step = next((one for one in steps if highest / one <= MOST_LINES), power * 10)
    return Axis(step * -(-highest // step), step)


def picture(height: float, parts: Iterable[str]) -> str:
    """A picture of full width."""
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" font-family="{FONT}" font-size="{SIZE}">{"".join(parts)}</svg>'
    )


def label(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    color: str = "",
    is_strong: bool = False,
    size: float = SIZE,
) -> str:
    """A line of text; y is its base line."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color or ink().text}" '
        f'font-size="{size:g}" font-weight="{600 if is_strong else 400}">{escape(readable(text))}</text>'
    )


def vertical(x: float, top: float, bottom: float, color: str, width: float = 1) -> str:
    """A line from top to bottom."""
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}" '
        f'stroke="{color}" stroke-width="{width:g}"/>'
    )


def horizontal(left: float, right: float, y: float, color: str, width: float = 1) -> str:
    """A line from left to right."""
    return (
        f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}" '
        f'stroke="{color}" stroke-width="{width:g}"/>'
    )


def bar(
    left: float, right: float, top: float, height: float, fill: str, *, opacity: float = 1, edge: str = ""
) -> str:
    """A filled rectangle."""
    line = f' stroke="{edge}" stroke-width="1"' if edge else ""
    see = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(right - left, 0):.1f}" height="{height:.1f}" '
        f'fill="{fill}"{see}{line}/>'
    )


def disc(x: float, y: float, color: str) -> str:
    """What is counted or said since the start."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{color}"/>'


def ring(x: float, y: float, color: str) -> str:
    """What was before."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.8" fill="#FFFFFF" stroke="{color}" stroke-width="2.4"/>'


def arrow(x: float, y: float, color: str) -> str:
    """A range that goes on beyond the picture on the right."""
    return f'<path d="M{x + 9:.1f} {y:.1f}l-9 -5.5v11z" fill="{color}"/>'


def hatching(color: str) -> str:
    """A pattern for what is not yet spent, or disturbed."""
    return (
        '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="5" height="5" fill="#FFFFFF"/>'
        f'<rect width="2" height="5" fill="{color}"/></pattern></defs>'
    )


def grid(axis: Axis, top: float, bottom: float, named: Callable[[float], str]) -> list[str]:
    """The lines of an axis, each with its amount below."""
    parts = []
    for mark in axis.marks:
        x = axis.place(mark)
        anchor = "start" if mark == 0 else "end" if mark >= axis.end else "middle"
        parts.append(vertical(x, top, bottom, ink().grid if mark else ink().text))
        parts.append(label(x, bottom + 16, named(mark), anchor=anchor, color=ink().muted, size=12))
    return parts
