"""How long a finding takes: python -m bench.findings, on the warehouse of $EINLASS_DATA (else the default one).

Prints medians over all incident findings (cold: nothing remembered but the rows of the indicators' first read), of
all findings of the overview (cold, with reading), and from cache. Limits: 150 ms, 2 s, 20 ms.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from einlass.findings import Request, city, finding, make, rows
from einlass.findings import counts as count_findings
from einlass.indicators import indicators
from einlass.measures import measures
from einlass.warehouse import DataVersion, current_version

OVERVIEW = ("reported_incidents", "feels_safe_clients", "feels_safe_staff", "guard_hours", "guard_cost")
RUNS = 5
CACHES = (
    make.finding,
    make.city,
    count_findings.analysed,
    rows.rows_of,
    rows.weekly,
    rows.series,
    rows.indicator_days,
)


def forget() -> None:
    """Empty every cache."""
    for cache in CACHES:
        cache.cache_clear()


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
    """Each incident finding alone, with its whole sensitivity set, nothing remembered."""
    found = []
    for measure in measures(version):
        for code, one in indicators().items():
            if one.topic == "incidents":
                forget()
                for other in indicators().values():
                    if other.topic == "incidents":
                        rows.indicator_days(version, other.code)
                found.append(
                    timed(lambda code=code, measure=measure: finding(version, Request(code, measure)))
                )
    return found


def main() -> None:
    """Measure and print."""
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


if __name__ == "__main__":
    main()
