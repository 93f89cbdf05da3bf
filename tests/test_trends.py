"""Trends on a town made for the purpose: which periods are whole, the year before, limits, marks, charts, the page."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import csv_text, good, import_all, serve
from test_new_indicator import opened, said
from towns import START, Place, build, event, german, weekdays

from einlass.charts import (
    Around,
    Look,
    Mark,
    Panel,
    closures_of,
    day_cells,
    edges_of,
    heat_chart,
    marks_of,
    small_charts,
    trend_chart,
)
from einlass.charts.marks import LETTER, rows_of
from einlass.findings import (
    Latest,
    Limits,
    Point,
    Series,
    closed_days,
    control_chart,
    last_year,
    latest,
    series,
    signals,
    without_limits_since,
)
from einlass.findings.control import FIRM_POINTS, LEAST_POINTS
from einlass.findings.last_year import year_before
from einlass.indicators import indicator
from einlass.measures import Event, Window, events, measures, offices
from einlass.warehouse import DataVersion, current_version
from einlass.words import trends, words_for

VISITS, REPORTS = "visits_per_open_day", "reported_incidents"
LAST = date(2019, 11, 29)  # a Friday; November ends with the Saturday
EMERGENCY = Window(date(2019, 4, 1), date(2019, 7, 1))
HOLIDAYS = Window(date(2018, 7, 9), date(2018, 7, 21))  # closed for two weeks
W = words_for("de")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CALM has nothing but a measure; the others also a new way to report, emergency operation, or a closure."""
    last_days = {"datum_bis": german(EMERGENCY.until - timedelta(days=1)), "betriebslage": "NOT"}
    closed = {"datum_bis": german(HOLIDAYS.until - timedelta(days=1)), "betriebslage": "ZU"}
    return build(
        tmp_path_factory.mktemp("town"),
        {
            "CALM": Place((60, 90)),
            "RECORD": Place((300, 300), treated=False),
            "NOT": Place((60, 40), treated=False),
            "SHUT": Place((60, 40), treated=False),
            "GAP": Place((20, 20), treated=False, no_count=(date(2018, 6, 4),)),
        },
        last=LAST,
        after=Window(START, date(2019, 11, 30)),
        events=[
            event(date(2019, 5, 6), "RECORD", "MELDEWEG"),
            event(EMERGENCY.first, "NOT", "BETRIEB", **last_days),
            event(HOLIDAYS.first, "SHUT", "BETRIEB", **closed),
        ],
    )


@pytest.fixture
def town(folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(folder, monkeypatch))


def by_start(points: Series) -> dict[date, Point]:
    return {point.start: point for point in points}


def visits(*days: date, office: str = "D1") -> str:
    rows = [good("visits", datum=german(day), dienststelle_id=office, besucher="100") for day in days]
    return csv_text(rows)


Imported = Callable[..., DataVersion]


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Imported:
    """A version with visits on the open days of a window, and nothing else."""

    def build_(window: Window) -> DataVersion:
        files = [tmp_path / "offices.csv", tmp_path / "visits.csv"]
        files[0].write_text(csv_text([good("offices")]), encoding="utf-8")
        files[1].write_text(visits(*weekdays(window)), encoding="utf-8")
        return current_version(serve(import_all(tmp_path / "data", files), monkeypatch))

    return build_


# --- Which periods are whole ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "step", "complete"),
    [
        # November 2019 ends on a Saturday: with the Friday it is over.
        (date(2019, 10, 1), date(2019, 11, 29), "month", [True, True]),
        (date(2019, 10, 1), date(2019, 11, 28), "month", [True, False]),
        (date(2019, 11, 18), date(2019, 11, 29), "week", [True, True]),
        (date(2019, 11, 18), date(2019, 11, 28), "week", [True, False]),
        # Begins inside a month, on a Wednesday; or on the first open day, after the holiday.
        (date(2019, 1, 16), date(2019, 2, 28), "month", [False, True]),
        (date(2019, 1, 2), date(2019, 2, 28), "month", [True, True]),
        # Monday 10 June 2019 was Whit Monday: the week begins with the Tuesday.
        (date(2019, 6, 11), date(2019, 6, 14), "week", [True]),
    ],
)
def test_a_period_is_complete_with_its_last_open_day(
    counted: Imported, first: date, last: date, step: str, complete: list[bool]
) -> None:
    version = counted(Window(first, last + timedelta(days=1)))
    assert [point.is_complete for point in series(version, VISITS, ("D1",), step)] == complete


def test_closed_days_are_weekends_holidays_and_closures(town: DataVersion) -> None:
    closed = closed_days(town)
    assert {date(2018, 7, 14), date(2018, 5, 1), date(2019, 11, 30)} <= closed["CALM"]
    assert date(2018, 7, 11) in closed["SHUT"]
    assert date(2018, 7, 11) not in closed["CALM"]
    assert date(2018, 7, 4) not in closed["SHUT"]


def test_a_survey_that_has_left_the_field_is_complete(sample: DataVersion) -> None:
    points = [one for one in series(sample, "feels_safe_clients", ("BSP-AUSL",), "month") if one.value]
    assert points
    assert all(point.is_complete for point in points)  # the first and the last wave too


# --- The year before ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "step", "before"),
    [
        (date(2020, 2, 1), "month", date(2019, 2, 1)),
        (date(2020, 2, 24), "week", date(2019, 2, 25)),  # week 9
        (date(2019, 12, 30), "week", date(2019, 12, 30) - timedelta(weeks=52)),  # week 1 of 2020
        (date(2020, 12, 28), "week", None),  # week 53, which 2019 did not have
        (date(2020, 2, 27), "day", date(2019, 2, 28)),  # Thursday of week 9
    ],
)
def test_the_same_period_of_the_year_before(day: date, step: str, before: date | None) -> None:
    assert year_before(day, step) == before


def test_last_year_stands_at_the_same_week(town: DataVersion) -> None:
    points = series(town, VISITS, ("CALM",), "week")
    earlier = dict(zip((one.start for one in points), last_year(town, VISITS, "CALM", "week"), strict=True))
    week = date(2019, 2, 18)  # week 8
    assert earlier[week] is not None
    assert (earlier[week].start, earlier[week].value) == (date(2018, 2, 19), 100 + 8 % 3)
    assert all(one is None for start, one in earlier.items() if start < date(2018, 12, 31))


def test_last_year_is_not_shown_inside_a_break_nor_across_a_new_way_to_report(town: DataVersion) -> None:
    def shown(code: str, office: str) -> list[bool]:
        points = series(town, code, (office,), "month")
        earlier = last_year(town, code, office, "month")
        return [
            one is not None for point, one in zip(points, earlier, strict=True) if point.start.year == 2019
        ]

    assert shown(VISITS, "CALM") == [True] * 11
    assert shown(VISITS, "NOT") == [True] * 3 + [False] * 3 + [True] * 5  # April to June
    assert shown(REPORTS, "RECORD") == [True] * 4 + [False] * 7  # from May on
    assert shown(VISITS, "RECORD") == [True] * 11  # visits are not reported


def test_the_latest_complete_period_and_what_may_stand_beside_it(town: DataVersion) -> None:
    november, before = date(2019, 11, 1), date(2018, 11, 1)
    calm = latest(town, REPORTS, "CALM", "month")
    assert calm is not None
    assert calm.before is not None
    assert (calm.point.start, calm.before.start, calm.starts) == (november, before, START)
    assert not calm.carries_percent  # about five reports a month
    record = latest(town, REPORTS, "RECORD", "month")
    assert record is not None
    assert (record.point.start, record.before, record.why) == (november, None, "recording")
    emergency = latest(town, VISITS, "NOT", "month")
    assert emergency is not None
    assert (emergency.before, emergency.why) == (series(town, VISITS, ("NOT",), "month")[10], None)


def test_a_change_in_per_cent_only_where_both_counts_carry_it() -> None:
    def newest(now: float, before: float) -> Latest:
        return Latest(point(date(2020, 2, 1), now, 1000), point(date(2019, 2, 1), before, 1000))

    one = indicator(REPORTS)
    few = trends.lead(one, {"A": newest(9, 14)}, W)
    assert W("trends.few") in few
    assert "%" not in " ".join(few)
    many = " ".join(trends.lead(one, {"A": newest(30, 40)}, W))
    assert "also 25\N{NARROW NO-BREAK SPACE}% weniger." in many
    assert trends.heading(one, {"A": newest(9, 14)}, "month", W) == (
        "A, Februar 2020: 9 gemeldete Vorfälle, ein Jahr zuvor 14"
    )
    both = {"A": newest(9, 14), "B": newest(30, 40)}
    assert trends.heading(one, both, "week", W) == (
        "A und B, KW 5/2020: 39 gemeldete Vorfälle, ein Jahr zuvor 54"
    )


def point(start: date, count: float, exposure: float, *, is_complete: bool = True) -> Point:
    until = (start + timedelta(days=32)).replace(day=1)
    return Point(start, until, count, exposure, 10_000 * count / exposure, is_complete, 0)


# --- Limits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "office", "days"),
    [
        (REPORTS, "CALM", [START]),
        (REPORTS, "RECORD", [date(2019, 5, 6)]),
        (VISITS, "RECORD", []),
        (REPORTS, "NOT", [EMERGENCY.first, EMERGENCY.until]),
        (VISITS, "SHUT", []),  # holidays of two weeks are no break
    ],
)
def test_limits_begin_anew_at_declared_days_alone(
    town: DataVersion, code: str, office: str, days: list[date]
) -> None:
    limits = control_chart(town, code, office, "week")
    starts = [right.point for left, right in pairwise(limits) if left.phase != right.phase]
    assert len(starts) == len(days)
    for one, day in zip(starts, days, strict=True):
        assert one.start <= day < one.until


def test_limits_of_each_stretch_come_from_its_own_counts(town: DataVersion) -> None:
    limits = control_chart(town, REPORTS, "CALM", "month")
    for phase in (0, 1):
        own = [one.point for one in limits if one.phase == phase]
        mean = 10_000 * sum(one.numerator for one in own) / sum(one.denominator for one in own)
        assert {round(one.mean, 6) for one in limits if one.phase == phase} == {round(mean, 6)}
    assert [one.is_trial for one in limits] == [False] * 14 + [True] * 9  # March to November are nine
    assert FIRM_POINTS == 12


def test_too_few_periods_since_a_start_have_no_limits_and_say_so(
    counted: Imported, town: DataVersion
) -> None:
    assert without_limits_since(town, VISITS, "CALM", "month") is None
    assert without_limits_since(town, VISITS, "NOT", "month") is None
    emergency = {one.point.start for one in control_chart(town, VISITS, "NOT", "month")}
    assert date(2019, 5, 1) not in emergency  # three months of emergency operation
    assert LEAST_POINTS == 5
    version = counted(Window(date(2019, 1, 1), date(2019, 4, 1)))
    assert control_chart(version, VISITS, "D1", "month") == ()
    assert without_limits_since(version, VISITS, "D1", "month") == date(2019, 1, 1)


def test_signals_in_a_row_are_one_sentence() -> None:
    causes = ["common", "run_above", "run_above", "common", "above_limit", "above_limit"]
    limits = tuple(
        Limits(point(date(2019, month, 1), 5, 1000), 40, 20, 60, cause)
        for month, cause in enumerate(causes, 1)
    )
    assert [(one.cause, len(one.limits)) for one in signals(limits)] == [("run_above", 2), ("above_limit", 2)]
    told = trends.control_lines(indicator(REPORTS), limits, "month", W)
    assert told[0].startswith("Februar 2019 bis März 2019 in einer Folge")
    single = trends.control_lines(indicator(REPORTS), limits[:1] + limits[4:5], "month", W)
    assert single == ["Mai 2019 (50,0 je 10\N{NARROW NO-BREAK SPACE}000 Besuche) über der oberen Grenze."]


# --- Marks ----------------------------------------------------------------------------------------------


def test_what_lasts_is_a_range_and_what_happens_a_line(town: DataVersion) -> None:
    span = Window(date(2018, 1, 1), date(2019, 12, 1))
    names = offices(town)
    marks = marks_of(measures(town).values(), events(town), ("CALM", "RECORD", "NOT"), names, span, W)
    assert [(one.day, one.until, one.is_start, sorted(one.offices)) for one in marks] == [
        (START, None, True, ["CALM"]),
        (EMERGENCY.first, EMERGENCY.until, False, ["NOT"]),
        (date(2019, 5, 6), None, False, ["RECORD"]),
    ]
    assert marks[1].label == "01.04.2019: Notbetrieb (NOT)"
    inside = Window(date(2019, 5, 1), date(2019, 6, 1))
    (cut,) = marks_of([], events(town), ("NOT",), names, inside, W)
    assert (cut.day, cut.until) == (inside.first, inside.until)
    assert cut.label == "01.05.2019: Notbetrieb (seit 01.04.2019)"
    assert closures_of(events(town), ("CALM", "SHUT"), span) == {HOLIDAYS: ("SHUT",)}


@pytest.mark.parametrize("width", [290, 540])
def test_labels_never_meet(width: int) -> None:
    span = Window(date(2018, 1, 1), date(2020, 1, 1))
    marks = [Mark(span.first + timedelta(days=step), "x" * (10 + step % 30)) for step in range(0, 720, 24)]
    rows = rows_of(marks, [mark.label for mark in marks], span, width)
    for row in set(rows):
        spans = []
        for mark, own in zip(marks, rows, strict=True):
            if own == row:
                at = width * (mark.day - span.first).days / span.days
                is_late = (mark.day - span.first).days > span.days / 2
                long = LETTER * len(mark.label)
                spans.append((at - long, at) if is_late else (at, at + long))
        ordered = sorted(spans)
        assert all(left[1] < right[0] for left, right in pairwise(ordered))
    assert len(set(rows)) < len(marks)


def test_what_happens_on_one_day_at_one_office_names_it_once(town: DataVersion) -> None:
    happened = [*events(town), Event(START, None, "CALM", "MELDEWEG", None, "x")]
    span = Window(START, date(2019, 3, 31))
    (mark,) = marks_of(measures(town).values(), happened, ("CALM", "NOT"), offices(town), span, W)
    assert mark.label == "04.03.2019: Einlasskontrollen, neuer Meldeweg (CALM)"


# --- Charts ---------------------------------------------------------------------------------------------


def around(marks: list[Mark], top: float) -> Around:
    return Around(Window(date(2019, 1, 1), date(2019, 6, 1)), marks, {}, "", "", top)


def panel(*values: float, office: str = "A", last_is_complete: bool = False) -> Panel:
    rows = [point(date(2019, month, 1), value, 1000) for month, value in enumerate(values[:-1], 1)]
    rows.append(point(date(2019, len(values), 1), values[-1], 1000, is_complete=last_is_complete))
    return Panel(office, office, tuple(rows))


def test_no_line_leads_to_an_unfinished_period() -> None:
    chart = trend_chart(
        indicator(REPORTS), [panel(3, 4, 1)], around([], 50), Look(is_dark=False), W, title="x"
    )
    line = next(one for one in chart.data if one.mode == "lines+markers")
    assert list(line.y) == [30, 40, None]
    (hollow,) = [one for one in chart.data if one.mode == "markers" and one.text]
    assert list(hollow.y) == [10]
    assert hollow.marker.color == Look(is_dark=False).ground
    assert "noch unvollständig" in line.customdata[2]


def test_small_charts_share_both_scales_and_show_only_their_own_marks() -> None:
    marks = [
        Mark(date(2019, 2, 1), "one", offices=frozenset({"A", "B"})),
        Mark(date(2019, 3, 1), "two", offices=frozenset({"B"})),
    ]
    panels = [panel(1, 2, 3), panel(9, 8, 7, office="B")]
    charts = small_charts(indicator(REPORTS), panels, ["a", "b"], around(marks, 90), Look(is_dark=True), W)
    assert len({(one.layout.height, one.layout.margin.t) for one in charts}) == 1
    assert len({(one.layout.yaxis.range, one.layout.xaxis.range) for one in charts}) == 1
    assert charts[0].layout.yaxis.range[1] >= 90
    assert [[a.text for a in one.layout.annotations] for one in charts] == [["①"], ["①", "②"]]


def test_a_narrow_chart_has_numbers_for_the_labels() -> None:
    marks = [Mark(date(2019, 2, 1), "01.02.2019: <b>Amt</b>", is_start=True, offices=frozenset({"A"}))]
    chart = trend_chart(
        indicator(REPORTS), [panel(1, 2)], around(marks, 20), Look(is_dark=False), W, title="x"
    )
    assert [a.text for a in chart.layout.annotations] == ["<b>01.02.2019: &lt;b&gt;Amt&lt;/b&gt;</b>"]
    narrow = chart.layout.meta["narrow"]["layout"]
    assert [a["text"] for a in narrow["annotations"]] == ["<b>①</b>"]


def test_the_calendar_tells_a_zero_from_a_missing_day_and_from_a_closed_one(town: DataVersion) -> None:
    rows = series(town, REPORTS, ("GAP",), "day")
    closed = closed_days(town)["GAP"]
    cells = day_cells(rows, closed, lambda row: row.value and row.numerator, lambda row: str(row.start))
    chart = heat_chart(cells, edges_of(1, is_count=True), Look(is_dark=False), W, title="", sub="", foot="")
    drawn = {text: trace for trace in chart.data for text in trace.customdata}
    assert "2018-06-09" not in drawn  # a Saturday
    assert drawn["2018-06-05"].marker.pattern.shape is None
    known = drawn["2018-06-05"]
    colors = dict(zip(known.customdata, known.marker.color, strict=True))
    zeros = {one.start for one in rows if one.value == 0}
    assert {colors[str(day)] for day in zeros if str(day) in colors} == {Look(is_dark=False).palette.heat[0]}
    for axis in (chart.layout.xaxis, chart.layout.yaxis):
        assert axis.type == "linear"


@pytest.mark.parametrize(
    ("highest", "is_count", "edges"),
    [
        (3, True, (1, 2, 3)),
        (0, True, (1,)),
        (10, True, (3, 6, 9, 12)),
        (1251, False, (400, 800, 1200, 1600)),
        (0.9, False, (0.25, 0.5, 0.75, 1.0)),
        (0, False, (1,)),
    ],
)
def test_the_colours_have_round_edges(highest: float, is_count: bool, edges: tuple[float, ...]) -> None:
    assert edges_of(highest, is_count=is_count) == pytest.approx(edges)


# --- The page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    "asked",
    [
        {"offices": "CALM", "opened": "last_year,control"},
        {"offices": "CALM,NOT,SHUT", "step": "week", "opened": "control,last_year"},
        {"offices": "CALM,NOT", "step": "day", "opened": "together,table"},
        {"offices": "CALM,SHUT", "sight": "calendar", "opened": "table"},
    ],
)
def test_the_page_says_the_latest_value_in_every_way_of_looking(
    town: DataVersion, lang: str, asked: dict[str, str]
) -> None:
    app = opened("trends", indicator=VISITS, lang=lang, **asked)
    text = said(app)
    when = {
        "de": ("November 2019", "KW 48/2019", "29.11.2019"),
        "en": ("November 2019", "week 48 of 2019", "29"),
    }
    assert any(one in text[:200] for one in when[lang])
    assert "trends." not in text
    assert "control." not in text


def test_the_page_explains_its_marks_and_closures(town: DataVersion) -> None:
    text = re.sub(r"\|+", "|", said(opened("trends", indicator=REPORTS, offices="CALM,NOT,SHUT")))
    assert "①| 04.03.2019: Einlasskontrollen (CALM)" in text
    assert "②| 01.04.2019: Notbetrieb (NOT)" in text
    assert "Grau hinterlegt, weil geschlossen: 09.07.2018 – 20.07.2018 (SHUT)." in text


def test_rates_of_different_regimes_are_not_ranked() -> None:
    one = indicator("persons_with_find")
    both = {name: Latest(point(date(2020, 2, 1), 9, 1000)) for name in ("A", "B")}
    assert trends.heading(one, both, "month", W) == "Personen mit Fund, A und B"
    assert trends.lead(one, both, W) == []


def test_the_calendar_has_a_table_of_weeks(town: DataVersion) -> None:
    text = said(opened("trends", indicator=VISITS, offices="SHUT", sight="calendar", opened="table"))
    cells = re.sub(r"\|+", "|", text)
    assert "|SHUT|KW 27/2018|100|100|100|100|100|–|–|" in cells
    assert "|SHUT|KW 26/2018|102|102|102|102|102|–|–|" in cells
    assert "Ansicht" not in said(opened("trends", indicator="feels_safe_clients", offices="SHUT"))
