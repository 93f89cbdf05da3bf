"""A paper of twelve charts: this product, and the same findings as Plotly charts by Kaleido, printed by a browser.

    pip install kaleido; CHROMIUM=$(tools/chromium.sh) python -m bench.paper [--rounds 5]

Both run in turn on the sample data of $EINLASS_DATA, each round in a process of its own: cold is the first paper of the
process, warm the median of the next three; the findings are computed before the clock starts. Loading the libraries
belongs to cold. Writes the table of bench/paper.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from einlass import config
from einlass.findings import Finding, Request, finding
from einlass.findings.headlines import ALL_REPORTS, CLIENTS, PRIMARY, STAFF
from einlass.measures import measures
from einlass.warehouse import current_version
from einlass.words import words_for

CHARTS = 12
WARM = 3
PAGE = "<!doctype html><html lang=de><meta charset=utf-8><title>x</title><style>svg{{width:165mm}}</style>{}"


def product() -> Callable[[], bytes]:
    """A paper of the product with twelve charts."""
    version, w = current_version(), words_for("de")

    def make() -> bytes:
        from einlass.paper.compile import pdf
        from einlass.paper.content import Chart
        from einlass.paper.write import write

        paper = write(version, "beschluss", w)
        others = [one for one in paper.blocks if not isinstance(one, Chart)]
        return pdf(replace(paper, blocks=(*others, *islice(cycle(paper.charts), CHARTS))))

    return make


def rival() -> Callable[[], bytes]:
    """The same findings as Plotly charts, made SVG by Kaleido in one batch, printed to PDF by a browser."""
    version, w = current_version(), words_for("de")
    found = [one for one in _findings() if one.estimate is not None]

    def make() -> bytes:
        import plotly.io
        from playwright.sync_api import sync_playwright

        from einlass.charts import difference_chart
        from einlass.charts.look import Look

        drawn = (
            difference_chart(one, Look(is_dark=False), w, title="x", foot=str(version.number))
            for one in found
        )
        figures = list(islice(cycle([one for one in drawn if one is not None]), CHARTS))
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / f"{number}.svg" for number in range(CHARTS)]
            plotly.io.write_images(figures, files, format="svg")
            text = PAGE.format("".join(path.read_text("utf-8") for path in files))
        with sync_playwright() as browsers:
            browser = browsers.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
            page = browser.new_page()
            page.set_content(text)
            return page.pdf(format="A4", tagged=True)

    return make


def _findings() -> list[Finding]:
    version = current_version()
    return [
        finding(version, Request(code, key))
        for key in measures(version)
        for code in (PRIMARY, ALL_REPORTS, CLIENTS, STAFF)
    ]


def one_round(way: str) -> None:
    """Print the seconds of the first paper and the median of the next."""
    make = {"product": product, "rival": rival}[way]()
    _findings()
    seconds = []
    for _ in range(1 + WARM):
        begin = time.perf_counter()
        assert make().startswith(b"%PDF")
        seconds.append(time.perf_counter() - begin)
    print(seconds[0], statistics.median(seconds[1:]))


def main() -> None:
    """Run both in turn and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--way", choices=("product", "rival"))
    chosen = parser.parse_args()
    if chosen.way:
        one_round(chosen.way)
        return
    told: dict[str, list[tuple[float, float]]] = {"product": [], "rival": []}
    for _ in range(chosen.rounds):
        for way, times in told.items():
            command = [sys.executable, "-m", "bench.paper", "--way", way]
            said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=config.ROOT).stdout
            cold, warm = said.split()[-2:]
            times.append((float(cold), float(warm)))
    lines = [_line(way, times) for way, times in told.items()]
    table = "\n".join(["| | cold, median s | warm, median s | rounds |", "|---|---|---|---|", *lines])
    path = config.ROOT / "bench" / "paper.md"
    head = (
        path.read_text("utf-8").split("\n| ")[0].rstrip() if path.exists() else "# A paper of twelve charts"
    )
    path.write_text(f"{head}\n\n{table}\n", encoding="utf-8")
    print(table)


def _line(way: str, times: list[tuple[float, float]]) -> str:
    names = {"product": "this product", "rival": "Plotly, Kaleido, headless printing"}
    cold, warm = (statistics.median(one[place] for one in times) for place in (0, 1))
    return f"| {names[way]} | {cold:.2f} | {warm:.2f} | {len(times)} |"


if __name__ == "__main__":
    main()
