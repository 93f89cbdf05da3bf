"""The chart component: one kept element in the page that Plotly draws into anew at every change.

Streamlit's own chart element is mounted anew whenever its figure changes, which loses focus and takes twice as long.
Plotly's script comes from the installed package, once, under an address that holds its hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from einlass import design
from einlass.charts import Figure, Look, chart_config, plotly_script, recolouring
from einlass.ui import save
from einlass.ui.assets import Asset
from einlass.words import Words, unmarked

HERE = Path(__file__).parent
SCRIPT = Asset("plotly.js", "text/javascript", plotly_script)

_component = st.components.v2.component(
    "einlass_chart",
    js=save.MENU + "".join((HERE / name).read_text("utf-8") for name in ("sound.js", "component.js")),
    css=save.STYLE + (HERE / "component.css").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Leads:
    """Where a click on a point leads: an address that ends in the days behind it, `2019-03-04..2019-03-10`."""

    to: str
    days: tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """A figure as it goes to the page: Plotly's JSON, and the texts that stand around it."""

    spec: str
    title: str
    sub: str
    foot: str


def drawing(figure: Figure) -> Drawing:
    """The drawing of a figure that stands in the common frame."""
    frame = figure.layout.meta
    texts = {part: unmarked(frame[part]) for part in ("title", "sub", "foot")}
    return Drawing(figure.to_json(validate=False), **texts)


@dataclass(frozen=True)
class Chart:
    """A drawing with what only its reader needs. alt: its accessible name; files: its menu, from `save.offered`."""

    drawn: Drawing
    name: str
    alt: str
    files: Mapping[str, Any]
    leads: Leads | None = None


def draw(charts: Sequence[Chart], look: Look, w: Words, *, name: str, is_titled: bool = True) -> None:
    """Draws in place; charts that belong together are one element, which is sent and laid out once.

    name: of the element.
    """
    light = design.palette(is_dark=False)
    data = {
        "charts": [
            {
                **asdict(one.drawn),
                "name": one.name,
                "alt": one.alt,
                "save": one.files,
                "leads": asdict(one.leads) if one.leads else None,
            }
            for one in charts
        ],
        "isTitled": is_titled,
        "plotly": SCRIPT.address,
        "config": chart_config(w),
        "texts": _texts(w),
        "light": {
            name: getattr(light, name) for name in ("ground", "text", "muted", "sample", "sample_edge")
        },
        "recolour": recolouring() if look.is_dark else {},
    }
    _component(key=name, data=data)


def _texts(w: Words) -> dict[str, str]:
    names = ("chart", "failed", "changed", "end", "keys", "enter", "no_table")
    heard = ("sound", "sound_on", "sound_off", "play", "played")
    return {name: w(f"chart.text.{name}") for name in (*names, *heard)}
