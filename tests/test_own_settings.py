"""What a city may call, count and ask otherwise: levels of severity, questions, its word for an office, its logo."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import csv_text, good
from PIL import Image

from einlass import cli, config, ingest
from einlass.city import City, OfficeWord, read
from einlass.errors import SettingsRefused
from einlass.topics.incidents import reports
from einlass.warehouse import current_version
from einlass.words import Words, words_for
from einlass.words.nouns import with_word

DE = words_for("de")
Said = pytest.CaptureFixture[str]
Write = Callable[[str], Path]

COLOGNE = """
[[severity]]
code = "2"
level = 2
name_de = "Bedrohung, Schaden"
name_en = "Threat, damage"
[[severity]]
code = "2"
level = 1
kinds = ["SAB"]
[[severity]]
code = "3"
level = 3
"""
LIGHT = """
[[survey_item]]
code = "LIC"
audience = "clients"
name_de = "Licht"
name_en = "Light"
wording_de = "Es ist hell **genug** {count}."
wording_en = "It is bright."
"""


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes the settings into a data folder of this test, which is served; as a new start reads them."""

    def write(text: str) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / config.CITY_FILE
        path.write_text(text, encoding="utf-8")
        config._city.cache_clear()
        config._file_of.cache_clear()
        config.look_anew()
        return path

    return write


def settings(path: Path) -> City:
    return read(path, config.SETTINGS, config.LANGUAGES)


def faults(path: Path) -> list[str]:
    with pytest.raises(SettingsRefused) as caught:
        settings(path)
    return DE.faults(caught.value)


def incidents(tmp_path: Path, *rows: dict[str, str]) -> list[Path]:
    made = []
    told = [good("incidents", vorfall_id=f"V{number}", **row) for number, row in enumerate(rows)]
    for name, content in {"offices": [good("offices")], "incidents": told}.items():
        made.append(tmp_path / f"{name}.csv")
        made[-1].write_text(csv_text(content), encoding="utf-8")
    return made


def levels() -> list[tuple[str, int]]:
    return sorted(("|".join(one.kinds), one.level) for one in reports(current_version()))


# --- Levels of severity ---------------------------------------------------------------------------------

ROWS = (
    {"aachen_stufe": "2", "art": "SAB"},
    {"aachen_stufe": "2,0", "art": "BDW"},
    {"aachen_stufe": "2", "art": "BDW|SAB"},
    {"aachen_stufe": "3", "art": "KOE"},
)


def test_damage_may_stand_on_another_level_than_in_the_model(write: Write, tmp_path: Path) -> None:
    write(COLOGNE)
    [offices, told] = ingest.import_files(incidents(tmp_path, *ROWS), accept=["all"])
    assert (offices.outcome, told.outcome, told.rejected) == ("imported", "imported", 0)
    assert levels() == [("BDW", 2), ("BDW|SAB", 2), ("KOE", 3), ("SAB", 1)]


def test_a_level_that_is_not_mapped_is_refused_with_those_that_are(write: Write, tmp_path: Path) -> None:
    write(COLOGNE)
    [_, told] = ingest.import_files(incidents(tmp_path, *ROWS, {"aachen_stufe": "1"}), accept=["all"])
    [reject] = told.rejects
    assert (reject.column, reject.value, reject.reason) == ("aachen_stufe", "1", "reason.level")
    assert reject.expected == "2, 3"
    assert "severity" in DE(reject.reason)


def test_another_mapping_asks_for_a_rebuild_which_gives_what_it_would_have_given(
    write: Write, tmp_path: Path, capsys: Said
) -> None:
    write("# nichts eigenes\n")
    ingest.import_files(incidents(tmp_path, *ROWS), accept=["all"])
    assert levels() == [("BDW", 2), ("BDW|SAB", 2), ("KOE", 3), ("SAB", 2)]
    assert ingest.check().is_whole
    write(COLOGNE)
    assert cli.main(["check"]) == 1
    assert "mit einer anderen Zuordnung der Stufen" in capsys.readouterr().out
    assert cli.main(["rebuild"]) == 0
    assert ingest.check().is_whole
    assert levels() == [("BDW", 2), ("BDW|SAB", 2), ("KOE", 3), ("SAB", 1)]


def test_after_another_mapping_an_import_judges_the_older_rows_anew(write: Write, tmp_path: Path) -> None:
    write("# nichts eigenes\n")
    ingest.import_files(incidents(tmp_path, *ROWS), accept=["all"])
    write(COLOGNE)
    more = tmp_path / "more.csv"
    more.write_text(csv_text([good("offices", dienststelle_id="D2", kurz="Zwei")]), encoding="utf-8")
    ingest.import_files([more], accept=["all"])
    assert levels() == [("BDW", 2), ("BDW|SAB", 2), ("KOE", 3), ("SAB", 1)]
    write(COLOGNE.replace('code = "3"', 'code = "4"'))
    assert cli.main(["rebuild"]) == 0
    assert levels() == [("BDW", 2), ("BDW|SAB", 2), ("SAB", 1)]


def test_a_level_that_is_not_recorded_is_said_so_and_is_no_zero(write: Write) -> None:
    city = settings(write(COLOGNE.replace('\nlevel = 1\nkinds = ["SAB"]', '\nlevel = 3\nkinds = ["SAB"]')))
    w = Words("de", city)
    assert w("incidents.level.1") == "1: erfasst diese Stadt nicht"
    assert w("incidents.level.2") == "2 Bedrohung, Schaden"
    assert w("indicator.reported_incidents.definition").endswith("nur Vorfälle ab Stufe 2 gemeldet.")
    own = Words("de", settings(write(COLOGNE)))
    assert own("incidents.level.1") == "2 (Sachbeschädigung)"
    assert DE("incidents.level.1") == "1 Worte, Schaden"


# --- Questions ------------------------------------------------------------------------------------------


def test_a_question_that_nobody_named_is_refused_with_those_that_are_known(
    write: Write, tmp_path: Path
) -> None:
    write(LIGHT)
    answers = [
        good("answers", antwort_id="A1", frage_id="LIC"),
        good("answers", antwort_id="A2", frage_id="XYZ"),
    ]
    made = []
    for name, rows in {
        "offices": [good("offices")],
        "survey_waves": [good("survey_waves")],
        "answers": answers,
    }.items():
        made.append(tmp_path / f"{name}.csv")
        made[-1].write_text(csv_text(rows), encoding="utf-8")
    *_, told = ingest.import_files(made, accept=["all"])
    [reject] = told.rejects
    assert (told.new, reject.value, reject.reason) == (1, "XYZ", "reason.item")
    assert reject.expected == "SIC, STI, AKZ, WAR, DIS, MEL, LIC"


def test_what_a_question_says_is_text_and_nothing_else(write: Write) -> None:
    w = Words("de", settings(write(LIGHT)))
    assert "hell **genug** {count}." in w("indicator.own_lic_clients.definition")


# --- The word for an office -----------------------------------------------------------------------------

AMT = OfficeWord("de", "Amt", "Ämter", "n")
STANDORT = OfficeWord("de", "Standort", "Standorte", "m")
FILIALE = OfficeWord("de", "Filiale", "Filialen", "f")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("an der Dienststelle {x}", "am Amt {x}|am Standort {x}|an der Filiale {x}"),
        ("Jede Dienststelle wird", "Jedes Amt wird|Jeder Standort wird|Jede Filiale wird"),
        ("Reihe jeder Dienststelle", "Reihe jedes Amts|Reihe jedes Standorts|Reihe jeder Filiale"),
        ("an nur einer Dienststelle", "an nur einem Amt|an nur einem Standort|an nur einer Filiale"),
        ("auf die Dienststelle", "auf das Amt|auf den Standort|auf die Filiale"),
        (
            "Eine einzelne Dienststelle",
            "Ein einzelnes Amt|Ein einzelner Standort|Eine einzelne Filiale",
        ),
        ("einer Dienststelle fehlen", "einem Amt fehlen|einem Standort fehlen|einer Filiale fehlen"),
        (
            "jede Vergleichsdienststelle",
            "jedes Vergleichsamt|jeder Vergleichsstandort|jede Vergleichsfiliale",
        ),
        ("an den {n} Dienststellen", "an den {n} Ämtern|an den {n} Standorten|an den {n} Filialen"),
        ("aller Dienststellen", "aller Ämter|aller Standorte|aller Filialen"),
        ("für alle Dienststellen", "für alle Ämter|für alle Standorte|für alle Filialen"),
        ("{count} Dienststellen", "{count} Ämter|{count} Standorte|{count} Filialen"),
        ("dienststelle_id", "dienststelle_id|dienststelle_id|dienststelle_id"),
        ("Der Export der Dienststellen", "|".join(["Der Export der Dienststellen"] * 3)),
    ],
)
def test_articles_and_endings_follow_the_word(said: str, expected: str) -> None:
    assert [with_word(said, one) for one in (AMT, STANDORT, FILIALE)] == expected.split("|")


def test_an_english_word_takes_its_article_along() -> None:
    site, agency = OfficeWord("en", "site", "sites"), OfficeWord("en", "agency", "agencies")
    assert with_word("At an office without {office}", site) == "At a site without {office}"
    assert with_word("Each office; all offices", agency) == "Each agency; all agencies"


def test_without_a_word_of_its_own_every_text_stays_as_it_is(write: Write) -> None:
    usual = OfficeWord("de", "Dienststelle", "Dienststellen", "f")
    for message in ("place.at_one", "place.at_many", "measure.dates.at", "coverage.offices.missing"):
        if DE.has(message):
            text = DE._texts.gettext(message)
            assert with_word(text, usual) == text


# --- The logo -------------------------------------------------------------------------------------------


def svg(inside: str = "", attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" {attributes}>{inside}</svg>'.encode()


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", png(), ""),
        ("a.svg", svg('<rect width="9" height="9" fill="url(#g)"/>'), ""),
        ("a.svg", svg("<script>alert(1)</script>"), "mehr ist als eine Zeichnung"),
        ("a.svg", svg("", 'onload="alert(1)"'), "mehr ist als eine Zeichnung"),
        ("a.svg", svg('<image href="https://else.example/x.png"/>'), "mehr ist als eine Zeichnung"),
        ("a.svg", svg('<use href="https://else.example/x.svg#a"/>'), "mehr ist als eine Zeichnung"),
        ("a.svg", svg("<style>rect{fill:url(https://else.example)}</style>"), "mehr ist als eine Zeichnung"),
        ("a.svg", svg("<foreignObject><b/></foreignObject>"), "mehr ist als eine Zeichnung"),
        ("a.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg(), "mehr ist als eine Zeichnung"),
        ("a.svg", svg()[:-3], "mehr ist als eine Zeichnung"),
        ("a.png", png()[:40], "weder PNG noch SVG"),
        ("a.png", svg(), "weder PNG noch SVG"),
        ("a.gif", b"GIF89a", "weder PNG noch SVG"),
        ("a.png", png() + b"0" * 600_000, "mehr als 512 KB"),
        ("", b"", "nicht öffnen"),
    ],
)
def test_a_logo_is_a_picture_that_can_neither_run_nor_fetch(
    write: Write, folder: Path, name: str, content: bytes, said: str
) -> None:
    path = write('logo = "a.png"' if not name else f'logo = "{name}"')
    if name:
        (folder / name).write_bytes(content)
    if not said:
        assert settings(path).logo == folder / name
        return
    [fault] = faults(path)
    assert said in fault and fault.startswith("stadt.toml, Zeile 1: ")


# --- Faults ---------------------------------------------------------------------------------------------


def test_all_faults_of_all_sections_come_at_once(write: Write) -> None:
    told = faults(
        write(
            '[[severity]]\ncode = "2"\nlevel = 4\n[[severity]]\ncode = "2"\nlevel = 1\nkinds = ["ABC"]\n'
            '[[severity]]\ncode = "3"\nlevel = 2\n[[severity]]\ncode = "3"\nlevel = 3\n'
            '[[survey_item]]\ncode = "SIC"\naudience = "all"\n'
            '[[office_word]]\nlanguage = "de"\nsingular = "Amt"\nplural = "Ämter"\n'
        )
    )
    lines = [int(one.split("Zeile ")[1].split(":")[0]) for one in told]
    assert lines == sorted(lines)
    text = "\n".join(told)
    for part in (
        "von 0 bis 3",
        "BEL, BDW",
        "„3“ steht schon",
        "SIC, STI",
        "clients, staff",
        "„gender“",
        "„wording_en“",
    ):
        assert part in text, part
