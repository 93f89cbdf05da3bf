"""What a reader sees and can do on the pages, on the sample data and where there is hardly any."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from python_calamine import CalamineWorkbook
from test_paper import squeezed, tags, texts

from browser.conftest import Open, Visit, choose, serve
from browser.test_walk import words_of
from einlass import config
from einlass.ui.menu import PAGES


def test_incidents_show_two_counts_and_no_percentage(visit: Open) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=reported_incidents")
    box = opened.page.locator(".em-lead")
    verdict = opened.page.locator("h1").inner_text()
    assert re.search("noch nicht zu sagen|zu wenige Daten|keine große Änderung", verdict)
    counts = re.findall(r"(\d+) gemeldeter? Vorf(?:all|älle) bei ([\d\u202f]+) Besuchen", box.inner_text())
    assert len(counts) == 2
    assert "%" not in box.inner_text()
    assert "%" not in opened.page.locator("h1").inner_text()


def test_the_answer_says_what_fits_and_what_it_would_take(visit: Open) -> None:
    page = visit("/comparison?measure=BSP-M1&indicator=reported_incidents").page
    assert re.search(r"\d[,.]\d", page.locator(".em-lead").inner_text())  # the compatible range
    hint = page.locator(".em-sub").filter(has_text="95-%-Bereich").first.inner_text()
    assert re.search("Wochen|je Zeitraum", hint)
    assert "Wahrscheinlichkeit" not in page.locator("body").inner_text()


def test_the_interval_and_the_same_question_asked_otherwise_are_drawn(visit: Open) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=reported_incidents")
    names = [chart.get_attribute("aria-label") for chart in opened.page.locator(".em-chart-plot").all()]
    assert len(names) == len(set(names)) == 2
    assert names[0].startswith("Wie groß ist der Unterschied?")
    assert "*" not in "".join(names)
    table = opened.page.get_by_role("region", name="Hält das Ergebnis stand?")
    row = table.locator("tbody tr").filter(has_text="Jugendamt")
    assert re.search(r"\d,\d \(\d,\d bis \d,\d\)", row.inner_text())
    assert row.locator("img").count() == 1


def test_guard_rails_are_shown_with_their_numbers(visit: Open) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=reported_incidents")
    text = words_of(opened)
    disturbing = text[text.index("Was den Vergleich einschränkt") :]
    assert "31.03.2020" in disturbing  # the decision date: this is an earlier look
    assert re.search(r"Zwischenstand: Die Daten enden \d+ Tage vor dem Stichtag", disturbing)
    assert "Stufe 2 von 5" in disturbing
    assert disturbing.count("Deshalb höchstens „Anzeichen“.") == 1
    opened.page.get_by_text("weitere Prüfungen ohne Einfluss auf das Urteil").click()
    expect(opened.page.get_by_text(re.compile(r"Auslöser: 4 Wochen"))).to_be_visible()


def test_the_numbers_can_be_computed_again(visit: Open, tmp_path: Path) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=reported_incidents")
    opened.page.get_by_text("Rechnen Sie nach").click()
    for label, name in (
        ("Wochenreihe (CSV)", "series.csv"),
        ("Programm für Python", "fit.py"),
        ("Programm für R", "fit.R"),
    ):
        with opened.page.expect_download() as download:
            opened.page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "fit.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    ratio = float(done.stdout.split()[1])
    shown = f"{ratio:.2f}".replace(".", ",")
    assert shown in words_of(opened)
    assert (tmp_path / "fit.R").read_text("utf-8").startswith("# ")


def test_the_city_comes_first_and_its_offices_below(visit: Open) -> None:
    opened = visit("/")
    table = opened.page.get_by_role("table", name="Gemeldete Vorfälle an den Dienststellen mit Maßnahmen")
    rows = table.locator("tbody tr").all_inner_texts()
    assert len(rows) == 7  # with consequences, all reports, then five offices
    assert rows[0].startswith("Gemeldete Vorfälle mit Folgen")
    assert not [row for row in rows if "klar" in row.lower()]


def test_feeling_safe_shows_its_rise_with_n(visit: Open) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=feels_safe_clients")
    expect(opened.page.locator("h1")).to_contain_text("klar mehr Zustimmung")
    box = opened.page.locator(".em-lead").inner_text().replace("\u202f", "")
    assert "„Ich fühle mich in diesem Dienstgebäude sicher“" in box
    shares = re.findall(r"(\d+) von (\d+) Antworten \((\d+)%\)", box)
    assert len(shares) == 2
    after, before = ([int(number) for number in share] for share in shares)
    assert after[0] / after[1] > before[0] / before[1]


def test_finds_are_not_compared_across_the_start_of_checks(visit: Open) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=reported_incidents")
    opened.page.get_by_label("Kennzahl").click()
    expect(opened.page.get_by_role("option").first).to_be_visible()
    assert not [text for text in opened.page.get_by_role("option").all_inner_texts() if "Fund" in text]
    opened.goto("/comparison?measure=BSP-M1&indicator=persons_with_find")
    expect(opened.page.locator("h1")).to_contain_text("vorher nicht erhoben")
    assert opened.page.locator(".js-plotly-plot").count() == 0


def test_a_choice_goes_into_the_address_and_the_other_language_shows_the_same(visit: Open) -> None:
    opened = visit("/comparison")
    choose(opened, "Kennzahl", "Geleistete Stunden des Sicherheitsdienstes je Woche")
    expect(opened.page).to_have_url(re.compile("indicator=guard_hours"))
    opened.ready()
    numbers = opened.page.locator(".em-table tbody td").all_inner_texts()
    opened.page.get_by_role("link", name="English", exact=True).click()
    expect(opened.page.locator("h1")).to_contain_text("Staffed guard hours")
    opened.ready()
    english = opened.page.locator(".em-table tbody td").all_inner_texts()
    assert [re.sub(r"\D", "", number) for number in english if number.isdecimal()] == [
        number for number in numbers if number.isdecimal()
    ]


def test_windows_can_be_moved_by_the_address(visit: Open) -> None:
    opened = visit("/comparison?before=2018-11-12..2019-01-31")
    table = opened.page.get_by_role("region", name="Die Zahlen des Vergleichs")
    expect(table).to_contain_text("12.11.2018 – 31.01.2019")


def test_the_table_stands_behind_a_switch(visit: Open) -> None:
    opened = visit("/trends?indicator=reported_incidents&offices=BSP-AUSL")
    assert opened.page.locator(".em-table").count() == 0
    opened.page.get_by_text("Als Tabelle zeigen").click()
    expect(opened.page.locator(".em-table tbody tr").first).to_be_visible()
    assert opened.page.locator(".em-table tbody tr").count() == 27  # months from January 2018 to March 2020
    expect(opened.page.locator(".em-table tbody tr").last).to_contain_text("noch unvollständig")
    assert opened.grave_violations() == []


INTERNAL, SAMPLE = "intern – nicht zur Veröffentlichung", "Beispieldaten – fiktiv"


def saved(opened: Visit, menu: Locator, kind: str, folder: Path) -> Path:
    """The file of a kind that a menu gives, under the name it is offered with."""
    menu.locator("summary").click()
    with opened.page.expect_download() as download:
        menu.locator(f"button[data-kind={kind}]").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("page", ["/comparison", "/trends"])
def test_every_file_carries_the_notice(visit: Open, tmp_path: Path, page: str) -> None:
    opened = visit(page)
    menus = opened.page.locator(".em-save").all()
    data = {saved(opened, menu, "data", tmp_path) for menu in menus}
    tables = {saved(opened, menu, "table", tmp_path) for menu in menus}
    assert len(data) == len(tables) == len(menus) >= 1
    for path in data:
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
        assert rows
        assert {row["notice"] for row in rows} == {f"{INTERNAL} · {SAMPLE}"}
    for path in tables:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert f"{INTERNAL} · {SAMPLE}" in path.read_text("utf-8-sig")
        assert path.name.startswith("einlassmonitor_")
        assert re.search(r"_stand-\d{4}-\d\d-\d\d$", path.stem)
        assert "auslaenderbehoerde" in path.stem


def test_a_finding_is_saved_as_five_kinds_that_say_the_same(visit: Open, tmp_path: Path) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=reported_incidents")
    menu = opened.page.locator(".em-save").nth(1)
    title = opened.page.locator(".em-chart-title").nth(1).inner_text()
    kinds = ("table", "xlsx", "svg", "wide", "pdf")
    table, book, drawing, picture, paper = (saved(opened, menu, kind, tmp_path) for kind in kinds)
    told = {
        "CSV": table.read_text("utf-8-sig"),
        "XLSX": " ".join(
            row[0] for row in CalamineWorkbook.from_path(book).get_sheet_by_name("Angaben").to_python()
        ),
        "SVG": " ".join(ElementTree.fromstring(drawing.read_bytes()).itertext()),
        "PDF": "".join(texts(paper.read_bytes())),
    }
    for kind, text in told.items():
        for wanted in (
            INTERNAL,
            SAMPLE,
            title,
            "20\u202f946 Besuchen",
            "Quasi-Poisson",
            "Stand: ",
            "measure=BSP-M1",
        ):
            assert squeezed(wanted) in squeezed(text), (kind, wanted)
    assert tags(paper.read_bytes())["Figure"] == 1
    assert "Vergleichszeitraum" in texts(paper.read_bytes())[0]  # stands in the chart, which the browser drew
    content = picture.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[place : place + 4]) for place in (16, 20))
    assert width == 1200 and height >= 628
    assert opened.errors == []


def test_the_menu_works_by_keyboard_and_stays_on_a_phone(visit: Open, tmp_path: Path) -> None:
    opened = visit("/staffing")
    opened.page.set_viewport_size({"width": 390, "height": 844})
    for menu in opened.page.locator(".em-save").all():
        button, details = menu.locator("summary"), menu.locator("details")
        button.focus()
        opened.page.keyboard.press("Enter")
        expect(details).to_have_attribute("open", "")
        box = menu.locator("details > div").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
        opened.page.keyboard.press("Tab")
        expect(menu.locator("button").first).to_be_focused()
        opened.page.keyboard.press("Escape")
        expect(button).to_be_focused()
        assert details.get_attribute("open") is None
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Tab")
    with opened.page.expect_download() as download:
        opened.page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")
    expect(button).to_be_focused()
    expect(menu.get_by_role("status")).to_have_text("Die Datei ist gespeichert.")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert opened.grave_violations() == []
    assert opened.errors == []


def test_a_file_that_cannot_be_made_is_said(visit: Open) -> None:
    opened = visit("/comparison")
    opened.page.route("**/files/**", lambda route: route.abort())
    menu = opened.page.locator(".em-save").first
    menu.locator("summary").click()
    menu.locator("button[data-kind=xlsx]").click()
    expect(menu.get_by_role("status")).to_have_text(re.compile("konnte nicht erstellt werden"))
    expect(menu.get_by_role("status")).to_be_visible()


def test_a_point_leads_to_the_reports_of_its_days(visit: Open) -> None:
    opened = visit("/comparison?lang=en")
    plot = opened.page.locator(".em-leads .em-chart-plot")
    expect(plot).to_have_count(1)
    plot.focus()
    for key in ("ArrowRight", "Enter"):
        opened.page.keyboard.press(key)
    of_the_first_week = re.compile(r"/incidents\?lang=en&offices=BSP-AUSL&period=2018-01-01\.\.2018-01-07$")
    expect(opened.page).to_have_url(of_the_first_week)
    expect(opened.page.locator("h1")).to_be_visible()
    opened.goto("/trends?indicator=serious_incidents&offices=BSP-AUSL")
    opened.page.locator(".em-leads .scatterlayer .point").first.click(force=True)
    expect(opened.page).to_have_url(
        re.compile(r"/incidents\?offices=BSP-AUSL&level=serious&period=\d{4}-\d\d-01\.\.\d{4}-\d\d-\d\d$")
    )
    opened.goto("/comparison?indicator=visits_per_open_day")
    expect(opened.page.locator(".em-leads")).to_have_count(0)
    assert opened.errors == []


def test_a_chart_is_drawn_in_place_and_read_by_keyboard(visit: Open) -> None:
    opened = visit("/trends?indicator=reported_incidents&offices=BSP-AUSL")
    plot = opened.page.locator(".em-chart-plot").first
    expect(plot).to_have_attribute("data-drawn", "1")
    plot.evaluate("plot => plot.dataset.mine = 'kept'")
    plot.focus()
    for key in ("ArrowRight", "ArrowRight"):
        opened.page.keyboard.press(key)
    spoken = opened.page.locator(".em-chart [aria-live]").first
    expect(spoken).to_have_text(re.compile(r"\d\d\.\d\d\.2018 – .*je 10\u202f000 Besuche \(\d+ von"))
    opened.page.get_by_text("Woche", exact=True).first.click()
    expect(plot).to_have_attribute("data-drawn", "2")
    assert plot.get_attribute("data-mine") == "kept"
    opened.page.keyboard.press("Home")
    assert opened.errors == []


def test_on_paper_no_chart_is_wider_than_the_page(visit: Open) -> None:
    opened = visit("/comparison")
    expect(opened.page.locator(".em-chart-plot[data-drawn]")).to_have_count(2)
    opened.page.emulate_media(media="print")
    for plot in opened.page.locator(".em-chart-plot .main-svg:first-child").all():
        expect(plot).to_have_attribute("width", re.compile(r"^[1-6]\d\d$"))
    assert opened.page.locator(".em-save:visible").count() == 0
    opened.page.emulate_media(media="screen")


TINY = {
    "dienststellen.csv": "dienststelle_id;name;kurz;standort;gruppe;oeffnung\nA1;Amt Eins;Amt Eins;;SONST;Mo-Fr\n",
    "massnahmen.csv": "massnahme_id;dienststelle_id;gueltig_von;geplant_bis;verlaengert_bis;gueltig_bis;regime;"
    "grund;beleg_url\nM1;A1;04.03.2024;;;;VOLL;;\n",
    "besuche.csv": "datum;dienststelle_id;besucher;zaehlart\n01.03.2024;A1;0;ZAEHL\n04.03.2024;A1;1;ZAEHL\n",
}


@pytest.fixture(scope="module")
def tiny_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on one office with one visitor: real (unmarked) data, and hardly any."""
    folder = tmp_path_factory.mktemp("tiny")
    for name, text in TINY.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [str(folder / name) for name in TINY]
    environment = os.environ | {"EINLASS_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "einlass", "import", *files]
    subprocess.run(command, cwd=config.ROOT, env=environment, check=True)
    with serve(folder / "data", folder / "app.log") as address:
        yield address


def test_one_office_with_one_visitor_gets_sentences(visit: Open, tiny_app: str) -> None:
    opened = visit("/", address=tiny_app)
    for page in PAGES:
        opened.goto("/" if page == "overview" else f"/{page}")
        assert opened.errors == [], page
        assert "Das hat nicht funktioniert" not in words_of(opened), page
        assert "Beispieldaten" not in words_of(opened) or page == "method"


def test_without_data_there_is_a_sentence_and_no_chart(visit: Open, tiny_app: str) -> None:
    opened = visit("/", address=tiny_app)
    for indicator in ("reported_incidents", "feels_safe_clients", "persons_with_find", "guard_hours"):
        opened.goto(f"/comparison?indicator={indicator}")
        assert opened.errors == []
        assert "Das hat nicht funktioniert" not in words_of(opened)
        heading = opened.page.locator("h1")
        expect(heading).to_have_text(re.compile("keine Daten|zu wenige|vorher nicht erhoben"))
        opened.goto(f"/trends?indicator={indicator}")
        expect(opened.page.locator(".em-answer .em-verdict")).to_contain_text("Keine Daten")
        assert opened.page.locator(".js-plotly-plot").count() == 0


def test_nothing_imported_yet_is_said_in_a_sentence(visit: Open, tmp_path: Path) -> None:
    with serve(tmp_path / "nothing", tmp_path / "app.log") as address:
        opened = visit("/", address=address)
        expect(opened.page.get_by_text("Es ist noch nichts geladen")).to_be_visible()
        assert opened.errors == []
        opened.page.close()
