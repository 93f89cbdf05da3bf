"""Many readers at once: how long a change takes each of them, and what a cold overview costs when all open it.

    EINLASS_DATA=FOLDER python -m bench.sessions [--before FOLDER --before-data FOLDER] [--readers 20] [--changes 12]

FOLDER of `--before` is a checkout of the build to compare with, with its own `.venv`; its data lie in a folder of its
own, as another build may keep them otherwise. No browser takes part: each reader is a connection that speaks the
messages of Streamlit's own page and counts the time from its wish to the end of the run, when everything was sent. A
change is another measure, indicator or step on Vorher - Nachher, all readers begin together and none waits for another.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.charts import streamlit
from einlass import config

PATIENCE_SECONDS = 300
MEASURES = ("BSP-M1", "BSP-M2")
INDICATORS = ("reported_incidents", "serious_incidents", "feels_safe_clients")
WISHES = [
    f"measure={measure}&indicator={indicator}&step={step}"
    for step in ("week", "month")
    for indicator in INDICATORS
    for measure in MEASURES
]
FOLDER = config.ROOT / "bench"


@dataclass(frozen=True)
class Measured:
    """What one build took, in seconds: each change, all of them together, one cold overview, all of them cold."""

    changes: list[float]
    together: float
    one_cold: float
    all_cold: float


def main() -> None:
    """Measure this build, and the one before if it is named, and write bench/sessions-READERS.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    parser.add_argument("--before-data", type=Path)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--changes", type=int, default=12)
    asked = parser.parse_args()
    builds = {"this build": (config.ROOT, config.data_dir())}
    if asked.before:
        builds["build before"] = (asked.before, asked.before_data)
    busy = os.getloadavg()[1]
    found = {
        name: measured(folder, data, asked.readers, asked.changes) for name, (folder, data) in builds.items()
    }
    report_file = FOLDER / f"sessions-{asked.readers}.md"
    report_file.write_text(report(found, asked.readers, busy), "utf-8")
    print(report_file.read_text("utf-8"))


def measured(folder: Path, data: Path, readers: int, changes: int) -> Measured:
    """A build on its data: a cold overview for one, one for all, then everybody's changes."""
    with streamlit(folder / ".venv" / "bin" / "python", "app.py", folder, data=data) as address:
        one_cold = max(asyncio.run(open_all(address, 1)))
    with streamlit(folder / ".venv" / "bin" / "python", "app.py", folder, data=data) as address:
        all_cold = max(asyncio.run(open_all(address, readers)))
        asyncio.run(change_all(address, 1, len(WISHES)))  # every finding is computed once
        began = time.monotonic()
        taken = asyncio.run(change_all(address, readers, changes))
        together = time.monotonic() - began
    return Measured(taken, together, one_cold, all_cold)


async def open_all(address: str, readers: int) -> list[float]:
    """Seconds until each of so many readers has the overview."""

    async def visit() -> float:
        async with connected(address) as socket:
            return await wish(socket, "overview", "")

    return list(await asyncio.gather(*(visit() for _ in range(readers))))


async def change_all(address: str, readers: int, changes: int) -> list[float]:
    """Seconds of every change of every reader, the first opening of the page left out."""

    async def read(number: int) -> list[float]:
        async with connected(address) as socket:
            await wish(socket, "comparison", "")
            wishes = [WISHES[(number + count) % len(WISHES)] for count in range(changes)]
            return [await wish(socket, "comparison", one) for one in wishes]

    every = await asyncio.gather(*(read(number) for number in range(readers)))
    return [seconds for one in every for seconds in one]


def connected(address: str) -> connect:
    """A connection as the page of Streamlit opens it."""
    url = address.replace("http://", "ws://") + "/_stcore/stream"
    return connect(url, origin=address, subprotocols=["streamlit"], max_size=None, ping_interval=None)


async def wish(socket: ClientConnection, page: str, query: str) -> float:
    """Seconds from asking for a view to the end of its run. Raises AssertionError when the run failed."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = page
    began = time.monotonic()
    await socket.send(asked.SerializeToString())
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for message in socket:
            told = ForwardMsg.FromString(message if isinstance(message, bytes) else message.encode())
            assert told.delta.new_element.WhichOneof("type") != "exception", told
            if told.WhichOneof("type") == "script_finished":
                assert told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY, told
                return time.monotonic() - began
    raise AssertionError("the connection was closed")


def report(found: dict[str, Measured], readers: int, busy: float) -> str:
    """The text of the report."""
    rows = [line(name, one) for name, one in found.items()]
    head = (
        f"# {readers} readers at once\n`python -m bench.sessions --readers {readers}` says how it is measured."
        f" Seconds; load of the machine before: {busy:.1f} on {os.cpu_count()} processors.\n\n"
        "| | a change, median | p95 | changes | runs a second | overview cold, one reader | all at once |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def line(name: str, one: Measured) -> str:
    """A row of the table."""
    return (
        f"| {name} | {statistics.median(one.changes):.2f} | {p95(one.changes):.2f} | {len(one.changes)} "
        f"| {len(one.changes) / one.together:.1f} | {one.one_cold:.2f} | {one.all_cold:.2f} |"
    )


def p95(values: Sequence[float]) -> float:
    """The value that 95 of a hundred do not exceed."""
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


if __name__ == "__main__":
    main()
