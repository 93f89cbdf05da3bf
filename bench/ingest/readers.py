"""Memory of the app while ten sessions read and a large file is imported beside them.

    python -m bench.ingest.readers [sessions] [seconds] [rows]     writes bench/ingest/readers.md

Starts the app on the sample data, lets each session walk over the pages again and again as a browser would (a web
socket each), imports a large export into another folder meanwhile, and notes the memory of the app every second. Flat
means: between the first and the last third of the time it does not grow with the number of pages served.
"""

from __future__ import annotations

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from bench.ingest.speed import write_csv, write_offices
from einlass import config

PAGES = ("", "comparison", "trends", "method", "data")
QUERIES = ("lang=de", "lang=en", "lang=de&topic=incidents", "lang=de&topic=sentiment")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the app does not answer")


def resident_megabytes(pid: int) -> float:
    """Memory of a process that is its own."""
    _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") / 1024**2


def walk(port: int, number: int, until: float, served: list[int], faults: list[str]) -> None:
    """One session that opens page after page."""
    chance = random.Random(number)
    try:
        with connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None
        ) as line:
            while time.monotonic() < until:
                ask = BackMsg()
                ask.rerun_script.query_string = chance.choice(QUERIES)
                ask.rerun_script.page_name = chance.choice(PAGES)
                line.send(ask.SerializeToString())
                answer = ForwardMsg()
                while answer.WhichOneof("type") != "script_finished":
                    answer = ForwardMsg.FromString(line.recv(timeout=120))
                    if answer.delta.new_element.HasField("exception"):
                        faults.append(answer.delta.new_element.exception.message)
                served[number] += 1
                time.sleep(chance.uniform(0.2, 1.0))
    except Exception as error:  # whatever ends a session is a finding of this bench
        faults.append(f"session {number}: {type(error).__name__}: {error}")


def import_beside(folder: Path, rows: int, times: list[float]) -> None:
    offices, checks = folder / "dienststellen.csv", folder / "kontrollen.csv"
    write_offices(offices)
    write_csv(checks, rows)
    begun = time.monotonic()
    command = [sys.executable, "-m", "einlass", "import", str(offices), str(checks), "--json"]
    env = os.environ | {"EINLASS_DATA": str(folder / "other")}
    done = subprocess.run(command, cwd=config.ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    times.append(time.monotonic() - begun)


def main(sessions: int = 10, seconds: int = 300, rows: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = os.environ | {"EINLASS_DATA": str(folder / "sample")}
        subprocess.run(
            [sys.executable, "-m", "einlass", "sample", "--json"],
            cwd=config.ROOT, env=env, check=True, capture_output=True,
        )  # fmt: skip
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        app = subprocess.Popen(
            command, cwd=config.ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(port)
            at_start = resident_megabytes(app.pid)
            until = time.monotonic() + seconds
            served, faults, times = [0] * sessions, list[str](), list[float]()
            walkers = [
                threading.Thread(target=walk, args=(port, number, until, served, faults))
                for number in range(sessions)
            ]
            importer = threading.Thread(target=import_beside, args=(folder, rows, times))
            for thread in (*walkers, importer):
                thread.start()
            noted = []
            while time.monotonic() < until:
                noted.append(resident_megabytes(app.pid))
                time.sleep(1)
            for thread in (*walkers, importer):
                thread.join()
        finally:
            app.terminate()
            app.wait()
    third = len(noted) // 3
    first, last = statistics.median(noted[:third]), statistics.median(noted[-third:])
    text = [
        "# Memory of the app while sessions read",
        "",
        f"`python -m bench.ingest.readers {sessions} {seconds} {rows}`: {sum(served)} pages served to {sessions}"
        f" sessions in {seconds} s; {rows:,} rows imported beside them in {times[0]:.1f} s.",
        "",
        "| when | MB |",
        "|---|---|",
        f"| before the first page | {at_start:,.0f} |",
        f"| median of the first third | {first:,.0f} |",
        f"| median of the last third | {last:,.0f} |",
        f"| peak | {max(noted):,.0f} |",
        "",
        f"Faults: {len(faults)}.",
        *faults[:10],
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
