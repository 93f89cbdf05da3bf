"""One look for every chart: colours for light and dark, fonts, frame, title, foot and locale."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from babel import Locale

from einlass.words import Words

# Order of the palette fixed by the domain rules: neighbours differ by 3:1 in brightness.
LIGHT_SERIES = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
# The same hues on a dark ground, lightened until each stands 3:1 against it.
DARK_SERIES = ("#7FB2E5", "#1F8F86", "#E58BBE", "#F46A25", "#D6D6D6", "#8E6FC4")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
WRAP = 40  # characters that fit on a phone
ROW = 17  # pixels a line of small text needs


@dataclass(frozen=True)
class Look:
    """Colours of one theme."""

    is_dark: bool

    def _either(self, light: str, dark: str) -> str:
        return dark if self.is_dark else light

    @property
    def series(self) -> tuple[str, ...]:
        """Colours of series, in order."""
        return DARK_SERIES if self.is_dark else LIGHT_SERIES

    @property
    def ground(self) -> str:
        """The background."""
        return self._either("#FFFFFF", "#14181C")

    @property
    def ink(self) -> str:
        """Text."""
        return self._either("#1A1A1A", "#ECEEF0")

    @property
    def muted(self) -> str:
        """Secondary text and axis labels, 4.5:1."""
        return self._either("#53534F", "#B6BCC2")

    @property
    def grid(self) -> str:
        """Grid lines."""
        return self._either("#E4E4E0", "#2C343A")

    @property
    def before(self) -> str:
        """What belongs to the period of comparison."""
        return self._either("#6C8FAF", "#5F7F9C")

    @property
    def after(self) -> str:
        """What belongs to the time since the start."""
        return self.series[0]

    @property
    def outside(self) -> str:
        """What is shown but belongs to neither phase."""
        return self._either("#949490", "#6E777E")

    @property
    def band(self) -> str:
        """The band of what was to be expected."""
        return self._either("rgba(244,106,37,0.20)", "rgba(244,106,37,0.28)")

    @property
    def shade(self) -> str:
        """The ground of a phase."""
        return self._either("rgba(18,67,109,0.07)", "rgba(127,178,229,0.11)")


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
