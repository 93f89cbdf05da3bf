"""Reported incidents in the whole city: all offices with measures together, then each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from einlass.charts import tiny
from einlass.findings import CityFinding, Estimate, Phase, city
from einlass.findings.headlines import ALL_REPORTS, PRIMARY
from einlass.measures import measures, offices
from einlass.stats.counts import Range
from einlass.ui import axis, show, style
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.words import Words, bold, ranges, sentences
from einlass.words import summary as of_measures

GRAPHIC_WIDTH = 240
COLUMNS = ("office", "before", "after", "expected", "compatible", "verdict")


def city_table(version: DataVersion, view: View, w: Words) -> None:
    """The primary outcome and all reports of the city, then all reports of each office."""
    found = {code: city(version, code) for code in (PRIMARY, ALL_REPORTS)}
    whole = found[ALL_REPORTS]
    if not whole.offices:
        return
    style.section(_heading(whole, w), w("city.sub"))
    names, every = offices(version), measures(version)
    rows = [_whole(found[PRIMARY], w("city.all.primary"), w), _whole(whole, w("city.all.reports"), w)]
    for one in whole.offices:
        verdict = of_measures.office_verdict(one, w)
        percent = ranges.carries_percent(one.before, one.after)
        rows.append(
            _row(
                names[one.office_id].short_name,
                _numbers(one.before, one.after, one.expected, w),
                _range(one.estimate, percent, w),
                (one.verdict if one.reason is None else "not_comparable", verdict),
                w,
            )
        )
    rows += [
        _row(
            names[office].short_name, ["–"] * 3, "", ("no_data", of_measures.not_included("no_windows", w)), w
        )
        for office in of_measures.lacking(every, whole)
    ]
    head = "".join(_head(name, w) for name in COLUMNS)
    st.html(
        f'<div class="em-table em-stacks em-city" tabindex="0" role="region" aria-label="{escape(w("city.heading"))}">'
        f'<table><caption class="em-hidden">{escape(w("city.heading"))}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _heading(found: CityFinding, w: Words) -> str:
    """The finding as a heading: what was counted, what was to be expected."""
    if found.after is None or found.expected is None:
        return w("city.heading")
    count, expected = w.number(found.after.numerator), ranges.expected_range(found.expected, w)
    return w("city.heading.counted", count=count, expected=expected)


def _head(name: str, w: Words) -> str:
    kind = ' class="em-number"' if name in COLUMNS[1:4] else ""
    if name != "compatible":
        return f'<th scope="col"{kind}>{escape(w(f"city.{name}"))}</th>'
    words = axis.axis(axis.of_ratios(w, ends=tiny.WIDE_RATIO_ENDS, width=GRAPHIC_WIDTH), is_wide=True)
    return f'<th scope="col"><span class="em-hidden">{escape(w("city.compatible"))}</span>{words}</th>'


def _whole(found: CityFinding, name: str, w: Words) -> str:
    verdict = sentences.sentence_case(w(f"verdict.{found.verdict}"))
    graphic = _range(found.estimate, found.may_state_percent, w)
    numbers = _numbers(found.before, found.after, found.expected, w)
    return _row(bold(name), numbers, graphic, (found.verdict, verdict), w)


def _numbers(before: Phase | None, after: Phase | None, expected: Range | None, w: Words) -> list[str]:
    """Counts before and since the start, and what was to be expected with its range."""
    counts = [w.number(side.numerator) if side else "–" for side in (before, after)]
    return [counts[0], bold(counts[1]), "–" if expected is None else ranges.expected_short(expected, w)]


def _range(estimate: Estimate | None, is_percent: bool, w: Words) -> str:
    """The range as a picture; its alternative text says the numbers."""
    if estimate is None or (estimate.low is None and estimate.high is None):
        return ""
    graphic = tiny.ratio(estimate, show.look(), ends=tiny.WIDE_RATIO_ENDS, width=GRAPHIC_WIDTH)
    return style.picture(graphic, ranges.compatible_range(estimate, is_percent, w))


def _row(name: str, numbers: Sequence[str], graphic: str, verdict: tuple[str, str], w: Words) -> str:
    code, said = verdict
    names = [w(f"city.{one}") for one in COLUMNS[1:4]]
    firm = "em-firm" if code in sentences.FIRM else "em-open"
    named = zip(names, numbers, strict=True)
    cells = "".join(
        f'<td class="em-number" data-name="{escape(name)}">{style.rich(one)}</td>' for name, one in named
    )
    sign = style.picture(tiny.sign(code, show.look()), "")
    return (
        f'<tr><th scope="row">{style.rich(name)}</th>{cells}<td class="em-range">{graphic}</td>'
        f'<td class="em-said {firm}">{sign}<b>{style.rich(said)}</b></td></tr>'
    )
