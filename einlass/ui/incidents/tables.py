"""The same numbers as tables and as files: each table by itself, and all of them in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from einlass.export import records_csv
from einlass.findings import provenance
from einlass.measures import offices
from einlass.topics import incidents as topic
from einlass.topics.incidents import OfficeRate, Report, reporters
from einlass.topics.small import is_small
from einlass.ui import choices, quiet, show, style
from einlass.ui.comparison import definition
from einlass.ui.incidents.asking import Choice
from einlass.ui.incidents.hours import weekday
from einlass.ui.incidents.rates import rate_in_words, shown
from einlass.ui.incidents.texts import place, quiet_key, source_foot, stem
from einlass.warehouse import DataVersion
from einlass.words import Words, sentences
from einlass.words.trends import period_name

Records = list[dict[str, object]]

# What is counted of each incident: the table, its texts and the counts.
FAMILIES: dict[str, tuple[str, Callable[[Sequence[Report]], Mapping[str, int]]]] = {
    "kinds": ("kind", topic.kinds),
    "levels": ("level", topic.levels),
    "consequences": ("consequence", topic.consequences),
    "places": ("place", topic.places),
}


@dataclass(frozen=True)
class Part:
    """A table of the page: its name, its head and rows as a reader sees them, and as records for a program."""

    name: str
    head: Sequence[str]
    rows: list[list[str]]
    records: Records

    @property
    def numeric(self) -> range:
        """The columns with numbers."""
        return range(1, len(self.head) - 1)


def tables(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> None:
    """The switch that shows the tables; the files of all numbers, and of each table below it."""
    if not (found or shown(version, choice)):
        return
    style.section(w("incidents.tables"), w("incidents.tables.sub"))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        is_open = choices.switch_on(w("incidents.tables.switch"), "table")
        show.save_menu(
            "incidents-all", w("incidents.table.all"), partial(_every, version, choice, found, w), w
        )
    if not is_open:
        return
    for one in parts_of(version, choice, found, w):
        own = numbers(version, choice, one, w)
        style.html_table(own.table.caption, own.table.head, own.table.rows(), numeric=own.table.numeric)
        make = partial(numbers, version, choice, one, w)
        show.save_menu(f"incidents-{one.name}", own.table.caption, make, w)


def menu(
    version: DataVersion, choice: Choice, found: Sequence[Report], name: str, w: Words, *, title: str = ""
) -> None:
    """The menu of a part of the page that is no chart; title: its finding."""

    def make() -> show.Numbers:
        return numbers(version, choice, _part(version, choice, found, name, w), w, title=title)

    if name != "rates" or any(one.has_measure for one in shown(version, choice)):
        show.save_menu(f"incidents-{name}-above", title or w(f"incidents.table.{name}"), make, w)


def _part(version: DataVersion, choice: Choice, found: Sequence[Report], name: str, w: Words) -> Part:
    if name in FAMILIES:
        return _counts(name, found, w)
    return _hours(found, w) if name == "hours" else _rates(version, shown(version, choice), choice, w)


def _every(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> show.Numbers:
    parts = parts_of(version, choice, found, w)
    records = [row for one in parts for row in one.records]
    return _numbers(version, choice, "all", _joined(parts, w), records, w)


def numbers(version: DataVersion, choice: Choice, part: Part, w: Words, *, title: str = "") -> show.Numbers:
    """A table with its files; title: its finding."""
    return _numbers(version, choice, part.name, _table(version, choice, part, w), part.records, w, title)


def _numbers(
    version: DataVersion,
    choice: Choice,
    name: str,
    table: show.Table,
    records: Records,
    w: Words,
    title: str = "",
) -> show.Numbers:
    origin = provenance(version, choice.indicator)
    notes = [
        quiet_key(w),
        w("incidents.unreported"),
        definition(choice.indicator, w),
        source_foot(version, choice, w),
    ]
    files = show.Files(
        stem(version, choice, w(f"incidents.table.{name}"), w),
        notes,
        lambda: records_csv([(choice.indicator, origin, row) for row in records], w),
        title=title,
    )
    return show.Numbers(table, files)


def _table(version: DataVersion, choice: Choice, one: Part, w: Words) -> show.Table:
    what = w(f"incidents.table.{one.name}")
    caption = w("incidents.table.caption.rates", what=what)
    if one.name != "rates":
        period = w.period(choice.period.first, choice.period.until)
        caption = w("incidents.table.caption", what=what, place=place(version, choice, w), period=period)
    return show.Table(caption, one.head, lambda: one.rows, one.numeric)


def _joined(parts: Sequence[Part], w: Words) -> show.Table:
    """All counts below each other: which table, what, how many, whether it is not for publication."""
    rows = [[w(f"incidents.table.{one.name}"), row[0], row[1], row[-1]] for one in parts for row in one.rows]
    head = [w("incidents.table"), w("incidents.table.what"), w("incidents.count"), w("incidents.table.note")]
    return show.Table(w("incidents.table.all"), head, lambda: rows, (2,))


def parts_of(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> list[Part]:
    """Every table that has something to show."""
    parts = [_rates(version, shown(version, choice), choice, w)]
    if found:
        parts += [
            months_part(version, choice, found, w),
            *(_counts(name, found, w) for name in FAMILIES),
            _hours(found, w),
            delays_part(version, choice, found, w),
        ]
    return [one for one in parts if one.rows]


def _rates(version: DataVersion, told: Sequence[OfficeRate], choice: Choice, w: Words) -> Part:
    names = offices(version)
    rows, records = [], Records()
    for one in told:
        for phase, side in (("before", one.before), ("after", one.after)):
            count, visits = side.phase.numerator, side.phase.denominator
            period = w.period(side.phase.window.first, side.phase.window.until)
            what = w(
                "incidents.table.office", place=names[one.office_id].short_name, phase=w(f"phase.{phase}")
            )
            value = rate_in_words(side, choice, w)
            numbers = [w.number(count), w.number(side.phase.rated), w.number(visits) if visits else "–"]
            remark = _note(w, count, side.phase.rated, visits)
            rows.append([what, *numbers, value, period, remark])
            records.append(
                _record("rates", one.office_id, count, remark)
                | {
                    "phase": phase,
                    "numerator_with_denominator": side.phase.rated,
                    "denominator": visits or None,
                }
                | {"value": side.phase.value, "low": side.low, "high": side.high}
                | _span(side.phase.window.first.isoformat(), side.phase.window.until.isoformat())
            )
    head = [w("table.office"), w("incidents.count"), w("incidents.table.rated")]
    head += [sentences.denominator_name(choice.indicator, w), sentences.unit_name(choice.indicator, w)]
    return Part("rates", [*head, w("table.period"), w("incidents.table.note")], rows, records)


def _record(part: str, item: str, count: float, remark: str) -> dict[str, object]:
    """A row of the file for programs; every table has the same columns, so that they can stand in one file."""
    empty = dict.fromkeys(
        ("phase", "numerator_with_denominator", "denominator", "value", "low", "high", "period_start")
    )
    return {"table": part, "item": item, "count": count, "remark": remark, **empty, "period_until": None}


def _span(start: str, until: str) -> dict[str, object]:
    return {"period_start": start, "period_until": until}


def months_part(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> Part:
    """A row a month, with who reported."""
    codes = list(reporters(found))
    rows, records = [], Records()
    for one in topic.months(version, choice.level, choice.offices, choice.period, found):
        remark = w("chart.incomplete").strip("()") if one.is_open else ""
        by_reporter = [w.number(one.by_reporter[code]) for code in codes]
        small = _note(w, one.count, *one.by_reporter.values())
        rows.append(
            [
                period_name(one.window.first, "month", w),
                w.number(one.count),
                *by_reporter,
                "; ".join(filter(None, [remark, small])),
            ]
        )
        records += [
            _record(
                "months",
                code,
                one.by_reporter[code],
                "; ".join(filter(None, [remark, _note(w, one.by_reporter[code])])),
            )
            | _span(one.window.first.isoformat(), one.window.until.isoformat())
            for code in codes
        ]
    names = [w(f"incidents.reporter.{code}") for code in codes]
    head = [w("table.period"), w("incidents.count"), *names, w("incidents.table.note")]
    return Part("months", head, rows, records)


def _counts(name: str, found: Sequence[Report], w: Words) -> Part:
    family, count_all = FAMILIES[name]
    counts, whole = count_all(found), len(found)
    rows = [
        [w(f"incidents.{family}.{code}"), w.number(count), w.number(whole), _note(w, count, whole, code=code)]
        for code, count in counts.items()
    ]
    records = [
        _record(name, code, count, _note(w, count, code=code)) | {"denominator": whole}
        for code, count in counts.items()
    ]
    head = [w(f"incidents.{family}"), w("incidents.count"), w("incidents.whole"), w("incidents.table.note")]
    return Part(name, head, rows, records)


def _hours(found: Sequence[Report], w: Words) -> Part:
    told = topic.hours(found)
    cells = [(day, hour, told.counts.get((day, hour), 0)) for day in told.weekdays for hour in told.hours]
    rows = [
        [
            w("incidents.table.hour", weekday=weekday(day, w), hour=hour, next=hour + 1),
            w.number(count),
            _note(w, count),
        ]
        for day, hour, count in cells
    ]
    records = [
        _record("hours", f"{day + 1}:{hour:02d}", count, _note(w, count)) for day, hour, count in cells
    ]
    return Part(
        "hours", [w("incidents.hours"), w("incidents.count"), w("incidents.table.note")], rows, records
    )


def delays_part(version: DataVersion, choice: Choice, found: Sequence[Report], w: Words) -> Part:
    """A row a day from the incident to its report."""
    told = topic.delays(found, topic.final_until(version, choice.offices))
    rows = [
        [
            w.plural("incidents.table.days", days),
            w.number(count),
            w.number(told.count),
            _note(w, count, told.count),
        ]
        for days, count in told.by_day
    ]
    records = [
        _record("delays", str(days), count, _note(w, count)) | {"denominator": told.count}
        for days, count in told.by_day
    ]
    head = [
        w("incidents.delay.axis"),
        w("incidents.delay.until"),
        w("incidents.whole"),
        w("incidents.table.note"),
    ]
    return Part("delays", head, rows, records)


def _note(w: Words, *counts: float, code: str = "") -> str:
    """What a row says of counts that are not for publication; code: what the first of them counts."""
    first, *others = counts
    return quiet.note(is_small(first, code), *map(is_small, others), w=w)
