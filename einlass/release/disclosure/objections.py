"""What disclosure control says against publishing a figure: the desk asks it at submission and at release."""

from __future__ import annotations

from collections.abc import Sequence

from einlass.errors import Reason
from einlass.release.desk import Desk
from einlass.release.disclosure.protect import protect
from einlass.release.records import Figure


def released(desk: Desk) -> tuple[Figure, ...]:
    """All versions of all figures that were released, as they were; a withdrawn one has been read as well."""
    return tuple(version.figure for case in desk.cases.values() for version in case.versions)


def objections(desk: Desk, figure: Figure) -> Sequence[Reason]:
    """Why a figure may not be published as it stands; nothing where all of it may be read."""
    found = protect(figure, released(desk))
    if found.held:
        return (Reason("release.held"),)
    return (Reason("release.unprotected"),) if found.figure != figure else ()
