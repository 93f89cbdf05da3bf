"""The data page in a real browser: files in, preview, decision, undo, both languages, keyboard only."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from test_questions import doubtful, earlier

from browser.conftest import Open, Visit, choose, serve
from einlass import audit, ingest
from einlass.words import words_for

HEADER = "datum;dienststelle_id;besucher;zaehlart"
OFFICES = "dienststelle_id;name;kurz;standort;gruppe;oeffnung\nA1;Amt Eins;Amt Eins;;SONST;Mo-Fr\n"
GOOD = f"{HEADER}\n04.03.2024;A1;100;ZAEHL\n05.03.2024;A1;110;ZAEHL\n"
CHANGED = f"{HEADER}\n04.03.2024;A1;90;ZAEHL\n05.03.2024;A1;110;ZAEHL\n06.03.2024;A1;120;ZAEHL\n"
DOUBTFUL = f"Besuche im Amt\n{HEADER};bearbeiter\n07.03.2024;A1;130;ZAEHL;x\n08.03.2024;A1;viele;ZAEHL;x\n"
HOPELESS = "<!DOCTYPE html><html><body>504 Gateway Time-out</body></html>"

Upload = Callable[..., None]


@pytest.fixture(scope="module")
def empty_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The app on a folder that these tests fill and empty: its address and the folder."""
    base = tmp_path_factory.mktemp("own")
    with serve(base / "data", base / "app.log") as address:
        yield address, base / "data"


@pytest.fixture
def own(empty_app: tuple[str, Path], visit: Open) -> Iterator[Callable[..., Visit]]:
    """Opens the data page of an app into which nothing was imported yet."""
    address, folder = empty_app
    shutil.rmtree(folder, ignore_errors=True)
    yield lambda **how: visit("/data", address=address, **how)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """Chooses files (name → text) and has them checked."""

    def upload_(opened: Visit, lang: str = "de", **files: str) -> None:
        paths = [tmp_path / f"{name}.csv" for name in files]
        for path, text in zip(paths, files.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        opened.page.locator('input[type="file"]').set_input_files(paths)
        button(opened, words_for(lang).plural("data.check", len(files))).click()
        title = words_for(lang).plural("data.preview", len(files))
        expect(opened.page.get_by_role("heading", name=title)).to_be_visible()
        opened.ready()

    return upload_


def button(opened: Visit, name: str) -> Locator:
    return opened.page.get_by_role("button", name=name, exact=True)


def take_over(opened: Visit, lang: str = "de") -> None:
    opened.page.locator(".st-key-data-confirm button").click()
    expect(notice(opened)).to_contain_text(words_for(lang)("data.confirmed"))
    opened.ready()


def notice(opened: Visit) -> Locator:
    return opened.page.get_by_role("status").first


def done(folder: Path) -> list[tuple[str, object]]:
    """What the audit log says that somebody did."""
    return [(one.event, one.details) for one in audit.newest(folder, 99)]


def manifest_of(folder: Path) -> list[dict[str, str]]:
    """What the newest version of the data consists of."""
    newest = max(folder.glob("versions/*/manifest.json"))
    found: list[dict[str, str]] = json.loads(newest.read_text("utf-8"))
    return found


def text_of(opened: Visit) -> str:
    return opened.page.locator('[data-testid="stMain"]').inner_text()


def history(opened: Visit, lang: str = "de") -> list[list[str]]:
    table = opened.page.get_by_role("region", name=words_for(lang)("data.history"))
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def data_line_of_the_overview(opened: Visit) -> str:
    opened.page.get_by_role("link", name=words_for("de")("menu.overview"), exact=True).click()
    expect(opened.page.get_by_role("heading", name=words_for("de")("page.overview.title"))).to_be_visible()
    opened.ready()
    return opened.page.locator(".em-data-line").inner_text()


def test_the_first_upload_needs_no_data_and_the_other_pages_show_it(
    own: Callable[..., Visit], upload: Upload
) -> None:
    opened = own()
    expect(opened.page.get_by_text("Es ist noch nichts importiert")).to_be_visible()
    opened.page.get_by_label(words_for("de")("data.user")).fill("KL")
    upload(opened, dienststellen=OFFICES, besuche=GOOD)
    text = text_of(opened)
    assert "2 Dateien, 3 neue Zeilen." in text
    assert "2 Datenzeilen = 2 neu." in text
    assert "04.03.2024 – 05.03.2024" in text
    assert "Noch ist nichts importiert" in text
    assert opened.grave_violations() == []
    take_over(opened)
    rows = history(opened)
    assert {row[0] for row in rows} == {"besuche.csv", "dienststellen.csv"}
    assert {row[6] for row in rows} == {"KL"}
    assert {row[8] for row in rows} == {"gilt"}
    row = opened.page.get_by_role("row", name=re.compile("^Besuchszählung")).first.inner_text()
    assert "05.03.2024" in row
    assert "überfällig" in row
    assert data_line_of_the_overview(opened).startswith("2 Exporte: 3 Zeilen angenommen")
    expect(opened.page.get_by_text(words_for("de")("overview.empty.title"))).to_be_visible()
    assert opened.errors == []


def test_a_newer_file_says_what_it_changes_and_can_be_taken_back(
    own: Callable[..., Visit], upload: Upload, empty_app: tuple[str, Path]
) -> None:
    opened = own()
    upload(opened, dienststellen=OFFICES, besuche=GOOD)
    take_over(opened)
    upload(opened, neuer=CHANGED)
    text = text_of(opened)
    assert "3 Datenzeilen = 1 neu + 1 geändert + 1 unverändert" in text
    assert "Geändert wird in: besucher (1)." in text
    opened.page.get_by_text(words_for("de")("data.verdicts"), exact=True).click()
    expect(opened.page.get_by_text(words_for("de")("data.verdicts.none"))).to_be_visible()
    take_over(opened)
    assert history(opened)[0][0] == "neuer.csv"
    choose(opened, words_for("de")("data.undo.label"), "neuer.csv")
    button(opened, words_for("de")("data.undo.ask")).click()
    expect(notice(opened)).to_contain_text("neuer.csv wirklich zurücknehmen?")
    opened.ready()
    button(opened, words_for("de")("data.undo.no")).click()
    opened.ready()
    button(opened, words_for("de")("data.undo.ask")).click()
    opened.ready()
    button(opened, words_for("de")("data.undo.yes")).click()
    expect(notice(opened)).to_contain_text("neuer.csv ist zurückgenommen")
    opened.ready()
    assert "rückgängig gemacht am" in history(opened)[0][8]
    assert data_line_of_the_overview(opened).startswith("2 Exporte: 3 Zeilen angenommen")
    folder = empty_app[1]
    (taken_back,) = (one["undoes"] for one in manifest_of(folder) if "undoes" in one)
    assert [told for event, told in done(folder) if event in ("import", "undo")] == [
        {"files": 2},
        {"files": 1},
        {"batch": taken_back, "data_version": 3},
    ]
    assert opened.errors == []


def test_doubtful_and_hopeless_files_say_why_and_discarding_changes_nothing(
    own: Callable[..., Visit], upload: Upload
) -> None:
    opened = own()
    upload(opened, dienststellen=OFFICES, zweifel=DOUBTFUL, fehler=HOPELESS)
    text = text_of(opened)
    assert "Nicht vorgesehene Spalten, weggelassen: bearbeiter." in text
    assert "Diese Datei wird nicht importiert" in text
    rejected = opened.page.get_by_role("region", name="Eine Zeile wird abgelehnt").locator("tbody tr")
    assert rejected.count() == 1
    assert rejected.locator("th, td").all_inner_texts()[:4] == [
        "4",
        "besucher",
        "viele",
        "Das ist keine ganze Zahl",
    ]
    with opened.page.expect_download() as download:
        button(opened, words_for("de")("data.rejects.download")).click()
    assert download.value.suggested_filename == "zweifel-abgelehnt.csv"
    content = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert "viele" in rows[1]
    assert "x" not in rows[1]
    assert opened.grave_violations() == []
    button(opened, words_for("de")("data.discard")).click()
    expect(notice(opened)).to_contain_text("Nichts wurde importiert.")
    opened.ready()
    assert history(opened) == []
    expect(opened.page.get_by_text("Es ist noch nichts importiert")).to_be_visible()
    assert opened.errors == []


def test_a_doubtful_file_may_be_taken_over_and_its_rejected_rows_fetched_later(
    own: Callable[..., Visit], upload: Upload
) -> None:
    opened = own(lang="en")
    upload(opened, "en", offices=OFFICES, doubtful=DOUBTFUL)
    text = text_of(opened)
    assert "recognised as “visitor counts”" in text
    assert not re.search(r"\b(Zeilen|Datei|wird|nicht|abgelehnt)\b", text)
    take_over(opened, "en")
    assert [row[3] for row in history(opened, "en")].count("1") == 1
    choose(opened, words_for("en")("data.rejects.earlier"), "doubtful.csv")
    with opened.page.expect_download() as download:
        button(opened, words_for("en")("data.rejects.download")).click()
    assert download.value.suggested_filename == "doubtful-rejected.csv"
    assert opened.errors == []


def test_rows_that_are_gone_are_taken_out_when_that_is_ticked(
    own: Callable[..., Visit], upload: Upload
) -> None:
    opened, w = own(), words_for("de")
    period = "Berichtszeitraum: 04.03.2024 bis 05.03.2024\n"
    upload(opened, dienststellen=OFFICES, alt=period + GOOD)
    take_over(opened)
    upload(opened, neu=period + GOOD.rpartition("05.03.2024")[0])
    expect(opened.page.locator(".em-notes")).to_contain_text("fehlt in diesem vollständigen Export")
    opened.page.get_by_role("checkbox").first.focus()
    opened.page.keyboard.press("Space")
    opened.ready()
    take_over(opened)
    counts = opened.page.get_by_role("region", name=w("data.exports")).get_by_role(
        "row", name="Besuchszählung"
    )
    assert counts.locator("td").all_inner_texts()[2:] == ["2", "1", "0", "0", "1"]
    assert opened.errors == []


def test_a_provider_that_names_columns_differently_is_remembered(
    own: Callable[..., Visit], upload: Upload, empty_app: tuple[str, Path]
) -> None:
    opened, w = own(), words_for("de")
    foreign = GOOD.replace("besucher", "Laufkundschaft")
    upload(opened, dienststellen=OFFICES, fremd=foreign)
    opened.page.get_by_text(w("data.spelling", file="fremd.csv")).click()
    opened.page.get_by_label(w("data.spelling.provider")).fill("Zählfirma")
    opened.page.get_by_label(w("data.spelling.column", header="besucher")).fill("Laufkundschaft")
    button(opened, w("data.spelling.remember")).click()
    expect(notice(opened)).to_contain_text(w("data.spelling.done"))
    opened.ready()
    expect(opened.page.locator(".em-notes").last).to_contain_text("2 neu")
    assert ("spelling", {"columns": 1}) in done(empty_app[1])
    assert opened.errors == []


def test_a_file_can_be_left_out_and_the_others_taken_over(own: Callable[..., Visit], upload: Upload) -> None:
    opened, w = own(), words_for("de")
    upload(opened, dienststellen=OFFICES, besuche=GOOD, fehler=HOPELESS)
    expect(button(opened, w("data.leave_out", file="fehler.csv"))).to_have_count(0)
    button(opened, w("data.leave_out", file="besuche.csv")).click()
    expect(notice(opened)).to_contain_text(w("data.left_out.done", file="besuche.csv"))
    opened.ready()
    assert "1 Datei, 1 neue Zeile." in text_of(opened)
    button(opened, w("data.take_in", file="besuche.csv")).click()
    expect(notice(opened)).to_contain_text(w("data.taken_in", file="besuche.csv"))
    opened.ready()
    assert "2 Dateien, 3 neue Zeilen." in text_of(opened)
    button(opened, w("data.leave_out", file="besuche.csv")).click()
    expect(notice(opened)).to_contain_text(w("data.left_out.done", file="besuche.csv"))
    opened.ready()
    assert opened.grave_violations() == []
    take_over(opened)
    assert [row[0] for row in history(opened)] == ["dienststellen.csv"]
    assert opened.errors == []


def test_a_preview_survives_another_language_a_reload_and_another_page(
    own: Callable[..., Visit], upload: Upload
) -> None:
    opened, en = own(), words_for("en")
    upload(opened, dienststellen=OFFICES, besuche=GOOD)
    opened.page.get_by_role("link", name="English").click()
    expect(opened.page.get_by_role("heading", name=en.plural("data.preview", 2))).to_be_visible()
    opened.page.reload()
    expect(opened.page.get_by_role("heading", name=en.plural("data.preview", 2))).to_be_visible()
    opened.ready()
    opened.page.get_by_role("link", name=en("menu.method"), exact=True).click()
    expect(opened.page.get_by_role("heading", name=en.plural("data.preview", 2))).to_have_count(0)
    opened.page.get_by_role("link", name=en("menu.data"), exact=True).click()
    expect(opened.page.get_by_role("heading", name=en.plural("data.preview", 2))).to_be_visible()
    opened.ready()
    address = opened.page.url
    take_over(opened, "en")
    assert "preview=" not in opened.page.url
    for gone in (address, re.sub("preview=.*", "preview=strange", address)):
        opened.page.goto(gone)
        expect(notice(opened)).to_contain_text(en("data.preview.gone"))
        expect(button(opened, en("data.upload.button"))).to_be_visible()
        opened.ready()
        assert "preview=" not in opened.page.url
    assert opened.errors == []


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1440, "dark"), (390, "dark")])
def test_a_preview_can_be_read_on_the_phone_and_in_the_dark(
    own: Callable[..., Visit], upload: Upload, width: int, theme: str
) -> None:
    opened = own(width=width, theme=theme)
    upload(opened, dienststellen=OFFICES, zweifel=DOUBTFUL, fehler=HOPELESS)
    assert opened.grave_violations() == []
    main = opened.page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    tables = opened.page.locator(".em-table").all()
    assert len(tables) > 1
    assert all(table.evaluate("table => table.scrollWidth <= table.clientWidth") for table in tables[:2])


def test_a_preview_that_is_out_of_date_is_built_again(own: Callable[..., Visit], upload: Upload) -> None:
    opened, other, w = own(), own(), words_for("de")
    upload(opened, dienststellen=OFFICES)
    upload(other, dienststellen=OFFICES, besuche=GOOD)
    take_over(other)
    opened.page.reload()
    expect(opened.page.get_by_text(w("data.outdated.text"))).to_be_visible()
    opened.ready()
    button(opened, w("data.build_again")).click()
    expect(opened.page.get_by_text(w("data.known"))).to_be_visible()
    assert opened.errors == []


def test_the_same_file_again_changes_nothing(own: Callable[..., Visit], upload: Upload) -> None:
    opened = own()
    upload(opened, dienststellen=OFFICES)
    take_over(opened)
    upload(opened, kopie=OFFICES)
    expect(opened.page.get_by_text("Genau diese Datei ist schon importiert.").first).to_be_visible()
    button(opened, words_for("de")("data.close")).click()
    expect(notice(opened)).to_contain_text(words_for("de")("data.discarded"))
    opened.ready()
    assert len(history(opened)) == 1


def test_everything_works_by_keyboard(own: Callable[..., Visit], tmp_path: Path) -> None:
    files = {"dienststellen.csv": OFFICES, "besuche.csv": f"{GOOD}Summe;;999;\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    opened, w = own(), words_for("de")
    page, keys = opened.page, opened.page.keyboard
    page.on("filechooser", lambda _: None)  # from now on the browser hands its dialog to the test

    def tab_to(target: Locator) -> None:
        expect(target).to_be_visible()
        opened.ready()
        for _ in range(60):
            keys.press("Tab")
            if target.and_(page.locator(":focus")).count():
                return
        pytest.fail(f"{target} cannot be reached with the Tab key")

    tab_to(button(opened, w("data.upload.button")))
    with page.expect_file_chooser() as chooser:
        keys.press("Enter")
    chooser.value.set_files([tmp_path / name for name in files])
    tab_to(button(opened, w.plural("data.check", 2)))
    keys.press("Enter")
    tab_to(page.get_by_role("checkbox", name=w("data.answer.control_total")))
    keys.press("Space")
    tab_to(button(opened, w.plural("data.confirm", 2)))
    keys.press("Enter")
    expect(notice(opened)).to_contain_text(w("data.confirmed"))
    tab_to(page.get_by_role("combobox", name=w("data.undo.label"), exact=True))
    first = page.get_by_role("option").first
    for _ in range(5):  # the page scrolls to what Tab has reached, and a list closes when the page moves
        keys.press("ArrowDown")
        page.wait_for_timeout(500)
        if first.is_visible():
            break
    expect(first).to_be_visible()
    keys.press("Enter")
    for name in ("data.undo.ask", "data.undo.yes"):
        tab_to(button(opened, w(name)))
        keys.press("Enter")
    expect(notice(opened)).to_contain_text(w("data.undo.done"))
    opened.ready()
    assert [row[8].split()[0] for row in history(opened)] == ["rückgängig", "gilt"]
    assert opened.errors == []


# --- On the sample data ---------------------------------------------------------------------------------


def test_sample_data_explain_that_real_data_need_their_own_folder(visit: Open, upload: Upload) -> None:
    opened = visit("/data")
    expect(opened.page.get_by_text("EINLASS_DATA")).to_be_visible()
    upload(opened, dienststellen=OFFICES)
    expect(opened.page.get_by_text("Bitte für echte Daten einen neuen Ordner wählen")).to_be_visible()
    button(opened, words_for("de")("data.close")).click()
    expect(notice(opened)).to_contain_text(words_for("de")("data.discarded"))
    opened.ready()


def test_a_doubtful_number_is_asked_about_and_cannot_be_taken_over_without_an_answer(
    visit: Open, upload: Upload
) -> None:
    opened, w = visit("/data"), words_for("de")
    upload(opened, zehnfach=f"{HEADER}\n18.03.2020;BSP-AUSL;9000;ZAEHL\n")
    expect(opened.page.get_by_text("Zehnfache")).to_be_visible()
    assert opened.grave_violations() == []
    opened.page.locator(".st-key-data-confirm button").click()
    expect(opened.page.get_by_role("status").last).to_contain_text(w("data.unanswered"))
    opened.ready()
    button(opened, w("data.discard")).click()
    expect(notice(opened)).to_contain_text(w("data.discarded"))


def test_the_calendar_follows_the_chosen_export_and_year(visit: Open) -> None:
    opened = visit("/data?export=visits&year=2019")
    calendars = opened.page.locator(".em-calendars img")
    assert calendars.count() == 18  # nine offices, two halves of the year
    assert "Kalender Jugendamt" in (calendars.nth(4).get_attribute("alt") or "")
    table = opened.page.get_by_role("region", name=words_for("de")("data.odd"))
    expect(table).to_contain_text("keine Zeile für diesen Tag")
    choose(opened, words_for("de")("data.coverage.export"), "Dienstplan")
    expect(opened.page).to_have_url(re.compile("export=shifts"))
    opened.ready()
    assert calendars.count() < 18


def test_every_export_has_a_template(visit: Open) -> None:
    opened = visit("/data")
    with opened.page.expect_download() as download:
        opened.page.locator(".st-key-templates").get_by_role("button", name="Besuchszählung").click()
    assert download.value.suggested_filename == "besuche.csv"
    assert opened.page.locator(".st-key-templates button").count() == 10


def test_the_field_for_files_speaks_the_language_of_the_page(visit: Open, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(GOOD)
    for lang in ("de", "en"):
        w = words_for(lang)
        opened = visit("/data", lang=lang)
        expect(button(opened, w("data.upload.button"))).to_be_visible()
        opened.page.locator('input[type="file"]').set_input_files(path)
        expect(button(opened, f"{w('data.upload.remove')} x.csv")).to_be_visible()
        expect(button(opened, w("data.upload.more"))).to_be_visible()


# --- Every question -------------------------------------------------------------------------------------


def test_every_question_of_the_reader_is_answered_in_the_page(
    empty_app: tuple[str, Path], own: Callable[..., Visit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One upload of a file for each kind of question; each is answered, and all files are taken over."""
    monkeypatch.setenv("EINLASS_DATA", str(empty_app[1]))
    for name, text in earlier().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    reports = ingest.import_files([tmp_path / name for name in earlier()], accept=["all"])
    assert {report.outcome for report in reports} == {"imported"}
    (tmp_path / "new").mkdir()
    paths = [tmp_path / "new" / name for name in doubtful()]
    for path, content in zip(paths, doubtful().values(), strict=True):
        path.write_bytes(content)
    opened, w = own(), words_for("de")
    opened.page.locator('input[type="file"]').set_input_files(paths)
    button(opened, w.plural("data.check", len(paths))).click()
    expect(opened.page.get_by_role("heading", name=w.plural("data.preview", len(paths)))).to_be_visible()
    opened.ready()
    boxes = opened.page.locator('[class*="st-key-data-question"] input[type="checkbox"]')
    assert boxes.count() > len(paths)
    for number in range(boxes.count()):
        boxes.nth(number).focus()
        opened.page.keyboard.press("Space")
        expect(boxes.nth(number)).to_be_checked()
    opened.ready()
    take_over(opened)
    assert {one.file for one in ingest.history()[: len(paths)]} == {path.name for path in paths}
    assert len(ingest.history()) == len(earlier()) + len(paths)
    assert [error for error in opened.errors if not is_of_lapsed_download(error)] == []


def is_of_lapsed_download(error: str) -> bool:
    """The check that a download button makes of its own address, which a new run of the page has replaced."""
    return bool(re.search(r"/media/[0-9a-f]+\.csv", error)) and "404" in error
