"""The words of an axis, set above tiny graphics at the same places as in them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from einlass.charts import tiny
from einlass.words import Words

RATIOS = ((0.25, "quarter"), (0.5, "half"), (1.0, "same"), (2.0, "double"), (4.0, "four"))
FIRST, LAST = tiny.MARGIN / tiny.WIDTH, 1 - tiny.MARGIN / tiny.WIDTH


def of_ratios(
    w: Words, *, ends: tuple[float, float] = tiny.RATIO_ENDS, width: int = tiny.WIDTH, inner: bool = False
) -> list[tuple[float, str]]:
    """How many times as many: places as shares of the width, and words. inner: only half, same, double."""
    shown = RATIOS[1:-1] if inner else RATIOS
    return [(tiny.place_of_ratio(ratio, ends, width) / width, w(f"axis.{word}")) for ratio, word in shown]


def of_amounts(texts: Sequence[str]) -> list[tuple[float, str]]:
    """Texts at equal distances from the first to the last end of the axis."""
    steps = max(len(texts) - 1, 1)
    return [(tiny.place_of_share(number / steps) / tiny.WIDTH, text) for number, text in enumerate(texts)]


def axis(words: Sequence[tuple[float, str]], *, is_wide: bool = False) -> str:
    """The words as HTML; the first and the last do not stick out. Not read out: the alternative texts say it."""
    items = "".join(
        f'<span class="{_kind(place)}" style="left:{100 * place:.1f}%">{escape(text)}</span>'
        for place, text in words
    )
    return f'<span class="em-axis{" em-wide" if is_wide else ""}" aria-hidden="true">{items}</span>'


def _kind(place: float) -> str:
    return "em-first" if place <= FIRST else "em-last" if place >= LAST else ""
