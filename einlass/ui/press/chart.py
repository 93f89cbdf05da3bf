"""The picture of a figure, drawn by the charts of the other pages, and the table behind it."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from einlass.charts import Figure as Picture
from einlass.charts import difference_chart, tiny
from einlass.charts.sentiment import answers_chart, room_of
from einlass.export import file_stem
from einlass.findings import Finding, city
from einlass.release.figures import extent_of
from einlass.release.records import Amount, Figure, Row, Texts
from einlass.ui import axis, choices, quiet, show, style
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, ranges
from einlass.words.sentences import FIRM

DECIMALS = {"per_10000": 1, "per_1000": 1, "percent": 0, "minutes": 1, "hours_done": 2, "hours_planned": 2}
WIDTH = 520  # px of a range
DRAWN = {
    "kinds": 0,
    "disposals": 0,
    "acts": 0,
    "offices": -1,
    "measures": -1,
}  # the column that the bars show


def chart(version: DataVersion, made: Figure, told: Texts, found: Finding | None, w: Words) -> None:
    """Answers on both sides of a line, the range of a difference, or bars of the table's rows.

    A picture can be saved: where anything of the comparison is hidden, nothing is drawn from it.
    """
    if is_partly_hidden(made):
        _bars(made, told, w)
    elif made.kind == "score" and found is not None:
        _answers(version, made, told, found, w)
    elif found is not None and found.estimate is not None:
        _difference(version, made, told, found, w)
    elif made.verdict and not made.subject.measure:
        _ratio(version, made, w)
    else:
        _bars(made, told, w)


def is_partly_hidden(made: Figure) -> bool:
    """Whether a side of the comparison, or the answers behind it, may not be published."""
    return any(
        side.amount.sign == "." or (made.kind == "score" and not side.distribution) for side in made.sides
    )


def _answers(version: DataVersion, made: Figure, told: Texts, found: Finding, w: Words) -> None:
    phases = (found.before, found.after)
    room, look = room_of(phases), show.look()

    def build() -> list[Picture | None]:
        return [
            answers_chart(
                phases, room, look, w, title=told.chart_title, sub=told.chart_subtitle, foot=told.source
            )
        ]

    (drawn,) = show.kept(("press", version, made.subject), build, w)
    if drawn is not None:
        own = partial(numbers, version, made, told, w)
        show.chart(drawn, told.chart_alt, "press-chart", w, numbers=own, is_titled=False, has_data=False)


def _difference(version: DataVersion, made: Figure, told: Texts, found: Finding, w: Words) -> None:
    look = show.look()

    def build() -> list[Picture | None]:
        return [difference_chart(found, look, w, title=told.chart_title, foot=told.source)]

    (drawn,) = show.kept(("press", version, found.request), build, w)
    if drawn is not None:
        own = partial(numbers, version, made, told, w)
        show.chart(drawn, told.chart_alt, "press-chart", w, numbers=own, is_titled=False, has_data=False)
        style.small(w("answer.interval"))


def _ratio(version: DataVersion, made: Figure, w: Words) -> None:
    """The range of all measures together, as on the overview."""
    found = city(version, made.subject.topic)
    if found.estimate is None or (found.estimate.low is None and found.estimate.high is None):
        return
    drawn = tiny.ratio(
        found.estimate, show.look(), ends=tiny.WIDE_RATIO_ENDS, width=WIDTH, is_main=made.verdict in FIRM
    )
    words = axis.axis(axis.of_ratios(w, ends=tiny.WIDE_RATIO_ENDS, width=WIDTH), is_wide=True)
    alt = ranges.compatible_range(found.estimate, found.may_state_percent, w)
    st.html(f'<div class="em-press-ratio">{words}{style.picture(drawn, alt)}</div>')
    style.small(w("answer.interval"))


def _bars(made: Figure, told: Texts, w: Words) -> None:
    """A bar from zero for each row but the sum, where there are several."""
    column = DRAWN.get(made.table.dimension)
    rows = [row for row in made.table.rows if row.label not in (made.table.total, "total")]
    if column is None or len(rows) < 2 or any(row.cells[column].value is None for row in rows):
        return
    highest = max(row.cells[column].value or 0 for row in rows)
    if not highest:
        return
    items = "".join(_bar(row, column, highest, made, told, w) for row in rows)
    heading = told.labels[made.table.columns[column]]
    st.html(f'<p class="em-sub">{escape(heading)}</p><ul class="em-press-bars">{items}</ul>')


def _bar(row: Row, column: int, highest: float, made: Figure, told: Texts, w: Words) -> str:
    value = row.cells[column].value or 0
    drawn = style.picture(tiny.bar(value / highest, show.look()), "")
    text = cell(row.cells[column], made.table.columns[column], w)
    return f"<li><span>{escape(told.labels[row.label])}</span>{drawn}<b>{escape(text)}</b></li>"


def cell(one: Amount, column: str, w: Words) -> str:
    """An amount as it stands in a table; small counts with the quiet mark."""
    name = column.rpartition(".")[2]
    if one.value is None:
        return one.sign or w("value.none")
    text = w.number(one.value, _digits(name, one.value))
    counted = one.numerator if name in ("per_10000", "per_1000", "percent") else one.value
    return quiet.signed(text, None if name in ("minutes", "euros", "per_day") else counted, w)


def _digits(name: str, value: float) -> int:
    if name.startswith("hours") and abs(value - round(value)) < 0.005:
        return 0
    return DECIMALS.get(name, 0)


def table(version: DataVersion, made: Figure, told: Texts, w: Words) -> None:
    """The table that would be published, where the reader wants it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        choices.switch_on(w("switch.table"), "table")
        make = partial(numbers, version, made, told, w)
        show.save_menu("press", told.chart_title, make, w, has_data=False)
    if "table" in current_view().opened:
        own = make().table
        style.html_table(told.chart_title, own.head, own.rows(), numeric=own.numeric, stacks=True)


def numbers(version: DataVersion, made: Figure, told: Texts, w: Words) -> show.Numbers:
    """The table with its files: before its release a figure is as internal as any other number."""
    columns = made.table.columns
    head = [w("press.table.row"), *(told.labels[one] for one in columns)]

    def rows() -> list[list[str]]:
        return [
            [
                told.labels[row.label],
                *(cell(one, column, w) for one, column in zip(row.cells, columns, strict=True)),
            ]
            for row in made.table.rows
        ]

    notes = [told.sentence, *(f"{term}: {text}" for term, text in (*told.facts, *told.survey)), told.source]
    stem = file_stem([w("menu.press"), told.title], version.created_at.date())
    of = show.Told(made.subject.topic, made.subject.measure, extent_of(made.subject), made.headline.numerator)
    table_ = show.Table(told.chart_title, head, rows, range(1, len(head)))
    return show.Numbers(table_, show.Files(stem, notes, title=told.title, figure=of))
