"""How numbers, days, units and periods of a file are read: one decision for a column, with doubt said.

Most files are parsed as an import does it, without a warehouse; what is remembered is tried with whole imports.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import GOOD, good, run_einlass
from corpus.build import xlsx
from test_import import rows_of

from einlass import ingest
from einlass.errors import EinlassError
from einlass.ingest import FileReport
from einlass.ingest.commit import spellings
from einlass.ingest.parse import Parsed, parse
from einlass.ingest.read.titles import period_titled

VISITS = "datum;dienststelle_id;besucher;zaehlart"
Import = Callable[..., FileReport]
Parse = Callable[..., Parsed]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write lines (or bytes) as a file."""

    def write(content: Sequence[str] | bytes, name: str = "besuche.csv") -> Path:
        path = tmp_path / "exports" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else "\r\n".join([*content, ""]).encode())
        return path

    return write


@pytest.fixture
def parsed(written: Callable[..., Path], tmp_path: Path) -> Parse:
    """Write lines (or bytes) as a file and parse it; `said` are answers as they are given with an import."""

    def run(content: Sequence[str] | bytes, name: str = "besuche.csv", said: Sequence[str] = ()) -> Parsed:
        path = written(content, name)
        parse(path, tmp_path / "aside", (), spellings.decided([], name, said))
        return Parsed.load(tmp_path / "aside")

    return run


@pytest.fixture
def imported(stocked: Path, written: Callable[..., Path]) -> Import:
    """Write lines as a file, import it into a copy of the stock, and give its report."""

    def run(content: Sequence[str], name: str = "besuche.csv", accept: Sequence[str] = ()) -> FileReport:
        return ingest.import_files([written(content, name)], accept=accept)[0]

    return run


def keys(result: Parsed | FileReport) -> list[str]:
    """The required questions of a file."""
    report = result.report if isinstance(result, Parsed) else result
    return [question.key for question in report.questions if question.is_required]


def notes(result: Parsed) -> list[str]:
    return [note.key for note in result.report.notes]


def column(result: Parsed, name: str) -> list[object]:
    """A column as it would be stored."""
    return list(result.candidates[name].to_pylist())


def hours(result: Parsed) -> list[tuple[object, object]]:
    return list(zip(column(result, "planned_hours"), column(result, "actual_hours"), strict=True))


def counts(result: Parsed) -> dict[int, object]:
    """Visits by day of the month."""
    pairs = zip(column(result, "day"), column(result, "visit_count"), strict=True)
    return {day.day: count for day, count in pairs if isinstance(day, date)}


def roster(*cells: tuple[str, str], **more: str) -> list[str]:
    """A roster with planned and actual hours."""
    rows = [
        good("shifts", schicht_id=f"T{at}", datum=f"{at:02}.04.2019", std_soll=plan, std_ist=actual, **more)
        for at, (plan, actual) in enumerate(cells, 10)
    ]
    return [";".join(GOOD["shifts"]), *(";".join(row.values()) for row in rows)]


def visits(*cells: str, header: str = VISITS) -> list[str]:
    """Visits of the first days of April."""
    return [header, *(f"{at:02}.04.2019;D1;{cell};ZAEHL" for at, cell in enumerate(cells, 1))]


# --- Numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([("5.250", "5.250"), ("7.000", "6.750")], [(5.25, 5.25), (7, 6.75)]),
        ([("8", "7.5"), ("8", "8"), ("8", "0.25")], [(8, 7.5), (8, 8), (8, 0.25)]),
        ([("6,5", "6.5"), ("7,25", "7.250")], [(6.5, 6.5), (7.25, 7.25)]),
    ],
)
def test_english_hours_are_asked_about_and_read_as_a_whole(
    parsed: Parse, cells: list[tuple[str, str]], expected: list[tuple[float, float]]
) -> None:
    result = parsed(roster(*cells), "dienstplan.csv")
    assert (keys(result), result.report.rejected) == (["question.notation_english"], 0)
    assert hours(result) == expected


def test_both_readings_of_real_cells_stand_side_by_side(parsed: Parse) -> None:
    result = parsed(roster(("5.250", "5.125"), ("7.500", "6.750")), "dienstplan.csv")
    assert result.report.questions[0].values == {
        "columns": ["std_soll", "std_ist"],
        "examples": [
            "5.250 = 5,25 | 5\u202f250",
            "7.500 = 7,5 | 7\u202f500",
            "5.125 = 5,125 | 5\u202f125",
        ],
    }


def test_planned_hours_tell_how_actual_ones_are_read_where_both_readings_are_possible(parsed: Parse) -> None:
    cells = roster(("1.250,5", "1.240"), ("1.301,5", "1.250"), kopf_soll="90", kopf_ist="90")
    result = parsed(cells, "dienstplan.csv")
    assert keys(result) == ["question.notation_german"]
    assert hours(result) == [(1250.5, 1240), (1301.5, 1250)]
    cells = roster(("1,25", "1.240"), ("1,5", "1.250"), kopf_soll="90", kopf_ist="90")
    result = parsed(cells, "dienstplan.csv")
    assert keys(result) == ["question.notation_english"]
    assert hours(result) == [(1.25, 1.24), (1.5, 1.25)]


def test_planned_hours_tell_how_actual_minutes_are_read(parsed: Parse) -> None:
    lines = roster(("5,50", "330"), ("20", "1.200"))
    result = parsed([lines[0].replace("std_ist", "std_ist (min)"), *lines[1:]], "dienstplan.csv")
    assert keys(result) == ["question.notation_german"]
    assert hours(result) == [(5.5, 5.5), (20, 20)]


def test_nothing_is_stored_before_the_answer_and_the_answer_holds_until_its_import_is_taken_back(
    stocked: Path, imported: Import
) -> None:
    shifts = "select planned_hours, actual_hours from shifts where shift_id <> 'S1' order by shift_id"
    first = imported(roster(("8", "7.5")), "dienstplan_2019-04.csv")
    assert (first.outcome, rows_of(stocked, shifts)) == ("asked", [])
    first = imported(roster(("8", "7.5")), "dienstplan_2019-04.csv", [first.questions[0].id])
    again = roster(("8", "7.25"), ("8", "8"))
    assert imported(again, "anbieter_b_2019-05.csv").outcome == "asked"
    report = imported(again, "Dienstplan_Mai-2019.csv")
    assert (report.outcome, keys(report)) == ("imported", [])
    assert "note.notation_english" in [note.key for note in report.notes]
    assert rows_of(stocked, shifts) == [(8, 7.25), (8, 8)]
    ingest.undo(report.batch_id)
    ingest.undo(first.batch_id)
    assert imported(again, "Dienstplan_Mai-2019.csv").outcome == "asked"


def test_the_other_reading_can_be_chosen_and_is_remembered(stocked: Path, imported: Import) -> None:
    shifts = "select planned_hours, actual_hours from shifts where shift_id = 'T10'"
    cells = roster(("1.250", "1.240"), kopf_soll="90", kopf_ist="90")
    question = imported(cells, "dienstplan.csv").questions[0]
    assert (question.key, list(question.others)) == ("question.notation_german", ["english"])
    report = imported(cells, "dienstplan.csv", [f"{question.id}=english"])
    assert (report.outcome, rows_of(stocked, shifts)) == ("imported", [(1.25, 1.24)])
    later = imported(roster(("1.125", "1.5"), kopf_soll="90", kopf_ist="90"), "dienstplan.csv")
    assert (later.outcome, rows_of(stocked, shifts)) == ("imported", [(1.125, 1.5)])


def test_a_preview_proposes_the_answer_of_last_time_and_wants_it_confirmed(
    stocked: Path, imported: Import, tmp_path: Path
) -> None:
    question = imported(roster(("1.250", "1.240"), kopf_soll="90", kopf_ist="90"), "plan.csv").questions[0]
    imported(
        roster(("1.250", "1.240"), kopf_soll="90", kopf_ist="90"), "plan.csv", [f"{question.id}=english"]
    )
    path = tmp_path / "plan.csv"
    path.write_text("\n".join([*roster(("1.125", "1.500"), kopf_soll="90", kopf_ist="90"), ""]))
    said = run_einlass("import", "--dry-run", path, data=stocked).stdout
    assert "ebenso beantwortet, gilt beim Import von selbst" in said
    previewed = ingest.preview([path])
    (proposed,) = previewed.questions
    today = ingest.history()[0].imported_at.date()
    assert (proposed.key, proposed.others, proposed.answered_on) == (
        "question.notation_english",
        ("german",),
        today,
    )
    assert previewed.reports[0].first_rows[0]["planned_hours"] == "1,125"
    with pytest.raises(EinlassError, match=r"import\.unanswered"):
        ingest.confirm(previewed.token)
    ingest.confirm(previewed.token, accept=[proposed.id])
    assert rows_of(stocked, "select planned_hours from shifts where shift_id = 'T10'") == [(1.125,)]


def test_words_answered_last_time_are_proposed_in_a_preview(imported: Import, tmp_path: Path) -> None:
    lines = visits("19", header=VISITS.replace("besucher", "besucher 1)"))
    first = imported(lines, accept=["besuche.csv:header_words"])
    path = tmp_path / "besuche.csv"
    path.write_text("\n".join([*lines, "02.04.2019;D1;20;ZAEHL", ""]))
    previewed = ingest.preview([path])
    (proposed,) = previewed.questions
    assert (proposed.key, proposed.answered_on) == (
        "question.header_words",
        ingest.history()[0].imported_at.date(),
    )
    assert "note.header_words" not in [note.key for note in previewed.reports[0].notes]
    assert ingest.open_preview(previewed.token).questions == [proposed]
    ingest.undo(first.batch_id)
    assert ingest.preview([path]).questions[0].answered_on is None


def test_a_preview_is_built_again_with_the_other_reading_and_keeps_it(stocked: Path, tmp_path: Path) -> None:
    lines = roster(("1.250", "1.240"), kopf_soll="90", kopf_ist="90")
    uploads = tmp_path / "uploads"
    path = uploads / "0" / "dienstplan.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join([*lines, ""]))
    first = ingest.preview([path], uploads=uploads)
    answer = f"{first.questions[0].id}=english"
    again = ingest.preview_again(first.token, answers=[answer])
    again = ingest.preview_again(again.token)
    assert [question.key for question in again.questions if question.is_required] == []
    assert again.reports[0].first_rows[0]["planned_hours"] == "1,25"
    assert ingest.confirm(again.token)[0].outcome == "imported"
    shifts = "select planned_hours, actual_hours from shifts where shift_id = 'T10'"
    assert rows_of(stocked, shifts) == [(1.25, 1.24)]


@pytest.mark.parametrize("answer", ["german", "klingon", ""])
def test_an_answer_that_is_none_of_the_readings_changes_nothing(parsed: Parse, answer: str) -> None:
    cells = roster(("8", "7.5"))
    question = parsed(cells, "dienstplan.csv").report.questions[0]
    result = parsed(cells, "dienstplan.csv", [f"{question.id}={answer}"])
    assert (keys(result), hours(result)) == (["question.notation_english"], [(8, 7.5)])


@pytest.mark.parametrize(
    ("cells", "key", "expected"),
    [
        (["1,234", "950", "12"], ["question.notation_english"], [1234, 950, 12]),
        (["93.0", "", "7.0"], ["question.notation_english"], [93, None, 7]),
        (["2.000", "3.000"], ["question.notation_german"], [2000, 3000]),
        (["2.000", "950"], [], [2000, 950]),
        (["1.234", "950"], [], [1234, 950]),
        (["1 234", "950"], [], [1234, 950]),
    ],
)
def test_whole_numbers_are_written_in_one_notation(
    parsed: Parse, cells: list[str], key: list[str], expected: list[int | None]
) -> None:
    result = parsed(visits(*cells))
    assert (keys(result), list(counts(result).values())) == (key, expected)


def test_a_total_is_compared_in_the_notation_of_its_column(parsed: Parse) -> None:
    lines = [*visits("1,234", "950"), "Summe;;2,184;"]
    assert "note.control_total" in notes(parsed(lines))
    assert "question.control_total" in keys(parsed([*lines[:-1], "Summe;;2,284;"]))


def test_more_hours_than_a_day_has_for_each_head_reject_the_row(parsed: Parse) -> None:
    lines = roster(("24", "24,5"), ("24", "24"))
    lines.append(roster(("24", "48"), kopf_ist="2")[1].replace("T10", "T99"))
    report = parsed(lines, "dienstplan.csv").report
    assert [(one.row, one.reason) for one in report.rejects] == [(2, "rule.hours_exceed_day")]


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        (["viele"] * 2 + ["7"] * 20, False),
        (["viele"] * 3 + ["7"] * 20, True),
        (["viele"] * 3 + ["7"] * 100, False),
        (["ca. 12", "ca. 7", "ca. 300"] + ["7"] * 20, True),
    ],
)
def test_refusals_of_one_pattern_in_more_than_a_twentieth_of_a_column_are_asked_about(
    parsed: Parse, cells: list[str], is_asked: bool
) -> None:
    lines = [VISITS, *(f"{1 + at % 28:02}.{1 + at // 28:02}.2018;D1;{c};ZAEHL" for at, c in enumerate(cells))]
    result = parsed(lines)
    assert keys(result) == (["question.left_out"] if is_asked else [])
    if is_asked:
        assert {**result.report.questions[0].values, "value": ""} == {
            "count": 3,
            "cells": 23,
            "row": 2,
            "column": "besucher",
            "value": "",
            "expected": "0 – 1000000",
            "reason": "reason.integer",
            "columns": ["besucher"],
        }


def test_one_english_number_among_german_ones_is_asked_about(parsed: Parse) -> None:
    result = parsed(roster(("6", "5,5"), ("6", "5.5"), ("6", "6")), "dienstplan.csv")
    assert (keys(result), result.report.rejected) == (["question.left_out"], 1)


def test_rows_cut_by_their_own_decimal_comma_are_asked_about(parsed: Parse) -> None:
    lines = [line.replace(";", ",") for line in visits(*["8"] * 4, *["7,5"] * 3, "8")]
    assert keys(parsed(lines)) == ["question.left_out_lines"]


# --- Days -----------------------------------------------------------------------------------------------


def days(*cells: str) -> list[str]:
    return [VISITS, *(f"{cell};D1;{at};ZAEHL" for at, cell in enumerate(cells, 1))]


@pytest.mark.parametrize(
    "cells",
    [
        ["03.04.2019", "04.04.2019", "04/13/2019", "04/14/2019"],  # turned, then saved as text
        ["2019-03-04", "2019-04-04", "04/13/2019"],
        ["43558", "04/13/2019"],
        ["2019-03-04", "2019-04-04", "13/04/2019", "14/04/2019"],
        ["2019-03-04", "2019-04-04", "13.04.2019", "14.04.2019"],
        ["13/04/2019", "04/14/2019"],
        ["03/04/2019", "13.04.2019", "14.04.2019"],  # dots prove nothing about slashes
        ["2019-13-04", "2019-14-04", "2019-05-04"],
    ],
)
def test_days_of_which_some_may_be_turned_refuse_the_file(parsed: Parse, cells: list[str]) -> None:
    report = parsed(days(*cells)).report
    assert (report.error, report.error_values["column"]) == ("refused.ambiguous_days", "datum")


def test_days_half_turned_in_a_workbook_refuse_the_file(parsed: Parse) -> None:
    lines: list[list[object]] = [VISITS.split(";")]
    lines += [[date(2019, day, 4), "D1", day, "ZAEHL"] for day in range(1, 13)]
    lines += [[f"04/{day}/2019", "D1", day, "ZAEHL"] for day in range(13, 31)]
    assert parsed(xlsx(lines), "besuche.xlsx").report.error == "refused.ambiguous_days"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["04/03/2019", "13/04/2019", "14.04.2019"], [4, 13, 14]),
        (["2019-04-04", "2019-04-25", "05.04.2019", "26.04.2019"], [4, 25, 5, 26]),
        (["04/04/2019", "04/25/2019"], [4, 25]),
    ],
)
def test_days_that_show_their_order_are_read(parsed: Parse, cells: list[str], expected: list[int]) -> None:
    assert list(counts(parsed(days(*cells)))) == expected


def test_a_file_of_another_month_says_so(parsed: Parse) -> None:
    lines = ["Berichtszeitraum: 01.10.2019 bis 31.10.2019", *days(*(f"{d:02}.09.2019" for d in range(1, 31)))]
    report = parsed(lines).report
    assert report.error == "refused.other_period"
    assert {name: f"{day:%d.%m.%Y}" for name, day in report.error_values.items() if name != "file"} == {
        "stated_from": "01.10.2019",
        "stated_until": "31.10.2019",
        "first": "01.09.2019",
        "last": "30.09.2019",
    }


# --- Periods --------------------------------------------------------------------------------------------

MARCH = (date(2019, 3, 1), date(2019, 3, 31))


@pytest.mark.parametrize(
    ("title", "period"),
    [
        (["Auswertungszeitraum vom 01.03.2019 bis zum 31.03.2019"], MARCH),
        (["Zeitraum", "", "01.03.2019", "31.03.2019"], MARCH),
        (
            [
                "Stand: heute\nBerichtszeitraum: 01.03.2019 bis 31.03.2019\nVergleich: 01.01.2019 bis 28.02.2019"
            ],
            MARCH,
        ),
        (["Besuche, Zeitraum: 01.03.2019 – 31.03.2019, Stand 02.04.2019"], MARCH),
        (
            ["Vergleichszeitraum: 01.01.2019 bis 28.02.2019; Berichtszeitraum: 01.03.2019 bis 31.03.2019"],
            MARCH,
        ),
        (["Berichtszeitraum: 01.03.2019 bis 31.03.2019 (Vergleich: 01.01.2019 bis 28.02.2019)"], MARCH),
        (["Vergleichszeitraum: 01.01.2019 bis 28.02.2019"], None),
        (["Vergleich", "Zeitraum: 01.01.2019 bis 28.02.2019"], None),
        (["Zeitraum: 01.01.2019 bis 28.02.2019 (Vorjahr)"], None),
        (["Zeitraum der Aufbewahrung: 01.01.2019 bis 31.12.2029"], None),
        (["Aufbewahrungszeitraum 01.01.2019 bis 31.12.2029"], None),
        (["Gesetzlicher Zeitraum: 01.01.2019 bis 31.12.2029"], None),
        (["Die Daten werden im Zeitraum 01.01.2019 bis 31.12.2029 gespeichert"], None),
        (["Bezugszeitraum: 01.01.2018 bis 31.12.2018"], None),
    ],
)
def test_only_what_is_called_the_period_of_the_report_covers_days(
    title: list[str], period: tuple[date, date] | None
) -> None:
    assert period_titled(title) == period


@pytest.mark.parametrize("is_first", [True, False])
def test_a_period_of_comparison_in_title_or_footer_covers_nothing(parsed: Parse, is_first: bool) -> None:
    other = "Vergleichszeitraum: 01.02.2019 bis 31.03.2019"
    lines = ["Berichtszeitraum: 01.04.2019 bis 30.04.2019", *visits("1", "2")]
    report = parsed([other, *lines] if is_first else [*lines, other]).report
    assert (report.period_from, report.period_until) == (date(2019, 4, 1), date(2019, 5, 1))


def test_a_second_period_above_the_table_is_told_and_not_added(parsed: Parse) -> None:
    lines = ["Zeitraum: 01.04.2019 bis 30.04.2019", "Zeitraum: 01.05.2019 bis 31.05.2019", *visits("1")]
    result = parsed(lines)
    assert (result.report.period_from, result.report.period_until) == (date(2019, 4, 1), date(2019, 5, 1))
    assert "note.period_second" in notes(result)


# --- Units and words in headers -------------------------------------------------------------------------


def checks(units: dict[str, str], row: Sequence[str] = (), **cells: str) -> list[str]:
    """A check log with units beside some names."""
    names = [
        f"{name.removesuffix('_min')} {units[name]}" if name in units else name for name in GOOD["checks"]
    ]
    line = ";".join(good("checks", kontroll_id="K9", **cells).values())
    return [";".join(names), *row, line]


@pytest.mark.parametrize(
    ("unit", "cell", "minutes"),
    [
        ("(Sek.)", "150", 2.5),
        ("[in Sekunden]", "90", 1.5),
        ("(h)", "0,25", 15),
        ("(Std.)", "1", 60),
        ("(Minuten)", "3,5", 3.5),
    ],
)
def test_a_declared_unit_is_converted(parsed: Parse, unit: str, cell: str, minutes: float) -> None:
    result = parsed(checks({"wartezeit_med_min": unit}, wartezeit_med_min=cell), "kontrollen.csv")
    assert column(result, "waiting_median_minutes") == [pytest.approx(minutes)]
    assert ("note.units_converted" in notes(result)) == (unit != "(Minuten)")


def test_hours_become_whole_minutes_or_the_cell_is_refused(parsed: Parse) -> None:
    log = checks({"geraeteausfall_min": "(h)"}, geraeteausfall_min="1,5")
    other = log[1].replace("K9", "K8").replace(";1,5;", ";0,13;")
    result = parsed([*log, other], "kontrollen.csv")
    assert column(result, "device_outage_minutes") == [90]
    assert [one.row for one in result.report.rejects] == [3]


def test_cents_become_euros(parsed: Parse) -> None:
    lines = roster(("8", "8"), satz_eur_netto="1790")
    result = parsed([lines[0].replace("satz_eur_netto", "Satz netto (Cent)"), lines[1]], "dienstplan.csv")
    assert column(result, "rate_eur_per_hour") == [pytest.approx(17.9)]


@pytest.mark.parametrize(
    "name",
    [
        "besucher (in 1000)",
        "besucher (Tsd.)",
        "besucher [Vorjahr]",
        "besucher (%)",
        "Besucher (h)",
        "Ø besucher",
        "besucher %",
    ],
)
def test_another_unit_or_meaning_is_not_the_column(parsed: Parse, name: str) -> None:
    report = parsed(visits("19", header=VISITS.replace("besucher", name))).report
    assert (report.error, report.error_values["names"]) == ("refused.header_words", [name])


@pytest.mark.parametrize(
    "name",
    [
        "besucher 1)",
        "besucher*",
        "# besucher",
        "besucher\u00b9",
        "besucher (1)",
        "besucher (ohne Termin)",
        "besucher (2018)",
    ],
)
def test_footnotes_and_unknown_words_are_asked_about(parsed: Parse, name: str) -> None:
    result = parsed(visits("19", header=VISITS.replace("besucher", name)))
    assert keys(result) == ["question.header_words"]
    assert result.report.questions[0].values == {"names": [name]}


def test_what_was_said_about_words_is_remembered(imported: Import) -> None:
    lines = visits("19", header=VISITS.replace("besucher", "besucher 1)"))
    first = imported(lines, accept=["besuche.csv:header_words"])
    later = imported([*lines, "02.04.2019;D1;20;ZAEHL"])
    assert (first.outcome, later.outcome, keys(later)) == ("imported", "imported", [])
    assert "note.header_words" in [note.key for note in later.notes]
    assert imported(visits("19", header=VISITS.replace("besucher", "besucher 2)"))).outcome == "asked"


@pytest.mark.parametrize(
    "name", ["besucher (Anzahl)", "Besucher [Personen]", "BESUCHER (n)", "besucher (in Stück)"]
)
def test_words_that_change_nothing_are_not_asked_about(parsed: Parse, name: str) -> None:
    assert keys(parsed(visits("19", header=VISITS.replace("besucher", name)))) == []


def test_last_year_beside_this_year_is_dropped_and_named(parsed: Parse) -> None:
    header = "datum;dienststelle_id;besucher (Vorjahr);besucher;zaehlart"
    result = parsed([header, "01.04.2019;D1;7;93;ZAEHL"])
    assert (result.report.dropped_columns, counts(result)) == (("besucher (Vorjahr)",), {1: 93})


@pytest.mark.parametrize(
    "above",
    [
        "Alle Angaben in Tausend",
        ";;Vorjahr;",
        "Besuche (in Tsd.)",
        ";;in 1000;",
        "Zeiten in Sekunden",
        "Einheit: Tsd.",
    ],
)
def test_words_above_the_table_that_change_its_numbers_are_asked_about(parsed: Parse, above: str) -> None:
    assert keys(parsed([above, *visits("19")])) == ["question.title_words"]
    if ";" not in above:
        assert keys(parsed([*visits("19"), above])) == ["question.title_words"]


@pytest.mark.parametrize(
    "row", [";;Anzahl;Code", "TT.MM.JJJJ;Kennung;Anzahl;Code", "(Tag);(Code);(n);(Code)", ";;Anzahl"]
)
def test_a_row_of_units_below_the_header_is_a_header_row(parsed: Parse, row: str) -> None:
    lines = visits("19")
    report = parsed([lines[0], row, *lines[1:]]).report
    assert (report.header_rows, report.data_rows, report.rejected, keys(report)) == (2, 1, 0, [])


def test_a_row_of_units_says_what_is_converted_and_what_is_another_column(parsed: Parse) -> None:
    units = {"wartezeit_med_min": "Sek.", "geraeteausfall_min": "h", "personen_kontrolliert": "Anzahl"}
    row = ";".join(units.get(name, "") for name in GOOD["checks"])
    result = parsed(checks({}, [row], wartezeit_med_min="150", geraeteausfall_min="2"), "kontrollen.csv")
    assert (column(result, "waiting_median_minutes"), column(result, "device_outage_minutes")) == (
        [2.5],
        [120],
    )
    lines = visits("19")
    assert parsed([lines[0], ";;in 1000;Code", lines[1]]).report.error == "refused.header_words"


def test_a_repeated_header_with_another_unit_refuses_the_file(parsed: Parse) -> None:
    first, second = checks({}), checks({"wartezeit_med_min": "(Sek.)"})
    result = parsed([*first, second[0], second[1].replace("K9", "K8")], "kontrollen.csv")
    assert result.report.error == "refused.header_words"


# --- Good files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_legend_beside_the_table_is_left_out_and_named(parsed: Parse, kind: str) -> None:
    lines = [line.split(";") for line in visits("19", "20", "21")]
    lines[1] += ["", "Legende", ""]
    lines[2] += ["", "ZAEHL", "gezählt"]
    content = xlsx(lines) if kind == "xlsx" else [";".join(line) for line in lines]
    result = parsed(content, f"besuche.{kind}")
    assert (result.report.rejected, result.report.dropped_columns) == (0, ("(6)", "(7)"))
    assert list(counts(result).values()) == [19, 20, 21]


def test_cells_behind_the_table_that_could_be_a_row_are_no_legend(parsed: Parse) -> None:
    lines = visits("19", "20")
    lines.insert(2, "03.04.2019;D1;21;ZAEHL;;04.04.2019;D1;22")
    assert [one.reason for one in parsed(lines).report.rejects] == ["reason.cell_count"]


def test_not_available_as_r_writes_it_is_missing(parsed: Parse) -> None:
    assert counts(parsed(visits("19", "NA"))) == {1: 19, 2: None}
    result = parsed(checks({}, wartezeit_med_min="NA", eingang="NA", quelle="NA"), "kontrollen.csv")
    assert [column(result, name) for name in ("waiting_median_minutes", "entrance", "origin")] == [[None]] * 3


@pytest.mark.parametrize("quote", ['"', ""])
def test_a_header_that_lacks_one_cell_says_so(parsed: Parse, quote: str) -> None:
    lines = visits("19", "20")
    lines = [lines[0], *(f"{quote}{at}{quote};{line}" for at, line in enumerate(lines[1:], 1))]
    report = parsed(lines).report
    assert (report.error, report.error_values) == (
        "refused.header_short",
        {"file": "besuche.csv", "row": 1, "cells": 4, "wider": 5},
    )


@pytest.mark.parametrize(
    "label",
    ["Ergebnis", "Gesamtergebnis", "Summe", "Ergebnis:", "Teilergebnis", "D1 Ergebnis", "Grand Total"],
)
def test_a_total_is_one_however_it_is_called(parsed: Parse, label: str) -> None:
    result = parsed([*visits("19", "20"), f"{label};;39;"])
    assert (result.report.sum_rows, result.report.rejected) == (1, 0)
    assert "note.control_total" in notes(result)


def test_an_unknown_office_names_the_known_ones_the_nearest_first(imported: Import) -> None:
    offices = [";".join(GOOD["offices"]), "Nord-1;Amt Nord;AN;;SONST;Mo-Fr", "Sued-1;Amt Süd;AS;;SONST;Mo-Fr"]
    imported(offices, "dienststellen.csv")
    report = imported([*visits("19"), "02.04.2019;NORD 1;20;ZAEHL"])
    (wait,) = report.waits
    assert (wait.table, wait.awaited, wait.count) == ("offices", "NORD 1", 1)
    assert wait.nearest == "Amt Nord (Nord-1)"
    assert wait.known.startswith("Amt Nord (Nord-1); ")
    assert "Amt für Prüfung, Haus 1 (D1)" in wait.known
