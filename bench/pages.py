"""From opening a page until it stands: each page beside Vorher - Nachher, and over 30 million check rows more.

    EINLASS_DATA=FOLDER CHROMIUM=$(tools/chromium.sh) python -m bench.pages [--rows 30000000] [--rounds 20]

FOLDER holds the sample data; beside it stands the same data with ROWS further check rows, which are put into the tables
as bench.scale does and thrown away again.
Both are served at once and opened in turn by one headless Chromium, the first opening of each page left out. Time runs
from the navigation to the last change on the page, after which nothing moved for a second. Writes bench/pages.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb
from playwright.sync_api import BrowserContext, sync_playwright

from bench.charts import app
from bench.scale import by_stretches
from einlass import config
from einlass.ingest.processes import beside
from einlass.warehouse import current_version, versions

BESIDE = "comparison"
PAGES = (BESIDE, "incidents", "checks", "sentiment", "staffing", "trends", "decision", "press", "")
MORE_CHECKS = """
insert into checks by name
select
    'ZZ' || days.day || '-' || days.office_id || '-' || numbers.n as check_id,
    days.*,
    'Haupteingang' as entrance,
    time '07:30:00' as starts_at,
    time '09:00:00' as ends_at,
    0 as checked_count,
    0 as persons_with_find_count,
    0 as item_count,
    0 as refused_count,
    0 as device_outage_minutes,
    numbers.n as row_number
from range($each) as numbers (n)
cross join (
    select
        day,
        office_id,
        min(regime) as regime,
        min(method_code) as method_code,
        min(origin) as origin,
        min(recorded_at) as recorded_at,
        min(batch_id) as batch_id
    from checks
    where day = $day
    group by all
) as days
order by days.office_id, numbers.n
"""
QUIET_MS = 1000
CLOCK = """
window.last = 0;
new MutationObserver(() => { window.last = performance.now(); })
  .observe(document, { subtree: true, childList: true, attributes: true });
"""


def main() -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=30_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--pages", nargs="+", default=PAGES, help="these alone; nothing is written")
    asked = parser.parse_args()
    sample = config.data_dir()
    with tempfile.TemporaryDirectory(dir=os.environ.get("EINLASS_BENCH")) as name, ExitStack() as served:
        large = Path(name) / "data"
        with_more_checks(sample, large, asked.rows)
        addresses = []
        for folder in (sample, large):
            os.environ["EINLASS_DATA"] = str(folder)
            addresses.append(served.enter_context(app(config.ROOT)))
        playwright = served.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1440, "height": 2400}, locale="de-DE")
        context.add_init_script(CLOCK)
        found: dict[tuple[str, str], list[float]] = {}
        for number in range(asked.rounds + 1):
            for page in asked.pages:
                for address in addresses:
                    seconds = opened(context, f"{address}/{page}")
                    found.setdefault((address, page), []).extend([seconds] if number else [])
        browser.close()
    table = "\n".join(lines(found, addresses, asked.pages))
    print(table)
    if asked.pages != PAGES:
        return
    (config.ROOT / "bench" / "pages.md").write_text(introduction(asked.rows) + table + "\n", "utf-8")


def introduction(rows: int) -> str:
    """What stands above the table."""
    return f"""# From opening a page until it stands
Sample data, and the same with {rows:,} check rows more; `python -m bench.pages` says how it is measured.
"Beside": the median beside that of Vorher - Nachher (comparison). "More": with the further rows beside without.

| page | median ms | p95 ms | beside | with more rows | more | rounds |
|---|---|---|---|---|---|---|
"""


def lines(
    found: dict[tuple[str, str], list[float]], addresses: list[str], pages: Sequence[str]
) -> Iterator[str]:
    """A row of the table for each page."""
    plain, large = addresses
    base = statistics.median(found[plain, BESIDE])
    for page in pages:
        times, more = found[plain, page], statistics.median(found[large, page])
        middle = statistics.median(times)
        p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
        yield (
            f"| {page or 'overview'} | {middle:.0f} | {p95:.0f} | {middle / base:.2f} | {more:.0f} "
            f"| {more / middle:.2f} | {len(times)} |"
        )


def opened(context: BrowserContext, address: str) -> float:
    """Milliseconds from the navigation to the last change on the page."""
    page = context.new_page()
    page.goto(address)
    page.locator(".em-foot, .js-plotly-plot").first.wait_for(state="attached", timeout=60_000)
    while True:
        time.sleep(0.2)
        last, now = page.evaluate("() => [window.last, performance.now()]")
        if last and now - last > QUIET_MS:
            page.close()
            return float(last)


def with_more_checks(sample: Path, large: Path, rows: int) -> None:
    """A copy of a data folder with so many check rows more: hours of the same days in which nobody was checked."""
    shutil.copytree(sample, large)
    version = current_version(large)
    staged = Path(shutil.copytree(version.path, large.parent / "staged"))
    building = staged / "building.duckdb"
    os.replace(staged / version.snapshot, building)
    with duckdb.connect(str(building)) as db:
        ((pairs,),) = db.execute(
            "select count(*) from (select distinct day, office_id from checks)"
        ).fetchall()
        for (day,) in db.execute("select distinct day from checks order by day").fetchall():
            db.execute(MORE_CHECKS, {"day": day, "each": round(rows / pairs)})
    _, _, sha256 = beside(partial(by_stretches, building, is_sample=True))()
    versions.name_snapshot(building, sha256)
    versions.publish(large, staged, versions.next_number(large), sha256, datetime.now())


if __name__ == "__main__":
    main()
