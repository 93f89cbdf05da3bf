"""Signing in with a certified provider in a real browser, and what is answered to whom: the whole table of access."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import run_einlass
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from towns import Place, build
from walked import ANSWERS, ENDS, NEVER, OPEN

from browser.conftest import PATIENCE_MS, Visit, is_chosen
from browser.signing_in import CLIENT, City, city_with_sign_in, cookies_of, sign_in
from browser.test_hosts import WEBSOCKET
from einlass.city import ROLES
from einlass.release import ledger
from einlass.ui import access, menu
from einlass.ui.data import texts
from einlass.ui.state import DEFAULT_PAGE
from einlass.words import words_for

DE, EN = words_for("de"), words_for("en")
WANTED = "/trends?indicator=visits&step=week"
Arrive = Callable[..., Page]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small town that is no sample, so that its figures may be released."""
    return build(tmp_path_factory.mktemp("signed"), {"D1": Place(incidents=(37, 16))})


@pytest.fixture(scope="module")
def city(data: Path) -> Iterator[City]:
    more = {"EINLASS_METRICS": "192.0.2.1"}
    with city_with_sign_in(data, data.parent / "app.log", more=more) as running:
        yield running


@pytest.fixture
def arrive(browser: Browser, city: City) -> Iterator[Arrive]:
    """Opens a path in a browser that nobody used before; with a name, that one signs in."""
    contexts: list[BrowserContext] = []

    def open_(path: str = "/method", name: str = "", context: BrowserContext | None = None) -> Page:
        if context is None:
            context = browser.new_context(locale="de-DE", viewport={"width": 1440, "height": 900})
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(city.app + path)
        if name:
            sign_in(page, name)
        return page

    yield open_
    city.tell(clock=0, audience="", strange=False, ends=0)
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def cookies(browser: Browser, city: City) -> Callable[..., dict[str, str]]:
    """The cookies of somebody with these roles, who signed in once."""
    kept: dict[tuple[str, ...], dict[str, str]] = {}

    def of(*roles: str) -> dict[str, str]:
        if roles not in kept:
            context = browser.new_context()
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.goto(f"{city.app}/method")
            sign_in(page, city.give("-".join(("holder", *roles)), *roles))
            page.wait_for_url(f"{city.app}/method")
            kept[roles] = cookies_of(page)
            context.close()
        return kept[roles]

    return of


def is_in(page: Page) -> None:
    expect(page.get_by_role("link", name=DE("account.sign_out")).first).to_be_visible()


def lead(page: Page, name: str) -> None:
    """To a page by its address, as links within the app do it, be it in the menu or not."""
    address = f"./{name if name != DEFAULT_PAGE else ''}"
    page.evaluate(
        "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }", address
    )
    expect(page.locator(".em-bar-menu summary")).to_contain_text(f"· {DE(f'menu.{name}')}")


def has_settled(page: Page) -> None:
    """No run goes on, and nothing waits for its content."""
    state = '[data-testid="stApp"][data-test-script-state="notRunning"]:not(:has([data-testid="stSkeleton"]))'
    expect(page.locator(state)).to_be_visible()


def says(page: Page, key: str) -> None:
    expect(page.get_by_role("heading", level=1, name=DE(key))).to_be_visible()


# --- In and out -----------------------------------------------------------------------------------------


def test_signing_in_leads_to_the_wanted_page_and_signing_out_ends_it_in_every_browser(
    city: City, arrive: Arrive
) -> None:
    city.give("anna", "leadership")
    page = arrive(WANTED)
    opened = Visit(page, city.app)
    says(page, "sign_in.new.title")
    assert not opened.grave_violations()
    sign_in(page, "anna")
    is_in(page)
    assert page.url == city.app + WANTED
    expect(page.get_by_text(DE("account.signed_in", name="anna")).first).to_be_visible()
    expect(page.get_by_text(DE("account.local"))).to_have_count(0)
    elsewhere = arrive("/method", "anna")
    is_in(elsewhere)
    page.get_by_role("link", name=DE("account.sign_out")).first.click()
    page.get_by_role("button", name="Yes, sign me out").click()
    says(page, "sign_in.ended.title")
    assert not [name for name in cookies_of(page) if name.startswith("_streamlit_user")]
    says(arrive("/method", context=elsewhere.context), "sign_in.over.title")
    elsewhere.get_by_role("link", name=DE("menu.data"), exact=True).click()  # the open page notices, too
    says(elsewhere, "sign_in.over.title")
    page.goto(city.app + WANTED)
    says(page, "sign_in.new.title")
    page.get_by_role("link", name=DE("sign_in.do"), exact=True).click()
    expect(page.get_by_placeholder("Enter any login")).to_be_visible()  # the provider has forgotten, too


def test_signing_in_once_more_ends_the_ticket_that_was_there(city: City, arrive: Arrive) -> None:
    page = arrive("/method", city.give("mia", "leadership"))
    is_in(page)
    elsewhere = arrive("/method", "mia")
    is_in(elsewhere)
    before = cookies_of(page)
    assert city.ask("/_stcore/host-config", before)[0] == 200
    page.goto(f"{city.app}/auth/start")  # the provider knows the browser and asks nothing
    is_in(page)
    after = cookies_of(page)
    assert before["_streamlit_user"] != after["_streamlit_user"]
    assert [city.ask("/_stcore/host-config", one)[0] for one in (before, after)] == [401, 200]
    assert city.ask("/_stcore/host-config", cookies_of(elsewhere))[0] == 200  # another browser keeps its own
    # Who is led here without having signed in changes nothing.
    assert city.ask("/oauth2callback?code=x&state=y", after)[0] in (302, 303, 307)
    assert city.ask("/_stcore/host-config", after)[0] == 200


def test_an_open_page_that_is_over_leads_back_to_where_it_was(city: City, arrive: Arrive) -> None:
    page = arrive("/data", city.give("rolf", "load"))
    is_in(page)
    again = arrive("/method", context=page.context)
    is_in(again)
    assert city.ask("/auth/logout", cookies_of(page))[0] == 302
    page.get_by_role("link", name=DE("menu.method"), exact=True).click()
    says(page, "sign_in.over.title")
    page.get_by_role("link", name=DE("sign_in.do"), exact=True).click()
    is_in(page)  # the provider still knows who it is
    assert page.url == f"{city.app}/method"


def test_whoever_is_signed_out_at_the_machine_is_out_at_the_next_click(
    city: City, data: Path, arrive: Arrive
) -> None:
    page, other = (arrive("/data", city.give(name, "load")) for name in ("rosa", "emil"))
    is_in(page)
    assert run_einlass("sign-out", "Rosa", data=data).returncode == 0
    for one in (page, other):
        one.get_by_role("link", name=DE("menu.method"), exact=True).click()
    says(page, "sign_in.over.title")
    is_in(other)
    page.get_by_role("link", name=DE("sign_in.do"), exact=True).click()
    is_in(page)  # as long as the provider lets them


def test_the_language_is_kept_on_the_way(city: City, arrive: Arrive) -> None:
    city.give("john", "leadership")
    page = arrive("/?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name=EN("sign_in.do"), exact=True).click()
    page.get_by_placeholder("Enter any login").fill("john")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    expect(page.get_by_role("link", name=EN("account.sign_out")).first).to_be_visible()
    assert page.url == f"{city.app}/?lang=en"


@pytest.mark.parametrize(
    "to", ["https://evil.example/trends", "//evil.example", "trends/../../x", "\\\\evil.example"]
)
def test_nobody_is_led_away(city: City, to: str) -> None:
    _, _, headers = city.ask("/auth/start?to=" + to.replace("\\", "%5C"))
    assert headers["location"].startswith("/auth/login?provider=")
    assert "evil" not in headers["set-cookie"] and ".." not in headers["set-cookie"]


def test_groups_hold_from_the_next_sign_in_on(city: City, arrive: Arrive) -> None:
    page = arrive("/data", city.give("otto"))
    says(page, "no_role.title")
    assert not Visit(page, city.app).grave_violations()
    told = page.locator("main").inner_text()
    assert all(f"group-of-{role}" in told and DE(f"role.{role}") in told for role in ROLES)
    assert "otto" in told and DE("sign_in.whom.nobody") not in told
    city.give("otto", "load")
    page.reload()
    says(page, "no_role.title")
    page.get_by_role("link", name=DE("account.sign_out")).click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.goto(f"{city.app}/data")
    sign_in(page, "otto")
    is_in(page)
    expect(page.get_by_role("heading", name=DE("data.upload"))).to_be_visible()


def test_who_may_not_see_the_first_page_lands_on_one_of_theirs(city: City, arrive: Arrive) -> None:
    page = arrive("/", city.give("lena", "load"))
    is_in(page)
    assert page.url == f"{city.app}/data"


# --- What is not taken ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "is_taken"),
    [
        ({"clock": 60}, True),
        ({"clock": -60}, True),
        ({"clock": 300}, False),
        ({"audience": "another app"}, False),
        ({"strange": True}, False),
        ({"ends": -60}, True),
        ({"ends": -300}, False),
    ],
    ids=str,
)
def test_tokens_that_must_not_be_taken_are_not(
    city: City, arrive: Arrive, test: dict[str, object], is_taken: bool
) -> None:
    city.give("ina", "leadership")
    city.tell(**test)
    page = arrive("/method", "ina")
    if is_taken:
        is_in(page)
    else:
        says(page, "sign_in.failed.title")
        assert "_streamlit_user" not in cookies_of(page)
        page.goto(f"{city.app}/method")
        says(page, "sign_in.new.title")


def test_a_session_ends_after_its_hours_whatever_the_cookie_says(city: City, arrive: Arrive) -> None:
    """The settings of the tests say one hour; the provider's clock is as far behind, so that it is nearly over."""
    city.give("uwe", "operate")
    city.tell(clock=-3600 + 12)
    page = arrive("/method", "uwe")
    is_in(page)
    until = next(one["expires"] for one in page.context.cookies() if one.get("name") == "_streamlit_user")
    assert until > time.time() + 3000
    page.wait_for_timeout(12_000)
    page.get_by_role("link", name=DE("menu.data"), exact=True).click()
    says(page, "sign_in.over.title")
    held = cookies_of(page)
    assert city.ask("/_stcore/host-config", held)[0] == 401
    assert city.ask("/_stcore/stream", held, **{k.lower(): v for k, v in WEBSOCKET.items()})[0] == 403
    says(arrive("/method", context=page.context), "sign_in.over.title")


def test_a_forged_cookie_is_none(city: City, cookies: Callable[..., dict[str, str]]) -> None:
    held = cookies("leadership")
    assert city.ask("/_stcore/host-config", held)[0] == 200
    told, stamp, mark = held["_streamlit_user"].rsplit(".", 2)
    others = cookies("load")["_streamlit_user"].rsplit(".", 2)
    for forged in (
        f"{others[0]}.{stamp}.{mark}",  # other roles under an honest mark
        f"{told}.{stamp}.{mark[:-2]}AA",
        held["_streamlit_user_tokens"],  # signed by us, for something else
        "chunks-999999999",
        "",
        "x" * 5000,
    ):
        assert city.ask("/_stcore/host-config", {"_streamlit_user": forged})[0] == 401, forged


def test_the_cookie_holds_no_more_than_it_needs(city: City, cookies: Callable[..., dict[str, str]]) -> None:
    held = cookies("leadership")
    assert len(held["_streamlit_user"]) < 400
    assert "access_token" not in str(held)


# --- The table ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_its_roles_and_for_no_other(city: City, arrive: Arrive, role: str) -> None:
    page = arrive("/method", city.give(f"walker-{role}", role))
    is_in(page)
    own = [name for name in menu.PAGES if role in access.PAGES[name]]
    links = page.locator(".em-side .em-menu a")
    expect(links).to_have_text([DE(f"menu.{name}") for name in own])
    for name in menu.PAGES:
        lead(page, name)
        heading = page.locator("h1").first
        if name in own:
            expect(heading).not_to_have_text(DE("page.lacks.title"))
        else:
            expect(heading).to_have_text(DE("page.lacks.title"))
            told = page.locator('[data-testid="stMain"]').inner_text()
            assert all((DE(f"role.{one}") in told) == (one in access.PAGES[name]) for one in ROLES)
    has_upload = role in access.ACTIONS["import"]
    lead(page, "data")
    expect(page.get_by_role("heading", name=DE("data.quality"))).to_be_visible()
    expect(page.locator('[data-testid="stFileUploader"]')).to_have_count(int(has_upload))
    has_undo = role in access.ACTIONS["undo"]
    expect(page.get_by_role("heading", name=DE("data.undo"), exact=True)).to_have_count(int(has_undo))


@pytest.mark.parametrize(("role", "sees_offices"), [("operate", False), ("load", True)])
def test_an_undo_shows_no_results_to_who_may_not_read_them(
    city: City, arrive: Arrive, role: str, sees_offices: bool
) -> None:
    """Counts of an office are small ones; who loads the files has them. Verdicts are for neither."""
    page = arrive("/method", city.give(f"undoer-{role}", role))
    is_in(page)
    lead(page, "data")
    box = page.get_by_role("combobox", name=DE("data.undo.label"), exact=True)
    wanted = page.get_by_role("option").filter(has_text=DE("source.incidents")).first
    assert any(is_chosen(box, wanted, patience) for patience in (PATIENCE_MS / 6, PATIENCE_MS))
    page.get_by_role("button", name=DE("data.undo.ask"), exact=True).click()
    table = page.get_by_role("table", name=DE("data.undo.preview"))
    expect(table).to_be_visible()
    offices = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert (set(offices) != {texts.NONE}) == sees_offices
    expect(page.get_by_text(DE("data.verdicts.not_shown"))).to_be_visible()
    expect(page.get_by_text(DE("data.verdicts"), exact=True)).to_have_count(0)
    has_settled(page)  # a button that is drawn anew beneath the click hears nothing of it
    page.get_by_role("button", name=DE("data.undo.no"), exact=True).click()
    expect(table).to_have_count(0)


NOBODY: tuple[dict[str, str], ...] = ({}, {"_streamlit_user": "forged"})
FOREIGN = {"origin": "https://evil.example"}


def headers_for(path: str, city: City) -> dict[str, str]:
    if path != "/_stcore/stream":
        return {}
    return {"origin": city.app, **{name.lower(): value for name, value in WEBSOCKET.items()}}


@pytest.mark.parametrize(("method", "path"), ANSWERS)
def test_every_route_answers_by_role_and_nothing_without_a_cookie(
    city: City, cookies: Callable[..., dict[str, str]], method: str, path: str
) -> None:
    sent = headers_for(path, city)
    refused = 403 if path == "/_stcore/stream" else 401
    for nobody in NOBODY:
        status, body, _ = city.ask(path, nobody, method, **sent)
        assert (status, "BACKEND_BASE_URL" in body) == (refused, False)
    assert city.ask(path, cookies(), method, **sent)[0] == 403
    found = {role: city.ask(path, cookies(role), method, **sent)[0] for role in ROLES}
    assert found == ANSWERS[method, path]
    for role in ROLES:
        assert city.ask(path, cookies(role), method, **sent | FOREIGN)[0] == 403


def test_what_is_open_is_so_to_everybody_of_our_own_origin(
    city: City, cookies: Callable[..., dict[str, str]]
) -> None:
    everybody = [*NOBODY, cookies(), *map(cookies, ROLES)]
    for asking in everybody:
        assert {one: city.ask(one[1], asking, one[0])[0] for one in OPEN} == OPEN
    for asking in NOBODY:
        assert {one: city.ask(one[1], asking, one[0])[0] for one in ENDS} == ENDS
    for method, path in OPEN | ENDS:
        assert city.ask(path, cookies("operate"), method, **FOREIGN)[0] == 403
    assert city.ask("/auth/logout", cookies("operate"), sec_fetch_site="cross-site")[0] == 403
    assert city.ask("/_stcore/host-config", cookies("operate"))[0] == 200  # nobody was signed out by that


def test_a_forged_way_back_signs_nobody_in(city: City) -> None:
    _, _, headers = city.ask("/oauth2callback?code=forged&state=forged")
    assert headers["location"] == "/auth/failed"


def test_what_is_closed_is_so_to_everybody(city: City, cookies: Callable[..., dict[str, str]]) -> None:
    for asking in (*NOBODY, cookies(), *map(cookies, ROLES)):
        assert {one: city.ask(one[1], asking, one[0])[0] for one in NEVER} == NEVER


def test_every_answer_to_who_is_not_in_is_guarded(city: City) -> None:
    for accept in ("text/html", "*/*"):
        status, _, headers = city.ask("/", accept=accept)
        assert status == 401
        assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["www-authenticate"] and "no-store" in city.ask("/", accept="text/html")[2]["cache-control"]


# --- What belongs to one account --------------------------------------------------------------------------


def test_files_of_a_page_are_for_the_account_that_opened_it(
    city: City, arrive: Arrive, cookies: Callable[..., dict[str, str]]
) -> None:
    page = arrive("/incidents", city.give("vera", "leadership"))
    is_in(page)
    has_settled(page)  # a menu that is opened earlier closes as the page is drawn
    menu_of_chart = page.locator(".em-save").first
    menu_of_chart.locator("summary").click()
    with page.expect_response(re.compile("/files/")) as asked:
        menu_of_chart.get_by_role("button", name=DE("save.xlsx")).click()
    assert asked.value.status == 200
    assert asked.value.headers["cache-control"] == "no-store"
    path = asked.value.url.removeprefix(city.app)
    assert city.ask(path, cookies_of(page))[0] == 200
    assert {role: city.ask(path, cookies(role))[0] for role in ROLES} == dict.fromkeys(ROLES, 404)
    assert city.ask(path, cookies("leadership"))[0] == 404
    assert city.ask(path)[0] == 401
    lead(page, "decision")
    with page.expect_response(re.compile("/media/")) as asked:
        button(page, "decision.button.text").click()
    assert asked.value.status == 200
    told = asked.value.headers
    assert told["cache-control"] == "no-store"
    assert told["content-type"] == "text/plain; charset=utf-8"
    assert (
        told["content-disposition"].startswith("attachment; ") and told["x-content-type-options"] == "nosniff"
    )
    path = asked.value.url.removeprefix(city.app)
    bare = path.rpartition(".")[0]
    assert [city.ask(one, cookies_of(page))[0] for one in (path, bare)] == [200, 200]
    for one in (path, bare, f"/media/x/../{bare[7:]}"):
        assert {role: city.ask(one, cookies(role))[0] for role in ROLES} == dict.fromkeys(ROLES, 404)


def test_the_press_desk_takes_account_and_roles_and_four_eyes_are_two_accounts(
    city: City, arrive: Arrive, data: Path
) -> None:
    figure = "/press?search=gab+es+weniger+vorf%C3%A4lle"
    both = arrive(figure, city.give("ada", "press_prepare", "press_release"))
    expect(both.locator(".em-press-number")).to_have_text("16")
    expect(both.get_by_label(DE("press.role.name"), exact=True)).to_have_count(0)
    take(both, "prepare")
    button(both, "press.do.submit").click()
    expect(both.get_by_text(DE("press.done.submitted"))).to_be_visible()
    button(both, "press.role.change").click()
    take(both, "release")
    button(both, "press.do.release").click()
    expect(both.get_by_text(DE("press.refused"))).to_be_visible()
    watching = arrive(figure, city.give("kim", "leadership"))
    expect(watching.get_by_text(DE("press.role.none")).first).to_be_visible()
    expect(button(watching, "press.do.release")).to_have_count(0)
    other = arrive(figure, city.give("ben", "press_release"))
    expect(button(other, "press.role.change")).to_have_count(0)
    button(other, "press.do.release").click()
    told = re.escape(DE("press.done.released", id="ID")).replace("ID", "[A-Z-]+0001")
    expect(other.get_by_text(re.compile(told))).to_be_visible()
    done = [(type(one.event).__name__, one.who.name) for one in ledger.read(data).entries]
    assert [one for one in done if one[0] in ("Submitted", "Released")] == [
        ("Submitted", "ada"),
        ("Released", "ben"),
    ]


def take(page: Page, role: str) -> None:
    """One of the two roles that somebody has."""
    page.get_by_text(DE(f"press.role.{role}"), exact=True).first.click()
    button(page, "press.role.take").click()
    expect(button(page, "press.role.change")).to_be_visible()


def button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=DE(key), exact=True)


def test_a_preview_and_an_upload_belong_to_who_made_them(city: City, arrive: Arrive, tmp_path: Path) -> None:
    file = tmp_path / "nothing.csv"
    file.write_text("a;b\r\n1;2\r\n", encoding="utf-8")
    page = arrive("/data", city.give("paul", "load"))
    is_in(page)
    with page.expect_request(re.compile("/_stcore/upload_file/")) as sent:
        page.locator('input[type="file"]').set_input_files(file)
    page.get_by_role("button", name=DE.plural("data.check", 1)).click()
    expect(page).to_have_url(re.compile("preview="))
    expect(page.get_by_role("heading", name=DE.plural("data.preview", 1))).to_be_visible()
    other = arrive(page.url.removeprefix(city.app), city.give("quinn", "load"))
    is_in(other)
    expect(other.get_by_text(DE("data.preview.gone"))).to_be_visible()
    upload = sent.value.url.removeprefix(city.app)
    held = cookies_of(other)
    assert city.ask(upload, held, "PUT", x_xsrftoken=held["_streamlit_xsrf"])[0] == 403
    page.reload()
    expect(page.get_by_role("heading", name=DE.plural("data.preview", 1))).to_be_visible()


def test_the_client_is_the_one_of_the_settings(city: City) -> None:
    _, _, start = city.ask("/auth/start?to=trends")
    _, _, login = city.ask(start["location"])
    assert login["location"].startswith(f"{city.provider}/auth?")
    for part in (f"client_id={CLIENT}", "max_age=3600", "code_challenge_method=S256", "nonce="):
        assert part in login["location"]
    assert "prompt" not in login["location"]
