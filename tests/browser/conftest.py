"""The real app on a free port, built from the sample exports, driven by the Chromium of this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    WebSocket,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as TimedOut
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from einlass import config
from einlass.ui.state import View
from einlass.words import words_for

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
START_SECONDS = 60
WATCH = Path(__file__).parent / "outgoing"  # its sitecustomize.py notes whom the server talks to
PATIENCE_MS = 30_000
TIMED_OUT = r"(?i)timeout \d+ms"  # on two busy cores; tried once more, and the report names it (RERUN)

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[TIMED_OUT]))


@pytest.fixture(scope="session")
def sample_warehouse(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample data in a folder that the served app may write to."""
    return Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("warehouse") / "data"))


@contextmanager
def serve(data: Path, log: Path, *, port: int = 0, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """Runs the app on `data`; gives its address without a slash at the end. more: further variables."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {
        "EINLASS_DATA": str(data),
        "PYTHONPATH": str(WATCH),
        "OUTGOING_LOG": str(log.with_suffix(".outgoing")),
        **(more or {}),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=config.ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_up(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)
    assert outgoing(log) == []


def outgoing(log: Path) -> list[str]:
    """Whom a served app and the processes it started talked to, or asked the address of, beside this machine."""
    notes = log.with_suffix(".outgoing")
    return notes.read_text("utf-8").splitlines() if notes.exists() else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text('utf-8', 'replace')}")


@pytest.fixture(scope="session")
def app(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app."""
    with serve(sample_warehouse, tmp_path_factory.mktemp("log") / "app.log") as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as opened:
        yield opened


@contextmanager
def chromium(playwright: Playwright, *more: str) -> Iterator[Browser]:
    """The Chromium of this machine, without a window. more: further flags."""
    opened = playwright.chromium.launch(executable_path=path_of_chromium(), args=[*FLAGS, *more])
    yield opened
    opened.close()


def path_of_chromium() -> str:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("no Chromium found: use `make test`, or set CHROMIUM=/path/to/chromium")
    return path


class Runs:
    """Whether each run that a page asked for has begun and ended, read from the messages themselves.

    The page's own mark of a run appears only when the server's first answer is there; a test that looks
    between a click and that answer sees the page before the click.
    """

    def __init__(self) -> None:
        self._is_asked = False
        self._is_under_way = False

    def follow(self, socket: WebSocket) -> None:
        self._is_asked = self._is_under_way = False
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, message: bytes | str) -> None:
        if isinstance(message, bytes) and BackMsg.FromString(message).WhichOneof("type") == "rerun_script":
            self._is_asked = True

    def _received(self, message: bytes | str) -> None:
        if not isinstance(message, bytes):
            return
        arrived = ForwardMsg.FromString(message)
        if arrived.WhichOneof("type") == "new_session":
            self._is_asked, self._is_under_way = False, True
        elif arrived.WhichOneof("type") == "script_finished":
            early = arrived.script_finished == ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
            self._is_under_way = early

    @property
    def are_over(self) -> bool:
        return not self._is_asked and not self._is_under_way


@dataclass
class Visit:
    """One open page and what went wrong on it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)

    def watch(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", self._response)
        self.page.on("request", self._request)
        self.page.on("websocket", self._socket)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}".strip())

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")

    def _request(self, request: Request) -> None:
        self._address(request.url)

    def _socket(self, socket: WebSocket) -> None:
        self._address(socket.url.replace("ws://", "http://", 1))
        self.runs.follow(socket)

    def _address(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def ready(self) -> None:
        """Waits until every run asked for is over and everything it sent is drawn."""
        self.page.evaluate("() => new Promise(requestAnimationFrame)")  # what a click asks for is on its way
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not self.runs.are_over and time.monotonic() < deadline:
            self.page.wait_for_timeout(20)
        assert self.runs.are_over, "a run that the page asked for did not end"
        settled = self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
        expect(settled).to_be_visible()
        expect(self.page.locator("h1").first).to_be_visible()
        expect(self.page.locator('[data-testid="stSkeleton"], [data-stale="true"]')).to_have_count(0)
        unfinished = '[data-testid="stBidiComponentRegular"]:not(:has([data-drawn]))'
        expect(self.page.locator(unfinished)).to_have_count(0)

    def goto(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.ready()

    def language(self) -> str | None:
        return self.page.locator("html").get_attribute("lang")

    def grave_violations(self, *rules: str) -> list[str]:
        """What axe calls serious or critical. rules: these alone, where nothing else can have changed."""
        wanted = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        self.page.evaluate(AXE)
        found: list[dict[str, Any]] = self.page.evaluate(
            "async wanted => (await axe.run(wanted)).violations", wanted
        )
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in found
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def profile(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser that keeps on disk what it has loaded, as at a reader's: scripts compiled once stay compiled.

    Width and theme belong to a page, not to the profile.
    """
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=path_of_chromium(),
        args=list(FLAGS),
        locale="de-DE",
    )
    yield context
    context.close()


@pytest.fixture
def visit(profile: BrowserContext, app: str) -> Iterator[Open]:
    """Opens a path of the app in a page of its own: `visit("/trends", lang="en", width=390)`."""
    pages = []

    def open_(
        path: str, *, lang: str = "de", width: int = 1440, theme: str = "light", address: str = app
    ) -> Visit:
        page = profile.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        page.set_default_timeout(PATIENCE_MS)
        opened = Visit(page, address)
        opened.watch()
        query = f"{'&' if '?' in path else '?'}lang={lang}" if lang != config.DEFAULT_LANGUAGE else ""
        opened.goto(path + query)
        return opened

    yield open_
    for page in pages:
        if not page.is_closed():
            page.close()


def choose(opened: Visit, label: str, start: str) -> None:
    """Chooses what begins with `start`; a list that opens while the page still moves closes and is opened anew."""
    box = opened.page.get_by_role("combobox", name=label, exact=True)
    wanted = opened.page.get_by_role("option", name=re.compile(f"^{re.escape(start)}"))
    for patience in (PATIENCE_MS / 6, PATIENCE_MS):
        if is_chosen(box, wanted, patience):
            opened.ready()
            return
        opened.ready()
    pytest.fail(f"{start} cannot be chosen as {label}")


def is_chosen(box: Locator, wanted: Locator, patience: float) -> bool:
    box.scroll_into_view_if_needed()
    box.focus()
    box.press("ArrowDown")
    try:
        wanted.click(timeout=patience)
    except TimedOut:
        return False
    return True


VIEW = View(measure="BSP-M1", indicator="reported_incidents", offices=("BSP-AUSL",), step="week")


def path_of(page: str, view: View = VIEW) -> str:
    return view.href(page).removeprefix(".")


def menu_link(opened: Visit, page: str, lang: str = "de") -> Locator:
    return opened.page.get_by_role("link", name=words_for(lang)(f"menu.{page}"), exact=True)


def assert_calm(opened: Visit) -> None:
    """Nothing failed, nothing foreign was asked for, nothing sticks out of the window."""
    assert opened.foreign == []
    assert opened.errors == []
    assert opened.page.locator('[data-testid="stException"]').count() == 0
    for lang in config.LANGUAGES:
        assert opened.page.get_by_text(words_for(lang)("failure.title")).count() == 0
    main = opened.page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
