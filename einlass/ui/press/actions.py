"""What whoever sits at the desk can do with a figure: buttons, each with the form it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import get_args

import streamlit as st

from einlass.release.desk import Case
from einlass.release.desk.asking import MOST_SIGNS, Rebuild
from einlass.release.desk.cases import Planned
from einlass.release.desk.commands import Draft, Drop, Release, Return, Submit, Withdraw
from einlass.release.events import Role
from einlass.release.records import Reason, Severity, Subject
from einlass.ui import style
from einlass.ui.press import at_desk
from einlass.warehouse.versions import now
from einlass.words import Words

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
REASONS: tuple[Reason, ...] = get_args(Reason)


def locked(w: Words) -> None:
    """Sample data: the buttons are there and do nothing."""
    with st.container(horizontal=True, gap="small"):
        for name in ("submit", "release"):
            st.button(w(f"press.do.{name}"), disabled=True, key=at_desk.key(f"locked:{name}"))
    at_desk.quiet(w("press.locked"))


def show(case: Case | None, draft: Draft, role: Role, w: Words) -> None:
    """The buttons of a role, as far as they make sense now; whatever else is asked, the desk refuses."""
    waits = case is not None and case.proposal is not None and case.proposal.state == "submitted"
    if case and case.withdrawal:
        case = None  # the same may be counted anew, under another id
    if role == "prepare" and waits:
        at_desk.quiet(w("press.waits"))
    elif role == "prepare":
        _prepare(case, draft, w)
    elif case and waits:
        _decide(case, draft, w)
    elif case and case.versions:
        withdraw(case, "steps", w)
    else:
        at_desk.quiet(w("press.nothing_submitted"))


def _as_now(draft: Draft) -> Rebuild:
    """The figure as the page has just built it."""
    return lambda subject: draft.counted if subject.is_same(draft.subject) else None


# --- Preparing ------------------------------------------------------------------------------------------


def _prepare(case: Case | None, draft: Draft, w: Words) -> None:
    if case is None or not case.versions:
        _submit(case, draft, w)
        return
    if case.proposal:
        _drop(case, w)
    with st.expander(w("press.correct"), key=at_desk.key("fold:correct", draft.subject)):
        _correct(draft, w)
    if (
        case.versions[-1].status == "provisional"
        and (case.versions[-1].final_on or now().date()) <= now().date()
    ):
        with st.expander(w("press.revise"), key=at_desk.key("fold:revise", draft.subject)):
            _revise(draft, w)
    with st.expander(w("press.notice"), key=at_desk.key("fold:notice", draft.subject)):
        notice(case, "steps", w)


def _submit(case: Case | None, draft: Draft, w: Words) -> None:
    subject = draft.subject
    with st.form(at_desk.key("submit", subject), border=False):
        seen = st.text_input(w("press.seen_before"), key=at_desk.key("seen", subject))
        with st.container(horizontal=True, gap="small"):
            is_submitted = st.form_submit_button(w("press.do.submit"), type="primary")
            is_kept = st.form_submit_button(w("press.do.draft")) if case is None else False
    if is_submitted:
        submit = Submit(subject=subject, seen_before_by=at_desk.names(seen))
        at_desk.do("steps", w("press.done.submitted"), w, draft, submit, rebuild=_as_now(draft))
    if is_kept:
        at_desk.do("steps", w("press.done.drafted"), w, draft)
    if case and case.proposal:
        _drop(case, w)
    else:
        at_desk.quiet(w("press.four_eyes"))


def _drop(case: Case, w: Words) -> None:
    if st.button(w("press.do.drop"), key=at_desk.key("drop", case.subject)):
        at_desk.do("steps", w("press.done.dropped"), w, Drop(subject=case.subject))


def _correct(draft: Draft, w: Words) -> None:
    subject = draft.subject
    with st.form(at_desk.key("correct", subject), border=False):
        severity = _choice("severity", SEVERITIES, subject, w)
        reason = _choice("reason", REASONS, subject, w)
        text = _text("press.correct.text", "correct:text", subject, w)
        english = _english("correct:text", subject, w)
        tell = st.text_input(w("press.tell"), key=at_desk.key("tell", subject))
        if st.form_submit_button(w("press.do.correct"), type="primary"):
            correction = replace(
                draft,
                change="correction",
                text=text,
                text_en=english,
                severity=next((one for one in SEVERITIES if one == severity), None),
                reason=next((one for one in REASONS if one == reason), None),
                tell=at_desk.names(tell),
            )
            _send(correction, "press.done.correction", w)


def _choice(name: str, options: tuple[str, ...], subject: Subject, w: Words) -> str | None:
    return st.radio(
        w(f"press.{name}"),
        options,
        index=None,
        format_func=lambda one: w(f"press.{name}.{one}"),
        horizontal=True,
        key=at_desk.key(name, subject),
    )


def _english(name: str, subject: Subject, w: Words) -> str:
    """The same for the English page, which may be lacking."""
    return st.text_area(
        w("press.text_en"), max_chars=MOST_SIGNS, height=68, key=at_desk.key(f"{name}:en", subject)
    )


def _text(label: str, name: str, subject: Subject, w: Words) -> str:
    return st.text_area(w(label), max_chars=MOST_SIGNS, height=100, key=at_desk.key(name, subject))


def _revise(draft: Draft, w: Words) -> None:
    with st.form(at_desk.key("revise", draft.subject), border=False):
        text = _text("press.revise.text", "revise:text", draft.subject, w)
        english = _english("revise:text", draft.subject, w)
        if st.form_submit_button(w("press.do.revise"), type="primary"):
            _send(replace(draft, change="revision", text=text, text_en=english), "press.done.revision", w)


def notice(case: Case, place: str, w: Words) -> None:
    """The form of a notice on a published figure; `place`: the part of the page it stands in."""
    with st.form(at_desk.key(f"{place}:notice", case.subject), border=False):
        text = _text("press.notice.text", f"{place}:notice:text", case.subject, w)
        english = _english(f"{place}:notice:text", case.subject, w)
        if st.form_submit_button(w("press.do.notice"), type="primary"):
            latest = case.versions[-1]
            draft = Draft(
                figure=latest.figure, texts=latest.texts, change="notice", text=text, text_en=english
            )
            _send(draft, "press.done.notice", w, place)


def _send(draft: Draft, done: str, w: Words, place: str = "steps") -> None:
    at_desk.do(
        place,
        w(done),
        w,
        draft,
        Submit(subject=draft.subject),
        rebuild=_as_now(draft),
    )


# --- The second person ----------------------------------------------------------------------------------


def _decide(case: Case, draft: Draft, w: Words) -> None:
    subject = case.subject
    with st.form(at_desk.key("release", subject), border=False):
        date = _date(case, w)
        seen = st.text_input(w("press.seen_before"), key=at_desk.key("seen:2", subject))
        if st.form_submit_button(w("press.do.release"), type="primary"):
            release = Release(subject=subject, date=date, seen_before_by=at_desk.names(seen))
            at_desk.do("steps", w("press.done.released", id=case.id), w, release, rebuild=_as_now(draft))
    _return(case, w)


def _date(case: Case, w: Words) -> str:
    """The confirmed date it is released for, where one is open."""
    open_dates = {one.key: one for one in at_desk.desk().dates.values() if _is_open(one, case)}
    if not open_dates:
        return ""
    return st.selectbox(
        w("press.date"),
        ["", *open_dates],
        format_func=lambda one: _named(open_dates[one], w) if one else w("press.date.now"),
        key=at_desk.key("date", case.subject),
    )


def _is_open(one: Planned, case: Case) -> bool:
    return one.state == "confirmed" and not one.is_released and one.case in (0, case.number)


def _named(one: Planned, w: Words) -> str:
    return f"{one.title[w.language]} ({w.datetime(one.at)})"


def withdraw(case: Case, place: str, w: Words) -> None:
    """The form that withdraws a published figure; `place`: the part of the page it stands in."""
    subject = case.subject
    with _form("withdraw", case, place, w):
        reason = _text("press.withdraw.text", f"{place}:withdraw:text", subject, w)
        english = _english(f"{place}:withdraw:text", subject, w)
        is_secret = st.checkbox(w("press.withdraw.secret"), key=at_desk.key(f"{place}:secret", subject))
        style.small(w("press.withdraw.stays"))
        if st.form_submit_button(w("press.do.withdraw")):
            command = Withdraw(subject=subject, reason=reason, reason_en=english, is_secret=is_secret)
            at_desk.do(place, w("press.done.withdraw", id=case.id), w, command)


def _return(case: Case, w: Words) -> None:
    with _form("return", case, "steps", w):
        reason = _text("press.return.text", "steps:return:text", case.subject, w)
        if st.form_submit_button(w("press.do.return")):
            done = w("press.done.return", id=case.id)
            at_desk.do("steps", done, w, Return(subject=case.subject, reason=reason))


@contextmanager
def _form(name: str, case: Case, place: str, w: Words) -> Iterator[None]:
    """The form of a step that needs a reason; beside other steps in a fold."""
    with ExitStack() as inside:
        if place == "steps":
            inside.enter_context(
                st.expander(w(f"press.{name}"), key=at_desk.key(f"fold:{name}", case.subject))
            )
        inside.enter_context(st.form(at_desk.key(f"{place}:{name}", case.subject), border=False))
        yield
