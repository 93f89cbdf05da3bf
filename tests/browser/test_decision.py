"""From Lage to the downloaded council paper: two clicks, in both languages."""

from __future__ import annotations

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
