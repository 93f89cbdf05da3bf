"""The same numbers as a table and as files."""

from __future__ import annotations

from collections.abc import Callable

from einlass.export import file_stem, series_csv
from einlass.findings import Point, provenance
from einlass.ui import show
from einlass.ui.comparison import definition
from einlass.ui.trends.asking import Choice
from einlass.ui.trends.found import Found
from einlass.ui.trends.texts import source_foot, subject
from einlass.warehouse import DataVersion
from einlass.words import Words, places, sentences, trends
from einlass.words.catalogue import last_day


def stem(version: DataVersion, choice: Choice, found: Found, w: Words) -> str:
    """What files of the trends are called: figure, offices, step and period, Stand."""
    names = [one.name for one in found.values()]
    where = w.join(names) if len(names) <= places.NAMED_OFFICES else w.plural("trends.file", len(names))
    points = [point for one in found.values() for point in one.rows]
    period = [min(point.start for point in points), last_day(max(point.until for point in points))]
    parts = [w(f"indicator.{choice.indicator.code}.short"), where, w(f"step.{choice.step}")]
    parts.append("-".join(day.isoformat() for day in period))
    return file_stem(parts, provenance(version, choice.indicator).stand.date())


def numbers(version: DataVersion, choice: Choice, found: Found, w: Words) -> show.Numbers:
    """A row a period and office, with the files."""
    shown = show.Table(
        subject(version, choice, found, w),
        [
            w("table.office"),
            w("table.period"),
            sentences.unit_name(choice.indicator, w),
            sentences.numerator_name(choice.indicator, w),
            sentences.denominator_name(choice.indicator, w),
        ],
        lambda: _rows(choice, found, w),
        (2, 3, 4),
    )
    return show.Numbers(shown, _files(version, choice, found, w))


def week_numbers(
    version: DataVersion,
    choice: Choice,
    found: Found,
    weekdays: list[str],
    rows: Callable[[], list[list[str]]],
    w: Words,
) -> show.Numbers:
    """A row a week and office, a column a weekday, with the files."""
    head = [w("table.office"), w("table.week"), *weekdays]
    shown = show.Table(subject(version, choice, found, w), head, rows, tuple(range(2, len(head))))
    return show.Numbers(shown, _files(version, choice, found, w))


def _files(version: DataVersion, choice: Choice, found: Found, w: Words) -> show.Files:
    origin = provenance(version, choice.indicator)
    notes = [definition(choice.indicator, w), source_foot(version, choice, w)]
    series = {one.name: one.rows for one in found.values()}
    return show.Files(
        stem(version, choice, found, w), notes, lambda: series_csv(choice.indicator, series, origin, w, {})
    )


def _rows(choice: Choice, found: Found, w: Words) -> list[list[str]]:
    return [
        [
            one.name,
            trends.days_in_words(row.start, row.until, w) + _mark(row, w),
            sentences.number(choice.indicator, row.value, w),
            amount(row.count, w),
            amount(row.denominator or None, w),
        ]
        for one in found.values()
        for row in one.rows
    ]


def _mark(row: Point, w: Words) -> str:
    """Says of a period that it is not over, where something of it is told."""
    return "" if row.is_complete or row.count is None else f" {w('chart.incomplete')}"


def amount(value: float | None, w: Words) -> str:
    """A number as it is counted, or that there is none."""
    return w("value.none") if value is None else w.number(value, 0 if float(value).is_integer() else 1)
