"""What all charts share: sizes, colours by role, and how a number stands in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from einlass.design import palette
from einlass.paper import draw

WIDE, NARROW = 620, 344
SMALL, USUAL, TITLE = 12.5, 13.5, 17.0
BAR, GAP, EDGE = 24.0, 12.0, 2.0
LEAST_ROOM = 20.0  # of a segment that holds its number
NEUTRAL = 3  # of the answers 1 to 5
NUMBER, APART = 46.0, 14.0  # room of a number beside a bar, and between the answers and the neutral ones
MOST_ROWS = 24
COLOURS = ("ground", "text", "muted", "rule", "grid", "accent", "before", "sample", "sample_edge")
# Text on the answers 1 to 5, the same in both themes: measured at 4.5:1 and more.
ON_ANSWERS = ("#FFFFFF", "#1A1A1A", "#1A1A1A", "#1A1A1A", "#FFFFFF")


class Inks:
    """Colours by role: those of the light theme, or names that the stylesheet fills in for the reader's theme."""

    def __init__(self, *, is_named: bool) -> None:
        self._is_named = is_named

    def __call__(self, role: str) -> str:
        """The colour of a role."""
        if self._is_named:
            return f"var(--em-{role.replace('_', '-')})"
        return str(getattr(palette(is_dark=False), role))

    def answer(self, value: int) -> str:
        """The colour of an answer from 1 to 5."""
        return f"var(--em-answer-{value})" if self._is_named else palette(is_dark=False).answers[value - 1]


@dataclass(frozen=True)
class Drawn:
    """Shapes and the height they need."""

    height: float
    parts: tuple[str, ...]


def number_text(
    x: float, y: float, text: str, value: float | None, color: str, *, is_strong: bool = False
) -> str:
    """A number beside a bar, with the value itself for whoever reads the picture by program."""
    told = draw.label(x, y, text, color=color, is_strong=is_strong, size=USUAL)
    return told.replace("<text ", f'<text data-value="{"" if value is None else repr(float(value))}" ', 1)


def text_lines(
    parts: list[str], lines: Sequence[str], y: float, size: float, color: str, is_strong: bool = False
) -> float:
    """Write lines below each other from a height on, and say where they end."""
    for line in lines:
        y += size * 1.33
        parts.append(draw.label(EDGE, y - size * 0.25, line, color=color, is_strong=is_strong, size=size))
    return y
