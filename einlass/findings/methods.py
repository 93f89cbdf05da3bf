"""How it was counted, reported and asked, from the rows themselves: what changes between before and after is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from einlass.findings.days import WEEK, Grid, grid_of
from einlass.measures import Window, events
from einlass.remembered import remembered
from einlass.stats.series import BoolArray, FloatArray
from einlass.warehouse import DataVersion
from einlass.warehouse.snapshot import open_snapshot

SHARE_MOVED = 0.2  # of the days, from one way of counting to another
NEW_REPORTER = (3, 0.1)  # reports, and share of all, from which on a new source of reports is a change

Details = tuple[tuple[str, object], ...]


@remembered(4)
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


@dataclass(frozen=True, eq=False)
class _Reports:
    """Reports of one office by week: by who reported, and by the version of the form, each (weeks,)."""

    by_reporter: dict[str, FloatArray]
    by_version: dict[int, FloatArray]


@remembered(4)
def _reporting(version: DataVersion) -> dict[str, _Reports]:
    grid, rows = grid_of(version), open_snapshot(version).run("views/incident_reporting")
    day = _places(grid, rows)
    inside = (day >= 0) & (day < grid.days)
    found: dict[str, _Reports] = {}
    columns = [
        rows[name][inside] for name in ("office_id", "reporter_code", "reporting_version", "incident_count")
    ]
    for office, reporter, form, count, week in zip(*columns, day[inside] // WEEK, strict=True):
        own = found.setdefault(str(office), _Reports({}, {}))
        own.by_reporter.setdefault(str(reporter), np.zeros(grid.weeks))[week] += count
        if not pd.isna(form):
            own.by_version.setdefault(int(form), np.zeros(grid.weeks))[week] += count
    return found


def recording_changes(
    version: DataVersion, office: str, span: Window, before: BoolArray, after: BoolArray
) -> Iterator[Details]:
    """Changes of who records or how: declared by an event, by the version on the form, by a new source of reports."""
    for event in events(version):
        if event.kind == "MELDEWEG" and event.concerns((office,)) and event.first in span:
            yield (("kind", "event"), ("day", event.first), ("label", event.label))
    own = _reporting(version).get(office, _Reports({}, {}))
    forms = [
        sorted(form for form, reports in own.by_version.items() if reports[side].any())
        for side in (before, after)
    ]
    if all(forms) and forms[0] != forms[1]:
        yield (("kind", "version"), ("before", _listed(forms[0])), ("after", _listed(forms[1])))
    yield from _new_reporters(own, before, after)


def _new_reporters(own: _Reports, before: BoolArray, after: BoolArray) -> Iterator[Details]:
    """Who reports since the start and did not before, in numbers that make a difference."""
    had, has = (
        {name: int(reports[side].sum()) for name, reports in own.by_reporter.items()}
        for side in (before, after)
    )
    total = sum(has.values())
    for reporter, count in has.items():
        is_new = any(had.values()) and not had[reporter]
        if is_new and count >= NEW_REPORTER[0] and count >= NEW_REPORTER[1] * total:
            yield (("kind", "reporter"), ("reporter", reporter), ("count", count), ("all", total))


def _listed(versions: list[int]) -> str:
    return ", ".join(str(one) for one in versions)
