"""Reported incidents in the whole city: all offices with measures together, then each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import streamlit as st

from einlass.charts import Look, tiny
from einlass.export import Record, file_stem, records_csv
from einlass.findings import CityFinding, Estimate, OfficeResult, Phase, city
from einlass.findings.headlines import ALL_REPORTS, PRIMARY
from einlass.measures import measures, offices
from einlass.remembered import remembered
from einlass.stats.counts import Range
from einlass.ui import axis, show, style
from einlass.ui.comparison import definition
from einlass.ui.state import View
from einlass.warehouse import DataVersion
from einlass.words import Words, bold, ranges, sentences, words_for
from einlass.words import summary as of_measures

GRAPHIC_WIDTH = 240
COLUMNS = ("office", "before", "after", "expected", "compatible", "verdict")


def city_table(version: DataVersion, view: View, w: Words) -> None:
    """The primary outcome and all reports of the city, then all reports of each office."""
    found = _found(version)
    whole = found[ALL_REPORTS]
    if not whole.offices:
        return
    style.section(_heading(whole, w), w("city.sub"))
    st.html(_markup(version, view, w.language, show.look()))
    show.save_menu("overview-city", w("city.heading"), lambda: _as_files(version, found, w), w)


def _found(version: DataVersion) -> dict[str, CityFinding]:
    return {code: city(version, code) for code in (PRIMARY, ALL_REPORTS)}


@remembered(64)
def _markup(version: DataVersion, _view: View, language: str, _look: Look) -> str:
    """The table. view: where its links lead from; look: what the graphics are drawn in."""
    w, found = words_for(language), _found(version)
    whole = found[ALL_REPORTS]
    names, every = offices(version), measures(version)
    rows = [_whole(found[PRIMARY], w("city.all.primary"), w), _whole(whole, w("city.all.reports"), w)]
    for one in whole.offices:
        verdict = of_measures.office_verdict(one, w)
        percent = ranges.carries_percent(one.before, one.after)
        rows.append(
            row_of(
                names[one.office_id].short_name,
                numbers_of(one.before, one.after, one.expected, w),
                range_of(one.estimate, percent, w),
                (one.verdict if one.reason is None else "not_comparable", verdict),
                w,
            )
        )
    rows += [
        row_of(
            names[office].short_name, ["–"] * 3, "", ("no_data", of_measures.not_included("no_windows", w)), w
        )
        for office in of_measures.lacking(every, whole)
    ]
    return table_of(w("city.heading"), w("city.office"), rows, w)


def table_of(label: str, first: str, rows: Sequence[str], w: Words, kind: str = "") -> str:
    """Rows of `row_of` as a table; first: what the first column is called. kind: a class of its own."""
    others = "".join(_head(name, w) for name in COLUMNS[1:])
    head = f'<th scope="col">{escape(first)}</th>{others}'
    return (
        f'<div class="em-table em-stacks em-city {kind}" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table><caption class="em-hidden">{escape(label)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _as_files(version: DataVersion, found: Mapping[str, CityFinding], w: Words) -> show.Numbers:
    """The table with its files."""
    whole = found[ALL_REPORTS]
    columns = [one for one in COLUMNS if one != "compatible"]
    table = show.Table(
        w("city.heading"), [w(f"city.{one}") for one in columns], lambda: _told(version, found, w), (1, 2)
    )
    origin = whole.provenance
    source = sentences.source_line(whole.indicator, origin.version_number, w.datetime(origin.stand), w)
    notes = [
        w("city.sub"),
        *(definition(one.indicator, w) for one in found.values()),
        f"{w('sample.mark')}. {source}" if origin.is_sample else source,
    ]
    files = show.Files(
        file_stem([w("city.heading")], origin.stand.date()),
        notes,
        lambda: records_csv([row for one in found.values() for row in _records(one)], w),
        title=_heading(whole, w),
        figure=show.told_of(whole),
    )
    return show.Numbers(table, files)


def _told(version: DataVersion, found: Mapping[str, CityFinding], w: Words) -> list[list[str]]:
    """The rows in words: both outcomes of the city, then each office."""
    names, whole = offices(version), found[ALL_REPORTS]
    rows = [
        [
            w(f"city.all.{name}"),
            *numbers_of(one.before, one.after, one.expected, w),
            _with_range(one.estimate, one.may_state_percent, w(f"verdict.{one.verdict}"), w),
        ]
        for name, one in (("primary", found[PRIMARY]), ("reports", whole))
    ]
    for one in whole.offices:
        percent = ranges.carries_percent(one.before, one.after)
        told = _with_range(one.estimate, percent, of_measures.office_verdict(one, w), w)
        rows.append(
            [names[one.office_id].short_name, *numbers_of(one.before, one.after, one.expected, w), told]
        )
    return rows


def _with_range(estimate: Estimate | None, is_percent: bool, verdict: str, w: Words) -> str:
    if estimate is None or (estimate.low is None and estimate.high is None):
        return verdict
    return f"{verdict}. {ranges.compatible_range(estimate, is_percent, w)}"


def _records(found: CityFinding) -> Iterator[Record]:
    """A row for the city, and one an office."""
    every: list[tuple[str, CityFinding | OfficeResult]] = [("", found)]
    every += [(each.office_id, each) for each in found.offices]
    for office, one in every:
        estimate, expected = one.estimate, one.expected
        yield (
            found.indicator,
            found.provenance,
            {
                "office": office,
                "verdict": one.verdict,
                "before": one.before.numerator if one.before else None,
                "after": one.after.numerator if one.after else None,
                "expected_after": expected.value if expected else None,
                "expected_after_low": expected.low if expected else None,
                "expected_after_high": expected.high if expected else None,
                "estimate": estimate.value if estimate else None,
                "interval_95_low": estimate.low if estimate else None,
                "interval_95_high": estimate.high if estimate else None,
            },
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
    graphic = range_of(found.estimate, found.may_state_percent, w)
    numbers = numbers_of(found.before, found.after, found.expected, w)
    return row_of(bold(name), numbers, graphic, (found.verdict, verdict), w)


def numbers_of(before: Phase | None, after: Phase | None, expected: Range | None, w: Words) -> list[str]:
    """Counts before and since the start, and what was to be expected with its range."""
    counts = [w.number(side.numerator) if side else "–" for side in (before, after)]
    return [counts[0], bold(counts[1]), expected_of(expected, w)]


def expected_of(expected: Range | None, w: Words) -> str:
    """What was to be expected with its range; a dash where it cannot be told."""
    return "–" if expected is None else ranges.expected_short(expected, w)


def range_of(estimate: Estimate | None, is_percent: bool, w: Words) -> str:
    """The range as a picture; its alternative text says the numbers."""
    if estimate is None or (estimate.low is None and estimate.high is None):
        return ""
    graphic = tiny.ratio(estimate, show.look(), ends=tiny.WIDE_RATIO_ENDS, width=GRAPHIC_WIDTH)
    return style.picture(graphic, ranges.compatible_range(estimate, is_percent, w))


def row_of(name: str, numbers: Sequence[str], graphic: str, verdict: tuple[str, str], w: Words) -> str:
    """A row: its name, counts before, since the start and to be expected, the range, code and words of the verdict."""
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
