"""Every question before and since the start with its verdict, and the check on reporting."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from einlass import config
from einlass.charts import tiny
from einlass.charts.sentiment import tiny_share
from einlass.findings import Finding, Phase, Request, finding
from einlass.topics.sentiment import REPORTING, REPORTS, STAFF, Audience, Question, audience, of_group
from einlass.topics.small import is_small
from einlass.ui import axis, quiet, show, style
from einlass.ui.sentiment import texts
from einlass.ui.sentiment.asking import Choice, question_name
from einlass.ui.sentiment.files import check_files, question_files
from einlass.ui.sentiment.texts import GROUPS, Shown
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences

UP, DOWN = ("clear_increase", "signs_of_increase"), ("clear_decrease", "signs_of_decrease")


def others(version: DataVersion, choice: Choice, about: Shown, w: Words) -> None:
    """Each group with its questions; what got worse stands as large as what got better."""
    groups = {group: of_group(version, group, choice.measure, choice.offices) for group in GROUPS}
    asked = {group: some for group, some in groups.items() if some}
    if not asked:
        return
    place = places.place(about.first.found.offices, about.names, w)
    style.section(_title(next(iter(asked.values())), w), w("sentiment.others.sub", place=place))
    words = axis.axis(axis.of_amounts([w.number(0), w.number(50), w.percent(1)]))
    body = ""
    for group, some in asked.items():
        name = escape(texts.group_name(group, w))
        body += f'<tr class="em-group-row"><th scope="colgroup" colspan="4">{name}</th></tr>'
        body += "".join(_row(one, w) for one in some)
    caption = escape(w("sentiment.others.caption"))
    heads = "".join(
        f'<th scope="col">{escape(w(f"sentiment.others.{name}"))}</th>' for name in ("shares", "verdict")
    )
    st.html(
        f'<div class="em-table em-questions" tabindex="0" role="region" aria-label="{caption}"><table>'
        f'<caption class="em-hidden">{caption}</caption><thead><tr>'
        f'<th scope="col">{escape(w("sentiment.others.question"))}</th><th scope="col">{words}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    _leads_on(w("sentiment.others.together"), about.first.code, w)
    question_files(version, asked, about, w)


def _title(some: Sequence[Question], w: Words) -> str:
    """Which questions more people agree with, and which fewer."""
    up, down = ([one for one in some if one.verdict in codes] for codes in (UP, DOWN))
    named = [w.join([question_name(one.name, w) for one in group]) for group in (up, down)]
    if up and down:
        return w("sentiment.others.both", up=named[0], down=named[1])
    if up:
        return w("sentiment.others.up", up=named[0])
    return w("sentiment.others.down", down=named[1]) if down else w("sentiment.others.none")


def _row(one: Question, w: Words) -> str:
    before, after = one.found.before, one.found.after
    is_firm = one.verdict in sentences.FIRM
    has_both = all(
        phase is not None and phase.answer_count >= config.thresholds().share_least
        for phase in (before, after)
    )
    drawn = tiny.shares(before, after, show.look(), is_firm=is_firm) if has_both else ""
    graphic = style.picture(drawn, "") if drawn else ""
    href = escape(current_view().href("sentiment", question=one.name))
    sign = style.picture(tiny.sign(one.verdict, show.look()), "")
    kind = "em-firm" if is_firm else "em-open"
    return (
        f'<tr><th scope="row"><a href="{href}">{style.rich(texts.item(one.found, w))}</a></th>'
        f'<td class="em-graphic">{graphic}</td><td>{texts.both(one.found, w)}</td>'
        f'<td class="em-said {kind}">{sign}<b>{escape(texts.verdict_of(one.verdict, w))}</b></td></tr>'
    )


def check(version: DataVersion, choice: Choice, about: Shown, w: Words) -> None:
    """Whether staff report more: a check on the number of reported incidents, which stands beside it."""
    said = audience(version, REPORTING, choice.measure, choice.offices)
    if not said.waves:
        return
    style.section(
        w("sentiment.check.title", verdict=sentences.sentence_case(texts.verdict(said.found, w))),
        w("sentiment.check.sub", item=texts.item(said.found, w)),
    )
    words = axis.axis(axis.of_amounts([w.number(0), w.number(50), w.percent(1)]))
    counted = finding(version, Request(REPORTS, choice.measure, choice.offices))
    rows = "".join(
        _check_row(side, phase, reports, w)
        for side, phase, reports in zip(
            ("before", "after"), said.phases, (counted.before, counted.after), strict=True
        )
    )
    heads = "".join(
        f'<th scope="col">{escape(w(f"sentiment.check.{name}"))}</th>' for name in ("agree", "reports")
    )
    caption = escape(w("sentiment.check.caption"))
    st.html(
        f'<div class="em-table em-questions em-check" tabindex="0" role="region" aria-label="{caption}"><table>'
        f'<caption class="em-hidden">{caption}</caption><thead><tr><th scope="col">'
        f'<span class="em-hidden">{escape(w("sentiment.check.phase"))}</span></th><th scope="col">{words}</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    told = [_overlap(said, w), _reports(counted, w), w("sentiment.check.text")]
    check_files(version, said, counted, about, told, w)
    href = current_view().href("incidents", offices=counted.offices, question=None)
    _remark(" ".join(told), href, w("sentiment.check.more"))


def _leads_on(text: str, code: str, w: Words) -> None:
    """A remark, and the way to the whole comparison of an indicator."""
    href = current_view().href("comparison", indicator=code, question=None)
    _remark(text, href, w("sentiment.more", indicator=w(f"indicator.{code}.short")))


def _remark(text: str, href: str, name: str) -> None:
    st.html(f'<p class="em-sub">{style.rich(text)} <a href="{escape(href)}">{escape(name)}</a></p>')


def _reports(counted: Finding, w: Words) -> str:
    """How many incidents were reported on both sides."""
    small = any(one is not None and is_small(one.numerator) for one in (counted.before, counted.after))
    return quiet.marked(sentences.counts_sentence(counted, w), small, w)


def _check_row(side: str, phase: Phase | None, reports: Phase | None, w: Words) -> str:
    is_drawn = phase is not None and phase.answer_count >= config.thresholds().share_least
    drawn = tiny_share(phase, show.look(), is_after=side == "after") if phase and is_drawn else ""
    graphic = style.picture(drawn, "") if drawn else ""
    counts = "–"
    if phase is not None:
        values = {"agreeing": w.number(phase.numerator), "asked": w.number(phase.denominator)}
        counts = quiet.agreement(w("sentiment.of", **values), phase.numerator, phase.denominator, STAFF, w)
    told = quiet.number(reports.numerator, w) if reports is not None and reports.day_count else "–"
    return (
        f'<tr><th scope="row">{escape(w(f"sentiment.{side}"))}</th><td class="em-graphic">{graphic}</td>'
        f'<td data-name="{escape(w("sentiment.check.agree"))}"><b>{escape(counts)}</b></td>'
        f'<td data-name="{escape(w("sentiment.check.reports"))}">{escape(told)}</td></tr>'
    )


def _overlap(said: Audience, w: Words) -> str:
    """Whether the ranges of both phases share anything."""
    ends = [(one.low, one.high) for one in said.phases if one is not None]
    known = [(low, high) for low, high in ends if low is not None and high is not None]
    if len(known) < 2:
        return w("sentiment.check.open")
    (low, high), (other_low, other_high) = known
    return w(
        "sentiment.check.overlap" if low <= other_high and other_low <= high else "sentiment.check.apart"
    )
