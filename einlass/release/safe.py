"""Disclosure control at the desk: what may be published of a figure beside everything that is released already."""

from __future__ import annotations

from collections.abc import Sequence

from einlass.errors import Reason
from einlass.release.desk.compare import says_the_same
from einlass.release.desk.state import Desk, Proposal
from einlass.release.disclosure.protect import protect
from einlass.release.records import Figure


def released_figures(desk: Desk) -> tuple[Figure, ...]:
    """All versions of all figures that were ever released, as outsiders could read them."""
    return tuple(version.figure for case in desk.cases.values() for version in case.versions)


def objections(desk: Desk, proposal: Proposal) -> Sequence[Reason]:
    """Why a figure may not be published as it was submitted: releases since then count as well."""
    found = protect(proposal.counted, released_figures(desk))
    if found.held:
        return (Reason("release.held"),)
    return () if says_the_same(found.figure, proposal.figure) else (Reason("release.hidden_changed"),)
