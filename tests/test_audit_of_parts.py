"""`make audit`: a known hole is an error, and nobody to ask is said; with a service that speaks OSV on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from einlass import config

HOLE = {
    "id": "PYSEC-2026-0",
    "summary": "a hole of the tests alone",
    "affected": [
        {
            "package": {"name": "second", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.1"}]}],
        }
    ],
}


class Advisories(BaseHTTPRequestHandler):
    """Knows one hole, in the package called second."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        told = json.dumps({"vulns": [HOLE]} if asked["package"]["name"] == "second" else {}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Advisories)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def audit(tmp_path: Path, service: str, *names: str) -> subprocess.CompletedProcess[str]:
    locked = tmp_path / "requirements.txt"
    locked.write_text("".join(f"{name}==2.0 \\\n    --hash=sha256:{'0' * 64}\n" for name in names), "utf-8")
    return subprocess.run(
        [sys.executable, config.ROOT / "tools" / "audit.py", locked],
        env=os.environ | {"ADVISORIES": service},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_known_hole_is_an_error_and_names_the_version_that_closes_it(tmp_path: Path, service: str) -> None:
    done = audit(tmp_path, service, "first", "second")
    assert (done.returncode, done.stdout) == (1, "second 2.0: PYSEC-2026-0, closed in 2.1\n")


def test_without_a_hole_it_says_how_much_was_looked_at(tmp_path: Path, service: str) -> None:
    done = audit(tmp_path, service, "first", "third")
    assert (done.returncode, done.stdout) == (0, "audit: no known hole in 2 parts\n")


def test_nobody_to_ask_is_said(tmp_path: Path) -> None:
    done = audit(tmp_path, "http://127.0.0.1:9/v1/query", "first")
    assert (done.returncode, done.stdout) == (0, "audit: skipped: no advisory service reachable\n")
