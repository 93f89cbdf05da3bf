"""From a choice to six painted charts over 252,000 fact rows: this build, the same page in Dash, and a bare page.

    CHROMIUM=$(tools/chromium.sh) python -m bench.six_charts [--dash PYTHON] [--rounds 20]

168 offices with their visits of 1,500 days are imported and thrown away again. Verläufe shows six of them; another step
of time is chosen, so all six charts change. The bare page calls Plotly with what the product drew; it has no server.
PYTHON has `dash` and what this project needs; its page draws the same figures by the product's own functions, each kept
once made, as the product keeps them. Clock, browsers and turns are those of bench/charts.py, the table goes to
bench/six_charts.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import duckdb
from playwright.sync_api import Page, Playwright, sync_playwright

from bench.charts import (
    Driven,
    alone,
    app,
    bare,
    beside,
    dashed,
    line,
    load,
    opened_page,
    press,
    rounds,
)
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
    with tempfile.TemporaryDirectory(dir=os.environ.get("EINLASS_BENCH")) as name:
        rows = made(Path(name))
        with sync_playwright() as playwright:
            found, run = measured(playwright, asked.dash, asked.rounds)
    table = "\n".join(line(*one) for one in (found | {"of this build the server's run": run}).items())
    text = f"{introduction(rows)}{table}\n{beside(found)}"
    print(text)
    (config.ROOT / "bench" / "six_charts.md").write_text(text, "utf-8")


def measured(
    playwright: Playwright, dash: Path | None, count: int
) -> tuple[dict[str, list[float]], list[float]]:
    """The times of each page, and those of the server alone."""
    with ExitStack() as stack:
        address = stack.enter_context(app(config.ROOT))
        view = f"{address}/trends?{VIEW}"
        thread = stack.enter_context(ThreadPoolExecutor(1))  # the browser's loop runs in this thread
        run = thread.submit(asyncio.run, server(address, count)).result()
        figures = [drawn(playwright, f"{view}&step={step}") for step in STEPS]
        pages: dict[str, Driven] = {
            "this build": (view, choose),
            "bare page, Plotly.react": (stack.enter_context(bare(figures)), press),
        }
        only = alone(figures, "Schritt", list(STEPS.values()), "segmented_control")
        pages["the same charts alone in Streamlit"] = (stack.enter_context(only), choose)
        if dash:
            address = stack.enter_context(dashed(dash, DASH % {"shown": SHOWN}))
            pages["the same page in Dash"] = (address, choose)
        return rounds(playwright, pages, count), run


def introduction(rows: int) -> str:
    """What stands above the table."""
    return f"""# From a choice to six painted charts
Another step of time on Verläufe, six offices, a warehouse with {rows:,} rows of facts; `python -m bench.six_charts`
says how it is measured. One run, the pages in turn, on two cores that other work shared, load at its end
(1 / 5 / 15 minutes) {load()}.

| | median ms | p95 ms | rounds |
|---|---|---|---|
"""


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


def drawn(playwright: Playwright, address: str) -> list[object]:
    """The figures of a page of the product, as it handed them to Plotly."""
    page = opened_page(playwright, address)
    page.locator(".em-chart-plot[data-drawn]").nth(SHOWN - 1).wait_for(timeout=60_000)
    found: list[object] = page.evaluate(DRAWN)
    assert len(found) == SHOWN
    page.context.close()
    return found


async def server(address: str, count: int) -> list[float]:
    """Milliseconds of the same change without a browser, from the wish until everything was sent; two warm up."""
    async with connected(address) as socket:
        wishes = [f"{VIEW}&step={list(STEPS)[number % 2]}" for number in range(count + 2)]
        return [1000 * await wish(socket, "trends", one) for one in wishes][2:]


def choose(page: Page, number: int) -> None:
    """The other step of time."""
    page.get_by_text(list(STEPS.values())[number % 2], exact=True).first.click()


if __name__ == "__main__":
    main()
