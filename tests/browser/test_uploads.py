"""Uploads wait in memory: not more than all people together may take, and not longer than their page is there."""

from __future__ import annotations

import http.client
import re
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response, expect

from browser.conftest import Open, serve
from einlass.words import words_for

DE = words_for("de")
MEGABYTE, CLOSED_SECONDS = 1024**2, 2
LARGE = 48  # megabytes


def put(page: Page, file: Path) -> Response:
    """Chooses a file; what the server says to it."""
    with page.expect_response(re.compile("/_stcore/upload_file/")) as answer:
        page.locator('input[type="file"]').set_input_files(file)
    return answer.value


def test_uploads_have_a_limit_together_and_go_with_their_page(
    visit: Open, sample_warehouse: Path, tmp_path: Path
) -> None:
    files = [tmp_path / f"large {number}.csv" for number in range(2)]
    for file in files:
        file.write_bytes(b"a;b\r\n" + b"1;2\r\n" * (3 * MEGABYTE // 20))
    more = {"EINLASS_UPLOADS_MB": "1", "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(CLOSED_SECONDS)}
    with serve(sample_warehouse, tmp_path / "app.log", more=more) as address:
        first, second = (visit("/data", address=address).page for _ in range(2))
        assert put(first, files[0]).status == 204
        expect(first.get_by_role("button", name=DE.plural("data.check", 1))).to_be_visible()
        note = second.locator("#em-upload-refused")
        expect(note).to_be_hidden()
        assert put(second, files[0]).status == 507
        expect(note).to_be_visible()
        expect(note).to_have_text(DE("data.upload.refused"))
        chip = second.get_by_test_id("stFileChip")
        expect(chip).to_contain_text(DE("data.upload.refused"))  # to who points at it, and to screen readers
        assert "Error" not in chip.inner_text()
        first.close()
        second.wait_for_timeout(CLOSED_SECONDS * 1000 + 2000)
        assert put(second, files[1]).status == 204


def held_megabytes(address: str) -> float:
    """Memory that the app says it holds."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:
        told = re.search(r"^process_resident_memory_bytes (\S+)$", answer.read().decode(), re.MULTILINE)
    assert told
    return float(told[1]) / MEGABYTE


def test_a_large_upload_leaves_memory_when_its_page_is_closed_and_nobody_reads(
    visit: Open, sample_warehouse: Path, tmp_path: Path
) -> None:
    file = tmp_path / "large.csv"
    file.write_bytes(b"a;b\r\n" + b"1;2\r\n" * (LARGE * MEGABYTE // 5))
    more = {"EINLASS_METRICS": "127.0.0.1", "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(CLOSED_SECONDS)}
    with serve(sample_warehouse, tmp_path / "app.log", more=more) as address:
        page = visit("/data", address=address).page
        assert put(page, file).status == 204
        expect(page.get_by_role("button", name=DE.plural("data.check", 1))).to_be_visible()
        held = held_megabytes(address)
        page.close()
        deadline = time.monotonic() + 30
        while held_megabytes(address) > held - LARGE * 0.8:
            assert time.monotonic() < deadline, "the upload stays in memory"
            time.sleep(0.5)


def begin_upload(page: Page, address: str, length: int) -> http.client.HTTPConnection:
    """An upload into the session of a page that announces so many bytes and brings one of them."""
    with page.expect_request(re.compile("/_stcore/upload_file/")) as asked:
        page.locator('input[type="file"]').set_input_files(
            {"name": "small.csv", "mimeType": "text/csv", "buffer": b"a;b\r\n"}
        )
    headers = asked.value.all_headers()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.putrequest("PUT", urlsplit(asked.value.url).path + "x", skip_host=True)
    for name in ("host", "origin", "cookie", "content-type", "x-xsrftoken"):
        if name in headers:
            connection.putheader(name, headers[name])
    connection.putheader("content-length", str(length))
    connection.endheaders(b"-")
    return connection


def test_an_upload_that_does_not_come_gives_its_room_back_and_leaves_no_trace(
    visit: Open, sample_warehouse: Path, tmp_path: Path
) -> None:
    file = tmp_path / "half.csv"
    file.write_bytes(b"a;b\r\n" + b"1;2\r\n" * (MEGABYTE // 10))
    log = tmp_path / "app.log"
    with serve(sample_warehouse, log, more={"EINLASS_UPLOADS_MB": "1"}) as address:
        page = visit("/data", address=address).page
        slow = begin_upload(page, address, MEGABYTE * 9 // 10)
        assert put(page, file).status == 507
        answer = slow.getresponse()  # once its time is over
        assert (answer.status, answer.getheader("connection")) == (408, "close")
        slow.close()
        begin_upload(visit("/data", address=address).page, address, MEGABYTE * 9 // 10).close()
        assert put(visit("/data", address=address).page, file).status == 204
    assert "Traceback" not in log.read_text("utf-8")


def test_an_upload_of_unknown_length_is_refused(app: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(app).netloc, timeout=10)
    try:
        connection.request("PUT", "/_stcore/upload_file/1/2", iter([b"x" * 100]), encode_chunked=True)
        assert connection.getresponse().status == 411
    finally:
        connection.close()
