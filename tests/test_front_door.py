"""The document that leaves the house, and the policy that names its scripts."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from einlass import config
from einlass.ui import asgi, style


@pytest.mark.parametrize(
    ("query", "language"),
    [(b"", "de"), (b"lang=en", "en"), (b"x=1&lang=en", "en"), (b"lang=fr", "de"), (b"lang=%ff%22", "de")],
)
def test_language_of_a_request(query: bytes, language: str) -> None:
    assert asgi.language_of({"query_string": query}) == language


def test_policy_allows_every_inline_script_and_nothing_else() -> None:
    policy = asgi.policy(b"<script>a()</script>", b"<script>b()</script><script>a()</script>")
    hashes = [base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"a()", b"b()")]
    rule = next(rule for rule in policy.split("; ") if rule.startswith("script-src "))
    assert sorted(rule.split()[1:]) == sorted(["'self'", "blob:", *(f"'sha256-{text}'" for text in hashes)])


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_document_is_in_our_name(language: str) -> None:
    document = asgi.document(language).decode()
    assert f'<html lang="{language}">' in document
    assert "<title>Einlassmonitor</title>" in document
    assert "favicon.png" not in document
    assert len(asgi.INLINE_SCRIPT.findall(document)) == document.count("<script>")


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_the_stylesheet_that_the_document_names_is_loaded_once_and_kept(coding: str) -> None:
    named = re.findall(r'<link rel="stylesheet" href="\.(/assets/[^"]+)">', asgi.document("de").decode())
    told = TestClient(Starlette(routes=[style.STYLESHEET.route()])).get(
        named[-1], headers={"accept-encoding": coding}
    )
    assert told.text == style.stylesheet() and "--em-accent" in told.text
    assert (
        told.headers["content-type"].startswith("text/css") and "immutable" in told.headers["cache-control"]
    )
    assert told.headers.get("content-encoding", "identity") == coding


def test_a_changed_streamlit_document_is_noticed_at_start() -> None:
    with pytest.raises(RuntimeError, match="0 places"):
        asgi.swapped("<html>", "<title>", "")


CONNECTED = """
import asyncio, os, socket
from einlass.ui import sockets

async def connected():
    with socket.socket(socket.AF_INET) as listening:  # as Streamlit makes it: no protocol is named
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        before = len(os.listdir("/dev/fd"))
        async with sockets.at_once(None):
            with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert len(os.listdir("/dev/fd")) == before

asyncio.run(connected())
"""


def test_what_the_server_writes_leaves_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONNECTED], cwd=config.ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


THEME = """
import streamlit as st
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from einlass.ui import theme

def told():
    message = NewSession()
    parts = (message.custom_theme, message.custom_theme.light, message.custom_theme.dark.sidebar)
    for part, section in zip(parts, ("theme", "theme.light", "theme.dark.sidebar")):
        app_session._populate_theme_msg(part, section)
    return message

by_streamlit = told()
assert by_streamlit.custom_theme.light.primary_color and not by_streamlit.custom_theme.HasField("dark")
asked = []
look = config.get_options_for_section
config.get_options_for_section = lambda section: asked.append(section) or look(section)
theme.remember()
assert [told() == by_streamlit, told() == by_streamlit] == [True, True]
assert sorted(asked) == ["theme", "theme.dark.sidebar", "theme.light"], asked
"""


def test_the_browser_is_told_of_the_theme_as_streamlit_does_and_the_settings_are_read_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", THEME], cwd=config.ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
