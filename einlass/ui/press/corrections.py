"""Corrections of the whole city: numbered, the old value struck but there to read, the serious ones first."""

from __future__ import annotations

from html import escape

import streamlit as st

from einlass.release.desk import Corrected, corrections
from einlass.release.records import passage
from einlass.ui import style
from einlass.ui.press import at_desk
from einlass.warehouse.versions import now
from einlass.words import Words


def panel(w: Words) -> None:
    """Serious corrections, then the others."""
    style.section(w("press.corrections"), w("press.corrections.sub"))
    every = corrections(at_desk.entries(), now())
    if not every:
        style.small(w("press.corrections.none"))
        return
    serious = [one for one in every if one.correction.severity == "serious"]
    _list(w("press.corrections.serious"), serious, w)
    _list(w("press.corrections.others"), [one for one in every if one not in serious], w)


def _list(title: str, found: list[Corrected], w: Words) -> None:
    if not found:
        return
    style.part(title)
    items = "".join(f"<li>{_markup(one, w)}</li>" for one in found)
    st.html(f'<ul class="em-lines em-corrections">{items}</ul>')


def _markup(one: Corrected, w: Words) -> str:
    correction, version = one.correction, one.version
    head = w(
        "press.corrections.head",
        number=w.number(correction.number),
        id=one.id,
        version=w.number(version.number),
        day=w.date(version.released_at.date()),
    )
    severity, reason = (
        w(f"press.severity.{correction.severity}"),
        w(f"press.reason.{correction.reason}"),
    )
    about = w("press.change.class", severity=severity, reason=reason)
    said = passage(correction.text, correction.text_en, w.language).text
    tell = w("press.change.tell", names=w.join(list(correction.tell))) if correction.tell else ""
    return (
        f"<b>{escape(head)}</b> {_values(one, w)}<br>{escape(said)} "
        f"<small>{escape(' '.join(filter(None, (about, tell))))}</small>"
    )


def _values(one: Corrected, w: Words) -> str:
    """The old value struck, the new one beside it; where only words changed, the value once."""
    new = one.version.texts[w.language].value
    old = one.replaced.texts[w.language].value
    if old == new:
        return f"<span>{escape(new)}</span>"
    was = w("press.corrections.was")
    return f'<span class="em-hidden">{escape(was)}</span> <s>{escape(old)}</s> {escape(new)}'
