"""A working day of fifty people in fast time, with imports: errors, memory, handles, and how long a view takes.

    python -m bench.endurance DATA [--minutes 20] [--sessions 50] [--left 500]     writes bench/endurance.md

DATA is a folder with the sample data; it is copied first. Fifty people who choose something every two minutes make
12,000 runs of a page in eight hours; meanwhile data change 64 times: every quarter of an hour a file comes in and one
import is taken back. Here nobody thinks: each asks for the next view as soon as the last is there, so that all fifty
wait at once, for as many of those runs as fit into the minutes; data change in the same proportion to the runs. After
twenty views a reader closes the page and opens a new one. Every second file comes through the page Daten, the others
through the command, and each is taken back by an import process of its own. Then as many pages as `--left` says are
opened and left, three times over: a process keeps room for the most that was ever open, so that only what each further
time adds is lost. No sign-in: the app answers this machine alone.

Flat: the median of the last quarter beside that of the second; the first one is the warm-up.
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
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.served import App, OpenPage, PageFailed, app, connection, imported
from bench.sessions import p95
from einlass import config, ingest

REPORT = config.ROOT / "bench" / "endurance.md"
RUNS, CHANGES = (
    12_000,
    64,
)  # of a day: 50 people × 8 hours × 30 choices; a file in and one back every 15 minutes
VIEWS_OF_A_VISIT = 20
USUAL = 200  # visitors of a day
NOTED_EVERY_SECONDS = 2.0
SETTLE_SECONDS = 135  # Streamlit keeps a closed page for two minutes
TIMES_LEFT = 3
FLAT = 0.10

MEASURES = ("BSP-M1", "BSP-M2")
INDICATORS = ("reported_incidents", "serious_incidents", "feels_safe_clients", "waiting_time", "guard_hours")
# The pages with what is chosen on them; comparison and trends as often as the others together.
PAGES = (
    "comparison", "comparison", "comparison", "comparison", "trends", "trends", "trends", "overview",
    "incidents", "checks", "sentiment", "staffing", "decision", "press", "data", "method",
)  # fmt: skip


@dataclass
class Day:
    """What was noted while they worked; seconds since the beginning stand first."""

    until: float
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    noted: list[tuple[float, float, int]] = field(default_factory=list)  # when, megabytes, handles
    changes: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether the minutes are up, or the day is done."""
        return time.monotonic() > self.until or len(self.seconds) >= RUNS


def wish(chance: random.Random) -> tuple[str, str]:
    """A page and its address."""
    query = f"lang={chance.choice(config.LANGUAGES)}&measure={chance.choice(MEASURES)}"
    query += f"&indicator={chance.choice(INDICATORS)}&step={chance.choice(('week', 'month'))}"
    return chance.choice(PAGES), query


async def read(one: App, day: Day, number: int) -> None:
    """A reader: visit after visit."""
    chance = random.Random(number)
    while not day.is_over:
        try:
            async with connection(one) as socket:
                page = OpenPage(one, socket)
                for _ in range(VIEWS_OF_A_VISIT):
                    day.seconds.append(await page.ask(*wish(chance)))
                    if day.is_over:
                        break
        except Exception as error:  # whatever ends a visit is a finding of this bench
            day.faults.append(f"reader {number}: {type(error).__name__}: {str(error)[:300]}")
            await asyncio.sleep(1)


def month(number: int) -> bytes:
    """An export of visits after the days of the sample, each with other counts; none so high that it is asked about."""
    lines = [
        f"{day:02d}.{1 + number % 12:02d}.2021;BSP-AUSL;{USUAL + number + day};ZAEHL" for day in range(1, 29)
    ]
    return "\n".join(["datum;dienststelle_id;besucher;zaehlart", *lines, ""]).encode()


async def load(one: App, day: Day, folder: Path) -> None:
    """Somebody who brings a file and takes it back, in step with the runs."""
    while not day.is_over:
        if len(day.seconds) * CHANGES < day.changes * RUNS:
            await asyncio.sleep(0.2)
            continue
        try:
            if day.changes % 2:
                await asyncio.to_thread(lambda: ingest.undo(ingest.history()[0].batch_id))
            elif day.changes % 4:
                path = folder / f"besuche {day.changes}.csv"
                path.write_bytes(month(day.changes))
                (report,) = await asyncio.to_thread(ingest.import_files, [path])
                if report.outcome != "imported":
                    raise PageFailed(f"{report.outcome} {report.error}")
            else:
                async with connection(one) as socket:
                    await imported(OpenPage(one, socket), f"besuche {day.changes}.csv", month(day.changes))
                if ingest.history()[0].file != f"besuche {day.changes}.csv":
                    raise PageFailed("what was brought through the page is not in")
        except Exception as error:
            day.faults.append(f"change {day.changes}: {type(error).__name__}: {str(error)[:300]}")
        day.changes += 1


async def note(one: App, day: Day) -> None:
    """Memory and handles every few seconds."""
    while not day.is_over:
        day.noted.append((time.monotonic() - day.began, one.megabytes(), one.handles()))
        await asyncio.sleep(NOTED_EVERY_SECONDS)


async def work(one: App, day: Day, sessions: int, folder: Path) -> None:
    """All of them at once."""
    readers = [read(one, day, number) for number in range(sessions)]
    await asyncio.gather(note(one, day), load(one, day, folder), *readers)


async def leave(one: App, count: int) -> tuple[float, int, list[str]]:
    """So many pages opened one after the other, all open in the end; then closed without a word."""
    sockets, faults = [], []
    for _ in range(count):
        with suppress(OSError):
            socket = await connection(one)
            sockets.append(socket)
            try:
                await OpenPage(one, socket).ask("overview", "lang=de")
            except Exception as error:
                faults.append(f"left page: {type(error).__name__}: {str(error)[:300]}")
    held = one.megabytes(), one.handles()
    for socket in sockets:
        socket.transport.abort()
    if len(sockets) < count:
        faults.append(f"only {len(sockets)} of {count} pages could be opened")
    return *held, faults


def settled(one: App) -> tuple[float, int]:
    """Memory and handles after closed pages were given up, and one more reader came."""
    time.sleep(SETTLE_SECONDS)

    async def look() -> None:
        async with connection(one) as socket:
            page = OpenPage(one, socket)
            await page.ask("overview", "lang=de")
            await page.ask("overview", "lang=de")

    asyncio.run(look())
    time.sleep(1)
    return one.megabytes(), one.handles()


def quarters(day: Day) -> list[tuple[float, float]]:
    """Median of memory and of handles in each quarter of the time."""
    size = max(1, len(day.noted) // 4)
    parts = [day.noted[at * size : (at + 1) * size] for at in range(4)]
    return [
        (statistics.median(one[1] for one in part), statistics.median(one[2] for one in part))
        for part in parts
    ]


def main() -> None:
    """Measure, and write bench/endurance.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--left", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        shutil.copytree(asked.data, data)
        os.environ["EINLASS_DATA"] = str(data)
        with app(data, folder / "app.log") as one:
            lines = measured(one, asked.minutes, asked.sessions, asked.left, folder)
        told = (folder / "app.log").read_text("utf-8", "replace")
        if "Traceback" in told:
            Path("/tmp/endurance-app.log").write_text(told, "utf-8")
        lines.append(f"Traces in the log of the app: {told.count('Traceback')}.")
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")
    print(REPORT.read_text("utf-8"))


def measured(one: App, minutes: float, sessions: int, left: int, folder: Path) -> list[str]:
    """The lines of the report."""
    before = one.megabytes(), one.handles()
    day = Day(time.monotonic() + minutes * 60)
    asyncio.run(work(one, day, sessions, folder))
    took = time.monotonic() - day.began
    failed = one.counted("einlass_page_errors_total")
    rest = settled(one)
    left_pages = []
    for _ in range(TIMES_LEFT):
        open_then = asyncio.run(leave(one, left))
        left_pages.append((open_then, settled(one)))
    medians = quarters(day)
    growth = medians[3][0] / medians[1][0] - 1
    faults = [*day.faults, *(fault for (_, _, told), _ in left_pages for fault in told)]
    load_now = os.getloadavg()[2]
    return [
        f"# {sessions} people, eight hours, in fast time",
        "",
        "`python -m bench.endurance` says how it is measured: sample data, no sign-in, nobody thinks.",
        "",
        f"{len(day.seconds):,} runs of pages and {day.changes} changes of data in {took / 60:.1f} minutes"
        f" ({len(day.seconds) / took:.1f} runs a second): {len(day.seconds) / RUNS:.0%} of the {RUNS:,} runs and"
        f" {CHANGES} changes of such a day. Load of the machine at the end: {load_now:.1f} on"
        f" {os.cpu_count()} processors, others working on it too.",
        "",
        f"**Errors: {len(faults)}; unforeseen errors of pages, as the app counts them: {failed}.**",
        f"**Memory from the second quarter to the last: {growth:+.1%} ({'flat' if abs(growth) <= FLAT else 'NOT FLAT'}"
        f" within {FLAT:.0%}).**",
        f"A view, all {sessions} waiting at once: median {statistics.median(day.seconds):.2f} s,"
        f" 95 of 100 within {p95(day.seconds):.2f} s.",
        "",
        "| when | MB | handles |",
        "|---|---|---|",
        f"| before the first page | {before[0]:.0f} | {before[1]} |",
        *(
            f"| median of quarter {at} | {mb:.0f} | {count:.0f} |"
            for at, (mb, count) in enumerate(medians, 1)
        ),
        f"| peak | {max(n[1] for n in day.noted):.0f} | {max(n[2] for n in day.noted)} |",
        f"| {SETTLE_SECONDS} s after the last was closed | {rest[0]:.0f} | {rest[1]} |",
        *(
            line
            for at, (opened, after) in enumerate(left_pages, 1)
            for line in (
                f"| {left} pages open, time {at} | {opened[0]:.0f} | {opened[1]} |",
                f"| {SETTLE_SECONDS} s after they were left, time {at} | {after[0]:.0f} | {after[1]} |",
            )
        ),
        "",
        *faults[:20],
    ]


if __name__ == "__main__":
    main()
