"""Measures, on request each of their offices, by what is known of them: each cell a finding that opens on a click."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from einlass import config, decision
from einlass.charts import tiny
from einlass.decision import Evidence
from einlass.export import file_stem, findings_csv
from einlass.findings import Request, finding
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, PRIMARY, STAFF
from einlass.measures import offices
from einlass.ui import choices, show, style
from einlass.ui.decision.asking import by_office
from einlass.ui.decision.menus import menu
from einlass.ui.decision.texts import days_of, foot, standing
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.words import Words, brief, places, strength
from einlass.words import decision as said
from einlass.words.outcomes import Said

OFFICES, STRENGTH = "offices", "strength"


def matrix(version: DataVersion, view: View, w: Words) -> None:
    """The matrix, a switch that opens the offices of the measures at several, and a fold on its last column."""
    style.section(w("decision.matrix"), w("decision.matrix.sub"))
    if any(len(one.measure.offices) > 1 for one in decision.evidence(version)):
        choices.switch_on(w("decision.matrix.offices"), OFFICES)
    head = "".join(f'<th scope="col">{escape(w(f"decision.column.{one}"))}</th>' for one in said.COLUMNS)
    with st.spinner(w("decision.matrix.computing")):
        every = shown(version, by_office())
    rows = "".join(_row(version, view, one, w) for one in every)
    st.html(
        f'<table class="em-evidence"><caption class="em-hidden">{escape(w("decision.matrix"))}</caption>'
        f'<thead><tr><th scope="col">{escape(w("decision.measure"))}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    least = w.number(config.thresholds().hidden_below)
    together = [w("decision.matrix.together")] if len(every) > len(decision.evidence(version)) else []
    style.small(" ".join([*together, w("quiet.key", least=least)]))
    show.save_menu("decision", w("decision.matrix"), lambda: _as_files(version, every, w), w)
    with choices.fold(w("decision.strength.fold"), STRENGTH):
        if STRENGTH in view.opened:
            _strength(version, every, w)


def shown(version: DataVersion, is_by_office: bool) -> list[Evidence]:
    """The measures, each with its offices below it where these are asked for."""
    parts = decision.by_office(version) if is_by_office else {}
    return [each for one in decision.evidence(version) for each in (one, *parts.get(one.measure.key, ()))]


def _strength(version: DataVersion, every: Sequence[Evidence], w: Words) -> None:
    """A table for each row of the matrix, a row a question."""
    names, head = offices(version), strength.head(w)
    tables = "".join(
        style.table_markup(
            *(places.measure_name(one.measure, names, w), head, strength.rows(one, names, w)),
            stacks=True,
        )
        for one in every
    )
    st.html(f'<div class="em-strength" id="{STRENGTH}" tabindex="-1">{tables}</div>')
    keys = f"{w('decision.strength.key')} {w('decision.precision.key')}"
    style.small(keys)
    label = w("decision.strength.fold")
    menu(version, "strength", label, lambda: brief.strength_sheet(every, names, w), w, keys)


def _as_files(version: DataVersion, every: Sequence[Evidence], w: Words) -> show.Numbers:
    """The matrix with its files, and the findings behind it."""
    names = offices(version)
    sheet = brief.findings_sheet([(one, days_of(version, one.measure)) for one in every], names, w)
    least = w.number(config.thresholds().hidden_below)
    keys = [w("decision.strength.key"), w("decision.precision.key"), w("quiet.key", least=least)]
    asked = [
        Request(code, one.measure.key, (one.office,) if one.office else ())
        for one in every
        for code in (PRIMARY, ALL_REPORTS, CLIENTS, STAFF)
    ]
    files = show.Files(
        file_stem([w("menu.decision"), sheet.name], version.created_at.date()),
        [standing(version, w), *keys, *foot(version, w)[:-1]],
        lambda: findings_csv([finding(version, one) for one in asked], names, w),
    )
    table = show.Table(sheet.caption, sheet.head, lambda: [list(row) for row in sheet.rows], ())
    return show.Numbers(table, files)


def _row(version: DataVersion, view: View, one: Evidence, w: Words) -> str:
    cells = said.row(one, days_of(version, one.measure), w)
    body = "".join(_cell(view, one, column, cell, w) for column, cell in cells.items())
    kind = ' class="em-office"' if one.office else ""
    return f'<tr{kind}><th scope="row">{_name(version, one, w)}</th>{body}</tr>'


def _name(version: DataVersion, one: Evidence, w: Words) -> str:
    """A measure with its offices; below it an office, for who hears the table with its measure."""
    name = escape(w(f"measure.{one.measure.regime}"))
    where = escape(places.place(one.measure.offices, offices(version), w))
    if one.office:
        return f'<span class="em-hidden">{name}: </span><span>{where}</span>'
    return f"<b>{name}</b><span>{where}</span>"


def _cell(view: View, one: Evidence, column: str, cell: Said, w: Words) -> str:
    look = show.look()
    sign = style.picture(tiny.sign(cell.verdict, look), "") if cell.verdict else ""
    if column == STRENGTH:
        sign = style.picture(tiny.boxes(one.strength.answered, one.strength.asked, look), "")
    title = f"{sign}<b>{style.rich(cell.title)}</b>"
    href = _details(view) if column == STRENGTH else _href(view, one, cell)
    title = f'<a href="{escape(href)}">{title}</a>' if href else title
    lines = "".join(f"<span>{style.rich(line)}</span>" for line in cell.lines)
    kind = "em-firm" if cell.is_firm else "em-open" if cell.verdict else "em-figure"
    return (
        f'<td class="{kind}" data-name="{style.attribute(w(f"decision.column.{column}"))}">'
        f'<span class="em-said">{title}</span><span class="em-counts">{lines}</span></td>'
    )


def _details(view: View) -> str:
    """The fold that says the strength question by question."""
    others = [one for one in view.opened if one != STRENGTH]
    return view.href("decision", opened=(*others, STRENGTH), anchor=STRENGTH)


def _href(view: View, one: Evidence, cell: Said) -> str:
    """The finding behind a cell, of an office that of this office; of cost the page about staffing."""
    if not cell.indicator:
        return ""
    page = "staffing" if cell.indicator == "guard_cost" else "comparison"
    where = (one.office,) if one.office else ()
    return view.href(
        page, measure=one.measure.key, indicator=cell.indicator, offices=where, before=None, after=None
    )
