"""The way of a figure from draft to release: until it can be gone, what stands in its way."""

from __future__ import annotations

from einlass.release.records import Figure, Texts
from einlass.ui import style
from einlass.words import Words


def steps(figure: Figure, texts: Texts, w: Words) -> None:
    """What can be done with the figure now."""
    style.part(w("press.steps"))
    style.small(w("press.steps.sample" if figure.is_sample else "press.steps.four_eyes"))
