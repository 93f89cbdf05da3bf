"""Measures by outcomes: in each cell the verdict, one tiny graphic and the counts it rests on.

On a wide screen a measure is a row and an outcome a column; on a phone each outcome is a question with a row for each
measure. Both are the same cells, placed by the stylesheet from the row and column number that each carries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from einlass import config
from einlass.charts import Look, tiny
from einlass.export import file_stem, findings_csv
from einlass.findings import Finding, Request, finding
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, PRIMARY, STAFF
from einlass.measures import Measure, Office, measures, offices
from einlass.remembered import remembered
from einlass.ui import axis, show, style
from einlass.ui.overview import cells
from einlass.ui.overview.answer import answer
from einlass.ui.overview.cells import Cell
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.words import Words, places, words_for

MOST_NAMES = 2  # of offices in the head of a row


@dataclass(frozen=True)
class Column:
    """An outcome: its name, what the graphic shows, and the words of its axis with their places."""

    name: str
    sub: str
    axis: Sequence[tuple[float, str]] = ()


def matrix(version: DataVersion, view: View, w: Words) -> None:
    """The matrix of all measures, and the key to its signs."""
    st.html(_markup(version, view, w.language, show.look()))
    show.save_menu("overview", w("matrix.label"), lambda: _as_files(version, view, w), w)


@remembered(64)
def _markup(version: DataVersion, view: View, language: str, _look: Look) -> str:
    """The matrix and its key. look: what the graphics are drawn in."""
    w = words_for(language)
    columns, made = _filled(version, view, w)
    return table(version, w("matrix.label"), columns, made, w) + key_of_signs(w)


def _filled(version: DataVersion, view: View, w: Words) -> tuple[list[Column], dict[str, list[Cell]]]:
    scales = cells.scales(version, measures(version).values())
    return columns_of(scales, w), made_of(version, view, scales, w)


def made_of(version: DataVersion, view: View, scales: cells.Scales, w: Words) -> dict[str, list[Cell]]:
    """The cells of each measure, in the order of the outcomes."""
    return {
        key: [
            cells.incidents(version, view, one, w),
            cells.agreement(version, view, one, "clients", w),
            cells.agreement(version, view, one, "staff", w),
            cells.finds(version, view, one, scales, w),
            cells.staffing(version, view, one, scales, w),
        ]
        for key, one in measures(version).items()
    }


def table(
    version: DataVersion,
    label: str,
    columns: Sequence[Column],
    made: Mapping[str, Sequence[Cell]],
    w: Words,
) -> str:
    """The cells as a table with this label."""
    every, names = measures(version), offices(version)
    heads = "".join(_column_head(number, one) for number, one in enumerate(columns, 1))
    rows = "".join(
        _row(number, every[key], row, version, names, w) for number, (key, row) in enumerate(made.items(), 1)
    )
    corner = (
        f'<div role="columnheader" class="em-corner" style="--r:0;--c:0">{escape(w("matrix.measure"))}</div>'
    )
    return (
        f'<div class="em-matrix" role="table" aria-label="{escape(label)}" style="--rows:{len(made)}">'
        f'<div role="row">{corner}{heads}</div>{rows}</div>'
    )


def _as_files(version: DataVersion, view: View, w: Words) -> show.Numbers:
    """The matrix with its files: each cell its verdict and counts, and the findings behind it."""
    columns, made = _filled(version, view, w)
    every, names = measures(version), offices(version)
    shown = places.measure_names(every, names, w)
    head = [w("matrix.measure"), *(one.name for one in columns)]
    table = show.Table(
        w("matrix.label"),
        head,
        lambda: [
            [shown[key], *(". ".join([one.title, *one.lines]) for one in row)] for key, row in made.items()
        ],
        (),
    )
    mark = f"{w('sample.mark')}. " if version.is_sample else ""
    notes = [
        *answer(version, w),
        *(f"{one.name}: {one.sub}" for one in columns),
        w("key.range"),
        w("quiet.key", least=w.number(config.thresholds().hidden_below)),
        w("overview.foot"),
        w(
            "decision.source",
            mark=mark,
            moment=w.datetime(version.created_at),
            version=w.number(version.number),
        ),
    ]
    asked = [Request(code, key) for key in every for code in (PRIMARY, ALL_REPORTS, CLIENTS, STAFF)]
    files = show.Files(
        file_stem([w("page.overview.title")], version.created_at.date()),
        notes,
        lambda: findings_csv([finding(version, one) for one in asked], names, w),
        title=w("page.overview.title"),
    )
    return show.Numbers(table, files)


def columns_of(scales: cells.Scales, w: Words) -> list[Column]:
    """The five outcomes, with axes that end where these do."""
    shares = axis.of_amounts([w.number(0), w.number(50), w.percent(1)])
    ends = [w.number(scales.cost * share) for share in (0, 0.5, 1)]
    euros = axis.of_amounts([*ends[:2], w("format.euros", amount=ends[2])] if scales.cost else [])
    finds = axis.of_amounts([w("matrix.finds.axis", highest=w.number(scales.finds))] if scales.finds else [])
    axes = {
        "incidents": axis.of_ratios(w, inner=True),
        "clients": shares,
        "staff": shares,
        "finds": finds,
        "staffing": euros,
    }
    return [Column(w(f"matrix.{name}"), w(f"matrix.{name}.sub"), words) for name, words in axes.items()]


def _column_head(number: int, column: Column) -> str:
    return (
        f'<div role="columnheader" class="em-outcome" style="--r:0;--c:{number}"><b>{escape(column.name)}</b>'
        f"<span>{escape(column.sub)}</span>{axis.axis(column.axis)}</div>"
    )


def _row(
    number: int,
    one: Measure,
    row: Sequence[Cell],
    version: DataVersion,
    names: Mapping[str, Office],
    w: Words,
) -> str:
    name = w(f"measure.{one.regime}")
    compared = finding(version, Request("reported_incidents", one.key))
    lines = [
        places.place(one.offices, names, w, most=MOST_NAMES),
        places.since(one, w),
        _weeks(compared, w),
    ]
    head = "".join(f"<span>{escape(line)}</span>" for line in lines if line)
    said = "".join(_cell(number, column, cell, name) for column, cell in enumerate(row, 1))
    return (
        f'<div role="row"><div role="rowheader" class="em-measure" style="--r:{number};--c:0">'
        f"<b>{escape(name)}</b>{head}</div>{said}</div>"
    )


def _weeks(compared: Finding, w: Words) -> str:
    """How many weeks since the start are compared."""
    after = compared.after
    return w.plural("matrix.weeks", after.week_count) if after is not None and after.week_count else ""


def _cell(row: int, column: int, cell: Cell, measure: str) -> str:
    sign = style.picture(tiny.sign(cell.verdict_code, show.look()), "") if cell.verdict_code else ""
    title = f"{sign}<b>{style.rich(cell.title)}</b>"
    title = f'<a href="{escape(cell.href)}">{title}</a>' if cell.href else title
    lines = "".join(f"<span>{style.rich(line)}</span>" for line in cell.lines)
    graphic = style.picture(cell.graphic, cell.graphic_alt) if cell.graphic else ""
    kind = "em-firm" if cell.is_firm else "em-open"
    return (
        f'<div role="cell" class="em-cell {kind}" style="--r:{row};--c:{column}">'
        f'<span class="em-of">{escape(measure)}</span><span class="em-said">{title}</span>'
        f'<span class="em-graphic">{graphic}</span><span class="em-counts">{lines}</span></div>'
    )


def key_of_signs(w: Words) -> str:
    """What the signs and graphics mean."""
    look = show.look()
    signs = (
        ("clear_increase", "settled"),
        ("signs_of_increase", "signs"),
        ("cannot_tell", "cannot_tell"),
        ("too_little_data", "too_little"),
        ("not_comparable", "nothing"),
    )
    items = [f"{style.picture(tiny.sign(code, look), '')} {escape(w(f'key.{name}'))}" for code, name in signs]
    items.append(f"{style.picture(tiny.key_of_ratio(look), '')} {escape(w('key.range'))}")
    items.append(f"{style.picture(tiny.key_of_shares(look), '')} {escape(w('key.shares'))}")
    items.append(escape(w("quiet.key", least=w.number(config.thresholds().hidden_below))))
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="em-key" aria-label="{escape(w("key.label"))}">{listed}</ul>'
