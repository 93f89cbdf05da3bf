"""deploy/nginx.conf and deploy/apache.conf before the running app, in a real browser: at the root and under a path.

Both are started as plain processes from the packages of this system (tools/proxies.sh); only names of files and ports
are changed in the configuration. People sign in, as the app answers nobody through a proxy otherwise.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import PATIENCE_MS, free_port
from browser.signing_in import City, city_with_sign_in, sign_in
from einlass import config
from einlass.ui.asgi import HEADERS, STREAMLIT_INDEX

DEPLOY = config.ROOT / "deploy"
NAME = "einlass.stadt.example"
SERVERS = ("nginx", "apache2")
BASES = ("", "/einlass")
START_SECONDS = 20

NGINX = """
daemon off;
user root;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""
MODULES = ("mpm_event", "authz_core", "alias", "proxy", "proxy_http", "proxy_wstunnel", "ssl", "headers")
APACHE = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
ErrorLog {folder}/error.log
Mutex file:{folder}
{modules}
{listen}
{site}
"""


@dataclass(frozen=True)
class Proxy:
    """Where a proxy answers, and the app behind it with its provider."""

    plain: int
    secure: int
    base: str
    city: City

    @property
    def address(self) -> str:
        return self.city.address

    @property
    def app(self) -> str:
        return self.city.app


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    chain, key = folder / "chain.pem", folder / "key.pem"
    command = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={NAME}"
    subprocess.run([*command.split(), "-keyout", key, "-out", chain], check=True, capture_output=True)
    return chain, key


@pytest.fixture(scope="module", params=[(server, base) for server in SERVERS for base in BASES], ids=str)
def proxy(
    request: pytest.FixtureRequest,
    sample_folder: Path,
    certificate: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    server, base = request.param
    found = subprocess.run(
        [config.ROOT / "tools" / "proxies.sh", server], capture_output=True, text=True, check=False
    )
    if found.returncode:
        pytest.skip(found.stderr.strip())
    program, folder = Path(found.stdout.strip()), tmp_path_factory.mktemp(server)
    data = Path(shutil.copytree(sample_folder, folder / "data"))
    plain, secure = free_port(), free_port()
    more = {"EINLASS_HOSTS": NAME, "EINLASS_METRICS": "127.0.0.1"}
    address = f"https://127.0.0.1:{secure}{base}"
    write = nginx if server == "nginx" else apache
    with city_with_sign_in(data, folder / "app.log", address=address, more=more) as city:
        made = Proxy(plain, secure, base, city)
        with started(program, write(program, folder, made, certificate), folder, made):
            yield made


def site_of(file: str, proxy: Proxy, certificate: tuple[Path, Path]) -> str:
    """A configuration as it is shipped, with files and ports of this test."""
    text = (DEPLOY / file).read_text("utf-8")
    swaps = {
        f"/etc/ssl/certs/{NAME}.pem": str(certificate[0]),
        f"/etc/ssl/private/{NAME}.key": str(certificate[1]),
        "http://127.0.0.1:8501": proxy.app,
    }
    for old, new in swaps.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(program: Path, folder: Path, proxy: Proxy, certificate: tuple[Path, Path]) -> list[str]:
    site = site_of("nginx.conf", proxy, certificate)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{proxy.plain};")
    site = site.replace("listen 443 ssl;", f"listen 127.0.0.1:{proxy.secure} ssl;")
    if proxy.base:  # as its comment says
        moved = f"location = {proxy.base} {{ return 308 {proxy.base}/; }}\n    location {proxy.base}/ {{"
        site = site.replace("location / {", moved).replace(
            f"proxy_pass {proxy.app};", f"proxy_pass {proxy.app}/;"
        )
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, site=site), encoding="utf-8")
    return [str(program), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def apache(program: Path, folder: Path, proxy: Proxy, certificate: tuple[Path, Path]) -> list[str]:
    site = site_of("apache.conf", proxy, certificate)
    site = site.replace("*:80>", f"127.0.0.1:{proxy.plain}>").replace("*:443>", f"127.0.0.1:{proxy.secure}>")
    if proxy.base:  # as its comment says
        site = site.replace("ProxyPass / ", f"ProxyPass {proxy.base}/ ")
        moved = f"    RedirectMatch 308 ^{proxy.base}$ {proxy.base}/\n    ProxyPass {proxy.base}/"
        site = site.replace(f"    ProxyPass {proxy.base}/", moved)
    where = program.parents[1] / "lib" / "apache2" / "modules"
    modules = "\n".join(f"LoadModule {name}_module {where}/mod_{name}.so" for name in MODULES)
    if os.geteuid() == 0:
        modules += "\nUser www-data\nGroup www-data"
    listen = f"Listen 127.0.0.1:{proxy.plain}\nListen 127.0.0.1:{proxy.secure}"
    text = APACHE.format(folder=folder, modules=modules, listen=listen, site=site)
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    return [str(program), "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


@contextmanager
def started(program: Path, command: list[str], folder: Path, proxy: Proxy) -> Iterator[None]:
    libraries = sorted(program.parents[1].glob("lib/*-linux-gnu")) if program.parts[1] != "usr" else []
    environment = os.environ | {"LD_LIBRARY_PATH": ":".join(map(str, libraries))}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            until = time.monotonic() + START_SECONDS
            while process.poll() is None and time.monotonic() < until:
                try:
                    asked(proxy, "/health/live")
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail("\n".join(path.read_text() for path in folder.glob("*o*r*") if path.is_file()))
            yield
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def asked(
    proxy: Proxy, path: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request through the proxy; a header that came twice is an error."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.secure, context=context, timeout=20)
    return answer(connection, proxy.base + path, {"Host": NAME} | (headers or {}))


def answer(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    try:
        connection.request("GET", path, headers=headers)
        found = connection.getresponse()
        names = [name.lower() for name, _ in found.getheaders()]
        assert sorted(set(names)) == sorted(names)
        return found.status, {name.lower(): text for name, text in found.getheaders()}, found.read()
    finally:
        connection.close()


def direct(
    proxy: Proxy, path: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    at = urlsplit(proxy.app)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    return answer(connection, path, {"Host": NAME} | (headers or {}))


def test_pages_open_in_the_browser(proxy: Proxy, browser: Browser) -> None:
    """After signing in at the page that was asked for; the content comes over the websocket."""
    context = browser.new_context(ignore_https_errors=True, locale="de-DE")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{proxy.address}/trends?step=week")
    sign_in(page, proxy.city.give("reader", "leadership"))
    page.wait_for_url(f"{proxy.address}/trends?step=week")
    troubles: list[str] = []
    sockets: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.on("response", lambda found: troubles.append(found.url) if found.status >= 400 else None)
    for path in ("/", "/trends?lang=en"):
        page.goto(proxy.address + path)
        expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.locator("#em-menu a, .st-key-menu a").nth(1).click()
    expect(page.locator("h1")).to_be_visible()
    assert urlsplit(page.url).path.startswith(proxy.base + "/")
    assert set(sockets) == {f"wss://127.0.0.1:{proxy.secure}{proxy.base}/_stcore/stream"}
    assert troubles == []
    page.get_by_role("link", name="Sign out", exact=True).first.click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{proxy.address}/auth/ended")
    context.close()


def test_the_headers_are_ours(proxy: Proxy) -> None:
    as_page = {"Accept": "text/html"}
    status, headers, body = asked(proxy, "/", as_page)
    own = direct(proxy, "/", as_page)[1]
    assert status == 401 and b"auth/start" in body
    for name in (*HEADERS, "content-security-policy", "content-type"):
        assert headers[name] == own[name]
    assert headers["strict-transport-security"] == "max-age=31536000"


def test_what_is_large_comes_compressed_once(proxy: Proxy) -> None:
    (script,) = re.findall(r'src="\./static/js/([^"]+)"', STREAMLIT_INDEX.read_text("utf-8"))
    status, headers, body = asked(proxy, f"/static/js/{script}", {"Accept-Encoding": "gzip"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(body) == asked(proxy, f"/static/js/{script}")[2]


def test_what_is_not_for_readers_stays_inside(proxy: Proxy) -> None:
    assert asked(proxy, "/health/ready")[0] == 200
    assert b"process_" in direct(proxy, "/metrics")[2]
    assert asked(proxy, "/metrics")[0] == 404
    assert asked(proxy, "/_stcore/metrics")[0] == 404
    assert asked(proxy, "/", {"Host": "other.example"})[0] == 421
    assert asked(proxy, "/", {"Origin": "https://other.example"})[0] == 403


def test_who_comes_without_encryption_is_sent_on(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)
    status, headers, _ = answer(connection, "/trends?lang=en", {"Host": NAME})
    assert (status, headers["location"]) == (308, f"https://{NAME}/trends?lang=en")
