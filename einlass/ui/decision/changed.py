"""What changed in the verdicts since the version of the data before."""

from __future__ import annotations

from einlass.ui import style
from einlass.ui.overview.news import previous, verdict_lines
from einlass.warehouse import DataVersion
from einlass.words import Words


def changed(version: DataVersion, w: Words) -> None:
    """The verdicts that changed, with the versions of the data they come from."""
    before = previous(version)
    sub = ""
    if before is not None:
        sub = w(
            "decision.news.sub",
            before=w.number(before.number),
            before_moment=w.datetime(before.created_at),
            after=w.number(version.number),
            after_moment=w.datetime(version.created_at),
        )
    style.section(w("decision.news"), sub)
    style.notes(verdict_lines(version, w))
