"""A figure's way to the public: draft, submitted, released, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

import streamlit as st

from einlass.release.desk import Case, Proposal, says_the_same
from einlass.release.desk.commands import Draft
from einlass.release.records import Figure, Texts, passage
from einlass.ui import style
from einlass.ui.data import parts
from einlass.ui.press import actions, answers, at_desk, roles
from einlass.words import Words

Steps = tuple[tuple[str, str, str], ...]  # kind (done, now, end, open), name, what is told below it


def steps(
    figure: Figure,
    texts: Mapping[str, Texts],
    w: Words,
    *,
    safe: Figure | None = None,
    has_line: bool = True,
) -> None:
    """The way of a figure and its buttons. safe: what may be published of it, where something is hidden.

    texts: of what may be published, by language. The line may stand elsewhere on the page: `line`.
    """
    case = at_desk.desk().case_of(figure.subject)
    with st.container(key="press-steps", gap="small"):
        style.part(w("press.steps"))
        at_desk.say_damage(w)
        if has_line:
            line(figure, w)
        at_desk.say("steps")
        _standing(case, figure, texts, w)
        if figure.is_sample:
            actions.locked(w)
            return
        if person := at_desk.who():
            raw = figure if safe not in (None, figure) else None
            actions.show(case, Draft(figure=safe or figure, raw=raw, texts=texts), person.role, w)
            if person.role == "prepare" and case:
                answers.put_button(case.id, at_desk.desk(), w)
        roles.bar(w)


def line(figure: Figure, w: Words) -> None:
    """The three steps on a line, with what is done, when, and who is lacking."""
    case = at_desk.desk().case_of(figure.subject)
    items = "".join(
        f'<li class="em-{kind}"{_current(kind)}><b>{escape(name)}</b><span>{escape(told)}</span></li>'
        for kind, name, told in _steps(case, w)
    )
    st.html(f'<ol class="em-steps" aria-label="{style.attribute(w("press.way"))}">{items}</ol>')


def _current(kind: str) -> str:
    return ' aria-current="step"' if kind in ("now", "end") else ""


def _steps(case: Case | None, w: Words) -> Steps:
    """The way of what is in the making; without it, of what was published."""
    if case and case.proposal:
        return _on_the_way(case.proposal, w)
    names = [w(f"press.step.{name}") for name in ("draft", "submitted", "released")]
    if case is None or not case.versions:
        return (("now", names[0], w("press.step.not_yet")), ("open", names[1], ""), ("open", names[2], ""))
    if case.withdrawal:
        last = w("press.step.withdrawn"), _moment(case.withdrawal.at, w)
    else:
        last = names[2], _moment(case.versions[-1].released_at, w)
    way = case.way
    drafted, submitted = (_moment(way.drafted_at, w), _moment(way.submitted_at, w)) if way else ("", "")
    return (
        ("done", names[0], drafted),
        ("done", names[1], submitted),
        ("now" if case.withdrawal else "end", *last),
    )


def _on_the_way(proposal: Proposal, w: Words) -> Steps:
    drafted = (w("press.step.draft"), _moment(proposal.drafted_at, w))
    released = ("open", w("press.step.released"), "")
    match proposal.state:
        case "submitted":
            submitted = w("press.step.submitted"), _moment(proposal.submitted_at, w)
            return (("done", *drafted), ("now", *submitted), (*released[:2], w("press.step.second")))
        case "returned":
            returned = w("press.step.returned"), _moment(proposal.returned_at, w)
            return (("done", *drafted), ("now", *returned), released)
        case _:
            return (("now", *drafted), ("open", w("press.step.submitted"), ""), released)


def _moment(moment: datetime | None, w: Words) -> str:
    if moment is None:
        return ""
    return w("press.step.moment", day=w.day_and_month(moment.date()), time=f"{moment:%H:%M}")


# --- Where it stands ------------------------------------------------------------------------------------


def _standing(case: Case | None, figure: Figure, texts: Mapping[str, Texts], w: Words) -> None:
    if case is None:
        return
    if case.withdrawal:
        title = w("press.withdrawn", id=case.id, day=w.date(case.withdrawal.at.date()))
        parts.announce("open", title, [_said(case.withdrawal.reason, case.withdrawal.reason_en, w)])
        return
    if case.versions:
        style.lines(_published(case, w))
        if case.counted and not figure.is_sample and not says_the_same(case.counted, figure):
            _say_newer(case, texts, w)
    if case.proposal:
        _proposed(case, case.proposal, w)


def _published(case: Case, w: Words) -> list[str]:
    latest = case.versions[-1]
    told = [
        w(
            "press.published",
            id=case.id,
            version=w.number(latest.number),
            status=w(f"release.status.{latest.status}"),
            moment=w.datetime(latest.released_at),
        )
    ]
    date = at_desk.desk().dates.get(case.dates[-1])
    if date and date.at > latest.released_at:
        told.append(w("press.appears", moment=w.datetime(date.at)))
    if latest.status == "provisional" and latest.final_on:
        told.append(w("press.provisional", day=w.date(latest.final_on)))
    return told


def _say_newer(case: Case, texts: Mapping[str, Texts], w: Words) -> None:
    frozen = case.versions[-1].texts[w.language]
    told = w("press.newer.values", old=value_of(frozen), new=value_of(texts[w.language]))
    parts.announce("open", w("press.newer"), [told], hint=w("press.newer.hint"))


def value_of(texts: Texts) -> str:
    """The value as a reader sees it, in the sentence it stands in."""
    short = texts.short.rstrip(".")
    return short if texts.value in short else f"{texts.value} – {short}"


def _proposed(case: Case, proposal: Proposal, w: Words) -> None:
    if proposal.state == "returned":
        parts.announce("open", w("press.returned"), [proposal.reason_returned])
    if proposal.state == "submitted":
        moment = w.datetime(proposal.submitted_at or proposal.drafted_at)
        told = [w("press.submitted", id=case.id, name=proposal.submitted_by, moment=moment)]
        style.lines([*told, *_changes(case, proposal, w)])


def _said(german: str, english: str, w: Words) -> str:
    return passage(german, english, w.language).text


def _changes(case: Case, proposal: Proposal, w: Words) -> list[str]:
    """What a change of a published figure would change."""
    if proposal.change == "first":
        return []
    told = [w(f"press.change.{proposal.change}", text=_said(proposal.text, proposal.text_en, w))]
    if proposal.severity and proposal.reason:
        severity, reason = w(f"press.severity.{proposal.severity}"), w(f"press.reason.{proposal.reason}")
        told.append(w("press.change.class", severity=severity, reason=reason))
    if proposal.change != "notice":
        old, new = case.versions[-1].texts[w.language], proposal.texts[w.language]
        told.append(w("press.change.values", old=value_of(old), new=value_of(new)))
    if proposal.tell:
        told.append(w("press.change.tell", names=w.join(list(proposal.tell))))
    return told
