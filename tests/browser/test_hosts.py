"""Who may knock: a known name, a page of our own; for documents, files, uploads and the websocket alike."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browser.conftest import START_SECONDS, WATCH, Open, free_port, outgoing, serve
from einlass import config
from einlass.words import words_for

WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
SIGN_IN = """
[sign_in]
address = "https://own.example"
metadata_url = "https://id.example/.well-known/openid-configuration"
client_id = "einlassmonitor"
"""
PATHS = (
    ("GET", "/", {}),
    ("GET", "/trends?lang=en", {}),
    ("GET", "/_stcore/health", {}),
    ("GET", "/_stcore/host-config", {}),
    ("GET", "/media/0.csv", {}),
    ("PUT", "/_stcore/upload_file/1/2", {}),
    ("OPTIONS", "/_stcore/health", {}),
    ("GET", "/_stcore/stream", WEBSOCKET),
)
FOREIGN_HOSTS = (
    "einlass.example",
    "127.0.0.1.einlass.example",
    "127.0.0.2",
    "",
    "[::1",
    "localhost:0:1",
    "a@localhost",
)
FOREIGN_ORIGINS = (
    "https://einlass.example",
    "null",
    "",
    "http://127.0.0.1",
    "http://localhost:{port}",
    "http://[::1",
    "http://einlass.example@127.0.0.1:{port}",
)


def status(address: str, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of one request with exactly these headers."""
    at = urlsplit(address)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize(("method", "path", "extra"), PATHS)
def test_a_foreign_name_gets_nothing(
    app: str, method: str, path: str, extra: dict[str, str], host: str
) -> None:
    expected = (403,) if extra else (421, 400)  # 400 from the server itself for what is no name
    assert status(app, method, path, {"Host": host, **extra}) in expected


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize(("method", "path", "extra"), PATHS)
def test_a_page_of_another_origin_gets_nothing(
    app: str, method: str, path: str, extra: dict[str, str], origin: str
) -> None:
    at = urlsplit(app)
    headers = {"Host": at.netloc, "Origin": origin.format(port=at.port), **extra}
    assert status(app, method, path, headers) == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_our_own_names_are_let_in(app: str, host: str) -> None:
    named = f"{host}:{urlsplit(app).port}"
    assert status(app, "GET", "/", {"Host": named}) == 200
    websocket = {"Host": named, "Origin": f"http://{named}", **WEBSOCKET}
    assert status(app, "GET", "/_stcore/stream", websocket) == 101


def test_names_of_the_settings_are_let_in(sample_warehouse: Path, tmp_path: Path) -> None:
    """Further names need sign-in, and the name of the app's own address is one."""
    settings = tmp_path / "stadt.toml"
    settings.write_text(SIGN_IN, encoding="utf-8")
    more = {
        "EINLASS_HOSTS": "einlass.example, 192.0.2.7",
        "EINLASS_CITY": str(settings),
        "EINLASS_CLIENT_SECRET": "of the tests alone",
    }
    with serve(sample_warehouse, tmp_path / "app.log", more=more) as address:
        for host in ("einlass.example", "Einlass.example:443", "192.0.2.7:8501", "own.example"):
            assert status(address, "GET", "/_stcore/health", {"Host": host}) == 200
            assert status(address, "GET", "/", {"Host": host}) == 401
            websocket = {"Host": host, "Origin": f"https://{host}", **WEBSOCKET}
            assert status(address, "GET", "/_stcore/stream", websocket) == 403
        assert status(address, "GET", "/", {"Host": "other.example"}) == 421


def test_without_sign_in_nothing_that_came_from_elsewhere_is_answered(app: str) -> None:
    named = urlsplit(app).netloc
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"):
        assert status(app, "GET", "/", {"Host": named, header: "192.0.2.7"}) == 403
        websocket = {"Host": named, "Origin": app, header: "192.0.2.7", **WEBSOCKET}
        assert status(app, "GET", "/_stcore/stream", websocket) == 403
        assert status(app, "GET", "/_stcore/health", {"Host": named, header: "192.0.2.7"}) == 200
    for path in ("/auth/login", "/auth/start", "/auth/logout", "/oauth2callback"):
        assert status(app, "GET", path, {"Host": named}) == 404


@pytest.mark.parametrize(
    ("more", "address", "key"),
    [
        ({}, "0.0.0.0", "start.address"),
        ({"EINLASS_HOSTS": "einlass.example"}, "127.0.0.1", "start.hosts"),
        ({"EINLASS_CITY": "stadt.toml"}, "127.0.0.1", "start.secret"),
        ({"EINLASS_CITY": "stadt.toml", "EINLASS_CLIENT_SECRET": "short"}, "127.0.0.1", "start.secret"),
        ({"EINLASS_CITY": "stadt.toml", "STREAMLIT_SERVER_BASE_URL_PATH": "x"}, "127.0.0.1", "start.path"),
    ],
    ids=str,
)
def test_it_does_not_start_where_it_would_not_know_whom_it_answers(
    tmp_path: Path, more: dict[str, str], address: str, key: str
) -> None:
    (tmp_path / "stadt.toml").write_text(SIGN_IN, encoding="utf-8")
    given = more | ({"EINLASS_CITY": str(tmp_path / "stadt.toml")} if "EINLASS_CITY" in more else {})
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(free_port()), "--server.address", address]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("EINLASS_")}
    environment |= given | {"EINLASS_DATA": str(tmp_path / "none")}
    ended = subprocess.run(
        command, env=environment, cwd=config.ROOT, capture_output=True, text=True, timeout=START_SECONDS
    )
    assert ended.returncode != 0
    assert (
        words_for("de")(key, address="{}", hosts="{}", base="{}", least="{}").split("{}")[0] in ended.stderr
    )


def test_the_server_talks_to_nobody(app: str, visit: Open, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Beside what every served app is held to at its end: the one of the whole session, so far."""
    visit("/data")
    logs = sorted(tmp_path_factory.getbasetemp().glob("log*/app.log"))
    assert logs
    assert [note for log in logs for note in outgoing(log)] == []


def test_the_watch_sees_what_leaves(tmp_path: Path) -> None:
    """A process that looks up a name and one that connects elsewhere are noted, by the same file."""
    log = tmp_path / "app.log"
    code = (
        "import socket\n"
        "try: socket.getaddrinfo('einlass.invalid', 80)\nexcept OSError: pass\n"
        f"try: socket.create_connection(('127.0.0.1', {free_port()}), 1)\nexcept OSError: pass\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.7', 9))"
    )
    environment = {"PYTHONPATH": str(WATCH), "OUTGOING_LOG": str(log.with_suffix(".outgoing"))}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=config.ROOT, check=True)
    assert [re.sub(r" .*", "", note) for note in outgoing(log)] == ["socket.getaddrinfo", "socket.connect"]
