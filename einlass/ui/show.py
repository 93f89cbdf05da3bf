"""Parts that show a result: a chart with its table and files, the band, the foot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from einlass.charts import Figure, Look, chart_config
from einlass.ui import style
from einlass.ui.state import current_view
from einlass.words import Words


def look() -> Look:
    """The look that fits the reader's theme."""
    return Look(is_dark=st.context.theme.type == "dark")


def chart(figure: Figure, alt: str, name: str, w: Words) -> None:
    """A chart with its accessible name and the picture button."""
    st.plotly_chart(
        figure,
        width="stretch",
        theme=None,
        config=chart_config(w, f"einlassmonitor-{name}"),
        alt=alt,
        key=name,
    )


def table_and_file(
    name: str,
    caption: str,
    head: Sequence[str],
    rows: Callable[[], list[list[str]]],
    csv: Callable[[], bytes],
    w: Words,
    *,
    numeric: Collection[int],
) -> None:
    """The switch that shows the chart's table, and its CSV."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        is_open = st.toggle(w("switch.table"), key=f"table:{name}:{current_view().lang}")
        csv_button(name, csv, w)
    if is_open:
        style.html_table(caption, head, rows(), numeric=numeric)


def csv_button(name: str, csv: Callable[[], bytes], w: Words) -> None:
    """A button that builds a CSV on click."""
    st.download_button(
        w("button.csv"),
        data=csv,
        file_name=f"einlassmonitor-{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"csv:{name}:{current_view().lang}",
    )
