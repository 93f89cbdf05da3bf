"""The heading, and the outcomes side by side: the primary one first, telephone and mail as a check."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from einlass.charts import tiny
from einlass.export import records_csv
from einlass.findings import provenance
from einlass.findings.headlines import ALL_REPORTS, PRIMARY
from einlass.indicators import by_role
from einlass.measures import offices
from einlass.topics.incidents import Answer, Report, answer_of
from einlass.ui import axis, quiet, show, style
from einlass.ui.incidents.asking import Choice
from einlass.ui.incidents.texts import counted, quiet_key, source_foot, stem
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, places, ranges, sentences


def heading(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> None:
    """The verdict as a sentence, where and since when; then what fits the numbers."""
    answer = answer_of(version, choice.indicator.code, choice.offices)
    style.heading(
        title(answer, choice, found, w),
        standing(version, choice, found, w),
        sign_svg=tiny.sign(answer.verdict, show.look()),
    )
    if said := lead(version, answer, w):
        style.answer(said, "firm" if answer.verdict in sentences.FIRM else "open")


def title(answer: Answer, choice: Choice, found: Sequence[Report], w: Words) -> str:
    """How many were reported, how many were to be expected or counted before, and the verdict."""
    if answer.after is None or answer.before is None:
        why = {"no_before": "no_before", "no_after": "no_after", "": "none"}.get(answer.why, "no_data")
        return w(f"incidents.heading.{why}", counted=counted(choice, len(found), w))
    count = counted(choice, answer.after.numerator, w)
    said = w(f"incidents.verdict.{answer.verdict}")
    if answer.basis == "several":
        said = w("incidents.verdict.several")
    if answer.expected is None:
        before = quiet.number(answer.before.numerator, w)
        return w("incidents.heading.before", counted=count, before=before, verdict=said)
    expected = ranges.expected_range(answer.expected, w)
    return w("incidents.heading.expected", counted=count, expected=expected, verdict=said)


def standing(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> str:
    """Offices, all reports of the period, Stand."""
    where = places.place(choice.offices, offices(version), w)
    if choice.treated == choice.offices and len(choice.offices) > places.NAMED_OFFICES:
        where = w("incidents.with_measures", count=w.few(len(choice.offices)))
    period = w.period(choice.period.first, choice.period.until)
    parts = [
        sentences.sentence_case(where),
        w("incidents.standing", counted=counted(choice, len(found), w), period=period),
        w("stand", moment=w.datetime(version.created_at)),
    ]
    return " · ".join(parts)


def lead(version: DataVersion, answer: Answer, w: Words) -> list[str]:
    """Which offices the verdict is about, what was counted, what fits the numbers."""
    if answer.after is None or answer.before is None:
        return [w(f"no_data.{answer.why}" if answer.why else "incidents.lead.none")]
    names = offices(version)
    left_out = [
        w("city.office_left_out", place=names[one].short_name, reason=w(f"office_left_out.{reason}"))
        for one, reason in answer.left_out
    ]
    without = [w("city.left_out", places=w.join(left_out))] if left_out else []
    if answer.verdict == "no_data" and without:
        return without
    after, before = (
        quiet.signed(sentences.phase_in_words(answer.indicator, one, w), one.numerator, w)
        for one in (answer.after, answer.before)
    )
    where = places.at(answer.offices, names, w, with_measures=answer.basis == "city")
    said = [w("incidents.lead", place=where, after=after, before=before)]
    if answer.basis == "several":
        return [*said, w("incidents.lead.several"), *without]
    if answer.estimate is not None:
        said.append(ranges.compatible(answer.indicator, answer.estimate, answer.may_state_percent, w))
    return [*said, *without]


def outcomes(version: DataVersion, choice: Choice, w: Words) -> None:
    """The primary outcome, all reports, and those that no entrance can touch, each with its verdict."""
    control = by_role("negative_control")
    codes = [("primary", PRIMARY), ("all", ALL_REPORTS)] + ([("control", control.code)] if control else [])
    told = [(name, answer_of(version, code, choice.offices)) for name, code in codes]
    if any(one.after is None for _, one in told):
        return
    cells = "".join(_outcome(name, one, w) for name, one in told)
    st.html(f'<ul class="em-outcomes" aria-label="{style.attribute(w("incidents.outcomes"))}">{cells}</ul>')
    make = partial(_numbers, version, choice, told, w)
    show.save_menu("incidents-outcomes", w("incidents.outcomes"), make, w)


def _numbers(
    version: DataVersion, choice: Choice, told: Sequence[tuple[str, Answer]], w: Words
) -> show.Numbers:
    """The outcomes as a table, and with all digits for a program."""
    columns = ("outcome", "verdict", "after", "before", "expected", "range")
    head = [w(f"incidents.outcomes.column.{one}") for one in columns]
    title = w("incidents.outcomes")
    caption = w("incidents.table.caption.rates", what=title)
    notes = [
        *(w(f"incidents.outcomes.{name}.sub") for name, _ in told),
        quiet_key(w),
        w("incidents.unreported"),
        source_foot(version, choice, w),
    ]
    rows = [_cells(name, one, w) for name, one in told]
    records = [(one.indicator, provenance(version, one.indicator), _record(one)) for _, one in told]
    files = show.Files(stem(version, choice, title, w), notes, lambda: records_csv(records, w))
    return show.Numbers(show.Table(caption, head, lambda: rows, (2, 3)), files)


def _cells(name: str, answer: Answer, w: Words) -> list[str]:
    assert answer.after is not None and answer.before is not None
    estimate, none = answer.estimate, w("value.none")
    return [
        w(f"incidents.outcomes.{name}"),
        _said(answer, w),
        *(quiet.number(one.numerator, w) for one in (answer.after, answer.before)),
        none if answer.expected is None else ranges.expected_short(answer.expected, w),
        none if estimate is None else ranges.compatible_range(estimate, answer.may_state_percent, w),
    ]


def _record(answer: Answer) -> dict[str, object]:
    assert answer.after is not None and answer.before is not None
    estimate = answer.estimate
    return {
        "offices": "|".join(answer.offices),
        "basis": answer.basis,
        "verdict": answer.verdict,
        "count_after": answer.after.numerator,
        "visits_after": answer.after.denominator or None,
        "count_before": answer.before.numerator,
        "visits_before": answer.before.denominator or None,
        "ratio": estimate.value if estimate else None,
        "interval_95_low": estimate.low if estimate else None,
        "interval_95_high": estimate.high if estimate else None,
    }


def _said(answer: Answer, w: Words) -> str:
    said = w("incidents.verdict.several") if answer.basis == "several" else w(f"verdict.{answer.verdict}")
    return sentences.sentence_case(said)


def _outcome(name: str, answer: Answer, w: Words) -> str:
    assert answer.after is not None and answer.before is not None
    sign = style.picture(tiny.sign(answer.verdict, show.look()), "")
    counts = w(
        "incidents.outcomes.counts",
        after=quiet.number(answer.after.numerator, w),
        before=quiet.number(answer.before.numerator, w),
    )
    expected = ""
    if answer.expected is not None:
        expected = w("incidents.outcomes.expected", expected=ranges.expected_short(answer.expected, w))
    firm = "em-firm" if answer.verdict in sentences.FIRM else "em-open"
    href = current_view().href("comparison", indicator=answer.indicator.code, offices=(), measure=None)
    return (
        f'<li class="em-cell {firm}"><b class="em-outcome-name">{escape(w(f"incidents.outcomes.{name}"))}</b>'
        f'<span class="em-said"><a href="{escape(href)}">{sign}<b>'
        f"{style.rich(_said(answer, w))}</b></a></span>"
        f'<span class="em-graphic">{_graphic(answer, w)}</span>'
        f'<span class="em-counts"><span>{style.rich(counts)}</span><span>{style.rich(expected)}</span>'
        f'<span class="em-muted">{escape(w(f"incidents.outcomes.{name}.sub"))}</span></span></li>'
    )


def _graphic(answer: Answer, w: Words) -> str:
    """The range on the axis of ratios, with its words."""
    estimate = answer.estimate
    if estimate is None or (estimate.low is None and estimate.high is None):
        return ""
    text = ranges.compatible_range(estimate, answer.may_state_percent, w)
    drawn = style.picture(tiny.ratio(estimate, show.look()), w("matrix.graphic.ratio", range=text))
    return axis.axis(axis.of_ratios(w, inner=True)) + drawn
