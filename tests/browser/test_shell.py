"""The frame around every page: deep links, language, menu, Back, headers, nothing leaves the house."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date
from playwright.sync_api import expect

from browser.conftest import VIEW, Open, assert_calm, menu_link, path_of, serve
from einlass import config
from einlass.ui.menu import PAGES
from einlass.ui.state import View
from einlass.words import words_for

HIDDEN = ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/trends/_stcore/metrics")


def test_first_request_after_a_start_may_be_a_deep_link(
    visit: Open, sample_warehouse: Path, tmp_path: Path
) -> None:
    with serve(sample_warehouse, tmp_path / "app.log") as address:
        opened = visit("/comparison", lang="en", address=address)
        expect(menu_link(opened, "comparison", "en")).to_have_attribute("aria-current", "page")
        assert_calm(opened)
        opened.page.close()


def test_the_name_of_the_first_page_leads_to_its_address(visit: Open) -> None:
    asked = path_of("overview").removeprefix("/")
    opened = visit("/overview" + asked, lang="en")
    assert opened.page.url == f"{opened.address}/{asked}&lang=en"
    expect(menu_link(opened, "overview", "en")).to_have_attribute("aria-current", "page")
    assert_calm(opened)


def test_menu_keeps_the_view_and_back_takes_one_step(visit: Open) -> None:
    opened = visit(path_of("comparison"))
    for page in ("trends", "method", "overview"):
        menu_link(opened, page).click()
        expect(menu_link(opened, page)).to_have_attribute("aria-current", "page")
        opened.ready()
        assert opened.page.url == opened.address + path_of(page)
    for page in ("method", "trends", "comparison"):
        opened.page.go_back()
        expect(menu_link(opened, page)).to_have_attribute("aria-current", "page")
        opened.ready()
        assert opened.page.url == opened.address + path_of(page)
    assert_calm(opened)


def test_menu_does_not_load_the_document_again(visit: Open) -> None:
    opened = visit("/")
    opened.page.evaluate("window.sameDocument = true")
    menu_link(opened, "method").click()
    expect(menu_link(opened, "method")).to_have_attribute("aria-current", "page")
    assert opened.page.evaluate("window.sameDocument") is True


def test_skip_link_leads_behind_the_menu(visit: Open) -> None:
    opened = visit(path_of("method"))
    opened.page.get_by_role("link").first.focus()
    expect(opened.page.get_by_role("link", name=words_for("de")("menu.skip"))).to_be_focused()
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("h1")).to_be_focused()
    menu_link(opened, "trends").click()
    expect(menu_link(opened, "trends")).to_have_attribute("aria-current", "page")
    assert opened.page.url == opened.address + path_of("trends")


def test_language_link_keeps_the_view(visit: Open) -> None:
    opened = visit(path_of("trends"))
    opened.page.get_by_role("link", name="English", exact=True).click()
    expect(opened.page).to_have_url(re.compile("lang=en"))
    opened.ready()
    assert opened.page.url == opened.address + path_of("trends", View(**vars(VIEW) | {"lang": "en"}))
    assert opened.language() == "en"
    opened.page.get_by_role("link", name="Deutsch", exact=True).click()
    expect(opened.page).not_to_have_url(re.compile("lang="))
    opened.ready()
    assert opened.page.url == opened.address + path_of("trends")
    assert opened.language() == "de"
    assert_calm(opened)


@pytest.mark.parametrize("lang", config.LANGUAGES)
def test_a_list_to_choose_from_speaks_the_language_of_the_page(visit: Open, lang: str) -> None:
    w = words_for(lang)
    opened = visit(path_of("comparison"), lang=lang)
    box = opened.page.get_by_role("combobox", name=w("choose.measure"), exact=True)
    expect(box).to_have_attribute("placeholder", w("field.choose"))
    said = opened.page.locator("[data-live-announcer] [role=log] div")
    box.focus()
    box.press("ArrowDown")
    expect(said.last).to_have_text(w("field.several").replace("#", "3"))
    names = opened.page.locator('[data-testid="stSelectbox"] button, button[aria-label][tabindex="-1"]')
    assert {w("field.open"), w("field.close")} == set(
        names.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    )
    box.press_sequentially("rgeramt")
    expect(said.last).to_have_text(w("field.one"))
    box.press_sequentially("zzz")
    expect(opened.page.get_by_role("listbox")).to_have_text(w("field.none"))
    assert [text for text in said.all_inner_texts() if "available" in text] == []
    assert_calm(opened)


@pytest.mark.parametrize("lang", config.LANGUAGES)
def test_a_field_of_days_speaks_the_language_of_the_page(visit: Open, lang: str) -> None:
    w = words_for(lang)
    opened = visit(
        path_of("incidents", View(period=(date(2019, 3, 4), date(2019, 6, 30)), opened=("period",))),
        lang=lang,
    )
    page = opened.page
    names = page.locator('[data-testid="stDateInput"]').first.locator('[role="spinbutton"], button')
    label = w("incidents.choose.first_day")
    assert names.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))") == [
        *(f"{w(f'field.{part}')}, {label}" for part in ("day", "month", "year")),
        w("field.date"),
    ]
    described = page.locator('[id^="react-aria-description"]').all_inner_texts()
    assert [text for text in described if text.startswith("Selected")] == []
    names.last.click()
    for step, month in (("", 3), ("before", 2), ("after", 3)):
        if step:
            page.get_by_role("button", name=w(f"field.{step}"), exact=True).click()
        named = f"{w('field.date')}, {format_date(date(2019, month, 1), 'LLLL y', locale=lang)}"
        expect(page.get_by_role("application", name=named)).to_be_visible()
    expect(page.get_by_role("gridcell").first).to_have_text("25")  # of February, a Monday
    assert_calm(opened)


def test_what_cannot_be_read_in_an_address_breaks_no_page_and_is_said(visit: Open) -> None:
    nonsense = (
        "lang=xx&measure=%3Cb%3E%00&indicator=none_such&offices=,,x%0D&before=2019..&after=b..a&step=year&y=1"
    )
    opened = visit("/method")
    for page in PAGES:
        opened.goto(f"{View().href(page).removeprefix('.')}?{nonsense}")
        assert opened.language() == "de"
        said = " ".join(opened.page.locator(".em-address").all_inner_texts())
        assert [text for text in ("xx", "2019..", "b..a", "year") if f"„{text}“" not in said] == [], page
        if page in ("comparison", "trends"):
            assert [text for text in ("<b>\ufffd", "none_such", "x\ufffd") if f"„{text}“" not in said] == []
        assert_calm(opened)


def fetch(url: str, **headers: str):
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10)


def test_security_headers_are_on_every_answer(app: str) -> None:
    for path in ("/", "/comparison?lang=en", "/_stcore/health"):
        with fetch(app + path) as answer:
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe-eval" not in policy
            assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert "camera=()" in answer.headers["permissions-policy"]


@pytest.mark.parametrize("path", HIDDEN)
def test_internals_are_not_public(app: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused, fetch(app + path):
        pass
    with refused.value as answer:
        assert answer.code == 404
        assert "content-security-policy" in answer.headers


def test_the_document_is_ours_and_compressed(app: str) -> None:
    for path, lang in (("/", "de"), ("/trends", "de"), ("/trends?lang=en", "en"), ("/?lang=fr", "de")):
        with fetch(app + path, **{"accept-encoding": "gzip"}) as answer:
            assert answer.headers["content-encoding"] == "gzip"
            document = gzip.decompress(answer.read()).decode()
        assert f'<html lang="{lang}">' in document
        assert "openapi.json" not in document
