"""In the real browser: names from files are shown as they stand, links land, and a lost connection is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from conftest import csv_text, good, import_all
from payloads import ALL, ATTACKS, BOTH, FIVE, OFFICES, SLASH, desk, history, town
from playwright.sync_api import Browser, BrowserContext, Request, WebSocketRoute, expect

from browser.conftest import PATIENCE_MS, Open, Visit
from browser.signing_in import City, city_with_sign_in, sign_in
from einlass.city import ROLES
from einlass.ui.menu import PAGES
from einlass.ui.plain import JOINER
from einlass.words import words_for

DE = words_for("de")
# What a name could have become in the elements that we or Streamlit's Markdown draw; charts are tested elsewhere.
MARKUP = """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
  .filter(one => !one.closest('.js-plotly-plot'))
  .filter(one => one.closest('[data-testid="stMarkdownContainer"]')
    ? !['P', 'SPAN', 'DIV'].includes(one.tagName) || one.className === 'katex'
    : /example\\.org/.test(one.getAttribute('href') || '') || one.getAttribute('src') === 'x' || one.onerror)
  .map(one => one.outerHTML.slice(0, 200))"""
# What an attack could have become anywhere in a document: a script that ran or waits, or an address of somebody else.
STRUCK = """() => {
  const found = window.struck ? ['a script ran'] : [];
  for (const one of document.querySelectorAll('*')) {
    const told = one.tagName === 'SCRIPT' ? one.textContent : '';
    const waits = [...one.attributes].some(({ name, value }) =>
      /^on/.test(name) && !one.closest('[data-testid="stApp"] svg') && /struck/.test(value)
      || /^(style|srcdoc)$/.test(name) && /struck|a\\.example|inset:\\s*0/.test(value)
      || /^(src|href|xlink:href|action|formaction|data|poster|content)$/.test(name)
        && /^(\\s*javascript:|(https?:)?\\/\\/a\\.example|0;\\/\\/)/i.test(value));
    if (waits || /struck|a\\.example/.test(told)) found.push(one.outerHTML.slice(0, 200));
  }
  return found;
}"""
ARRIVED = "/trends?" + urlencode(
    dict.fromkeys(
        ("indicator", "measure", "step", "before", "level", "search", "figure", "preview", "x"), ATTACKS[0]
    )
    | {
        "offices": ",".join(quote(one, safe="") for one in ATTACKS),
        "until": ATTACKS[1],
        ATTACKS[2]: ATTACKS[3],
    }
)
CITY = ("name", "contact_name", "accessibility_body", "imprint", "licence")
SAYS = """() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('script, style').forEach(one => one.remove());
  return copy.textContent + ' ' + [...document.querySelectorAll('input, textarea')].map(one => one.value).join(' ');
}"""
LISTEN = """() => {
  const line = document.getElementById("em-connection");
  new MutationObserver(() => { if (!line.hidden) window.told = line.textContent; })
    .observe(line, { attributes: true });
}"""


def settings(text: str) -> str:
    """Settings that say it, and in which every attack is a group with a role."""
    for number, name in enumerate(CITY):
        line = f"{name} = {json.dumps(FIVE[number])}"
        text = re.sub(rf"^(# )?{name} = .*$", lambda _, line=line: line, text, flags=re.MULTILINE)
    return text.replace('["group-of-operate"]', json.dumps(["group-of-operate", *ATTACKS]))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[City, Path]]:
    """The app with sign-in on a town where every text of others is an attack: where it is, and its data folder."""
    base = tmp_path_factory.mktemp("attacked")
    data = town(base)
    history(data, base)
    desk(data)
    with city_with_sign_in(data, base / "app.log", settings=settings) as city:
        city.give(ALL, *ROLES)
        yield city, data


@pytest.fixture(scope="module")
def inside(attacked: tuple[City, Path], browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which somebody with every role signed in, who is called like all attacks together."""
    city, _ = attacked
    context = browser.new_context(viewport={"width": 390, "height": 900}, locale="de-DE")
    foreign: list[str] = []
    ours = (city.app, city.app.replace("http", "ws"), city.provider, "data:", "blob:")

    def note(one: Request) -> None:
        is_of_provider = one.frame.url.startswith(city.provider)  # whose page asks for a font
        if not is_of_provider and not one.url.startswith(ours):
            foreign.append(one.url)

    context.on("request", note)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(city.app + ARRIVED)
    assert page.evaluate(STRUCK) == []
    sign_in(page, ALL)
    page.wait_for_url(re.compile("/trends"))
    page.close()
    yield context
    context.close()
    assert foreign == []


@pytest.fixture
def enter(attacked: tuple[City, Path], inside: BrowserContext) -> Iterator[Callable[..., Visit]]:
    """Opens a path as that somebody."""
    pages = []

    def open_(path: str, width: int = 390) -> Visit:
        opened = Visit(inside.new_page(), attacked[0].app)
        pages.append(opened.page)
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.page.set_default_timeout(PATIENCE_MS)
        opened.watch()
        opened.goto(path)
        return opened

    yield open_
    for page in pages:
        page.close()


def shown(opened: Visit) -> str:
    """What the whole document says, its style sheets and scripts apart, without regard to blanks."""
    text = str(opened.page.evaluate(SAYS))
    return " ".join(text.replace(JOINER, "").split())


def unharmed(opened: Visit) -> None:
    """Nothing of it ran, waits or was asked for, and the page is as wide as its window and has its frame."""
    assert opened.page.evaluate(STRUCK) == []
    assert opened.page.evaluate(MARKUP) == []
    assert opened.foreign == [] and opened.errors == []
    main = opened.page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert opened.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    expect(opened.page.locator("h1")).to_have_count(1)


def lacking(texts: Sequence[str], said: str) -> list[str]:
    return [text for text in texts if " ".join(text.split()) not in said]


# What each place says, by the page on which it is looked at; on the others only that nothing came of it.
SAID: dict[str, Sequence[str]] = {
    "/trends": BOTH,  # names of offices, texts of events
    "/comparison": BOTH[:1],  # names of measures
    "/sentiment?opened=survey": (ALL,),  # wordings and clients
    "/staffing": FIVE,  # posts, providers, reasons of absence
    "/decision?opened=remarks,offices": BOTH,  # remarks and their authors
    "/press": (ALL,),
    "/data?opened=history": [
        *BOTH,
        *(one.replace("/", SLASH) for one in ATTACKS),
        ALL,
    ],  # files, and who imported them
    "/method": FIVE[1:3],  # contact and authority of the settings
}


def test_every_text_is_shown_as_it_stands_and_nothing_comes_of_it(enter: Callable[..., Visit]) -> None:
    opened = enter(ARRIVED)  # what an address asks for is text as well, and was kept through the sign-in
    unharmed(opened)
    assert lacking([*ATTACKS, ALL], shown(opened)) == []  # the account stands on every page
    missing = {}
    for page in PAGES:
        path = next(
            (one for one in SAID if one.startswith(f"/{page}")), "/" if page == "overview" else f"/{page}"
        )
        opened.goto(path)
        expect(opened.page.locator(".em-bar-menu summary")).to_contain_text(f"· {DE(f'menu.{page}')}")
        unharmed(opened)
        if unsaid := lacking([*SAID.get(path, ()), ALL], shown(opened)):
            missing[path] = unsaid
    assert missing == {}
    opened.goto("/comparison")
    opened.page.get_by_role("combobox", name="Maßnahme").click()
    listed = " ".join(" ".join(opened.page.get_by_role("option").all_inner_texts()).split())
    assert lacking(BOTH[:4], listed) == []
    unharmed(opened)


def test_cells_and_columns_of_a_file_are_quoted_as_text(enter: Callable[..., Visit]) -> None:
    opened = enter("/data")
    rows = [good("visits", dienststelle_id=OFFICES[0], besucher=one) for one in ATTACKS]
    content = csv_text([row | dict.fromkeys(ATTACKS, "x") for row in rows]).encode()
    file = {"name": f"{ATTACKS[1]}.csv", "mimeType": "text/csv", "buffer": content}
    opened.page.locator('input[type="file"]').set_input_files(file)
    opened.page.get_by_role("button", name=DE.plural("data.check", 1)).click()
    expect(opened.page.get_by_role("heading", name=DE.plural("data.preview", 1))).to_be_visible()
    opened.ready()
    unharmed(opened)
    said = shown(opened)
    assert [one for one in ATTACKS if said.count(one) < 2] == []  # as a cell and as a column


def test_who_has_no_role_or_failed_reads_text(attacked: tuple[City, Path], browser: Browser) -> None:
    city, _ = attacked
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(f"{city.app}/auth/failed?{urlencode({'error': ALL, 'lang': ATTACKS[0]})}")
    assert page.evaluate(STRUCK) == []
    assert lacking(FIVE[:1], page.inner_text("header")) == []
    other = f"{ALL} too"
    city.give(other)
    sign_in(page, other)
    page.wait_for_url(f"{city.app}/**")
    assert page.evaluate(STRUCK) == []
    assert lacking([other, *ATTACKS], " ".join(page.inner_text("main").split())) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_card_of_an_odd_identifier_opens_its_own_finding(enter: Callable[..., Visit]) -> None:
    opened = enter("/", 1440)
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
    enter: Callable[..., Visit], attacked: tuple[City, Path], tmp_path: Path
) -> None:
    data = attacked[1]
    routes: list[WebSocketRoute] = []
    opened = enter("/method", 1440)
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
