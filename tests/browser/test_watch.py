"""What watches over the service: it lives, it can serve, and figures on it for whoever is named."""

from __future__ import annotations

import http.client
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import serve

Answer = tuple[int, dict[str, str], str]
LINE = re.compile(r"[a-z_]+ [0-9.e+]+")


@pytest.fixture(scope="module")
def folder(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("watched") / "data"))


@pytest.fixture(scope="module")
def watched(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An app that tells its figures to this machine."""
    with ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("EINLASS_METRICS", "127.0.0.1")
            log = tmp_path_factory.mktemp("log") / "watched.log"
            address = running.enter_context(serve(folder, log))
        yield address


def asked(address: str, path: str, **headers: str) -> Answer:
    at = urlsplit(address)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()


def figures(address: str) -> dict[str, float]:
    status, headers, text = asked(address, "/metrics")
    assert (status, headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    lines = text.splitlines()
    names = [line.split()[2] for line in lines if line.startswith("# TYPE ")]
    values = [line for line in lines if not line.startswith("#")]
    assert len(set(names)) == len(names) and all(LINE.fullmatch(line) for line in values)
    assert [line.split()[0] for line in values] == names
    return {name: float(value) for name, value in (line.split() for line in values)}


def test_it_lives_and_is_ready(watched: str) -> None:
    assert asked(watched, "/health/live")[::2] == (200, '{"status":"alive"}')
    status, headers, text = asked(watched, "/health/ready")
    assert (status, json.loads(text)) == (200, {"status": "ready"})
    assert headers["cache-control"] == "no-store"
    assert asked(watched, "/health/ready", host="einlass.example")[0] == 421


def test_it_is_not_ready_where_it_cannot_serve(watched: str, folder: Path) -> None:
    """It lives on, says what is wrong, and is ready again once that is repaired."""
    whole = (folder / "current").read_bytes()
    (folder / "current").write_bytes(whole[:-9])
    assert asked(watched, "/health/ready")[0] == 503
    assert "check.pointer" in asked(watched, "/health/ready")[2]
    (folder / "current").write_bytes(whole)
    snapshot = next(folder.rglob("snapshot-*.duckdb"))
    aside = snapshot.rename(snapshot.with_suffix(".aside"))
    assert "warehouse.damaged_snapshot" in asked(watched, "/health/ready")[2]
    assert asked(watched, "/health/live")[0] == 200
    assert figures(watched)["einlass_data_is_served"] == 0
    aside.rename(snapshot)
    assert asked(watched, "/health/ready")[0] == 200


def test_figures_follow_what_happens(watched: str, browser: Browser) -> None:
    before = figures(watched)
    assert (before["einlass_data_version"], before["einlass_imports_total"]) == (1, 18)
    assert before["process_resident_memory_bytes"] > 1e8 and before["process_open_fds"] > 5
    context = browser.new_context()
    page = context.new_page()
    page.goto(watched)
    expect(page.locator("h1")).to_be_visible()
    during = figures(watched)
    assert during["einlass_page_runs_total"] > before["einlass_page_runs_total"]
    assert during["einlass_sessions"] == before["einlass_sessions"] + 1
    assert during["einlass_page_errors_total"] == 0
    context.close()


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "via", "x_real_ip"])
def test_nobody_asks_for_figures_through_a_proxy(watched: str, header: str) -> None:
    assert asked(watched, "/metrics", **{header: "127.0.0.1"})[::2] == (404, "Not Found")


def test_figures_are_off_unless_somebody_is_named(app: str) -> None:
    assert "process_" not in asked(app, "/metrics")[2]
    assert asked(app, "/health/ready")[0] == 200
