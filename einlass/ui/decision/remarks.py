"""Remarks of readers: shown below each way, written and removed in a fold."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from einlass import remarks
from einlass.decision import KINDS
from einlass.errors import EinlassError, RemarkRefused
from einlass.remarks import MOST_NAME, MOST_SIGNS, Remark
from einlass.ui import access, account, choices, log, plain, style
from einlass.ui.decision.asking import Asked
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words

NAMED_SIGNS = 40  # of a remark, where it is one of a list


def of_measure(version: DataVersion, measure: str, w: Words) -> tuple[Remark, ...] | None:
    """The remarks on a measure; None where the file cannot be read, which is said here and by nothing else."""
    try:
        return tuple(one for one in remarks.remarks(version.folder) if one.measure == measure)
    except RemarkRefused as error:
        style.notes([w.message(error.key, error.values)])
        return None


def markup(every: Sequence[Remark] | None, option: str, w: Words) -> str:
    """The remarks on one way as HTML; nothing where nobody can tell whether there are any."""
    if every is None:
        return ""
    own = [one for one in every if one.option == option]
    items = "".join(
        f"<li><span>{escape(one.text)}</span><small>{escape(_signed(one, w))}</small></li>" for one in own
    )
    body = f"<ul>{items}</ul>" if own else f"<p>{escape(w('decision.remark.none'))}</p>"
    return f'<div class="em-reasons em-remarks"><h4>{escape(w("decision.remark"))}</h4>{body}</div>'


def _signed(one: Remark, w: Words) -> str:
    return w("decision.remark.signed", author=one.author, moment=w.datetime(one.moment))


def write(version: DataVersion, asked: Asked, every: Sequence[Remark] | None, w: Words) -> None:
    """The fold in which a remark is written or removed; not there where the file cannot be read."""
    if every is None or access.only_reads():  # a city has its remarks at home
        return
    with choices.fold(w("decision.remark.fold"), "remarks"):
        if "remarks" not in current_view().opened:
            return
        style.small(w("decision.remark.hint"))
        with st.form(f"remark:{asked.measure.key}:{w.language}", clear_on_submit=True, border=False):
            options = {w(f"decision.option.{kind}"): kind for kind in KINDS}
            option = st.radio(w("decision.remark.option"), list(options), horizontal=True)
            text = st.text_area(w("decision.remark.text"), max_chars=MOST_SIGNS)
            author = account.current().name or st.text_input(w("decision.remark.author"), max_chars=MOST_NAME)
            if st.form_submit_button(w("decision.remark.save")):
                _add(version, asked, options[option or next(iter(options))], text, author, w)
        if every:
            _removal(version, asked, every, w)


def _add(version: DataVersion, asked: Asked, option: str, text: str, author: str, w: Words) -> None:
    try:
        who = account.require("remark")
        remarks.add(version.folder, asked.measure.key, option, text, who.name or author, version.number)
        log.action("remark", is_new=True)
    except EinlassError as error:
        st.error(w.message(error.key, error.values))
        return
    st.rerun()


def _removal(version: DataVersion, asked: Asked, every: Sequence[Remark], w: Words) -> None:
    labels = plain.told_apart({one.key: f"{one.text[:NAMED_SIGNS]} ({_signed(one, w)})" for one in every})
    with st.form(f"remove:{asked.measure.key}:{w.language}", border=False):
        key = st.selectbox(w("decision.remark.which"), list(labels), format_func=labels.__getitem__)
        if st.form_submit_button(w("decision.remark.remove")) and key:
            try:
                account.require("remark")
                remarks.remove(version.folder, key)
                log.action("remark", is_new=False)
            except EinlassError as error:
                st.error(w.message(error.key, error.values))
                return
            st.rerun()
