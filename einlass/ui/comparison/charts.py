"""The series, the size of the difference, and the same question computed otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from einlass.charts import (
    difference_chart,
    distribution_chart,
    marks_of,
    phase_of,
    phases_chart,
    shared_phases,
    variants_chart,
)
from einlass.export import series_csv
from einlass.findings import Estimate, Finding, Series, series
from einlass.measures import Office, Window, events
from einlass.ui import choices, show, style
from einlass.ui.comparison.answer import chart_foot
from einlass.ui.comparison.files import notes, stem
from einlass.ui.comparison.numbers import digits_of
from einlass.warehouse import DataVersion
from einlass.words import Words, places, ranges, sentences

STEP_OF_KIND = {"rate": "week", "share": "week", "score": "month", "amount": "week"}


def series_chart(found: Finding, version: DataVersion, names: Mapping[str, Office], w: Words) -> None:
    """The series with its phases, its table and its file."""
    assert found.windows is not None
    rows = series(version, found.indicator.code, found.used_offices, STEP_OF_KIND[found.indicator.kind])
    span = Window(rows[0].start, rows[-1].until)
    marks = marks_of([found.measure], events(version), found.used_offices, names, span, w)
    figure = phases_chart(
        found,
        rows,
        marks,
        show.look(),
        w,
        title=sentences.headline(found, names, w),
        foot=chart_foot(found, w),
    )
    name, file = "comparison-series", stem(found, names, w("table.series.file"), w)
    show.chart(figure, sentences.alternative_text(found, names, w), name, w, stem=file)
    phases = {name: span for name, span in shared_phases(found).items() if span is not None}
    where = places.place(found.used_offices, names, w)
    weeks = found.analysis.weeks if found.analysis else ()
    table = show.Table(
        w("table.series", indicator=w(f"indicator.{found.indicator.code}"), place=where),
        [
            w("table.period"),
            sentences.numerator_name(found.indicator, w),
            sentences.denominator_name(found.indicator, w),
            sentences.unit_name(found.indicator, w),
            w("table.phase"),
        ],
        lambda: _series_rows(found, rows, w),
        (1, 2, 3),
    )

    def machine() -> bytes:
        return series_csv(found.indicator, {where: rows}, found.provenance, w, phases, weeks)

    show.table_and_files(name, table, show.Files(file, notes(found, names, w), machine), w)


def _series_rows(found: Finding, rows: Series, w: Words) -> list[list[str]]:
    assert found.windows is not None
    table = []
    for row in rows:
        phase = phase_of(found, row)
        note = "" if row.is_complete else " " + w("chart.incomplete")
        table.append(
            [
                w.period(row.start, row.until) + note,
                w("value.none") if row.count is None else w.number(row.count, digits_of(row.count)),
                w.number(row.denominator, digits_of(row.denominator)) if row.denominator else w("value.none"),
                sentences.number(found.indicator, row.value, w),
                w(f"phase.{phase}") if phase else "–",
            ]
        )
    return table


def difference(found: Finding, names: Mapping[str, Office], w: Words) -> None:
    """How large the difference is; beside it the answers, or the same question asked otherwise."""
    foot = chart_foot(found, w)
    title = w("chart.difference_title", indicator=w(f"indicator.{found.indicator.code}.short"))
    charts = [("difference", difference_chart(found, show.look(), w, title=title, foot=foot), title)]
    if found.indicator.kind == "score":
        answers = w("chart.answers_title")
        charts.append(
            ("answers", distribution_chart(found, show.look(), w, title=answers, foot=foot), answers)
        )
    if found.indicator.kind == "rate":
        other = w("chart.variants_title", indicator=w(f"indicator.{found.indicator.code}.short"))
        drawn = variants_chart(variants(found, names, w), found, show.look(), w, title=other, foot=foot)
        charts.append(("variants", drawn, other))
    present = [(name, figure, about) for name, figure, about in charts if figure is not None]
    if not present:
        return
    for column, (name, figure, about) in zip(st.columns(len(present)), present, strict=True):
        with column:
            alt = f"{about}. {sentences.alternative_text(found, names, w)}"
            file = stem(found, names, about, w)
            show.chart(figure, alt, f"comparison-{name}", w, stem=file)


def variants(found: Finding, names: Mapping[str, Office], w: Words) -> list[tuple[str, Estimate]]:
    """The finding and its variants with their names."""
    assert found.estimate is not None and found.analysis is not None
    others = [
        (
            w(f"variant.{one.code}", subject=names[one.subject].short_name if one.subject else ""),
            one.estimate,
        )
        for one in found.analysis.variants
    ]
    return [(w("variant.main"), found.estimate), *others]


def variants_table(found: Finding, names: Mapping[str, Office], w: Words) -> None:
    """Every variant with its estimate and interval."""
    if found.estimate is None or found.analysis is None or not found.analysis.variants:
        return
    digits = 2 if found.indicator.kind in ("rate", "score") else 1
    is_drawn = found.indicator.kind == "rate"
    if is_drawn and not choices.switch_on(w("variants.switch"), "variants"):
        return
    if not is_drawn:
        style.section(w("variants.title"))
    style.html_table(
        w("variants.title"),
        [w("table.computed"), w("table.estimate"), w("table.interval_95")],
        [
            [
                name,
                w("value.undefined") if one.value is None else w.number(one.value, digits),
                ranges.interval(one, one.low, one.high, digits, w),
            ]
            for name, one in variants(found, names, w)
        ],
        numeric=(1, 2),
        hide_caption=True,
    )
