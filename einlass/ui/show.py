"""Parts that show a result: a chart or table with its menu of files, the band, the foot."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from einlass.charts import Figure, Look
from einlass.remembered import remembered
from einlass.ui import choices, quiet, save, style
from einlass.ui.chart import Chart, Drawing, Leads, draw, drawing
from einlass.ui.save.making import Files, Numbers, Picture, Table, Told, extract, here, told_of
from einlass.words import Words, unmarked

__all__ = [
    "Files",
    "Leads",
    "Numbers",
    "OneChart",
    "Table",
    "Told",
    "chart",
    "charts",
    "kept",
    "look",
    "save_menu",
    "table_and_files",
    "table_switch",
    "told_of",
]


def look() -> Look:
    """The look that fits the reader's theme."""
    return Look(is_dark=st.context.theme.type == "dark")


def kept(of: Hashable, build: Callable[[], Sequence[Figure | None]], w: Words) -> tuple[Drawing | None, ...]:
    """The drawings that show `of` in the reader's language and theme, built once for all readers.

    of: all that decides what the figures show, the version of the data among it. None: there is no such figure.
    """
    return _drawn(build, of, w.language, look())


@remembered(256, key=lambda build, *shown: shown)
def _drawn(build: Callable[[], Sequence[Figure | None]], *shown: Hashable) -> tuple[Drawing | None, ...]:
    return tuple(None if figure is None else drawing(figure) for figure in build())


@dataclass(frozen=True)
class OneChart:
    """One of the charts that belong together; what its parts are: `chart`."""

    drawn: Figure | Drawing
    alt: str
    name: str
    numbers: Callable[[], Numbers] | None = None
    notes: Sequence[str] = ()
    has_data: bool = True
    leads: Leads | None = None


def charts(shown: Sequence[OneChart], name: str, w: Words, *, is_titled: bool = True) -> None:
    """Charts that belong together, as many beside each other as there is room for; name: of them all."""
    draw([_chart(one, w) for one in shown], look(), w, name=name, is_titled=is_titled)


def chart(
    figure: Figure | Drawing,
    alt: str,
    name: str,
    w: Words,
    *,
    numbers: Callable[[], Numbers] | None = None,
    notes: Sequence[str] = (),
    is_titled: bool = True,
    has_data: bool = True,
    leads: Leads | None = None,
) -> None:
    """A chart with its accessible name and its menu; notes: what its files say of it beside those of its numbers.

    numbers: what it shows, made when a file is asked for; has_data: whether for programs too. is_titled: whether its
    title stands on the page too; in its files it always does. leads: to what lies under its points.
    """
    charts([OneChart(figure, alt, name, numbers, notes, has_data, leads)], name, w, is_titled=is_titled)


def _chart(one: OneChart, w: Words) -> Chart:
    drawn = one.drawn if isinstance(one.drawn, Drawing) else drawing(one.drawn)
    picture = Picture(drawn.title, drawn.sub, drawn.foot, quiet.spoken(unmarked(one.alt), w), one.notes)
    make = partial(extract, picture, one.numbers, f"einlassmonitor-{one.name}", here(), w)
    has_table = one.numbers is not None
    offer = save.Offer(f"chart:{one.name}", drawn.title, has_table, one.has_data and has_table, True)
    return Chart(drawn, one.name, picture.alt, save.offered(offer, make, w), one.leads)


def table_and_files(name: str, label: str, numbers: Callable[[], Numbers], w: Words) -> None:
    """The switch that shows a table without a chart, and its menu."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        is_open = choices.switch_on(w("switch.table"), "table")
        save_menu(name, label, numbers, w)
    if is_open:
        _table(numbers().table)


def table_switch(numbers: Callable[[], Numbers], w: Words) -> None:
    """The switch that shows the table of a chart, which has the menu."""
    if choices.switch_on(w("switch.table"), "table"):
        _table(numbers().table)


def _table(table: Table) -> None:
    style.html_table(table.caption, table.head, table.rows(), numeric=table.numeric)


def save_menu(
    name: str, label: str, numbers: Callable[[], Numbers], w: Words, *, has_data: bool = True
) -> None:
    """The menu of a table without a chart; label: what it is the menu of."""
    make = partial(extract, None, numbers, f"einlassmonitor-{name}", here(), w)
    save.menu(save.Offer(f"table:{name}", unmarked(label), True, has_data, False), make, w)
