"""Coverage is per export and office: a day that no file covers for an office is missing there, never zero."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Row, csv_text, good
from test_import import rows_of
from test_preview import warehouse

from einlass import ingest
from einlass.ingest import FileReport
from einlass.ingest.commit.offices import Offices, Title, kind_of, read_title
from einlass.ingest.read.titles import titled
from einlass.ui.data import coverage
from einlass.warehouse import current_snapshot, current_version

# --- What a title line names ----------------------------------------------------------------------------

KNOWN = Offices(
    {
        "T-A": ("Amt für Jugend, Familie und Soziales", "Jugendamt"),
        "T-B": ("Bürgeramt Mitte", "BA Mitte"),
        "T-C1": ("Bürgeramt, Haus 1", "C1"),
    }
)
A, B, C = "T-A", "T-B", "T-C1"


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (["Dienststelle: T-A"], "T-A"),
        (["Dienststellen: T-A", " T-B"], "T-A;  T-B"),  # cut at the separator of the file
        (["Dienststelle(n):", "T-A", "", ""], "T-A"),
        (["DIENSTSTELLE/N : T-A und T-B"], "T-A und T-B"),
        (["Zeitraum: 01.01.2018 bis 31.12.2018, Dienststelle: T-A"], "T-A"),
        (["Dienststelle: T-A, Stand: 3.1.2019"], "T-A"),
        (["Dienststelle: Frau Muster"], "…"),
        (["Dienststelle:"], ""),
        (["Dienststelle", "Besuche"], ""),
        (["Vorfälle der Dienststelle T-A"], ""),
    ],
)
def test_a_title_line_names_offices(cells: list[str], named: str) -> None:
    assert titled(cells) == named


@pytest.mark.parametrize(
    ("text", "ids", "unknown"),
    [
        ("T-A", {A}, ()),
        ("t-a;T-B", {A, B}, ()),
        ("jugendamt, BA Mitte und C1", {A, B, C}, ()),
        ("Amt für Jugend, Familie und Soziales", {A}, ()),  # a name with both separators in it
        ("Buergeramt Mitte und Amt für Jugend, Familie und Soziales, Bürgeramt, Haus 1", {A, B, C}, ()),
        ("Bürgeramt Mitte (T-B); C1 - Bürgeramt, Haus 1", {B, C}, ()),
        ("alle Dienststellen", {A, B, C}, ()),
        ("T-A; Ordnungsamt; T-X", {A}, ("Ordnungsamt", "T-X")),
        ("Bürgeramt", set(), ("Bürgeramt",)),
        ("…", set(), ("…",)),
        ("", set(), ()),
    ],
)
def test_a_name_is_an_office_or_unknown(text: str, ids: set[str], unknown: tuple[str, ...]) -> None:
    assert read_title(text, KNOWN) == Title(frozenset(ids), unknown)


def test_a_name_of_two_offices_is_not_guessed() -> None:
    twins = Offices({"D1": ("Bürgeramt", "Nord"), "D2": ("Bürgeramt", "Süd")})
    assert read_title("Bürgeramt; D2", twins) == Title(frozenset({"D2"}), ("Bürgeramt",))


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("vorfaelle_2019-03.csv", "vorfaelle"),
        ("Vorfälle März 2019 (2).xlsx", "vorfaelle"),
        ("vorfaelle_C1_2019.csv", "vorfaelle c1"),
        ("vorfaelle_C2_2019.csv", "vorfaelle c"),
        ("2019.csv", ""),
    ],
)
def test_the_kind_of_a_file_is_its_name_without_dates(file: str, kind: str) -> None:
    assert kind_of(file, KNOWN) == kind


# --- What is covered ------------------------------------------------------------------------------------

Import = Callable[..., FileReport]
MARCH, APRIL = "Berichtszeitraum: 01.03.2019 bis 31.03.2019", "Berichtszeitraum: 01.04.2019 bis 30.04.2019"


def incident(number: int, office: str, day: str = "05.03.2019") -> Row:
    return good("incidents", vorfall_id=f"V{number}", dienststelle_id=office, datum=day, meldedatum=day)


def shift(number: int, office: str, day: str = "05.03.2019") -> Row:
    return good("shifts", schicht_id=f"S{number}", dienststelle_id=office, datum=day)


@pytest.fixture
def import_(folder: Path, tmp_path: Path) -> Import:
    """Import one file: `import_("x.csv", rows, "title", …, accept=[…])`; the offices A, B and C are there."""

    def one(name: str, rows: list[Row], *above: str, accept: tuple[str, ...] = ()) -> FileReport:
        path = tmp_path / name
        path.write_text(csv_text(rows, above=above), encoding="utf-8")
        (report,) = ingest.import_files([path], accept=accept)
        return report

    names = {"A": "Amt A", "B": "Amt für B, Haus 2", "C": "Amt C"}
    rows = [good("offices", dienststelle_id=one, name=name, kurz=one) for one, name in names.items()]
    assert one("dienststellen.csv", rows).outcome == "imported"
    return one


def counts(folder: Path, column: str = "incident_count", day: str = "2019-03-05") -> dict[object, object]:
    """A fact of each office on one day."""
    return dict(rows_of(folder, f"select office_id, {column} from office_days where day = date '{day}'"))


def notes(report: FileReport) -> list[str]:
    return [note.key for note in report.notes]


def stretches(table: str) -> list[tuple[str, date, date]]:
    rows = current_snapshot().rows("views/coverage_offices")
    return [(row.office_id, row.period_from, row.period_until) for row in rows if row.source_table == table]


def test_rows_of_one_office_cover_it_alone_and_the_question_need_not_be_answered(
    folder: Path, import_: Import
) -> None:
    report = import_("vorfaelle.csv", [incident(1, "A")], MARCH)
    assert (report.outcome, report.offices, notes(report)) == ("imported", ("A",), ["note.offices_of_rows"])
    (question,) = report.questions
    assert (question.id, question.is_required) == ("vorfaelle.csv:one_office", False)
    assert question.values["office"] == "Amt A (A)"
    assert counts(folder) == {"A": 1, "B": None, "C": None}
    assert counts(folder, "has_incident_report") == {"A": True, "B": False, "C": False}
    assert stretches("incidents") == [("A", date(2019, 3, 1), date(2019, 4, 1))]
    days = {
        (row.office_id, row.day.day): row.reason
        for row in current_snapshot().rows("views/coverage_days")
        if row.source_table == "incidents"
    }
    assert (days["A", 5], days["A", 29], days["B", 29]) == (None, "late_reports", "not_covered")


def test_rows_of_several_offices_cover_all_of_them(folder: Path, import_: Import) -> None:
    report = import_("vorfaelle.csv", [incident(1, "A"), incident(2, "B")], MARCH)
    assert (report.offices, report.questions, report.notes) == ((), (), ())
    assert counts(folder) == {"A": 1, "B": 1, "C": 0}
    assert rows_of(folder, "select count(*) from batch_offices") == [(0,)]


def test_a_title_covers_what_it_names_and_refuses_rows_of_others(folder: Path, import_: Import) -> None:
    rows = [incident(1, "A"), incident(2, "C")]
    report = import_("vorfaelle.csv", rows, MARCH, "Dienststellen: A; Amt für B, Haus 2")
    assert (report.offices, notes(report)) == (("A", "B"), ["note.offices_of_title"])
    assert [(r.row, r.reason, r.value) for r in report.rejects] == [(5, "reason.outside_offices", "C")]
    assert (report.new, report.rejected, report.adds_up, report.questions) == (1, 1, True, ())
    assert counts(folder) == {"A": 1, "B": 0, "C": None}


def test_a_title_that_names_no_known_office_is_asked_about(folder: Path, import_: Import) -> None:
    report = import_("vorfaelle.csv", [incident(1, "A")], MARCH, "Dienststelle: Ordnungsamt")
    assert report.outcome == "asked"
    question = next(one for one in report.questions if one.is_required)
    assert question.values["names"] == ["Ordnungsamt"]
    assert question.values["known"] == ["Amt A (A)", "Amt für B, Haus 2 (B)", "Amt C (C)"]
    report = import_(
        "vorfaelle.csv", [incident(1, "A")], MARCH, "Dienststelle: Ordnungsamt", accept=(question.id,)
    )
    assert (report.outcome, report.offices) == ("imported", ("A",))
    before = warehouse(folder)
    ingest.rebuild()
    assert warehouse(folder) == before


def test_a_file_below_another_may_not_name_other_offices(import_: Import) -> None:
    width = ";" * (len(incident(1, "A")) - 1)
    rows = [incident(1, "A"), dict.fromkeys(incident(1, "A"), "") | {"vorfall_id": "Dienststelle: C"}]
    report = import_("v.csv", [*rows, incident(2, "C", "06.03.2019")], f"Dienststelle: A{width}")
    assert "note.offices_apart" in notes(report)
    assert (report.offices, [reject.reason for reject in report.rejects]) == (
        ("A",),
        ["reason.outside_offices"],
    )


def test_what_was_said_of_a_kind_of_file_is_remembered_until_it_is_taken_back(
    folder: Path, import_: Import
) -> None:
    accept = ("vorfaelle_2019-03.csv:one_office",)
    first = import_("vorfaelle_2019-03.csv", [incident(1, "A")], MARCH, accept=accept)
    assert (first.means_all_offices, notes(first)) == (True, ["note.one_office_accepted"])
    assert counts(folder) == {"A": 1, "B": 0, "C": 0}
    second = import_("vorfaelle_2019-04.csv", [incident(2, "B", "02.04.2019")], APRIL)
    assert (second.questions, notes(second)) == ((), ["note.one_office_remembered"])
    assert counts(folder, day="2019-04-02") == {"A": 0, "B": 1, "C": 0}
    other = import_("vorfaelle_korrektur.csv", [incident(3, "C", "03.04.2019")])
    assert [question.key for question in other.questions] == ["question.one_office"]
    before = warehouse(folder)
    ingest.rebuild()
    assert warehouse(folder) == before
    ingest.undo(first.batch_id)
    # As if the answer had never been given: of the others nothing is known.
    assert counts(folder, day="2019-04-02") == {"A": None, "B": 1, "C": None}
    third = import_("vorfaelle_2019-05.csv", [incident(4, "A", "06.05.2019")])
    assert [question.key for question in third.questions] == ["question.one_office"]


def test_an_answer_in_the_preview_is_one_in_the_import(folder: Path, import_: Import, tmp_path: Path) -> None:
    path = tmp_path / "vorfaelle.csv"
    path.write_text(csv_text([incident(1, "A")], above=[MARCH]), encoding="utf-8")
    preview = ingest.preview([path])
    assert [question.is_required for question in preview.questions] == [False]
    ingest.confirm(preview.token)
    assert counts(folder) == {"A": 1, "B": None, "C": None}
    ingest.undo(ingest.history()[0].batch_id)
    preview = ingest.preview([path])
    (report,) = ingest.confirm(preview.token, accept=["vorfaelle.csv:one_office"])
    assert (report.means_all_offices, report.offices) == (True, ("A", "B", "C"))
    assert ingest.history()[0].report == report
    assert counts(folder) == {"A": 1, "B": 0, "C": 0}
    assert import_("vorfaelle_2.csv", [incident(2, "A", "02.04.2019")]).means_all_offices
    before = warehouse(folder)
    ingest.rebuild()
    assert warehouse(folder) == before


def test_a_roster_is_zero_only_where_a_file_speaks_of_the_office(folder: Path, import_: Import) -> None:
    import_("dienstplan_a.csv", [shift(1, "A")], MARCH, "Dienststellen: A und B")
    assert counts(folder, "actual_guard_hours", "2019-03-06") == {"A": 0, "B": 0, "C": None}
    rows = [shift(2, "A", "02.04.2019"), shift(3, "B", "02.04.2019")]
    import_("dienstplan.csv", rows, APRIL)
    assert counts(folder, "has_roster", "2019-04-03") == {"A": True, "B": True, "C": False}


def test_a_file_of_one_office_takes_no_rows_of_others_out(folder: Path, import_: Import) -> None:
    import_("alle.csv", [incident(1, "A"), incident(2, "B"), incident(3, "A")], MARCH)
    report = import_("a.csv", [incident(1, "A")], MARCH, "Dienststelle: A")
    assert report.gone == (("V3",),)
    report = import_("b.csv", [incident(4, "B")], MARCH)
    assert report.gone == (("V2",),)


def test_visits_are_covered_from_the_first_to_the_last_day_and_never_asked_about(
    folder: Path, import_: Import
) -> None:
    for month in ("03", "05"):
        rows = [good("visits", datum=f"{day}.{month}.2019", dienststelle_id="A") for day in ("05", "07")]
        report = import_(f"besuche_{month}.csv", rows)
        assert (report.offices, report.questions, notes(report)) == (("A",), (), ["note.offices_of_rows"])
    assert stretches("visits") == [("A", date(2019, 3, 5), date(2019, 5, 8))]


def test_the_only_office_of_a_city_needs_no_question(folder: Path, tmp_path: Path) -> None:
    for name, rows in (("d.csv", [good("offices")]), ("v.csv", [good("incidents")])):
        (tmp_path / name).write_text(csv_text(rows), encoding="utf-8")
    reports = ingest.import_files([tmp_path / "d.csv", tmp_path / "v.csv"])
    assert [report.outcome for report in reports] == ["imported", "imported"]
    assert (reports[1].offices, reports[1].questions, reports[1].notes) == (("D1",), (), ())


def test_an_office_whose_files_stop_is_named(import_: Import) -> None:
    import_("a.csv", [incident(1, "A", "02.01.2019"), incident(2, "A", "28.06.2019")])
    import_("b.csv", [incident(3, "B", "02.01.2019"), incident(4, "B", "29.03.2019")])
    fresh = {one.table: one for one in coverage.freshness(current_version(), date(2019, 7, 1))}
    assert fresh["incidents"].behind == (("Amt für B, Haus 2", date(2019, 3, 29)),)
