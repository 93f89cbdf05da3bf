"""From a choice to painted charts: this build, the build before, the same charts in Dash, and a bare page.

    CHROMIUM=$(tools/chromium.sh) python -m bench.charts [--before FOLDER] [--dash PYTHON] [--rounds 20]

FOLDER is a checkout of the build to compare with (a git worktree with its own `.venv`), PYTHON one that has `dash` and
what this project needs. All are served on the sample data of $EINLASS_DATA and driven in turn by a headless Chromium
each, so that what else the machine does hits all alike. The bare page calls Plotly with the same figures and has no
server; Dash serves just them, and so does a page of Streamlit that has nothing but the choice and these charts. Time
runs from the click on the other measure to the last change inside a chart, after which nothing moved for a second.
Writes the table of bench/charts.md.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from einlass import config
from einlass.charts import Look, difference_chart, marks_of, phases_chart, plotly_script
from einlass.findings import Request, finding, series
from einlass.measures import Window, events, measures, offices
from einlass.warehouse import current_version
from einlass.words import words_for

QUIET_SECONDS = 1.0
NAMES = ("Sicherheitsdienst", "Einlasskontrollen")
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

DASH = """import json
import sys
from dash import Dash, Input, Output, dcc, html

names, drawn = %r, json.loads(%r)
app = Dash(__name__)
graphs = [dcc.Graph(id=f"chart-{number}") for number in range(len(drawn[0]))]
app.layout = html.Div([dcc.RadioItems(options=list(names), value=names[1], id="measure"), *graphs])

@app.callback([Output(graph.id, "figure") for graph in graphs], Input("measure", "value"))
def shown(name):
    return drawn[names.index(name)]

app.run(port=int(sys.argv[1]), debug=False)
"""
STREAMLIT = """import json
from pathlib import Path

import streamlit as st

LABEL, NAMES = %r, %r
DRAWN = json.loads(Path("drawn.json").read_text("utf-8"))
SCRIPT = '''let library;
export default function ({ data, parentElement }) {
  library ??= new Promise((done) => {
    const script = Object.assign(document.createElement("script"), { src: "./app/static/plotly.js" });
    script.onload = () => done(window.Plotly);
    document.head.append(script);
  });
  const { data: traces, layout } = JSON.parse(data.figure);
  library.then((plotly) => plotly.react(parentElement.querySelector("div"), traces, layout));
}'''
chart = st.components.v2.component("chart", html="<div></div>", js=SCRIPT, isolate_styles=False)
name = st.%s(LABEL, NAMES)
for number, figure in enumerate(DRAWN[NAMES.index(name or NAMES[0])]):
    chart(key=f"chart-{number}", data={"figure": json.dumps(figure)})
"""
Driven = tuple[str, Callable[[Page, int], None]]  # an address, and what makes its charts change


def main() -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    parser.add_argument("--dash", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    drawn = figures()
    with sync_playwright() as playwright, ExitStack() as stack:
        pages: dict[str, Driven] = {}
        builds = {"this build": config.ROOT} | ({"build before": asked.before} if asked.before else {})
        for name, folder in builds.items():
            pages[name] = (f"{stack.enter_context(app(folder))}/comparison", choose)
        pages["bare page, Plotly.react"] = (stack.enter_context(bare(drawn)), press)
        only = alone(drawn, "Maßnahme", NAMES, "selectbox")
        pages["the same charts alone in Streamlit"] = (stack.enter_context(only), choose)
        if asked.dash:
            address = stack.enter_context(dashed(asked.dash, DASH % (NAMES, json.dumps(drawn))))
            pages["the same charts in Dash"] = (address, radio)
        found = rounds(playwright, pages, asked.rounds)
    text = INTRODUCTION % load() + "\n".join(line(*one) for one in found.items()) + "\n" + beside(found)
    print(text)
    (config.ROOT / "bench" / "charts.md").write_text(text, "utf-8")


INTRODUCTION = """# From a choice to painted charts
Another measure on Vorher - Nachher, sample data; `python -m bench.charts` says how it is measured. One run, the pages
in turn, on two cores that other work shared, load at its end (1 / 5 / 15 minutes) %s.

| | median ms | p95 ms | rounds |
|---|---|---|---|
"""


def load() -> str:
    """How busy the machine is."""
    return " / ".join(f"{one:.1f}" for one in os.getloadavg())


def beside(found: dict[str, list[float]]) -> str:
    """The first of them beside each of the others."""
    own, *others = (statistics.median(times) for times in found.values())
    names = list(found)[1:]
    return "".join(
        f"\nThis build takes {own / other:.2f} × {name}.\n" for name, other in zip(names, others, strict=True)
    )


def line(name: str, times: list[float]) -> str:
    """A row of the table."""
    p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
    return f"| {name} | {statistics.median(times):.0f} | {p95:.0f} | {len(times)} |"


def rounds(playwright: Playwright, pages: Mapping[str, Driven], count: int) -> dict[str, list[float]]:
    """The times of so many changes of each page, one change a page in turn, after two that only warm up."""
    opened = {name: opened_page(playwright, address) for name, (address, _) in pages.items()}
    time.sleep(4)
    times: dict[str, list[float]] = {name: [] for name in pages}
    for page in opened.values():
        page.evaluate(CLOCK)
    for number in range(count + 2):
        for name, page in opened.items():
            pages[name][1](page, number)
            times[name].append(settled(page))
    return {name: found[2:] for name, found in times.items()}


def opened_page(playwright: Playwright, address: str) -> Page:
    """A page with a chart on it in a browser of its own."""
    browser = playwright.chromium.launch(
        executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
    )
    page = browser.new_context(viewport={"width": 1440, "height": 2400}, locale="de-DE").new_page()
    page.goto(address)
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
    return page


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
    name = NAMES[number % 2]
    page.get_by_label("Maßnahme").first.click()
    page.get_by_role("option").filter(has_text=name).first.click()


def radio(page: Page, number: int) -> None:
    """The other measure of the page in Dash."""
    page.get_by_text(NAMES[number % 2], exact=True).click()


@contextmanager
def dashed(python: Path, script: str) -> Iterator[str]:
    """A page in Dash, served by a Python that has it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.py").write_text(script, "utf-8")
        port = free_port()
        environment = os.environ | {"PYTHONPATH": str(config.ROOT)}
        command = [str(python), str(Path(folder) / "page.py"), str(port)]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=30)


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
def alone(drawn: list[list[object]], label: str, names: Sequence[str], choice: str) -> Iterator[str]:
    """A page of Streamlit's with a choice (a name of its elements) and figures drawn in place, and nothing else."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "static").mkdir()
        (folder / "static" / "plotly.js").write_bytes(plotly_script())
        (folder / "drawn.json").write_text(json.dumps(drawn), "utf-8")
        (folder / "page.py").write_text(STREAMLIT % (label, list(names), choice), "utf-8")
        with streamlit(
            Path(sys.executable), "page.py", folder, "--server.enableStaticServing", "true"
        ) as address:
            yield address


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
