"""Deciding about a preview: answer questions, leave a file out, take over or discard."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from einlass import ingest
from einlass.errors import EinlassError, NoWarehouse
from einlass.ingest import FileReport, Preview, Question
from einlass.measures import offices
from einlass.ui import account, log, plain, style
from einlass.ui.data import parts, state, texts, verdicts
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion, current_version
from einlass.words import Words


def ask(preview: Preview, report: FileReport, w: Words) -> None:
    """The questions about a file, each with its box to tick, and a button for each other answer it may have."""
    for question in report.questions:
        mark = w("data.question.required" if question.is_required else "data.question.optional")
        with st.container(key=f"data:question:{question.id}", gap="xsmall"):
            st.html(f"<p><strong>{style.rich(mark)}</strong> {style.rich(_text(question, w))}</p>")
            if question.answered_on:
                parts.small(w("data.question.last_time", day=w.date(question.answered_on)))
            st.checkbox(
                w(f"data.answer.{question.key.removeprefix('question.')}"),
                value=question.answered_on is not None,
                key=_answer_key(question.id),
            )
            for answer in question.others:
                label = w(f"data.answer.notation_{answer}")
                if st.button(label, key=_answer_key(f"{question.id}={answer}")):
                    said = [f"{question.id}={answer}"]
                    build_again(preview, w("data.answered", answer=label), w, answers=said)


def _text(question: Question, w: Words) -> str:
    """A question; an office is named, where it is known already."""
    values = dict(question.values)
    if office_id := values.get("office"):
        try:
            values["office"] = f"{offices(current_version())[office_id].name} ({office_id})"
        except (NoWarehouse, KeyError):
            values["office"] = office_id
    return texts.message(question.key, values, w)


def _answer_key(question_id: str) -> str:
    return f"data:answer:{state.upload_round()}:{question_id}:{current_view().lang}"


def ask_whether_in(preview: Preview, number: int, w: Words) -> None:
    """The button that leaves a file out, or takes it in again; not for the only file that can be imported."""
    report = preview.reports[number]
    left_out = {place for place, one in enumerate(preview.reports) if one.outcome == "left_out"}
    is_out = number in left_out
    if not is_out and (report.outcome != "imported" or len(preview.publishable) == 1):
        return
    label = w("data.take_in" if is_out else "data.leave_out", file=report.file)
    if st.button(plain.label(label), key=f"data:in:{state.upload_round()}:{number}:{current_view().lang}"):
        done = w("data.taken_in" if is_out else "data.left_out.done", file=report.file)
        build_again(preview, done, w, leave_out=left_out ^ {number})


def build_again(
    preview: Preview,
    done: str,
    w: Words,
    *,
    leave_out: Collection[int] | None = None,
    answers: Sequence[str] = (),
) -> None:
    """A new preview of the same files in place of the old one; `done` says why."""
    try:
        account.require("import")
        with parts.progress(w("data.building_again"), w) as listen:
            again = ingest.preview_again(
                preview.token,
                leave_out=leave_out,
                answers=answers,
                user=state.user_or_nobody(),
                on_progress=listen,
            )
    except EinlassError as error:
        _failed(w("data.check_failed"), error, w)
    else:
        state.keep_preview(again)
        state.keep_message("plain", w("data.built_again"), [done])
    st.rerun()


def show(preview: Preview, version: DataVersion | None, w: Words) -> None:
    """The buttons that decide. An outdated preview can only be built again or discarded."""
    is_outdated = preview.against != (version.number if version else 0)
    if not preview.is_empty or is_outdated:
        style.section(w("data.decision"), "" if is_outdated else w("data.decision.sub"))
    if is_outdated:
        parts.announce("open", w("data.outdated"), [w("data.outdated.text")])
    elif not preview.is_empty:
        verdicts.ask(preview.token, lambda: verdicts.of_preview(version, preview.token), w)
    is_again = is_confirmed = False
    with st.container(horizontal=True, gap="small"):
        if is_outdated:
            is_again = st.button(w("data.build_again"), type="primary", key="data:again")
        elif not preview.is_empty:
            label = w.plural("data.confirm", len(preview.publishable))
            is_confirmed = st.button(label, type="primary", key="data.confirm")
        label = w("data.close" if preview.is_empty else "data.discard")
        st.button(label, on_click=_discard, args=(preview, w), key="data.discard")
    if is_again:
        build_again(preview, w("data.outdated.done"), w)
    if is_confirmed:
        _confirm(preview, w)


def _discard(preview: Preview, w: Words) -> None:
    account.require("import")
    ingest.discard(preview.token)
    state.keep_preview(None)
    state.keep_message("plain", w("data.discarded"), [w("data.discarded.text")])


def _confirm(preview: Preview, w: Words) -> None:
    accepted = [
        question.id for question in preview.questions if st.session_state.get(_answer_key(question.id))
    ]
    lacking = [
        question for question in preview.questions if question.is_required and question.id not in accepted
    ]
    if lacking:
        parts.announce("open", w("data.unanswered"), [w("data.unanswered.text")])
        return
    try:
        account.require("import")
        with st.spinner(w("data.confirming")):
            reports = ingest.confirm(preview.token, accept=accepted, user=state.user_or_nobody())
    except EinlassError as error:
        _failed(w("data.confirm_failed"), error, w)
    else:
        log.action("import", files=len(reports))
        state.keep_preview(None)
        state.keep_message("firm", w("data.confirmed"), _confirmed(reports, w))
    st.rerun()


def _failed(title: str, error: EinlassError, w: Words) -> None:
    """A preview that is gone is closed; one that only has to wait stays open."""
    if error.key == "import.no_preview":
        state.keep_preview(None)
    state.keep_message("open", title, [texts.message(error.key, error.values, w)])


def _confirmed(reports: Sequence[FileReport], w: Words) -> list[str]:
    lines = [
        f"{report.file}: {texts.sum_line(report, w)}" for report in reports if report.outcome == "imported"
    ]
    return [*lines, w("data.confirmed.version", number=w.number(current_version().number))]
