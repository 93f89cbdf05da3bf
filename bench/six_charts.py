"""From a choice to six painted charts over 252,000 fact rows: this build, the same page in Dash, and a bare page.

    CHROMIUM=$(tools/chromium.sh) python -m bench.six_charts [--dash PYTHON] [--rounds 20]

168 offices with their visits of 1,500 days are imported and thrown away again. Verläufe shows six of them; another step
of time is chosen, so all six charts change. The bare page calls Plotly with what the product drew; it has no server.
PYTHON has `dash` and what this project needs; its page draws the same figures by the product's own functions, each kept
once made, as the product keeps them. Clock and browser are those of bench/charts.py. Writes bench/six_charts.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path

import duckdb
from playwright.sync_api import Browser, Page, sync_playwright

from bench.charts import app, bare, free_port, line, press, rounds, wait
from bench.ingest.speed import write_offices
from bench.sessions import connected, wish
from einlass import config, ingest
from einlass.warehouse import current_version

OFFICES, DAYS, SHOWN = 168, 1500, 6
FIRST = date(2016, 1, 4)
STEPS = {"week": "Woche", "month": "Monat"}
VIEW = f"indicator=visits_per_open_day&offices={','.join(f'D{number}' for number in range(1, SHOWN + 1))}"
DRAWN = (
    """() => [...document.querySelectorAll(".em-chart-plot")].map(({ data, layout }) => ({ data, layout }))"""
)
DASH = """import sys
from functools import cache
from dash import Dash, Input, Output, dcc, html
from einlass.charts import Around, Look, Panel, small_charts
from einlass.findings import series
from einlass.indicators import indicators
from einlass.measures import Window
from einlass.warehouse import current_version
from einlass.words import words_for

version, w, look = current_version(), words_for("de"), Look(is_dark=False)
names = [f"D{number}" for number in range(1, %(shown)d + 1)]

@cache
def figures(step):
    panels = [Panel(one, one, series(version, "visits_per_open_day", (one,), step)) for one in names]
    rows = panels[0].rows
    top = max(one.highest for one in panels)
    around = Around(Window(rows[0].start, rows[-1].until), [], {}, "", "", top)
    return small_charts(indicators()["visits_per_open_day"], panels, [""] * len(names), around, look, w)

app = Dash(__name__)
graph = lambda name: dcc.Graph(id=name, style={"width": "33%%", "display": "inline-block"})
radio = dcc.RadioItems(options={"week": "Woche", "month": "Monat"}, value="month", id="step")
app.layout = html.Div([radio, *map(graph, names)])

@app.callback([Output(one, "figure") for one in names], Input("step", "value"))
def drawn(step):
    return figures(step)

app.run(port=int(sys.argv[1]), debug=False)
"""


def main() -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dash", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("EINLASS_BENCH")) as name, ExitStack() as stack:
        folder = Path(name)
        rows = made(folder)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        found = measured(browser, folder, asked.dash, asked.rounds)
        browser.close()
    load = " / ".join(f"{one:.1f}" for one in os.getloadavg())
    text = introduction(rows, load) + "\n".join(line(*one) for one in found.items()) + "\n"
    text += beside(found)
    print(text)
    (config.ROOT / "bench" / "six_charts.md").write_text(text, "utf-8")


def measured(browser: Browser, folder: Path, dash: Path | None, count: int) -> dict[str, list[float]]:
    """The times of each page, one after the other."""
    found = {}
    with (
        app(config.ROOT) as address,
        ThreadPoolExecutor(1) as alone,
    ):  # the browser's loop runs in this thread
        found["this build"] = rounds(browser, f"{address}/trends?{VIEW}", choose, count)
        found["of this the server's run"] = alone.submit(asyncio.run, server(address, count)).result()
        figures = [drawn(browser, f"{address}/trends?{VIEW}&step={step}") for step in STEPS]
    with bare(figures) as address:
        found["bare page, Plotly.react"] = rounds(browser, address, press, count)
    if dash:
        with dashed(dash, folder) as address:
            found["the same page in Dash"] = rounds(browser, address, choose, count)
    return found


def introduction(rows: int, load: str) -> str:
    """What stands above the table."""
    return f"""# From a choice to six painted charts
Another step of time on Verläufe, six offices, a warehouse with {rows:,} rows of facts; `python -m bench.six_charts`
says how it is measured. One run on two cores that other work shared, load at its end (1 / 5 / 15 minutes) {load}.

| | median ms | p95 ms | rounds |
|---|---|---|---|
"""


def beside(found: dict[str, list[float]]) -> str:
    """This build beside each of the others."""
    own, _, *others = found
    middle = {name: statistics.median(times) for name, times in found.items()}
    return "".join(f"\nThis build takes {middle[own] / middle[one]:.2f} × {one}.\n" for one in others)


def made(folder: Path) -> int:
    """A data folder with so many offices and days of visits; how many rows of facts there are."""
    os.environ["EINLASS_DATA"] = str(folder / "data")
    write_offices(folder / "dienststellen.csv", OFFICES)
    chance = random.Random(11)
    days = [f"{FIRST + timedelta(days=number):%d.%m.%Y}" for number in range(DAYS)]
    lines = (f"{day};D{n};{chance.randint(20, 400)};ZAEHL" for n in range(1, OFFICES + 1) for day in days)
    header = "datum;dienststelle_id;besucher;zaehlart"
    (folder / "besuche.csv").write_text("\n".join([header, *lines, ""]), "utf-8")
    for name in ("dienststellen.csv", "besuche.csv"):
        (report,) = ingest.import_files([folder / name], accept=["all"])
        assert (report.outcome, report.rejected) == ("imported", 0), report
    (snapshot,) = current_version().path.glob("*.duckdb")
    with duckdb.connect(str(snapshot), read_only=True) as warehouse:
        (rows,) = warehouse.sql("select count(*) from office_days").fetchall()[0]
    return int(rows)


def drawn(browser: Browser, address: str) -> list[object]:
    """The figures of a page of the product, as it handed them to Plotly."""
    page = browser.new_page(viewport={"width": 1440, "height": 2400})
    page.goto(address)
    page.locator(".em-chart-plot[data-drawn]").nth(SHOWN - 1).wait_for(timeout=60_000)
    found: list[object] = page.evaluate(DRAWN)
    page.close()
    assert len(found) == SHOWN
    return found


async def server(address: str, count: int) -> list[float]:
    """Milliseconds of the same change without a browser, from the wish until everything was sent; two warm up."""
    async with connected(address) as socket:
        wishes = [f"{VIEW}&step={list(STEPS)[number % 2]}" for number in range(count + 2)]
        return [1000 * await wish(socket, "trends", one) for one in wishes][2:]


def choose(page: Page, number: int) -> None:
    """The other step of time."""
    page.get_by_text(list(STEPS.values())[number % 2], exact=True).first.click()


@contextmanager
def dashed(python: Path, folder: Path) -> Iterator[str]:
    """The page in Dash, served by a Python that has it."""
    (folder / "page.py").write_text(DASH % {"shown": SHOWN}, "utf-8")
    port = free_port()
    environment = os.environ | {"PYTHONPATH": str(config.ROOT)}
    command = [str(python), str(folder / "page.py"), str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    main()
