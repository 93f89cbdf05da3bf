"""What is there and what is lacking: freshness of each export, a calendar, the quality of each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from einlass import config, ingest
from einlass.charts.calendar import STATES, calendar, half_years, legend_mark
from einlass.measures import offices
from einlass.remembered import remembered
from einlass.ui import choices, style
from einlass.ui.data import texts
from einlass.ui.show import look
from einlass.warehouse import DataVersion
from einlass.warehouse.holidays import is_built_for
from einlass.warehouse.severity import is_levelled_by
from einlass.warehouse.snapshot import open_snapshot
from einlass.warehouse.versions import now
from einlass.words import Words

RUNS_SHOWN = 24
FILES_SHOWN = 6
OF_EVERY_OFFICE = ("visits", "incidents")  # exports that are expected of each office, whether guarded or not


@dataclass(frozen=True)
class Expected:
    """How often an export comes, and after how many days without news it is overdue."""

    key: str
    overdue_days: int


# Daily files may skip a weekend with a holiday; monthly ones come some days after the month.
EXPECTED = {
    "visits": Expected("daily", 4),
    "checks": Expected("daily", 4),
    "finds": Expected("daily", 4),
    "incidents": Expected("weekly", 10),
    "shifts": Expected("monthly", 38),
    "survey_waves": Expected("monthly", 45),
    "answers": Expected("monthly", 45),
}


@dataclass(frozen=True)
class Freshness:
    """One export: last day it speaks of, how long ago that is, and whether news are overdue.

    `behind` are offices of which the files stopped speaking longer ago than news may take, with their last day.
    """

    table: str
    last_day: date | None
    age_days: int | None
    is_loaded: bool
    behind: tuple[tuple[str, date], ...] = ()

    @property
    def is_overdue(self) -> bool:
        """Whether a file should have come by now."""
        expected = EXPECTED.get(self.table)
        return bool(expected and self.age_days is not None and self.age_days > expected.overdue_days)


def freshness(version: DataVersion, today: date) -> list[Freshness]:
    """Every export in the order of import."""
    rows = open_snapshot(version).rows("views/freshness")
    last_days = {row.source_table: row.last_day for row in rows}
    ages = {table: (today - last).days for table, last in last_days.items() if last}
    return [
        Freshness(
            table,
            last_days.get(table),
            ages.get(table),
            table in last_days,
            _behind(version, table, last_days.get(table)),
        )
        for table in ingest.templates()
    ]


def _behind(version: DataVersion, table: str, last_day: date | None) -> tuple[tuple[str, date], ...]:
    if table not in OF_EVERY_OFFICE or last_day is None:
        return ()
    rows = open_snapshot(version).rows("views/freshness_offices")
    names = offices(version)
    return tuple(
        (names[row.office_id].name, row.last_day)
        for row in rows
        if row.source_table == table
        and row.open_days_behind
        and (last_day - row.last_day).days > EXPECTED[table].overdue_days
    )


def show(version: DataVersion, w: Words) -> None:
    """Each export in a line, a calendar of the chosen one, the quality of the files."""
    exports_table(version, now().date(), w)
    style.small(about_holidays(version, w))
    if said := about_levels(version, w):
        style.small(said)
    calendar_section(version, w)
    quality_table(version, w)


def exports_table(version: DataVersion, today: date, w: Words) -> None:
    """Each export in one line: how old its news are and how many of its days are there."""
    is_sample = version.is_sample
    style.section(w("data.exports"), w("data.exports.sample" if is_sample else "data.exports.sub"))
    counts = _day_counts(version)
    names = ("export", "last_day", "news", "days")
    style.html_table(
        w("data.exports"),
        [*(w(f"data.column.{name}") for name in names), *(w(f"data.state.{one}") for one in STATES)],
        [
            [
                texts.export_title(one.table, w),
                w.date(one.last_day) if one.last_day else texts.NONE,
                news(one, is_sample, w),
                *(w.number(count) for count in counts.get(one.table, ())),
                *([texts.NONE] * (0 if one.table in counts else 1 + len(STATES))),
            ]
            for one in freshness(version, today)
        ],
        numeric=range(3, 8),
        hide_caption=True,
        stacks=True,
    )


def about_holidays(version: DataVersion, w: Words) -> str:
    """Whose public holidays count, where no state is set, or where the data were built for another one."""
    state = config.city().state
    if not is_built_for(open_snapshot(version), state):
        return w("settings.holidays.other", state=state) if state else w("settings.holidays.none")
    return "" if state else w("settings.holidays.nationwide")


def about_levels(version: DataVersion, w: Words) -> str:
    """Where the data were built for another mapping of the levels of severity."""
    is_same = is_levelled_by(open_snapshot(version), config.city().severity.mapping)
    return "" if is_same else w("settings.severity.other")


def _day_counts(version: DataVersion) -> dict[str, list[int]]:
    """Of each export the number of expected days, then of the days in each state."""
    days = covered_days(version)
    counts = pd.crosstab(days["source_table"], days["state"]).reindex(columns=list(STATES), fill_value=0)
    return {str(table): [int(row.sum()), *map(int, row)] for table, row in counts.iterrows()}


def news(one: Freshness, is_sample: bool, w: Words) -> str:
    """How old an export is, how often it should come, and whether that is too old."""
    expected = w(f"data.expected.{EXPECTED[one.table].key if one.table in EXPECTED else 'on_change'}")
    if not one.is_loaded:
        return w("data.news.never", expected=expected)
    if is_sample or one.age_days is None:
        return w("data.news.expected", expected=expected)
    key = "data.news.overdue" if one.is_overdue else "data.news.fine"
    sentences = [w(key, age=age(one.age_days, w), expected=expected)]
    if one.behind:
        sentences.append(w("data.news.behind", offices=_behind_list(one, w)))
    return "; ".join(sentences)


def _behind_list(one: Freshness, w: Words) -> str:
    return "; ".join(w("data.news.behind.office", office=name, day=w.date(day)) for name, day in one.behind)


def age(days: int, w: Words) -> str:
    """How long ago a day is."""
    return w("data.age.today") if days <= 0 else w.plural("data.age", days)


def overdue(version: DataVersion, today: date, w: Words) -> list[str]:
    """A sentence for each export that should have sent news; none for sample data."""
    if version.is_sample:
        return []
    found = freshness(version, today)
    late = [
        w(
            "data.fresh.sentence",
            export=texts.export_title(one.table, w),
            age=age(one.age_days or 0, w),
            expected=w(f"data.expected.{EXPECTED[one.table].key}"),
        )
        for one in found
        if one.is_overdue
    ]
    return late + [
        w("data.fresh.behind", export=texts.export_title(one.table, w), offices=_behind_list(one, w))
        for one in found
        if one.behind
    ]


@remembered(2)
def covered_days(version: DataVersion) -> pd.DataFrame:
    """The state of every export, office and day."""
    days = open_snapshot(version).run("views/coverage_days")
    days["day"] = pd.to_datetime(days["day"]).dt.date
    return days


def calendar_section(version: DataVersion, w: Words) -> None:
    """How complete each export is, and a calendar of the chosen one."""
    days = covered_days(version)
    style.section(w("data.coverage"), w("data.coverage.sub"))
    if days.empty:
        style.notes([w("data.coverage.none")])
        return
    tables = [table for table in ingest.templates() if (days["source_table"] == table).any()]
    left, right = st.columns(2)
    with left:
        table = choices.choose(
            w("data.coverage.export"), tables, "export", lambda one: texts.export_title(one, w)
        )
    of_export = days[days["source_table"] == table]
    years = sorted({str(day.year) for day in of_export["day"]}, reverse=True)
    with right:
        year = choices.choose(w("data.coverage.year"), years, "year")
    of_year = of_export[[str(day.year) == year for day in of_export["day"]]]
    _legend(w)
    _calendars(version, of_year, int(year or 0), w)
    _odd_table(version, of_year, w)


def _legend(w: Words) -> None:
    items = "".join(
        f"<li>{style.picture(legend_mark(one, look()), '')} {style.rich(w(f'data.state.{one}'))}</li>"
        for one in (*STATES, "none")
    )
    st.html(f'<ul class="em-legend" aria-label="{style.rich(w("data.legend"))}">{items}</ul>')


def _calendars(version: DataVersion, days: pd.DataFrame, year: int, w: Words) -> None:
    names = offices(version)
    blocks = []
    for office_id, of_office in days.groupby("office_id", sort=True):
        states = dict(zip(of_office["day"], of_office["state"], strict=True))
        name = names[str(office_id)].name
        pictures = "".join(_half(name, states, half, w) for half in half_years(year))
        blocks.append(f'<section><h3 class="em-part">{style.rich(name)}</h3>{pictures}</section>')
    st.html(f'<div class="em-calendars">{"".join(blocks)}</div>')


def _half(office: str, states: dict[date, str], half: tuple[date, date], w: Words) -> str:
    inside = [state for day, state in states.items() if half[0] <= day < half[1]]
    if not inside:
        return ""
    counts = ", ".join(f"{w(f'data.state.{one}')} {w.number(inside.count(one))}" for one in STATES)
    alt = w("data.calendar.alt", office=office, period=w.period(*half), counts=counts)
    return style.picture(calendar(states, *half, look(), w), alt)


@dataclass(frozen=True)
class OddDays:
    """Days of one office that need a look for one reason, as runs (first and last day, both included).

    A run goes on over days of which nothing is expected, such as a weekend.
    """

    office_id: str
    state: str
    reason: str
    day_count: int
    runs: tuple[tuple[date, date], ...]


def odd_days(days: pd.DataFrame) -> list[OddDays]:
    """What needs a look among the days of one export, by office; the most days first."""
    runs: dict[tuple[str, str, str], list[tuple[date, date]]] = {}
    counts: dict[tuple[str, str, str], int] = {}
    previous = None
    rows = days.sort_values(["office_id", "day"])
    for office_id, day, state, reason in rows[["office_id", "day", "state", "reason"]].itertuples(
        index=False
    ):
        key = (str(office_id), str(state), str(reason))
        if state != "present":
            counts[key] = counts.get(key, 0) + 1
            of_key = runs.setdefault(key, [])
            first = of_key.pop()[0] if key == previous else day
            of_key.append((first, day))
        previous = key
    found = [OddDays(*key, counts[key], tuple(runs[key])) for key in runs]
    return sorted(found, key=lambda one: (one.office_id, -one.day_count, one.reason))


def _odd_table(version: DataVersion, days: pd.DataFrame, w: Words) -> None:
    found = odd_days(days)
    if not found:
        style.notes([w("data.odd.none")])
        return
    names = offices(version)
    style.html_table(
        w("data.odd"),
        [w(f"data.column.{name}") for name in ("office", "state", "reason", "days", "days_when")],
        [
            [
                names[one.office_id].name,
                w(f"data.state.{one.state}"),
                w(f"coverage.reason.{one.reason}"),
                w.number(one.day_count),
                _run_list(one, w),
            ]
            for one in found
        ],
        numeric=(3,),
        stacks=True,
    )


def _run_list(one: OddDays, w: Words) -> str:
    runs = [texts.days(first, last, w) for first, last in one.runs[:RUNS_SHOWN]]
    return ", ".join(runs) + (" …" if len(one.runs) > RUNS_SHOWN else "")


def quality_table(version: DataVersion, w: Words) -> None:
    """How usable the files of each export were, file for file, and what was wrong most often."""
    rows = open_snapshot(version).rows("views/batch_quality")
    by_export = {table: [row for row in rows if row.source_table == table] for table in ingest.templates()}
    style.section(w("data.quality"), w("data.quality.sub"))
    names = ("export", "files", "rows", "duplicates", "rejected", "usable", "top_reason")
    style.html_table(
        w("data.quality"),
        [w(f"data.column.{name}") for name in names],
        [_quality_row(table, files, w) for table, files in by_export.items() if files],
        numeric=range(1, 5),
        hide_caption=True,
        stacks=True,
    )


def _quality_row(table: str, files: Sequence[Any], w: Words) -> list[str]:
    shares = [w.percent(file.accepted_share, 1) for file in files if file.accepted_share is not None]
    worst = max(files, key=lambda file: file.top_reason_count or 0)
    return [
        texts.export_title(table, w),
        w.number(len(files)),
        *(
            w.number(sum(getattr(file, name) for file in files))
            for name in ("row_count", "duplicate_count", "rejected_count")
        ),
        ("… " if len(shares) > FILES_SHOWN else "") + " → ".join(shares[-FILES_SHOWN:]),
        w(worst.top_reason_key) if worst.top_reason_key else texts.NONE,
    ]
