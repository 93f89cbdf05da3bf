"""How safe and how sparing disclosure control is: python -m bench.disclosure [--histories 1000] [--compared 200].

Every history (`town`) is protected release by release (`ways`) and handed to an attacker (`attack`) who knows nothing
of the product. Written to bench/disclosure/results.md. --compared: for so many all four ways are run. --tauargus: the
Python of an environment with pytauargus 0.6.0 (`python -m venv DIR && DIR/bin/pip install pytauargus==0.6.0`).
"""

from __future__ import annotations

import argparse
import atexit
import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from bench.disclosure import ways
from bench.disclosure.attack import attack
from bench.disclosure.town import History, Table, history

RESULTS = Path(__file__).with_name("results.md")
WAYS: dict[str, ways.Way] = {"product": ways.product, "optimum": ways.optimum, "rows": ways.plain}
NAMES = {
    "product": "this project (audit over all releases)",
    "optimum": "optimum without the audit",
    "rows": "whole rows hidden, with the audit",
    "argus": "pytauargus 0.6.0 (OPT), every table by itself",
}


@dataclass
class Tally:
    """What one way did. alone: hidden counts pinned by the table that shows them, without any other release."""

    histories: int = 0
    counts: int = 0
    visible: int = 0
    hidden: int = 0
    pinned: int = 0
    alone: int = 0
    told: int = 0
    broken: int = 0
    seconds: float = 0.0
    worst: list[int] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Put two together."""
        for name in ("histories", "counts", "visible", "hidden", "pinned", "alone", "told", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds += other.seconds
        self.worst += other.worst


def judged(one: History, protect: Callable[[History], frozenset[str]]) -> Tally:
    """Protect a history and attack it."""
    begun = time.process_time()
    hidden = protect(one)
    seconds = time.process_time() - begun
    told = attack(one, hidden, ways.K)
    counts = sum(len(table.counts) for table in one.tables)
    pinned = sum(each.is_hidden_count for each in told)
    return Tally(
        histories=1,
        counts=counts,
        visible=counts - len(hidden),
        hidden=len(hidden),
        pinned=pinned,
        alone=sum(_alone(table, hidden) for table in one.tables),
        told=len(told) - pinned,
        broken=bool(told),
        seconds=seconds,
        worst=[one.seed] if told else [],
    )


def _alone(table: Table, hidden: frozenset[str]) -> int:
    single = History(0, (replace(table, name="0 alone"),))
    own = frozenset(count.name for count in table.counts) & hidden
    return sum(each.is_hidden_count for each in attack(single, own, ways.K)) if own else 0


def one_seed(asked: tuple[int, tuple[str, ...], str]) -> dict[str, Tally]:
    """These ways on one history, and tau-ARGUS where it is there."""
    seed, names, python = asked
    drawn = history(seed)
    found = {name: judged(drawn, lambda one, way=WAYS[name]: ways.protected(one, way)) for name in names}
    if python:
        argus = tau_argus(python)
        before = argus.seconds
        with suppress(ways.Ended):  # a history less, as its row says
            tally = judged(drawn, argus.history)
            found["argus"] = replace(tally, seconds=argus.seconds - before)
    return found


@cache
def tau_argus(python: str) -> ways.TauArgus:
    """One process of tau-ARGUS for each worker."""
    argus = ways.TauArgus(Path(python))
    atexit.register(argus.close)
    return argus


def measure(seeds: Iterable[int], names: Iterable[str], python: str, workers: int) -> dict[str, Tally]:
    """Histories in these ways."""
    total: dict[str, Tally] = {}
    with ProcessPoolExecutor(workers) as pool:
        asked = [(seed, tuple(names), python) for seed in seeds]
        for number, found in enumerate(pool.map(one_seed, asked), 1):
            for name, tally in found.items():
                total.setdefault(name, Tally()).add(tally)
            if not number % 20:
                print(
                    number,
                    {name: (one.visible, one.counts, one.broken) for name, one in total.items()},
                    file=sys.stderr,
                )
    return total


HEAD = (
    "| way | histories | counts | visible | share | pinned | of them alone | told | with a leak | ms a history |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def _line(name: str, one: Tally) -> str:
    told = (one.histories, one.counts, one.visible)
    leaks = (one.pinned, one.alone, one.told, one.broken, round(1000 * one.seconds / one.histories))
    cells = [
        *(f"{number:,}" for number in told),
        f"{one.visible / one.counts:.3f}",
        *(f"{number:,}" for number in leaks),
    ]
    return f"| {NAMES[name]} | {' | '.join(cells)} |"


def _share(total: dict[str, Tally], other: str) -> float:
    """Visible counts of the product against those of another way."""
    return total["product"].visible / total[other].visible


def report(compared: dict[str, Tally], every: dict[str, Tally], histories: int) -> str:
    """The results as a page."""
    lines = [
        "# Disclosure control against a differencing attacker",
        f"{histories:,} random histories of three to five releases (offices by month and quarter, kinds by month,",
        "offices by kind, single and growing periods, corrections after late reports; k = 3). Processor time on a busy",
        "machine. `python -m bench.disclosure` says how it is measured. Pinned: hidden counts for which fewer than",
        "three values are possible; alone: within one table. Told: small sums that nobody printed and that can be told",
        "nevertheless. A way that is missing in a part was not run there, as it takes long; where tau-ARGUS ended by",
        "itself on a table, its history is missing in its row.",
    ]
    for title, part in (("Histories for which all ways were run", compared), ("All histories", every)):
        lines += ["", f"## {title}", "", HEAD, *(_line(name, one) for name, one in part.items())]
    lines += [
        "",
        f"Visible against the optimum without the audit: {_share(compared, 'optimum'):.2f} (target at least 0.9);"
        f" against whole rows: {_share(compared, 'rows'):.2f} (target at least 1.2).",
    ]
    base = every["product"]
    if base.worst:
        lines.append(f"Histories with a leak of this project: {base.worst[:20]}.")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, write; a leak is an error."""
    parser = argparse.ArgumentParser(prog="python -m bench.disclosure")
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--compared", type=int, default=200, help="for so many of them all ways are run")
    parser.add_argument("--tauargus", default="", metavar="PYTHON")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--print-only", action="store_true")
    asked = parser.parse_args()
    split = min(asked.compared, asked.histories)
    compared = measure(range(split), WAYS, asked.tauargus, asked.workers)
    rest = measure(range(split, asked.histories), ["product"], asked.tauargus, asked.workers)
    every: dict[str, Tally] = {}
    for name in ("product", "argus") if asked.tauargus else ("product",):
        every[name] = Tally()
        for part in (compared, rest):
            every[name].add(part.get(name, Tally()))
    text = report(compared, every, asked.histories)
    print(text)
    if not asked.print_only:
        RESULTS.write_text(text, encoding="utf-8")
    raise SystemExit(bool(every["product"].broken))


if __name__ == "__main__":
    main()
