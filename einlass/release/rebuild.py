"""A published figure as the data of now tell it, and what follows from the comparison."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from einlass.release.desk import keep_up
from einlass.release.figures import same_days
from einlass.release.records import Figure, Subject
from einlass.warehouse import DataVersion


def rebuild(version: DataVersion) -> Callable[[Subject], Figure | None]:
    """Builds the figure of a subject, for the same days; None where these data do not tell it for them."""
    return lambda subject: same_days(version, subject)


def keep_up_with(version: DataVersion, now: datetime | None = None) -> bool:
    """Compare what is published with these data; true where something was written down. Raises LedgerDamaged."""
    return keep_up(version.folder, version.number, version.sha256, rebuild(version), now)
