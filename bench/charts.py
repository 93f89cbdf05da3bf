"""From a choice to painted charts: this build, the build before and a bare page that calls Plotly with the same data.

    CHROMIUM=$(tools/chromium.sh) python -m bench.charts [--before FOLDER] [--rounds 20]

FOLDER is a checkout of the build to compare with (a git worktree with its own `.venv`). Each is served in turn on the
sample data of $EINLASS_DATA and driven by the same headless Chromium. Time runs from the click on the other measure to
the last change inside a chart, after which nothing moved for a second. Writes the table of bench/charts.md.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from einlass import config
from einlass.charts import Look, difference_chart, marks_of, phases_chart, plotly_script
from einlass.findings import Request, finding, series
from einlass.measures import Window, events, measures, offices
from einlass.warehouse import current_version
from einlass.words import words_for

QUIET_SECONDS = 1.0
CLOCK = """() => {
  window.last = 0;
  new MutationObserver((changes) => {
    const inside = (node) => node.closest?.(".js-plotly-plot") || node.querySelector?.(".js-plotly-plot");
    if (changes.some((one) => inside(one.target) || [...one.addedNodes].some(inside))) last = performance.now();
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
  document.addEventListener("click", () => { window.clicked = performance.now(); }, true);
}"""
BARE = """<!doctype html><meta charset="utf-8"><script src="plotly.js"></script><button>other</button>
<script src="page.js"></script>"""
BARE_SCRIPT = """const charts = %s; let at = 0;
const places = charts[0].map(() => document.body.appendChild(document.createElement("div")));
const draw = () => places.forEach((place, n) => Plotly.react(place, charts[at][n].data, charts[at][n].layout));
draw(); document.querySelector("button").onclick = () => { at = 1 - at; draw(); };"""


def main() -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    found: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        with bare(figures()) as address:
            found["bare page, Plotly.react"] = rounds(browser, address, press, asked.rounds)
        builds = {"this build": config.ROOT} | ({"build before": asked.before} if asked.before else {})
        for name, folder in builds.items():
            with app(folder) as address:
                found[name] = rounds(browser, f"{address}/comparison", choose, asked.rounds)
    table = "\n".join(line(name, times) for name, times in found.items())
    print(table)
    head = "| | median ms | p95 ms | rounds |\n|---|---|---|---|\n"
    (config.ROOT / "bench" / "charts.md").write_text(f"{INTRODUCTION}\n\n{head}{table}\n", "utf-8")


INTRODUCTION = """# From a choice to painted charts
Another measure on Vorher - Nachher, sample data; `python -m bench.charts` says how it is measured. The build before
drew three charts there, this one draws two and a table of small pictures."""


def line(name: str, times: list[float]) -> str:
    """A row of the table."""
    p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
    return f"| {name} | {statistics.median(times):.0f} | {p95:.0f} | {len(times)} |"


def rounds(browser: Browser, address: str, act: Callable[[Page, int], None], count: int) -> list[float]:
    """The times of so many changes, after two that only warm up."""
    page = browser.new_context(viewport={"width": 1440, "height": 2400}, locale="de-DE").new_page()
    page.goto(address)
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
    time.sleep(4)
    page.evaluate(CLOCK)
    times = []
    for number in range(count + 2):
        act(page, number)
        times.append(settled(page))
    page.context.close()
    return times[2:]


def settled(page: Page) -> float:
    """Milliseconds from the click to the last change inside a chart."""
    while True:
        time.sleep(0.25)
        clicked, last, now = page.evaluate("() => [window.clicked, window.last, performance.now()]")
        if last > clicked and now - last > QUIET_SECONDS * 1000:
            return float(last - clicked)


def press(page: Page, number: int) -> None:
    """The button of the bare page."""
    page.locator("body > button").click()


def choose(page: Page, number: int) -> None:
    """The other measure of the list."""
    name = ("Sicherheitsdienst", "Einlasskontrollen")[number % 2]
    page.get_by_label("Maßnahme").first.click()
    page.get_by_role("option").filter(has_text=name).first.click()


@contextmanager
def app(folder: Path) -> Iterator[str]:
    """A build served on the data of $EINLASS_DATA."""
    with streamlit(folder / ".venv" / "bin" / "python", "app.py", folder) as address:
        yield address


@contextmanager
def streamlit(
    python: Path, script: str, folder: Path, *options: str, data: Path | None = None
) -> Iterator[str]:
    """A script of Streamlit's in a folder, served by a Python; without `data` on those of $EINLASS_DATA."""
    environment = os.environ | ({"EINLASS_DATA": str(data)} if data else {})
    port = free_port()
    command = [str(python), "-m", "streamlit", "run", script, "--server.port", str(port), *options]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def bare(drawn: list[list[object]]) -> Iterator[str]:
    """A page without a server behind it that draws figures in turn: of each list all at once."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index.html").write_text(BARE, "utf-8")
        (Path(folder) / "plotly.js").write_bytes(plotly_script())
        (Path(folder) / "page.js").write_text(BARE_SCRIPT % json.dumps(drawn), "utf-8")
        port = free_port()
        command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def figures() -> list[list[object]]:
    """Both charts of the first two measures, as the product draws them."""
    version, w, look = current_version(), words_for("de"), Look(is_dark=False)
    names, made = offices(version), []
    for key in list(measures(version))[:2]:
        found = finding(version, Request("reported_incidents", key))
        rows = series(version, "reported_incidents", found.used_offices, "week")
        span = Window(rows[0].start, rows[-1].until)
        marks = marks_of([found.measure], events(version), found.used_offices, names, span, w)
        drawn = (
            difference_chart(found, look, w, title="", foot=""),
            phases_chart(found, rows, marks, look, w, title="", foot=""),
        )
        made.append([json.loads(one.to_json()) for one in drawn if one is not None])
    return made


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(address: str) -> None:
    """Until somebody answers. Raises TimeoutError."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


if __name__ == "__main__":
    main()
