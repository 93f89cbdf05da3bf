"""From Lage to the downloaded council paper: two clicks, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Open, menu_link
from einlass.words import words_for


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_paper_is_two_clicks_from_the_overview(visit: Open, lang: str, tmp_path: Path) -> None:
    w = words_for(lang)
    opened = visit("/", lang=lang)
    menu_link(opened, "decision", lang).click()
    expect(menu_link(opened, "decision", lang)).to_have_attribute("aria-current", "page")
    opened.ready()
    label = w("decision.paper.pdf", kind=w("paper.kind.beschluss"))
    with opened.page.expect_download(timeout=60_000) as waited:
        opened.page.get_by_role("button", name=label).first.click()
    file = tmp_path / "paper.pdf"
    waited.value.save_as(file)
    assert waited.value.suggested_filename.endswith(".pdf")
    content = file.read_bytes()
    assert content.startswith(b"%PDF-") and len(content) > 50_000
    assert opened.errors == []


def test_offices_open_by_keyboard_and_their_findings_with_them(visit: Open) -> None:
    w = words_for("de")
    opened = visit("/decision")
    page = opened.page
    switch = page.get_by_role("switch", name=w("decision.matrix.offices"))
    switch.focus()
    page.keyboard.press("Space")
    row = page.locator("tr.em-office", has_text="Sozialagentur Styrum")
    expect(row).to_be_visible(timeout=60_000)
    opened.ready()
    assert "opened=offices" in page.url
    row.locator("td").nth(1).get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/comparison\?.*offices=BSP-SOZ3"))
    opened.ready()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sozialagentur Styrum")
    assert opened.errors == []


def test_the_strength_opens_below_the_matrix(visit: Open) -> None:
    opened = visit("/decision?opened=offices", width=390)
    opened.page.locator(".em-evidence td").nth(5).get_by_role("link").click()
    expect(opened.page.locator("#strength")).to_be_in_viewport(timeout=60_000)
    expect(opened.page.get_by_role("switch", name=words_for("de")("decision.matrix.offices"))).to_be_checked()
    opened.ready()
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390 and opened.grave_violations() == []
