"""How it was counted, reported and asked, from the rows themselves: what changes between before and after is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from einlass.findings.days import WEEK, Grid, grid_of
from einlass.measures import Window, events
from einlass.stats.series import BoolArray
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

SHARE_MOVED = 0.2  # of the days, from one way of counting to another
NEW_REPORTER = (3, 0.1)  # reports, and share of all, from which on a new source of reports is a change

Details = tuple[tuple[str, object], ...]


@lru_cache(maxsize=4)
def _methods(version: DataVersion) -> dict[str, dict[str, BoolArray]]:
    """By office and way of counting: the days on which visits were counted so."""
    grid, rows = grid_of(version), open_snapshot(version).run("views/visit_methods")
    day = _places(grid, rows)
    inside = (day >= 0) & (day < grid.days)
    found: dict[str, dict[str, BoolArray]] = {}
    for (office, method), part in rows[inside].groupby(["office_id", "counting_method"]):
        days = np.zeros(grid.days, dtype=bool)
        days[_places(grid, part)] = True
        found.setdefault(str(office), {})[str(method)] = days
    return found


def _places(grid: Grid, rows: pd.DataFrame) -> np.ndarray:
    days = rows["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.asarray(days - (grid.first - date(1970, 1, 1)).days)


def counting_change(version: DataVersion, office: str, before: BoolArray, after: BoolArray) -> Details:
    """The ways in which visits were counted in most of both sides, where they differ; weeks of shape (weeks,)."""
    methods = _methods(version).get(office, {})
    shares = []
    for weeks in (before, after):
        days = np.repeat(weeks, WEEK)
        counts = {name: int((told & days).sum()) for name, told in methods.items()}
        total = sum(counts.values())
        if not total:
            return ()
        shares.append({name: count / total for name, count in counts.items()})
    moved = max(abs(shares[1][name] - shares[0][name]) for name in methods)
    if moved <= SHARE_MOVED:
        return ()
    usual = [max(side, key=lambda name: side[name]) for side in shares]
    return (("office", office), ("before", usual[0]), ("after", usual[1]))


@lru_cache(maxsize=4)
def _reporting(version: DataVersion) -> pd.DataFrame:
    return open_snapshot(version).run("views/incident_reporting")


def recording_changes(
    version: DataVersion, office: str, span: Window, before: BoolArray, after: BoolArray
) -> Iterator[Details]:
    """Changes of who records or how: declared by an event, by the version on the form, by a new source of reports."""
    for event in events(version):
        if event.kind == "MELDEWEG" and event.concerns((office,)) and event.first in span:
            yield (("kind", "event"), ("day", event.first), ("label", event.label))
    sides = [_reports_in(version, office, weeks) for weeks in (before, after)]
    versions = [tuple(sorted(side["reporting_version"].dropna().astype(int).unique())) for side in sides]
    if all(versions) and versions[0] != versions[1]:
        yield (("kind", "version"), ("before", _listed(versions[0])), ("after", _listed(versions[1])))
    counts = [side.groupby("reporter_code")["incident_count"].sum() for side in sides]
    total = int(counts[1].sum())
    for reporter, count in counts[1].items():
        is_new = counts[0].sum() > 0 and not counts[0].get(reporter, 0)
        if is_new and count >= NEW_REPORTER[0] and count >= NEW_REPORTER[1] * total:
            yield (("kind", "reporter"), ("reporter", str(reporter)), ("count", int(count)), ("all", total))


def _listed(versions: tuple[int, ...]) -> str:
    return ", ".join(str(one) for one in versions)


def _reports_in(version: DataVersion, office: str, weeks: BoolArray) -> pd.DataFrame:
    grid, rows = grid_of(version), _reporting(version)
    rows = rows[rows["office_id"] == office]
    day = _places(grid, rows)
    inside = (day >= 0) & (day < grid.days)
    rows, day = rows[inside], day[inside]
    return rows[weeks[day // WEEK]]
