"""One look for every chart: colours for light and dark, fonts, frame, title, foot and locale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.graph_objects as go
from babel import Locale
from plotly.offline import get_plotlyjs

from einlass.design import FONT, Palette, palette
from einlass.words import Words

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
ROW = 17  # pixels a line of small text needs


@dataclass(frozen=True)
class Look:
    """Colours of one theme, as charts use them."""

    is_dark: bool

    @property
    def palette(self) -> Palette:
        """The colours by role."""
        return palette(is_dark=self.is_dark)

    @property
    def series(self) -> tuple[str, ...]:
        """Colours of series, in order."""
        return self.palette.series

    @property
    def ground(self) -> str:
        """The background."""
        return self.palette.ground

    @property
    def ink(self) -> str:
        """Text."""
        return self.palette.text

    @property
    def muted(self) -> str:
        """Secondary text and axis labels, 4.5:1."""
        return self.palette.muted

    @property
    def grid(self) -> str:
        """Grid lines."""
        return self.palette.grid

    @property
    def before(self) -> str:
        """What belongs to the period of comparison."""
        return self.palette.before

    @property
    def after(self) -> str:
        """What belongs to the time since the start."""
        return self.palette.after

    @property
    def outside(self) -> str:
        """What is shown but belongs to neither phase, 3:1."""
        return self.palette.outside

    @property
    def band(self) -> str:
        """The band of what was to be expected."""
        return translucent(self.palette.series[3], 0.28 if self.is_dark else 0.20)

    @property
    def shade(self) -> str:
        """The ground of a phase."""
        return translucent(self.palette.accent, 0.11 if self.is_dark else 0.07)


@dataclass(frozen=True)
class Frame:
    """What stands around a chart."""

    title: str
    sub: str
    foot: str


def translucent(color: str, share: float) -> str:
    """A colour `#RRGGBB` of which so much covers the ground."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def plain(text: str) -> str:
    """A text from the data as Plotly shows it to the letter: no tag, no entity, no template, no formula."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("%", "&#37;"), ("$", "&#36;")):
        text = text.replace(sign, entity)
    return " ".join(text.split("\n"))


def framed(
    figure: go.Figure,
    look: Look,
    w: Words,
    *,
    title: str,
    sub: str,
    foot: str,
    height: int,
    label_rows: int = 0,
) -> go.Figure:
    """The figure in the common look. Title, subtitle (unit) and foot (source, Stand, sample mark) go with it as
    `layout.meta`: the page sets them as text that wraps by itself, a saved picture draws them in.

    height: of the plot with its axes, without the rows of labels above it, in px.
    """
    top, bottom = ROW * label_rows + 12, 44
    figure.update_layout(
        template="none",
        meta={"title": title, "sub": sub, "foot": foot},
        height=height + ROW * label_rows,
        # Right: half of the longest label under an axis, "Sept.", may stand at its end.
        margin={"t": top, "b": bottom, "l": 44, "r": 18},
        paper_bgcolor=look.ground,
        plot_bgcolor=look.ground,
        font={"family": FONT, "size": 13, "color": look.muted},
        separators=w.decimal_mark + w.group_mark,
        hoverlabel={"bgcolor": look.ground, "font": {"color": look.ink, "family": FONT}, "align": "left"},
        showlegend=False,
        bargap=0.15,
        dragmode=False,
    )
    axis = {
        "gridcolor": look.grid,
        "linecolor": look.grid,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
    }
    figure.update_xaxes(showgrid=False, **axis)
    figure.update_yaxes(nticks=6, **axis)
    return figure


def recolouring() -> dict[str, str]:
    """From each colour of the dark look to the one of the light look in the same role: pictures are always light."""
    dark, light = Look(is_dark=True), Look(is_dark=False)
    names = ("band", "shade", "ground", "ink", "muted", "grid", "before", "after", "outside")
    pairs = {getattr(dark, name): getattr(light, name) for name in names}
    pairs[dark.palette.left_out] = light.palette.left_out
    for role in ("series", "answers", "heat"):
        pairs |= dict(zip(getattr(dark.palette, role), getattr(light.palette, role), strict=True))
    return {one: other for one, other in pairs.items() if one != other}


@cache
def plotly_script() -> bytes:
    """Plotly's own script, from the installed package."""
    return str(get_plotlyjs()).encode()


def chart_config(w: Words) -> dict[str, Any]:
    """Plotly's settings: no toolbar of its own, our language, no link to a third party."""
    locale = Locale.parse(w.language)
    names = {
        "days": [locale.days["format"]["wide"][(day - 1) % 7] for day in range(7)],
        "shortDays": [locale.days["format"]["abbreviated"][(day - 1) % 7] for day in range(7)],
        "months": [locale.months["format"]["wide"][month] for month in range(1, 13)],
        "shortMonths": [locale.months["format"]["abbreviated"][month] for month in range(1, 13)],
        "decimal": w.decimal_mark,
        "thousands": w.group_mark,
        "grouping": [3],
        "currency": ["", " €"],
    }
    return {
        "locale": w.language,
        "locales": {w.language: {"dictionary": {}, "format": names}},
        "displaylogo": False,
        "displayModeBar": False,
        "showSendToCloud": False,
        "scrollZoom": False,
        "doubleClick": False,
    }
