"""A published figure as the data of now tell it, and what follows from the comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from einlass.release import ledger
from einlass.release.desk import desk_of, keep_up
from einlass.release.disclosure.objections import released
from einlass.release.disclosure.protect import protect
from einlass.release.figures import Entry, catalogue, figure
from einlass.release.records import Figure, Subject
from einlass.warehouse import DataVersion


def rebuild(
    version: DataVersion, published: Sequence[Figure] | None = None
) -> Callable[[Subject], Figure | None]:
    """Builds the figure of a subject; None where these data have none, or tell it for another period only.

    published: what was released; the figure is built as it may be published beside it (without: as it is inside).
    """

    def built(subject: Subject) -> Figure | None:
        entry = Entry(subject.topic, subject.measure)
        made = figure(version, entry) if entry in catalogue(version) else None
        if made is None or made.subject != subject:
            return None
        return made if published is None else protect(made, published).figure

    return built


def keep_up_with(version: DataVersion, now: datetime | None = None) -> bool:
    """Compare what is published with these data; true where something was written down. Raises LedgerDamaged."""
    published = released(desk_of(ledger.read(version.folder).entries))
    return keep_up(version.folder, version.number, version.sha256, rebuild(version, published), now)
