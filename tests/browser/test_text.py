"""In the real browser: names from files are shown as they stand, links land, and a lost connection is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import csv_text, good, import_all
from payloads import OFFICES, PAYLOADS, town
from playwright.sync_api import WebSocketRoute, expect

from browser.conftest import Open, Visit, serve
from einlass.ui.menu import PAGES
from einlass.ui.plain import JOINER
from einlass.words import words_for

# What a name could have become in the elements that we or Streamlit's Markdown draw; charts are tested elsewhere.
MARKUP = """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
  .filter(one => !one.closest('.js-plotly-plot'))
  .filter(one => one.closest('[data-testid="stMarkdownContainer"]')
    ? !['P', 'SPAN', 'DIV'].includes(one.tagName) || one.className === 'katex'
    : /example\\.org/.test(one.getAttribute('href') || '') || one.getAttribute('src') === 'x' || one.onerror)
  .map(one => one.outerHTML.slice(0, 200))"""
LISTEN = """() => {
  const line = document.getElementById("em-connection");
  new MutationObserver(() => { if (!line.hidden) window.told = line.textContent; })
    .observe(line, { attributes: true });
}"""


@pytest.fixture(scope="module")
def payloads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The app on a town of which every name is markup to somebody: its address and its data folder."""
    base = tmp_path_factory.mktemp("payloads")
    data = town(base)
    with serve(data, base / "app.log") as address:
        yield address, data


def shown(opened: Visit) -> str:
    text = opened.page.locator('[data-testid="stMain"]').inner_text()
    return text.replace(JOINER, "")


def test_every_name_is_shown_as_it_stands_on_every_page(visit: Open, payloads: tuple[str, Path]) -> None:
    opened = visit("/", width=390, address=payloads[0])
    seen = {}
    for page in PAGES:
        opened.goto("/" if page == "overview" else f"/{page}")
        seen[page] = shown(opened)
        assert opened.page.evaluate(MARKUP) == [], page
        main = opened.page.locator('[data-testid="stMain"]')
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth"), page
    for page in ("trends", "data"):
        assert [text for text in PAYLOADS if text not in seen[page]] == [], page
    for page in ("overview", "comparison"):
        assert PAYLOADS[0] in seen[page], page
    opened.goto("/comparison")
    opened.page.get_by_role("combobox", name="Maßnahme").click()
    listed = " ".join(opened.page.get_by_role("option").all_inner_texts())
    assert [text for text in PAYLOADS[:4] if text not in listed] == []
    assert opened.foreign == [] and opened.errors == []


def test_a_card_of_an_odd_identifier_opens_its_own_finding(visit: Open, payloads: tuple[str, Path]) -> None:
    opened = visit("/", address=payloads[0])
    link = opened.page.locator('.em-matrix a[href*="comparison"]').last
    href = str(link.get_attribute("href"))
    assert quote("Straße/Süd", safe="") in href
    link.click()
    expect(opened.page).to_have_url(re.compile("comparison"))
    opened.ready()
    assert opened.page.locator(".em-address").count() == 0
    assert opened.errors == []


def test_a_link_to_a_definition_lands_there_and_back_leads_to_where_it_stood(visit: Open) -> None:
    opened = visit("/comparison?indicator=reported_incidents", lang="en")
    link = opened.page.locator(".em-foot a").first
    link.scroll_into_view_if_needed()
    main = opened.page.locator('[data-testid="stMain"]')
    place = main.evaluate("main => main.scrollTop")
    assert place > 0
    link.click()
    target = opened.page.locator("#indicator-reported_incidents")
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()
    assert opened.language() == "en" and "lang=en" in opened.page.url
    opened.page.go_back()
    expect(opened.page).to_have_url(re.compile("comparison"))
    expect(link).to_be_in_viewport()
    opened.goto("/method#verdict-no_data")
    expect(opened.page.locator("#verdict-no_data")).to_be_focused()
    expect(opened.page.locator("#verdict-no_data")).to_be_in_viewport()
    assert opened.errors == []


def test_a_copied_link_opens_the_same_switches_and_back_closes_them(visit: Open) -> None:
    opened = visit("/comparison?measure=BSP-M1&indicator=reported_incidents")
    w = words_for("de")
    fold = opened.page.locator("details", has_text=w("explain.title"))
    fold.locator("summary").click()
    expect(opened.page).to_have_url(re.compile("opened=method"))
    opened.ready()
    table = opened.page.get_by_role("switch", name=w("switch.table"), exact=True)
    opened.page.locator("label").filter(has=table).click()
    expect(opened.page).to_have_url(re.compile("opened=.*table"))
    copy = visit(opened.page.url.removeprefix(opened.address))
    expect(copy.page.locator("details", has_text=w("explain.title"))).to_have_attribute("open", "")
    expect(copy.page.get_by_role("switch", name=w("switch.table"), exact=True)).to_be_checked()
    opened.page.go_back()
    expect(table).not_to_be_checked()
    expect(fold).to_have_attribute("open", "")


def test_a_lost_connection_is_told_in_german_and_afterwards_the_page_is_of_one_piece(
    visit: Open, payloads: tuple[str, Path], tmp_path: Path
) -> None:
    address, data = payloads
    routes: list[WebSocketRoute] = []
    opened = visit("/method", address=address)
    page = opened.page

    def through(route: WebSocketRoute) -> None:
        route.connect_to_server()
        routes.append(route)

    page.route_web_socket(re.compile("stream"), through)
    opened.goto("/trends")
    expect(page.locator("#em-connection")).to_be_hidden()
    standing = page.locator(".em-sub").first
    before = standing.inner_text()
    file = tmp_path / "besuche.csv"
    file.write_text(csv_text([good("visits", datum="06.03.2020", dienststelle_id=OFFICES[0])]), "utf-8")
    import_all(data, [file])
    page.evaluate(LISTEN)
    routes[-1].close(code=3000)
    expect(standing).not_to_have_text(before)
    expect(page.locator("#em-connection")).to_be_hidden()
    assert page.evaluate("window.told") == words_for("de")("app.disconnected")
    assert page.get_by_text("Connection error").count() == 0
