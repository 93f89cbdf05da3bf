"""Released figures with their status, and what can be done with those that the page does not show."""

from __future__ import annotations

from html import escape

import streamlit as st

from einlass import config
from einlass.release.bundle import folder, layout
from einlass.release.desk import announcements, publications
from einlass.release.records import Publication, Withdrawal, passage
from einlass.ui import log, plain, style
from einlass.ui.press import actions, at_desk, days
from einlass.warehouse.versions import now
from einlass.words import Words

COLUMNS = ("id", "figure", "value", "version", "status", "released")


def counts(w: Words) -> str:
    """How many figures are released, submitted and provisional, in a line; empty where there are none."""
    every, desk = publications(at_desk.entries(), now()), at_desk.desk()
    submitted = sum(
        one.proposal is not None and one.proposal.state == "submitted" for one in desk.cases.values()
    )
    provisional = sum(one.latest.status == "provisional" for one in every)
    told = {"released": len(every), "submitted": submitted, "provisional": provisional}
    return ", ".join(w.plural(f"press.count.{name}", count) for name, count in told.items() if count)


def panel(w: Words) -> None:
    """The list, then notice and withdrawal for any of them."""
    style.section(w("press.list"), w("press.list.sub"))
    at_desk.say("list")
    every = publications(at_desk.entries(), now())
    if not every:
        style.small(w("press.list.none"))
        return
    style.html_table(
        w("press.list"),
        [w(f"press.column.{name}") for name in COLUMNS],
        [_row(one, w) for one in every],
        hide_caption=True,
        stacks=True,
    )
    _open(every, w)
    _download(w)
    if person := at_desk.who():
        with st.expander(w("press.list.change"), key=at_desk.key("fold:list")):
            _change(every, person.role, w)


def _open(every: tuple[Publication, ...], w: Words) -> None:
    """The way to each figure at the desk, for its own days."""
    links = ", ".join(
        f'<a href="{escape(days.href_of(one.latest.figure.subject))}">{escape(one.id)}</a>'
        for one in every
        if one.withdrawal is None
    )
    if links:
        st.html(f'<p class="em-sub">{escape(w("press.list.open"))} {links}</p>')


def _download(w: Words) -> None:
    """Everything that is published as pages for any web server; of a damaged ledger nothing is built."""
    if at_desk.book().faults:
        return
    st.download_button(
        w("press.list.download"),
        data=log.fetched("published", _packed),
        file_name=f"{layout.ARCHIVE}.zip",
        mime="application/zip",
        on_click="ignore",
        key=at_desk.key("list:download"),
    )
    style.small(w("press.list.download.note"))


def _packed() -> bytes:
    entries, moment = at_desk.entries(), now()
    return folder.archive(publications(entries, moment), announcements(entries, moment), config.city())


def _row(one: Publication, w: Words) -> list[str]:
    latest = one.latest
    texts = latest.texts[w.language]
    return [
        one.id,
        texts.title,
        texts.value,
        w.number(latest.number),
        _status(one, w),
        w.datetime(latest.released_at),
    ]


def _status(one: Publication, w: Words) -> str:
    latest = one.latest
    if one.withdrawal:
        return f"{w('release.status.withdrawn')}. {_reason(one.withdrawal, w)}"
    told = w(f"release.status.{latest.status}")
    if latest.status == "provisional" and latest.final_on:
        told = w("press.status.until", status=told, day=w.date(latest.final_on))
    return f"{told}. {w('release.newer_data')}" if one.has_newer_data else told


def _reason(one: Withdrawal, w: Words) -> str:
    return passage(one.reason, one.reason_en, w.language).text


def _change(every: tuple[Publication, ...], role: str, w: Words) -> None:
    standing = {one.id: one for one in every if one.withdrawal is None}
    if not standing:
        return
    labels = {name: f"{name} – {one.latest.texts[w.language].title}" for name, one in standing.items()}
    name = st.selectbox(
        w("press.list.which"),
        list(labels),
        format_func=plain.told_apart(labels).__getitem__,
        key=at_desk.key("list:which"),
    )
    case = at_desk.desk().case_with(name)
    if case is None:
        return
    if role == "release":
        actions.withdraw(case, "list", w)
    else:
        actions.notice(case, "list", w)
