"""The look of a paper: black on white, and the colours of the product where something is drawn or marked."""

from __future__ import annotations

from einlass.design import Palette, palette

FONT = "Source Sans Pro"
NAMES = ("text", "muted", "accent", "rule", "grid", "sample", "sample_edge")


def ink() -> Palette:
    """The colours by role; paper is always light."""
    return palette(is_dark=False)


def colours() -> dict[str, str]:
    """The colours that the template needs, by name, and the font."""
    return {name: getattr(ink(), name) for name in NAMES} | {"font": FONT}
