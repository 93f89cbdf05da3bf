"""Every page, walked once in each language: its frame, its words, its mark, its colours, its widths."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from browser.conftest import VIEW, Open, Visit, assert_calm, menu_link, path_of
from einlass.ui.menu import PAGES
from einlass.words import words_for

RAW_CODES = re.compile(r"\b(BSP-|VOLL|STICH|PRAES|AUSLOESER|MELDEWEG|BESCH|KUND|SIDI|[a-z]+_[a-z_]+)\b")
ENGLISH = re.compile(
    r"\b(required|the|since|before|after|and|of|Show|Choose|Select|Selected|Open|Clear|Copy|Next|Previous|day|month|year|visits|incidents)\b"
)
# Tables that show no figure of a finding: what words mean. On the page of data: what was imported.
WITHOUT_MENU = {"method": ("method.definitions", "method.methods", "method.verdicts")}
FOLDS = ("table", "strength", "questions", "survey")
BARE = """headings => {
  const bare = [];
  let shown = [], hasMenu = true;
  const close = () => { if (!hasMenu) bare.push(...shown); shown = []; hasMenu = false; };
  const figures = "table, figure.em-chart, [role=table], .em-outcomes, .em-facts, .em-ways, .em-press-bars," +
    ".em-press-ratio";
  for (const box of document.querySelectorAll('[data-testid="stMain"] [data-testid="stElementContainer"]')) {
    if (box.querySelector(headings)) close();
    for (const one of box.querySelectorAll(figures)) if (one.offsetParent)
      shown.push(one.caption?.textContent || one.getAttribute("aria-label") || one.className);
    hasMenu ||= Boolean(box.querySelector(".em-save summary"));
  }
  close();
  return bare;
}"""  # figures without a menu between their heading and the next one
NARROWER = (720, 320)  # 1440 px at a zoom of 200 %, and what reflow has to fit


def words_of(opened: Visit) -> str:
    """All visible words; the ligatures that draw Streamlit's icons are not words."""
    icons = opened.page.locator('[data-testid="stIconMaterial"]').all_inner_texts()
    text = opened.page.locator('[data-testid="stMain"]').inner_text()
    for icon in icons:
        text = text.replace(icon, "")
    return text


def names_of(opened: Visit) -> str:
    """What is said of the fields of a page and stands in them while they are empty."""
    named = opened.page.locator('[data-testid="stMain"] :is([aria-label], [placeholder])')
    names: list[str] = named.evaluate_all(
        "all => all.flatMap(one => [one.getAttribute('aria-label'), one.placeholder ?? ''])"
    )
    return "\n".join(filter(None, names))


def own_words(opened: Visit, page: str) -> str:
    """Without names from the data, other people's titles and the other language's own name."""
    text = words_of(opened).replace("English", "")
    if page == "data":  # what rows wait for is named by its identifier
        text = re.sub(r"(Kontrollprotokolle|[Cc]heck logs): BSP-[\w-]+", "", text)
    return text if page != "method" else text[: text.find(words_for("de")("method.sources"))]


@pytest.mark.parametrize(("lang", "width"), [("de", 1440), ("en", 390)])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_by_its_address(visit: Open, page: str, lang: str, width: int) -> None:
    w = words_for(lang)
    opened = visit(path_of(page), lang=lang, width=width)
    if width == 390:  # one bar that names the page, the menu behind it
        bar = opened.page.locator("summary").filter(has_text=w("menu.pages"))
        expect(bar).to_contain_text(w(f"menu.{page}"))
        bar.click()
    expect(menu_link(opened, page, lang)).to_have_attribute("aria-current", "page")
    expect(opened.page).to_have_title(f"{w(f'menu.{page}')} – {w('app.name')} Mülheim an der Ruhr (Beispiel)")
    assert opened.page.locator("h1").count() == 1
    assert opened.page.locator("h1").inner_text().strip()
    assert_menus_of_files(opened, page, lang)
    assert opened.language() == lang
    assert_calm(opened)
    assert_fictitious(opened, page, lang)
    text = own_words(opened, page)
    assert RAW_CODES.findall(text) == []
    if lang == "de":
        assert ENGLISH.findall(text) == []
        assert ENGLISH.findall(names_of(opened)) == []
    assert opened.grave_violations() == []
    opened.page.emulate_media(color_scheme="dark")
    expect(opened.page.locator('[data-testid="stApp"]')).to_have_css("color-scheme", "dark")
    opened.ready()
    assert opened.grave_violations("color-contrast", "link-in-text-block") == []
    for narrower in (one for one in NARROWER if one < width):
        opened.page.set_viewport_size({"width": narrower, "height": 900})
        opened.ready()
        assert_calm(opened)


def test_what_stands_in_folds_has_a_menu_too(visit: Open) -> None:
    for page in ("decision", "incidents", "checks", "comparison", "trends"):
        opened = visit(path_of(page, replace(VIEW, opened=FOLDS)))
        assert opened.page.locator("table").count() > 0
        assert_menus_of_files(opened, page, "de")


def assert_menus_of_files(opened: Visit, page: str, lang: str) -> None:
    """Every figure has one, and each is a button of one line, on a page without tables as well."""
    # On Pressezahlen one menu holds all of a figure; parts that are joint share the one below them.
    headings = "h1, h2" if page == "press" else "h1, h2, h3.em-part:not(.em-joint)"
    bare: list[str] = opened.page.evaluate(BARE, headings)
    known = [words_for(lang)(key) for key in WITHOUT_MENU.get(page, ())]
    assert page == "data" or [one for one in bare if one not in known] == []
    looks: list[list[str | float]] = opened.page.locator(".em-save summary").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).listStyleType, getComputedStyle(one).borderTopStyle,"
        " one.offsetHeight])"
    )
    assert all(kind == "none" and border == "solid" and height < 48 for kind, border, height in looks), looks


def assert_fictitious(opened: Visit, page: str, lang: str) -> None:
    """The view says that the data are invented, and so does what is saved of its charts."""
    mark = words_for(lang)("sample.mark")
    expect(opened.page.get_by_text(mark).first).to_be_visible()
    if page == "method":
        return  # its one picture shows our own simulation, not the sample data
    for foot in opened.page.locator(".em-chart-foot").all():
        assert mark in (foot.text_content() or "")
