"""What changed in the verdicts since an earlier version of the data, which the reader may choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from einlass import ingest
from einlass.errors import EinlassError
from einlass.findings import VerdictChange, verdict_changes
from einlass.findings.headlines import JUDGED
from einlass.measures import Office, offices
from einlass.remembered import remembered
from einlass.ui import choices, style
from einlass.ui.overview.news import change_line
from einlass.warehouse import DataVersion
from einlass.warehouse.versions import version_numbers, version_of
from einlass.words import Words


@dataclass(frozen=True)
class Changes:
    """Verdicts that became others, and the offices that either version knows."""

    verdicts: tuple[VerdictChange, ...]
    offices: Mapping[str, Office]


def changed(version: DataVersion, w: Words) -> None:
    """The verdicts that changed, with the versions of the data they come from."""
    style.section(w("decision.news"))
    earlier = _earlier(version)
    if not earlier:
        style.notes([w("news.verdicts.first" if version.number == 1 else "news.verdicts.gone")])
        return
    before = earlier[_chosen(earlier, w)]
    style.small(
        w(
            "decision.news.sub",
            before=w.number(before.number),
            before_moment=w.datetime(before.created_at),
            after=w.number(version.number),
            after_moment=w.datetime(version.created_at),
        )
    )
    style.notes(_lines(before, version, w))


def _earlier(version: DataVersion) -> dict[str, DataVersion]:
    """The earlier versions that are kept, by their number, newest first."""
    found = {}
    for number in reversed(version_numbers(version.folder)):
        if number < version.number:
            try:
                found[str(number)] = version_of(version.folder, number)
            except EinlassError:
                continue
    return found


def _chosen(earlier: dict[str, DataVersion], w: Words) -> str:
    kept = next((number for number, one in earlier.items() if one.snapshot_path.is_file()), None)
    chosen = choices.choose(
        w("decision.news.since"),
        list(earlier),
        "since",
        lambda number: w(
            "decision.news.version",
            number=w.number(int(number)),
            moment=w.datetime(earlier[number].created_at),
        ),
        default=kept,
    )
    assert chosen is not None
    return chosen


def _lines(before: DataVersion, version: DataVersion, w: Words) -> Sequence[str]:
    """What changed, a line each; a version whose snapshot is gone is built anew from its imports."""
    try:
        with st.spinner(w("data.verdicts.computing")):
            found = changes_since(before, version)
    except (EinlassError, OSError):
        return [w("news.verdicts.gone")]
    return [change_line(one, found.offices, w) for one in found.verdicts] or [w("news.verdicts.none")]


@remembered(16)
def changes_since(before: DataVersion, version: DataVersion) -> Changes:
    """The verdicts that differ between an earlier version and this one. Raises EinlassError."""
    with ingest.version_as_of(before.number) as found:
        known = dict(offices(found)) | dict(offices(version))
        return Changes(tuple(verdict_changes(found, version, JUDGED)), known)
