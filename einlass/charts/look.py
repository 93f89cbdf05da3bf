"""One look for every chart: colours for light and dark, fonts, frame, title, foot and locale."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from babel import Locale

from einlass.design import FONT, Palette, palette
from einlass.words import Words

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
WRAP = 40  # characters that fit on a phone
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


def translucent(color: str, share: float) -> str:
    """A colour `#RRGGBB` of which so much covers the ground."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


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
    """The figure with title, subtitle (unit), foot (source, Stand, sample mark) and the common look."""
    title_lines = textwrap.wrap(title, WRAP)
    sub_lines, foot_lines = textwrap.wrap(sub, WRAP + 6), textwrap.wrap(foot, WRAP + 12)
    top = 22 * len(title_lines) + ROW * (len(sub_lines) + label_rows) + 26
    bottom = 44 + ROW * len(foot_lines)
    figure.update_layout(
        template="none",
        height=height + top + bottom - 100,
        margin={"t": top, "b": bottom, "l": 44, "r": 12},
        paper_bgcolor=look.ground,
        plot_bgcolor=look.ground,
        font={"family": FONT, "size": 13, "color": look.muted},
        separators=",\u202f" if w.language == "de" else ".,",
        hoverlabel={"bgcolor": look.ground, "font": {"color": look.ink, "family": FONT}},
        modebar={"color": look.muted, "activecolor": look.ink, "bgcolor": "rgba(0,0,0,0)"},
        showlegend=False,
        bargap=0.15,
        dragmode=False,
    )
    figure.add_annotation(
        text="<b>"
        + "<br>".join(title_lines)
        + "</b>"
        + "".join(f"<br>{_small(line, look)}" for line in sub_lines),
        font={"size": 16, "color": look.ink},
        **_outside(y=1, yanchor="top", yshift=top - 4),
    )
    figure.add_annotation(
        text="<br>".join(foot_lines),
        font={"size": 11, "color": look.muted},
        **_outside(y=0, yanchor="top", yshift=-38),
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


def _small(text: str, look: Look) -> str:
    return f'<span style="font-size:13px;color:{look.muted}">{text}</span>'


def _outside(**place: Any) -> dict[str, Any]:
    """Placement of a text at the left edge of the picture."""
    return {
        "showarrow": False,
        "align": "left",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -34,
        **place,
    }


def chart_config(w: Words, file_name: str) -> dict[str, Any]:
    """Plotly's settings: one button (picture), our language, no link to a third party."""
    locale = Locale.parse(w.language)
    names = {
        "days": [locale.days["format"]["wide"][(day - 1) % 7] for day in range(7)],
        "shortDays": [locale.days["format"]["abbreviated"][(day - 1) % 7] for day in range(7)],
        "months": [locale.months["format"]["wide"][month] for month in range(1, 13)],
        "shortMonths": [locale.months["format"]["abbreviated"][month] for month in range(1, 13)],
        "date": "%d.%m.%Y" if w.language == "de" else "%d %B %Y",
        "decimal": "," if w.language == "de" else ".",
        "thousands": "\u202f" if w.language == "de" else ",",
        "grouping": [3],
        "currency": ["", " €"],
    }
    texts = {"Download plot as a PNG": w("chart.picture"), "Download plot": w("chart.picture")}
    return {
        "locale": w.language,
        "locales": {w.language: {"dictionary": texts, "format": names}},
        "displaylogo": False,
        "showSendToCloud": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": file_name, "width": 1000, "height": None},
        "scrollZoom": False,
    }
