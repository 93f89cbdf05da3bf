"""Measures by what is known of them: each cell a finding that opens on a click."""

from __future__ import annotations

from html import escape

import streamlit as st

from einlass import config, decision
from einlass.charts import tiny
from einlass.decision import Evidence
from einlass.export import file_stem, findings_csv
from einlass.findings import Request, finding
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, PRIMARY, STAFF
from einlass.measures import measures, offices
from einlass.ui import show, style
from einlass.ui.decision.texts import days_of, foot, standing
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.words import Words, brief, places
from einlass.words import decision as said
from einlass.words.outcomes import Said


def matrix(version: DataVersion, view: View, w: Words) -> None:
    """The matrix, and how its last column is to be read."""
    style.section(w("decision.matrix"), w("decision.matrix.sub"))
    head = "".join(f'<th scope="col">{escape(w(f"decision.column.{one}"))}</th>' for one in said.COLUMNS)
    rows = "".join(_row(version, view, one, w) for one in decision.evidence(version))
    st.html(
        f'<table class="em-evidence"><caption class="em-hidden">{escape(w("decision.matrix"))}</caption>'
        f'<thead><tr><th scope="col">{escape(w("decision.measure"))}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    least = w.number(config.thresholds().hidden_below)
    style.small(f"{w('decision.strength.key')} {w('decision.precision.key')} {w('quiet.key', least=least)}")
    show.save_menu("decision", w("decision.matrix"), lambda: _as_files(version, w), w)


def _as_files(version: DataVersion, w: Words) -> show.Numbers:
    """The matrix with its files, and the findings behind it."""
    every, names = decision.evidence(version), offices(version)
    sheet = brief.findings_sheet(every, {key: days_of(version, key) for key in measures(version)}, names, w)
    least = w.number(config.thresholds().hidden_below)
    keys = [w("decision.strength.key"), w("decision.precision.key"), w("quiet.key", least=least)]
    asked = [
        Request(code, one.measure.key) for one in every for code in (PRIMARY, ALL_REPORTS, CLIENTS, STAFF)
    ]
    files = show.Files(
        file_stem([w("menu.decision"), sheet.name], version.created_at.date()),
        [standing(version, w), *keys, *foot(version, w)[:2]],
        lambda: findings_csv([finding(version, one) for one in asked], names, w),
    )
    table = show.Table(sheet.caption, sheet.head, lambda: [list(row) for row in sheet.rows], ())
    return show.Numbers(table, files)


def _row(version: DataVersion, view: View, one: Evidence, w: Words) -> str:
    cells = said.row(one, days_of(version, one.measure.key), w)
    name = escape(w(f"measure.{one.measure.regime}"))
    where = escape(places.place(one.measure.offices, offices(version), w))
    body = "".join(_cell(view, one, column, cell, w) for column, cell in cells.items())
    return f'<tr><th scope="row"><b>{name}</b><span>{where}</span></th>{body}</tr>'


def _cell(view: View, one: Evidence, column: str, cell: Said, w: Words) -> str:
    look = show.look()
    sign = style.picture(tiny.sign(cell.verdict, look), "") if cell.verdict else ""
    if column == "strength":
        sign = style.picture(tiny.boxes(one.strength.answered, one.strength.asked, look), "")
    title = f"{sign}<b>{style.rich(cell.title)}</b>"
    href = _href(view, one, cell)
    title = f'<a href="{escape(href)}">{title}</a>' if href else title
    lines = "".join(f"<span>{style.rich(line)}</span>" for line in cell.lines)
    kind = "em-firm" if cell.is_firm else "em-open" if cell.verdict else "em-figure"
    return (
        f'<td class="{kind}" data-name="{style.attribute(w(f"decision.column.{column}"))}">'
        f'<span class="em-said">{title}</span><span class="em-counts">{lines}</span></td>'
    )


def _href(view: View, one: Evidence, cell: Said) -> str:
    """The finding behind a cell; of cost the page about staffing."""
    if not cell.indicator:
        return ""
    page = "staffing" if cell.indicator == "guard_cost" else "comparison"
    return view.href(
        page, measure=one.measure.key, indicator=cell.indicator, offices=(), before=None, after=None
    )
