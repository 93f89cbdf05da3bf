"""The series, the size of the difference, and the same question computed otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from einlass.charts import (
    Figure,
    difference_chart,
    distribution_chart,
    marks_of,
    phase_of,
    phases_chart,
    shared_phases,
)
from einlass.export import series_csv
from einlass.findings import Finding, Series, series
from einlass.measures import Office, Window, events
from einlass.ui import show
from einlass.ui.comparison.answer import chart_foot
from einlass.ui.comparison.files import notes, stem
from einlass.ui.comparison.numbers import digits_of, numbers_of
from einlass.ui.leads import to_reports
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences

STEP_OF_KIND = {"rate": "week", "share": "week", "score": "month", "amount": "week"}


def series_chart(found: Finding, version: DataVersion, names: Mapping[str, Office], w: Words) -> None:
    """The series with its phases, its table and its file."""
    assert found.windows is not None
    rows = series(version, found.indicator.code, found.used_offices, STEP_OF_KIND[found.indicator.kind])

    def build() -> list[Figure]:
        span = Window(rows[0].start, rows[-1].until)
        marks = marks_of([found.measure], events(version), found.used_offices, names, span, w)
        title = sentences.series_title(found, names, w)
        return [phases_chart(found, rows, marks, show.look(), w, title=title, foot=chart_foot(found, w))]

    (drawn,) = show.kept(("series", version, found.request), build, w)
    assert drawn is not None
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

    def numbers() -> show.Numbers:
        file = stem(found, names, w("table.series.file"), w)
        of = show.told_of(found)
        return show.Numbers(table, show.Files(file, notes(found, names, w), machine, figure=of))

    alt = sentences.alternative_text(found, names, w)
    periods = [Window(row.start, row.until) for row in rows]
    leads = to_reports(version, found.indicator.code, found.used_offices, periods)
    show.chart(drawn, alt, "comparison-series", w, numbers=numbers, leads=leads)
    show.table_switch(numbers, w)


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


def difference(found: Finding, version: DataVersion, names: Mapping[str, Office], w: Words) -> None:
    """How large the difference is: one interval over the full width, on an axis in words."""
    title = w("chart.difference_title", indicator=w(f"indicator.{found.indicator.code}.short"))

    def build() -> list[Figure | None]:
        return [difference_chart(found, show.look(), w, title=title, foot=chart_foot(found, w))]

    (drawn,) = show.kept(("difference", version, found.request), build, w)
    if drawn is not None:
        alt = f"{title}. {sentences.alternative_text(found, names, w)}"
        make = partial(numbers_of, found, names, title, w)
        show.chart(drawn, alt, "comparison-difference", w, numbers=make, is_titled=False)


def answers_chart(found: Finding, version: DataVersion, names: Mapping[str, Office], w: Words) -> None:
    """The shares of the five answers before and since the start, for a question of a survey."""
    if found.indicator.kind != "score":
        return
    title = w("chart.answers_title")

    def build() -> list[Figure | None]:
        return [distribution_chart(found, show.look(), w, title=title, foot=chart_foot(found, w))]

    (drawn,) = show.kept(("answers", version, found.request), build, w)
    if drawn is not None:
        alt = f"{title}. {sentences.alternative_text(found, names, w)}"
        make = partial(numbers_of, found, names, title, w)
        show.chart(drawn, alt, "comparison-answers", w, numbers=make)
