"""An installation of several cities in the browser: the page of all, and two who read two cities at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import several_cities
from playwright.sync_api import expect
from several_cities import BROKEN, NAMES, State

from browser.conftest import Open, Visit, assert_calm, free_port, menu_link, serve
from einlass import audit, config
from einlass.ui import menu
from einlass.words import words_for

DE = words_for("de")
AURACH, ZELL, MUSTER = "aurach", "zell", "bad-muster"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> State:
    made = several_cities.write(tmp_path_factory.mktemp("state"), free=MUSTER)
    several_cities.break_three(made)
    told = {"city": MUSTER, "offices": several_cities.free_offices(MUSTER), "for": ["oestrich"]}
    lines = ["", "[[comparison]]", *(f"{key} = {json.dumps(value)}" for key, value in told.items()), ""]
    with (made.own / config.CITY_FILE).open("a", encoding="utf-8") as settings:
        settings.write("\n".join(lines))
    return made


@pytest.fixture(scope="module")
def land(state: State, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app."""
    log = tmp_path_factory.mktemp("log") / "app.log"
    more = {"EINLASS_CITIES": str(state.cities)}
    with serve(state.own, log, port=free_port(), more=more) as address:
        yield address


def main_of(opened: Visit) -> str:
    return opened.page.locator('[data-testid="stMain"]').inner_text()


@pytest.mark.parametrize(
    ("lang", "width", "theme"), [("de", 1440, "light"), ("en", 390, "dark"), ("de", 320, "light")]
)
def test_the_page_of_all_is_for_everybody(visit: Open, land: str, lang: str, width: int, theme: str) -> None:
    opened = visit("/", lang=lang, width=width, theme=theme, address=land)
    assert_calm(opened)
    assert opened.grave_violations() == []
    names = opened.page.locator(".em-one-city h2")
    expect(names).to_have_count(len(NAMES) + len(BROKEN))
    heads = opened.page.locator(".em-one-city .em-outcome").filter(visible=True)
    assert heads.count() >= 5
    assert opened.page.get_by_role("columnheader").count() >= 5 * len(NAMES)  # read out with each city


def test_from_the_page_of_all_to_a_city_and_on_to_another(visit: Open, land: str) -> None:
    opened = visit("/", address=land)
    expect(opened.page.locator(".em-side .em-menu a")).to_have_text(
        [DE(f"menu.{one}") for one in menu.OF_NO_CITY]
    )
    opened.page.get_by_role("link", name=NAMES[AURACH], exact=True).filter(visible=True).last.click()
    expect(opened.page).to_have_url(re.compile(r"/overview\?city=aurach$"))
    opened.ready()
    expect(opened.page.locator(".em-side .em-city")).to_have_text(NAMES[AURACH])
    menu_link(opened, "trends").first.click()
    expect(opened.page).to_have_url(re.compile(r"/trends\?city=aurach$"))
    opened.ready()
    assert "aurach-1" in main_of(opened)
    opened.page.locator(".em-side .em-cities summary").click()
    opened.page.locator(".em-side .em-cities").get_by_role("link", name=NAMES[ZELL], exact=True).click()
    expect(opened.page).to_have_url(re.compile(r"/trends\?city=zell$"))
    opened.ready()
    expect(opened.page.locator(".em-side .em-city")).to_have_text(NAMES[ZELL])
    text = main_of(opened)
    assert "zell-1" in text and "aurach" not in text
    assert_calm(opened)
    assert opened.grave_violations() == []


@pytest.mark.parametrize("page", menu.PAGES)
def test_every_page_keeps_the_city_and_says_nothing_of_another(
    visit: Open, land: str, state: State, page: str
) -> None:
    opened = visit(f"/{page}?city={AURACH}", address=land)
    assert_calm(opened)
    if page == "press":
        expect(opened.page.locator("h1")).to_have_text(DE("cities.elsewhere.title", page=DE("menu.press")))
    assert not re.search("zell-|elbfurt-|Zell am Berg", main_of(opened))
    links = opened.page.locator('[data-testid="stMain"] a[href^="./"]:not(.em-cities a)').evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert [href for href in links if f"city={AURACH}" not in href] == ["./", "./"]  # to the page of all
    expect(opened.page.locator('[data-testid="stFileUploader"]')).to_have_count(0)


def test_two_readers_of_two_cities_never_see_the_other(visit: Open, land: str) -> None:
    """Both run at the same time, again and again, each in a session of its own."""
    readers = {key: visit(f"/overview?city={key}", address=land) for key in (AURACH, ZELL)}
    for page in ("trends", "incidents", "comparison", "overview") * 2:
        for key, opened in readers.items():  # asked for without waiting: the runs lie beside each other
            opened.page.evaluate(
                "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }",
                f"./{page}?city={key}",
            )
        for key, opened in readers.items():
            opened.ready()
            other = ZELL if key == AURACH else AURACH
            expect(opened.page.locator(".em-side .em-city")).to_have_text(NAMES[key])
            text = main_of(opened)
            assert f"{key}-1" in text and f"{other}-" not in text and NAMES[other] not in text
    for opened in readers.values():
        assert_calm(opened)


def test_a_file_is_of_the_city_of_its_page(visit: Open, land: str, state: State) -> None:
    told = {}
    opened = {key: visit(f"/overview?city={key}", address=land) for key in (AURACH, ZELL)}
    for key, one in opened.items():
        one.page.locator(".em-save summary").first.click()
        with one.page.expect_download() as started:
            one.page.locator(".em-save button[data-kind=table]").first.click()
        told[key] = Path(started.value.path()).read_text("utf-8-sig")
    for key, other in ((AURACH, ZELL), (ZELL, AURACH)):
        assert NAMES[key] in told[key] and f"{key}-1" in told[key]
        assert NAMES[other] not in told[key] and f"{other}-" not in told[key]
    events = [one.details for one in audit.newest(state.own, 2)]
    assert events == [{"kind": "table", "city": AURACH}, {"kind": "table", "city": ZELL}]


@pytest.mark.parametrize(("lang", "width", "theme"), [("de", 1440, "light"), ("en", 390, "dark")])
def test_offices_of_another_city_are_a_row_beside_the_finding(
    visit: Open, land: str, lang: str, width: int, theme: str
) -> None:
    w = words_for(lang)
    opened = visit(
        "/comparison?city=oestrich&indicator=reported_incidents",
        lang=lang,
        width=width,
        theme=theme,
        address=land,
    )
    offices = w.join(several_cities.free_offices(MUSTER))
    row = opened.page.locator(
        ".em-robust tr", has_text=w("other_city.offices", city=NAMES[MUSTER], offices=offices)
    )
    row.scroll_into_view_if_needed()
    expect(row).to_be_in_viewport()
    assert f"{w.number((30 / 120) / (55 / 150), 1)} (" in row.inner_text()
    assert_calm(opened)
    assert opened.grave_violations() == []


def test_a_city_that_is_not_there_is_said_and_others_are_offered(visit: Open, land: str) -> None:
    opened = visit("/trends?city=nope", address=land)
    expect(opened.page.locator("h1")).to_have_text(DE("cities.gone.title", asked="nope"))
    links = opened.page.locator('[data-testid="stMain"] nav.em-cities a')
    expect(links).to_have_count(len(NAMES) + len(BROKEN))
    assert_calm(opened)
    assert opened.grave_violations() == []
    links.filter(has_text=NAMES[ZELL]).click()
    expect(opened.page).to_have_url(re.compile(r"/trends\?city=zell$"))
    opened.ready()
    assert "zell-1" in main_of(opened)


@pytest.mark.parametrize("key", BROKEN)
def test_a_city_that_cannot_be_shown_says_so_and_leads_to_the_others(
    visit: Open, land: str, key: str
) -> None:
    opened = visit(f"/overview?city={key}", address=land)
    told = {"empty": DE("cities.empty"), "damaged": "rebuild", "faulty": "stadt.toml"}
    assert told[key] in main_of(opened)
    expect(opened.page.locator(".em-side .em-cities summary")).to_be_visible()
    assert_calm_but_told(opened)


def assert_calm_but_told(opened: Visit) -> None:
    assert opened.errors == [] and opened.foreign == []
    assert opened.page.locator('[data-testid="stException"]').count() == 0
