"""The data page without a browser: safe names, coverage that is told apart, freshness, calendar, texts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from conftest import good, listing, serve
from streamlit.testing.v1 import AppTest

from einlass import config, ingest
from einlass.charts import Look
from einlass.charts.calendar import STATES, calendar, half_years, legend_mark
from einlass.ui.data import coverage, upload
from einlass.warehouse import DataVersion, current_snapshot, current_version
from einlass.words import sentences, words_for

Row = dict[str, str]
DE, EN = words_for("de"), words_for("en")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("besuche.csv", "besuche.csv"),
        ("Besuche März 2020 (neu).xlsx", "Besuche März 2020 (neu).xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\x.csv", "x.csv"),
        ("/absolute/x.csv", "x.csv"),
        ("C:\\Users\\x.csv", "x.csv"),
        ("a\0b\nc<d>.csv", "ab_c_d_.csv"),
        ("..", "_"),
        ("", "_"),
        (".hidden.csv", "hidden.csv"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
    ],
)
def test_a_name_from_the_browser_is_only_a_name(name: str, safe: str) -> None:
    assert upload.safe_name(name) == safe


class Sent:
    """A file as the browser sends it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content

    def getbuffer(self) -> memoryview:
        return memoryview(self.content)


@pytest.mark.parametrize(
    ("names", "apart"),
    [
        (["a.csv", "b.csv"], ["a.csv", "b.csv"]),
        (["a.csv", "a.csv", "a.csv"], ["a.csv", "a (2).csv", "a (3).csv"]),
        (["a.csv", "a.csv", "a (2).csv"], ["a.csv", "a (3).csv", "a (2).csv"]),
        (["a", "a"], ["a", "a (2)"]),
    ],
)
def test_files_of_one_name_are_told_apart(names: list[str], apart: list[str]) -> None:
    assert upload.told_apart(names) == apart


def test_copies_of_uploads_stay_with_their_preview_and_go_with_it(stocked: Path) -> None:
    one = upload.preview([Sent("../x.csv", b"one"), Sent("x.csv", b"two")], "KL")
    kept = stocked / "previews" / one.token / "uploads"
    assert {path.relative_to(kept).as_posix(): path.read_bytes() for path in kept.glob("*/*")} == {
        "0/x.csv": b"one",
        "1/x (2).csv": b"two",
    }
    assert not list((stocked / "uploads").iterdir())
    ingest.discard(one.token)
    assert not list((stocked / "previews").iterdir())


# --- Coverage -------------------------------------------------------------------------------------------


@pytest.fixture
def imported(folder: Path, write_csv: Callable[..., Path]) -> Callable[..., None]:
    """Import rows of some exports: `imported(visits=[{"datum": …}], …)`; the office D1 is always there."""

    def import_(**changes: list[Row]) -> None:
        tables: dict[str, list[Row]] = {"offices": [{}], **changes}
        files = [
            write_csv(f"{table}.csv", [good(table, **row) for row in rows]) for table, rows in tables.items()
        ]
        reports = ingest.import_files(files)
        assert {report.outcome for report in reports} == {"imported"}, [report.error for report in reports]

    return import_


def reasons(table: str) -> dict[date, Any]:
    return {
        row.day: (row.state, row.reason)
        for row in current_snapshot().rows("views/coverage_days")
        if row.source_table == table
    }


def week(*counts: str, **more: str) -> list[Row]:
    """Visits of the days from Monday, 4 March 2019; no text: no row."""
    return [
        {"datum": f"{4 + number:02}.03.2019", "besucher": count, **more}
        for number, count in enumerate(counts)
        if count != "none"
    ]


def test_missing_partial_and_odd_days_are_told_apart(imported: Callable[..., None]) -> None:
    imported(visits=week("100", "none", "", "0", "100", "7", "none"))
    assert reasons("visits") == {
        date(2019, 3, 4): ("present", None),
        date(2019, 3, 5): ("missing", "no_row"),
        date(2019, 3, 6): ("partial", "not_counted"),
        date(2019, 3, 7): ("suspicious", "zero_while_open"),
        date(2019, 3, 8): ("present", None),
        date(2019, 3, 9): ("suspicious", "while_closed"),
    }


def test_ten_times_the_usual_is_odd(imported: Callable[..., None]) -> None:
    mondays = [
        {"datum": f"{date(2019, 3, 4) + timedelta(weeks=number):%d.%m.%Y}", "besucher": count}
        for number, count in enumerate(("100", "110", "95", "1100"))
    ]
    imported(visits=mondays)
    states = {day: state for day, (state, reason) in reasons("visits").items() if reason != "no_row"}
    assert states[date(2019, 3, 25)] == "suspicious"
    assert list(states.values()).count("present") == 3


def test_checks_are_expected_where_everybody_is_checked_and_finds_where_items_were_counted(
    imported: Callable[..., None],
) -> None:
    imported(
        measures=[{}],
        visits=week("100", "100", "100"),
        checks=[
            {"datum": "04.03.2019"},
            {"datum": "06.03.2019", "kontroll_id": "K2", "gegenstaende": "", "personen_mit_fund": ""},
        ],
        finds=[{"anzahl": "2"}],
    )
    assert reasons("checks") == {
        date(2019, 3, 4): ("present", None),
        date(2019, 3, 5): ("missing", "no_row"),
        date(2019, 3, 6): ("partial", "count_lacking"),
    }
    assert reasons("finds") == {date(2019, 3, 4): ("partial", "fewer_listed_than_counted")}


def test_no_incident_is_a_true_zero_inside_the_period_and_provisional_at_its_end(
    sample: DataVersion,
) -> None:
    days = reasons("incidents")
    assert days[date(2019, 6, 3)] == ("present", None)
    assert days[date(2020, 3, 17)] == ("partial", "late_reports")
    assert {state for state, _ in days.values()} == {"present", "partial"}


def test_every_reason_has_words_in_both_languages() -> None:
    sql = (config.QUERIES / "views" / "coverage_days.sql").read_text("utf-8")
    found = set(re.findall(r"(?:then|max\(case when \S+ = 0 then) '(\w+)'", sql)) - set(STATES)
    assert len(found) > 10
    for reason in found:
        assert DE(f"coverage.reason.{reason}") != EN(f"coverage.reason.{reason}")


def test_odd_days_of_one_reason_become_runs_over_weekends() -> None:
    days = pd.DataFrame(
        [
            ("A", date(2019, 3, 7), "missing", "no_row"),
            ("A", date(2019, 3, 8), "missing", "no_row"),
            ("A", date(2019, 3, 11), "missing", "no_row"),
            ("A", date(2019, 3, 12), "present", None),
            ("A", date(2019, 3, 13), "missing", "no_row"),
            ("B", date(2019, 3, 13), "partial", "not_counted"),
        ],
        columns=["office_id", "day", "state", "reason"],
    )
    assert coverage.odd_days(days) == [
        coverage.OddDays(
            "A",
            "missing",
            "no_row",
            4,
            ((date(2019, 3, 7), date(2019, 3, 11)), (date(2019, 3, 13), date(2019, 3, 13))),
        ),
        coverage.OddDays("B", "partial", "not_counted", 1, ((date(2019, 3, 13), date(2019, 3, 13)),)),
    ]


# --- Freshness ------------------------------------------------------------------------------------------


def test_an_export_that_should_have_come_is_named(imported: Callable[..., None]) -> None:
    imported(visits=week("100", "100"))
    version = current_version()
    fresh = {one.table: one for one in coverage.freshness(version, date(2019, 3, 14))}
    assert list(fresh) == list(ingest.templates())
    assert (fresh["visits"].last_day, fresh["visits"].age_days) == (date(2019, 3, 5), 9)
    assert fresh["visits"].is_overdue
    assert not fresh["offices"].is_overdue
    assert not fresh["checks"].is_loaded
    assert coverage.overdue(version, date(2019, 3, 14), DE) == [
        "Besuchszählung: Stand vor 9 Tagen, erwartet täglich."
    ]
    assert coverage.overdue(version, date(2019, 3, 9), DE) == []


def test_sample_data_are_never_overdue(sample: DataVersion) -> None:
    assert coverage.overdue(sample, date(2026, 1, 1), DE) == []
    assert {one.table for one in coverage.freshness(sample, date(2026, 1, 1)) if not one.last_day} == {
        "offices",
        "measures",
        "events",
    }


# --- Calendar -------------------------------------------------------------------------------------------


def marks(svg: str) -> dict[str, int]:
    root = ElementTree.fromstring(svg)
    names = [element.tag.rpartition("}")[2] for element in root]
    return {name: names.count(name) for name in ("rect", "path", "circle", "text")}


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_calendar_has_a_mark_for_every_day(is_dark: bool) -> None:
    first, second = half_years(2020)
    assert (first[1] - first[0]).days + (second[1] - second[0]).days == 366
    states = {date(2020, 1, 6) + timedelta(days=number): state for number, state in enumerate(STATES)}
    svg = calendar(states, *first, Look(is_dark), DE)
    # present: box; partial: box and half; suspicious: diamond; missing: box and cross; six months, three weekdays
    assert marks(svg) == {"rect": 3, "path": 3, "circle": 182 - 4, "text": 9}
    width = int(re.findall(r'width="(\d+)"', svg)[0])
    assert width <= 358, "wider than a phone shows"
    xs = [float(x) for x in re.findall(r'cx="([\d.]+)"', svg)]
    assert max(xs) < width


def test_states_differ_by_shape_and_not_only_by_colour() -> None:
    shapes = {state: re.sub(r"#\w{6}", "", legend_mark(state, Look(False))) for state in (*STATES, "none")}
    assert len(set(shapes.values())) == 5


# --- The history and the undo ---------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The data page on a copy of the sample data."""
    serve(Path(shutil.copytree(sample_folder, tmp_path / "data")), monkeypatch)
    yield AppTest.from_file(str(config.PAGES / "data.py"), default_timeout=120)


def said(app: AppTest) -> str:
    """Everything the page says in HTML, without its marks."""
    return unescape(re.sub(r"<[^>]+>", "|", " ".join(one.proto.body for one in app.get("html"))))


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


def test_the_preview_of_an_undo_says_which_verdicts_would_change_and_the_yes_is_kept(page: AppTest) -> None:
    w, before = words_for("de"), listing(config.data_dir())
    batch = next(one for one in ingest.history() if one.table == "incidents")
    app = page.run()
    box = next(one for one in app.selectbox if one.label == w("data.undo.label"))
    box.select(batch.batch_id).run()
    press(app, "data.undo")
    assert batch.file in said(app)
    next(one for one in app.toggle if one.label == w("data.verdicts")).set_value(True).run()
    assert w("data.verdicts.caption") in said(app)
    assert sentences.sentence_case(w("verdict.no_data")) in said(app)
    assert listing(config.data_dir()) == before
    press(app, "undo:no")
    press(app, "data.undo")
    press(app, "undo:yes")
    assert not app.exception
    assert w("data.undo.done") in said(app)
    (undone,) = [one for one in ingest.history() if one.undone_at]
    assert undone.batch_id == batch.batch_id


def test_a_damaged_report_is_named_in_the_history_of_the_page(page: AppTest) -> None:
    batch = ingest.history()[0]
    (config.data_dir() / f"batches/{batch.batch_id}.json").write_text("?")
    app = page.run()
    assert not app.exception
    assert words_for("de")("data.damaged") in said(app)
    assert all(one.file in said(app) for one in ingest.history()[:10])
