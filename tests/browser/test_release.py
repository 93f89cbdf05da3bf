"""The published folder from a plain file server: both languages, widths, themes, with script and without."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from publications import announcements, city, publications

from browser.conftest import AXE, free_port
from einlass.release.bundle.folder import build

PAGES = (
    "index.html",
    "kalender/index.html",
    "korrekturen/index.html",
    "zahl/df-ek-0012/index.html",
    "zahl/df-ek-0012/v1/index.html",
    "zahl/df-ek-0004/index.html",
    "zahl/df-ek-0009/v1/index.html",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The folder below another one, as a web server has it; what lies beside it must never be asked for."""
    root = tmp_path_factory.mktemp("server")
    folder: Path = build(publications(), announcements(), city(), root / "stadt" / "zahlen")
    port = free_port()
    command = [
        sys.executable,
        "-u",
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(root),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert b"Serving HTTP" in process.stdout.readline()  # said once it listens
        yield f"http://127.0.0.1:{port}/stadt/{folder.name}/"
        process.terminate()
        told = process.stderr.read().decode()
    asked = [line for line in told.splitlines() if '"GET ' in line]
    assert asked
    assert not [line for line in asked if '"GET /stadt/zahlen/' not in line or '" 404 ' in line]


def watched(page: Page, address: str) -> list[str]:
    """What goes wrong on a page, and what it asks for outside the folder."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
    return wrong


@pytest.mark.parametrize(
    ("lang", "width", "theme"),
    [("de", 1440, "light"), ("de", 390, "dark"), ("en", 1440, "dark"), ("en", 320, "light")],
)
def test_every_kind_of_page_is_calm_fits_and_has_no_finding_of_axe(
    browser: Browser, served: str, lang: str, width: int, theme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    wrong = watched(page, served)
    for path in PAGES:
        page.goto(served + (path if lang == "de" else path.replace("index.html", "index.en.html")))
        assert page.locator("html").get_attribute("lang") == lang
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.evaluate(AXE)
        found = page.evaluate("async () => (await axe.run()).violations")
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert wrong == []
    context.close()


def test_without_script_everything_is_there_and_with_it_the_list_is_searched(
    browser: Browser, served: str
) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{served}index.html")
    expect(page.locator("#figures > li")).to_have_count(8)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("link", name="Zwei von drei Befragten fühlen sich sicher").click()
    expect(page.get_by_role("button", name="Zitat kopieren")).to_be_hidden()
    expect(page.get_by_role("row", name="Zustimmung (4 und 5)")).to_be_visible()
    plain.close()
    page = browser.new_page()
    wrong = watched(page, served)
    page.goto(f"{served}index.html")
    page.get_by_role("searchbox", name="Zahlen suchen").fill("messer REIZSTOFF")
    expect(page.locator("#figures > li:visible")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("Gefunden: 1")
    page.get_by_role("searchbox").fill("Einhorn")
    expect(page.get_by_role("status")).to_have_text("Keine Zahl enthält alle diese Wörter.")
    assert wrong == []
    page.close()


def test_a_figure_prints_on_two_pages_of_paper(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}zahl/df-ek-0012/v2/index.html")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page/") <= 2
