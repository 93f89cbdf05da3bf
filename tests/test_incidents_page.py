"""The page on reported incidents: its figures counted once more from the exports, its answers, its untidy cases.

What is expected of the sample data comes from the files alone (csv, calamine), without any code of the product.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from conftest import csv_text, good, import_all, serve
from python_calamine import CalamineWorkbook
from test_new_indicator import opened, said
from towns import START, Place, build, event, incident

from einlass.charts import Look
from einlass.charts.incidents import delay_chart, months_chart
from einlass.export import records_csv
from einlass.findings import Request, city, finding, provenance, series
from einlass.indicators import indicator
from einlass.measures import Window, measures, offices
from einlass.topics import incidents as topic
from einlass.topics.incidents import Delays, Report, answer_of, chosen, rates, reports
from einlass.topics.small import is_small
from einlass.ui.incidents.asking import Choice
from einlass.ui.incidents.hours import step_of
from einlass.ui.incidents.rates import top_of
from einlass.ui.incidents.tables import parts_of
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

EXPORTS = Path(__file__).resolve().parents[1] / "sample_data" / "exports"
TREATED = ("BSP-AUSL", "BSP-SOZ1", "BSP-SOZ2", "BSP-SOZ3", "BSP-BUERG")
ALL_DAYS = Window(date(2018, 1, 1), date(2020, 3, 18))
DE = words_for("de")
N = "\u202f"

Row = dict[str, object]


@cache
def exported() -> list[Row]:
    """Rows of the workbook that count: level 1 to 3, not withdrawn, one a number."""
    lines = CalamineWorkbook.from_path(EXPORTS / "vorfaelle.xlsx").get_sheet_by_index(0).to_python()
    start = next(number for number, line in enumerate(lines) if line[0] == "vorfall_id")
    rows = [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :] if line[0]]
    by_number = {row["vorfall_id"]: row for row in rows}
    return [
        row for row in by_number.values() if row["status"] != "STORNO" and whole(row["aachen_stufe"]) >= 1
    ]


def whole(cell: object) -> int:
    return int(float(str(cell or 0)))


def at(*office_ids: str) -> list[Row]:
    return [row for row in exported() if row["dienststelle_id"] in (office_ids or TREATED)]


def day_of(row: Row, name: str = "datum") -> date:
    value = row[name]
    assert isinstance(value, date)
    return value.date() if isinstance(value, datetime) else value


@cache
def visits() -> dict[tuple[str, date], int]:
    """Visits by office and day; of a repeated row the last counts, an empty cell is no count."""
    counts = {}
    for path in sorted(EXPORTS.glob("besuche_*.csv")):
        for row in csv.DictReader(io.StringIO(path.read_bytes().decode("cp1252")), delimiter=";"):
            if row["besucher"]:
                day = datetime.strptime(row["datum"], "%d.%m.%Y").date()
                counts[row["dienststelle_id"], day] = int(row["besucher"].replace(".", ""))
    return counts


def is_stable(row: Row) -> bool:
    flags = [row["polizei"], row["hausverbot"]]
    return whole(row["aachen_stufe"]) >= 2 or "J" in flags or whole(row["verletzte_n"]) > 0


@pytest.fixture
def found(sample: DataVersion) -> tuple[Report, ...]:
    return chosen(reports(sample), "all", TREATED, ALL_DAYS)


# --- The figures of the sample data ---------------------------------------------------------------------


def test_so_many_were_reported(found: tuple[Report, ...]) -> None:
    assert len(found) == len(at()) == 81


def test_levels(found: tuple[Report, ...]) -> None:
    by_level = Counter(str(whole(row["aachen_stufe"])) for row in at())
    assert topic.levels(found) == by_level == {"1": 60, "2": 19, "3": 2}


def test_kinds_of_which_a_report_may_name_several(found: tuple[Report, ...]) -> None:
    by_kind = Counter(kind for row in at() for kind in str(row["art"]).split("|"))
    told = topic.kinds(found)
    assert told == by_kind
    assert (told["BEL"], told["BDW"], told["HFB"], sum(told.values())) == (54, 17, 6, 86)


def test_places(found: tuple[Report, ...]) -> None:
    told = topic.places(found)
    assert told == Counter(row["ort"] for row in at())
    assert list(told.items())[:4] == [("BUER", 29), ("WART", 25), ("SCHA", 12), ("EING", 11)]


def test_consequences(found: tuple[Report, ...]) -> None:
    columns = {"complaint": "strafanzeige", "house_ban": "hausverbot", "police": "polizei"}
    columns |= {"alarm": "alarm", "guard": "sidi_eingriff"}
    flags = {code: sum(row[name] == "J" for row in at()) for code, name in columns.items()}
    numbers = {"injured": "verletzte_n", "unfit": "dienstunfaehig_n"}
    flags |= {code: sum(whole(row[name]) > 0 for row in at()) for code, name in numbers.items()}
    told = topic.consequences(found)
    assert told == {code: count for code, count in flags.items() if count}
    assert (told["complaint"], told["house_ban"]) == (13, 11)


def test_who_reported(found: tuple[Report, ...]) -> None:
    told = topic.reporters(found)
    assert (
        told == Counter(row["meldequelle"] for row in at()) == {"BESCH": 70, "ALARM": 6, "SIDI": 3, "POL": 2}
    )


def test_months_by_who_reported(sample: DataVersion, found: tuple[Report, ...]) -> None:
    by_month = Counter((day_of(row).replace(day=1), row["meldequelle"]) for row in at())
    told = topic.months(sample, "all", TREATED, ALL_DAYS, found)
    assert len(told) == 27
    for one in told:
        assert dict(one.by_reporter) == {
            code: by_month[one.window.first, code] for code in ("BESCH", "ALARM", "SIDI", "POL")
        }


def test_months_of_which_reports_may_still_come_are_open(
    sample: DataVersion, found: tuple[Report, ...]
) -> None:
    # The exports reach to 17 March 2020: reports of 26 February and later may come in until 21 days after it.
    told = topic.months(sample, "all", TREATED, ALL_DAYS, found)
    assert [one.window.first for one in told if one.is_open] == [date(2020, 2, 1), date(2020, 3, 1)]


def test_weekdays_and_hours(found: tuple[Report, ...]) -> None:
    by_hour = Counter((day_of(row).weekday(), row["stunde"]) for row in at())
    told = topic.hours(found)
    assert told.counts == by_hour
    assert [told.of_weekday(day) for day in range(5)] == [23, 11, 13, 28, 6]
    assert told.counts[3, 8] == 8


def test_visits_beside_the_weekdays(sample: DataVersion) -> None:
    by_weekday: Counter[int] = Counter()
    for (office, day), count in visits().items():
        if office in TREATED:
            by_weekday[day.weekday()] += count
    assert topic.visits_by_weekday(sample, TREATED, ALL_DAYS) == by_weekday
    assert max(by_weekday, key=lambda day: by_weekday[day]) == 3


def test_days_until_the_report(sample: DataVersion, found: tuple[Report, ...]) -> None:
    final = date(2020, 3, 18) - timedelta(days=21)
    settled = [row for row in at() if day_of(row) < final]
    days = [(day_of(row, "meldedatum") - day_of(row)).days for row in settled]
    told = topic.delays(found, topic.final_until(sample, TREATED))
    assert (told.count, told.left_out) == (len(days), 81 - len(days)) == (80, 1)
    for last in (0, 2, 7, 21, 60):
        assert told.within(last) == sum(one <= last for one in days)
    assert (told.within(2), told.within(21)) == (48, 78)


@pytest.mark.parametrize(
    ("level", "counts", "expected"),
    [
        ("all", lambda row: True, 81),
        ("serious", lambda row: whole(row["aachen_stufe"]) >= 2, 21),
        ("consequences", is_stable, 23),
    ],
)
def test_each_level_counts_what_its_indicator_counts(
    sample: DataVersion, level: str, counts: object, expected: int
) -> None:
    assert callable(counts)
    told = chosen(reports(sample), level, TREATED, ALL_DAYS)
    assert len(told) == sum(map(counts, at())) == expected
    for office in TREATED:
        mine = [one for one in told if one.office_id == office]
        points = series(sample, topic.INDICATORS[level], (office,), "month")
        assert len(mine) == sum(point.numerator for point in points)


SIDES = {  # office: before, since; first and last day of each, those with a measure as their windows say
    "BSP-AUSL": ((date(2018, 1, 1), date(2019, 9, 29)), (date(2019, 11, 11), date(2020, 3, 15))),
    "BSP-SOZ1": ((date(2018, 1, 1), date(2019, 9, 22)), (date(2019, 11, 18), date(2020, 3, 15))),
    "BSP-BUERG": ((date(2018, 1, 1), date(2019, 11, 17)), (date(2020, 1, 13), date(2020, 3, 15))),
    "BSP-JUG": ((date(2018, 1, 1), date(2019, 9, 22)), (date(2019, 11, 11), date(2020, 3, 15))),
    "BSP-KFZ": ((date(2018, 1, 1), date(2019, 9, 22)), (date(2019, 11, 11), date(2020, 3, 15))),
}
TRIAL = (date(2018, 2, 5), date(2018, 2, 11))  # the week of a trial at one office counts on no side


@pytest.mark.parametrize("office", SIDES)
def test_rates_by_office_rest_on_the_counts_of_the_exports(sample: DataVersion, office: str) -> None:
    (one,) = (each for each in rates(sample, "reported_incidents") if each.office_id == office)
    for side, (first, last) in zip((one.before, one.after), SIDES[office], strict=True):
        gap = TRIAL if office == "BSP-AUSL" else (last, first)
        days = [day for row in at(office) if first <= (day := day_of(row)) <= last]
        days = [day for day in days if not gap[0] <= day <= gap[1]]
        exposure = {
            day: count
            for (place, day), count in visits().items()
            if place == office and first <= day <= last and not gap[0] <= day <= gap[1]
        }
        assert side.phase.numerator == len(days)
        assert side.phase.denominator == sum(exposure.values())
        assert side.phase.rated == sum(day in exposure for day in days)
        assert side.low is not None and side.high is not None and side.phase.value is not None
        assert side.low <= side.phase.value <= side.high


def test_intervals_are_the_exact_ones_of_a_poisson_rate(sample: DataVersion) -> None:
    # poisson.test(9) in R: 4.115373 to 17.084803
    (one,) = (each for each in rates(sample, "reported_incidents") if each.office_id == "BSP-AUSL")
    assert one.after.phase.numerator == 9
    per = 10_000 / one.after.phase.denominator
    assert one.after.low == pytest.approx(4.115373 * per)
    assert one.after.high == pytest.approx(17.084803 * per)


# --- The answer is the one that exists ------------------------------------------------------------------


def test_all_offices_with_measures_get_the_verdict_of_the_city(sample: DataVersion) -> None:
    whole = city(sample, "reported_incidents")
    for asked in (TREATED, tuple(offices(sample))):
        answer = answer_of(sample, "reported_incidents", asked)
        assert (answer.basis, answer.verdict, answer.expected) == ("city", whole.verdict, whole.expected)
        assert (answer.before, answer.after) == (whole.before, whole.after)


def test_the_offices_of_a_measure_get_its_finding(sample: DataVersion) -> None:
    found = finding(sample, Request("reported_incidents", "BSP-M2"))
    answer = answer_of(sample, "reported_incidents", ("BSP-SOZ1", "BSP-SOZ2", "BSP-SOZ3"))
    assert (answer.basis, answer.verdict, answer.after) == ("measure", found.verdict, found.after)


def test_one_office_gets_its_line_of_the_city(sample: DataVersion) -> None:
    (line,) = (one for one in city(sample, "stable_incidents").offices if one.office_id == "BSP-AUSL")
    answer = answer_of(sample, "stable_incidents", ("BSP-AUSL", "BSP-JUG"))
    assert (answer.basis, answer.verdict, answer.after) == ("office", line.verdict, line.after)


def test_offices_of_several_measures_get_counts_and_no_verdict(sample: DataVersion) -> None:
    answer = answer_of(sample, "reported_incidents", ("BSP-AUSL", "BSP-SOZ1"))
    lines = {one.office_id: one for one in city(sample, "reported_incidents").offices}
    assert answer.basis == "several" and answer.estimate is None and answer.after is not None
    assert answer.after.numerator == sum(lines[one].after.numerator for one in ("BSP-AUSL", "BSP-SOZ1"))


def test_an_office_without_a_measure_gets_no_comparison(sample: DataVersion) -> None:
    assert answer_of(sample, "reported_incidents", ("BSP-JUG",)).basis == "none"


# --- The page -------------------------------------------------------------------------------------------


def test_the_page_says_its_figures(sample: DataVersion) -> None:
    text = said(opened("incidents"))
    for part in (
        "13 gemeldete Vorfälle seit Beginn",
        "noch nicht zu sagen, ob es weniger sind",
        "81 gemeldete Vorfälle im Zeitraum",
        f"32 bei 113{N}775",
        f"9 bei 20{N}946",
        "Häufigste Art ist Beleidigung: 54 von 81",
        "2 Meldungen der höchsten Stufe°",
        "Summe 86 aus 81 Meldungen",
        "Donnerstag liegt vorn, wie bei den Besuchen: 28 von 81",
        f"141{N}623",
        "1°| seit Beginn",
    ):
        assert part in text, part
    # The primary outcome stands before all reports.
    assert text.index("Mit Folgen (Hauptgröße)") < text.index("Alle Meldungen")


def test_every_filter_stands_in_the_address_and_counts(sample: DataVersion) -> None:
    asked = {"offices": "BSP-AUSL", "level": "serious", "period": "2019-01-01..2019-12-31", "lang": "en"}
    serious = [row for row in at("BSP-AUSL") if whole(row["aachen_stufe"]) >= 2 and day_of(row).year == 2019]
    text = said(opened("incidents", **asked))
    assert f"{len(serious)} serious reported incidents in the period" in text
    assert f"from {len(serious)} reports" in text


def test_a_period_beyond_the_data_is_cut_and_said(sample: DataVersion) -> None:
    text = said(opened("incidents", period="2017-01-01..2021-01-01"))
    days = "01.01.2017 – 01.01.2021", "01.01.2018 – 17.03.2020"
    assert DE("address.cut", period="Zeitraum", asked=days[0], data=days[1]) in text
    assert "81 gemeldete Vorfälle" in text
    assert "17.03.2020 – 17.03.2020" in said(opened("incidents", period="2030-01-01..2030-02-01"))


def test_nothing_found_is_an_answer(sample: DataVersion) -> None:
    text = said(opened("incidents", offices="BSP-STA", level="serious", period="2019-05-01..2019-05-02"))
    assert "0 schwere gemeldete Vorfälle" in text
    assert "In dieser Auswahl ist nichts gemeldet." in text


def choice_of(version: DataVersion, level: str = "all") -> Choice:
    return Choice(level, TREATED, TREATED, ALL_DAYS)


def test_the_file_for_programs_holds_every_table(sample: DataVersion, found: tuple[Report, ...]) -> None:
    parts = parts_of(sample, choice_of(sample), found, DE)
    assert [one.name for one in parts] == [
        *("rates", "months", "kinds", "levels", "consequences", "places", "hours", "delays")
    ]
    asked = indicator("reported_incidents")
    records = [row for one in parts for row in one.records]
    lines = list(
        csv.DictReader(
            io.StringIO(
                records_csv([(asked, provenance(sample, asked), row) for row in records], DE).decode()
            )
        )
    )
    assert sum(int(line["count"]) for line in lines if line["table"] == "months") == 81
    assert {line["notice"] for line in lines} == {f"{DE('files.internal')} · {DE('sample.mark')}"}
    quiet = {line["item"] for line in lines if line["table"] == "levels" and line["remark"]}
    assert quiet == {"3"}
    assert all(len(row) == len(one.head) for one in parts for row in one.rows)


# --- Charts ---------------------------------------------------------------------------------------------


def test_the_bars_of_a_month_stand_on_each_other(sample: DataVersion, found: tuple[Report, ...]) -> None:
    told = topic.months(sample, "all", TREATED, ALL_DAYS, found)
    names = {code: code for code in topic.reporters(found)}
    words = {"title": "t", "sub": "s", "foot": "f"}
    figure = months_chart(told, [], names, None, Look(is_dark=False), DE, **words)
    bars_ = [trace for trace in figure.data if trace.name != DE("incidents.months.open")]
    assert [trace.name for trace in bars_] == ["BESCH: 70", "ALARM: 6", "SIDI: 3", "POL: 2°"]
    tops: Counter[str] = Counter()
    for trace in bars_:
        for day, base, height in zip(trace.x, trace.base, trace.y, strict=True):
            assert base == tops[day]
            tops[day] += height
    assert sum(tops.values()) == 81
    hatched = next(trace for trace in figure.data if trace.name == DE("incidents.months.open"))
    assert len(hatched.x) == 2


def test_few_reports_are_drawn_as_counts_and_steps_begin_at_zero() -> None:
    told = Delays(((3, 1), (9, 4)), 4, 0)
    words = {"title": "t", "sub": "s", "foot": "f"}
    figure = delay_chart(told, [(2, "a"), (21, "b")], Look(is_dark=True), DE, float, **words)
    assert list(figure.data[0].x) == [0, 3, 9, 42]
    assert list(figure.data[0].y) == [0, 1, 4, 4]
    assert (told.within(2), told.within(21)) == (0, 4)


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (8, 4)])
def test_the_colour_of_a_cell_grows_with_its_count(count: int, step: int) -> None:
    assert step_of(count, 8) == step


# --- Towns that lack something --------------------------------------------------------------------------


def town(folder: Path, patch: pytest.MonkeyPatch, places: dict[str, Place], **more: object) -> DataVersion:
    return current_version(serve(build(folder, places, **more), patch))  # type: ignore[arg-type]


def test_without_any_reports_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [tmp_path / "offices.csv", tmp_path / "visits.csv"]
    files[0].write_text(csv_text([good("offices")]), encoding="utf-8")
    files[1].write_text(csv_text([good("visits")]), encoding="utf-8")
    serve(import_all(tmp_path / "data", files), monkeypatch)
    assert "Noch keine Vorfallsmeldungen geladen" in said(opened("incidents"))


def test_without_visits_counts_stand_without_rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"A": Place((60, 30)), "B": Place((20, 20), treated=False)}
    town(tmp_path, monkeypatch, places, with_visits=False)
    text = said(opened("incidents"))
    assert "Besuche nicht gezählt" in text
    assert "Besuche sind nicht gezählt" in text
    assert "90 gemeldete Vorfälle" in text


def test_without_a_measure_there_is_no_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = town(tmp_path, monkeypatch, {"A": Place((6, 3), treated=False)})
    assert not measures(version)
    text = said(opened("incidents"))
    assert "9 gemeldete Vorfälle: ohne Maßnahme gibt es keinen Vergleich" in text
    assert "Mit Maßnahme" not in text
    assert "Häufigste Art" in text


def test_forty_offices_with_long_names_and_reports_at_any_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {f"O{number}": f"{'Amt für sehr lange Namen ' * 15}{number}" for number in range(40)}
    places = {name: Place((4, 2), treated=number < 20) for number, name in enumerate(names)}
    odd = [
        incident("X1", "O1", date(2019, 6, 2), stunde="0", art="BEL|BDW|SEX", aachen_stufe="3"),
        incident("X2", "O1", date(2019, 6, 1), stunde=""),
        incident("X3", "O1", date(2019, 6, 1), stunde="23", meldedatum="31.12.2019"),
    ]
    version = town(tmp_path, monkeypatch, places, incidents=odd, names=names)
    text = said(opened("incidents"))
    assert "1 Meldung der höchsten Stufe" in text
    assert "1 Meldung nennt keine Stunde" in text
    told = topic.hours(chosen(reports(version), "all", tuple(names), Window(START, date(2020, 1, 1))))
    assert (told.weekdays[-1], told.hours[0], told.hours[-1]) == (6, 0, 23)
    assert sum(told.unknown.values()) == 1


def test_a_new_way_to_report_heads_the_months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guards = [incident(f"G{n}", "A", date(2019, 6, 3 + n), meldequelle="SIDI") for n in range(4)]
    town(
        *(tmp_path, monkeypatch, {"A": Place((20, 10))}),
        incidents=guards,
        events=[event(date(2019, 5, 6), "A", "MELDEWEG")],
    )
    page = opened("incidents")
    drawn = str([one.proto for one in page.get("bidi_component")])
    assert (
        "Seit dem 06.05.2019 wird anders gemeldet; 4 Meldungen kommen seither vom Sicherheitsdienst" in drawn
    )


def test_an_interval_of_few_visits_does_not_squeeze_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"A": Place((60, 30)), "TINY": Place((0, 0), visits=(1, 1), treated=False)}
    version = town(tmp_path, monkeypatch, places)
    told = rates(version, "reported_incidents")
    highest = max(side.high or 0 for one in told for side in (one.before, one.after))
    value = max(side.phase.value or 0 for one in told for side in (one.before, one.after))
    assert value < top_of(told) < highest


def test_a_name_stays_text_wherever_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"A": "<b>Amt</b> {x} **y** %", "B": "[Amt](http://b.example)"}
    town(tmp_path, monkeypatch, {"A": Place((12, 9)), "B": Place((12, 9), treated=False)}, names=names)
    page = opened("incidents")
    html = " ".join(element.proto.body for element in page.get("html"))
    assert "&lt;b&gt;Amt&lt;/b&gt; {x} **y** %" in html
    assert "<b>Amt" not in html and 'href="http://b.example' not in html
    assert names["A"] in said(page) and names["B"] in said(page)


@pytest.mark.parametrize(
    ("count", "code", "small"),
    [
        (0, "", False),
        (1, "", True),
        (2, "", True),
        (3, "", False),
        (4, "3", True),
        (5, "3", False),
        (4, "SEX", True),
    ],
)
def test_small_counts_are_not_for_publication(count: int, code: str, small: bool) -> None:
    assert is_small(count, code) == small


def test_what_is_equally_frequent_is_named_together(sample: DataVersion) -> None:
    rows = at("BSP-AUSL", "BSP-SOZ1")
    by_day = Counter(day_of(row).weekday() for row in rows)
    assert by_day[0] == by_day[3] == 21
    assert (
        sum(row["strafanzeige"] == "J" for row in rows) == sum(row["hausverbot"] == "J" for row in rows) == 9
    )
    text = said(opened("incidents", offices="BSP-AUSL,BSP-SOZ1"))
    assert "Montag und Donnerstag liegen vorn: je 21 von 58" in text
    assert "Häufigste Folgen sind Strafanzeige und Hausverbot: je 9 von 58" in text


# --- What is compared, and from when on ------------------------------------------------------------------


def test_reports_only_since_the_start_are_no_missing_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One office with a measure since March 2019, and reports that cover the time from then on only."""
    files = []
    reports_ = [incident(f"V{n}", "D1", START + timedelta(days=7 * n)) for n in range(12)]
    for name, rows, above in (
        ("offices", [good("offices")], []),
        ("measures", [good("measures")], []),
        ("incidents", reports_, ["Berichtszeitraum: 04.03.2019 bis 31.12.2019", "Dienststellen: D1"]),
    ):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(csv_text(rows, above=above), encoding="utf-8")
    version = current_version(serve(import_all(tmp_path / "data", files), monkeypatch))
    answer = answer_of(version, "reported_incidents", ("D1",))
    assert (answer.basis, answer.why) == ("none", "no_before")
    text = said(opened("incidents"))
    assert "12 gemeldete Vorfälle; aus der Zeit vor der Maßnahme liegt nichts zum Vergleich vor" in text
    assert "ohne Maßnahme gibt es keinen Vergleich" not in text
    assert DE("no_data.no_before") in text


NEW = date(2019, 12, 9)  # three weeks before the exports end


def with_a_new_office(folder: Path, patch: pytest.MonkeyPatch) -> DataVersion:
    """A and B under measures since March 2019, C for three weeks only."""
    late = [
        good("measures", massnahme_id="M-C", dienststelle_id="C", gueltig_von="09.12.2019", geplant_bis="")
    ]
    places = {"A": Place((40, 20)), "B": Place((40, 20)), "C": Place((30, 1), treated=False)}
    return town(folder, patch, places, measures=late)


def test_an_office_too_new_is_not_named_as_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = with_a_new_office(tmp_path, monkeypatch)
    whole = city(version, "reported_incidents")
    assert [one.office_id for one in whole.pooled] == ["A", "B"]
    answer = answer_of(version, "reported_incidents", ("A", "B", "C"))
    assert answer.offices == ("A", "B")
    assert dict(answer.left_out) == {"C": "weeks_after"}
    text = said(opened("incidents"))
    assert "Nicht mitgerechnet: C (noch zu wenige Wochen seit dem Beginn)." in text
    assert "Seit Beginn an A und B: " in text.replace("|", "").replace("den Dienststellen ", "")


def test_an_office_too_new_alone_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = with_a_new_office(tmp_path, monkeypatch)
    assert answer_of(version, "reported_incidents", ("C",)).verdict == "no_data"
    text = said(opened("incidents", offices="C"))
    assert "Nicht mitgerechnet: C (noch zu wenige Wochen seit dem Beginn)." in text
    assert "Im Vergleichszeitraum davor" not in text


def test_reports_are_final_as_the_office_s_own_exports_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exports of A end in June, those of B in December: of June more reports may come in from A, not from B."""
    folder = build(tmp_path, {"A": Place((10, 0)), "B": Place((10, 0))}, last=date(2019, 6, 30))
    more = [incident(f"L{n}", "B", date(2019, 8, 1) + timedelta(days=7 * n)) for n in range(8)]
    above = ["Berichtszeitraum: 01.07.2019 bis 31.12.2019", "Dienststellen: B"]
    (tmp_path / "more.csv").write_text(csv_text(more, above=above), encoding="utf-8")
    version = current_version(serve(import_all(folder, [tmp_path / "more.csv"]), monkeypatch))
    late = timedelta(days=21)
    assert topic.final_until(version, ("A", "B")) == {
        "A": date(2019, 7, 1) - late,
        "B": date(2020, 1, 1) - late,
    }
    told = {
        office: topic.months(version, "all", (office,), Window(date(2018, 1, 1), date(2020, 1, 1)), ())
        for office in ("A", "B")
    }
    june = {
        office: next(one for one in months if one.window.first == date(2019, 6, 1))
        for office, months in told.items()
    }
    assert (june["A"].is_open, june["B"].is_open) == (True, False)
    own = (
        Report("A", date(2019, 6, 20), 9, "WART", ("BEL",), 1, "BESCH", date(2019, 6, 21), ()),
        Report("B", date(2019, 6, 20), 9, "WART", ("BEL",), 1, "BESCH", date(2019, 6, 21), ()),
    )
    settled = topic.delays(own, topic.final_until(version, ("A", "B")))
    assert (settled.count, settled.left_out) == (1, 1)
