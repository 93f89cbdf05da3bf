"""The one menu "Save" of charts and tables: what stands in it, what its files hold, and who makes them.

Nothing is made before it is asked for: a run of the page leaves a function on the shelf and sends labels and an
address. The server makes CSV, XLSX and PDF, and the note that the browser draws into a picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from einlass.export import Extract
from einlass.ui.save import shelf
from einlass.words import Words

HERE = Path(__file__).parent
MENU = (HERE / "menu.js").read_text("utf-8")
PICTURES = ("svg", "page", "wide", "square")  # what a chart can be saved as
STYLE = (HERE / "component.css").read_text("utf-8")

_component = st.components.v2.component(
    "einlass_save",
    js=MENU + (HERE / "alone.js").read_text("utf-8"),
    css=STYLE,
    isolate_styles=False,
)


@dataclass(frozen=True)
class Offer:
    """A menu: its name on the page, what it is the menu of, and what there is to save."""

    name: str
    label: str
    has_table: bool
    has_data: bool
    has_chart: bool


def offered(offer: Offer, make: Callable[[], Extract], w: Words) -> dict[str, Any]:
    """What the menu of a chart or table needs to know; `make` is called when a file is asked for."""
    kinds = ["pdf", *["xlsx", "table"] * offer.has_table, *["data"] * offer.has_data]
    labels = [(kind, w(f"save.{kind}")) for kind in kinds]
    labels += [(kind, w(f"chart.picture.{kind}")) for kind in PICTURES if offer.has_chart]
    return {
        "address": shelf.keep(offer.name, make, w),
        "kinds": labels,
        "label": w("save.of", title=offer.label),
        "texts": {name: w(f"save.{name}") for name in ("menu", "busy", "done", "failed")},
    }


def menu(offer: Offer, make: Callable[[], Extract], w: Words) -> None:
    """The menu of a table that stands by itself."""
    _component(key=f"save:{offer.name}", data=offered(offer, make, w))
