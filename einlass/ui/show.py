"""Parts that show a result: a chart or table with its menu of files, the band, the foot."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

import streamlit as st

from einlass.charts import Figure, Look
from einlass.remembered import remembered
from einlass.ui import choices, save, style
from einlass.ui.chart import Drawing, draw, drawing
from einlass.ui.save.making import Files, Numbers, Picture, Table, extract, view
from einlass.words import Words, unmarked

__all__ = [
    "Files",
    "Numbers",
    "Table",
    "chart",
    "kept",
    "look",
    "save_menu",
    "table_and_files",
    "table_switch",
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


def chart(
    figure: Figure | Drawing,
    alt: str,
    name: str,
    w: Words,
    *,
    numbers: Numbers | None = None,
    stem: str = "",
    notes: Sequence[str] = (),
    is_titled: bool = True,
) -> None:
    """A chart with its accessible name and its menu; stem: what its files are called; notes: what they say of it.

    numbers: go into its files; without them there is no table to save. is_titled: whether its title stands on the
    page too; in its files it always does.
    """
    drawn = figure if isinstance(figure, Drawing) else drawing(figure)
    stem = stem or (numbers.files.stem if numbers else f"einlassmonitor-{name}")
    picture = Picture(drawn.title, drawn.sub, drawn.foot, unmarked(alt), notes)
    make = partial(extract, picture, numbers, stem, view(numbers.files if numbers else None), w)
    files = save.offered(_offer(f"chart:{name}", drawn.title, stem, numbers), make, w, has_chart=True)
    draw(drawn, look(), w, alt=picture.alt, name=name, files=files, is_titled=is_titled)


def table_and_files(name: str, table: Table, files: Files, w: Words) -> None:
    """The switch that shows a table, and its menu."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        is_open = choices.switch_on(w("switch.table"), "table")
        save_menu(name, table, files, w)
    if is_open:
        style.html_table(table.caption, table.head, table.rows(), numeric=table.numeric)


def table_switch(table: Table, w: Words) -> None:
    """The switch that shows the table of a chart, which has the menu."""
    if choices.switch_on(w("switch.table"), "table"):
        style.html_table(table.caption, table.head, table.rows(), numeric=table.numeric)


def save_menu(name: str, table: Table, files: Files, w: Words) -> None:
    """The menu of a table without a chart."""
    numbers = Numbers(table, files)
    make = partial(extract, None, numbers, files.stem, view(files), w)
    save.menu(_offer(f"table:{name}", unmarked(table.caption), files.stem, numbers), make, w)


def _offer(name: str, label: str, stem: str, numbers: Numbers | None) -> save.Offer:
    has_data = numbers is not None and numbers.files.machine is not None
    return save.Offer(name, label, stem, has_table=numbers is not None, has_data=has_data)
