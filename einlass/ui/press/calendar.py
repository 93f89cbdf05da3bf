"""The release calendar: what comes when, what was moved and why, and the forms that change it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import streamlit as st

from einlass import config
from einlass.release.desk import announcements
from einlass.release.desk.commands import Announce, Cancel, Confirm, Move
from einlass.release.events import Role
from einlass.release.records import Announcement
from einlass.ui import plain, style
from einlass.ui.choices import DATE_FORMAT
from einlass.ui.press import at_desk
from einlass.warehouse.versions import now
from einlass.words import Words

USUAL = time(9, 30)  # when official statistics appear
COLUMNS = ("when", "title", "state", "figure")


def panel(w: Words) -> None:
    """The list, then what the role of whoever sits there may do."""
    style.section(w("press.calendar"), w("press.calendar.sub"))
    at_desk.say("calendar")
    every = announcements(at_desk.entries(), now())
    if every:
        style.html_table(
            w("press.calendar"),
            [w(f"press.column.{name}") for name in COLUMNS],
            [_row(one, w) for one in every],
            hide_caption=True,
            stacks=True,
        )
    else:
        style.small(w("press.calendar.none"))
    if person := at_desk.who():
        _change(every, person.role, w)


def _row(one: Announcement, w: Words) -> list[str]:
    return [
        w.datetime(one.at),
        one.title[w.language],
        ". ".join(part.rstrip(".") for part in _state(one, w)),
        one.figure or "–",
    ]


def _state(one: Announcement, w: Words) -> list[str]:
    told = [w(f"press.calendar.{one.state}")]
    if one.state == "cancelled":
        told.append(one.reason)
    told += [w("press.calendar.moved", was=w.datetime(move.was), reason=move.reason) for move in one.moves]
    return told


def _change(every: tuple[Announcement, ...], role: Role, w: Words) -> None:
    if role == "prepare":
        with st.expander(w("press.calendar.announce"), key=at_desk.key("fold:announce")):
            _announce(w)
        return
    coming = {one.key: one for one in every if one.state in ("provisional", "confirmed")}
    if coming:
        with st.expander(w("press.calendar.change"), key=at_desk.key("fold:calendar")):
            _confirm_move_or_cancel(coming, w)


def _announce(w: Words) -> None:
    with st.form(at_desk.key("announce"), border=False):
        titles = {
            one: st.text_input(
                w("press.calendar.title", language=w.language_name(one)), key=at_desk.key(f"title:{one}")
            )
            for one in config.LANGUAGES
        }
        moment = _moment("announce", w)
        if st.form_submit_button(w("press.do.announce"), type="primary"):
            at_desk.do("calendar", w("press.done.announced"), w, Announce(title=titles, planned_at=moment))


def _moment(name: str, w: Words) -> datetime:
    """A day and a time of day."""
    with st.container(horizontal=True, gap="small"):
        day = st.date_input(
            w("press.calendar.day"),
            value=now().date() + timedelta(days=7),
            format=DATE_FORMAT,
            required=True,
            key=at_desk.key(f"day:{name}"),
        )
        at = st.time_input(w("press.calendar.time"), value=USUAL, key=at_desk.key(f"time:{name}"))
    return datetime.combine(day, at)


def _confirm_move_or_cancel(coming: dict[str, Announcement], w: Words) -> None:
    labels = plain.told_apart({key: one.title[w.language] for key, one in coming.items()})
    key = st.selectbox(
        w("press.calendar.which"), list(labels), format_func=labels.__getitem__, key=at_desk.key("dates")
    )
    if coming[key].state == "provisional" and st.button(
        w("press.do.confirm"), type="primary", key=at_desk.key(f"confirm:{key}")
    ):
        at_desk.do("calendar", w("press.done.confirmed"), w, Confirm(date=key))
    with st.form(at_desk.key(f"move:{key}"), border=False):
        moment = _moment(f"move:{key}", w)
        reason = st.text_input(w("press.calendar.reason"), key=at_desk.key(f"reason:{key}"))
        with st.container(horizontal=True, gap="small"):
            is_moved = st.form_submit_button(w("press.do.move"))
            is_cancelled = st.form_submit_button(w("press.do.cancel"))
    if is_moved:
        move = Move(date=key, planned_at=moment, reason=reason)
        at_desk.do("calendar", w("press.done.moved"), w, move)
    if is_cancelled:
        at_desk.do("calendar", w("press.done.cancelled"), w, Cancel(date=key, reason=reason))
