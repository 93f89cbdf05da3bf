"""A figure as it may be published beside all that were released: what the page shows and what the desk insists on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from einlass.errors import Reason
from einlass.release.desk import Desk, says_the_same
from einlass.release.desk.asking import Objections
from einlass.release.disclosure.protect import Protection, protect
from einlass.release.figures import Entry, catalogue, figure
from einlass.release.rebuild import rebuild
from einlass.release.records import Figure
from einlass.remembered import remembered
from einlass.warehouse import DataVersion


def released(desk: Desk) -> tuple[Figure, ...]:
    """Every version of every figure that was ever published, withdrawn ones too: what was read stays known."""
    return tuple(version.figure for case in desk.cases.values() for version in case.versions)


def protected(version: DataVersion, made: Figure, published: Sequence[Figure]) -> Protection:
    """What may be published of a figure, and the next coarser one where something is hidden."""
    return _protected(made, tuple(published), tuple(_wider(version, made)))


@remembered(256)
def _protected(made: Figure, published: tuple[Figure, ...], wider: tuple[Figure, ...]) -> Protection:
    return protect(made, published, wider)


def _wider(version: DataVersion, made: Figure) -> Iterator[Figure]:
    """The same of all measures together."""
    entry = Entry(made.subject.topic)
    if made.subject.measure and entry in catalogue(version) and (whole := figure(version, entry)):
        yield whole


def publishable(found: Protection) -> Figure | None:
    """The figure as it is published; None where it is held back.

    Without a side to compare with there is no comparison either: verdict and interval would tell what is hidden.
    """
    figure = found.figure
    if found.held:
        return None
    seen = tuple(side for side in figure.sides if side.amount.sign != ".")
    if len(seen) == len(figure.sides):
        return figure
    return None if figure.kind == "score" else replace(figure, sides=seen, verdict="", caveats=())


def objections(version: DataVersion) -> Objections:
    """What disclosure control has against a figure: it is held back, or shows more than may be seen by now."""
    build = rebuild(version)

    def against(desk: Desk, proposed: Figure) -> Sequence[Reason]:
        made = build(proposed.subject)
        if made is None:
            return ()
        found = protected(version, made, released(desk))
        allowed = publishable(found)
        if allowed is None:
            return (Reason("release.held"),)
        return () if says_the_same(proposed, allowed) else (Reason("release.not_protected"),)

    return against
