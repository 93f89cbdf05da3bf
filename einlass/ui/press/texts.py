"""The words around the page: how many figures, Stand, sources."""

from __future__ import annotations

from einlass import config
from einlass.release.figures import catalogue
from einlass.ui.press import published
from einlass.warehouse import DataVersion
from einlass.words import Words


def standing(version: DataVersion, w: Words) -> str:
    """How many figures there are to check, how many are released or on their way, and the Stand."""
    count = w.plural("press.figures", len(catalogue(version)))
    stand = w("stand", moment=w.datetime(version.created_at))
    return " · ".join(filter(None, (count, published.counts(w), stand)))


def foot(version: DataVersion, w: Words) -> list[str]:
    """What a released figure is, what is not for publication, source."""
    told = config.thresholds()
    least = w.number(told.hidden_below)
    mark = f"{w('sample.mark')}. " if version.is_sample else ""
    source = w(
        "press.foot.source",
        mark=mark,
        moment=w.datetime(version.created_at),
        version=w.number(version.number),
    )
    return [w("press.foot"), w("quiet.key", least=least), source, w("foot.method")]
