"""Parts that show a result: a chart with its table and files, the band, the foot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass

import streamlit as st

from einlass import config
from einlass.charts import Figure, Look
from einlass.export import table_csv
from einlass.remembered import remembered
from einlass.ui import choices, style
from einlass.ui.chart import Drawing, draw, drawing
from einlass.ui.state import current_view
from einlass.words import Words, unmarked


def look() -> Look:
    """The look that fits the reader's theme."""
    return Look(is_dark=st.context.theme.type == "dark")


@dataclass(frozen=True)
class Files:
    """What a table is called as a file and says below: name without ending, caption, notes, and the machine's CSV."""

    stem: str
    notes: Sequence[str]
    machine: Callable[[], bytes]


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
    stem: str = "",
    notes: Sequence[str] = (),
    is_titled: bool = True,
) -> None:
    """A chart with its accessible name; stem: what its pictures are called as files; notes: drawn into them.

    is_titled: whether its title stands on the page too; in its pictures it always does.
    """
    file = stem or f"einlassmonitor-{name}"
    drawn_in = unmarked(" · ".join(filter(None, (" ".join(notes), *of_city(w)))))
    drawn = figure if isinstance(figure, Drawing) else drawing(figure)
    draw(drawn, look(), w, alt=unmarked(alt), name=name, file=file, notes=drawn_in, is_titled=is_titled)


@dataclass(frozen=True)
class Table:
    """A table of a page: caption, head, rows when they are asked for, and the columns with numbers."""

    caption: str
    head: Sequence[str]
    rows: Callable[[], list[list[str]]]
    numeric: Collection[int]


def table_and_files(name: str, table: Table, files: Files, w: Words) -> None:
    """The switch that shows the chart's table, and the table as files."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        is_open = choices.switch_on(w("switch.table"), "table")
        file_buttons(name, table, files, w)
    if is_open:
        style.html_table(table.caption, table.head, table.rows(), numeric=table.numeric)


def of_city(w: Words) -> list[str]:
    """What stands in a file that people read: the city, and under which licence its figures may be used."""
    city = config.city()
    name = [w("app.of", city=city.name)] if city.name else []
    return name + ([w("files.licence", licence=city.licence)] if city.licence else [])


def file_buttons(name: str, table: Table, files: Files, w: Words) -> None:
    """Buttons that build a file on click: the table for a spreadsheet, and the data for a program."""

    def for_people() -> bytes:
        return table_csv(table.caption, table.head, table.rows(), (*files.notes, *of_city(w)), w)

    for kind, content, ending in (("table", for_people, ""), ("data", files.machine, "_data")):
        st.download_button(
            w(f"button.csv.{kind}"),
            data=content,
            file_name=f"{files.stem}{ending}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"csv:{kind}:{name}:{current_view().lang}",
        )
