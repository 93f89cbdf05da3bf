"""The app and the importer killed at random while people read: what is lost, and how long until a page is back.

    python -m bench.kill DATA [--kills 30] [--readers 4] [--seed 5]     writes bench/kill.md

DATA is a folder with the sample data; it is copied first. Readers go from page to page, and open it anew when the
connection breaks. Importer: a file of visits is imported by the command, whose process group gets kill -9 after a
random time; the readers must notice nothing. App: somebody brings a file through the page Daten (upload, check, take
over) while kill -9 comes to the app at a random moment from the upload on; its supervisor starts it again, and the
clock runs until it is ready and until one more reader has the first page. Then the supervisor is killed a few times,
and all is started anew; in the end the app is killed while nobody else reads. After each kill every file that was
accepted must stand there once and whole, and the others whole or not at all; a file counts as accepted when the page or
the command said so. A rebuild of all batches must give the same visits. The limit of 5 s to the page holds for a
machine that is free; hence the processor time that start and first page took stands beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb

from bench.endurance import wish
from bench.ingest import kills
from bench.served import App, OpenPage, PageFailed, app, connection, imported
from bench.sessions import p95
from einlass import config, ingest
from einlass.warehouse import current_snapshot, current_version

REPORT = config.ROOT / "bench" / "kill.md"
ROWS = 20
OFFICE, USUAL = "BSP-AUSL", 500  # visitors of a day: ten times as many would be asked about
FIRST_DAY = date(2021, 1, 1)  # after the days of the sample
BACK_SECONDS = 5
TIMES_BOTH, TIMES_ALONE = 5, 20
SETTLED_SECONDS = 2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Back:
    """Seconds from a kill until the app was ready and a reader had the first page; its processor time until then."""

    ready: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


@dataclass
class Found:
    """What became of the kills."""

    accepted: set[int] = field(default_factory=set)
    became: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    views: int = 0
    broken: int = 0  # connections that broke with the app
    app: Back = field(default_factory=Back)
    both: Back = field(default_factory=Back)
    alone: Back = field(default_factory=Back)  # the app, while nobody else reads
    is_down: bool = False  # the app, by our hand
    is_over: bool = False
    until: float = 0  # no kill after this


def export(number: int) -> bytes:
    """A file of visits that is known by its count of visitors; days that no other file holds."""
    first = FIRST_DAY + timedelta(days=number * ROWS)
    rows = [f"{first + timedelta(days=at):%d.%m.%Y};{OFFICE};{USUAL + number};ZAEHL" for at in range(ROWS)]
    return "\n".join(["datum;dienststelle_id;besucher;zaehlart", *rows, ""]).encode()


def held() -> dict[int, int]:
    """How many rows of each file stand in the served data."""
    version = current_version()
    version.check()
    sql = "select visit_count - ?, count(*) from visits where day >= ? group by visit_count"
    with duckdb.connect(str(version.snapshot_path), read_only=True) as db:
        return dict(db.execute(sql, [USUAL, FIRST_DAY]).fetchall())


def look(found: Found, number: int, kind: str, *, is_accepted: bool) -> None:
    """Compare what stands there with what was accepted."""
    there = held()
    if is_accepted:
        found.accepted.add(number)
    published = "taken over before" if there.get(number) else "nothing changed"
    found.became[(kind, "accepted before" if is_accepted else published)] += 1
    found.faults += [f"{kind} {number}: file {n} has {c} rows" for n, c in there.items() if c != ROWS]
    found.faults += [f"{kind} {number}: file {n} is lost" for n in found.accepted if there.get(n) != ROWS]


async def read(one: App, found: Found, number: int) -> None:
    """A reader, who opens the page anew when it breaks; only a page that breaks while the app lives is a fault."""
    chance = random.Random(number)
    while not found.is_over:
        pid = one.pid
        try:
            async with connection(one) as socket:
                page = OpenPage(one, socket)
                while not found.is_over:
                    await page.ask(*wish(chance))
                    found.views += 1
                    await asyncio.sleep(chance.uniform(0, 1))
        except PageFailed as error:
            if not (found.is_down or one.pid != pid):
                found.faults.append(f"reader {number}: {error}")
        except Exception as error:
            found.broken += 1
            if not (found.is_down or one.pid != pid):
                found.faults.append(f"reader {number}: {type(error).__name__}: {error}")
        await asyncio.sleep(0.2)


async def kill_importers(found: Found, folder: Path, count: int, chance: random.Random, first: int) -> None:
    """Imports by the command, each killed after a random time."""
    path = folder / "besuche.csv"
    path.write_bytes(export(first))
    began = time.monotonic()
    if not await asyncio.to_thread(kills.killed, path):
        raise RuntimeError("an import that nobody disturbs does not come to its end")
    whole = time.monotonic() - began
    look(found, first, "importer, undisturbed", is_accepted=True)
    for number in range(first + 1, first + 1 + count):
        if time.monotonic() > found.until:
            return
        path.write_bytes(export(number))
        is_done = await asyncio.to_thread(kills.killed, path, chance.uniform(0.1, 1.1) * whole)
        await asyncio.to_thread(look, found, number, "importer", is_accepted=is_done)


async def bring(one: App, number: int) -> None:
    """A file through the page Daten."""
    async with connection(one) as socket:
        await imported(OpenPage(one, socket), f"besuche {number}.csv", export(number))


async def kill_app(one: App, found: Found, count: int, chance: random.Random, first: int) -> None:
    """The app killed at random while a file comes in through it, and started again."""
    began = time.monotonic()
    await bring(one, first)
    whole = time.monotonic() - began
    look(found, first, "app, undisturbed", is_accepted=True)
    for number in range(first + 1, first + 1 + count):
        if time.monotonic() > found.until:
            return
        brought = asyncio.create_task(bring(one, number))
        await asyncio.wait([brought], timeout=chance.uniform(0.1, 1.1) * whole)
        is_accepted = brought.done() and brought.exception() is None
        if brought.done() and brought.exception():
            found.faults.append(f"app {number}: {brought.exception()}")
        await killed_and_back(one, found, one.kill, found.app)
        brought.cancel()
        await asyncio.gather(brought, return_exceptions=True)
        await asyncio.to_thread(look, found, number, "app", is_accepted=is_accepted)


async def killed_and_back(one: App, found: Found, kill: Callable[[], None], back: Back) -> None:
    """Kill the app; seconds until it is ready again and until a reader has the first page."""
    found.is_down = True
    began = time.monotonic()
    await asyncio.to_thread(kill)
    await asyncio.to_thread(one.wait)
    back.ready.append(time.monotonic() - began)
    async with connection(one) as socket:
        await OpenPage(one, socket).ask("overview", "lang=de")
    back.page.append(time.monotonic() - began)
    user, system = Path(f"/proc/{one.pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    back.processor.append((int(user) + int(system)) / TICKS)
    found.is_down = False


async def kill_both(one: App, found: Found) -> None:
    """The supervisor killed, and with it the app; the libraries have to be loaded anew."""

    def kill() -> None:
        one.kill_both()
        one.start()

    for _ in range(TIMES_BOTH):
        await killed_and_back(one, found, kill, found.both)


async def work(one: App, found: Found, folder: Path, count: int, readers: int, seed: int) -> None:
    """Both kinds, one after the other, while people read."""
    chance = random.Random(seed)
    reading = [asyncio.create_task(read(one, found, number)) for number in range(readers)]
    try:
        await kill_importers(found, folder, count, chance, 1)
        await kill_app(one, found, count, chance, count + 10)
        await kill_both(one, found)
    finally:
        found.is_over = True
        await asyncio.gather(*reading)
    for _ in range(TIMES_ALONE):
        await asyncio.sleep(SETTLED_SECONDS)
        await killed_and_back(one, found, one.kill, found.alone)


def main() -> None:
    """Measure, and write bench/kill.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=60, help="no further kill after so long")
    asked = parser.parse_args()
    found = Found()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        shutil.copytree(asked.data, data)
        os.environ["EINLASS_DATA"] = str(data)
        with app(data, folder / "app.log") as one:
            found.until = began + asked.minutes * 60
            asyncio.run(work(one, found, folder, asked.kills, asked.readers, asked.seed))
        traces = (folder / "app.log").read_text("utf-8", "replace").count("Traceback")
        before = held(), len(current_snapshot().run("views/visit_coverage"))
        ingest.rebuild()
        current_version().check()
        if (held(), len(current_snapshot().run("views/visit_coverage"))) != before:
            found.faults.append("a rebuild gives other visits")
        left = [path.name for path in (data / "versions").glob(".staging-*")]
        found.faults += [f"left over after a rebuild: {name}" for name in left]
    text = report(found, asked, time.monotonic() - began, traces)
    REPORT.write_text("\n".join(text) + "\n", "utf-8")
    print(REPORT.read_text("utf-8"))


def report(found: Found, asked: argparse.Namespace, seconds: float, traces: int) -> list[str]:
    """The lines of bench/kill.md."""
    within = [sum(one <= BACK_SECONDS for one in back.page) for back in (found.app, found.alone)]
    return [
        "# The app and the importer killed while people read",
        "",
        f"`python -m bench.kill DATA --kills {asked.kills} --readers {asked.readers} --seed {asked.seed}"
        f" --minutes {asked.minutes:g}`:"
        f" {seconds / 60:.0f} minutes; load of the machine at the end {os.getloadavg()[2]:.1f} on {os.cpu_count()}"
        " processors, others working on it too.",
        "",
        f"**Lost, half there, or a page that failed while the app lived: {len(found.faults)}.** {found.views:,} views"
        f" were read, {found.broken} connections broke with the app; traces in its log: {traces}.",
        "",
        "| killed | what became of the file | times |",
        "|---|---|---|",
        *(f"| {kind} | {became} | {times} |" for (kind, became), times in sorted(found.became.items())),
        "",
        "| after kill -9 | times | median s | 95 of 100 | longest |",
        "|---|---|---|---|---|",
        *rows("the app", found.app),
        *rows("the app while nobody else reads", found.alone),
        *rows("the supervisor with it", found.both),
        "",
        f"First page within {BACK_SECONDS} s after a kill of the app: {within[0]} of {len(found.app.page)};"
        f" while nobody else reads {within[1]} of {len(found.alone.page)}.",
        "",
        *found.faults[:20],
    ]


def rows(killed: str, back: Back) -> list[str]:
    """The rows of one kind of kill."""
    named = {
        "ready again": back.ready,
        "first page there": back.page,
        "processor time until then": back.processor,
    }
    return [
        f"| {killed}: {name} | {len(of)} | {statistics.median(of):.1f} | {p95(of):.1f} | {max(of):.1f} |"
        for name, of in named.items()
        if of
    ]


if __name__ == "__main__":
    main()
