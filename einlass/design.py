"""The one source of colours, type and spaces: stylesheet, charts, tiny graphics and icon take theirs from here.

What Streamlit's own parts need too (accent, ground, text, side, rule) is written in `.streamlit/config.toml` alone
and read from there, so the accent is changed in one place.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from einlass import config

THEME_FILE = config.ROOT / ".streamlit" / "config.toml"
FONT = '"Source Sans", "Source Sans Pro", sans-serif'

# Size and line height of type, in px.
TYPE = {
    "h1": (28, 34),
    "answer": (21, 29),
    "h2": (20, 26),
    "chart": (17, 23),
    "text-size": (16, 22),
    "verdict": (15.5, 22),
    "counts": (13.5, 18),
    "least": (12.5, 17),
}
# Steps of space, in px.
SPACES = (4, 8, 12, 16, 24, 32, 40)
# The frame, in px.
SIDE_WIDTH, CONTENT_WIDTH, GUTTER, GUTTER_PHONE = 224, 1136, 40, 16


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, by role.

    series: lines and bars in their fixed order; neighbours differ by 3:1. answers: fully disagree to fully agree.
    heat: from low to high.
    """

    ground: str
    text: str
    muted: str
    accent: str
    on_accent: str
    side: str
    rule: str
    grid: str
    before: str
    expected: str
    expected_band: str
    left_out: str
    outside: str
    sample: str
    sample_edge: str
    series: tuple[str, ...]
    answers: tuple[str, ...]
    heat: tuple[str, ...]

    @property
    def after(self) -> str:
        """What belongs to the time since the start of a measure."""
        return self.accent


@cache
def palette(*, is_dark: bool) -> Palette:
    """The colours of the light or the dark theme."""
    theme = tomllib.loads(THEME_FILE.read_text("utf-8"))["theme"]["dark" if is_dark else "light"]
    of_theme = {
        "ground": theme["backgroundColor"],
        "text": theme["textColor"],
        "accent": theme["primaryColor"],
        "side": theme["secondaryBackgroundColor"],
        "rule": theme["borderColor"],
    }
    return _dark(**of_theme) if is_dark else _light(**of_theme)


def _light(ground: str, text: str, accent: str, side: str, rule: str) -> Palette:
    return Palette(
        ground=ground,
        text=text,
        muted="#53534F",
        accent=accent,
        on_accent="#FFFFFF",
        side=side,
        rule=rule,
        grid="#E4E4E0",
        before="#6C8FAF",
        expected="#B8460E",
        expected_band="#FBDDCB",
        left_out="#B9B9B4",
        outside="#949490",
        sample="#FEF3E4",
        sample_edge="#C8501E",
        series=(accent, "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"),
        answers=("#8A3A0C", "#E3A477", "#C9C9C5", "#7FA6CB", accent),
        heat=("#FFFFFF", "#DCE6EE", "#A9C1D5", "#44729C", accent),
    )


def _dark(ground: str, text: str, accent: str, side: str, rule: str) -> Palette:
    return Palette(
        ground=ground,
        text=text,
        muted="#B6BCC2",
        accent=accent,
        on_accent="#0D1A26",
        side=side,
        rule=rule,
        grid="#2C343A",
        before="#5F7F9C",
        expected="#F0A15E",
        expected_band="#4A2E1C",
        left_out="#56616A",
        outside="#6E777E",
        sample="#33260F",
        sample_edge="#F0A15E",
        series=(accent, "#1F8F86", "#E58BBE", "#F46A25", "#D6D6D6", "#8E6FC4"),
        answers=("#A85A17", "#E0A96D", "#8A9299", "#6FA3D4", "#2F6DA6"),
        heat=("#14181C", "#22384A", "#2F5878", "#5588B5", accent),
    )


COLOURS = (
    "ground",
    "text",
    "muted",
    "accent",
    "on_accent",
    "side",
    "rule",
    "grid",
    "before",
    "expected",
    "left_out",
    "sample",
    "sample_edge",
)


def stylesheet_variables() -> str:
    """Colours, type and spaces as custom properties of the stylesheet; `light-dark()` follows the reader's theme."""
    light, dark = palette(is_dark=False), palette(is_dark=True)
    values = {
        f"--em-{name.replace('_', '-')}": f"light-dark({getattr(light, name)}, {getattr(dark, name)})"
        for name in COLOURS
    }
    values |= {f"--em-{name}": f"{size / 16}rem/{line / 16}rem" for name, (size, line) in TYPE.items()}
    values |= {f"--em-space-{number}": f"{space / 16}rem" for number, space in enumerate(SPACES, 1)}
    frame = {"side": SIDE_WIDTH, "content": CONTENT_WIDTH, "gutter": GUTTER, "gutter-phone": GUTTER_PHONE}
    values |= {f"--em-{name}-width": f"{width / 16}rem" for name, width in frame.items()}
    values["--em-font"] = FONT
    return ":root, .stApp {" + "".join(f"{name}:{value};" for name, value in values.items()) + "}"
