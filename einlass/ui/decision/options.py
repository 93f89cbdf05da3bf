"""Three ways to go on, side by side: what each costs, what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from einlass import decision
from einlass.charts import tiny
from einlass.decision import Argument, Option
from einlass.remarks import Remark
from einlass.ui import axis, show, style
from einlass.ui.decision import remarks
from einlass.ui.decision.asking import Asked, asked_measure
from einlass.ui.decision.menus import menu
from einlass.ui.decision.texts import name_of
from einlass.ui.overview.cells import rounded_up
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.words import Words, brief, reasons
from einlass.words import decision as said

PAGES = {"guard_cost": "staffing", "roster_fulfilment": "staffing", "persons_with_find": "checks"}
PAGES |= {"refused_checks": "checks", "visits_per_open_day": "trends"}
AXIS = (0, 0.5, 1)


def ways_head(version: DataVersion, w: Words) -> None:
    """The heading above the choice."""
    own = asked_measure(version)
    style.section(w("decision.options", measure=name_of(version, own, w)), w("decision.options.sub"))


def ways(version: DataVersion, view: View, asked: Asked, w: Words) -> None:
    """The three ways."""
    found = decision.options(version, asked.measure.key, asked.until, asked.weekdays)
    most = rounded_up(max((one.outcome.high_cost for one in found if one.outcome), default=0.0))
    said_by = remarks.of_measure(version, asked.measure.key, w)
    columns = "".join(_way(one, most, view, asked, said_by, w) for one in found)
    st.html(f'<div class="em-ways">{columns}</div>')
    name = name_of(version, asked.measure, w)
    menu(
        version,
        "ways",
        w("decision.options", measure=name),
        lambda: brief.ways_sheet(found, asked.measure, name, w),
        w,
        w("decision.options.sub"),
    )
    remarks.write(version, asked, said_by, w)


def _way(
    one: Option, most: float, view: View, asked: Asked, said_by: Sequence[Remark] | None, w: Words
) -> str:
    parts = [
        f"<div><h3>{escape(said.option_title(one, asked.measure, w))}</h3>"
        f'<p class="em-sub">{escape(said.option_how(one, asked.measure, w))}</p></div>',
        _cost(one, most, w),
        _reasons("for", one.reasons_for, view, asked, w),
        _reasons("against", one.reasons_against, view, asked, w),
        remarks.markup(said_by, one.kind, w),
    ]
    name = escape(said.option_title(one, asked.measure, w))
    return f'<section class="em-way" aria-label="{name}">{"".join(parts)}</section>'


def _cost(one: Option, most: float, w: Words) -> str:
    amount = escape(said.option_cost(one, w))
    if one.outcome is None:
        return f'<p class="em-price">{amount}</p>'
    until = escape(said.option_period(one, w))
    alt = w("decision.option.scale", low=amount, high=until, most=w("format.euros", amount=w.number(most)))
    drawn = style.picture(tiny.span(one.outcome.low_cost, one.outcome.high_cost, most, show.look()), alt)
    numbers = [w.number(most * part) for part in AXIS]
    words = axis.axis(axis.of_amounts([*numbers[:-1], w("format.euros", amount=numbers[-1])]))
    return f'<div class="em-price"><p><b>{amount}</b> <span>{until}</span></p>{drawn}{words if most else ""}</div>'


def _reasons(side: str, every: Sequence[Argument], view: View, asked: Asked, w: Words) -> str:
    items = "".join(f"<li>{_reason(one, view, asked, w)}</li>" for one in every)
    body = f"<ul>{items}</ul>" if items else f"<p>{escape(w('decision.no_reason'))}</p>"
    return f'<div class="em-reasons"><h4>{escape(w(f"decision.{side}"))}</h4>{body}</div>'


def _reason(one: Argument, view: View, asked: Asked, w: Words) -> str:
    sign = (
        style.picture(tiny.sign(one.verdict, show.look()), "")
        if one.verdict
        else '<i aria-hidden="true"></i>'
    )
    text = style.rich(reasons.argument(one, w))
    if not one.indicator:
        return f"{sign}<span>{text}</span>"
    page = PAGES.get(one.indicator, "comparison")
    href = view.href(page, **_seen(page, one, asked))
    return f'{sign}<a href="{escape(href)}">{text}</a>'


def _seen(page: str, one: Argument, asked: Asked) -> dict[str, Any]:
    """What the page behind a reason is to show."""
    where: dict[str, Any] = {"measure": asked.measure.key, "before": None, "after": None, "weekdays": ()}
    if page in ("checks", "trends"):
        return where | {"offices": asked.measure.offices, "indicator": one.indicator}
    return where | {"offices": (), "indicator": one.indicator}
