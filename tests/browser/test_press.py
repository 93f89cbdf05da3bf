"""A day at the press desk in a real browser: from the question to the page on a web server, and to its withdrawal."""

from __future__ import annotations

import functools
import http.server
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from conftest import csv_text, run_einlass
from playwright.sync_api import expect
from towns import Place, build, incident

from browser.conftest import Open, Visit, assert_calm, serve
from einlass import audit
from einlass.words import words_for

W = words_for("de")
STEPS = {"prepare": ["Draft", "Submit"], "release": ["Release"]}


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The app on a small town that is no sample: its address and its data folder."""
    base = tmp_path_factory.mktemp("press")
    folder = build(base, {"D1": Place(incidents=(37, 16))})
    with serve(folder, base / "app.log") as address:
        yield address, folder


def click(opened: Visit, key: str) -> None:
    opened.page.get_by_role("button", name=W(key), exact=True).first.click()
    opened.ready()


def sit_down(opened: Visit, name: str, role: str) -> None:
    change = opened.page.get_by_role("button", name=W("press.role.change"), exact=True)
    if change.count():
        change.click()
        opened.ready()
    opened.page.get_by_label(W("press.role.name"), exact=True).fill(name)
    opened.page.get_by_text(W(f"press.role.{role}"), exact=True).first.click()
    click(opened, "press.role.take")
    expect(opened.page.get_by_role("button", name=W("press.role.change"), exact=True)).to_be_visible()


def release(opened: Visit) -> None:
    sit_down(opened, "Ben", "release")
    click(opened, "press.do.release")
    expect(opened.page.get_by_text(W("press.done.released", id="EK-0001"))).to_be_visible()


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """A plain file server."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_said: object) -> None:
            """Says nothing."""

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_from_the_question_to_the_web_server_and_back(
    visit: Open, town: tuple[str, Path], tmp_path: Path
) -> None:
    address, data = town
    opened = visit("/press", address=address)
    page = opened.page
    field = page.get_by_label(W("press.question"), exact=True)
    field.fill("gab es weniger vorfälle?")
    field.press("Enter")
    expect(page).to_have_url(re.compile("search="))
    opened.ready()
    expect(page.locator(".em-press-number")).to_have_text("16")

    # Two people release it.
    sit_down(opened, "Anna", "prepare")
    click(opened, "press.do.submit")
    expect(page.get_by_text(W("press.done.submitted"))).to_be_visible()
    release(opened)

    # All pages as a file, unpacked where a plain file server finds them.
    with page.expect_download() as download:
        page.get_by_role("button", name=W("press.list.download"), exact=True).click()
    with zipfile.ZipFile(download.value.path()) as packed:
        packed.extractall(tmp_path)
    public = page.context.new_page()
    with web_server(tmp_path / "zahlen") as served:
        public.goto(f"{served}/index.html")
        public.locator('a[href*="ek-0001"]').first.click()
        expect(public.locator("h1")).to_be_visible()
        assert "16 gemeldete Vorfälle" in public.locator("main").inner_text()
    for name in ("feed.xml", "catalogue.rdf", "kalender/index.html"):
        assert (tmp_path / "zahlen" / name).is_file(), name
    for name in ("feed.xml", "catalogue.rdf"):
        assert "EK-0001" in (tmp_path / "zahlen" / name).read_text("utf-8"), name

    # A late report: the page says so, and a correction follows.
    late = tmp_path / "late.csv"
    late.write_text(csv_text([incident("V99", "D1", date(2019, 6, 12))]), encoding="utf-8")
    assert run_einlass("import", late, data=data).returncode == 0
    opened.goto("/press?figure=reported_incidents:M-D1")
    expect(page.get_by_text(W("press.newer"), exact=True).first).to_be_visible()
    sit_down(opened, "Anna", "prepare")
    click(opened, "press.answer.put")
    expect(page.get_by_text(W("press.answer.put.done", id="EK-0001"))).to_be_visible()
    page.get_by_text(W("press.answer.write"), exact=True).click()
    expect(page.get_by_text(re.compile("^EK-0001 – "))).to_be_visible()  # chosen in the form
    page.get_by_text(W("press.correct"), exact=True).click()
    page.get_by_label(W("press.correct.text")).fill("Eine Meldung kam später.")
    page.get_by_text(W("press.severity.minor"), exact=True).click()
    page.get_by_text(W("press.reason.late_reports"), exact=True).click()
    click(opened, "press.do.correct")
    release(opened)
    assert page.get_by_text(W("press.newer"), exact=True).count() == 0

    # It is withdrawn; its page stays and says so.
    page.get_by_text(W("press.withdraw"), exact=True).first.click()
    page.get_by_label(W("press.withdraw.text")).first.fill("Die Zählung wird geprüft.")
    click(opened, "press.do.withdraw")
    expect(page.get_by_text(W("press.done.withdraw", id="EK-0001"))).to_be_visible()
    expect(page.get_by_text("Die Zählung wird geprüft.").first).to_be_visible()
    assert_calm(opened)
    to = tmp_path / "site"
    assert run_einlass("release", "build", "--to", to, data=data).returncode == 0
    assert run_einlass("release", "verify", to, data=data).returncode == 0
    with web_server(to) as served:
        public.goto(f"{served}/zahl/ek-0001/index.html")
        told = public.locator("main").inner_text()
        assert "zurückgezogen" in told.lower() and "Die Zählung wird geprüft." in told
    public.close()

    # Who did what stands in the log; what it says does not.
    done = [(one.event, one.details) for one in audit.newest(data, 999) if one.event in ("press", "export")]
    prepared, released = (("press", {"role": role, "steps": steps}) for role, steps in STEPS.items())
    withdrawn = ("press", {"role": "release", "steps": ["Withdraw"]})
    published = ("export", {"kind": "published"})
    assert done == [prepared, released, published, prepared, released, withdrawn]
    assert "Zählung wird geprüft" not in (data / audit.FOLDER / "000000001.jsonl").read_text("utf-8")
