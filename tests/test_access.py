"""Who may what, and what counts as a sign-in: the rules themselves; the browser tests hold the running app to them."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
import streamlit.web.server.server_util
import walked
from conftest import run_einlass
from hypothesis import given, strategies
from starlette.routing import compile_path
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from einlass import audit, config
from einlass.city import ROLES, SignIn, read
from einlass.errors import EinlassError, SettingsRefused
from einlass.remembered import remembered
from einlass.ui import access, account, log, menu
from einlass.ui.press import at_desk
from einlass.ui.sign_in import cookie, gate, issue, offered
from einlass.ui.sign_in.gate import known_page
from einlass.upkeep import ended_sessions
from einlass.upkeep.ended_sessions import EVERYBODY
from einlass.words import words_for

SETTINGS = """
[sign_in]
address = "https://einlass.stadt.example/einlass/"
metadata_url = "https://id.stadt.example/realms/stadt/.well-known/openid-configuration"
client_id = "einlassmonitor"
roles_claim = "realm_access.roles"
leadership = ["leitung", "amtsleitung"]
load = ["laden"]
"""
NOW = 1_800_000_000.0
Served = list[tuple[str, frozenset[str]]]


def settings(tmp_path: Path, text: str = SETTINGS) -> SignIn:
    path = tmp_path / "stadt.toml"
    path.write_text(text, encoding="utf-8")
    found = read(path, config.SETTINGS, config.LANGUAGES).sign_in
    assert found is not None
    return found


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[SignIn]:
    """The sign-in of this process, as long as a test lasts."""
    found = settings(tmp_path)
    account.begin(found)
    yield found
    account.begin(None)


# --- The table ------------------------------------------------------------------------------------------


def test_the_table_names_every_page_and_only_known_roles() -> None:
    assert tuple(access.PAGES) == menu.EVERY
    every = [*access.PAGES.values(), *access.ACTIONS.values(), *(route.roles for route in access.ROUTES)]
    assert all(roles <= set(ROLES) for roles in every)
    assert all(access.PAGES.values()) and all(access.ACTIONS.values())
    assert all(access.pages_of(frozenset((role,))) for role in ROLES)  # nobody signs in to nothing


def test_every_action_of_the_table_is_asked_for_where_it_is_done() -> None:
    asked = set(at_desk._ACTIONS.values()) | set(at_desk.ROLE_OF.values())
    for path in (config.ROOT / "einlass" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="require" | "may"), args=[ast.Constant(value=str(name))]
                ):
                    asked.add(name)
    assert asked == set(access.ACTIONS)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The routes of the server in their order, with the methods that each takes; a websocket and a mount name none."""
    code = (
        "import app, json; routes = app.app._build_starlette_app().routes; "
        "print(json.dumps([(r.path, sorted(getattr(r, 'methods', None) or [])) for r in routes]))"
    )
    environment = os.environ | {
        "EINLASS_DATA": str(tmp_path_factory.mktemp("none")),
        "EINLASS_METRICS": "192.0.2.1",
    }
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=config.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [(path, frozenset(methods)) for path, methods in json.loads(told.stdout)]


def test_every_route_of_the_server_is_known(served: Served) -> None:
    assert {path for path, _ in served} == walked.KNOWN_ROUTES


def test_every_route_is_walked_by_each_of_its_methods(served: Served) -> None:
    """A new one, as after an update of Streamlit, wants lines in `access.ROUTES` and in tests/walked.py."""
    asked = [*walked.ANSWERS, *walked.OPEN, *walked.ENDS, *walked.NEVER]
    met = {(taken_by(served, *one), one[0]) for one in asked}
    wanted = {(path, method) for path, methods in served for method in methods or {"GET"}}
    assert wanted <= met
    assert answered_by_the_gate() <= {path_of(path) for _, path in asked}
    assert {access.route_of(path_of(path)).pattern for _, path in asked} == {
        route.pattern for route in access.ROUTES
    }


def test_what_is_walked_as_open_closed_or_by_role_is_so_in_the_table() -> None:
    by_role, is_open, closed = (
        [access.route_of(path_of(path)) for _, path in asked]
        for asked in (walked.ANSWERS, walked.OPEN | walked.ENDS, walked.NEVER)
    )
    assert all(route.roles and not route.is_open for route in by_role)
    assert all(route.is_open for route in is_open)
    assert not any(route.roles or route.is_open for route in closed)


def path_of(address: str) -> str:
    return address.partition("?")[0]


def taken_by(served: Served, method: str, address: str) -> str:
    """Which route answers an address, as Starlette looks for it: the first that fits and takes the method."""
    return next(
        path
        for path, methods in served
        if compile_path(path or "/{path:path}")[0].match(path_of(address))
        and (not methods or method in methods)
    )


def answered_by_the_gate() -> set[str]:
    """The addresses that `gate.Asking.own` answers in place of Streamlit."""
    tree = ast.parse(Path(gate.__file__).read_text("utf-8"))
    [own] = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "own"]
    cases = {node.value.value for node in ast.walk(own) if isinstance(node, ast.MatchValue)}
    assert len(cases) == 5
    return cases


@given(strategies.text(strategies.sampled_from("/_stcore.healthuploadfi?%\n~é"), max_size=40))
def test_what_no_route_names_wants_a_role(path: str) -> None:
    route = access.route_of(path)
    if route.is_open:
        named = ("/_stcore/health", "/health/live", "/health/ready", "/metrics")
        assert path in named or path.startswith(("/static/", "/auth/", "/oauth2callback"))
    elif not route.roles:
        assert "_stcore/metrics" in path or "_stcore/agent" in path


def test_nothing_that_streamlit_keeps_could_cross_roles() -> None:
    """Its own caches know nothing of roles; ours hold what is the same for everybody, or carry the account."""
    sources = [path.read_text("utf-8") for path in (config.ROOT / "einlass").rglob("*.py")]
    sources += [path.read_text("utf-8") for path in config.PAGES.glob("*.py")]
    assert not [text for text in sources if "cache_data" in text or "cache_resource" in text]


def signed_in_as(monkeypatch: pytest.MonkeyPatch, rules: SignIn, *roles: str) -> None:
    """A run of a page for somebody with these roles, by the cookie of the browser."""
    cookies = held(ticket(rules, roles=list(roles), iat=time.time(), since=time.time()))
    monkeypatch.setattr(type(st.context), "cookies", cookies)


@pytest.mark.parametrize("role", [*ROLES, ""])
@pytest.mark.parametrize("kind", access.FILES)
def test_a_file_is_made_for_the_roles_of_the_table_and_for_nobody_else(
    rules: SignIn, monkeypatch: pytest.MonkeyPatch, kind: str, role: str
) -> None:
    signed_in_as(monkeypatch, rules, *filter(None, [role]))
    if role in access.FILES[kind]:
        assert log.fetched(kind, lambda: True)
    else:
        with pytest.raises(EinlassError, match=r"account\.lacks"):
            log.fetched(kind, lambda: True)


def test_what_is_kept_for_everybody_cannot_ask_whom_it_is_for(
    rules: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """role × cache: whatever computes a result that is kept, however far below, gets no account."""
    signed_in_as(monkeypatch, rules, "load")
    assert account.current().roles == {"load"}

    @remembered(1)
    def kept(page: str) -> bool:
        return account.current().may_open(page)

    with pytest.raises(RuntimeError, match="must not ask"):
        kept("trends")
    assert account.current().roles == {"load"}


def test_every_other_store_of_the_app_carries_the_account_or_holds_rows_of_the_data() -> None:
    stores = {
        path.stem
        for path in (config.ROOT / "einlass").rglob("*.py")
        if re.search(r"\b(LRUCache|TTLCache)\[.*\] = \1\(", path.read_text("utf-8"))
    }
    assert stores == {"remembered", "snapshot", "shelf", "offered", "cookie"}


def test_a_file_that_was_offered_is_not_there_for_fewer_roles() -> None:
    before = account.Account("anna", frozenset({"leadership", "load"}), "key-of-anna")
    offered._offered[before, "abc"] = True
    assert offered.refusal("/media/abc.csv", before) is None
    for other in (replace(before, roles=frozenset({"load"})), replace(before, subject="key-of-ben")):
        refused = offered.refusal("/media/abc.csv", other)
        assert refused is not None and refused.status_code == 404


# --- Settings -------------------------------------------------------------------------------------------


def test_claims_lead_to_roles(tmp_path: Path) -> None:
    told = settings(tmp_path)
    assert told.roles({"realm_access": {"roles": ["laden", "leitung", "x"]}}) == ("leadership", "load")
    assert told.roles({"realm_access": {"roles": "laden"}}) == ("load",)
    assert told.roles({"realm_access.roles": ["amtsleitung"]}) == ("leadership",)
    for claims in (
        {},
        {"realm_access": ["leitung"]},
        {"realm_access": {"roles": None}},
        {"roles": ["leitung"]},
    ):
        assert told.roles(claims) == ()
    assert told.roles({"realm_access": {"roles": [1, None, {"leitung": 1}]}}) == ()
    assert told.name({"preferred_username": "  anna  b "}) == "anna b"
    assert [told.name({"preferred_username": one}) for one in ("", 7, None, "a\nb")] == ["", "", "", ""]


def test_the_address_tells_host_origin_and_path(tmp_path: Path) -> None:
    told = settings(tmp_path)
    assert (told.address, told.path) == ("https://einlass.stadt.example/einlass", "/einlass")
    assert (told.host, told.origin) == ("einlass.stadt.example", "https://einlass.stadt.example")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('address = "http://einlass.stadt.example"', "settings.value.address"),
        ('metadata_url = "https://u:p@id.example/x"', "settings.value.address"),
        ('address = "https://einlass.example?x"', "settings.value.address"),
        ('roles_claim = "a..b"', "settings.value.claim"),
        ("hours = 25", "settings.value.hours"),
        ("hours = true", "settings.value.hours"),
        ('leadership = "leitung"', "settings.value.groups"),
        ("leadership = []", "settings.value.groups"),
        ('client_secret = "x"', "settings.near"),
        ('leadershp = ["x"]', "settings.near"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, line: str, key: str) -> None:
    name = line.split(" ")[0]
    kept = [one for one in SETTINGS.strip().splitlines() if not one.startswith(f"{name} ")]
    with pytest.raises(SettingsRefused) as refused:
        settings(tmp_path, "\n".join([*kept, line]))
    [fault] = refused.value.faults
    assert (fault.key, fault.line) == (key, len(kept) + 1)


def test_a_sign_in_without_a_provider_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused) as refused:
        settings(tmp_path, "[sign_in]\nhours = 8")
    assert sorted(str(one.values["name"]) for one in refused.value.faults) == [
        "address",
        "client_id",
        "metadata_url",
    ]


# --- The ticket -----------------------------------------------------------------------------------------


def held(told: dict[str, object], name: str = cookie.USER) -> dict[str, str]:
    secret = streamlit.web.server.server_util.get_cookie_secret()
    return {name: create_signed_value(secret, name, json.dumps(told)).decode()}


def ticket(rules: SignIn, **other: object) -> dict[str, object]:
    claims = {"sub": "key-of-anna", "preferred_username": "anna", "realm_access": {"roles": ["laden"]}}
    found = cookie.ticket_of({**claims, "iat": NOW, "mail": "a@b.example"}, rules, NOW)
    assert found is not None and "mail" not in found
    return found | other


def test_a_ticket_counts_for_its_hours_by_our_clock(rules: SignIn) -> None:
    cookies = held(ticket(rules))
    for second, counts in ((-121, False), (-120, True), (0, True), (8 * 3600 - 1, True), (8 * 3600, False)):
        found = cookie.read(cookies, rules, NOW + second)
        assert (found == cookie.Ticket("key-of-anna", "anna", ("load",))) is counts, second


@pytest.mark.parametrize(
    "other",
    [{"origin": "https://other.example"}, {"provider": "other"}, {"iat": None}, {"since": "x"}, {"roles": 7}],
    ids=str,
)
def test_a_ticket_of_another_place_or_form_is_none(rules: SignIn, other: dict[str, object]) -> None:
    assert cookie.read(held(ticket(rules)), rules, NOW)
    assert cookie.read(held(ticket(rules, **other)), rules, NOW) is None


LONGEST = timedelta(hours=8)


def moment(second: float) -> datetime:
    return datetime.fromtimestamp(NOW + second, UTC)


@pytest.mark.parametrize(("account", "counts"), [("Anna", False), (EVERYBODY, False), ("ben", True)])
def test_a_ticket_counts_no_longer_once_its_sessions_were_ended_at_the_machine(
    rules: SignIn, folder: Path, account: str, counts: bool
) -> None:
    before, after = held(ticket(rules)), held(ticket(rules, since=NOW + 10))
    ended_sessions.end(folder, account, moment(5), LONGEST)
    assert bool(cookie.read(before, rules, NOW + 20)) is counts
    assert cookie.read(after, rules, NOW + 20)


def test_two_who_end_sessions_at_once_end_both(folder: Path) -> None:
    names = [f"person {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(lambda name: ended_sessions.end(folder, name, moment(0), LONGEST), names))
    assert set(ended_sessions.ended(folder)) == set(names)


def test_what_was_ended_longer_ago_than_a_session_lasts_is_forgotten(folder: Path) -> None:
    for second, name in ((0, "anna"), (8 * 3600, "ben"), (8 * 3600 + 1, "cem")):
        ended_sessions.end(folder, name, moment(second), LONGEST)
    assert set(ended_sessions.ended(folder)) == {"ben", "cem"}


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"anna": "x"}', "\udc80"])
def test_where_it_cannot_be_read_who_has_ended_nobody_has_a_session(
    rules: SignIn, folder: Path, content: str
) -> None:
    ended_sessions.end(folder, "ben", moment(5), LONGEST)
    path = folder / ended_sessions.FILE
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    os.utime(path, (NOW + 7, NOW + 7))
    assert cookie.read(held(ticket(rules)), rules, NOW + 20) is None
    assert cookie.read(held(ticket(rules, since=NOW + 10)), rules, NOW + 20)


def test_the_command_ends_sessions_and_says_when_the_name_is_not_known(folder: Path) -> None:
    def signed_out(*arguments: str) -> tuple[int, str]:
        done = run_einlass("sign-out", *arguments, data=folder)
        return done.returncode, done.stdout + done.stderr

    said = words_for("de")
    assert signed_out("anna") == (1, said("sign_out.no_sign_in") + "\n")
    folder.mkdir(exist_ok=True)
    (folder / config.CITY_FILE).write_text(SETTINGS, "utf-8")
    audit.append(folder, "anna", "signed_in", {"roles": ["load"]})
    for wrong in ((), ("anna", "--everybody"), (" ",)):
        assert signed_out(*wrong) == (1, said("sign_out.whose") + "\n")
    assert not ended_sessions.ended(folder)
    assert signed_out("Anna") == (0, said("sign_out.done", account="Anna") + "\n")
    code, told = signed_out("ana")
    assert code == 0 and said("sign_out.unknown", account="ana", hours="8") in told
    assert signed_out("--everybody") == (0, said("sign_out.everybody") + "\n")
    assert set(ended_sessions.ended(folder)) == {"anna", "ana", EVERYBODY}
    assert [one.details.get("ended") for one in audit.newest(folder, 3)] == ["Anna", "ana", "*"]


def test_a_signature_of_another_cookie_is_none(rules: SignIn) -> None:
    other = held(ticket(rules), "another")["another"]
    assert cookie.read({cookie.USER: other}, rules, NOW) is None


@pytest.mark.parametrize("lacking", ["sub", "iat", "preferred_username"])
def test_no_ticket_without_what_it_needs(rules: SignIn, lacking: str) -> None:
    claims = {"sub": "x", "iat": NOW, "preferred_username": "anna", "auth_time": NOW - 10}
    assert cookie.ticket_of(claims, rules, NOW)
    del claims[lacking]
    assert cookie.ticket_of(claims, rules, NOW) is None


def test_a_password_that_was_given_too_long_ago_is_not_enough(rules: SignIn) -> None:
    claims = {"sub": "x", "iat": NOW, "preferred_username": "anna"}
    for ago, is_enough in ((8 * 3600 + 120, True), (8 * 3600 + 121, False)):
        assert bool(cookie.ticket_of({**claims, "auth_time": NOW - ago}, rules, NOW)) is is_enough


def test_signing_out_ends_what_there_is_and_not_what_comes(
    rules: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cookie, "_ended", {})
    monkeypatch.setattr(cookie.time, "time", lambda: NOW + 5)
    before, after = held(ticket(rules)), held(ticket(rules, since=NOW + 6))
    cookie.end("key-of-anna")
    assert cookie.read(before, rules, NOW + 7) is None
    assert cookie.read(after, rules, NOW + 7)


def test_the_cookies_are_for_us_alone_and_for_encrypted_ways(rules: SignIn) -> None:
    user = {"sub": "x", "iat": NOW, "preferred_username": "anna"}
    sent = [
        f"{name}={text}; Max-Age=2592000; Path=/"
        for told, name in ((user, cookie.USER), ({"id_token": "i", "access_token": "a"}, cookie.TOKENS))
        for name, text in held(told, name).items()
    ]
    found = issue.issued(["other=1; Path=/", *sent], rules, NOW)
    assert found.is_in and found.cookies[0] == "other=1; Path=/"
    for header in found.cookies[1:]:
        assert header.endswith("; Path=/einlass; Max-Age=28800; HttpOnly; SameSite=Lax; Secure")
    tokens = found.cookies[2].split("=", 1)[1].split(";")[0]
    assert cookie.claims_of({cookie.TOKENS: tokens}, cookie.TOKENS) == {"id_token": "i"}


# --- Accounts -------------------------------------------------------------------------------------------


def test_without_sign_in_whoever_is_here_may_do_everything() -> None:
    assert account.of_cookies({}) == account.LOCAL
    assert all(account.LOCAL.may(action) for action in access.ACTIONS)
    assert all(account.LOCAL.may_open(page) for page in access.PAGES if access.is_offered(page))


@pytest.mark.parametrize(
    ("text", "shown"),
    [(None, "start.title"), ("unknown = 1\n", "settings.title"), (SETTINGS, "sign_in.changed.title")],
    ids=["no data", "faults in the settings", "sign-in added since the start"],
)
def test_without_sign_in_what_stands_in_place_of_a_page_says_so_too(
    folder: Path, text: str | None, shown: str
) -> None:
    if text:
        folder.mkdir()
        (folder / config.CITY_FILE).write_text(text, "utf-8")
    app = AppTest.from_file(str(config.ROOT / "einlass/ui/shell.py"), default_timeout=60).run()
    assert not app.exception
    told = " ".join(one.proto.body for one in app.get("html"))
    w = words_for("de")
    assert told.count(f'<p class="em-local">{w("account.local")}</p>') == 1
    assert w(shown) in told


def test_with_sign_in_nobody_without_a_ticket_may_do_anything(rules: SignIn) -> None:
    assert account.of_cookies({}) == account.NOBODY
    assert not any(account.NOBODY.may(action) for action in access.ACTIONS)
    with pytest.raises(EinlassError, match=r"account\.lacks"):
        account.require("import")


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/", "", ""),
        ("/", "lang=en", "?lang=en"),
        ("/trends", "offices=A,B&step=week", "trends?offices=A,B&step=week"),
        ("/overview", "", ""),
        ("/trends/x", "", ""),
        ("//evil.example", "", ""),
        ("/auth/logout", "", ""),
        ("/data", "preview=a\r\nset-cookie:x", "data?preview=a%0D%0Aset-cookie%3Ax"),
    ],
)
def test_only_pages_are_led_to(path: str, query: str, expected: str) -> None:
    assert known_page(path, query) == expected
