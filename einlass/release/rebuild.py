"""A published figure as the data of now tell it, and what follows from the comparison."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from einlass.release.desk import keep_up
from einlass.release.figures import Entry, catalogue, figure
from einlass.release.records import Figure, Subject
from einlass.warehouse import DataVersion


def rebuild(version: DataVersion) -> Callable[[Subject], Figure | None]:
    """Builds the figure of a subject; None where these data have none, or tell it for another period only."""

    def built(subject: Subject) -> Figure | None:
        entry = Entry(subject.topic, subject.measure)
        made = figure(version, entry) if entry in catalogue(version) else None
        return made if made is not None and made.subject == subject else None

    return built


def keep_up_with(version: DataVersion, now: datetime | None = None) -> bool:
    """Compare what is published with these data; true where something was written down. Raises LedgerDamaged."""
    return keep_up(version.folder, version.number, version.sha256, rebuild(version), now)
