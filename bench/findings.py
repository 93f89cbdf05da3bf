"""How long a finding takes: python -m bench.findings [--against REVISION] [--runs 5].

Prints medians over all incident findings (cold: nothing remembered but the rows of the indicators' first read), of
all findings of the overview (cold, with reading), and from cache, on the warehouse of $EINLASS_DATA (else the default
one). With --against, another revision of the project is checked out beside this one, each imports the sample exports
into a warehouse of its own, and both are measured in turn; written to bench/findings.md.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from einlass.findings import Request, city, finding
from einlass.measures import measures
from einlass.warehouse import DataVersion, current_version

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_suffix(".md")
OVERVIEW = ("reported_incidents", "feels_safe_clients", "feels_safe_staff", "guard_hours", "guard_cost")
# The incident findings that both builds of a comparison know.
INCIDENTS = ("reported_incidents", "stable_incidents", "staff_reported_incidents", "serious_incidents")
RUNS = 5
LINE = re.compile(r"^(.*?)(?:, cold|, from cache): median ([\d.]+) ms", re.MULTILINE)


# What is read once for all findings: the rows, as a frame and as arrays, as they stand in the warehouse.
READ = ("indicator_rows", "days_of", "grid_of", "_stretches", "_methods", "_reporting", "_waves")


def forget(*, rows: bool = True) -> None:
    """Empty every cache of the findings; without `rows` what was read from the warehouse stays."""
    for name, module in list(sys.modules.items()):
        if name.startswith("einlass.findings"):
            for key, value in vars(module).items():
                is_ours = getattr(value, "__module__", "").startswith("einlass.findings")
                if hasattr(value, "cache_clear") and is_ours and (rows or key not in READ):
                    value.cache_clear()


def timed(task: Callable[[], object]) -> float:
    """Milliseconds of processor time of one run, so that a busy machine does not count."""
    start = time.process_time()
    task()
    return 1000 * (time.process_time() - start)


def overview(version: DataVersion) -> None:
    """Everything the overview asks for."""
    for measure in measures(version):
        for code in OVERVIEW:
            finding(version, Request(code, measure))
    city(version, "reported_incidents")


def single(version: DataVersion) -> list[float]:
    """Each incident finding alone, with its whole sensitivity set, nothing remembered but the rows."""
    found = []
    for measure in measures(version):
        for code in INCIDENTS:
            forget(rows=False)
            found.append(timed(lambda code=code, measure=measure: finding(version, Request(code, measure))))
    return found


def measure_here() -> None:
    """Measure this build and print."""
    version = current_version()
    overview(version)
    one = [value for _ in range(RUNS) for value in single(version)]
    print(
        f"one finding with its sensitivity set, cold: median {statistics.median(one):.0f} ms, worst {max(one):.0f} ms"
    )
    cold = []
    for _ in range(RUNS):
        forget()
        cold.append(timed(lambda: overview(version)))
    print(
        f"all findings of the overview, cold: median {statistics.median(cold):.0f} ms, worst {max(cold):.0f} ms"
    )
    cached = [timed(lambda: overview(version)) for _ in range(RUNS)]
    print(f"all findings of the overview, from cache: median {statistics.median(cached):.1f} ms")


@contextmanager
def checked_out(revision: str, folder: Path) -> Iterator[Path]:
    """Another revision of the project beside this one."""
    other = folder / "other"
    subprocess.run(["git", "worktree", "add", "--detach", str(other), revision], cwd=ROOT, check=True)
    try:
        yield other
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(other)], cwd=ROOT, check=True)


def run(root: Path, data: Path, *arguments: str) -> str:
    """A command of a checkout on a data folder; what it prints."""
    command = [sys.executable, "-m", *arguments]
    variables = os.environ | {"EINLASS_DATA": str(data)}
    done = subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True, check=True)
    return done.stdout


def compare(revision: str, runs: int) -> None:
    """Both builds in turn; medians and ratios."""
    with tempfile.TemporaryDirectory() as name, checked_out(revision, Path(name)) as other:
        builds = {"this build": (ROOT, Path(name) / "this"), revision: (other, Path(name) / "that")}
        for root, data in builds.values():
            run(root, data, "einlass", "sample")
        times: dict[str, dict[str, list[float]]] = {}
        for _ in range(runs):
            for build, (root, data) in builds.items():
                for task, median in LINE.findall(run(root, data, "bench.findings")):
                    times.setdefault(task, {}).setdefault(build, []).append(float(median))
    lines = [
        f"Processor time in ms, median of {runs} runs of each build in turn",
        f"(`python -m bench.findings --against {revision}`).",
        "",
        f"| | this build | {revision} | ratio |",
        "|---|---|---|---|",
    ]
    for task, by_build in times.items():
        mine, theirs = (statistics.median(by_build[build]) for build in builds)
        lines.append(f"| {task} | {mine:.0f} | {theirs:.0f} | {mine / max(theirs, 1e-9):.2f} |")
    RESULTS.write_text("# Speed of findings\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


def main() -> None:
    """Measure, alone or against another revision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", help="another revision, measured in turn with this one")
    parser.add_argument("--runs", type=int, default=RUNS)
    wanted = parser.parse_args()
    if wanted.against:
        compare(wanted.against, wanted.runs)
    else:
        measure_here()


if __name__ == "__main__":
    main()
