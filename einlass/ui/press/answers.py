"""Answers to enquiries: those that are kept with what is wrong with them since, and the form that makes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import get_args

import streamlit as st

from einlass import config
from einlass.errors import Reason
from einlass.release import answers
from einlass.release.bundle import layout
from einlass.release.desk.cases import Desk, KeptSheet
from einlass.release.desk.commands import Answer, Approve
from einlass.release.desk.publish import published_at
from einlass.release.desk.sheets import (
    MOST_FIGURES,
    MOST_SIGNS_OWN,
    MOST_SIGNS_SUBJECT,
    against_figures,
)
from einlass.release.records import Asker, Sheet
from einlass.ui import log, plain, style
from einlass.ui.choices import DATE_FORMAT
from einlass.ui.press import at_desk, copying
from einlass.warehouse.versions import now
from einlass.words import Words

KINDS: tuple[Asker, ...] = get_args(Asker)
COLUMNS = ("number", "subject", "kind", "due", "status")
SINCE = {"release.sheet.replaced": "replaced", "release.is_withdrawn": "is_withdrawn"}


def panel(w: Words, *, is_sample: bool = False) -> None:
    """The list, one sheet to look at, and the form of whoever prepares; with sample data what it would be."""
    style.section(w("press.answer"), w("press.answer.sub"))
    at_desk.say("answers")
    desk = at_desk.desk()
    if desk.sheets:
        _list(desk, w)
        _look(desk, w)
    if not published_at(desk, now()):
        style.small(w("press.answer.sample" if is_sample else "press.answer.no_figures"))
        return
    if not desk.sheets:
        style.small(w("press.answer.none"))
    person = at_desk.who()
    if person is None and at_desk.roles():
        style.small(w("press.answer.no_role"))
    elif person and person.role == "prepare":
        with st.expander(w("press.answer.write"), key=at_desk.key("fold:answer")):
            _write(desk, w)


# --- What is there --------------------------------------------------------------------------------------


def _list(desk: Desk, w: Words) -> None:
    style.html_table(
        w("press.answer"),
        [w(f"press.answer.column.{name}") for name in COLUMNS],
        [_row(one, desk, w) for one in _newest(desk)],
        hide_caption=True,
        stacks=True,
    )


def _newest(desk: Desk) -> list[KeptSheet]:
    return sorted(desk.sheets.values(), key=lambda one: one.saved_at, reverse=True)


def _row(kept: KeptSheet, desk: Desk, w: Words) -> list[str]:
    sheet = kept.sheet
    return [
        sheet.number,
        sheet.subject,
        w(f"release.sheet.kind.{sheet.kind}"),
        w.date(sheet.due) if sheet.due else "–",
        ". ".join([_status(kept, w), *_since(sheet, desk, w)]),
    ]


def _status(kept: KeptSheet, w: Words) -> str:
    if kept.approved_at:
        return w("press.answer.status.approved", moment=w.datetime(kept.approved_at))
    return w("press.answer.status.draft", moment=w.datetime(kept.saved_at))


def _since(sheet: Sheet, desk: Desk, w: Words) -> list[str]:
    """What became of the figures that it named."""
    found = against_figures(desk, sheet, now())
    return [
        w.message(f"press.answer.since.{SINCE[one.key]}", dict(one.values))
        for one in found
        if one.key in SINCE
    ]


def _label(sheet: Sheet) -> str:
    return f"{sheet.number} – {plain.quoted(sheet.subject)}"


def _look(desk: Desk, w: Words) -> None:
    """One sheet, at first the one that was kept last."""
    every = _newest(desk)
    number = st.selectbox(
        w("press.answer.look"),
        [one.sheet.number for one in every],
        format_func=lambda one: _label(desk.sheets[one].sheet),
        key=at_desk.key(f"answer:look:{every[0].sheet.number}:{every[0].saved_at:%Y%m%d%H%M%S}"),
    )
    kept = desk.sheets[number]
    found = answers.problems(kept.sheet, desk, now())
    _checks(kept, found, w)
    _steps(kept, found, w)
    style.part(w("press.answer.text"))
    _text(kept.sheet, desk, w)


def _checks(kept: KeptSheet, found: Sequence[Reason], w: Words) -> None:
    if found:
        told = [w.message(one.key, dict(one.values)) for one in found]
        style.answer_box("open", w("press.answer.open"), told)
    else:
        style.answer_box(
            "firm", w("press.answer.ready.approved" if kept.approved_at else "press.answer.ready"), []
        )


def _steps(kept: KeptSheet, found: Sequence[Reason], w: Words) -> None:
    """The page to print, and the button of the second person."""
    number, person = kept.sheet.number, at_desk.who()
    may_approve = person is not None and person.role == "release" and not kept.approved_at and not found
    with st.container(horizontal=True, gap="small"):
        if may_approve and st.button(
            w("press.answer.approve"), type="primary", key=at_desk.key(f"answer:approve:{number}")
        ):
            at_desk.do(
                "answers", w("press.answer.approved", id=number), w, Approve(number=number, seen=kept.edition)
            )
        st.download_button(
            w("press.answer.pdf"),
            data=log.fetched("answer", lambda: answers.pdf(kept.sheet, at_desk.desk(), now())),
            file_name=f"{layout.slug(number)}.pdf",
            mime="application/pdf",
            on_click="ignore",
            key=at_desk.key(f"answer:pdf:{number}"),
        )
    if not kept.approved_at:
        at_desk.quiet(f"{w('press.answer.internal')} {w('press.answer.waits')}")


def _text(sheet: Sheet, desk: Desk, w: Words) -> None:
    """The text with its sources, and buttons that copy it."""
    alone, sourced = (answers.text(sheet, desk, now(), with_sources=one) for one in (False, True))
    parts = "".join(f"<p>{escape(one)}</p>" for one in sourced.split("\n\n"))
    st.html(f'<div class="em-press-answer" lang="{sheet.language}">{parts}</div>')
    texts = {w("press.answer.copy"): alone, w("press.answer.copy.sources"): sourced}
    copying.buttons(texts, "press-answer-copying", w)


# --- Writing --------------------------------------------------------------------------------------------


def put_button(figure: str, desk: Desk, w: Words) -> None:
    """The button that puts a figure that stands on the sheet that is being written, else on a new one."""
    if figure not in {one.id for one in published_at(desk, now()) if one.withdrawal is None}:
        return
    which, opened = _which(desk), st.session_state.get(_which(desk)) or ""

    def put() -> None:
        key = at_desk.key(f"answer:figures:{_name(desk, opened)}")
        kept = [name for name, _ in desk.sheets[opened].sheet.figures] if opened else []
        chosen = st.session_state.get(key, kept)
        st.session_state.update({which: opened, key: list(dict.fromkeys([*chosen, figure]))})
        at_desk.keep("steps", "firm", w("press.answer.put.done", id=figure))

    st.button(w("press.answer.put"), on_click=put, key=at_desk.key(f"answer:put:{figure}"))


def _which(desk: Desk) -> str:
    return at_desk.key(f"answer:which:{len(desk.sheets)}")


def _name(desk: Desk, number: str) -> str:
    """Part of the keys of the form: of a sheet in its edition, or of a new one."""
    return f"{number}:{desk.sheets[number].edition}" if number else f"new:{len(desk.sheets)}"


def _write(desk: Desk, w: Words) -> None:
    number = st.selectbox(
        w("press.answer.which"),
        ["", *(one.sheet.number for one in _newest(desk))],
        format_func=lambda one: _label(desk.sheets[one].sheet) if one else w("press.answer.new"),
        key=_which(desk),
    )
    if number:
        kept = desk.sheets[number]
        _form(kept.sheet, _name(desk, number), kept.edition, desk, w)
    else:
        _form(Sheet(subject="", language=w.language), _name(desk, ""), 0, desk, w)


def _form(sheet: Sheet, name: str, seen: int, desk: Desk, w: Words) -> None:
    """The form of a sheet; it holds what stands there now, in the edition that was seen.

    Figures are chosen outside of it, so that each has its place for own text at once.
    """

    def key(field: str) -> str:
        return at_desk.key(f"answer:{field}:{name}")

    figures = _figures(sheet, desk, key, w)
    with st.form(key("form"), border=False):
        subject = st.text_input(
            w("press.answer.subject"), sheet.subject, max_chars=MOST_SIGNS_SUBJECT, key=key("subject")
        )
        at_desk.quiet(w("press.answer.no_names"))
        with st.container(horizontal=True, gap="medium"):
            kind = st.radio(
                w("press.answer.kind"),
                KINDS,
                index=KINDS.index(sheet.kind),
                format_func=lambda one: w(f"release.sheet.kind.{one}"),
                horizontal=True,
                key=key("kind"),
            )
            language = st.radio(
                w("press.answer.language"),
                config.LANGUAGES,
                index=config.LANGUAGES.index(sheet.language),
                format_func=w.language_name,
                horizontal=True,
                key=key("language"),
            )
        due = st.date_input(w("press.answer.due"), sheet.due, format=DATE_FORMAT, key=key("due"))
        before = _area(w("press.answer.before"), sheet.before, key("before"))
        between = _between(sheet, figures, key, w)
        after = _area(w("press.answer.after"), sheet.after, key("after"))
        if st.form_submit_button(w("press.answer.save"), type="primary"):
            made = replace(
                sheet,
                subject=subject,
                kind=kind,
                language=language,
                due=due,
                before=before,
                figures=figures,
                between=between,
                after=after,
            )
            at_desk.do("answers", w("press.answer.saved"), w, Answer(sheet=made, seen=seen))


def _area(label: str, text: str, key: str) -> str:
    return st.text_area(label, text, max_chars=MOST_SIGNS_OWN, height=100, key=key)


def _between(
    sheet: Sheet, figures: Sequence[tuple[str, int]], key: Callable[[str], str], w: Words
) -> tuple[tuple[str, str], ...]:
    """Own text above each figure but the first, which has that before all of them."""
    kept = dict(sheet.between)
    return tuple(
        (name, _area(w("press.answer.between", id=name), kept.get(name, ""), key(f"between:{name}")))
        for number, (name, _) in enumerate(figures)
        if number or name in kept
    )


def _figures(sheet: Sheet, desk: Desk, key: Callable[[str], str], w: Words) -> tuple[tuple[str, int], ...]:
    """Figures that stand, and those that the sheet names already, in the order of choosing; each as it stands now."""
    published = {one.id: one for one in published_at(desk, now())}
    named = dict(sheet.figures)
    options = [name for name, one in published.items() if one.withdrawal is None or name in named]
    chosen = st.multiselect(
        w("press.answer.figures"),
        options,
        [name for name in named if name in options],
        format_func=lambda one: f"{one} – {published[one].latest.texts[w.language].title}",
        max_selections=MOST_FIGURES,
        select_all=False,  # its name is English whatever the language
        placeholder=w("press.answer.figures.choose"),
        key=key("figures"),
    )
    return tuple((name, published[name].latest.number) for name in chosen)
