"""A wave is an identifier, a group and an office: answers carry the identifier alone and are never guessed at."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Row, csv_text, good
from test_import import rows_of
from test_preview import warehouse

from einlass import ingest
from einlass.ingest import FileReport
from einlass.ingest.commit.offices import Offices, Title
from einlass.ingest.commit.waves import said_by
from einlass.ingest.read.titles import audience_titled
from einlass.ingest.report import FileReport as Report


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["Zielgruppe: KUND"], ("KUND", "")),
        (["Zielgruppe:", "Kundinnen und Kunden"], ("KUND", "")),
        (["Zielgruppe: Beschäftigte, Stand: 3.1.2019"], ("BESCH", "")),
        (["Zielgruppe: Kunden und Beschäftigte"], ("", "Kunden und Beschäftigte")),
        (["Zielgruppe: Lehrkräfte"], ("", "Lehrkräfte")),
        (["Zielgruppe: Frau Muster"], ("", "…")),
        (["Antworten der Kunden"], ("", "")),
    ],
)
def test_a_title_line_names_one_group(cells: list[str], found: tuple[str, str]) -> None:
    assert audience_titled(cells) == found


@pytest.mark.parametrize(
    ("file", "audience", "office"),
    [
        ("antworten_kund.csv", "KUND", ""),
        ("antworten-beschaeftigte_2019.csv", "BESCH", ""),
        ("antworten-bescha\u0308ftigte_2019.csv", "BESCH", ""),  # as a Macintosh writes it
        ("antworten_BESCH.csv", "BESCH", ""),
        ("Kundenbefragung 2019 Antworten.xlsx", "KUND", ""),
        ("Mitarbeiterbefragung_T-A.csv", "BESCH", "T-A"),
        ("antworten_kunden_buergeramt_mitte.csv", "KUND", "T-B"),
        ("antworten_kund_besch.csv", "", ""),
        ("antworten_urkunden.csv", "", ""),
        ("antworten_T-A_T-B.csv", "", ""),
    ],
)
def test_a_file_name_names_group_and_office_as_whole_words(file: str, audience: str, office: str) -> None:
    offices = Offices({"T-A": ("Amt A", "A1"), "T-B": ("Bürgeramt Mitte", "BA")})
    said = said_by(Report(file, "imported"), Title(), offices)
    assert (said.audience, said.office_of_name) == (audience, office)


Import = Callable[..., FileReport]
WAVES = (
    "select wave_id, audience_code, office_id, item_id, value, answer_count from wave_answers order by all"
)


def wave(audience: str, office: str = "A", wave_id: str = "W1") -> Row:
    return good("survey_waves", welle_id=wave_id, zielgruppe=audience, dienststelle_id=office)


def answer(number: int, value: str = "4", wave_id: str = "W1", item: str = "SIC") -> Row:
    return good("answers", antwort_id=f"A{number}", welle_id=wave_id, wert=value, frage_id=item)


@pytest.fixture
def import_(folder: Path, tmp_path: Path) -> Import:
    """Import files in one go: `import_({"x.csv": rows}, above=(…))`; the offices A and B are there."""

    def several(files: dict[str, list[Row]], above: tuple[str, ...] = ()) -> list[FileReport]:
        for name, rows in files.items():
            (tmp_path / name).write_text(csv_text(rows, above=above), encoding="utf-8")
        return ingest.import_files([tmp_path / name for name in files])

    rows = [good("offices", dienststelle_id=one, name=f"Amt {one}", kurz=f"Amt {one}") for one in "AB"]
    several({"dienststellen.csv": rows})
    return several


def notes(report: FileReport) -> list[str]:
    return [note.key for note in report.notes]


def reasons(report: FileReport) -> list[str]:
    return [reject.reason for reject in report.rejects]


TWO_GROUPS = {
    "befragung_kund.csv": [wave("KUND")],
    "befragung_besch.csv": [wave("BESCH")],
    "antworten_kund.csv": [answer(1, "2"), answer(2, "2")],
    "antworten_besch.csv": [answer(1, "5"), answer(3, "4", item="MEL")],  # numbered as the other file
}
ATTRIBUTED = [
    ("W1", "BESCH", "A", "MEL", 4, 1),
    ("W1", "BESCH", "A", "SIC", 5, 1),
    ("W1", "KUND", "A", "SIC", 2, 2),
]


def test_one_identifier_of_two_groups_is_two_waves_in_any_order_of_import(
    folder: Path, import_: Import
) -> None:
    first, second, of_clients, of_staff = import_(TWO_GROUPS)
    assert (notes(first), notes(second)) == ([], ["note.waves_shared"])
    assert (notes(of_clients), of_clients.new) == (["note.waves_of_name"], 2)
    assert (notes(of_staff), of_staff.new) == (["note.waves_of_name", "note.answers_elsewhere"], 2)
    assert rows_of(folder, WAVES) == ATTRIBUTED
    held = warehouse(folder)
    ingest.rebuild()
    assert warehouse(folder) == held
    assert {report.outcome for report in import_(TWO_GROUPS)} == {"known"}
    ingest.undo(second.batch_id)
    assert rows_of(folder, WAVES) == ATTRIBUTED[2:]  # those of staff belong to no client
    names = list(TWO_GROUPS)
    (waiting,) = import_({names[3]: TWO_GROUPS[names[3]]})
    assert (waiting.outcome, [(wait.awaited, wait.count) for wait in waiting.waits]) == (
        "known",
        [("W1 (BESCH)", 2)],
    )
    import_({names[1]: TWO_GROUPS[names[1]]})
    assert rows_of(folder, WAVES) == ATTRIBUTED


def test_answers_of_a_group_whose_wave_is_not_there_yet_wait_for_it(folder: Path, import_: Import) -> None:
    names = list(TWO_GROUPS)
    import_({names[0]: TWO_GROUPS[names[0]]})
    (early,) = import_({names[3]: TWO_GROUPS[names[3]]})
    assert (early.outcome, early.new, early.waiting, early.adds_up) == ("imported", 0, 2, True)
    assert [(wait.table, wait.awaited, wait.count) for wait in early.waits] == [
        ("survey_waves", "W1 (BESCH)", 2)
    ]
    for name in (names[2], names[1]):
        (report,) = import_({name: TWO_GROUPS[name]})
        assert (report.outcome, report.rejected, report.waiting) == ("imported", 0, 0)
    assert notes(report) == ["note.waves_shared", "note.others_come_in"]
    assert rows_of(folder, WAVES) == ATTRIBUTED


def test_answers_that_may_belong_to_two_waves_are_rejected_until_the_file_says_which(
    folder: Path, import_: Import
) -> None:
    rows = [wave("KUND"), wave("BESCH"), wave("KUND", wave_id="W2")]
    mixed = [answer(1), answer(2, wave_id="W2")]
    _, report = import_({"befragung.csv": rows, "antworten.csv": mixed})
    assert (report.new, report.rejected, report.adds_up) == (1, 1, True)
    (reject,) = report.rejects
    assert (reject.row, reject.reason) == (2, "reason.unknown_which_wave")
    assert reject.expected == "BESCH – Amt A (A); KUND – Amt A (A)"
    (report,) = import_({"antworten.csv": [answer(1)]}, above=("Zielgruppe: Beschäftigte",))
    assert (report.new, notes(report)) == (1, ["note.waves_of_title"])
    assert [row[:3] for row in rows_of(folder, WAVES)] == [("W1", "BESCH", "A"), ("W2", "KUND", "A")]
    held = warehouse(folder)
    ingest.rebuild()
    assert warehouse(folder) == held


def test_an_identifier_of_two_offices_is_two_waves(folder: Path, import_: Import) -> None:
    reports = import_(
        {
            "befragung.csv": [wave("KUND", "A"), wave("KUND", "B")],
            "antworten_Amt_A.csv": [answer(1, "1")],
            "antworten.csv": [answer(2, "2")],
        }
    )
    assert reports[0].new == 2
    assert (reports[1].new, reports[2].new, reasons(reports[2])) == (1, 0, ["reason.unknown_which_wave"])
    (report,) = import_({"antworten.csv": [answer(2, "2")]}, above=("Dienststelle: B",))
    assert report.new == 1
    assert rows_of(folder, WAVES) == [("W1", "KUND", "A", "SIC", 1, 1), ("W1", "KUND", "B", "SIC", 2, 1)]


def test_what_only_staff_are_asked_belongs_to_no_client(import_: Import) -> None:
    _, report = import_(
        {"befragung.csv": [wave("KUND")], "antworten.csv": [answer(1), answer(2, item="MEL")]}
    )
    assert (report.new, reasons(report)) == (1, ["rule.staff_item"])


def test_a_wave_alone_needs_no_word_about_its_group(import_: Import) -> None:
    reports = import_({"befragung.csv": [wave("BESCH")], "antworten_2019.csv": [answer(1)]})
    assert [(report.new, notes(report)) for report in reports] == [(1, []), (1, [])]
