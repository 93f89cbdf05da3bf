"""The first visit: to the first chart beside an empty Streamlit page with one chart, and what is transferred.

    CHROMIUM=$(tools/chromium.sh) python -m bench.visits [--rounds 20]

Both are served on the data of $EINLASS_DATA and opened in turn by one headless Chromium, each time as a new reader
without anything kept. Time runs from the navigation to the first picture of a chart. Transferred: bytes as they
came, packed, without the messages of the websocket, which are counted by themselves. Writes bench/visits.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.charts import app, streamlit
from einlass import config

BARE = """import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 3, 2])))
"""
PAINTED = ".js-plotly-plot .main-svg"


@dataclass
class Visit:
    """What one opening of a page took: milliseconds to the first chart, bytes of files and of messages."""

    ms: float
    files: float = 0
    messages: float = 0


def main() -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    found: dict[str, list[Visit]] = {}
    with ExitStack() as stack:
        addresses = {
            "empty Streamlit page with one chart": stack.enter_context(bare()),
            "Vorher - Nachher": stack.enter_context(app(config.ROOT)) + "/comparison",
        }
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(asked.rounds + 1):
            for name, address in addresses.items():
                first, second = twice(browser, address)
                found.setdefault(name, []).append(first)
                found.setdefault(f"{name}, second visit", []).append(second)
    table = "\n".join(line(name, visits[1:]) for name, visits in found.items())
    print(table)
    (config.ROOT / "bench" / "visits.md").write_text(INTRODUCTION + table + "\n", "utf-8")


INTRODUCTION = """# The first visit
Sample data; `python -m bench.visits` says how it is measured.

| | median ms to the first chart | p95 ms | files MB | messages MB | rounds |
|---|---|---|---|---|---|
"""


def line(name: str, visits: list[Visit]) -> str:
    """A row of the table."""
    times = sorted(one.ms for one in visits)
    p95 = times[max(0, round(0.95 * len(times)) - 1)]
    files = statistics.median(one.files for one in visits) / 1e6
    messages = statistics.median(one.messages for one in visits) / 1e6
    return f"| {name} | {statistics.median(times):.0f} | {p95:.0f} | {files:.2f} | {messages:.2f} | {len(times)} |"


def twice(browser: Browser, address: str) -> list[Visit]:
    """The visit of a new reader, and the next one of the same."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE")
    visits = [opened(context, address) for _ in range(2)]
    context.close()
    return visits


def opened(context: BrowserContext, address: str) -> Visit:
    """One opening of a page in a tab of its own."""
    page = context.new_page()
    visit = Visit(0)
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")

    def loaded(event: dict[str, Any]) -> None:
        visit.files += event["encodedDataLength"]

    def received(event: dict[str, Any]) -> None:
        is_binary = event["response"]["opcode"] == 2  # told in base64
        visit.messages += len(event["response"]["payloadData"]) * (0.75 if is_binary else 1)

    tools.on("Network.loadingFinished", loaded)
    tools.on("Network.webSocketFrameReceived", received)
    page.goto(address)
    page.locator(PAINTED).first.wait_for(timeout=60_000)
    visit.ms = page.evaluate("() => performance.now()")
    page.wait_for_timeout(2000)
    page.close()
    return visit


@contextmanager
def bare() -> Iterator[str]:
    """An empty Streamlit page with one chart."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.py").write_text(BARE, "utf-8")
        options = ("--server.headless", "true", "--browser.gatherUsageStats", "false")
        with streamlit(Path(sys.executable), "page.py", Path(folder), *options) as address:
            yield address


if __name__ == "__main__":
    main()
